"""The hand-coded reports of `tests/gold`, as the claims stage would hand them to linking.

Each gold incident is split by document. A report's record knows the date and the place of the incident only
where that document has a claim of them, so that linking has to do without what a report leaves out.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rashomon.claims import Report
from rashomon.ids import content_id, text_sha256
from rashomon.model import (
    Claim,
    DateRange,
    Document,
    Evidence,
    Mention,
    Place,
    ReportedIncident,
    Source,
    Statement,
)

LEAD = 400  # a cluster's main incident is a report's own subject if the report tells of it this early
DEV = Path(__file__).parents[1] / "gold" / "dev"


def rows(path: Path) -> list[dict[str, Any]]:
    """Lines of a JSONL file."""
    with open(path, encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def gold_reports(folder: Path = DEV) -> list[Report]:
    """One report per gold document with its share of the gold incidents and its statements."""
    return reports_of(rows(folder / "input.jsonl"), rows(folder / "gold.jsonl"))


def reports_of(documents: Iterable[dict[str, Any]], gold: Iterable[dict[str, Any]]) -> list[Report]:
    """Documents and their gold lines as reports."""
    docs = {d["id"]: Document(sha256=text_sha256(d["text"]), **d) for d in documents}
    incidents: dict[str, list[ReportedIncident]] = defaultdict(list)
    statements: dict[str, list[Statement]] = defaultdict(list)
    ids: dict[tuple[str, str], str] = {}
    for row in gold:
        if row["record"] == "incident":
            for document in sorted({m["document"] for m in row["mentions"]}):
                part = reported(row, docs[document])
                ids[document, row["id"]] = part.id
                incidents[document].append(part)
        elif row["record"] == "statement":
            statements[row["document"]].append(statement(row, ids))
    return [Report(doc, tuple(incidents[id]), tuple(statements[id])) for id, doc in docs.items()]


def reported(row: dict[str, Any], doc: Document) -> ReportedIncident:
    """The record that one document has of a gold incident."""
    mentions = tuple(
        Mention(
            content_id(doc.sha256, m["start"], m["end"], m["quote"]), doc.id, m["start"], m["end"], m["quote"]
        )
        for m in row["mentions"]
        if m["document"] == doc.id
    )
    claims = tuple(
        claim(c, n, row["id"], doc) for n, c in enumerate(row["claims"]) if c["document"] == doc.id
    )
    return ReportedIncident(
        id=min(m.id for m in mentions),
        document=doc.id,
        label=row["label"],
        type=row["type"],
        realis=row["realis"],
        aggregate=row["aggregate"],
        main=row["main"] and min(m.start for m in mentions) < LEAD,
        scope="political",
        date=finest_date(claims),
        place=place_of(row["place"]) if any(c.role == "place" for c in claims) else Place(),
        mentions=mentions,
        claims=claims,
        score=0.9,
    )


def claim(row: dict[str, Any], number: int, incident: str, doc: Document) -> Claim:
    """A gold claim; gold names no actors, so that sources are known by name only."""
    source = row["source"]
    low, high = row["low"], row["high"]
    return Claim(
        id=content_id(doc.id, incident, number),
        document=doc.id,
        role=row["role"],
        value=row["value"],
        original_value=row["value"] or row["evidence"]["quote"],
        source=Source(source["name"], source["kind"], relayed_by=source["relayed_by"]),
        evidence=Evidence(**row["evidence"]),
        stance=row["stance"],
        hedged=row["hedged"],
        low=low,
        best=low if low is not None else high,
        high=high,
        of=row["of"],
        as_of=doc.published,
    )


def statement(row: dict[str, Any], ids: dict[tuple[str, str], str]) -> Statement:
    """A gold statement about the report's own record of the incident."""
    return Statement(
        content_id(row["id"]),
        row["document"],
        row["speaker"],
        row["speaker_kind"],
        row["act"],
        row["addressee"],
        ids.get((row["document"], row["about"])),
        Evidence(**row["evidence"]),
    )


def finest_date(claims: Iterable[Claim]) -> DateRange:
    """The shortest span that a date claim gives, in whole days."""
    spans = [span for c in claims if c.role == "date" for span in [date_span(c.value or "")] if span.start]
    order = ("day", "days", "week", "month", "year")
    return min(spans, key=lambda s: (order.index(s.precision), s.start), default=DateRange())


def date_span(value: str) -> DateRange:
    """An ISO day, month, year, or span of days as a date range; unknown for anything else."""
    parts = [p.strip() for p in value.split("/")]
    ends = [_ends(p) for p in parts]
    if any(e is None for e in ends):
        return DateRange()
    (start, _, precision), (_, end, _) = ends[0], ends[-1]  # type: ignore[misc]
    return DateRange(start, end, "days" if len(parts) > 1 else precision)


def _ends(value: str) -> tuple[str, str, Any] | None:
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return value, value, "day"
    if re.fullmatch(r"\d{4}-\d\d", value):
        days = 29 if value[5:] == "02" else 30 if value[5:] in ("04", "06", "09", "11") else 31
        days = 28 if value[5:] == "02" and int(value[:4]) % 4 else days
        return f"{value}-01", f"{value}-{days}", "month"
    if re.fullmatch(r"\d{4}", value):
        return f"{value}-01-01", f"{value}-12-31", "year"
    return None


def place_of(row: dict[str, Any]) -> Place:
    """A gold place as the gazetteer would give it."""
    radius = {"site": 2.0, "town": 8.0, "near": 15.0, "district": 30.0, "province": 120.0, "country": 500.0}
    return Place(
        name=row["name"],
        admin1=row["admin1"],
        country=row["country"],
        countries=(row["country"],) if row["country"] else (),
        lat=row["lat"],
        lon=row["lon"],
        radius_km=radius.get(row["precision"], 50.0),
        precision=row["precision"],
    )
