"""What a request may ask for: filters as query parameters, cursors, versions."""

from __future__ import annotations

import base64
import json
import re
from typing import Annotated, Any, Literal, get_args

from fastapi import Query
from pydantic import BaseModel, Field

from rashomon.model import IncidentType, Realis, Scope
from rashomon.views.sketches import Filter, filter_of
from rashomon.web.problems import Problem

State = Literal["coded", "accepted", "rejected", "any"]
DAY = r"^\d{4}-\d{2}-\d{2}$"
TAG = re.compile(r'"(\d{1,15})"')
Text = Annotated[str, Field(max_length=300)]
BIGGEST = 2**62  # that a database holds


class Asked(BaseModel):
    """The filters, the same in every list, map and count; see `rashomon list --help`."""

    country: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$", description="ISO 3166-1 alpha-3")] = None
    type: IncidentType | None = None
    realis: Realis | None = None
    scope: Scope | None = None
    since: Annotated[str | None, Field(pattern=DAY, description="happened on or after this day")] = None
    until: Annotated[str | None, Field(pattern=DAY, description="happened on or before this day")] = None
    contested: bool | None = None
    main: bool | None = None
    aggregate: bool | None = None
    state: State | None = None
    assigned: Text | None = None
    min_score: Annotated[float | None, Field(ge=0, le=1)] = None
    min_sources: Annotated[int | None, Field(ge=0, le=BIGGEST)] = None
    min_killed: Annotated[int | None, Field(ge=0, le=BIGGEST)] = None
    box: Annotated[str | None, Field(max_length=100, description="south,west,north,east in degrees")] = None
    words: Text | None = None
    actor: Text | None = None
    perpetrator: Text | None = None
    target: Text | None = None
    weapon: Text | None = None
    source: Text | None = None
    source_kind: Text | None = None
    admin1: Text | None = None
    place: Text | None = None
    publisher: Text | None = None
    language: Text | None = None
    document: Text | None = None

    def filter(self) -> Filter:
        """As the register takes it."""
        values = {k: v for k, v in self.model_dump(include=set(Asked.model_fields)).items() if v is not None}
        where = {k: values.pop(k) for k in WHERE if k in values}
        if "box" in values:
            values["box"] = box_of(values["box"])
        return filter_of({**values, "where": where})


WHERE = (
    "actor", "perpetrator", "target", "weapon", "source", "source_kind", "admin1", "place", "publisher", "language",
    "document",
)  # fmt: skip
Counted = Literal[
    "type", "realis", "scope", "state", "assigned", "main", "contested", "aggregate", "country", "actor", "perpetrator",
    "target", "weapon", "source", "source_kind", "admin1", "place", "publisher", "language",
]  # fmt: skip
COUNTED: tuple[str, ...] = get_args(Counted)


class Listed(Asked):
    """A list: filters, order, and where to go on."""

    order: Literal["queue", "date", "changed"] = "queue"
    limit: Annotated[int, Field(ge=1, le=1000)] = 50
    cursor: Annotated[str | None, Field(max_length=500, description="`next` of the page before")] = None


class Counting(Asked):
    """Counts: filters, and the field to count by."""

    field: Counted
    limit: Annotated[int, Field(ge=1, le=1000)] = 50


Filters = Annotated[Asked, Query()]
Lists = Annotated[Listed, Query()]
Counts = Annotated[Counting, Query()]


def box_of(text: str) -> tuple[float, float, float, float]:
    """A box of the map. Raises Problem."""
    try:
        south, west, north, east = (float(part) for part in text.split(","))
    except ValueError:
        raise Problem(422, f"box {text!r} is not south,west,north,east in degrees") from None
    if not (-90 <= south <= north <= 90 and -180 <= west <= 180 and -180 <= east <= 180):
        raise Problem(422, f"box {text!r} does not lie on the Earth: -90 to 90, -180 to 180")
    return south, west, north, east


def cursor_of(after: list[Any] | None, order: str) -> str | None:
    """Where a page ends, as an opaque text."""
    if after is None:
        return None
    return base64.urlsafe_b64encode(json.dumps([order, *after]).encode()).decode().rstrip("=")


def after_of(cursor: str | None, order: str) -> list[Any] | None:
    """Where a cursor points. Raises Problem for one that this list did not give."""
    if cursor is None:
        return None
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        given, key, id = read
        fits = given == order and isinstance(id, str) and isinstance(key, str if order == "date" else int)
    except (ValueError, TypeError):
        fits = False
    if not fits or (isinstance(key, int) and not 0 <= key <= BIGGEST):
        raise Problem(422, "this cursor is not one that this list gave; take `next` of the page before")
    return [key, id]


def version_of(tag: str | None) -> int | None:
    """The version in an If-Match header. Raises Problem for anything else."""
    if tag is None:
        return None
    found = TAG.fullmatch(tag.strip())
    if found is None:
        raise Problem(422, 'If-Match must be the ETag of the incident that you saw, such as "12"')
    return int(found[1])
