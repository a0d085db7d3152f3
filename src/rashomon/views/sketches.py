"""Incidents in a few words, as lists and maps show them: read from the register's columns, without their claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa

from rashomon.errors import NotFoundError
from rashomon.store import Filter, Register
from rashomon.store.engine import reading
from rashomon.store.queries import conditions, filter_of
from rashomon.store.schema import WHEN, documents, facets, incidents

__all__ = [
    "Filter", "Page", "Sketch", "filter_of", "named", "page", "points", "recent_reports", "sketch",
    "timeline", "titles",
]  # fmt: skip

SECONDS = 5.0  # that a list may take
CHUNK = 500  # values in one `IN (…)`
Order = Literal["date", "changed"]
COLUMNS = (
    "id", "label", "type", "realis", "main", "aggregate", "scope", "state", "assigned", "contested", "score", "sources",
    "killed_low", "killed_best", "killed_high", "injured_best", "date_start", "date_end", "country", "lat", "lon",
    "changed", "reviewed",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sketch:
    """One incident in a list. `changed` is the version to `expect` in a decision."""

    id: str
    label: str
    type: str
    realis: str
    main: bool
    aggregate: bool
    scope: str
    state: str
    assigned: str | None
    contested: bool
    score: float
    sources: int
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    injured_best: int | None
    date_start: str | None
    date_end: str | None
    country: str | None
    lat: float | None
    lon: float | None
    changed: int
    reviewed: int | None
    publishers: tuple[str, ...] = ()
    reports: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """Some incidents of a list, and the key after which the next ones come; None at the end."""

    sketches: tuple[Sketch, ...]
    after: tuple[str | int, str] | None


def page(
    register: Register, wanted: Filter, *, order: Order = "date", limit: int = 50,
    after: tuple[str | int, str] | None = None,
) -> Page:  # fmt: skip
    """Incidents that meet a filter: latest first, or those that changed last first; those after a key."""
    key: Any = WHEN if order == "date" else incidents.c.changed
    with reading(register.engine, seconds=SECONDS) as connection:
        query = sa.select(*_columns(), key.label("key")).where(*conditions(connection, wanted))
        if after is not None:
            first, last_id = after
            query = query.where(sa.or_(key < first, sa.and_(key == first, incidents.c.id > last_id)))
        rows = connection.execute(query.order_by(key.desc(), incidents.c.id).limit(limit + 1)).all()
        found = _sketches(connection, rows[:limit])
    end = rows[limit - 1] if len(rows) > limit else None
    return Page(tuple(found), (end.key, end.id) if end is not None else None)


def named(register: Register, ids: Sequence[str]) -> list[Sketch]:
    """The incidents of these ids, in this order; those that are gone are left out."""
    with reading(register.engine, seconds=SECONDS) as connection:
        rows: list[Any] = []
        for start in range(0, len(ids), CHUNK):
            chosen = incidents.c.id.in_(ids[start : start + CHUNK])
            rows += connection.execute(sa.select(*_columns()).where(chosen)).all()
        found = {sketch.id: sketch for sketch in _sketches(connection, rows)}
    return [found[id] for id in ids if id in found]


def sketch(register: Register, id: str) -> Sketch:
    """One incident in a few words. Raises NotFoundError."""
    found = named(register, [id])
    if not found:
        raise NotFoundError(f"{id} names no incident")
    return found[0]


def _columns() -> list[sa.ColumnElement[Any]]:
    return [incidents.c.n, *(incidents.c[name] for name in COLUMNS)]


def _sketches(connection: sa.Connection, rows: Sequence[Any]) -> list[Sketch]:
    publishers = _values(connection, "publisher", [row.n for row in rows])
    reports = _values(connection, "document", [row.n for row in rows])
    return [
        Sketch(
            **{name: getattr(row, name) for name in COLUMNS},
            publishers=tuple(publishers.get(row.n, ())),
            reports=len(reports.get(row.n, ())),
        )
        for row in rows
    ]


def _values(connection: sa.Connection, field: str, numbers: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for start in range(0, len(numbers), CHUNK):
        query = sa.select(facets.c.incident, facets.c.value).where(
            facets.c.field == field, facets.c.incident.in_(numbers[start : start + CHUNK])
        )
        for row in connection.execute(query.order_by(facets.c.incident, facets.c.value)):
            found.setdefault(row.incident, []).append(row.value)
    return found


# Map and timeline -------------------------------------------------------------------------------------------

POINT = (
    "id",
    "label",
    "type",
    "state",
    "contested",
    "main",
    "lat",
    "lon",
    "date_start",
    "date_end",
    "killed_best",
)


def points(register: Register, wanted: Filter) -> dict[str, list[Any]]:
    """Every incident that meets a filter as columns of values, for a map and a timeline: small and quick to read."""
    with reading(register.engine, seconds=SECONDS) as connection:
        query = sa.select(*(incidents.c[name] for name in POINT)).where(*conditions(connection, wanted))
        rows = connection.execute(query.order_by(WHEN.desc(), incidents.c.id)).all()
    return {name: [row[place] for row in rows] for place, name in enumerate(POINT)}


def reported_days(register: Register) -> list[tuple[str, int]]:
    """Reports for each day of publication, oldest first; without those whose day is not known."""
    with reading(register.engine, seconds=SECONDS) as connection:
        day = sa.func.substr(documents.c.published, 1, 10)
        query = sa.select(day, sa.func.count()).where(sa.func.length(documents.c.published) >= 10)
        return [(row[0], row[1]) for row in connection.execute(query.group_by(day).order_by(day))]


def happened_days(rows: Iterable[tuple[str | None, int]]) -> Iterator[tuple[str, int]]:
    """Days with their counts, without the unknown day."""
    return ((day, n) for day, n in rows if day is not None)


def timeline(register: Register, wanted: Filter) -> dict[str, list[tuple[str, int]]]:
    """Incidents by the day they began, and, apart from it, reports by the day they were published."""
    with reading(register.engine, seconds=SECONDS) as connection:
        day = incidents.c.date_start
        query = sa.select(day, sa.func.count()).where(*conditions(connection, wanted))
        rows = connection.execute(query.group_by(day).order_by(day)).all()
    return {
        "happened": list(happened_days((row[0], row[1]) for row in rows)),
        "reported": reported_days(register),
    }


OPENING = sa.func.substr(documents.c.text, 1, 120).label("opening")  # names a report that has no title


def recent_reports(register: Register, limit: int) -> list[dict[str, Any]]:
    """The reports published last, without their texts."""
    names = ("id", "title", "publisher", "published", "url", "language", "sha256")
    with reading(register.engine, seconds=SECONDS) as connection:
        query = sa.select(
            *(documents.c[name] for name in names),
            sa.func.length(documents.c.text).label("characters"),
            OPENING,
        )
        latest = sa.func.coalesce(documents.c.published, "").desc()
        rows = connection.execute(query.order_by(latest, documents.c.id).limit(limit))
        return [dict(row._mapping) for row in rows]


def titles(register: Register, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Title, publisher, day and first words of reports, by id."""
    columns = [documents.c[name] for name in ("id", "title", "publisher", "published")]
    found: dict[str, dict[str, Any]] = {}
    with reading(register.engine, seconds=SECONDS) as connection:
        for start in range(0, len(ids), CHUNK):
            query = sa.select(*columns, OPENING)
            for row in connection.execute(query.where(documents.c.id.in_(ids[start : start + CHUNK]))):
                found[row.id] = dict(row._mapping)
    return found
