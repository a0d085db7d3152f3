"""ACLED's and UCDP GED's tables as reports: a row is a report, its cells are claims in the data set's voice.

A data set compiles what others wrote, so its voice is that of an outlet: it stands beside the press and never counts
as an independent source.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from rashomon.claims import Report
from rashomon.claims.labels import label_of
from rashomon.codebook import load_codebook
from rashomon.errors import InputError
from rashomon.exports.countries import Country, countries
from rashomon.exports.text import unguard
from rashomon.ids import content_id, text_sha256
from rashomon.imports.records import Imported
from rashomon.model import (
    Claim,
    ClaimRole,
    DatePrecision,
    DateRange,
    Document,
    Evidence,
    IncidentType,
    Issue,
    Mention,
    Place,
    PlacePrecision,
    ReportedIncident,
    Source,
)

Row = Mapping[str, str]
ONE_SIDED = ("Violence against civilians", "Explosions/Remote violence")
ACLED_DAYS: dict[str, DatePrecision] = {"1": "day", "2": "week", "3": "month"}
ACLED_PLACES: dict[str, PlacePrecision] = {"1": "town", "2": "near", "3": "province"}
UCDP_DAYS: dict[str, DatePrecision] = {"1": "day", "2": "days", "3": "week", "4": "month", "5": "year"}
UCDP_PLACES: dict[str, PlacePrecision] = {
    "1": "town", "2": "near", "3": "district", "4": "province", "5": "province", "6": "country", "7": "sea",
}  # fmt: skip
VIOLENCE: dict[str, IncidentType] = {"1": "armed_clash", "2": "armed_clash", "3": "attack"}
RADIUS_KM: dict[PlacePrecision, float] = {
    "town": 5.0, "near": 25.0, "district": 50.0, "province": 150.0, "country": 500.0, "sea": 300.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """What a row says: values with the columns that they stand in."""

    id: str
    type: IncidentType
    date: DateRange
    place: Place
    published: str | None
    url: str | None
    aggregate: bool
    claims: tuple[tuple[ClaimRole, str, str, tuple[int, int, int] | None], ...]  # role, column, value, counts


@dataclass(frozen=True, slots=True)
class Table:
    """A data set's table: its name, the column of its ids, columns that must be there, and how a row is read."""

    publisher: str
    key: str
    needed: tuple[str, ...]
    read: Callable[[Row], Found]


def read_table(data: bytes, table: Table, name: str) -> Imported:
    """The rows as reports. Raises InputError for a file without the columns; a row that is wrong becomes an issue."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8; save the table as UTF-8") from None
    header = text.partition("\n")[0]
    delimiter = max(",;\t", key=header.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    missing = [c for c in table.needed if c not in (rows.fieldnames or ())]
    if missing:
        raise InputError(f"{name} has no column {missing[0]!r}; is it a table of {table.publisher}?")
    reports: dict[str, Report] = {}
    issues = []
    for number, row in _numbered(rows, name):
        cells = {k: unguard(v).strip() for k, v in row.items() if k and v and v.strip()}
        try:
            report = report_of(table.read(cells), cells, table)
        except (KeyError, ValueError) as error:
            message = f"{name} row {number} was left out: {type(error).__name__} {error}"
            issues.append(Issue(None, "imports", "broken_record", message))
        else:
            reports[report.doc.id] = report
    return Imported(tuple(reports[id] for id in sorted(reports)), issues=tuple(issues))


def _numbered(rows: csv.DictReader[str], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(10_000_000)
    try:
        yield from enumerate(rows, 2)
    except csv.Error as error:
        raise InputError(f"{name} is broken: {error}") from None


def report_of(found: Found, row: Row, table: Table) -> Report:
    """A row as a report: its text is the row, a line for each cell.

    Every line begins with the record's id, so that rows that share long cells are not taken for copies of one text.
    """
    text, at = "", dict[str, tuple[int, int]]()
    for column, value in row.items():
        head = f"{found.id} {column}: "
        at[column] = (len(text) + len(head), len(text) + len(head) + len(value))
        text += f"{head}{value}\n"
    sha256 = text_sha256(text)
    doc = Document(
        content_id("import", table.publisher, sha256), text, sha256, f"{table.publisher} {found.id}",
        table.publisher, found.published, found.url, "en",
    )  # fmt: skip
    start, end = at.get("notes") or at.get("source_headline") or at[table.key]
    mention = Mention(content_id(sha256, start, end, text[start:end]), doc.id, start, end, text[start:end])
    source = Source(table.publisher, "outlet")
    claims = []
    for role, column, value, counts in found.claims:
        a, b = at[column]
        low, best, high = counts or (None, None, None)
        claims.append(
            Claim(
                id=content_id(doc.id, role, column, value), document=doc.id, role=role,
                value=None if counts else value, original_value=text[a:b], source=source,
                evidence=Evidence(a, b, text[a:b]), low=low, best=best, high=high,
                of="people" if counts else None, as_of=found.published, origin="import",
            )
        )  # fmt: skip
    incident = ReportedIncident(
        id=mention.id, document=doc.id, label=label_of(found.type, found.date, found.place), type=found.type,
        realis="occurred", aggregate=found.aggregate, main=True, scope="political", date=found.date,
        place=found.place, mentions=(mention,), claims=tuple(claims), score=1.0,
    )  # fmt: skip
    return Report(doc, (incident,))


def read_acled(row: Row) -> Found:
    """A row of ACLED. Its actors have no direction but where one side only acts."""
    types = {entry.code: name for name, entry in load_codebook().types.items()}
    day = acled_day(row["event_date"])
    precision = ACLED_DAYS[row.get("time_precision", "1")]
    country = next((c for c in countries().values() if str(c.numeric) == row.get("iso")), None) or named(
        row["country"]
    )
    place = place_of(row, country, "location", "admin1", ACLED_PLACES[row.get("geo_precision", "1")])
    deaths = int(row.get("fatalities", "0"))
    claims: list[tuple[ClaimRole, str, str, tuple[int, int, int] | None]] = [
        ("type", "sub_event_type", types[row["sub_event_type"]], None), ("date", "event_date", day, None),
    ]  # fmt: skip
    second: ClaimRole = "target" if row.get("event_type") in ONE_SIDED else "perpetrator"
    for role, column in (("perpetrator", "actor1"), (second, "actor2")):
        if column in row:
            claims.append((role, column, row[column], None))  # type: ignore[arg-type]
    if "location" in row:
        claims.append(("place", "location", row["location"], None))
    if "fatalities" in row:
        claims.append(("killed", "fatalities", "", (deaths, deaths, deaths)))
    stamp = row.get("timestamp")
    published = datetime.fromtimestamp(int(stamp), UTC).date().isoformat() if stamp else None
    start, end = widened(day, precision)
    return Found(
        row["event_id_cnty"], types[row["sub_event_type"]], DateRange(start, end, precision), place, published,
        None, False, tuple(claims),
    )  # fmt: skip


def acled_day(text: str) -> str:
    """ACLED writes 2024-01-04 or 04 January 2024."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return datetime.strptime(text, "%d %B %Y").date().isoformat()


def widened(day: str, precision: DatePrecision) -> tuple[str, str]:
    """The possible days around the middle one that ACLED gives."""
    from datetime import timedelta

    middle = date.fromisoformat(day)
    if precision == "month":
        first = middle.replace(day=1)
        following = (first + timedelta(days=31)).replace(day=1)
        return first.isoformat(), (following - timedelta(days=1)).isoformat()
    around = timedelta(days=3 if precision == "week" else 0)
    return (middle - around).isoformat(), (middle + around).isoformat()


def read_ucdp(row: Row) -> Found:
    """A row of UCDP GED."""
    start, end = row["date_start"][:10], row["date_end"][:10]
    days = DateRange(
        date.fromisoformat(start).isoformat(),
        date.fromisoformat(end).isoformat(),
        UCDP_DAYS[row["date_prec"]],
    )
    country = next((c for c in countries().values() if c.gw and str(c.gw) == row.get("country_id")), None)
    country = country or named(row["country"])
    place = place_of(row, country, "where_coordinates", "adm_1", UCDP_PLACES[row["where_prec"]])
    one_sided = row.get("type_of_violence") == "3"
    claims: list[tuple[ClaimRole, str, str, tuple[int, int, int] | None]] = [
        ("date", "date_start", start, None),
        ("killed", "best", "", (int(row["low"]), int(row["best"]), int(row["high"]))),
    ]
    if "side_a" in row:
        claims.append(("perpetrator", "side_a", row["side_a"], None))
    if "side_b" in row:
        claims.append(("target" if one_sided else "perpetrator", "side_b", row["side_b"], None))
    if "where_coordinates" in row:
        claims.append(("place", "where_coordinates", row["where_coordinates"], None))
    return Found(
        row["id"], VIOLENCE.get(row.get("type_of_violence", ""), "other"), days, place, None, None,
        row.get("event_clarity") == "2", tuple(claims),
    )  # fmt: skip


def place_of(row: Row, country: Country | None, name: str, admin1: str, precision: PlacePrecision) -> Place:
    """Where a row says it happened."""
    iso3 = country.iso3 if country else None
    return Place(
        name=row.get(name), admin1=row.get(admin1), country=iso3, countries=(iso3,) if iso3 else (),
        lat=float(row["latitude"]) if "latitude" in row else None,
        lon=float(row["longitude"]) if "longitude" in row else None, radius_km=RADIUS_KM[precision],
        precision=precision,
    )  # fmt: skip


@lru_cache(maxsize=512)
def named(name: str) -> Country | None:
    """A country by its English name; UCDP puts a former name in brackets."""
    plain = name.partition(" (")[0].casefold()
    return next((c for c in countries().values() if c.name.casefold() in (plain, name.casefold())), None)


ACLED = Table(
    "ACLED", "event_id_cnty", ("event_id_cnty", "event_date", "sub_event_type", "country"), read_acled
)
UCDP = Table(
    "UCDP GED", "id",
    ("id", "type_of_violence", "where_prec", "date_prec", "date_start", "date_end", "best", "low", "high", "country"),
    read_ucdp,
)  # fmt: skip
