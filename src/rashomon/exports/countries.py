"""Countries as the field's data sets write them, and the sides that actors are on."""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel

from rashomon.lexicon import data_path, read_csv, read_yaml
from rashomon.model import Coding, Incident

STATE, REBELS, MILITIA, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = 1, 2, 3, 5, 6, 7, 8
SIDES = {
    "protesters": PROTESTERS, "rioters": RIOTERS, "state": STATE, "rebels": REBELS, "militia": MILITIA,
    "civilians": CIVILIANS,
}  # fmt: skip
KINDS = {
    "military": STATE, "police": STATE, "government": STATE, "local_official": STATE, "armed_group": REBELS,
    "civilians": CIVILIANS, "health": CIVILIANS, "media": CIVILIANS, "company": CIVILIANS,
    "religious": CIVILIANS, "party": CIVILIANS, "relative": CIVILIANS, "witness": CIVILIANS,
    "monitor": CIVILIANS,
}  # fmt: skip


class Country(BaseModel):
    """One row of countries.csv."""

    model_config = {"frozen": True, "extra": "forbid"}

    iso3: str
    alpha2: str
    numeric: int
    name: str
    acled_region: str | None = None
    ucdp_region: str | None = None
    gw: int | None = None


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """The table, by ISO alpha-3 code."""
    return {c.iso3: c for c in read_csv(data_path("exports", "countries.csv"), Country)}


def country_name(iso3: str | None) -> str:
    """A country's name, the code itself for one that the table lacks."""
    row = countries().get(iso3 or "")
    return row.name if row else iso3 or ""


@lru_cache(maxsize=1)
def side_words() -> dict[str, tuple[str, ...]]:
    """Words of sides.yaml."""
    return {
        k: tuple(v) for k, v in read_yaml(data_path("exports", "sides.yaml"), dict[str, list[str]]).items()
    }


@lru_cache(maxsize=4096)
def side_by_words(name: str) -> int | None:
    """The side that a common noun tells of ("Iraqi soldiers"), None for what no list knows."""
    lower = name.casefold()
    for side, words in side_words().items():
        if any(re.search(rf"\b{re.escape(w)}\b", lower) for w in words):
            return SIDES[side]
    return None


def side_of(name: str, incident: Incident, coding: Coding) -> int | None:
    """ACLED's interaction code of an actor of an incident, None when nothing tells."""
    ids = {c.entity_id for c in incident.claims if c.value == name and c.entity_id}
    for actor in coding.actors:
        if actor.id in ids and actor.kind in KINDS:
            side = KINDS[actor.kind]
            here = {incident.place.country, *incident.place.countries} - {None}
            abroad = actor.country is not None and bool(here) and actor.country not in here
            return EXTERNAL if side == STATE and abroad else side
    return side_by_words(name)
