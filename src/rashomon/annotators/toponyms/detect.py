"""Where place names stand in a text: the longest names that the gazetteer knows, and what the parser takes for places.

Each possible name is judged by a table of weights (`WEIGHTS`): what the parser calls it, how well known such a place is, and
the words around it. Names of places inside names of bodies ("Baghdad Police") count; demonyms and persons do not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rashomon.annotators.parse import Parse
from rashomon.annotators.toponyms.cues import Cues
from rashomon.gazetteer import Gazetteer, GazetteerPlace
from rashomon.model import Span

LONGEST = 7  # words of a name
INSIDE = frozenset(
    "- – ' ’ 's ’s of de del de la las los el al du des da do dos di der den van von am an bei sur le les en ez es e i and the upon on "
    "under ar as ash ad at az bin ibn abu & . St. St Mt. D.C.".split()
)
ARTICLES = frozenset(["al", "el", "ar", "as", "ash", "ad", "at", "az", "an", "ed", "ez", "es", "er"])
BREAKS_NAME = frozenset(["and", "the", "on", "of", "at", "as", "an", "i", "e", "."])

LARGE = 500_000  # people of a place that may speak ("Ankara said")
SURE = 2.0  # score from which a name vouches for its other mentions
# Swept one by one on bench places dev (detect_f1); docs/layers/toponyms.md has the table. A name counts from 0 up.
WEIGHTS = {
    "GPE": 1.2,
    "LOC": 1.8,
    "FAC": 0.8,
    "ORG": -1.0,
    "NORP": -1.5,
    "PERSON": -1.0,
    "TIME": -4.0,
    "OTHER": -1.6,
    "NONE": -0.9,
    "unknown": -1.6,  # not in the gazetteer
    "site_run": 2.0,  # not in the gazetteer either, but named like a street or a building
    "country": 3.0,
    "admin1": 1.6,
    "admin2": 0.6,
    "curated": 1.2,  # regions, waters and sites of the gazetteer
    "population": 0.6,  # per power of ten from 10,000 on
    "weak": -1.2,
    "words": 0.8,  # more than one word
    "ambiguous": -2.6,
    "personal": -1.0,  # a person's name as often
    "says": -1.5,  # "Bingham said", of no large place
    "not_name": -2.5,  # the tagger takes it for no name
    "lower_here": -2.0,  # the text has the word in lower case too
    "inner": -0.8,  # a single word in the middle of a body's name
    "preposition": 0.5,
    "strong_preposition": 1.1,
    "in": 0.8,  # beyond that of a strong preposition
    "kind": 1.2,  # "city of", "district"
    "taken": 1.2,  # "captured X", "shelled X"
    "contained": 3.0,  # "Paris, Texas"
    "container": 2.0,
    "title": -2.5,
    "part_of_person": -2.4,
    "person_verb": -0.8,
    "surname_here": -1.4,
    "place_here": 1.8,  # the parser takes the same name for a place elsewhere in the text
    "sure_here": 2.0,  # the same name is surely a place elsewhere in the text
    "listed": 0.7,  # in a list with another place
    "dateline": 4.0,  # "BAGHDAD (AP) —"
    "near_here": 2.0,  # it lies near other places of the text
    "direction": -4.0,  # "the West", "South"
    "sentence_start": -0.8,
    "capitals": -0.6,  # in a passage in capitals, case says nothing
}  # fmt: skip


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
    outer: Found | None = None  # the name of what holds it, as the words say ("Paris, Texas", "Iraq's Anbar province")


def possible_names(parse: Parse, words: list[Word], text: str, gazetteer: Gazetteer, cues: Cues) -> list[Found]:
    """Every name that may be a place, with its cues; they may overlap."""
    labels = entity_labels(parse.doc)
    found = list(_matches(words, labels, gazetteer, cues, text))
    found += list(_unmatched_entities(parse.doc, words, found, text, cues))
    found += list(_announced_runs(words, labels, found, text, cues))
    found += list(_datelines(words, parse, labels, found, text))
    found += list(_site_runs(words, labels, found, text, cues))
    found.sort(key=lambda f: (f.first, -f.last))
    _look_around(found, words, parse, labels, cues)
    _look_about(found, parse.doc, words)
    return found


def accepted(found: list[Found], weights: dict[str, float] = WEIGHTS) -> list[Found]:
    """The names that count as places, in order, none overlapping."""
    for item in found:
        item.score = judge(item, weights)
    sure = {item.name.lower() for item in found if item.score >= SURE}
    for item in found:
        if item.score < 0 and item.name.lower() in sure and "part_of_person" not in item.cues:
            item.score += weights["sure_here"]
    return _without_overlaps([item for item in found if item.score >= 0])


def judge(item: Found, weights: dict[str, float]) -> float:
    """Sum of the weighted cues of a name."""
    return sum(weights[cue] * value for cue, value in item.cues.items())


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
    return len(raw) > 3 and not raw.islower() and raw[:2] in ("d'", "d’", "l'", "l’", "al", "el") and any(c.isupper() for c in raw)


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
        item = _longest(words, number, labels, gazetteer, cues, text) if _may_begin(words, number) else None
        if item is None:
            number += 1
        else:
            yield item
            number = item.last


def _may_begin(words: list[Word], number: int) -> bool:
    if words[number].capital:
        return True
    return words[number].lower in ARTICLES and number + 2 < len(words) and words[number + 1].text in "-–" and words[number + 2].capital


def _longest(
    words: list[Word], first: int, labels: list[tuple[str, int, int]], gazetteer: Gazetteer, cues: Cues, text: str
) -> Found | None:
    short = _short(words, first, labels, gazetteer, cues)
    if short:
        return short
    for last in reversed(list(_ends(words, first))):
        name = text[words[first].start : words[last - 1].end]
        if name.lower() in cues.demonyms or name.isdigit() or len(name) < 2 or name.lower().startswith("the "):
            continue
        places = gazetteer.lookup(name)
        if places and (len(name) > 2 or name in ("US", "UK")):
            return Found(first, last, Span(words[first].start, words[last - 1].end), name, places, labels[first][0])
    return None


def _ends(words: list[Word], first: int) -> Iterator[int]:
    """Ends (half-open) that a name beginning at a word can have."""
    last = first
    while last < len(words) and last - first < LONGEST:
        word = words[last]
        if last > first and words[last].start > words[last - 1].end + 1:
            return
        if word.capital or (last > first and words[last - 1].text in "-–" and word.text.isalnum()):
            yield last + 1
        elif last > first and word.text not in INSIDE and word.text.lower() not in INSIDE and word.text != ",":
            return
        elif word.text == "," and not (last + 1 < len(words) and words[last + 1].text == "D.C."):
            return
        last += 1


def _short(
    words: list[Word], first: int, labels: list[tuple[str, int, int]], gazetteer: Gazetteer, cues: Cues
) -> Found | None:
    """A state's abbreviation: after a comma, or spelled with full stops."""
    word = words[first]
    last, written = first + 1, word.text
    if last < len(words) and words[last].text == "." and words[last].start == word.end and f"{written}." in cues.short_names:
        written = f"{written}."
    if written not in cues.short_names or word.shouted:
        return None
    after_comma = first > 1 and words[first - 1].text in ",(" and words[first - 2].text[:1].isupper()
    if not after_comma and not ("." in word.text and len(word.text) > 3) and labels[first][0] != "GPE":
        return None
    name, country = cues.short_names[written]
    places = tuple(p for p in gazetteer.lookup(name) if p.country == country and (p.group == "admin1" or "," in name))[:1]
    if not places:
        return None
    return Found(first, first + 1, Span(word.start, word.end), name, places, "GPE", short=True)


def _unmatched_entities(
    doc: Any, words: list[Word], found: list[Found], text: str, cues: Cues
) -> Iterator[Found]:
    """What the parser takes for a place and the gazetteer does not hold."""
    taken = set()
    for item in found:
        taken.update(range(item.first, item.last))
    for entity in doc.ents:
        if entity.label_ not in ("GPE", "LOC", "FAC"):
            continue
        first, last = entity.start, entity.end
        while first < last and not words[first].capital and words[first].lower not in ARTICLES:
            first += 1
        inner = next((n for n in range(first + 1, last) if words[n].lower in cues.strong_prepositions), last)
        last = min(last, inner)
        while last > first and (not words[last - 1].capital and not words[last - 1].text.isdigit()):
            last -= 1
        if first >= last or any(n in taken for n in range(first, last)):
            continue
        if words[first].shouted and not _may_begin(words, first):
            continue
        name = text[words[first].start : words[last - 1].end]
        if name.lower() in cues.demonyms or not any(w.capital for w in words[first:last]):
            continue
        yield Found(first, last, Span(words[first].start, words[last - 1].end), name, (), entity.label_)


def _announced_runs(words: list[Word], labels: list[tuple[str, int, int]], found: list[Found], text: str, cues: Cues) -> Iterator[Found]:
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
            if first >= last or any(n in taken for n in range(first, last)) or _is_everyday(words[first].text, cues):
                continue
            name = text[words[first].start : words[last - 1].end]
            if name.lower() in cues.demonyms or labels[first][0] in ("DATE", "NORP", "ORDINAL", "CARDINAL"):
                continue
            taken.update(range(first, last))
            yield Found(first, last, Span(words[first].start, words[last - 1].end), name, (), labels[first][0])


def _datelines(
    words: list[Word], parse: Parse, labels: list[tuple[str, int, int]], found: list[Found], text: str
) -> Iterator[Found]:
    """Names in capitals before the dash of a dateline that the gazetteer lacks."""
    taken = {n for item in found for n in range(item.first, item.last)}
    starts = {s.start for s in parse.sentences}
    for number, word in enumerate(words):
        if word.start not in starts or word.shouted or number in taken or not word.text.isupper() or len(word.text) < 4:
            continue
        item = Found(number, number + 1, Span(word.start, word.end), word.text, (), labels[number][0])
        if _is_dateline(item, words, starts):
            yield item


def _run(words: list[Word], first: int) -> tuple[int, int]:
    """The capitalised run that begins at a word, hyphens inside ("Boz-e Qandahari")."""
    last = first
    while last < len(words) and last - first < 6:
        joined = last > first and words[last].text in "-–'’" and words[last].start == words[last - 1].end
        after_joint = last > first + 1 and words[last - 1].text in "-–'’" and words[last].start == words[last - 1].end
        if not (words[last].capital or joined or after_joint):
            break
        last += 1
    while last > first and not words[last - 1].text[:1].isalnum():
        last -= 1
    return first, last


def _site_runs(
    words: list[Word], labels: list[tuple[str, int, int]], found: list[Found], text: str, cues: Cues
) -> Iterator[Found]:
    """Capitalised runs that end in a word for a site ("Kuprina Street") and hold no name found so far."""
    taken = {n: item for item in found for n in range(item.first, item.last)}
    for number, word in enumerate(words):
        if word.shouted or not word.capital or cues.kinds.get(word.lower.rstrip(".")) not in ("site", "water", "region", "quarter"):
            continue
        first = number
        while first > 0 and words[first - 1].capital and words[first - 1].end + 1 == words[first].start and number - first < 5:
            first -= 1
        while first < number and words[first].lower in ("the", "a", "an", "in", "at"):
            first += 1
        inside = [taken[n] for n in range(first, number + 1) if n in taken]
        if first == number or any(not _is_everyday(item.name, cues) for item in inside):
            continue
        yield Found(
            first, number + 1, Span(words[first].start, word.end), text[words[first].start : word.end], (), labels[first][0],
            cues={"site_run": 1},
        )  # fmt: skip


# Cues ----------------------------------------------------------------------------------------------------------


def _look_around(
    found: list[Found], words: list[Word], parse: Parse, labels: list[tuple[str, int, int]], cues: Cues
) -> None:
    """The cues next to each name."""
    starts = {s.start for s in parse.sentences}
    lowered = {w.lower for w in words if not w.capital}
    for number, item in enumerate(found):
        _whole_entity(item, labels, words, cues)
        item.cues |= _of_name(item, cues)
        if item.name.lower() in cues.directions:
            item.cues["direction"] = 1
        if item.last == item.first + 1 and not words[item.first].shouted and not item.short:
            if words[item.first].lower in lowered:
                item.cues["lower_here"] = 1
            if parse.doc[item.first].pos_ not in ("PROPN", "X") and not words[item.first].text.isupper():
                item.cues["not_name"] = 1
        item.cues |= _of_entity(item, labels, words)
        item.cues |= _of_neighbours(item, words, cues)
        if item.span.start in starts and not item.label:
            item.cues["sentence_start"] = 1
        if words[item.first].shouted:
            item.cues["capitals"] = 1
            if parse.doc[item.first].pos_ in ("PRON", "DET", "VERB", "AUX", "ADP", "SCONJ", "CCONJ", "PART", "ADV", "ADJ"):
                item.cues["ambiguous"] = item.cues.get("ambiguous", 0) + 1
        if _is_dateline(item, words, starts):
            item.cues["dateline"] = 1
        after = found[number + 1] if number + 1 < len(found) else None
        if after and _listed(item, after, words) and _well_known(item) != _well_known(after):
            (after if _well_known(item) else item).cues["listed"] = 1
        if after and _is_inside(item, after, words, cues) and contains(after.places, item.places):
            _put_inside(item, after)
        elif after and _is_possessive(item, after, words, cues) and contains(item.places, after.places):
            _put_inside(after, item)


def _put_inside(inner: Found, outer: Found) -> None:
    inner.cues["contained"] = outer.cues["container"] = 1
    inner.outer = outer



def _whole_entity(item: Found, labels: list[tuple[str, int, int]], words: list[Word], cues: Cues) -> None:
    """Where the parser has a longer name of a place that the gazetteer lacks ("Tennessee Colony"), that one counts."""
    label, first, last = labels[item.first]
    if label not in ("GPE", "LOC") or (first >= item.first and last <= item.last) or item.short:
        return
    rest = [w for n, w in enumerate(words[first:last], first) if not item.first <= n < item.last]
    if not all(w.capital and w.text.isalpha() for w in rest) or len(rest) > 3:
        return
    if any(w.lower in cues.kinds or w.lower in cues.directions or w.lower in cues.organisation_words for w in rest):
        return
    item.first, item.last, item.places = first, last, ()
    item.span = Span(words[first].start, words[last - 1].end)
    item.name = " ".join(w.text for w in words[first:last])


def _of_name(item: Found, cues: Cues) -> dict[str, float]:
    found: dict[str, float] = {}
    if item.short:
        return {"country": 1.0, "GPE": 1.0}
    if not item.places:
        found["unknown"] = 1
    else:
        best = item.places[0]
        groups = {place.group for place in item.places if place.quality == best.quality}
        found["population"] = max(-1.0, max(math.log10(p.population + 1) for p in item.places[:5]) - 4)
        if "country" in groups:
            found |= {"country": 1, "population": 0}
        elif "admin1" in groups:
            found["admin1"] = 1
        elif "admin2" in groups and "town" not in groups:
            found["admin2"] = 1
        if groups & {"region", "water", "site", "quarter"}:
            found |= {"curated": 1, "population": max(0.0, found["population"])}
        if best.quality < 2:
            found["weak"] = 1
    if item.last - item.first > 1:
        found["words"] = 1
    if _is_everyday(item.name, cues) and "country" not in found:
        found["ambiguous"] = 1
    if item.name.lower() in cues.personal:
        found["personal"] = 1
    return found


_LABELS = {
    "": "NONE", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "ORG": "ORG", "NORP": "NORP", "PERSON": "PERSON", "DATE": "TIME", "TIME": "TIME",
    "CARDINAL": "TIME", "ORDINAL": "TIME", "PERCENT": "TIME", "QUANTITY": "TIME",
}  # fmt: skip


def _is_everyday(name: str, cues: Cues) -> bool:
    word = name.lower().rstrip(".")
    lists = (cues.ambiguous, cues.kinds, cues.organisation_words, cues.titles, cues.directions, cues.prepositions)
    return any(word in words for words in lists)


def _of_entity(item: Found, labels: list[tuple[str, int, int]], words: list[Word]) -> dict[str, float]:
    label, first, last = labels[item.first]
    found: dict[str, float] = {_LABELS.get(label, "OTHER"): 1}
    if label == "ORG" and item.last - item.first == 1 and first < item.first:
        found["inner"] = 1
    if label == "PERSON" and (first < item.first or last > item.last):
        neighbours = [w for n, w in enumerate(words[first:last], first) if not item.first <= n < item.last and w.capital]
        if neighbours:
            found["part_of_person"] = 1
    return found


def _of_neighbours(item: Found, words: list[Word], cues: Cues) -> dict[str, float]:
    found: dict[str, float] = {}
    before = [w.lower.rstrip(".") for w in words[max(0, item.first - 4) : item.first]][::-1]
    after = [w.lower.rstrip(".") for w in words[item.last : item.last + 3]]
    while before and (before[0] in ("the", "'", '"', "“") or before[0] in cues.directions):
        before = before[1:]
    if before:
        if before[0] in cues.strong_prepositions:
            found["strong_preposition"] = 1
            found["in"] = float(before[0] == "in")
        elif before[0] in cues.prepositions:
            found["preposition"] = 1
        if before[0] in cues.titles and words[item.first - 1].capital:
            found["title"] = 1
    if before and before[0] in cues.taking_verbs:
        found["taken"] = 1
    kind = _announced(before, after, cues)
    if kind:
        item.kind = kind
        found["kind"] = 1
        if kind == "town" and after and after[0] in cues.kinds and not words[item.last].capital:
            item.kind = ""  # "a Florida town" is a town in Florida
    if after and after[0] in cues.person_verbs:
        found["person_verb"] = 1
    if not item.places or max(p.population for p in item.places) < LARGE:
        beside = {*after[:1], *before[:1]} | set(after[1:2] if after[:1] == ["also"] else ())
        if beside & cues.speaking_verbs:
            found["says"] = 1
    return found


def _announced(before: list[str], after: list[str], cues: Cues) -> str:
    """The sort of place that words announce: "the city of X", "X district", "Mount X"."""
    if after and after[0] in cues.kinds:
        return cues.kinds[after[0]]
    if len(before) > 1 and before[0] == "of" and before[1] in cues.kinds:
        return cues.kinds[before[1]]
    if before and before[0] in cues.kinds and cues.kinds[before[0]] != "site":
        return cues.kinds[before[0]]
    return ""


def _is_dateline(item: Found, words: list[Word], starts: set[int]) -> bool:
    """Is it the place before the dash of a dateline ("HUME –", "BAGHDAD (AP) —", "KABUL, Afghanistan, Jan 3 (X) -")?"""
    word = words[item.first]
    if not word.text.isupper() or len(word.text) < 3 or word.start not in starts:
        return False
    following = [w.text for w in words[item.last : item.last + 9]]
    dash = next((n for n, text in enumerate(following) if text in ("-", "–", "—", "--", "(")), None)
    return dash is not None and (dash == 0 or following[0] in (",", "("))


def _listed(a: Found, b: Found, words: list[Word]) -> bool:
    """Do two names stand in one list ("Dayton and Cincinnati", "Columbus, Dayton")?"""
    between = [w.lower for w in words[a.last : b.first]]
    return between in ([","], ["and"], [",", "and"], ["or"])


def _well_known(item: Found) -> bool:
    """Does the parser take it for a place, and the gazetteer too?"""
    return item.label in ("GPE", "LOC") and bool(item.places)


def _is_inside(inner: Found, outer: Found, words: list[Word], cues: Cues) -> bool:
    """Do the words put the first name inside the second: "Paris, Texas", "Avdiivka in the Donetsk region"?"""
    between = [w.lower for w in words[inner.last : outer.first] if w.lower not in cues.directions and w.lower not in ("the", "'s", "’s")]
    if between in ([","], ["("]):
        return words[inner.last].start == inner.span.end or between == ["("]
    return between in (["in"], [",", "in"]) or (len(between) == 2 and between[0] in cues.kinds and between[1] in ("of", "in", ","))


def _is_possessive(outer: Found, inner: Found, words: list[Word], cues: Cues) -> bool:
    """Does the first name own the second: "Burkina Faso's northern Sahel region"?"""
    between = [w.lower for w in words[outer.last : inner.first] if w.lower not in cues.directions and w.lower not in cues.kinds]
    return between in (["'s"], ["’s"], ["'"], ["’"])


def contains(outer: tuple[GazetteerPlace, ...], inner: tuple[GazetteerPlace, ...]) -> bool:
    """Is some place of the first name a division or country that holds some place of the second?"""
    divisions = [p for p in outer[:8] if p.group in ("country", "admin1", "admin2")]
    return any(holds(division, place) for division in divisions for place in inner)


def holds(division: GazetteerPlace, place: GazetteerPlace) -> bool:
    """Does a country or division hold a place?"""
    if division.id == place.id:
        return False
    if division.group == "country":
        return division.country in place.countries and place.group != "country"
    if division.group == "admin1" and division.admin1:
        return division.admin1 == place.admin1 and place.group not in ("country", "admin1")
    if division.group == "admin2" and division.admin2:
        return division.admin2 == place.admin2 and place.group not in ("country", "admin1", "admin2")
    return False


def _look_about(found: list[Found], doc: Any, words: list[Word]) -> None:
    """What the rest of the text says about a name: is it taken for a place elsewhere, or is it a person's surname?"""
    places: dict[str, int] = defaultdict(int)
    surnames: dict[str, int] = defaultdict(int)
    for entity in doc.ents:
        text = " ".join(w.lower for w in words[entity.start : entity.end])
        if entity.label_ in ("GPE", "LOC"):
            places[text] += 1
        elif entity.label_ == "PERSON" and entity.end - entity.start > 1:
            surnames[words[entity.end - 1].lower] += 1
            surnames[words[entity.start].lower] += 1
    for item in found:
        key = " ".join(w.lower for w in words[item.first : item.last])
        if item.label not in ("GPE", "LOC") and places.get(key):
            item.cues["place_here"] = 1
        if surnames.get(key) and "contained" not in item.cues:
            item.cues["surname_here"] = 1


def _without_overlaps(found: list[Found]) -> list[Found]:
    kept: list[Found] = []
    for item in found:
        if kept and item.first < kept[-1].last:
            if item.score > kept[-1].score:
                kept[-1] = item
            continue
        kept.append(item)
    return kept
