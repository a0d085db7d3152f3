"""Small coded reports built by hand, for tests of the register."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from rashomon.claims import Report
from rashomon.config import Config
from rashomon.ids import content_id, text_sha256
from rashomon.incidents import Linker
from rashomon.model import (
    Claim,
    Coding,
    DateRange,
    Document,
    Evidence,
    Mention,
    Place,
    ReportedIncident,
    Source,
    as_json,
)
from rashomon.store import Ingested, Register

VERSION = "test"


def report(
    id: str = "d1", *, killed: int = 4, town: str = "Baghdad", day: str = "2024-01-04", source: str = "police",
    text: str | None = None, publisher: str = "The Daily", stance: Any = "asserts", lat: float = 33.34,
    lon: float = 44.4, country: str = "IRQ",
) -> Report:  # fmt: skip
    """One report of one strike with one toll."""
    said = (
        text or f"{source.capitalize()} said a drone killed {killed} people in {town} on {day}, {id} reports."
    )
    doc = Document(id, said, text_sha256(said), "Strike", publisher, day, language="en")
    incident_id = content_id(doc.sha256, 0, 12, said[:12])
    mention = Mention(incident_id, id, 0, 12, said[:12])
    claim = Claim(
        id=content_id(doc.id, "killed"), document=id, role="killed", value=None, original_value=said[:6],
        source=Source(source, "police" if source == "police" else "military"), evidence=Evidence(0, 6, said[:6]),
        stance=stance, low=killed, best=killed, high=killed, of="people", as_of=day,
    )  # fmt: skip
    incident = ReportedIncident(
        id=incident_id, document=id, label=f"Air/drone strike, {town}, {day}", type="air_drone_strike",
        realis="occurred", aggregate=False, main=True, scope="political", date=DateRange(day, day, "day"),
        place=Place(town, town, country, (country,), lat, lon, 10.0, 98182, "town"), mentions=(mention,),
        claims=(claim,), score=0.9,
    )  # fmt: skip
    return Report(doc, (incident,))


def ingest(register: Register, reports: Iterable[Report], **how: Any) -> Ingested:
    """Add reports as the test's version."""
    how.setdefault("version", VERSION)
    how.setdefault("components", {})
    return register.ingest(list(reports), **how)


def batch(reports: Iterable[Report], *, judgements: Iterable[Any] = ()) -> Coding:
    """What linking all reports at once gives."""
    linker = Linker(Config(), judgements=judgements)
    for item in sorted(reports, key=lambda r: r.doc.id):
        linker.add(item)
    return linker.coding()


def lines(coding: Coding) -> list[str]:
    """A coding as JSON lines, to be compared."""
    row = as_json(coding)
    return [json.dumps(item, sort_keys=True) for key in row if key != "schema" for item in row[key]]
