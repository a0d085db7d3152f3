"""One index file of places: an SQLite database that is written once and then only read.

Names are sorted by SQLite's own external sorter, so that memory stays bounded for millions of places.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import apsw

from rashomon.errors import DataError
from rashomon.gazetteer.names import fold_uncached, loosen
from rashomon.gazetteer.records import MAIN, OTHER, GazetteerPlace, NamedPlace

Progress = Callable[[int], None]  # told how many places are in so far
SCHEMA_VERSION = 1
BATCH = 5000
CELLS = 2  # of a degree, for `near`
_TABLES = """
create table place(id integer primary key, name text, lat real, lon real, feature text, countries text, admin1 text,
                   admin2 text, population integer, radius real, cell integer);
create table code(code text primary key, place integer) without rowid;
create table raw(key text, place integer, quality integer);
create table raw_loose(key text, place integer);
create table meta(key text primary key, value text) without rowid;
"""
_SORTED = """
create table name(key text, place integer, quality integer, primary key(key, place)) without rowid;
insert or ignore into name select key, place, max(quality) from raw group by key, place order by key, place;
drop table raw;
create table loose(key text, place integer, primary key(key, place)) without rowid;
insert or ignore into loose select distinct key, place from raw_loose order by key, place;
drop table raw_loose;
create index place_cell on place(cell);
"""
_COLUMNS = "id, place.name, lat, lon, feature, countries, admin1, admin2, population, radius"


def cell(lat: float, lon: float) -> int:
    """Number of the half-degree square that holds a point."""
    return int((lat + 90) * CELLS) * 1000 + int((lon + 180) * CELLS)


def write_index(
    path: Path,
    places: Iterable[NamedPlace],
    meta: dict[str, Any],
    progress: Progress | None = None,
    *,
    names: Iterable[tuple[int, str, int]] | None = None,
    known: Callable[[int], GazetteerPlace | None] | None = None,
) -> int:
    """Write an index to a new file; returns how many places it holds.

    `names` are further names (id, name, quality); a place of theirs that is not among `places` is taken from `known`.
    """
    connection = apsw.Connection(str(path))
    try:
        connection.execute(
            "pragma journal_mode=off; pragma synchronous=off; pragma cache_size=-65536; pragma temp_store=file"
        )
        connection.execute(_TABLES)
        connection.execute("begin")
        count = 0
        for batch in _batches(places):
            _write_batch(connection, batch)
            count += len(batch)
            if progress:
                progress(count)
        if names is not None:
            count += _write_names(connection, names, known)
        connection.execute(_SORTED)
        rows = [
            (key, json.dumps(value))
            for key, value in sorted({**meta, "places": count, "schema": SCHEMA_VERSION}.items())
        ]
        connection.executemany("insert into meta values(?, ?)", rows)
        connection.execute("commit")
        connection.execute("pragma synchronous=full; pragma user_version=1")
    finally:
        connection.close()
    return count


def _batches(places: Iterable[NamedPlace]) -> Iterator[list[NamedPlace]]:
    batch: list[NamedPlace] = []
    for named in places:
        batch.append(named)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _write_batch(connection: apsw.Connection, batch: list[NamedPlace]) -> None:
    rows, names, loose, codes = [], [], [], []
    for named in batch:
        p = named.place
        rows.append(_row(p))
        if named.code:
            codes.append((named.code, p.id))
        keys: dict[str, int] = {}
        for name, quality in named.names:
            key = fold_uncached(name)
            if len(key) > 1:
                keys[key] = max(quality, keys.get(key, 0))
        names += [(key, p.id, quality) for key, quality in keys.items()]
        loose += [
            (key, p.id) for key in {loosen(key) for key, quality in keys.items() if quality >= OTHER} if key
        ]
    connection.executemany("insert or ignore into place values(?,?,?,?,?,?,?,?,?,?,?)", rows)
    connection.executemany("insert or ignore into code values(?, ?)", codes)
    connection.executemany("insert into raw values(?, ?, ?)", names)
    connection.executemany("insert into raw_loose values(?, ?)", loose)


def _row(p: GazetteerPlace) -> tuple[Any, ...]:
    countries = "|".join(p.countries)
    where = cell(p.lat, p.lon)
    return (
        p.id,
        p.name,
        p.lat,
        p.lon,
        p.feature,
        countries,
        p.admin1,
        p.admin2,
        p.population,
        p.radius_km,
        where,
    )


def _write_names(
    connection: apsw.Connection,
    names: Iterable[tuple[int, str, int]],
    known: Callable[[int], GazetteerPlace | None] | None,
) -> int:
    """Further names; returns how many places came in with them."""
    batch: list[tuple[int, str, int]] = []
    for name in names:
        batch.append(name)
        if len(batch) == BATCH:
            _write_name_batch(connection, batch)
            batch = []
    _write_name_batch(connection, batch)
    came = 0
    missing = connection.execute(
        "select distinct place from raw where place not in (select id from place)"
    ).fetchall()
    for (number,) in missing:
        place = known(int(str(number))) if known else None
        if place is not None:
            connection.execute("insert into place values(?,?,?,?,?,?,?,?,?,?,?)", _row(place))
            came += 1
    return came


def _write_name_batch(connection: apsw.Connection, batch: list[tuple[int, str, int]]) -> None:
    keys = [(fold_uncached(name), id, quality) for id, name, quality in batch]
    keys = [row for row in keys if len(row[0]) > 1]
    connection.executemany("insert into raw values(?, ?, ?)", keys)
    loose = [(loosen(key), id) for key, id, _ in keys]
    connection.executemany("insert into raw_loose values(?, ?)", [row for row in loose if row[0]])


def _select(quality: str, rest: str) -> str:
    """A query of ours for whole places; no value of a user goes into it."""
    return f"select {_COLUMNS}, {quality} from {rest}"  # noqa: S608


class Index:
    """An index file open for reading. Not shared between threads or processes: each opens its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._connection = apsw.Connection(
                f"{path.as_uri()}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
            )
            self._connection.execute("pragma mmap_size=268435456")
            self.meta = {
                key: json.loads(value)
                for key, value in self._connection.execute("select key, value from meta")
            }
        except (apsw.Error, ValueError) as error:
            raise DataError(
                f"{path} is no gazetteer index ({error}); delete it and run `rashomon gazetteer build`"
            ) from None
        self._by_name = _select("quality", "name join place on place.id = name.place where key = ?")
        self._by_loose = _select("0", "loose join place on place.id = loose.place where key = ?")
        self._by_id = _select(str(MAIN), "place where id = ?")
        self._by_code = _select(str(MAIN), "code join place on place.id = code.place where code = ?")
        self._near = _select(str(MAIN), "place where cell between ? and ?")

    def named(self, key: str) -> list[GazetteerPlace]:
        """Places of a folded name."""
        return self._places(self._by_name, (key,))

    def loosely_named(self, key: str) -> list[GazetteerPlace]:
        """Places of a loosened name."""
        return self._places(self._by_loose, (key,))

    def by_id(self, id: int) -> GazetteerPlace | None:
        """The place of an id."""
        return next(iter(self._places(self._by_id, (id,))), None)

    def by_code(self, code: str) -> GazetteerPlace | None:
        """The division or country of a code such as "IQ.07"."""
        return next(iter(self._places(self._by_code, (code,))), None)

    def around(self, lat: float, lon: float, cells: int) -> Iterator[GazetteerPlace]:
        """Places in the squares around a point, in no order."""
        row, column = divmod(cell(lat, lon), 1000)
        width = 360 * CELLS
        for r in range(row - cells, row + cells + 1):
            low, high = column - cells, column + cells
            for first, last in ((low, high), (low + width, high + width), (low - width, high - width)):
                first, last = max(0, first), min(width - 1, last)
                if first <= last:
                    yield from self._places(self._near, (r * 1000 + first, r * 1000 + last))

    def _places(self, query: str, values: tuple[Any, ...]) -> list[GazetteerPlace]:
        return [
            GazetteerPlace(
                id,
                name,
                lat,
                lon,
                feature,
                tuple(filter(None, countries.split("|"))),
                a1,
                a2,
                population,
                radius,
                quality,
            )
            for id, name, lat, lon, feature, countries, a1, a2, population, radius, quality in self._connection.execute(
                query, values
            )
        ]
