"""Whose words a stretch of text is: the source, its chain of relays, its stance.

The innermost attribution whose content covers the words speaks for them; the attributions around it are the
chain that
relayed it. Where none covers them, or only words that name nobody ("no casualties were reported"), the report speaks
in its own voice (source kind `outlet`), unless the whole text is the statement of an institution, which then is the
voice of everything not attributed further. Blame and denial by nobody named are those of unnamed sources.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import BaseModel

from rashomon.annotators.actors import actor_at, describe_source
from rashomon.annotators.actors.describe import SPOKEN
from rashomon.annotators.attributions import split_sources
from rashomon.annotators.speeches.verbs import performer
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Actor, Annotations, Attribution, Kind, Source, Span, Stance

OUTLET = Source("outlet", "outlet")
UNNAMED = "unnamed sources"
COVERED = 0.6  # share of the words that a content must cover to speak for them; swept 0.3-0.9 on gold dev
STATEMENT_FORM = re.compile(
    r"(?i)\b(statement|communiqu[eé]s?|press release|press desk|situation update|update|bulletin|message)\b"
)
# Kinds of actors that give figures; gunmen and victims, say, do not.
TELLERS = frozenset(
    [
        "government",
        "military",
        "police",
        "armed_group",
        "health",
        "witness",
        "monitor",
        "media",
        "local_official",
        "relative",
        "international",
        "party",
    ]
)
PRONOUNS = frozenset(["he", "she", "it", "they", "who", "which", "this", "that"])
NEAR_SENTENCES = 3  # swept -1, 1, 3 on gold dev: the last gave the most right sources
EXPLAINED = re.compile(r", (?=(?:an?|the|which|who|whose|where|on|in|at)(?: |$))")
UNENDED = re.compile(r"(?: (?:who|whom|which|that|of|on|in|at|and|or|,))+$")
OURSELVES = frozenset({"we", "our", "us", "i", "our sources", "our researchers"})
INSTITUTIONS: tuple[Kind, ...] = (
    "government",
    "military",
    "police",
    "armed_group",
    "monitor",
    "international",
    "health",
    "party",
)


@dataclass(frozen=True, slots=True)
class Voice:
    """One source that speaks for a stretch of text, and how."""

    source: Source
    stance: Stance = "asserts"
    hedged: bool = False
    actor: Actor | None = None
    attribution: Attribution | None = None


class TellerWords(BaseModel):
    """The lists of tellers.yaml."""

    verbs: set[str]
    nouns: set[str]
    bodies: set[str]


@lru_cache(maxsize=1)
def tellers() -> TellerWords:
    """Words of telling, read once."""
    return read_yaml(data_path("voices", "tellers.yaml"), TellerWords)


class Voices:
    """Answers, for any span of a document, who says it."""

    def __init__(self, notes: Annotations) -> None:
        self.notes = notes
        self.by_id = {a.id: a for a in notes.attributions}
        self.own = Voice(own_voice(notes))
        self.harmed: dict[int, list[Span]] = {}
        self.heard: dict[Span, list[Voice]] = {}
        for quantity in notes.quantities:
            if quantity.effect is not None:
                here = notes.parse.sentence_index(quantity.span.start)
                self.harmed.setdefault(here, []).append(quantity.span)
        self.spoken = [a for a in notes.attributions if a.source is None or self.can_speak(a.source)]
        self.by_sentence: dict[int, list[Attribution]] = {}
        for attribution in self.spoken:
            for n in sentences_of(attribution, notes):
                self.by_sentence.setdefault(n, []).append(attribution)

    def near(self, span: Span) -> list[Attribution]:
        """The attributions whose content touches the sentences of a span."""
        parse = self.notes.parse
        first, last = parse.sentence_index(span.start), parse.sentence_index(max(span.start, span.end - 1))
        found = {id(a): a for n in range(first, last + 1) for a in self.by_sentence.get(n, ())}
        return list(found.values())

    def can_speak(self, source: Span) -> bool:
        """Can some words name a speaker? Datelines, lists and those counted as harmed cannot, whatever the
        tagger says.
        """
        if any(
            source.overlaps(q) for q in self.harmed.get(self.notes.parse.sentence_index(source.start), ())
        ):
            return False
        name = source.of(self.notes.doc.text)
        actor = actor_at(self.notes, source)
        if (actor is not None and actor.kind is not None) or describe_source(name).kind is not None:
            return True
        head = self.notes.parse.head(source)
        place = any(t.span.start <= head.idx < t.span.end for t in self.notes.toponyms)
        return name.casefold() in PRONOUNS | OURSELVES or (
            head.pos_ == "PROPN" and not place and actor is not None
        )

    def of(self, span: Span) -> list[Voice]:
        """The sources that speak for a span: one, or several that say it together."""
        if span not in self.heard:
            self.heard[span] = self.listen(span)
        return self.heard[span]

    def listen(self, span: Span) -> list[Voice]:
        """What `of` remembers."""
        covering = [a for a in self.near(span) if covered(span, a.content) >= COVERED]
        covering.sort(key=lambda a: (content_length(a), a.content[0].start, a.id))
        hedged = False
        for attribution in covering:
            hedged = hedged or attribution.hedged
            if attribution.source is not None:
                teller = self.teller(span) if self.far(attribution.source, span) else None
                if teller is not None:
                    return [replace(teller, hedged=hedged)]
                outer = [a for a in covering if a is not attribution and a.source is not None]
                return [replace(v, hedged=v.hedged or hedged) for v in self.speak(attribution, outer)]
        teller = self.teller(span)
        if teller is not None:
            return [replace(teller, hedged=hedged)]
        if covering and not hedged and covering[0].stance != "asserts":
            inner = covering[0]
            return [Voice(Source(UNNAMED, "unnamed"), inner.stance, inner.hedged, None, inner)]
        return [replace(self.own, hedged=hedged)]

    def far(self, source: Span, span: Span) -> bool:
        """Is a speaker named in another sentence than the words?"""
        parse = self.notes.parse
        return bool(parse.sentence_index(source.start) != parse.sentence_index(span.start))

    def teller(self, span: Span) -> Voice | None:
        """Who gives a figure by a verb or noun of telling that it hangs on: "officials put the toll at
        18".
        """
        words = tellers()
        token = self.notes.parse.head(span)
        for above in [token, *token.ancestors][:6]:
            lemma = above.lemma_.lower()
            if above.pos_ == "VERB" and lemma in words.verbs:
                subject = performer(above)
            elif above.pos_ == "NOUN" and lemma in words.nouns and above is not token:
                subject = next((c for c in above.children if c.dep_ == "poss"), None)
            else:
                continue
            if subject is None:
                continue
            place = Span(subject.idx, subject.idx + len(subject))
            actor = actor_at(self.notes, place)
            if actor is not None and actor.kind in TELLERS and not actor.span.overlaps(span):
                return self.speaker(actor.span)
        return None

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
        if name.casefold() in OURSELVES:
            return self.own.source, None
        actor = actor_at(self.notes, span)
        if name.casefold() in PRONOUNS and (actor is None or actor.name.casefold() in PRONOUNS):
            before = self.source_before(span)
            if before is not None:
                return before
        if self.stands_for_body(span, name, actor):
            body = self.body_before(span)
            if body is not None:
                return Source(body.name, body.kind or "unnamed", body.id, body.institution), body
        if actor is not None and (
            actor.form == "pronoun" or (actor.form == "name" and actor.entity_kind == "person")
        ):
            name = actor.name
        described = describe_source(name).kind
        resolved = (
            actor is not None and actor.kind is not None and actor.name.casefold() not in name.casefold()
        )
        if actor is None or (actor.form == "nominal" and not resolved):
            found = described or (actor.kind if actor is not None else None) or kind or "unnamed"
        else:
            found = actor.kind or kind or described or "unnamed"
        found = SPOKEN.get(found, found) or found
        entity = actor.id if actor is not None else None
        name = balanced(name)
        return Source(name, found, entity, actor.institution if actor else None), actor

    def stands_for_body(self, span: Span, name: str, actor: Actor | None) -> bool:
        """Is it a bare definite noun ("the force") that nothing has resolved?"""
        words = name.casefold().split()
        return (
            len(words) == 2
            and words[0] in ("the", "its", "this", "that")
            and words[1] in tellers().bodies
            and (actor is None or actor.kind is None or actor.name.casefold() == name.casefold())
        )

    def body_before(self, span: Span) -> Actor | None:
        """The last named body with a known kind before a place in the text, at most NEAR_SENTENCES back."""
        parse = self.notes.parse
        here = parse.sentence_index(span.start)
        bodies = [
            a
            for a in self.notes.actors
            if a.span.end <= span.start
            and a.form != "pronoun"
            and a.kind in INSTITUTIONS
            and a.entity_kind in ("organisation", "armed_force", "group")
            and here - parse.sentence_index(a.span.start) <= NEAR_SENTENCES
        ]
        return bodies[-1] if bodies else None

    def source_before(self, span: Span) -> tuple[Source, Actor | None] | None:
        """The last source named before a pronoun, at most NEAR_SENTENCES back: "… the ministry said.

        It added …".
        """
        parse, text = self.notes.parse, self.notes.doc.text
        here = parse.sentence_index(span.start)
        for attribution in sorted(
            (a for a in self.notes.attributions if a.source is not None and a.source.end <= span.start),
            key=lambda a: -a.source.start if a.source else 0,
        ):
            assert attribution.source is not None
            if here - parse.sentence_index(attribution.source.start) > NEAR_SENTENCES:
                return None
            name = attribution.source.of(text)
            if name.casefold() not in PRONOUNS and name.casefold() not in OURSELVES:
                return self.source_at(attribution.source, name, attribution.source_kind)
        return None

    def speaker(self, span: Span | None) -> Voice:
        """Whoever a span names, as a voice; the report's own when there is none."""
        if span is None:
            return self.own
        source, actor = self.source_at(span, span.of(self.notes.doc.text), None)
        return Voice(source, actor=actor)


def sentences_of(attribution: Attribution, notes: Annotations) -> list[int]:
    """Numbers of the sentences that an attribution's content touches."""
    parse = notes.parse
    return sorted(
        {
            n
            for c in attribution.content
            for n in range(parse.sentence_index(c.start), parse.sentence_index(max(c.start, c.end - 1)) + 1)
        }
    )


def balanced(name: str) -> str:
    """A name without what only explains it, a bracket that was cut off, and punctuation around it.

    >>> balanced("Government of National Accord (GNA")
    'Government of National Accord'
    """
    name = UNENDED.sub("", EXPLAINED.split(" ".join(name.split()))[0])
    if name.count("(") > name.count(")"):
        name = name[: name.rindex("(")]
    return name.strip(' ,;:-–—"“”') or name


def covered(span: Span, content: tuple[Span, ...]) -> float:
    """Share of a span's characters that a content covers."""
    common = sum(max(0, min(span.end, c.end) - max(span.start, c.start)) for c in content)
    return common / max(1, span.end - span.start)


def content_length(attribution: Attribution) -> int:
    """Characters of an attribution's content."""
    return sum(c.end - c.start for c in attribution.content)


def own_voice(notes: Annotations) -> Source:
    """The voice of what nobody else says: the outlet, or the institution whose statement the text is.

    A text is an institution's own when its publisher is one, when its title calls it the statement, update
    or press release of one,
    or when it opens with the institution's name alone, as letterheads do.
    """
    doc = notes.doc
    return publishing(notes) or titled(doc.title) or letterhead(doc.text) or announcing(notes) or OUTLET


def publishing(notes: Annotations) -> Source | None:
    """A publisher that its own text names as the one who says it ("Vigil Africa said today"): no outlet,
    but the source.
    """
    name = (notes.doc.publisher or "").strip()
    if len(name) < 4:
        return None
    for attribution in notes.attributions:
        if (
            attribution.source is not None
            and name.casefold() in attribution.source.of(notes.doc.text).casefold()
        ):
            kind = describe_source(name).kind or "monitor"
            return Source(name, kind) if kind in INSTITUTIONS else None
    return None


def institution(name: str | None) -> Source | None:
    """The source that a name is, if it is an institution that speaks for itself."""
    if not name or len(name) > 90:
        return None
    described = describe_source(name)
    return Source(described.name, described.kind) if described.kind in INSTITUTIONS else None


def titled(title: str | None) -> Source | None:
    """ "Presidency Council statement on …", "Statement no.

    3 of the Islamic Resistance", "Ministry of Defence press release".
    """
    match = STATEMENT_FORM.search(title or "")
    if title is None or match is None:
        return None
    before, after = title[: match.start()], title[match.end() :]
    issuer = re.match(r"(?:\s+(?:no|No|nr)\.?\s*\d+)?\s+(?:of|by|from)\s+(?:the\s+)?([^,:;]{3,60})", after)
    return institution(before.strip(" :-–—,")) or institution(issuer.group(1) if issuer else None)


def letterhead(text: str) -> Source | None:
    """A first line in capitals that names an institution: "REPUBLIC OF X - GOVERNMENT OF UNITY",
    "OBSERVATORY FOR HUMAN RIGHTS.".
    """
    line = re.match(r"\s*([^\n]{4,120})", text)
    head = (
        re.match(r"(?:[A-Z\u00C0-\u00DE][A-Z\u00C0-\u00DE'’&-]+[ ,–—-]*){2,14}", line.group(1))
        if line
        else None
    )
    if head is None:
        return None
    for part in (head.group(), *re.split(r"\s[-–—]\s|, ", head.group())):
        found = institution(part.strip(" .,-–—").title())
        if found is not None and len(part.split()) > 1 and not is_country(found.name):
            return found
    return None


def is_country(name: str) -> bool:
    """Does a name mean a country's government only because it is the country (or its capital, in a
    dateline)?
    """
    return describe_source(f"the government of {name}").name == name or " " not in name


def announcing(notes: Annotations) -> Source | None:
    """A text that speaks of "we" and opens with an institution as the subject of its first verb."""
    outside = re.sub(r"[\"“][^\"”]*[\"”]", " ", notes.doc.text)
    if len(re.findall(r"\b(?:[Ww]e|[Oo]ur)\b", outside)) < 2 and not STATEMENT_FORM.search(
        notes.doc.publisher or ""
    ):
        return None
    subjects = {t.idx for t in notes.parse.doc[:60] if t.dep_ == "nsubj" and t.head.dep_ == "ROOT"}
    first = next(
        (
            a
            for a in notes.actors
            if a.kind in INSTITUTIONS
            and a.form == "name"
            and any(a.span.start <= i < a.span.end for i in subjects)
        ),
        None,
    )
    return Source(first.name, first.kind, first.id) if first is not None and first.kind is not None else None
