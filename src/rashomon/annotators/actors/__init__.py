"""Who is in the text: states and their bodies, armed groups, organisations, persons and unnamed people.

Lists (data/actors) and the syntax of noun phrases decide; the parser's statistics only add names that no list
holds. In order: words.py finds listed names, phrases.py reads a noun phrase, persons.py finds persons and
their offices, mentions.py and nouns.py gather, coref.py ties the mentions of one actor together; describe.py
reads phrases that stand alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter

from rashomon.annotators import Annotator
from rashomon.annotators.actors.chains import Countries
from rashomon.annotators.actors.coref import resolve
from rashomon.annotators.actors.describe import Described, describe_source, read_loose
from rashomon.annotators.actors.lexicon import Head, Land, Lexicon, entity_id, load_lexicon
from rashomon.annotators.actors.mentions import find_mentions
from rashomon.annotators.actors.phrases import Text, pick, text_of
from rashomon.annotators.actors.words import name_key, words_of
from rashomon.config import Config
from rashomon.ids import content_id
from rashomon.model import Actor, Annotations, Span

__all__ = ["Described", "actor_at", "build", "describe_source"]

BARE_PHRASE = 14  # words; a text this short without a verb is one phrase
MAIN_SHARE = 0.5  # of the mentions of countries that the main one must have

LONGEST_MENTION = 400  # characters: how far before a span a mention that reaches it may start


def build(config: Config) -> Annotator:
    """The annotator of this layer; the lists are read for the first document."""

    def annotate(notes: Annotations) -> tuple[Actor, ...]:
        return find_actors(notes, load_lexicon(config.overlay("actors")))

    return annotate


def find_actors(notes: Annotations, lexicon: Lexicon) -> tuple[Actor, ...]:
    """All mentions of actors in one document, by position."""
    raw = notes.doc.text
    words = words_of(raw, notes.parse.copy)
    if not words:
        return ()
    placed = _places(notes)
    text = text_of(words, lexicon, lambda start, end: placed.get(start), raw, placed.__contains__)
    bare = _bare(notes, text)
    if bare is not None:
        return (bare,)
    mentions = find_mentions(text, notes.parse, lexicon.never)
    return tuple(resolve(mentions, text, notes.parse, _countries(notes, text)))


def actor_at(notes: Annotations, span: Span) -> Actor | None:
    """The actor that a span names: the mention with the same end or head, else the widest that overlaps it."""
    best, score = None, 0.0
    first = bisect_left(notes.actors, span.start - LONGEST_MENTION, key=lambda a: a.span.start)
    for number in range(first, len(notes.actors)):
        actor = notes.actors[number]
        if actor.span.start >= span.end:
            break
        if not actor.span.overlaps(span):
            continue
        shared = min(actor.span.end, span.end) - max(actor.span.start, span.start)
        whole = max(actor.span.end, span.end) - min(actor.span.start, span.start)
        fit = shared / whole + (1.0 if _holds_head(notes, actor, span) else 0.0)
        if fit > score:
            best, score = actor, fit
    return best


def _holds_head(notes: Annotations, actor: Actor, span: Span) -> bool:
    head = notes.parse.head(span)
    return bool(actor.span.start <= head.idx < actor.span.end)


def _places(notes: Annotations) -> dict[int, str | None]:
    """Offsets that lie in a toponym → its country, from the layer below."""
    return {
        at: toponym.country
        for toponym in notes.toponyms
        for at in range(toponym.span.start, toponym.span.end)
    }


def _countries(notes: Annotations, text: Text) -> Countries:
    """Countries of each sentence, and the one that most of the report's places and names belong to."""
    seen: dict[int, set[str]] = {}
    counts: Counter[str] = Counter()
    spans: list[tuple[int, str]] = [(t.span.start, t.country) for t in notes.toponyms if t.country]
    taken = {start for start, _ in spans}
    for hit in text.hits.values():
        land = pick(hit, Land)
        start = text.words[hit.first].start
        if not isinstance(land, Land) or land.entity.country is None or start in taken:
            continue
        if land.form in ("name", "capital") or _of_state(text, hit.last):
            spans.append((start, land.entity.country))
    for start, country in spans:
        counts[country] += 1
        seen.setdefault(notes.parse.sentence_index(start), set()).add(country)
    sentence = {i: next(iter(found)) if len(found) == 1 else None for i, found in seen.items()}
    total = sum(counts.values())
    main = None
    if total:
        country, number = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        main = country if number >= MAIN_SHARE * total else None
    return Countries(sentence, main, notes.parse)


def _of_state(text: Text, at: int) -> bool:
    """Does a noun of the state follow: the "Iraqi" of "Iraqi police"?"""
    head = pick(text.hits.get(at), Head)
    return isinstance(head, Head) and head.state


def _bare(notes: Annotations, text: Text) -> Actor | None:
    """The actor of a document that is nothing but a noun phrase ("Iraqi police")."""
    words = text.words
    if len(words) > BARE_PHRASE or notes.doc.text.rstrip().endswith((".", "!", "?")):
        return None
    if any(
        t.pos_ == "VERB" and t.tag_ in ("VBD", "VBZ", "VBP") and t.dep_ == "ROOT" and t.i > 0
        for t in notes.parse.doc
    ):
        return None
    found = read_loose(text, 0, len(words))
    country = found.country if found else None
    if country is None:
        country = _any_country(notes, text)
    if found is None and country is None and not words[0].raw[0].isupper():
        return None
    span = Span(words[0].start, words[-1].end)
    name = found.entity.name if found and found.entity else " ".join(span.of(notes.doc.text).split())
    id = found.entity.id if found and found.entity else entity_id(name, None)
    if found is not None and found.entity is None and found.head is not None:
        id = content_id("actor", name_key(name), country, "nominal")
    body = found.body.id if found and found.body and found.body.sort not in ("country", "people") else None
    return Actor(
        span,
        id,
        name,
        found.kind if found else None,
        country,
        "nominal" if found is not None and found.head is not None else "name",
        found.entity_kind if found else "organisation",
        body,
    )


def _any_country(notes: Annotations, text: Text) -> str | None:
    """The one country that a phrase names anywhere."""
    found: list[str] = []
    for hit in text.hits.values():
        land = pick(hit, Land)
        if isinstance(land, Land) and land.entity.country:
            found.append(land.entity.country)
    found = found or [t.country for t in notes.toponyms if t.country]
    return found[0] if len(set(found)) == 1 else None
