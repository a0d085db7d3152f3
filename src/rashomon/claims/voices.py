"""Whose words a stretch of text is: the source, its chain of relays, its stance.

The innermost attribution whose content covers the words speaks for them; the attributions around it are the chain that
relayed it. Where none covers them, the report speaks in its own voice (source kind `outlet`), unless the whole text is
the statement of an institution, which then is the voice of everything not attributed further.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from rashomon.model import Actor, Annotations, Attribution, Kind, Source, Span, Stance

OUTLET = Source("outlet", "outlet")
UNNAMED = "unnamed sources"
COVERED = 0.6  # share of the words that a content must cover to speak for them; swept 0.3-0.9 on gold dev
STATEMENT_FORM = re.compile(r"(?i)\b(statement|communiqu[eé]|press release|situation update|update|bulletin|message)\b")
INSTITUTIONS: tuple[Kind, ...] = ("government", "military", "police", "armed_group", "monitor", "international", "health", "party")


@dataclass(frozen=True, slots=True)
class Voice:
    """One source that speaks for a stretch of text, and how."""

    source: Source
    stance: Stance = "asserts"
    hedged: bool = False
    actor: Actor | None = None
    attribution: Attribution | None = None


def actor_at(notes, span):
    from rashomon.annotators.actors import actor_at as f
    return f(notes, span)


def describe_source(text):
    from rashomon.annotators.actors import describe_source as f
    return f(text)


def split_sources(notes, attribution):
    from rashomon.annotators.attributions import split_sources as f
    return f(notes, attribution)


class Voices:
    """Answers, for any span of a document, who says it."""

    def __init__(self, notes: Annotations) -> None:
        self.notes = notes
        self.by_id = {a.id: a for a in notes.attributions}
        self.own = Voice(own_voice(notes))

    def of(self, span: Span) -> list[Voice]:
        """The sources that speak for a span: one, or several that say it together."""
        covering = [a for a in self.notes.attributions if covered(span, a.content) >= COVERED]
        covering.sort(key=lambda a: (content_length(a), a.content[0].start, a.id))
        hedged = False
        for attribution in covering:
            hedged = hedged or attribution.hedged
            if attribution.source is not None:
                outer = [a for a in covering if a is not attribution and a.source is not None]
                return [replace(v, hedged=v.hedged or hedged) for v in self.speak(attribution, outer)]
        if covering and not hedged:
            inner = covering[0]
            return [Voice(Source(UNNAMED, "unnamed"), inner.stance, inner.hedged, None, inner)]
        return [replace(self.own, hedged=hedged)]

    def speak(self, attribution: Attribution, outer: list[Attribution]) -> list[Voice]:
        """The voices of one attribution, with the attributions around it as the chain."""
        chain = tuple(dict.fromkeys(n for a in reversed(outer) for n in self.names(a)))
        voices = []
        for span, name in split_sources(self.notes, attribution):
            source, actor = self.source_at(span, name, attribution.source_kind)
            links = tuple(n for n in chain if n != source.name)
            source = replace(source, chain=links, relayed_by=links[-1] if links else None)
            voices.append(Voice(source, attribution.stance, attribution.hedged, actor, attribution))
        return voices or [self.own]

    def names(self, attribution: Attribution) -> list[str]:
        """Names of an attribution's sources."""
        return [
            self.source_at(span, name, attribution.source_kind)[0].name
            for span, name in split_sources(self.notes, attribution)
        ]

    def source_at(self, span: Span, name: str, kind: Kind | None) -> tuple[Source, Actor | None]:
        """The source that some words name: through the actor they mention, or as they stand."""
        actor = actor_at(self.notes, span)
        if actor is not None and actor.form == "pronoun":
            name = actor.name
        elif actor is not None and actor.form == "name" and actor.entity_kind == "person":
            name = actor.name
        said = actor.kind if actor is not None else None
        found = said or kind or describe_source(name)[1] or "unnamed"
        entity = actor.id if actor is not None else None
        return Source(name, found, entity, actor.institution if actor else None), actor

    def speaker(self, span: Span | None) -> Voice:
        """Whoever a span names, as a voice; the report's own when there is none."""
        if span is None:
            return self.own
        source, actor = self.source_at(span, span.of(self.notes.doc.text), None)
        return Voice(source, actor=actor)


def covered(span: Span, content: tuple[Span, ...]) -> float:
    """Share of a span's characters that a content covers."""
    common = sum(max(0, min(span.end, c.end) - max(span.start, c.start)) for c in content)
    return common / max(1, span.end - span.start)


def content_length(attribution: Attribution) -> int:
    """Characters of an attribution's content."""
    return sum(c.end - c.start for c in attribution.content)


def own_voice(notes: Annotations) -> Source:
    """The voice of what nobody else says: the outlet, or the institution whose statement the text is."""
    doc = notes.doc
    heading = (doc.title or "") + "\n" + doc.text[: notes.parse.paragraphs[0].end if notes.parse else 0][:200]
    if STATEMENT_FORM.search(heading.split("\n")[0] if doc.title else heading):
        for text in (doc.title or "", heading):
            name, kind, _ = describe_source(re.split(r"(?i)\b(?:statement|communiqu|press|update|on|:)", text)[0].strip())
            if kind in INSTITUTIONS and name:
                return Source(name, kind)
    return OUTLET
