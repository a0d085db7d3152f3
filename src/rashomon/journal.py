"""Readings kept while a long run goes on, so that a later one can go on from there.

A line for each report that was coded, under a key that holds all of the report: a report that changed meanwhile is
read anew. What coded it is for the caller to put into the file's name.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from rashomon.claims import Report
from rashomon.ids import content_id
from rashomon.model import Document, Issue, ReportedIncident, Statement, as_json, from_json

Coder = Callable[[Iterable[Document]], Iterable[Report]]


def journaled(path: Path, docs: Sequence[Document], coder: Coder) -> Iterator[Report]:
    """What the documents report, in order: from the journal where it has them, else coded and added to it."""
    known = {row.pop("key"): row for row in whole_lines(path)}
    keys = [content_id("journal", as_json(doc)) for doc in docs]
    fresh = iter(coder([doc for doc, key in zip(docs, keys, strict=True) if key not in known]))
    with path.open("ab") as out:
        for doc, key in zip(docs, keys, strict=True):
            if key in known:
                yield _report(doc, known[key])
                continue
            report = next(fresh)
            out.write(json.dumps({"key": key, **_row(report)}).encode("ascii") + b"\n")
            out.flush()
            yield report


def whole_lines(path: Path) -> list[dict[str, Any]]:
    """The lines that an interrupted run finished, of which each is an object; what follows them is cut off."""
    if not path.exists():
        return []
    data, end, rows = path.read_bytes(), 0, []
    while (stop := data.find(b"\n", end)) >= 0:
        try:
            row = json.loads(data[end:stop])
        except ValueError:  # torn by a power cut
            break
        if not isinstance(row, dict):
            break
        rows.append(row)
        end = stop + 1
    with path.open("r+b") as file:
        file.truncate(end)
    return rows


def _row(report: Report) -> dict[str, Any]:
    return {
        "incidents": as_json(report.incidents),
        "statements": as_json(report.statements),
        "issues": as_json(report.issues),
    }


def _report(doc: Document, row: dict[str, Any]) -> Report:
    return Report(
        doc,
        tuple(from_json(ReportedIncident, i) for i in row["incidents"]),
        tuple(from_json(Statement, s) for s in row["statements"]),
        tuple(from_json(Issue, i) for i in row["issues"]),
    )
