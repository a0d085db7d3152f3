"""`xlsx`: a workbook with the incidents, the claims and what to know about them. Needs the extra `xlsx`."""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rashomon.exports.base import COVERAGE, Export, need
from rashomon.exports.rows import CLAIM_FIELDS, INCIDENT_FIELDS, claim_rows, incident_rows
from rashomon.exports.text import plain

LONGEST = 32_767  # characters that a cell of Excel holds
CREATED = datetime(2000, 1, 1)  # the time of writing is nobody's business: same records, same bytes
Fields = tuple[tuple[str, str, str], ...]


def write(export: Export) -> bytes:
    """Every text is a text: nothing is made a formula or a link."""
    library = need("xlsxwriter", "xlsx")
    out = io.BytesIO()
    book = library.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties(
        {"title": "Incidents", "author": "", "comments": COVERAGE, "created": CREATED, "company": ""}
    )
    fill(book.add_worksheet("incidents"), INCIDENT_FIELDS, incident_rows(export), export)
    fill(book.add_worksheet("claims"), CLAIM_FIELDS, claim_rows(export), export)
    about = book.add_worksheet("about")
    about.write_string(0, 0, COVERAGE)
    for n, (name, _, meaning) in enumerate((*INCIDENT_FIELDS, *CLAIM_FIELDS), 2):
        about.write_string(n, 0, name)
        about.write_string(n, 1, meaning)
    book.close()
    return out.getvalue()


def fill(sheet: Any, fields: Fields, rows: Iterable[dict[str, Any]], export: Export) -> None:
    """A header, then the rows; numbers as numbers, everything else as text."""
    for column, (name, _, _) in enumerate(fields):
        sheet.write_string(0, column, name)
    for number, row in enumerate(rows, 1):
        for column, (name, _, _) in enumerate(fields):
            value = row[name]
            if isinstance(value, bool):
                sheet.write_boolean(number, column, value)
            elif isinstance(value, (int, float)):
                sheet.write_number(number, column, value)
            elif value is not None:
                text = plain(value).encode("utf-8", "replace").decode()
                if len(text) > LONGEST:
                    export.loss.add("value", f"{name} is cut at {LONGEST} characters", str(row["id"]))
                sheet.write_string(number, column, text[:LONGEST])
    sheet.freeze_panes(1, 0)
