"""`acled`: ACLED's 31 columns, with text or numeric interaction codes (docs/formats/acled.md is the dictionary)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from rashomon.codebook import load_codebook
from rashomon.exports.base import Export, joined
from rashomon.exports.countries import (
    CIVILIANS,
    PROTESTERS,
    RIOTERS,
    countries,
    country_name,
    side_of,
)
from rashomon.exports.rows import accounts
from rashomon.exports.text import write_csv
from rashomon.ids import content_id
from rashomon.model import Coding, Document, Incident

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction",
    "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude",
    "longitude", "geo_precision", "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
SIDE_NAMES = {
    1: "State forces", 2: "Rebel group", 3: "Political militia", 4: "Identity militia", 5: "Rioters",
    6: "Protesters", 7: "Civilians", 8: "External/Other forces",
}  # fmt: skip
TIME = {"day": 1, "days": 2, "week": 2, "month": 3}
GEO = {"site": 1, "town": 1, "near": 2, "district": 2, "province": 3, "country": 3, "sea": 3}
HAPPENED = ("occurred", "attempted")
DIGITS = 13  # hexadecimal: 52 bits; R and JavaScript hold no longer whole numbers
UNCOUNTED = 3  # deaths without a number: ACLED writes 3 for a limited attack, 10 for a significant one


def write(export: Export) -> bytes:
    """The table; what ACLED does not record is left out and said."""
    rows = []
    for incident in export.incidents:
        reason = why_not(incident)
        if reason:
            export.loss.add("incident", reason, incident.id)
        else:
            row = row_of(incident, export)
            rows.append([row[c] for c in COLUMNS])
    return write_csv(COLUMNS, rows, bom=export.settings.bom)


def why_not(incident: Incident) -> str | None:
    """Why ACLED would not hold the incident, None if it does."""
    if incident.realis not in HAPPENED:
        return f"did not happen ({incident.realis})"
    if incident.aggregate:
        return "sums up many happenings; ACLED holds one event a row"
    if incident.date.start is None or incident.date.precision not in TIME:
        return "date unknown or no finer than a year"
    if incident.place.country not in countries():
        return "country unknown"
    return None


def row_of(incident: Incident, export: Export) -> dict[str, Any]:
    """The row of one incident."""
    kind, place, reports = load_codebook().types[incident.type], incident.place, export.reports_of(incident)
    country = countries()[place.country or ""]
    day = middle_day(incident)
    if incident.date.start != (incident.date.end or incident.date.start):
        export.loss.add("value", "a range of days became its middle day", incident.id)
    (first, inter1), (second, inter2) = sides(incident, export.coding)
    words = not export.settings.numeric
    return {
        "event_id_cnty": f"{country.iso3}{number_of(incident.id)}", "event_date": day, "year": int(day[:4]),
        "time_precision": TIME[incident.date.precision], "disorder_type": kind.disorder,
        "event_type": kind.event, "sub_event_type": kind.code, "actor1": first[:1],
        "assoc_actor_1": first[1:], "inter1": SIDE_NAMES.get(inter1, "") if words else inter1 or "",
        "actor2": second[:1], "assoc_actor_2": second[1:],
        "inter2": SIDE_NAMES.get(inter2, "") if words else inter2 or "",
        "interaction": interaction(inter1, inter2, words=words),
        "civilian_targeting": "Civilian targeting" if inter2 == CIVILIANS else "", "iso": country.numeric,
        "region": country.acled_region, "country": country.name, "admin1": place.admin1, "admin2": "",
        "admin3": "", "location": place.name, "latitude": place.lat, "longitude": place.lon,
        "geo_precision": GEO.get(place.precision or "", ""),
        "source": joined([d.publisher or d.id for d in reports]), "source_scale": "",
        "notes": notes(incident, export), "fatalities": fatalities(incident)[0], "tags": "",
        "timestamp": timestamp(reports),
    }  # fmt: skip


def number_of(id: str) -> int:
    """A number for data sets that want one: the first 52 bits of our id, which every program reads exactly."""
    try:
        return int(id[:DIGITS], 16)
    except ValueError:
        return int(content_id(id)[:DIGITS], 16)


def middle_day(incident: Incident) -> str:
    """The day, or the middle of the possible days."""
    start = date.fromisoformat(incident.date.start or "")
    end = date.fromisoformat(incident.date.end or incident.date.start or "")
    return (start + timedelta(days=(end - start).days // 2)).isoformat()


def sides(incident: Incident, coding: Coding) -> tuple[tuple[list[str], int], tuple[list[str], int]]:
    """The actors on either side with the interaction code of the first (0: none).

    Types that tell of civilians, protesters or rioters name these as ACLED does, also when no report does.
    """
    event = load_codebook().types[incident.type].event
    where = country_name(incident.place.country)
    first, second = list(incident.perpetrators), list(incident.targets)
    inter1 = side_of(first[0], incident, coding) or 0 if first else 0
    inter2 = side_of(second[0], incident, coding) or 0 if second else 0
    if event == "Violence against civilians" and inter2 != CIVILIANS:
        second, inter2 = [f"Civilians ({where})", *second], CIVILIANS
    elif event == "Protests" and inter1 != PROTESTERS:
        if incident.type == "peaceful_protest":
            first, inter1 = [f"Protesters ({where})", *first], PROTESTERS
        elif inter2 != PROTESTERS:
            second, inter2 = [f"Protesters ({where})", *second], PROTESTERS
    elif event == "Riots" and inter1 != RIOTERS:
        first, inter1 = [f"Rioters ({where})", *first], RIOTERS
    return (first, inter1), (second, inter2)


def interaction(one: int, two: int, *, words: bool) -> Any:
    """The smaller digit first, 0 for a side that is not there; or both sides in words."""
    low, high = sorted(n for n in (one, two) if n) if one and two else (one or two, 0)
    if not low:
        return ""
    if not words:
        return low * 10 + high
    return f"{SIDE_NAMES[low]}-{SIDE_NAMES[high]}" if high else f"{SIDE_NAMES[low]} only"


def fatalities(incident: Incident) -> tuple[int, bool]:
    """The most conservative number reported, and whether ACLED's rule for deaths without a number gave it."""
    killed = incident.killed
    known = next((n for n in (killed.best, killed.low, killed.high) if n is not None), None)
    if known is not None:
        return known, False
    held = any(c.role == "killed" and c.stance not in ("denies", "doubts") for c in incident.claims)
    return (UNCOUNTED, True) if held else (0, False)


def notes(incident: Incident, export: Export) -> str:
    """Who says what, and what the row itself cannot say."""
    told = f"{incident.label}. {accounts(incident, export)}."
    killed = incident.killed
    if killed.contested:
        told += (
            f" Fatalities contested: {killed.low} to {killed.high if killed.high is not None else 'more'}."
        )
    if fatalities(incident)[1]:
        told += f" Deaths reported without a number: {UNCOUNTED} by ACLED's rule."
    return told


def timestamp(reports: list[Document]) -> int | str:
    """Unix time at which the last report was published; empty when no report tells."""
    days = [d.published[:10] for d in reports if d.published and len(d.published) >= 10]
    if not days:
        return ""
    return int(datetime.fromisoformat(max(days)).replace(tzinfo=UTC).timestamp())
