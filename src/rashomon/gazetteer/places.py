"""The gazetteer as the annotators see it: the packaged index, the user's added dumps and overlay, searched together."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from math import asin, cos, radians, sin, sqrt
from pathlib import Path

from rashomon.config import Config
from rashomon.gazetteer.cache import added, added_path, ensure_base
from rashomon.gazetteer.index import CELLS, Index
from rashomon.gazetteer.names import fold, loosen
from rashomon.gazetteer.records import GazetteerPlace
from rashomon.gazetteer.tables import curated_places

REMEMBERED = 100_000  # names whose places are kept in memory
EARTH_KM = 6371.0

_open: dict[tuple[int, tuple[Path, ...], Path], Gazetteer] = {}


def open_gazetteer(config: Config, *, fresh: bool = False) -> Gazetteer:
    """The gazetteer of this process; the packaged index is built on first use, with a line on stderr.

    `fresh` opens it anew, after files were added.
    """
    path = ensure_base(lambda message: print(message, file=sys.stderr))
    key = (os.getpid(), config.overlay("places"), path)
    if fresh or key not in _open:
        extras = [Index(added_path(entry)) for entry in added() if added_path(entry).exists()]
        _open[key] = Gazetteer([*extras, Index(path)], config.overlay("places"))
    return _open[key]


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance of two points (lat, lon)."""
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))


class Gazetteer:
    """Look-ups over several indexes; of one place in two of them, the user's row counts."""

    def __init__(self, indexes: list[Index], overlays: tuple[Path, ...] = ()) -> None:
        self.indexes = indexes
        self._own: dict[int, GazetteerPlace] = {}
        self._own_names: dict[str, dict[int, int]] = {}
        self._seen: dict[str, tuple[GazetteerPlace, ...]] = {}
        for path in overlays:
            self._read_overlay(path)

    def _read_overlay(self, path: Path) -> None:
        for named in curated_places(path):
            self._own[named.place.id] = named.place
            for name, quality in named.names:
                self._own_names.setdefault(fold(name), {})[named.place.id] = quality

    def lookup(self, name: str, *, loose: bool = False) -> tuple[GazetteerPlace, ...]:
        """Places of a name, likeliest first (own name before others, then by population).

        `loose` looks up by the looser key instead, for spellings that transliteration varies.
        """
        key = loosen(fold(name)) if loose else fold(name)
        memory = f"~{key}" if loose else key
        if memory not in self._seen:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            self._seen[memory] = self._find(key, loose) if key else ()
        return self._seen[memory]

    def _find(self, key: str, loose: bool) -> tuple[GazetteerPlace, ...]:
        found: dict[int, GazetteerPlace] = {}
        if not loose:
            for id, quality in self._own_names.get(key, {}).items():
                found[id] = replace(self._own[id], quality=quality)
        for index in self.indexes:
            for place in index.loosely_named(key) if loose else index.named(key):
                known = found.get(place.id)
                if known is None:
                    found[place.id] = place
                elif place.quality > known.quality:
                    found[place.id] = replace(known, quality=place.quality)
        return tuple(sorted(found.values(), key=lambda p: (-p.quality, -p.population, p.id)))

    def by_id(self, id: int) -> GazetteerPlace | None:
        """The place of an id."""
        if id in self._own:
            return self._own[id]
        return next((place for index in self.indexes if (place := index.by_id(id))), None)

    def division(self, code: str) -> GazetteerPlace | None:
        """The division or country of a code such as "IQ.07" or "IQ"."""
        memory = f"#{code}"
        if memory not in self._seen:
            places = (
                [place for index in reversed(self.indexes) if (place := index.by_code(code))] if code else []
            )
            self._seen[memory] = tuple(places[:1])
        return next(iter(self._seen[memory]), None)

    def near(
        self, lat: float, lon: float, km: float, *, groups: tuple[str, ...] = ()
    ) -> list[tuple[float, GazetteerPlace]]:
        """(distance, place) within so many km, nearest first; `groups` keeps only such places ("town")."""
        cells = int(km / (111.0 / CELLS) / max(0.2, cos(radians(lat)))) + 1
        found: dict[int, tuple[float, GazetteerPlace]] = {}
        for index in self.indexes:
            for place in index.around(lat, lon, cells):
                away = distance_km((lat, lon), (place.lat, place.lon))
                if away <= km and (not groups or place.group in groups):
                    found.setdefault(place.id, (away, place))
        return sorted(found.values(), key=lambda pair: (pair[0], pair[1].id))

    def admin1_name(self, place: GazetteerPlace) -> str | None:
        """Name of the first-order division that holds a place; by the nearest town for a site of ours without one."""
        code = place.admin1
        if not code and place.group in ("site", "town", "quarter", "admin2"):
            around = [
                p
                for _, p in self.near(place.lat, place.lon, 40, groups=("town",))
                if p.country == place.country
            ]
            code = around[0].admin1 if around else ""
        if place.group == "admin1":
            return place.name
        division = self.division(code) if "." in code else None
        return division.name if division else None
