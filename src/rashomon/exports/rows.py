"""The flat row of an incident, and of a claim: what `csv`, `xlsx`, `parquet`, `geojson` and `gpkg` share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rashomon.exports.base import Export, joined
from rashomon.model import Claim, Incident
from rashomon.views.board import board_of, source_key

# Column, type (string, integer, number, boolean, date), meaning. docs/formats/csv.md is tested against these.
INCIDENT_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("id", "string", "Id of the incident; stays the same as long as its first mention does"),
    ("label", "string", "Short title"),
    ("type", "string", "Event type, a word of the codebook"),
    ("type_contested", "boolean", "Sources differ on what it was, or whether it was"),
    ("realis", "string", "occurred, attempted, threatened, planned, hypothetical, reported_false"),
    ("aggregate", "boolean", "Sums up many happenings"),
    ("main", "boolean", "A report's own subject, no background"),
    ("scope", "string", "political, criminal or unclear"),
    ("date_start", "date", "First possible day"),
    ("date_end", "date", "Last possible day"),
    ("date_precision", "string", "day, days, week, month, year or unknown"),
    ("place", "string", "Finest place known"),
    ("admin1", "string", "Province"),
    ("country", "string", "ISO 3166-1 alpha-3"),
    ("latitude", "number", "WGS84 degrees"),
    ("longitude", "number", "WGS84 degrees"),
    ("geo_precision", "string", "site, town, near, district, province, country or sea"),
    ("geo_uncertainty_m", "integer", "How far from the point the place may lie, metres"),
    ("geonameid", "integer", "GeoNames id of the place"),
    ("perpetrators", "string", "Who did it, according to somebody; joined by '; '"),
    ("targets", "string", "Whom or what it hit; joined by '; '"),
    ("weapons", "string", "With what; joined by '; '"),
    ("killed_low", "integer", "Fewest killed, by the policy"),
    ("killed_best", "integer", "Killed, by the policy"),
    ("killed_high", "integer", "Most killed, by the policy; empty: open above"),
    ("killed_contested", "boolean", "Sources contradict each other on the killed"),
    ("injured_low", "integer", "Fewest injured"),
    ("injured_best", "integer", "Injured"),
    ("injured_high", "integer", "Most injured"),
    ("injured_contested", "boolean", "Sources contradict each other on the injured"),
    ("policy", "string", "Rule that chose the figures (docs/linking.md)"),
    ("independent_sources", "integer", "Distinct ultimate sources"),
    ("responsibility", "string", "Who takes, lays or rejects responsibility: 'actor: stance (source)'"),
    ("accounts", "string", "Who says what, role by role"),
    ("sources", "string", "Names of all sources"),
    ("publishers", "string", "Publishers of the reports"),
    ("urls", "string", "Addresses of the reports"),
    ("documents", "string", "Ids of the reports"),
    ("document_sha256", "string", "sha256 of the reports' original bytes"),
    ("claims", "integer", "Number of claims"),
    ("score", "number", "Probability that the record is read rightly"),
)
CLAIM_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("id", "string", "Id of the claim"),
    ("incident", "string", "Id of the incident"),
    ("account", "string", "Account that the claim belongs to: one source, however often printed"),
    ("role", "string", "killed, injured, captured, displaced, perpetrator, target, victim, weapon, date, place, "
     "damage, type or occurrence"),
    ("value", "string", "Normalized value"),
    ("original_value", "string", "Words of the value"),
    ("low", "integer", "Fewest, for counts"),
    ("best", "integer", "The number said"),
    ("high", "integer", "Most"),
    ("of", "string", "Whom the number counts"),
    ("subset_of", "string", "Claim that this one counts a part of"),
    ("stance", "string", "asserts, claims, accuses, denies or doubts"),
    ("hedged", "boolean", "Said with reserve"),
    ("source", "string", "Who says it"),
    ("source_kind", "string", "Kind of the source"),
    ("source_institution", "string", "Body that the source speaks for"),
    ("relayed_by", "string", "Who passed it on"),
    ("as_of", "string", "When the claim held"),
    ("entity", "string", "Actor behind the value"),
    ("document", "string", "Id of the report"),
    ("publisher", "string", "Publisher of the report"),
    ("published", "string", "When it was published"),
    ("url", "string", "Address of the report"),
    ("start", "integer", "First character of the evidence, code points"),
    ("end", "integer", "Character after the evidence"),
    ("quote", "string", "Words of the evidence"),
    ("score", "number", "Probability that the claim is read rightly"),
    ("origin", "string", "machine, person or import"),
)  # fmt: skip


def names(fields: tuple[tuple[str, str, str], ...]) -> tuple[str, ...]:
    """The columns of a table."""
    return tuple(name for name, _, _ in fields)


def incident_rows(export: Export) -> Iterator[dict[str, Any]]:
    """One row for each incident."""
    for incident in export.incidents:
        yield incident_row(incident, export)


def incident_row(incident: Incident, export: Export) -> dict[str, Any]:
    """The row of INCIDENT_FIELDS."""
    reports = export.reports_of(incident)
    return {
        "id": incident.id, "label": incident.label, "type": incident.type,
        "type_contested": incident.type_contested, "realis": incident.realis, "aggregate": incident.aggregate,
        "main": incident.main, "scope": incident.scope, "date_start": incident.date.start,
        "date_end": incident.date.end, "date_precision": incident.date.precision, **place_columns(incident),
        "perpetrators": joined(incident.perpetrators), "targets": joined(incident.targets),
        "weapons": joined(incident.weapons), **toll_columns(incident, "killed"),
        **toll_columns(incident, "injured"), "policy": incident.policy,
        "independent_sources": incident.independent_sources,
        "responsibility": joined([f"{r.actor}: {r.stance} ({r.source})" for r in incident.responsibility]),
        "accounts": accounts(incident, export), "sources": joined([c.source.name for c in incident.claims]),
        "publishers": joined([d.publisher for d in reports]), "urls": joined([d.url for d in reports]),
        "documents": joined([d.id for d in reports]), "document_sha256": joined([d.sha256 for d in reports]),
        "claims": len(incident.claims), "score": incident.score,
    }  # fmt: skip


def toll_columns(incident: Incident, role: str) -> dict[str, Any]:
    """Low, best, high and contested of a toll."""
    toll = incident.killed if role == "killed" else incident.injured
    return {
        f"{role}_low": toll.low, f"{role}_best": toll.best, f"{role}_high": toll.high,
        f"{role}_contested": toll.contested,
    }  # fmt: skip


def place_columns(incident: Incident) -> dict[str, Any]:
    """Where it happened."""
    place = incident.place
    return {
        "place": place.name, "admin1": place.admin1, "country": place.country, "latitude": place.lat,
        "longitude": place.lon, "geo_precision": place.precision,
        "geo_uncertainty_m": None if place.radius_km is None else round(place.radius_km * 1000),
        "geonameid": place.geonameid,
    }  # fmt: skip


def accounts(incident: Incident, export: Export) -> str:
    """Who says what, in words: "killed: 4 (police), 2 (Pentagon, claims) [disputed]; weapon: drone (police)"."""
    board = board_of(incident, export.documents, export.coding.copies)
    who = {c.key: c.name for c in board.columns}
    told = []
    for row in board.rows:
        cells: dict[tuple[str, str], list[str]] = {}
        for found in row.cells:
            cells.setdefault((found.text, found.stance), []).append(who[found.column])
        said = [
            f"{text} ({', '.join(voices)}{'' if stance == 'asserts' else ': ' + stance})"
            for (text, stance), voices in cells.items()
        ]
        counted = f" ({row.of})" if row.of and row.of != "people" else ""
        told.append(f"{row.role}{counted}: {', '.join(said)}{' [disputed]' if row.disputed else ''}")
    return "; ".join(told)


def claim_rows(export: Export) -> Iterator[dict[str, Any]]:
    """One row for each claim, those of an incident together."""
    for incident in export.incidents:
        for claim in incident.claims:
            yield claim_row(claim, incident, export)


def claim_row(claim: Claim, incident: Incident, export: Export) -> dict[str, Any]:
    """The row of CLAIM_FIELDS."""
    doc = export.documents.get(claim.document)
    return {
        "id": claim.id, "incident": incident.id,
        "account": source_key(claim, export.documents, export.coding.copies), "role": claim.role,
        "value": claim.value, "original_value": claim.original_value, "low": claim.low, "best": claim.best,
        "high": claim.high, "of": claim.of, "subset_of": claim.subset_of, "stance": claim.stance,
        "hedged": claim.hedged, "source": claim.source.name, "source_kind": claim.source.kind,
        "source_institution": claim.source.institution, "relayed_by": claim.source.relayed_by,
        "as_of": claim.as_of, "entity": claim.entity_id, "document": claim.document,
        "publisher": doc.publisher if doc else None, "published": doc.published if doc else None,
        "url": doc.url if doc else None, "start": claim.evidence.start, "end": claim.evidence.end,
        "quote": claim.evidence.quote, "score": claim.score, "origin": claim.origin,
    }  # fmt: skip
