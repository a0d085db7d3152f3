"""`csv` and `csv-long`: a row for each incident, a row for each claim."""

from __future__ import annotations

from rashomon.exports.base import Export
from rashomon.exports.rows import CLAIM_FIELDS, INCIDENT_FIELDS, claim_rows, incident_rows, names
from rashomon.exports.text import write_csv

INCIDENT_COLUMNS = names(INCIDENT_FIELDS)
CLAIM_COLUMNS = names(CLAIM_FIELDS)


def write_incidents(export: Export) -> bytes:
    """A row for each incident; `accounts` tells in words who says what."""
    rows = ([row[c] for c in INCIDENT_COLUMNS] for row in incident_rows(export))
    return write_csv(INCIDENT_COLUMNS, rows, bom=export.settings.bom)


def write_claims(export: Export) -> bytes:
    """A row for each claim, with its words and where they stand."""
    rows = ([row[c] for c in CLAIM_COLUMNS] for row in claim_rows(export))
    return write_csv(CLAIM_COLUMNS, rows, bom=export.settings.bom)
