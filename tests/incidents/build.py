"""Small reports, incidents and claims to write tests with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rashomon.claims import Report
from rashomon.ids import content_id, text_sha256
from rashomon.incidents.voices import Origins
from rashomon.model import (
    Claim,
    ClaimRole,
    DateRange,
    Document,
    Evidence,
    Kind,
    Mention,
    Place,
    ReportedIncident,
    Source,
)

BAGHDAD = Place("Baghdad", "Baghdad", "IRQ", ("IRQ",), 33.3, 44.4, 10.0, 98182, "town")
MOSUL = Place("Mosul", "Nineveh", "IRQ", ("IRQ",), 36.3, 43.1, 10.0, 99072, "town")
NOBODY = Origins({}, str, {})  # no report is a copy, none credits an agency


def doc(
    id: str, text: str, *, published: str | None = "2024-01-05", publisher: str | None = None
) -> Document:
    """A document."""
    return Document(id, text, text_sha256(text), publisher=publisher or f"Paper {id}", published=published)


def claim(
    role: ClaimRole = "killed",
    number: int | None = None,
    *,
    source: str = "police",
    kind: Kind = "police",
    document: str = "d1",
    as_of: str | None = "2024-01-05",
    **more: Any,
) -> Claim:
    """A claim; a number is exact unless low and high say otherwise."""
    values = {"low": number, "best": number, "high": number, "value": None, "of": "people", **more}
    key = content_id(role, number, source, document, as_of, sorted(map(str, more.items())))
    quote = str(values["value"] or number)
    entity, institution = values.pop("entity", None), values.pop("institution", None)
    return Claim(
        id=key,
        document=document,
        role=role,
        original_value=quote,
        source=Source(source, kind, entity=entity, institution=institution),
        evidence=Evidence(0, len(quote), quote),
        as_of=as_of,
        **values,
    )


def incident(
    document: Document, *claims: Claim, start: int = 0, end: int | None = None, **more: Any
) -> ReportedIncident:
    """A report's record of an incident: a main air strike on Baghdad on 4 January 2024, unless said otherwise."""
    end = len(document.text) if end is None else end
    quote = document.text[start:end]
    mention = Mention(content_id(document.sha256, start, end, quote), document.id, start, end, quote)
    made = ReportedIncident(
        id=mention.id,
        document=document.id,
        label="Air strike",
        type="air_drone_strike",
        realis="occurred",
        aggregate=False,
        main=True,
        scope="political",
        date=DateRange("2024-01-04", "2024-01-04", "day"),
        place=BAGHDAD,
        mentions=(mention,),
        claims=tuple(replace(c, document=document.id) for c in claims),
        score=0.9,
    )
    return replace(made, **more)


def report(document: Document, *incidents: ReportedIncident) -> Report:
    """A report."""
    return Report(document, incidents)
