"""Where place names stand in a text: the longest names that the gazetteer knows, and what else looks so.

All that *may* be a place is found here; `evidence` judges it by the words around.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rashomon.annotators.parse import Parse
from rashomon.annotators.toponyms.cues import Cues
from rashomon.gazetteer import Gazetteer, GazetteerPlace
from rashomon.gazetteer.records import MAIN
from rashomon.model import Span

LONGEST = 7  # words of a name
LOCATING = frozenset({"in", "at", "near", "outside"})


@dataclass(frozen=True, slots=True)
class Word:
    """A token as the text writes it; `capital` when it can begin or end a name, `shouted` in a passage in capitals."""

    start: int
    end: int
    text: str
    lower: str
    capital: bool
    shouted: bool


@dataclass(slots=True)
class Found:
    """A name that may be a place: its words, what the gazetteer has for it, and the cues around it."""

    first: int  # token numbers, half-open
    last: int
    span: Span
    name: str
    places: tuple[GazetteerPlace, ...]
    label: str
    cues: dict[str, float] = field(default_factory=dict)
    kind: str = ""  # sort of place that the words announce
    short: bool = False  # an abbreviation of a state
    score: float = 0.0
    outer: Found | None = (
        None  # the name of what holds it, as the words say ("Paris, Texas", "Iraq's Anbar province")
    )


def possible_names(
    parse: Parse, words: list[Word], text: str, gazetteer: Gazetteer, cues: Cues
) -> list[Found]:
    """Every name that may be a place, in order; they may overlap."""
    labels = entity_labels(parse.doc)
    found = [_whole_run(item, words, text, cues) for item in _matches(words, labels, gazetteer, cues, text)]
    found += list(_unmatched_entities(parse.doc, words, found, text, cues))
    found += list(_announced_runs(words, labels, found, text, cues))
    found += list(_datelines(words, parse, labels, found, text))
    found += list(_site_runs(words, labels, found, text, cues))
    found += list(_located_runs(words, labels, found, text, cues))
    found.sort(key=lambda f: (f.first, -f.last))
    return found


def words_of(parse: Parse, text: str) -> list[Word]:
    """Tokens as the text writes them; the parser may have read lowered capitals."""
    words = []
    for token in parse.doc:
        start, end = token.idx, token.idx + len(token)
        raw = text[start:end]
        shouted = raw != token.text and raw.isupper()
        words.append(Word(start, end, raw, raw.lower(), _capital(raw), shouted))
    return words


def _capital(raw: str) -> bool:
    if raw[:1].isupper():
        return True
    return (
        len(raw) > 3
        and not raw.islower()
        and raw[:2] in ("d'", "d’", "l'", "l’", "al", "el")
        and any(c.isupper() for c in raw)
    )


def entity_labels(doc: Any) -> list[tuple[str, int, int]]:
    """For each token the label and the bounds of its entity ("" when it is in none)."""
    labels = [("", 0, 0)] * len(doc)
    for entity in doc.ents:
        for number in range(entity.start, entity.end):
            labels[number] = (entity.label_, entity.start, entity.end)
    return labels


# Names that the gazetteer knows --------------------------------------------------------------------------------


def _matches(
    words: list[Word], labels: list[tuple[str, int, int]], gazetteer: Gazetteer, cues: Cues, text: str
) -> Iterator[Found]:
    number = 0
    while number < len(words):
        item = (
            _longest(words, number, labels, gazetteer, cues, text)
            if _may_begin(words, number, cues)
            else None
        )
        if item is None:
            number += 1
        else:
            yield item
            number = item.last


def _whole_run(item: Found, words: list[Word], text: str, cues: Cues) -> Found:
    """A single word in the middle of a longer name is not the place of that name ("Lai" in "Mung Lai Hka")."""
    before, after = item.first - 1, item.last
    if item.last - item.first > 1 or item.short or before < 0 or after >= len(words):
        return item
    sides = words[before], words[after]
    joined = sides[0].end + 1 == item.span.start and item.span.end + 1 == sides[1].start
    if not joined or any(
        not w.capital or w.shouted or not w.text.isalpha() or w.text.isupper() or is_everyday(w.text, cues)
        for w in sides
    ):
        return item
    span = Span(sides[0].start, sides[1].end)
    return Found(before, after + 1, span, text[span.start : span.end], (), item.label)


def _may_begin(words: list[Word], number: int, cues: Cues) -> bool:
    if words[number].capital:
        return True
    return (
        words[number].lower in cues.articles
        and number + 2 < len(words)
        and words[number + 1].text in "-–"
        and words[number + 2].capital
    )


def _longest(
    words: list[Word],
    first: int,
    labels: list[tuple[str, int, int]],
    gazetteer: Gazetteer,
    cues: Cues,
    text: str,
) -> Found | None:
    short = _short(words, first, labels, gazetteer, cues)
    if short:
        return short
    for last in reversed(list(_ends(words, first, cues))):
        name = text[words[first].start : words[last - 1].end]
        if (
            name.lower() in cues.demonyms
            or name.isdigit()
            or len(name) < 2
            or name.lower().startswith("the ")
        ):
            continue
        places = gazetteer.lookup(name)
        if places and places[0].quality < MAIN and name.lower() in cues.groups:
            continue
        if places and (len(name) > 2 or name in ("US", "UK")):
            return Found(
                first, last, Span(words[first].start, words[last - 1].end), name, places, labels[first][0]
            )
    return None


def _ends(words: list[Word], first: int, cues: Cues) -> Iterator[int]:
    """Ends (half-open) that a name beginning at a word can have."""
    last = first
    while last < len(words) and last - first < LONGEST:
        word = words[last]
        if last > first and words[last].start > words[last - 1].end + 1:
            return
        if word.capital or (last > first and words[last - 1].text in "-–" and word.text.isalnum()):
            yield last + 1
        elif (last > first and word.lower not in cues.inside and word.text != ",") or (
            word.text == "," and not (last + 1 < len(words) and words[last + 1].text == "D.C.")
        ):
            return
        last += 1


def _short(
    words: list[Word], first: int, labels: list[tuple[str, int, int]], gazetteer: Gazetteer, cues: Cues
) -> Found | None:
    """A state's abbreviation: after a comma, or spelled with full stops."""
    word = words[first]
    last, written = first + 1, word.text
    if (
        last < len(words)
        and words[last].text == "."
        and words[last].start == word.end
        and f"{written}." in cues.short_names
    ):
        written = f"{written}."
    if written not in cues.short_names or word.shouted:
        return None
    after_comma = first > 1 and words[first - 1].text in ",(" and words[first - 2].text[:1].isupper()
    if not after_comma and not ("." in word.text and len(word.text) > 3) and labels[first][0] != "GPE":
        return None
    name, country = cues.short_names[written]
    places = tuple(
        p for p in gazetteer.lookup(name) if p.country == country and (p.group == "admin1" or "," in name)
    )[:1]
    if not places:
        return None
    return Found(first, first + 1, Span(word.start, word.end), name, places, "GPE", short=True)


def _unmatched_entities(
    doc: Any, words: list[Word], found: list[Found], text: str, cues: Cues
) -> Iterator[Found]:
    """What the parser takes for a place and the gazetteer does not hold."""
    taken: set[int] = set()
    for item in found:
        taken.update(range(item.first, item.last))
    for entity in doc.ents:
        if entity.label_ not in ("GPE", "LOC", "FAC"):
            continue
        first, last = entity.start, entity.end
        while first < last and not words[first].capital and words[first].lower not in cues.articles:
            first += 1
        inner = next((n for n in range(first + 1, last) if words[n].lower in cues.strong_prepositions), last)
        last = min(last, inner)
        while last > first and (not words[last - 1].capital and not words[last - 1].text.isdigit()):
            last -= 1
        if first >= last or any(n in taken for n in range(first, last)):
            continue
        if words[first].shouted and not _may_begin(words, first, cues):
            continue
        name = text[words[first].start : words[last - 1].end]
        if name.lower() in cues.demonyms or not any(w.capital for w in words[first:last]):
            continue
        yield Found(first, last, Span(words[first].start, words[last - 1].end), name, (), entity.label_)


def _announced_runs(
    words: list[Word], labels: list[tuple[str, int, int]], found: list[Found], text: str, cues: Cues
) -> Iterator[Found]:
    """Capitalised runs that the words call a town or a district ("the village of Aramo", "Aramo district")."""
    taken = {n for item in found for n in range(item.first, item.last)}
    for number, word in enumerate(words):
        kind = cues.kinds.get(word.lower)
        if kind not in ("town", "admin1", "admin2", "quarter") or word.shouted or word.capital:
            continue
        runs = []
        if number + 2 < len(words) and words[number + 1].lower == "of":
            runs.append(_run(words, number + 2))
        elif number + 1 < len(words) and words[number + 1].capital and kind in ("town", "quarter"):
            runs.append(_run(words, number + 1))
        first = number
        while first > 0 and words[first - 1].capital and number - first < 4:
            first -= 1
        runs.append((first, number))
        for first, last in runs:
            if (
                first >= last
                or any(n in taken for n in range(first, last))
                or is_everyday(words[first].text, cues)
            ):
                continue
            name = text[words[first].start : words[last - 1].end]
            if name.lower() in cues.demonyms or labels[first][0] in ("DATE", "NORP", "ORDINAL", "CARDINAL"):
                continue
            taken.update(range(first, last))
            yield Found(
                first, last, Span(words[first].start, words[last - 1].end), name, (), labels[first][0]
            )


def _datelines(
    words: list[Word], parse: Parse, labels: list[tuple[str, int, int]], found: list[Found], text: str
) -> Iterator[Found]:
    """Names in capitals before the dash of a dateline that the gazetteer lacks."""
    taken = {n for item in found for n in range(item.first, item.last)}
    starts = {s.start for s in parse.sentences}
    for number, word in enumerate(words):
        if (
            word.start not in starts
            or word.shouted
            or number in taken
            or not word.text.isupper()
            or len(word.text) < 4
        ):
            continue
        item = Found(number, number + 1, Span(word.start, word.end), word.text, (), labels[number][0])
        if is_dateline(item, words, starts):
            yield item


def _run(words: list[Word], first: int) -> tuple[int, int]:
    """The capitalised run that begins at a word, hyphens inside ("Boz-e Qandahari")."""
    last = first
    while last < len(words) and last - first < 6:
        joined = last > first and words[last].text in "-–'’" and words[last].start == words[last - 1].end
        after_joint = (
            last > first + 1 and words[last - 1].text in "-–'’" and words[last].start == words[last - 1].end
        )
        if not (words[last].capital or joined or after_joint):
            break
        last += 1
    while last > first and not words[last - 1].text[:1].isalnum():
        last -= 1
    return first, last


def _located_runs(
    words: list[Word], labels: list[tuple[str, int, int]], found: list[Found], text: str, cues: Cues
) -> Iterator[Found]:
    """Capitalised runs right after "in", "at", "near" that nothing else takes for a place ("in Mung Lai Hka")."""
    taken = {n for item in found for n in range(item.first, item.last)}
    for number in range(1, len(words)):
        if words[number - 1].lower not in LOCATING or not words[number].capital or words[number].shouted:
            continue
        first, last = _run(words, number)
        if first >= last or labels[first][0] or any(n in taken for n in range(first, last)):
            continue
        name = text[words[first].start : words[last - 1].end]
        if is_everyday(words[first].text, cues) or name.lower() in cues.demonyms or name.isupper():
            continue
        yield Found(first, last, Span(words[first].start, words[last - 1].end), name, (), "")


def _site_runs(
    words: list[Word], labels: list[tuple[str, int, int]], found: list[Found], text: str, cues: Cues
) -> Iterator[Found]:
    """Capitalised runs that end in a word for a site ("Kuprina Street") and hold no name found so far."""
    taken = {n: item for item in found for n in range(item.first, item.last)}
    for number, word in enumerate(words):
        if (
            word.shouted
            or not word.capital
            or cues.kinds.get(word.lower.rstrip(".")) not in ("site", "water", "region", "quarter")
        ):
            continue
        first = number
        while (
            first > 0
            and words[first - 1].capital
            and words[first - 1].end + 1 == words[first].start
            and number - first < 5
        ):
            first -= 1
        while first < number and words[first].lower in ("the", "a", "an", "in", "at"):
            first += 1
        inside = [taken[n] for n in range(first, number + 1) if n in taken]
        if first == number or any(not is_everyday(item.name, cues) for item in inside):
            continue
        yield Found(
            first, number + 1, Span(words[first].start, word.end), text[words[first].start : word.end], (),
            labels[first][0],
            cues={"site_run": 1},
        )  # fmt: skip


def is_everyday(name: str, cues: Cues) -> bool:
    word = name.lower().rstrip(".")
    lists = (
        cues.ambiguous,
        cues.kinds,
        cues.organisation_words,
        cues.titles,
        cues.directions,
        cues.prepositions,
    )
    return any(word in words for words in lists)


def is_dateline(item: Found, words: list[Word], starts: set[int]) -> bool:
    """Is it the place before the dash of a dateline ("HUME –", "BAGHDAD (AP) —", "KABUL, Afghanistan, Jan 3 (X) -")?"""
    word = words[item.first]
    if not word.text.isupper() or len(word.text) < 3 or word.start not in starts:
        return False
    following = [w.text for w in words[item.last : item.last + 9]]
    dash = next((n for n, text in enumerate(following) if text in ("-", "–", "—", "--", "(")), None)
    return dash is not None and (dash == 0 or following[0] in (",", "("))
