"""`parquet`: the table of incidents, or of claims, with types. Needs the extra `parquet`."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from rashomon.exports.base import COVERAGE, Export, need
from rashomon.exports.rows import INCIDENT_FIELDS, incident_rows


def write(export: Export) -> bytes:
    """One table of incidents with the columns of `csv`; the caveat on coverage is in the file's metadata."""
    arrow, files = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    kinds = {
        "string": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(),
        "boolean": arrow.bool_(), "date": arrow.date32(),
    }  # fmt: skip
    rows = list(incident_rows(export))
    columns = [
        arrow.array([value(row[name], kind) for row in rows], type=kinds[kind])
        for name, kind, _ in INCIDENT_FIELDS
    ]
    schema = arrow.schema(
        [
            arrow.field(name, kinds[kind], metadata={"description": about})
            for name, kind, about in INCIDENT_FIELDS
        ],
        metadata={"coverage": COVERAGE},
    )
    out = io.BytesIO()
    files.write_table(arrow.Table.from_arrays(columns, schema=schema), out, compression="zstd")
    return out.getvalue()


def value(given: Any, kind: str) -> Any:
    """A value as Arrow takes it."""
    if given is None:
        return None
    if kind == "date":
        return date.fromisoformat(given)
    return given.encode("utf-8", "replace").decode() if kind == "string" else given
