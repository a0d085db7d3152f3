"""`cameo`: the 61 columns of GDELT 2.0's event table, tab-separated, with CAMEO codes for incidents and statements."""

from __future__ import annotations

from datetime import date
from typing import Any

from rashomon.exports.acled import number_of
from rashomon.exports.base import Export
from rashomon.exports.countries import country_name
from rashomon.exports.crosswalk import ACTS, crosswalk, quad_of
from rashomon.exports.text import write_csv
from rashomon.model import Incident, Statement

ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
         "Type2Code", "Type3Code")  # fmt: skip
GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{c}" for c in ACTOR), *(f"Actor2{c}" for c in ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{c}" for c in GEO), *(f"Actor2Geo_{c}" for c in GEO), *(f"ActionGeo_{c}" for c in GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
TYPES = {
    "government": "GOV", "military": "MIL", "police": "COP", "armed_group": "REB", "health": "HLH",
    "media": "MED", "civilians": "CVL", "company": "BUS", "religious": "REL", "party": "PTY",
    "local_official": "GOV", "monitor": "NGO", "relative": "CVL", "witness": "CVL",
}  # fmt: skip
GEO_TYPES = {
    "country": 1,
    "province": 5,
    "district": 5,
    "town": 4,
    "site": 4,
    "near": 4,
}  # GDELT's, outside the US


def write(export: Export) -> bytes:
    """The rows of incidents, then of statements, under a line of column names."""
    rows = []
    for incident in export.incidents:
        code = crosswalk()[incident.type].cameo
        if code is None or incident.date.start is None or incident.realis != "occurred":
            reason = (
                "no CAMEO code"
                if code is None
                else "date unknown"
                if incident.date.start is None
                else "did not happen"
            )
            export.loss.add("incident", f"{reason} ({incident.type}, {incident.realis})", incident.id)
        else:
            rows.append(incident_row(incident, code, export))
    for statement in export.coding.statements:
        doc = export.documents.get(statement.document)
        if doc is None or len(doc.published or "") < 10:
            export.loss.add("statement", "no day of publication", statement.id)
        else:
            rows.append(statement_row(statement, (doc.published or "")[:10], doc.url))
    return write_csv(
        COLUMNS, [[row.get(c, "") for c in COLUMNS] for row in rows], delimiter="\t", bom=export.settings.bom
    )


def incident_row(incident: Incident, code: str, export: Export) -> dict[str, Any]:
    """One incident."""
    reports, place = export.reports_of(incident), incident.place
    row = common(incident.id, incident.date.start or "", code) | {
        "IsRootEvent": int(incident.main), "NumMentions": len(incident.mentions),
        "NumSources": incident.independent_sources, "NumArticles": len(reports),
        "ActionGeo_Type": GEO_TYPES.get(place.precision or "", ""), "ActionGeo_FullName": place.name,
        "ActionGeo_CountryCode": place.country, "ActionGeo_ADM1Code": place.admin1, "ActionGeo_Lat": place.lat,
        "ActionGeo_Long": place.lon, "ActionGeo_FeatureID": place.geonameid,
        "SOURCEURL": next((d.url for d in reports if d.url), ""),
    }  # fmt: skip
    if place.country and not place.name:
        row["ActionGeo_FullName"] = country_name(place.country)
    for side, names in (("Actor1", incident.perpetrators), ("Actor2", incident.targets)):
        if names:
            ids = {c.entity_id for c in incident.claims if c.value == names[0] and c.entity_id}
            known = next((a for a in export.coding.actors if a.id in ids), None)
            row |= actor(side, names[0], known.country if known else None, known.kind if known else None)
        for _ in names[1:]:
            export.loss.add("value", "one actor a side; the others are left out", incident.id)
    return row


def statement_row(statement: Statement, day: str, url: str | None) -> dict[str, Any]:
    """One speech act, on the day of its report."""
    row = common(statement.id, day, ACTS[statement.act][2])
    row |= actor("Actor1", statement.speaker, None, statement.speaker_kind)
    if statement.addressee:
        row |= actor("Actor2", statement.addressee, None, None)
    return row | {"IsRootEvent": 0, "NumMentions": 1, "NumSources": 1, "NumArticles": 1, "SOURCEURL": url}


def common(id: str, day: str, code: str) -> dict[str, Any]:
    """The columns of date and event code."""
    when = date.fromisoformat(day)
    return {
        "GLOBALEVENTID": number_of(id), "SQLDATE": f"{when:%Y%m%d}", "MonthYear": f"{when:%Y%m}",
        "Year": when.year, "FractionDate": f"{when.year + (when.timetuple().tm_yday - 1) / 365:.4f}",
        "EventCode": code, "EventBaseCode": code[:3], "EventRootCode": code[:2], "QuadClass": quad_of(code),
    }  # fmt: skip


def actor(side: str, name: str, country: str | None, kind: str | None) -> dict[str, Any]:
    """The columns of one side."""
    type_ = TYPES.get(kind or "", "")
    return {
        f"{side}Code": (country or "") + type_, f"{side}Name": name.upper(), f"{side}CountryCode": country,
        f"{side}Type1Code": type_,
    }  # fmt: skip
