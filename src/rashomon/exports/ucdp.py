"""`ucdp`: the 49 columns of UCDP GED, for incidents with at least one death (docs/formats/ucdp.md)."""

from __future__ import annotations

from datetime import date
from typing import Any

from rashomon.exports.acled import number_of
from rashomon.exports.base import Export, joined
from rashomon.exports.countries import (
    CIVILIANS,
    EXTERNAL,
    MILITIA,
    REBELS,
    STATE,
    countries,
    side_of,
)
from rashomon.exports.text import write_csv
from rashomon.incidents.policies import Policy, toll
from rashomon.incidents.tolls import figures_of
from rashomon.model import Coding, Document, Incident

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original", "where_prec",
    "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude", "geom_wkt",
    "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec", "date_start", "date_end",
    "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
WHERE = {"site": 1, "town": 1, "near": 2, "district": 3, "province": 4, "country": 6, "sea": 7}
CIVIL_WORDS = frozenset(
    {"civilians", "civilian", "children", "women", "villagers", "residents", "journalists"}
)
ORGANISED = (STATE, EXTERNAL, REBELS, MILITIA)


def write(export: Export) -> bytes:
    """The table; what is no event of GED is left out and said."""
    rows = []
    for incident in export.incidents:
        reason = why_not(incident)
        if reason:
            export.loss.add("incident", reason, incident.id)
        else:
            row = row_of(incident, export)
            rows.append([row.get(c, "") for c in COLUMNS])
    return write_csv(COLUMNS, rows, bom=export.settings.bom)


def why_not(incident: Incident) -> str | None:
    """Why GED would not hold the incident, None if it does."""
    if incident.realis != "occurred":
        return f"did not happen ({incident.realis})"
    if not (incident.killed.best or incident.killed.low):
        return "no death is known; GED holds deadly events only"
    if incident.date.start is None:
        return "date unknown"
    return None


def row_of(incident: Incident, export: Export) -> dict[str, Any]:
    """The row of one incident; columns of UCDP's own numbers stay empty."""
    place, reports = incident.place, export.reports_of(incident)
    country = countries().get(place.country or "")
    kind, side_a, side_b = violence(incident, export.coding)
    start, end = incident.date.start or "", incident.date.end or incident.date.start or ""
    return {
        "id": number_of(incident.id), "relid": incident.id, "year": int(start[:4]),
        "code_status": "Clear" if kind else "Check type_of_violence", "type_of_violence": kind or "",
        "dyad_name": f"{side_a} - {side_b}" if side_a and side_b else "", "side_a": side_a, "side_b": side_b,
        **source_columns(incident, reports, export), "where_prec": WHERE.get(place.precision or "", ""),
        "where_coordinates": place.name, "where_description": where_words(incident), "adm_1": place.admin1,
        "latitude": place.lat, "longitude": place.lon,
        "geom_wkt": "" if place.lat is None else f"POINT ({place.lon} {place.lat})",
        "priogrid_gid": priogrid(place.lat, place.lon), "country": country.name if country else "",
        "country_id": country.gw if country else "", "region": country.ucdp_region if country else "",
        "event_clarity": 2 if incident.aggregate else 1, "date_prec": date_precision(start, end),
        "date_start": f"{start} 00:00:00.000", "date_end": f"{end} 00:00:00.000",
        **deaths(incident, export), **governments(incident, export.coding),
    }  # fmt: skip


def violence(incident: Incident, coding: Coding) -> tuple[int | None, str, str]:
    """GED's type with its sides: state-based (1), non-state (2), one-sided (3); None when a side is unknown."""
    pairs = [
        [(n, side_of(n, incident, coding)) for n in names]
        for names in (incident.perpetrators, incident.targets)
    ]
    (a, side_a), (b, side_b) = (p[0] if p else ("", None) for p in pairs)
    if side_b == CIVILIANS or (incident.type in ("attack", "abduction", "sexual_violence") and not b):
        return (3 if side_a in ORGANISED else None), a, "Civilians"
    if side_a is None or side_b is None:
        return None, a, b
    if STATE in (side_a, side_b) or EXTERNAL in (side_a, side_b):
        return (1, a, b) if side_a in (STATE, EXTERNAL) else (1, b, a)
    return 2, a, b


def source_columns(incident: Incident, reports: list[Document], export: Export) -> dict[str, Any]:
    """The reports, and in `source_original` who made the claims on the dead."""
    originals = {export.origins.original(d.id) for d in reports}
    said = [c for c in incident.claims if c.role == "killed"] or list(incident.claims)
    speakers = [c.source.name for c in said if c.source.kind != "outlet"]
    return {
        "number_of_sources": len(originals),
        "source_article": ";".join(
            f'"{d.publisher or ""},{(d.published or "")[:10]},{(d.title or "").replace(chr(34), chr(39))}"'
            for d in reports
        ),
        "source_office": ";".join(d.publisher or "" for d in reports),
        "source_date": ";".join((d.published or "")[:10] for d in reports),
        "source_headline": ";".join((d.title or "").replace(";", ",") for d in reports),
        "source_original": joined(speakers, ";"),
    }


def where_words(incident: Incident) -> str:
    """How the reports describe the place."""
    return joined([c.evidence.quote for c in incident.claims if c.role == "place"])


def priogrid(lat: float | None, lon: float | None) -> int | str:
    """Cell of the PRIO-GRID: half degrees, counted from the south-west.

    >>> priogrid(-89.9, -179.9), priogrid(33.34, 44.4)
    (1, 177569)
    """
    if lat is None or lon is None:
        return ""
    return min(int((lat + 90) * 2), 359) * 720 + min(int((lon + 180) * 2), 719) + 1


def date_precision(start: str, end: str) -> int:
    """1 a day, 2 up to six days, 3 a week, 4 a month, 5 longer."""
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days + 1
    return 1 if days == 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5


def deaths(incident: Incident, export: Export) -> dict[str, int]:
    """Best, high, low, and how the best divides: into civilians where a source says so, else unknown."""
    killed = incident.killed
    best = killed.best if killed.best is not None else killed.low or 0
    claims = [c for c in incident.claims if (c.of or "").casefold() in CIVIL_WORDS]
    civil = toll(figures_of(claims, "killed", export.origins), Policy("ucdp")).best or 0
    civil = min(civil, best)
    low = killed.low if killed.low is not None else best
    if killed.high is None:
        export.loss.add("value", "the toll is open above; high is the highest number said", incident.id)
    said = [n for c in incident.claims if c.role == "killed" for n in (c.low, c.best) if n is not None]
    high = killed.high if killed.high is not None else max([best, *said])
    return {
        "deaths_a": 0, "deaths_b": 0, "deaths_civilians": civil, "deaths_unknown": best - civil, "best": best,
        "high": max(high, best), "low": min(low, best),
    }  # fmt: skip


def governments(incident: Incident, coding: Coding) -> dict[str, Any]:
    """Gleditsch and Ward's numbers of the states on either side."""
    _, side_a, side_b = violence(incident, coding)
    return {"gwnoa": gw_of(side_a, incident, coding), "gwnob": gw_of(side_b, incident, coding)}


def gw_of(name: str, incident: Incident, coding: Coding) -> int | str:
    """The number of the state whose forces a side is, empty for others."""
    if not name or side_of(name, incident, coding) not in (STATE, EXTERNAL):
        return ""
    ids = {c.entity_id for c in incident.claims if c.value == name and c.entity_id}
    states = [a.country for a in coding.actors if a.id in ids and a.country]
    row = countries().get(states[0]) if states else None
    return row.gw if row and row.gw else ""
