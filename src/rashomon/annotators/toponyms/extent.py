"""From a resolved name to a Toponym: how exactly it tells where, how far around, and the site that it belongs to."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace
from typing import Any

from rashomon.annotators.parse import Parse
from rashomon.annotators.toponyms.cues import Cues
from rashomon.annotators.toponyms.detect import Found, Word
from rashomon.annotators.toponyms.resolve import Name
from rashomon.gazetteer import Gazetteer, GazetteerPlace
from rashomon.model import PlacePrecision, Span, Toponym

KM = {
    "km": 1.0,
    "kms": 1.0,
    "kilometers": 1.0,
    "kilometres": 1.0,
    "kilometer": 1.0,
    "kilometre": 1.0,
    "miles": 1.609,
    "mile": 1.609,
    "mi": 1.609,
}
PRECISION: dict[str, PlacePrecision] = {
    "country": "country", "admin1": "province", "admin2": "district", "town": "town", "quarter": "district",
    "water": "sea",
    "region": "province", "site": "site",
}  # fmt: skip
CANDIDATES = 8
NEAR_RADIUS_KM = 25.0
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def toponym(
    item: Found, name: Name, words: list[Word], parse: Parse, gazetteer: Gazetteer, cues: Cues
) -> Toponym:
    """The layer's record of a found name."""
    place = name.choice
    score = round(_sure(item.score) * (name.scores[0] if name.scores else 1.0), 3)
    site = site_of(item, words, parse, cues)
    if place is None:
        precision: PlacePrecision | None = "site" if "site_run" in item.cues or item.label == "FAC" else None
        return Toponym(item.span, None, None, None, None, None, None, precision, score, site=site)
    precision, radius = extent(item, place, words, cues)
    place = _in_its_country(item, place)
    return Toponym(
        item.span, place.name, place.geonameid, gazetteer.admin1_name(place), place.country, place.lat, place.lon,
        precision, score,
        radius_km=radius, feature=place.feature, site=site, countries=place.countries,
        candidates=tuple(p.id for p in name.candidates[:CANDIDATES] if p.id > 0),
    )  # fmt: skip


def _in_its_country(item: Found, place: GazetteerPlace) -> GazetteerPlace:
    """A place of several countries, that one first which the words name ("Burkina Faso's Sahel region")."""
    named = item.outer.places[0].country if item.outer and item.outer.places else None
    if named is None or named not in place.countries:
        return place
    return replace(place, countries=(named, *(c for c in place.countries if c != named)))


def borders(words: list[Word], cues: Cues, found: list[Toponym]) -> list[Toponym]:
    """Borders named by a people ("the Syrian border"): no point, but the country and that it is near."""
    taken = {n for item in found for n in range(item.span.start, item.span.end)}
    read = []
    for word, after in itertools.pairwise(words):
        if after.lower in ("border", "borders", "frontier") and word.capital and word.start not in taken:
            countries = cues.demonyms.get(word.lower, ())
            if countries:
                read.append(
                    Toponym(
                        Span(word.start, after.end),
                        None,
                        None,
                        None,
                        None,
                        None,
                        None,
                        "near",
                        0.8,
                        countries=countries,
                    )
                )
    return read


def _sure(score: float) -> float:
    return 1 / (1 + math.exp(-score))


def extent(item: Found, place: GazetteerPlace, words: list[Word], cues: Cues) -> tuple[PlacePrecision, float]:
    """Precision of a place in its words, and how far around its point it may reach."""
    radius = place.radius_km or _radius(place)
    precision = PRECISION[place.group]
    if place.feature in ("CONT", "RGN") and radius > 600:
        precision = "country"
    away = distance_before(item.first, words, cues)
    before = before_name(item.first, words)
    if away is not None and place.group in ("town", "quarter", "site", "admin2"):
        return "near", round(max(10.0, away), 1)
    if before & cues.near_words and place.group in ("town", "quarter", "site"):
        return "near", max(NEAR_RADIUS_KM, radius)
    if before & cues.directions:
        if place.group == "town":
            return "district", round(radius, 1)
        return precision, round(radius * 0.7, 1)
    return precision, round(radius, 1)


def _radius(place: GazetteerPlace) -> float:
    """Towns grow with the root of their people: a million in about 10 km."""
    if place.group == "town":
        return max(2.0, min(30.0, math.sqrt(place.population) / 100))
    return {
        "site": 2.0,
        "quarter": 3.0,
        "water": 100.0,
        "region": 80.0,
        "admin1": 100.0,
        "admin2": 30.0,
        "country": 300.0,
    }[place.group]


def before_name(first: int, words: list[Word]) -> set[str]:
    """The words right before a name, articles and "of" left out."""
    found: set[str] = set()
    number = first - 1
    while number >= 0 and len(found) < 2 and first - number < 5:
        word = words[number].lower
        if word not in ("the", "of", "to", "in", "-", "a"):
            found.add(word)
            if word in (".", ",", ";"):
                break
        number -= 1
    return found


def distance_before(first: int, words: list[Word], cues: Cues) -> float | None:
    """Kilometres of "20 km south of X", "30 miles from X", "about 50 kilometres (31 miles) north of X"."""
    window = [w.lower for w in words[max(0, first - 12) : first]]
    if not window or window[-1] not in ("of", "from", "outside", "the"):
        return None
    for number in range(len(window) - 1, 0, -1):
        unit = window[number].strip("()")
        if unit in KM and _NUMBER.fullmatch(window[number - 1].strip("(-")):
            between = set(window[number + 1 :])
            if between <= cues.directions | {
                "of",
                "from",
                "outside",
                "the",
                "to",
                "away",
                ")",
                "(",
                "-",
                ",",
            } | set(KM) | _numbers(window):
                return round(float(window[number - 1].strip("(-").replace(",", ".")) * KM[unit], 1)
    return None


def _numbers(window: list[str]) -> set[str]:
    return {word for word in window if _NUMBER.fullmatch(word)}


def site_of(item: Found, words: list[Word], parse: Parse, cues: Cues) -> Span | None:
    """The site that a town's name is tied to: "a market in Omdurman", "the airport of X"."""
    following = words[item.last : item.last + 3]
    if following and following[0].lower in ("'s", "’s"):
        following = following[1:]
    for number, word in enumerate(following[:3]):
        if cues.kinds.get(word.lower) == "site":
            return Span(item.span.start, word.end)
        if not word.text[:1].isalpha() or (number == 0 and word.lower in cues.prepositions):
            break
    head = parse.token_at(item.span.start)
    root = parse.head(item.span)
    preposition = root.head if root.dep_ == "pobj" else head.head
    noun: Any = preposition.head
    if (
        preposition.lower_ in ("in", "at", "of", "near", "outside")
        and noun.i < item.first
        and _is_site(noun, cues)
    ):
        left = min(
            (t.i for t in noun.lefts if t.dep_ in ("compound", "amod", "nmod", "poss", "nummod")),
            default=noun.i,
        )
        return Span(words[left].start, words[noun.i].end)
    return None


def _is_site(token: Any, cues: Cues) -> bool:
    if token.pos_ not in ("NOUN", "PROPN"):
        return False
    return cues.kinds.get(token.lower_) == "site" or cues.kinds.get(token.lemma_.lower()) == "site"
