"""The records that flow through Rashomon, from a text to an incident.

Everything here is a frozen value. A *span* is half-open code-point offsets into one document's text;
whatever is
read off a text carries its span, so that every value can be traced to its words. What is not known is None.

    Document → (annotators) → Annotations → (claims) → ReportedIncident → (incidents) → Incident

`as_json` of a value gives the object that INTERFACE.md of the design fixes (docs/data-model.md lists it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from functools import lru_cache
from types import UnionType
from typing import Any, Literal, TypeVar, Union, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")

# Vocabularies (docs/codebook.md defines each word) ---------------------------------------------------------

IncidentType = Literal[
    "armed_clash", "government_regains_territory", "nonstate_overtakes_territory", "chemical_weapon",
    "air_drone_strike", "suicide_bomb", "shelling_artillery_missile", "remote_explosive_ied", "grenade",
    "sexual_violence", "attack", "abduction", "peaceful_protest", "protest_with_intervention",
    "excessive_force_against_protesters", "violent_demonstration", "mob_violence", "agreement", "arrests",
    "change_to_group_activity", "disrupted_weapons_use", "base_established", "looting_property_destruction",
    "nonviolent_transfer_of_territory", "other",
]  # fmt: skip
Realis = Literal["occurred", "attempted", "threatened", "planned", "hypothetical", "reported_false"]
ClaimRole = Literal[
    "killed", "injured", "captured", "displaced", "perpetrator", "target", "victim", "weapon", "date", "place",
    "damage", "type", "occurrence",
]  # fmt: skip
Stance = Literal["asserts", "claims", "accuses", "denies", "doubts"]
Kind = Literal[
    "government", "military", "police", "armed_group", "health", "witness", "monitor", "media", "local_official",
    "relative", "unnamed", "outlet", "civilians", "company", "religious", "party", "international",
]  # fmt: skip
EntityKind = Literal[
    "person", "group", "organisation", "armed_force", "facility", "vehicle", "settlement", "other"
]
WeaponKind = Literal[
    "drone", "aircraft", "helicopter", "ship", "vehicle_launcher", "missile", "rocket", "mortar", "artillery",
    "bomb_air", "barrel_bomb", "cluster", "car_bomb", "ied", "suicide_vest", "mine", "grenade", "small_arms",
    "blade", "fire", "chemical", "ramming", "other", "unknown",
]  # fmt: skip
Act = Literal[
    "claim_responsibility", "deny_responsibility", "accuse", "condemn", "threaten", "demand", "reject", "support",
    "agree", "consult", "promise", "comment",
]  # fmt: skip
DatePrecision = Literal["day", "days", "week", "month", "year", "unknown"]
PlacePrecision = Literal["site", "town", "near", "district", "province", "country", "sea"]
Scope = Literal["political", "criminal", "unclear"]
Relation = Literal["background_of", "part_of", "response_to", "same_wave"]

COUNT_ROLES: tuple[ClaimRole, ...] = ("killed", "injured", "captured", "displaced")
LAUNCHERS: frozenset[str] = frozenset({"drone", "aircraft", "helicopter", "ship", "vehicle_launcher"})


# Documents -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Document:
    """One published text. Offsets everywhere count Unicode code points of exactly `text`."""

    id: str
    text: str
    sha256: str  # of the original bytes; of the UTF-8 text for JSONL
    title: str | None = None
    publisher: str | None = None
    published: str | None = None  # ISO 8601; may be a month or a year
    url: str | None = None
    language: str | None = None
    updated: str | None = None
    byline: str | None = None
    wire: str | None = None  # the news agency that is credited
    dateline: str | None = None  # "BAGHDAD, Jan 4 (Reuters)", as written
    stated: tuple[Stated, ...] = ()  # where the metadata were read, with the readings that lost
    issues: tuple[Issue, ...] = ()  # what went wrong while it was read
    coded: bool = True  # False: listed with an issue, but no layer runs over it


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of metadata as one place gives it. `score`: how far such a place can be trusted, 0 to 1."""

    field: str
    value: str
    source: str  # "record", "option", "json-ld datePublished", "email header Date", "text"
    score: float


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open code-point offsets into a document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Do the two share a character?"""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Does the other lie wholly inside this one?"""
        return self.start <= other.start and other.end <= self.end

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Issue:
    """Something that could not be read or coded, said instead of guessed."""

    document: str | None
    stage: str
    code: str
    message: str
    start: int | None = None
    end: int | None = None


# Annotations: what stands in one text -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Time:
    """A time expression. `earliest` and `latest` are ISO days; None when nothing anchors it.

    `value` is a TIMEX3 value, `anchor` what resolved it: published, dateline, text, or none.
    """

    span: Span
    type: Literal["DATE", "TIME", "DURATION", "SET"]
    value: str
    earliest: str | None
    latest: str | None
    precision: str
    anchor: Literal["published", "dateline", "text", "none"]


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name in a text, resolved or not. `radius_km`: how far from the point the place may lie.

    `within` names what the text puts around the name ("eastern", "20 km south of", "near").
    """

    span: Span
    name: str | None
    geonameid: int | None
    admin1: str | None
    country: str | None  # ISO 3166-1 alpha-3
    lat: float | None
    lon: float | None
    precision: PlacePrecision | None
    score: float
    radius_km: float | None = None
    feature: str | None = None  # GeoNames feature code, such as PPLC, ADM1, SEA
    site: Span | None = None  # the named or described site that the place belongs to ("a market in Omdurman")
    countries: tuple[str, ...] = ()
    candidates: tuple[int, ...] = ()  # GeoNames ids that the name could also mean, likeliest first


@dataclass(frozen=True, slots=True)
class Actor:
    """A mention of somebody or some body that can act, speak or suffer.

    `id` is shared by all mentions of one actor in one text; `form` says how it is mentioned. `institution`
    is the
    id of the body a person speaks for ("Ryder" → the Pentagon). `entity_kind` sorts it for claims.
    """

    span: Span
    id: str
    name: str
    kind: Kind | None
    country: str | None
    form: Literal["name", "nominal", "pronoun"] = "name"
    entity_kind: EntityKind = "organisation"
    institution: str | None = None


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon in a text; low, best, high count it, None when nothing does.

    `implied`: the words are no weapon but tell of one ("opened fire", "shelled"); `name` is what to call it
    then
    ("firearms", "artillery"), and the words of the weapon without its number otherwise.
    """

    span: Span
    kind: WeaponKind
    low: int | None = None
    best: int | None = None
    high: int | None = None
    name: str | None = None
    implied: bool = False


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of people (or things) as a range, with what it counts and what happened to them.

    `effect` is a count role of claims, or None (troops, money). `subset_of` is the index, in the document's
    quantities, of the whole that this one is part of ("four people, including a commander").
    `number` is the span of the number word alone; `predicate` that of the word that tells the effect.
    """

    span: Span
    low: int | None
    best: int | None
    high: int | None
    effect: Literal["killed", "injured", "captured", "displaced"] | None
    of: str | None
    hedged: bool = False
    subset_of: int | None = None
    number: Span | None = None
    predicate: Span | None = None
    cumulative: bool = False  # a total over many events ("605 killed since October")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what: PolNeAR's source, cue and content, plus stance, hedging and nesting.

    `source` None = not named; `within` = id of the attribution that encloses this one.
    """

    id: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    stance: Stance
    hedged: bool
    source_kind: Kind | None
    within: str | None = None
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Role:
    """A filler of an event's slot, as words of the text.

    `role` is a claim role (`killed` … `damage`); `layer` and `index` point at the annotation that it is,
    when it is one
    ("quantities", 3).
    """

    role: ClaimRole
    span: Span
    layer: Literal["times", "toponyms", "actors", "weapons", "quantities"] | None = None
    index: int | None = None
    stance: Stance | None = None  # when the event's own words fix it ("claimed responsibility")
    score: float = 1.0


@dataclass(frozen=True, slots=True)
class Event:
    """A mention of an incident in one text. `clause` is the part of the text that tells it."""

    id: str
    trigger: Span
    clause: Span
    type: IncidentType
    realis: Realis
    aggregate: bool
    background: bool
    score: float
    roles: tuple[Role, ...] = ()
    same_as: str | None = None  # id of an earlier event of the text that this one mentions again
    scope: Scope = "political"


@dataclass(frozen=True, slots=True)
class Speech:
    """A speech act in one text, before it is linked to an incident: the raw form of a Statement."""

    span: Span
    speaker: Span | None
    act: Act
    addressee: Span | None
    event: str | None  # id of the event it is about
    speaker_name: str | None = None
    speaker_kind: Kind | None = None


@dataclass(slots=True)
class Annotations:
    """All layers of one document. The one mutable record: each annotator sets its own layer, once."""

    doc: Document
    parse: Any = None  # annotators.parse.Parse
    times: tuple[Time, ...] = ()
    toponyms: tuple[Toponym, ...] = ()
    actors: tuple[Actor, ...] = ()
    weapons: tuple[Weapon, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[Event, ...] = ()
    speeches: tuple[Speech, ...] = ()
    issues: list[Issue] = field(default_factory=list)


# Claims and incidents ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Source:
    """Who says it. `entity` is the actor behind the name; `chain` is who relayed to whom, outermost first."""

    name: str
    kind: Kind
    entity: str | None = None
    institution: str | None = None
    relayed_by: str | None = None
    chain: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words behind a value: `quote` equals the document's text from `start` to `end`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Claim:
    """One source's statement of one role of one incident, with the words that say it."""

    id: str
    document: str
    role: ClaimRole
    value: str | None
    original_value: str
    source: Source
    evidence: Evidence
    stance: Stance = "asserts"
    hedged: bool = False
    low: int | None = None
    best: int | None = None
    high: int | None = None
    of: str | None = None
    subset_of: str | None = None
    as_of: str | None = None
    entity_kind: EntityKind | None = None
    entity_id: str | None = None
    score: float = 1.0
    origin: Literal["machine", "person", "import"] = "machine"


@dataclass(frozen=True, slots=True)
class Mention:
    """Where one document tells of an incident."""

    id: str
    document: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class DateRange:
    """Whole days and how exactly they are known; unknown = None, None, "unknown"."""

    start: str | None = None
    end: str | None = None
    precision: DatePrecision = "unknown"


@dataclass(frozen=True, slots=True)
class Place:
    """The finest place known of an incident. Coordinates are WGS84 degrees; `radius_km` its uncertainty."""

    name: str | None = None
    admin1: str | None = None
    country: str | None = None
    countries: tuple[str, ...] = ()
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None
    geonameid: int | None = None
    precision: PlacePrecision | None = None


@dataclass(frozen=True, slots=True)
class ReportedIncident:
    """One report's record of one incident: what linking across reports merges, and a store keeps."""

    id: str  # smallest of its mention ids
    document: str
    label: str
    type: IncidentType
    realis: Realis
    aggregate: bool
    main: bool
    scope: Scope
    date: DateRange
    place: Place
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    score: float
    related: tuple[
        tuple[str, Relation], ...
    ] = ()  # (id of a reported incident of the same document, relation)


@dataclass(frozen=True, slots=True)
class Statement:
    """A speech act of an actor about an incident or another actor."""

    id: str
    document: str
    speaker: str
    speaker_kind: Kind
    act: Act
    addressee: str | None
    about: str | None
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Toll:
    """A count as a range over all accounts; `contested` when two sources differ about the same people."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One line of the responsibility ledger."""

    actor: str
    stance: Stance
    source: str


@dataclass(frozen=True, slots=True)
class Incident:
    """One happening in the world: a view over the claims of all reports that tell of it."""

    id: str
    aliases: tuple[str, ...]
    label: str
    type: IncidentType
    type_contested: bool
    realis: Realis
    aggregate: bool
    main: bool
    scope: Scope
    score: float
    policy: str
    independent_sources: int
    related: tuple[tuple[str, Relation], ...]
    date: DateRange
    place: Place
    killed: Toll
    injured: Toll
    perpetrators: tuple[str, ...]
    targets: tuple[str, ...]
    weapons: tuple[str, ...]
    responsibility: tuple[Responsibility, ...]
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An actor of the whole coding, behind the names that reports use."""

    id: str
    name: str
    kind: Kind | None
    country: str | None
    institution: str | None


@dataclass(frozen=True, slots=True)
class Coding:
    """The result of `rashomon code`: everything that a set of reports says, as one object."""

    documents: tuple[Document, ...]
    copies: dict[str, str]  # document id → id of the document that it copies
    actors: tuple[ActorRecord, ...]
    incidents: tuple[Incident, ...]
    statements: tuple[Statement, ...]
    issues: tuple[Issue, ...]


# JSON -------------------------------------------------------------------------------------------------------


def as_json(value: Any) -> Any:
    """A value of this module as plain JSON types, keys in the order of the definition.

    A span becomes {"start", "end"}; pairs of `related` become {"id", "relation"}.
    """
    if isinstance(value, Coding):
        return coding_json(value)
    if is_dataclass(value) and not isinstance(value, type):
        row = {f.name: as_json(getattr(value, f.name)) for f in fields(value)}
        if "related" in row:
            row["related"] = [{"id": id, "relation": relation} for id, relation in row["related"]]
        return row
    if isinstance(value, (tuple, list)):
        return [as_json(item) for item in value]
    if isinstance(value, dict):
        return {key: as_json(item) for key, item in value.items()}
    return value


def coding_json(coding: Coding) -> dict[str, Any]:
    """The object that `rashomon code` prints."""
    return {
        "schema": "rashomon/1",
        "documents": [document_json(d, copy_of=coding.copies.get(d.id)) for d in coding.documents],
        "actors": [as_json(a) for a in coding.actors],
        "incidents": [as_json(i) for i in coding.incidents],
        "statements": [as_json(s) for s in coding.statements],
        "issues": [as_json(i) for i in coding.issues],
    }


def document_json(doc: Document, *, copy_of: str | None = None) -> dict[str, Any]:
    """A document without its text."""
    return {
        "id": doc.id,
        "title": doc.title,
        "publisher": doc.publisher,
        "published": doc.published,
        "url": doc.url,
        "language": doc.language,
        "copy_of": copy_of,
        "sha256": doc.sha256,
    }


def annotations_json(notes: Annotations) -> dict[str, Any]:
    """The line that `rashomon annotate` prints for one document."""
    text = notes.doc.text
    row: dict[str, Any] = {
        "document": {
            "id": notes.doc.id,
            "title": notes.doc.title,
            "publisher": notes.doc.publisher,
            "published": notes.doc.published,
            "url": notes.doc.url,
            "language": notes.doc.language,
            "sha256": notes.doc.sha256,
        }
    }
    for layer in (
        "times",
        "toponyms",
        "actors",
        "weapons",
        "quantities",
        "attributions",
        "events",
        "speeches",
    ):
        row[layer] = [_layer_json(item, text) for item in getattr(notes, layer)]
    row["issues"] = [as_json(i) for i in notes.issues]
    return row


def _layer_json(item: Any, text: str) -> dict[str, Any]:
    """An annotation with its span spread out and its words beside it."""
    row: dict[str, Any] = {}
    for name, value in _pairs(item):
        if name == "span":
            row |= _words(value, text)
        elif isinstance(value, Span):
            row[name] = _words(value, text)
        elif name == "content":
            row[name] = [as_json(span) for span in value]
        elif name == "roles":
            row[name] = [_layer_json(role, text) for role in value]
        else:
            row[name] = as_json(value)
    return row


def _pairs(item: Any) -> Iterator[tuple[str, Any]]:
    return ((f.name, getattr(item, f.name)) for f in fields(item))


def _words(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


# From JSON --------------------------------------------------------------------------------------------------


def from_json(kind: type[T], row: dict[str, Any]) -> T:
    """A record of this module from its JSON form; keys that the record lacks are ignored.

    Raises KeyError when a field without a default is missing.
    """
    values = {
        name: reader(row[name]) if reader and row[name] is not None else row[name]
        for name, needed, reader in _plan(cast(type, kind))
        if needed or name in row
    }
    return kind(**values)


Reader = Callable[[Any], Any] | None  # None: the value is taken as it is


@lru_cache(maxsize=64)
def _plan(kind: type) -> tuple[tuple[str, bool, Reader], ...]:
    """Name, whether it must be there, and how it is read, of every field of a record."""
    hints = get_type_hints(kind)
    return tuple(
        (f.name, f.default is MISSING and f.default_factory is MISSING, _reader(hints[f.name]))
        for f in fields(kind)
    )


def _reader(hint: Any) -> Reader:
    """What makes the shape that a type hint asks for out of a JSON value."""
    origin, args = get_origin(hint), get_args(hint)
    if origin is UnionType or origin is Union:
        return _reader(next(a for a in args if a is not type(None)))
    if origin is tuple:
        if get_origin(args[0]) is tuple:  # `related`
            return lambda value: tuple(
                (item["id"], item["relation"]) if isinstance(item, dict) else tuple(item) for item in value
            )
        inner = _reader(args[0])
        return (lambda value: tuple(map(inner, value))) if inner else tuple
    if isinstance(hint, type) and is_dataclass(hint):
        return lambda value: from_json(hint, value)
    return None


def coding_from_json(row: dict[str, Any], texts: dict[str, str] | None = None) -> Coding:
    """A coding from the object that `rashomon code` prints; `texts` gives the documents' texts, by id."""
    texts = texts or {}
    return Coding(
        documents=tuple(from_json(Document, {"text": texts.get(d["id"], ""), **d}) for d in row["documents"]),
        copies={d["id"]: d["copy_of"] for d in row["documents"] if d.get("copy_of")},
        actors=tuple(from_json(ActorRecord, a) for a in row.get("actors", [])),
        incidents=tuple(from_json(Incident, i) for i in row["incidents"]),
        statements=tuple(from_json(Statement, s) for s in row["statements"]),
        issues=tuple(from_json(Issue, i) for i in row["issues"]),
    )
