"""`datapackage`: a Data Package v2 as a ZIP: four tables as CSV, with schema, keys and hashes."""

from __future__ import annotations

import json
from typing import Any

from rashomon.exports.archive import zipped
from rashomon.exports.base import COVERAGE, Export
from rashomon.exports.rows import CLAIM_FIELDS, INCIDENT_FIELDS, claim_rows, incident_rows
from rashomon.exports.text import RULE, utf8, write_csv
from rashomon.ids import sha256_of
from rashomon.model import as_json, document_json

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DOCUMENT_FIELDS = (
    ("id", "string", "Id of the report"), ("title", "string", "Title"), ("publisher", "string", "Publisher"),
    ("published", "string", "When it was published"), ("url", "string", "Address"),
    ("language", "string", "Language"), ("copy_of", "string", "Report that it copies"),
    ("sha256", "string", "sha256 of the original bytes"),
)  # fmt: skip
STATEMENT_FIELDS = (
    ("id", "string", "Id of the statement"), ("document", "string", "Id of the report"),
    ("speaker", "string", "Who speaks"), ("speaker_kind", "string", "Kind of the speaker"),
    ("act", "string", "What the speaker does by it"), ("addressee", "string", "To or about whom"),
    ("about", "string", "Id of the incident"), ("start", "integer", "First character of the evidence"),
    ("end", "integer", "Character after the evidence"), ("quote", "string", "Words of the evidence"),
)  # fmt: skip


def write(export: Export) -> bytes:
    """The ZIP. A missing value is an empty cell."""
    coding = export.coding
    statements = [as_json(s) | dict(as_json(s.evidence)) for s in coding.statements]
    documents = [document_json(d, copy_of=coding.copies.get(d.id)) for d in coding.documents]
    tables = {
        "documents": (DOCUMENT_FIELDS, documents, ()),
        "incidents": (INCIDENT_FIELDS, list(incident_rows(export)), ()),
        "claims": (
            CLAIM_FIELDS,
            list(claim_rows(export)),
            (("incident", "incidents"), ("document", "documents")),
        ),
        "statements": (STATEMENT_FIELDS, statements, (("document", "documents"),)),
    }
    files: dict[str, bytes] = {}
    resources = []
    for name, (fields, rows, keys) in tables.items():
        columns = [f for f, _, _ in fields]
        data = write_csv(columns, ([row[c] for c in columns] for row in rows))
        files[f"data/{name}.csv"] = data
        resources.append(resource(name, fields, keys, data))
    package = {
        "$schema": PROFILE, "name": "rashomon-export", "title": "Incidents of armed conflict, with every account",
        "description": f"{COVERAGE} {RULE}", "resources": resources,
    }  # fmt: skip
    files["datapackage.json"] = utf8(json.dumps(package, ensure_ascii=False, indent=1) + "\n")
    files["README.md"] = utf8(f"# Incidents, with every account\n\n{COVERAGE}\n\n{RULE}\n")
    return zipped(files)


def resource(name: str, fields: Any, keys: tuple[tuple[str, str], ...], data: bytes) -> dict[str, Any]:
    """The description of one table. Claims of several incidents can share an id, so that key is a pair."""
    schema: dict[str, Any] = {
        "fields": [{"name": n, "type": kind, "description": about} for n, kind, about in fields],
        "missingValues": [""],
        "primaryKey": ["incident", "id"] if name == "claims" else ["id"],
    }
    if keys:
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": table, "fields": ["id"]}} for field, table in keys
        ]
    return {
        "name": name, "path": f"data/{name}.csv", "type": "table", "format": "csv", "mediatype": "text/csv",
        "encoding": "utf-8", "bytes": len(data), "hash": f"sha256:{sha256_of(data)}", "schema": schema,
    }  # fmt: skip
