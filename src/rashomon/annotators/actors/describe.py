"""What a bare phrase says of a speaker: name, kind and country, for phrases without a text."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rashomon.annotators.actors.lexicon import Entity, Head, Lexicon, load_lexicon
from rashomon.annotators.actors.phrases import (
    DETERMINERS,
    LINKS,
    RELATIVES,
    PlaceCountry,
    Reading,
    Text,
    head_of,
    pick,
    read_phrase,
    text_of,
)
from rashomon.annotators.actors.words import PARTICLES, words_of
from rashomon.model import Kind

# The kind of a speaker: civilians, firms and parties speak as witnesses, world bodies as monitors.
SPOKEN: dict[Kind | None, Kind | None] = {
    "civilians": "witness",
    "company": "witness",
    "party": "witness",
    "religious": "witness",
    "international": "monitor",
}


class Described(NamedTuple):
    """A speaker as a phrase describes it. Kind and country are None when the phrase does not tell."""

    name: str
    kind: Kind | None
    country: str | None


def describe_source(phrase: str) -> Described:
    """Name, source kind and country of an arbitrary phrase that names a speaker.

    >>> describe_source("a spokesman for the Iraqi army").kind
    'military'
    >>> describe_source("a security source").kind
    'unnamed'
    """
    return _describe(phrase)


@lru_cache(maxsize=20_000)
def _describe(phrase: str) -> Described:
    found = describe_phrase(phrase, load_lexicon())
    name = " ".join(phrase.split())
    if found is None:
        return Described(name, None, None)
    if found.entity is not None:
        name = found.entity.name
    return Described(name, source_kind(found), found.country)


def source_kind(found: Reading) -> Kind | None:
    """The kind of a reading as a *source*: how much it tells decides whether the source is named at all.

    "A security source" and "sources in the home ministry" stay unnamed; "police sources" do not.
    """
    kind = SPOKEN.get(found.kind, found.kind)
    head = found.head
    if head is None:
        return kind
    if head.word in ("source", "sources"):
        if not found.backed or (found.body is None and kind == "government"):
            return "unnamed"
        anchored = found.country or found.local or found.body or head.plural or found.after
        if not anchored and kind in ("military", "police", "government"):
            return "unnamed"
        return kind
    if head.word in ("official", "officials") and kind is None:
        return "local_official" if found.local else "government"
    return kind or "unnamed"


def describe_phrase(phrase: str, lexicon: Lexicon, place: PlaceCountry | None = None) -> Reading | None:
    """Read a phrase that stands alone."""
    words = words_of(phrase)
    text = text_of(words, lexicon, place or (lambda start, end: None), phrase)
    return read_loose(text, 0, len(words)) if words else None


def read_loose(text: Text, first: int, last: int) -> Reading | None:
    """Read words[first:last] without syntax: the head stands before the first preposition or relative."""
    while first < last:
        while first < last - 1 and text.words[first].folded in DETERMINERS and first not in text.hits:
            first += 1
        core = _core_end(text, first, last)
        found = _read_core(text, first, core, last)
        if found is not None:
            return found
        first = core + 1
    return None


def _read_core(text: Text, first: int, core: int, last: int) -> Reading | None:
    """The head at the end of the core, a title before a name, or else the last noun that says something."""
    found = read_phrase(text, first, core, tail=last) or _titled(text, first, core)
    if found is not None:
        return found
    if all(w.upper for w in text.words[first:core]):
        return None  # a name that no list holds
    for end in range(core, first, -1):
        hit = text.ends.get(end)
        if hit is not None and (head_of(hit) or pick(hit, Entity)):
            return read_phrase(text, first, end, tail=end)
    return None


def _core_end(text: Text, first: int, last: int) -> int:
    at = first
    while at < last:
        hit = text.hits.get(at)
        if hit is not None and hit.last <= last:
            at = hit.last
            continue
        word = text.words[at]
        if at > first and (word.folded in LINKS or word.folded in RELATIVES or not word.joined):
            return at
        at += 1
    return last


def _titled(text: Text, first: int, core: int) -> Reading | None:
    """Title and name: "Information minister Jan Achakzai", "Dr Habib"."""
    at = core
    while at > first and (text.words[at - 1].raw[0].isupper() or text.words[at - 1].folded in PARTICLES):
        at -= 1
        hit = text.ends.get(at)
        head = pick(hit, Head)
        if isinstance(head, Head) and (head.entity_kind or head.rank or head.generic):
            found = read_phrase(text, first, at, tail=at)
            if found is not None:
                return found
        if hit is not None and isinstance(pick(hit, Entity), Entity):
            return read_phrase(text, first, at)
    return None
