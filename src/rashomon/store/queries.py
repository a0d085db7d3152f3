"""Filters over incidents: by every field, by words, with counts per value."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

import sqlalchemy as sa

from rashomon.errors import RegisterError
from rashomon.store import search
from rashomon.store.rows import FACETS
from rashomon.store.schema import WHEN, facets, incidents
from rashomon.store.shelf import chunks

COUNTED = (
    "type",
    "realis",
    "scope",
    "state",
    "assigned",
    "main",
    "contested",
    "aggregate",
)  # columns of few values
ORDERS = ("date", "id", "changed")


@dataclass(frozen=True, slots=True)
class Filter:
    """What incidents have to meet. Empty fields ask for nothing.

    `since` and `until` are ISO days of when it happened; `where` holds one value for each of `FACETS`;
    `words` is a search (`store.search`); rejected incidents are left out unless `state` asks for them ("any":
    all).
    """

    country: str | None = None
    type: str | None = None
    realis: str | None = None
    scope: str | None = None
    since: str | None = None
    until: str | None = None
    changed_since: int | None = None
    contested: bool | None = None
    main: bool | None = None
    aggregate: bool | None = None
    state: str | None = None
    assigned: str | None = None
    min_score: float | None = None
    min_sources: int | None = None
    min_killed: int | None = None
    box: tuple[float, float, float, float] | None = None  # south, west, north, east
    words: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)

    def json(self) -> dict[str, Any]:
        """What is asked for, as JSON."""
        return {k: v for k, v in asdict(self).items() if v not in (None, {})}


def filter_of(body: Mapping[str, Any]) -> Filter:
    """A filter from its JSON."""
    known = {f.name for f in fields(Filter)}
    values: dict[str, Any] = {k: tuple(v) if k == "box" else v for k, v in body.items() if k in known}
    return Filter(**values)


def conditions(connection: sa.Connection, wanted: Filter) -> list[sa.ColumnElement[bool]]:
    """A filter as SQL conditions on `incidents`."""
    c = incidents.c
    found: list[sa.ColumnElement[bool]] = []
    for name in ("type", "realis", "scope", "assigned", "contested", "main", "aggregate"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(c[name] == value)
    if wanted.state is None:
        found.append(c.state != "rejected")
    elif wanted.state != "any":
        found.append(c.state == wanted.state)
    killed = sa.func.coalesce(c.killed_best, c.killed_low)
    for column, compare, value in (
        (c.date_end, operator.ge, wanted.since),
        (c.date_start, operator.le, wanted.until),
        (c.changed, operator.gt, wanted.changed_since),
        (c.score, operator.ge, wanted.min_score),
        (c.sources, operator.ge, wanted.min_sources),
        (killed, operator.ge, wanted.min_killed),
    ):
        if value is not None:
            found.append(compare(column, value))
    if wanted.box is not None:
        south, west, north, east = wanted.box
        found += [c.lat >= south, c.lat <= north]
        across = sa.or_(c.lon >= west, c.lon <= east)  # the box crosses the date line
        found.append(across if west > east else sa.and_(c.lon >= west, c.lon <= east))
    asked = dict(wanted.where)
    if wanted.country is not None:
        asked["country"] = wanted.country
    found += [_has(name, value) for name, value in sorted(asked.items())]
    if wanted.words is not None:
        numbers = search.matching(connection, "incident_words", wanted.words)
        found.append(sa.false() if numbers is None else c.n.in_(numbers))
    return found


def _has(name: str, value: str) -> sa.ColumnElement[bool]:
    if name not in FACETS:
        raise RegisterError(f"{name!r} is nothing to filter by; known are {', '.join(FACETS)}")
    having = sa.select(facets.c.incident).where(facets.c.field == name, facets.c.value == value)
    return incidents.c.n.in_(having)


def selected(
    connection: sa.Connection, wanted: Filter, *columns: sa.ColumnElement[Any], order: str = "date",
    limit: int | None = None, offset: int = 0,
) -> sa.Select[Any]:  # fmt: skip
    """Columns of the incidents that meet a filter, in order: latest first, by id, or latest changed first."""
    orders: dict[str, tuple[Any, ...]] = {
        "date": (WHEN.desc(), incidents.c.id),
        "id": (incidents.c.id,),
        "changed": (incidents.c.changed.desc(), incidents.c.id),
    }
    if order not in orders:
        raise RegisterError(f"{order!r} is no order; known are {', '.join(ORDERS)}")
    query = sa.select(*columns).where(*conditions(connection, wanted)).order_by(*orders[order])
    return query.limit(limit).offset(offset) if limit is not None or offset else query


def bodies(
    connection: sa.Connection,
    wanted: Filter,
    *,
    order: str = "date",
    limit: int | None = None,
    offset: int = 0,
) -> Iterator[Any]:
    """The records of the incidents that meet a filter, in order.

    A page is found first and then read: sorting whole records to throw most of them away takes seconds.
    """
    if limit is None:
        yield from connection.execute(
            selected(connection, wanted, incidents.c.body, order=order, offset=offset)
        ).scalars()
        return
    query = selected(connection, wanted, incidents.c.n, order=order, limit=limit, offset=offset)
    for chunk in chunks(connection.execute(query).scalars()):
        rows = connection.execute(sa.select(incidents.c.n, incidents.c.body).where(incidents.c.n.in_(chunk)))
        found = {row.n: row.body for row in rows}
        yield from (found[n] for n in chunk)


def counts(
    connection: sa.Connection, wanted: Filter, name: str, *, limit: int | None = None
) -> list[tuple[str, int]]:
    """How many incidents that meet a filter have each value of a field, commonest first."""
    if name in COUNTED:
        value: sa.ColumnElement[Any] = incidents.c[name]
        query = sa.select(value, sa.func.count()).where(*conditions(connection, wanted), value.is_not(None))
    elif name in FACETS:
        value = facets.c.value
        meeting = sa.select(incidents.c.n).where(*conditions(connection, wanted))
        query = sa.select(value, sa.func.count()).where(
            facets.c.field == name, facets.c.incident.in_(meeting)
        )
    else:
        raise RegisterError(f"{name!r} is nothing to count by; known are {', '.join((*COUNTED, *FACETS))}")
    query = query.group_by(value).order_by(sa.func.count().desc(), value).limit(limit)
    return [(str(row[0]), row[1]) for row in connection.execute(query)]
