"""Names of persons: where they stand, and what the words around them say of their office."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rashomon.annotators.actors.grammar import words
from rashomon.annotators.actors.lexicon import Entity, Folk, Head, Land
from rashomon.annotators.actors.phrases import (
    DETERMINERS,
    HEADING,
    LINKS,
    RELATIVES,
    Reading,
    Text,
    pick,
    read_after,
    read_phrase,
)
from rashomon.annotators.actors.words import PARTICLES
from rashomon.annotators.parse import Parse

NAME_TAGS = ("PROPN", "NOUN", "ADJ", "X")  # in capitals, later words of a name may be taken for these
PREPOSITIONS = frozenset({"at", "in", "on", "of", "to"})  # in small letters: before a name, no part of it
LONGEST_NAME = 6
NOT_NAMES = words("not_names")
COPULAS = words("copulas")
OF_BODY = words("of_body")


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name at words[first:last]; `titled` when a title stands right before it."""

    first: int
    last: int
    entity: Entity | None = None
    titled: bool = False


def find_names(text: Text, parse: Parse) -> list[Name]:
    """Names from the parser's entities, from the lists, and after titles; the longest of overlapping ones."""
    found: list[Name] = []
    for entity in parse.doc.ents:
        if entity.label_ == "PERSON":
            name = _trimmed(text, *text.range_of(entity.start_char, entity.end_char))
            if name is not None:
                found.append(name)
    for hit in text.hits.values():
        known = pick(hit, Entity)
        if isinstance(known, Entity) and known.sort == "people" and _stands_alone(text, hit.first, hit.last):
            found.append(Name(hit.first, hit.last, known))
        head = pick(hit, Head)
        if isinstance(head, Head) and (
            head.rank or head.entity_kind == "person" or head.honorific or head.speaks
        ):
            name = _after_title(text, hit.last, head, parse)
            if name is not None:
                found.append(name)
    return _longest(found)


def _trimmed(text: Text, first: int, last: int) -> Name | None:
    """A name without titles, possessives and what is no name at all."""
    words = text.words
    while last > first and (words[last - 1].folded in NOT_NAMES or words[last - 1].raw[0].isdigit()):
        last -= 1
    while first < last:
        hit = text.hits.get(first)
        head = pick(hit, Head)
        title = isinstance(head, Head) and (head.rank or head.honorific or head.entity_kind or head.generic)
        if hit is not None and hit.last < last and (title or pick(hit, Land)) and not pick(hit, Entity):
            first = hit.last
            continue
        if words[first].folded in NOT_NAMES:
            first += 1
            continue
        break
    if first >= last or last - first > LONGEST_NAME:
        return None
    if not any(w.raw[0].isupper() for w in words[first:last]):
        return None
    for at in range(first, last):
        hit = text.hits.get(at)
        if hit is not None and hit.last - hit.first > 1 and isinstance(pick(hit, Entity), Entity):
            entity = pick(hit, Entity)
            if isinstance(entity, Entity) and entity.sort != "people":
                return None
    hit = text.hits.get(first)
    if hit is not None and hit.last >= last and not _is_person(pick(hit, Entity)):
        return None
    if last in text.ends and pick(text.ends[last], Head) and last - first > 1:
        return None
    while (
        last + 1 < len(words)
        and words[last].folded in PARTICLES
        and words[last].joined
        and words[last + 1].upper
    ):
        last += 2
    return Name(first, last)


def _is_person(thing: object) -> bool:
    return isinstance(thing, Entity) and thing.sort == "people"


def _stands_alone(text: Text, first: int, last: int) -> bool:
    """A lone surname is the known person only when no other name stands against it ("Ahmed Bashir")."""
    if last - first > 1:
        return True
    words = text.words
    if words[first].capitals:
        return True
    if first and words[first].joined and _near(text, first):
        before = words[first - 1]
        listed = text.ends.get(first)
        if (
            listed is None
            and (before.upper or before.folded in PARTICLES)
            and not _sentence_start(text, first - 1)
        ):
            return False
    if last < len(words) and words[last].joined and _near(text, last):
        after = words[last]
        return not (after.upper and last not in text.hits)
    return True


def _near(text: Text, at: int) -> bool:
    return text.words[at].start - text.words[at - 1].end == 1


def _sentence_start(text: Text, at: int) -> bool:
    return at == 0 or text.raw[text.words[at - 1].end : text.words[at].start].strip() in (".", "!", "?", '."')


def _after_title(text: Text, at: int, head: Head, parse: Parse) -> Name | None:
    """The capitalised words after "General", "Foreign Minister", "spokesman"."""
    words, last = text.words, at
    shouting = at < len(words) and words[at].capitals
    while last < len(words) and last - at < LONGEST_NAME:
        word = words[last]
        gap = text.raw[words[last - 1].end : word.start]
        if gap not in (" ", "-", ". ", "’", "'", "\n", "\r\n") or (
            gap == ". " and not _abbreviated(text, last - 1)
        ):
            break
        hit = text.hits.get(last)
        if (
            hit is not None
            and not _is_person(pick(hit, Entity))
            and not pick(hit, Folk)
            and not (
                last > at
                and hit.last - hit.first == 1
                and pick(hit, Entity) is None
                and pick(hit, Land) is None
            )
        ):
            break
        if word.folded in NOT_NAMES or word.raw[0].isdigit():
            break
        if last == at and word.raw in PREPOSITIONS:
            break  # "a medic at Kutum Hospital"
        if word.folded in PARTICLES and last + 1 < len(words):
            if not (words[last + 1].upper or shouting):
                break
        elif shouting:
            if parse.token_at(word.start).pos_ not in (("PROPN",) if last == at else NAME_TAGS):
                break
        elif not word.upper:
            break
        last += 1
    while last > at and words[last - 1].folded in PARTICLES:
        last -= 1
    return Name(at, last, None, True) if last > at else None


def _abbreviated(text: Text, at: int) -> bool:
    """May a full stop follow this word inside a name ("Lt. Gen.", "R. K.")?"""
    return len(text.words[at].raw) <= 4


def _longest(names: Iterable[Name]) -> list[Name]:
    kept: list[Name] = []
    taken: set[int] = set()
    for name in sorted(names, key=lambda n: (-(n.last - n.first), n.first, n.entity is None)):
        if taken.isdisjoint(range(name.first, name.last)):
            taken.update(range(name.first, name.last))
            kept.append(name)
    return sorted(kept, key=lambda n: n.first)


def read_office(text: Text, name: Name, first: int, limit: int) -> Reading | None:
    """What the words before (from `first`), after and beside a name say of its office."""
    title = _before(text, name, first)
    beside = _beside(text, name.last, limit)
    if title is None:
        return beside
    if beside is not None and (title.kind is None or (title.body is None and beside.body is not None)):
        return beside if beside.kind is not None else title
    return title


def _before(text: Text, name: Name, first: int) -> Reading | None:
    """The title in the same phrase: "Pentagon spokesman *Pat Ryder*"."""
    while first < name.first and text.words[first].folded in DETERMINERS:
        first += 1
    end = name.first
    while end > first:
        found = read_phrase(text, first, end, tail=end)
        if found is not None:
            return found
        hit = text.ends.get(end)
        head = pick(hit, Head)
        if hit is not None and isinstance(head, Head) and head.honorific:
            end = hit.first
            continue
        return None
    return None


def _beside(text: Text, at: int, limit: int) -> Reading | None:
    """The words after a name: ", the head of the rescue service,"; "of the Red Cross"; "is the mayor"."""
    words = text.words
    if at >= limit:
        return None
    gap = text.raw[words[at - 1].end : words[at].start]
    comma = "," in gap or "–" in gap or "—" in gap or "(" in gap
    if comma and words[at].raw.isdigit() and at + 1 < limit:
        at += 1
        comma = "," in text.raw[words[at - 1].end : words[at].start]
    if words[at].folded in OF_BODY:
        found = read_after(text, at, limit)
        if found is not None and found.entity is not None and found.entity.sort not in ("people", "country"):
            return Reading(found.kind, found.country, "person", None, found.entity)
        return None
    if words[at].folded in COPULAS and not comma and at + 1 < limit and words[at + 1].folded in DETERMINERS:
        at, comma = at + 1, True
    if not comma:
        return None
    if words[at].folded == "who" and at + 1 < limit and words[at + 1].folded in HEADING:
        found = read_after(text, at + 1, limit)
        if found is not None and (found.kind or found.entity):
            return Reading(found.kind, found.country, "person", None, found.entity or found.body)
        return None
    while at < limit and words[at].folded in DETERMINERS:
        at += 1
    return _apposed(text, at, limit)


def _apposed(text: Text, at: int, limit: int) -> Reading | None:
    end = at
    while end < limit:
        hit = text.hits.get(end)
        if hit is not None and hit.last <= limit:
            end = hit.last
            continue
        if end > at and (
            text.words[end].folded in LINKS
            or text.words[end].folded in RELATIVES
            or not text.words[end].joined
        ):
            break
        if text.words[end].folded in ("and", "told", "says", "s") or end - at > 9:
            break
        end += 1
    found = read_phrase(text, at, end, tail=min(limit, end + 14))
    return found if found is not None and tells_office(found) else None


def tells_office(found: Reading) -> bool:
    """Is a phrase about one person's office or trade, and not about a body?"""
    head = found.head
    return head is not None and bool(head.speaks or head.rank or head.entity_kind == "person")
