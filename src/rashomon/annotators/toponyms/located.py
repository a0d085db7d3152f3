"""From a toponym to a model.Place: its site in the name, its offset in the point.

A name that the gazetteer lacks keeps its words and gets the point and the precision of the district, province or
country that the text puts around it.
"""

from __future__ import annotations

import math
from dataclasses import replace

from rashomon.annotators.toponyms.cues import cues
from rashomon.annotators.toponyms.detect import words_of
from rashomon.annotators.toponyms.extent import distance_before
from rashomon.annotators.toponyms.joining import BACK, is_dateline, joined, told_there
from rashomon.gazetteer import middles
from rashomon.model import Annotations, Place, Toponym

PART = 0.65  # how far the middle of "northern X" lies from that of X, in radii
_BEARINGS = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}


def place_of(notes: Annotations, toponym: Toponym) -> Place:
    """A toponym as a place: its site in the name, its offset in the point, its container where it is not
    found.
    """
    name = _name(notes, toponym)
    if toponym.lat is None or toponym.lon is None:
        return _around(notes, toponym, name)
    place = Place(
        name, toponym.admin1, toponym.country, toponym.countries or ((toponym.country,) if toponym.country else ()),
        toponym.lat, toponym.lon, toponym.radius_km, toponym.geonameid, toponym.precision,
    )  # fmt: skip
    if toponym.precision == "near":
        return _offset(notes, toponym, place)
    if toponym.precision == "country":
        return _part(notes, toponym, place)
    if (
        toponym.site is not None
        and _is_named(toponym.site.of(notes.doc.text))
        and toponym.precision == "town"
    ):
        return replace(place, precision="site")
    return place


def _name(notes: Annotations, toponym: Toponym) -> str:
    own = " ".join(toponym.span.of(notes.doc.text).split())
    if own.isupper() and len(own) > 3:
        own = toponym.name if toponym.name and own.lower() == toponym.name.lower() else own.title()
    if toponym.site is None:
        return own
    site = " ".join(toponym.site.of(notes.doc.text).split())
    return site if toponym.site.contains(toponym.span) else f"{site}, {own}"


def _is_named(site: str) -> bool:
    return any(word[:1].isupper() for word in site.split()[1:])


def _offset(notes: Annotations, toponym: Toponym, place: Place) -> Place:
    """The point "20 km south of X"."""
    words = words_of(notes.parse, notes.doc.text)
    first = notes.parse.token_at(toponym.span.start).i
    away = distance_before(first, words, cues())
    if away is None or place.lat is None or place.lon is None:
        return place
    for word in words[max(0, first - 6) : first]:
        bearing = _BEARINGS.get(word.lower.replace("-", "").removesuffix("ern"))
        if bearing is not None:
            angle = math.radians(bearing)
            lat = place.lat + away * math.cos(angle) / 111.2
            lon = place.lon + away * math.sin(angle) / (111.2 * max(0.1, math.cos(math.radians(place.lat))))
            return replace(
                place,
                lat=round(lat, 4),
                lon=round(lon, 4),
                radius_km=max(5.0, round(away / 2, 1)),
                geonameid=None,
            )
    return place


def _part(notes: Annotations, toponym: Toponym, place: Place) -> Place:
    """The part of a country that a direction names ("northern Mali", "the southeast of Turkey")."""
    first = notes.parse.token_at(toponym.span.start).i
    before = notes.parse.doc[max(0, first - 4) : first]
    middle = middles().get(place.country or "")
    said = [
        t.lower_.replace("-", "").removesuffix("ern") for t in before if t.lower_ not in ("the", "of", "and")
    ]
    bearing = _BEARINGS.get(said[-1]) if said else None
    if (
        bearing is None
        or middle is None
        or len(place.countries) > 1
        or place.lat is None
        or place.lon is None
    ):
        return place
    angle, away = math.radians(bearing), PART * middle.radius_km
    lat = place.lat + away * math.cos(angle) / 111.2
    lon = place.lon + away * math.sin(angle) / (111.2 * max(0.1, math.cos(math.radians(place.lat))))
    return replace(place, lat=round(lat, 3), lon=round(lon, 3), radius_km=round(0.6 * middle.radius_km, 1))


def _around(notes: Annotations, toponym: Toponym, name: str) -> Place:
    """A place that the gazetteer lacks, at the finest place that the text puts around it."""
    outer = _container(notes, toponym)
    if outer is None:
        return Place(name=name)
    precision = "district" if outer.precision in ("town", "site", "near") else outer.precision
    radius = max(outer.radius_km or 0.0, 25.0 if precision == "district" else 0.0)
    countries = outer.countries or ((outer.country,) if outer.country else ())
    return Place(name, outer.admin1, outer.country, countries, outer.lat, outer.lon, radius, None, precision)


def _container(notes: Annotations, toponym: Toponym) -> Toponym | None:
    """The place around an unfound one: the next names of its sentence, then those of the sentences before,
    then any.
    """
    parse = notes.parse
    own = parse.sentence_index(toponym.span.start)
    best: tuple[float, Toponym] | None = None
    for other in notes.toponyms:
        if other.lat is None or other.span == toponym.span or other.precision is None:
            continue
        if is_dateline(notes, other) or told_there(notes, other, toponym.span):
            continue
        sentence = parse.sentence_index(other.span.start)
        gap = other.span.start - toponym.span.end
        near = (
            3.0
            if 0 <= gap <= 40 and sentence == own
            else 2.0
            if sentence == own
            else 1.0
            if 0 < own - sentence <= BACK
            else 0.0
        )
        fine = {
            "country": -2.0,
            "province": 0.6,
            "district": 1.0,
            "town": 0.5,
            "near": 0.5,
            "site": 0.2,
            "sea": -1.0,
        }[other.precision]
        way = joined(notes, other, cues())
        score = (
            near
            + fine
            + (
                0.4
                if way in ("located", "at_site", "at_event")
                else -1.0
                if way in ("speaks", "belongs")
                else 0.0
            )
        )
        if best is None or score > best[0]:
            best = (score, other)
    return best[1] if best else None
