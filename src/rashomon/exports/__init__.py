"""Writing what was coded, in the formats that teams use. One file per exporter; EXPORTERS lists them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from rashomon.errors import ConfigError
from rashomon.exports import (
    acled,
    cameo,
    datapackage,
    dossier,
    geojson,
    gpkg,
    jsonl,
    parquet,
    plover,
    tables,
    ucdp,
    xlsx,
)
from rashomon.exports.base import Export, Exporter, Settings
from rashomon.exports.html import write_html
from rashomon.exports.loss import Loss, count_claims
from rashomon.exports.rows import CLAIM_FIELDS, INCIDENT_FIELDS, names
from rashomon.exports.select import Selection, select
from rashomon.model import ClaimRole, Coding

if TYPE_CHECKING:
    from rashomon.store import Register

ALL: frozenset[str] = frozenset(get_args(ClaimRole))
FLAT = ALL  # `accounts` tells every role in words
ROW = frozenset(
    {"killed", "injured", "perpetrator", "target", "weapon", "date", "place", "type", "occurrence"}
)


def _html(export: Export) -> bytes:
    return write_html(export.coding).encode("utf-8", "replace")


EXPORTERS = (
    Exporter("csv", "A row for each incident", "csv", tables.write_incidents, "notes", FLAT, names(INCIDENT_FIELDS)),
    Exporter("csv-long", "A row for each claim", "csv", tables.write_claims, "all", ALL, names(CLAIM_FIELDS)),
    Exporter("jsonl", "Records as JSON lines; --full keeps everything and can be imported", "jsonl", jsonl.write,
             "all", ALL, statements=True),
    Exporter("acled", "ACLED's 31 columns", "csv", acled.write, "notes", FLAT, acled.COLUMNS, policy="conservative"),
    Exporter("ucdp", "UCDP GED's 49 columns, deadly events only", "csv", ucdp.write, "one",
             frozenset({"killed", "perpetrator", "target", "date", "place"}), ucdp.COLUMNS, policy="ucdp"),
    Exporter("plover", "PLOVER 2.0 as JSON lines, with attribution", "jsonl", plover.write, "all", ALL,
             statements=True),
    Exporter("cameo", "CAMEO codes in GDELT's 61 columns", "tsv", cameo.write, "one",
             frozenset({"perpetrator", "target", "date", "place", "type"}), cameo.COLUMNS, statements=True),
    Exporter("geojson", "A point for each incident", "geojson", geojson.write, "notes", FLAT, names(INCIDENT_FIELDS)),
    Exporter("parquet", "A typed table of incidents", "parquet", parquet.write, "notes", FLAT,
             names(INCIDENT_FIELDS)),
    Exporter("gpkg", "GeoPackage for QGIS and R: incidents and claims", "gpkg", gpkg.write, "all", ALL,
             names(INCIDENT_FIELDS)),
    Exporter("xlsx", "Workbook: incidents and claims", "xlsx", xlsx.write, "all", ALL, names(INCIDENT_FIELDS)),
    Exporter("datapackage", "Data Package v2: all tables with schema, keys and hashes", "zip", datapackage.write,
             "all", ALL, names(INCIDENT_FIELDS), statements=True),
    Exporter("html", "One page to read, without a network", "html", _html, "all", ALL, statements=True),
    Exporter("dossier", "Evidence bundle: records, original reports, page, manifest, verify.py", "zip",
             dossier.write, "all", ALL, statements=True),
)  # fmt: skip
FORMATS = tuple(e.name for e in EXPORTERS)


def exporter(name: str) -> Exporter:
    """The exporter of a format. Raises ConfigError for an unknown one."""
    for found in EXPORTERS:
        if found.name == name:
            return found
    raise ConfigError(f"unknown format {name!r}; known are {', '.join(FORMATS)}")


def write(export: Export, format: str) -> bytes:
    """The bytes of an export; `export.loss` then tells what the format could not hold."""
    chosen = exporter(format)
    data = chosen.write(export)
    count_claims(export, chosen)
    left_out = {id for (what, _), ids in export.loss.found.items() if what == "incident" for id in ids}
    export.loss.held = sum(i.id not in left_out for i in export.incidents)
    return data


def prepared(
    coding: Coding, format: str, settings: Settings | None, register: Register | None, loss: Loss
) -> Export:
    """What a format needs beside the coding: original bytes, and decisions and readings where they are wanted."""
    settings = settings or Settings()
    if register is None:
        return Export(coding, settings, loss=loss)
    from rashomon.store.moving import decision_row

    told = {d.id for d in coding.documents}
    decisions: tuple[dict[str, Any], ...] = ()
    if settings.full or format == "dossier":
        wanted = (d for d in register.decisions() if any(a.document in told for a in d.anchors))
        decisions = tuple(decision_row(d) for d in wanted)
    batches = tuple(register.batches(told)) if settings.full and format == "jsonl" else ()
    proofs = register.proofs() if format == "dossier" else None
    return Export(coding, settings, decisions, register.original, batches, register.policy, loss, proofs)


__all__ = [
    "EXPORTERS",
    "FORMATS",
    "Export",
    "Exporter",
    "Loss",
    "Selection",
    "Settings",
    "exporter",
    "prepared",
    "select",
    "write",
]
