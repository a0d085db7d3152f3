"""The shapes of requests and answers, for OpenAPI and validation."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from rashomon.model import (
    ClaimRole,
    DatePrecision,
    EntityKind,
    IncidentType,
    Kind,
    PlacePrecision,
    Realis,
    Scope,
    Stance,
)
from rashomon.views.decisions import DecisionKind

Counted = Annotated[
    list[str | int], Field(min_length=2, max_length=2, description="a value and how many have it")
]
Id = Annotated[str, Field(min_length=1, max_length=300)]


class Open(BaseModel):
    """An answer; more keys may come."""

    model_config = {"extra": "allow"}


class ProblemShape(Open):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


class SketchShape(Open):
    """An incident in a list."""

    id: str
    label: str
    type: str
    realis: str
    state: str
    version: int
    score: float
    contested: bool
    main: bool


class ListShape(Open):
    """A page of a list."""

    results: list[SketchShape]
    next: str | None
    total: int


class IncidentShape(Open):
    """An incident with everything that its page shows; `incident` is the record of docs/data-model.md."""

    incident: dict[str, Any]
    sketch: SketchShape
    board: dict[str, Any]
    tolls: list[dict[str, Any]]
    documents: list[dict[str, Any]]
    statements: list[dict[str, Any]]
    related: list[dict[str, Any]]
    decisions: list[dict[str, Any]]


class DocumentShape(Open):
    """A report with its text and what was read in it; offsets count code points of `text`."""

    document: dict[str, Any]
    text: str
    incidents: list[dict[str, Any]]
    graphic: list[list[int]]


class ResultsShape(Open):
    """Some things."""

    results: list[dict[str, Any]]


class FoundShape(Open):
    """What a search found."""

    incidents: list[SketchShape]
    documents: list[dict[str, Any]]


class CountsShape(Open):
    """Incidents for each value of a field, commonest first."""

    field: str
    counts: list[Counted]


class PointsShape(Open):
    """Incidents as columns of values, all of one length."""

    id: list[str]
    lat: list[float | None]
    lon: list[float | None]
    date_start: list[str | None]


class TimelineShape(Open):
    """Incidents by the day they began, and reports by the day they were published."""

    happened: list[Counted]
    reported: list[Counted]


class ObjectShape(Open):
    """An object."""


class JobShape(Open):
    """Reports on their way into the register."""

    id: str
    state: str
    coded: int
    total: int | None
    documents: list[str]
    new: list[str]
    changed: list[str]
    known: list[str]
    error: str | None


class DecidedShape(Open):
    """A decision taken, and the incidents that it made, changed or took away."""

    decision: dict[str, Any]
    new: list[str]
    changed: list[str]
    gone: list[str]
    incidents: list[SketchShape]


class Part(BaseModel):
    """A part of a decision's details; what is not given stays as it is."""

    model_config = {"extra": "forbid", "strict": True}


Words = Annotated[str, Field(max_length=2_000)]
Count = Annotated[int, Field(ge=0, le=2**62)]


class DatePart(Part):
    """When it happened."""

    start: Words | None = None
    end: Words | None = None
    precision: DatePrecision = "day"


class PlacePart(Part):
    """Where it happened."""

    name: Words | None = None
    admin1: Words | None = None
    country: Annotated[str | None, Field(pattern=r"^[A-Z]{3}$")] = None
    countries: list[Annotated[str, Field(pattern=r"^[A-Z]{3}$")]] = []
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None
    radius_km: Annotated[float | None, Field(ge=0, le=20_100)] = None
    geonameid: Count | None = None
    precision: PlacePrecision | None = None


class SourcePart(Part):
    """Who says it."""

    name: Words = ""
    kind: Kind = "unnamed"
    entity: Words | None = None
    institution: Words | None = None
    relayed_by: Words | None = None
    chain: Annotated[list[Words], Field(max_length=20)] = []


class Details(Part):
    """What a decision says; which of it a kind takes stands in docs/register.md."""

    type: IncidentType = "other"
    realis: Realis = "occurred"
    label: Words = ""
    main: bool = True
    aggregate: bool = False
    scope: Scope = "political"
    date: DatePart = DatePart()
    place: PlacePart = PlacePart()
    role: ClaimRole = "killed"
    value: Words | None = None
    low: Count | None = None
    best: Count | None = None
    high: Count | None = None
    of: Words | None = None
    stance: Stance = "asserts"
    hedged: bool = False
    as_of: Words | None = None
    entity_kind: EntityKind | None = None
    entity_id: Words | None = None
    subset_of: Words | None = None
    source: SourcePart = SourcePart()
    start: Count = 0
    end: Count = 0
    text: Annotated[str, Field(max_length=20_000)] = ""
    to: Annotated[str | None, Field(max_length=200)] = None


class Wanted(BaseModel):
    """A decision to take (docs/register.md lists the kinds and their details)."""

    model_config = {"extra": "forbid"}

    kind: DecisionKind
    ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    reason: Annotated[str, Field(max_length=10_000)] = ""
    details: Details = Details()
    expect: Annotated[
        dict[str, Annotated[int, Field(ge=0, le=2**62)]],
        Field(max_length=200, description="versions of further incidents that you saw, by id"),
    ] = {}


class Upload(BaseModel):
    """A file."""

    model_config = {"extra": "forbid"}

    name: Annotated[str, Field(min_length=1, max_length=500)]
    data: Annotated[str, Field(max_length=120 * 2**20, description="its bytes in base64")]


class Reports(BaseModel):
    """Reports to add: a text with what is known about it, or files of any kind that `rashomon ingest` reads."""

    model_config = {"extra": "forbid"}

    text: Annotated[str | None, Field(max_length=5_000_000)] = None
    title: Annotated[str | None, Field(max_length=2_000)] = None
    publisher: Annotated[str | None, Field(max_length=500)] = None
    published: Annotated[str | None, Field(max_length=40, description="ISO 8601; relative dates need it")] = (
        None
    )
    url: Annotated[str | None, Field(max_length=2_000)] = None
    files: Annotated[list[Upload], Field(max_length=500)] = []
