"""Which place of the gazetteer holds which other."""

from __future__ import annotations

from rashomon.gazetteer import GazetteerPlace


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
