"""Is it a place? The cues around a possible name, weighed by a table.

`WEIGHTS` says what counts: what the parser calls the name, how well known such a place is, and the words around it.
Names of places inside names of bodies ("Baghdad Police") count; demonyms and persons do not.
"""

from __future__ import annotations

import math
from collections import defaultdict
from typing import Any

from rashomon.annotators.parse import Parse
from rashomon.annotators.toponyms.containment import contains
from rashomon.annotators.toponyms.cues import Cues
from rashomon.annotators.toponyms.detect import Found, Word, entity_labels, is_dateline, is_everyday
from rashomon.model import Span

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
    "part_of_person": -1.6,
    "person_verb": -0.8,
    "surname_here": -1.8,
    "place_here": 1.8,  # the parser takes the same name for a place elsewhere in the text
    "sure_here": 2.0,  # the same name is surely a place elsewhere in the text
    "listed": 0.7,  # in a list with another place
    "dateline": 4.0,  # "BAGHDAD (AP) —"
    "near_here": 2.0,  # it lies near other places of the text
    "phrase": -8.0,  # "United Way", "El Niño", "Superior Court"
    "direction": -4.0,  # "the West", "South"
    "sentence_start": -0.8,
    "capitals": -0.6,  # in a passage in capitals, case says nothing
}  # fmt: skip

LEVELS = {"country": 3, "admin1": 2, "admin2": 1}


def gather(found: list[Found], parse: Parse, words: list[Word], cues: Cues) -> None:
    """Note the cues of each possible name."""
    _look_around(found, words, parse, entity_labels(parse.doc), cues)
    _look_about(found, parse.doc, words)


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
        if _in_phrase(item, words, cues):
            item.cues["phrase"] = 1
        if item.span.start in starts and not item.label:
            item.cues["sentence_start"] = 1
        if words[item.first].shouted:
            item.cues["capitals"] = 1
            if parse.doc[item.first].pos_ in (
                "PRON",
                "DET",
                "VERB",
                "AUX",
                "ADP",
                "SCONJ",
                "CCONJ",
                "PART",
                "ADV",
                "ADJ",
            ):
                item.cues["ambiguous"] = item.cues.get("ambiguous", 0) + 1
        if is_dateline(item, words, starts):
            item.cues["dateline"] = 1
        after = found[number + 1] if number + 1 < len(found) else None
        if after and _listed(item, after, words) and _well_known(item) != _well_known(after):
            (after if _well_known(item) else item).cues["listed"] = 1
        beyond = found[number + 2] if number + 2 < len(found) else None
        if (
            after
            and _is_inside(item, after, words, cues)
            and contains(after.places, item.places)
            and not _are_peers(item, after, beyond, words)
        ):
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
    if any(
        w.lower in cues.kinds or w.lower in cues.directions or w.lower in cues.organisation_words
        for w in rest
    ):
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
    if is_everyday(item.name, cues) and "country" not in found:
        found["ambiguous"] = 1
    if item.name.lower() in cues.personal:
        found["personal"] = 1
    return found


_LABELS = {
    "": "NONE", "GPE": "GPE", "LOC": "LOC", "FAC": "FAC", "ORG": "ORG", "NORP": "NORP", "PERSON": "PERSON",
    "DATE": "TIME", "TIME": "TIME",
    "CARDINAL": "TIME", "ORDINAL": "TIME", "PERCENT": "TIME", "QUANTITY": "TIME",
}  # fmt: skip


def _of_entity(item: Found, labels: list[tuple[str, int, int]], words: list[Word]) -> dict[str, float]:
    label, first, last = labels[item.first]
    found: dict[str, float] = {_LABELS.get(label, "OTHER"): 1}
    if label == "ORG" and item.last - item.first == 1 and first < item.first:
        found["inner"] = 1
    if label == "PERSON" and (first < item.first or last > item.last):
        neighbours = [
            w for n, w in enumerate(words[first:last], first) if not item.first <= n < item.last and w.capital
        ]
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


def _in_phrase(item: Found, words: list[Word], cues: Cues) -> bool:
    """Does a name stand in a phrase that names no place: "United Russia", "the Superior Court"?"""
    for first in range(max(0, item.first - 2), item.first + 1):
        for last in range(item.last, min(item.first + 4, len(words) + 1)):
            if " ".join(w.lower for w in words[first:last]) in cues.phrases:
                return True
    return False


def _announced(before: list[str], after: list[str], cues: Cues) -> str:
    """The sort of place that words announce: "the city of X", "X district", "Mount X"."""
    if after and after[0] in cues.kinds:
        return cues.kinds[after[0]]
    if len(before) > 1 and before[0] == "of" and before[1] in cues.kinds:
        return cues.kinds[before[1]]
    if before and before[0] in cues.kinds and cues.kinds[before[0]] != "site":
        return cues.kinds[before[0]]
    return ""


def _listed(a: Found, b: Found, words: list[Word]) -> bool:
    """Do two names stand in one list ("Dayton and Cincinnati", "Columbus, Dayton")?"""
    between = [w.lower for w in words[a.last : b.first]]
    return between in ([","], ["and"], [",", "and"], ["or"])


def _well_known(item: Found) -> bool:
    """Does the parser take it for a place, and the gazetteer too?"""
    return item.label in ("GPE", "LOC") and bool(item.places)


def _is_inside(inner: Found, outer: Found, words: list[Word], cues: Cues) -> bool:
    """Do the words put the first name inside the second: "Paris, Texas", "Avdiivka in the Donetsk region"?"""
    between = [
        w.lower
        for w in words[inner.last : outer.first]
        if w.lower not in cues.directions and w.lower not in ("the", "'s", "’s")
    ]
    if between in ([","], ["("]):
        return words[inner.last].start == inner.span.end or between == ["("]
    return between in (["in"], [",", "in"]) or (
        len(between) == 2 and between[0] in cues.kinds and between[1] in ("of", "in", ",")
    )


def _are_peers(a: Found, b: Found, beyond: Found | None, words: list[Word]) -> bool:
    """Are two names with a comma between them a list of two of a kind: "Mexico, the United States and Canada"?

    Of two countries neither holds the other; else it takes a third name behind them ("Washington, New York and
    Boston").
    """
    first, second = LEVELS.get(a.places[0].group, 0), LEVELS.get(b.places[0].group, 0)
    if first < second or [w.lower for w in words[a.last : b.first] if w.lower != "the"] != [","]:
        return False
    return first == LEVELS["country"] or (beyond is not None and _listed(b, beyond, words))


def _is_possessive(outer: Found, inner: Found, words: list[Word], cues: Cues) -> bool:
    """Does the first name own the second: "Burkina Faso's northern Sahel region"?"""
    between = [
        w.lower
        for w in words[outer.last : inner.first]
        if w.lower not in cues.directions and w.lower not in cues.kinds
    ]
    return between in (["'s"], ["’s"], ["'"], ["’"])


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
