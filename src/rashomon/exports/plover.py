"""`plover`: PLOVER 2.0 records as JSONL; who says what goes along as the named extension `attribution`."""

from __future__ import annotations

import json
from typing import Any

from rashomon.exports.base import Export
from rashomon.exports.countries import country_name
from rashomon.exports.crosswalk import ACTS, PLOVER_EVENTS, crosswalk
from rashomon.exports.text import utf8
from rashomon.model import Incident, Statement

RESOLUTION = {"site": 5, "town": 4, "near": 4, "district": 3, "province": 2, "country": 1, "sea": 1}
REALIS_MODES = {
    "planned": "future",
    "threatened": "future",
    "hypothetical": "hypothetical",
    "reported_false": "negation",
}


def write(export: Export) -> bytes:
    """A line for each incident, then one for each statement that PLOVER has an event for."""
    rows = []
    for incident in export.incidents:
        crossing = crosswalk()[incident.type]
        if crossing.plover is None:
            export.loss.add("incident", f"PLOVER has no event for {incident.type}", incident.id)
        elif incident.date.start is None:
            export.loss.add("incident", "date unknown; PLOVER requires one", incident.id)
        else:
            rows.append(record(incident, export))
    for statement in export.coding.statements:
        event, mode, _ = ACTS[statement.act]
        if event is None:
            export.loss.add("statement", f"PLOVER has no event for {statement.act}", statement.id)
        else:
            rows.append(statement_record(statement, event, mode, export))
    return utf8("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))


def record(incident: Incident, export: Export) -> dict[str, Any]:
    """One incident."""
    crossing, reports = crosswalk()[incident.type], export.reports_of(incident)
    event = crossing.plover or ""
    auxiliary = REALIS_MODES.get(incident.realis)
    first = incident.mentions[0]
    doc = export.documents.get(first.document)
    modes = [m for m in crossing.modes if m != "aerial"]
    if incident.type == "air_drone_strike":  # PLOVER tells the manned from the unmanned
        drone = any("drone" in w.casefold() or "uav" in w.casefold() for w in incident.weapons)
        modes.append("drone" if drone else "aerial")
    return {
        "id": incident.id, "has_event": True, "date": incident.date.start, "enddate": incident.date.end,
        "actor": [entity(name, incident, export) for name in incident.perpetrators],
        "recipient": [entity(name, incident, export) for name in incident.targets], "event": [event],
        "event_loc": location(incident), "event_text": first.quote, "quad_code": PLOVER_EVENTS[event][1],
        "event_scale": PLOVER_EVENTS[event][0], "mode": modes + ([auxiliary] if auxiliary else []),
        "context": ["military"] if event == "ASSAULT" else [],
        "size": {"dead": incident.killed.best, "injured": incident.injured.best},
        "text_info": {"start": first.start, "end": first.end},
        "cite_info": [
            {"title": d.title, "url": d.url, "publication": d.publisher, "language": d.language}
            for d in reports
        ],
        "link": doc.url if doc else None, "coder": "Rashomon", "comment": incident.label,
        "toll": {"killed": _toll(incident, "killed"), "injured": _toll(incident, "injured")},
        "attribution": [
            {
                "role": c.role, "value": c.value or c.original_value, "low": c.low, "best": c.best, "high": c.high,
                "of": c.of, "stance": c.stance, "hedged": c.hedged, "source": c.source.name,
                "source_kind": c.source.kind, "as_of": c.as_of, "document": c.document,
                "start": c.evidence.start, "end": c.evidence.end, "text": c.evidence.quote,
            }
            for c in incident.claims
        ],
    }  # fmt: skip


def entity(name: str, incident: Incident, export: Export) -> dict[str, Any]:
    """An actor with its country, if it is one that we know."""
    ids = {c.entity_id for c in incident.claims if c.value == name and c.entity_id}
    known = [a for a in export.coding.actors if a.id in ids]
    return {
        "code": known[0].country if known else None,
        "sector": SECTORS.get(known[0].kind or "", "UNK") if known else "UNK", "entity_text": name,
    }  # fmt: skip


SECTORS = {
    "government": "GOV", "military": "MIL", "police": "COP", "armed_group": "REB", "health": "MED",
    "media": "JRN", "civilians": "CVL", "company": "BUS", "religious": "REL", "party": "PTY",
    "local_official": "GOV", "relative": "CVL", "witness": "CVL",
}  # fmt: skip


def location(incident: Incident) -> dict[str, Any]:
    """Where, with PLOVER's resolution (5 within a city … 1 country)."""
    place = incident.place
    return {
        "resolved_place": place.name, "geonameid": place.geonameid, "lat": place.lat, "lon": place.lon,
        "province": place.admin1, "country": country_name(place.country) or None, "country_code": place.country,
        "resolution": RESOLUTION.get(place.precision or ""),
    }  # fmt: skip


def named(name: str, sector: str) -> dict[str, Any]:
    """An entity of which the country is not known."""
    return {"code": None, "sector": sector, "entity_text": name}


def statement_record(statement: Statement, event: str, mode: str | None, export: Export) -> dict[str, Any]:
    """One speech act."""
    doc = export.documents.get(statement.document)
    return {
        "id": statement.id, "has_event": True, "date": (doc.published or "")[:10] or None if doc else None,
        "actor": [named(statement.speaker, SECTORS.get(statement.speaker_kind, "UNK"))],
        "recipient": [named(statement.addressee, "UNK")] if statement.addressee else [],
        "event": [event], "event_text": statement.evidence.quote, "quad_code": PLOVER_EVENTS[event][1],
        "event_scale": PLOVER_EVENTS[event][0], "mode": [mode] if mode else [], "context": [],
        "text_info": {"start": statement.evidence.start, "end": statement.evidence.end},
        "link": doc.url if doc else None, "coder": "Rashomon", "about": statement.about,
    }  # fmt: skip


def _toll(incident: Incident, role: str) -> dict[str, Any]:
    toll = incident.killed if role == "killed" else incident.injured
    return {"low": toll.low, "best": toll.best, "high": toll.high, "contested": toll.contested}
