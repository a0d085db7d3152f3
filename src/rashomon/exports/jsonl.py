"""`jsonl`: one record a line, told apart by `record`: document, actor, incident, statement, issue.

The public form leaves out the texts of reports. The full form (`--full`) begins with a line `about`, keeps texts
and all metadata and the record of decisions, and is read back by `read_full` to the very bytes.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rashomon.claims import Report
from rashomon.errors import InputError
from rashomon.exports.base import COVERAGE, Export
from rashomon.ids import text_sha256
from rashomon.incidents.policies import Policy
from rashomon.model import (
    Coding,
    Document,
    Issue,
    ReportedIncident,
    Statement,
    as_json,
    coding_from_json,
    coding_json,
    from_json,
)

if TYPE_CHECKING:
    from rashomon.store.moving import Batch

SCHEMA = "rashomon-full/1"
KINDS = (
    ("documents", "document"),
    ("actors", "actor"),
    ("incidents", "incident"),
    ("statements", "statement"),
    ("issues", "issue"),
)


@dataclass(frozen=True, slots=True)
class Full:
    """What a full export holds."""

    coding: Coding
    decisions: tuple[Mapping[str, Any], ...] = ()
    batches: tuple[Batch, ...] = ()  # readings, in the order in which the register took them in
    policy: Policy | None = None
    originals: Mapping[str, bytes] = field(default_factory=dict)  # of documents whose text is not what came


def write(export: Export) -> bytes:
    """The public form, or the full one."""
    if not export.settings.full:
        return write_jsonl(export.coding).encode("utf-8", "surrogatepass")
    originals = {}
    if export.original is not None:
        for doc in export.coding.documents:
            if text_sha256(doc.text) != doc.sha256:
                originals[doc.id] = export.original(doc.id)
    return write_full(Full(export.coding, export.decisions, export.batches, export.policy, originals))


def write_jsonl(coding: Coding) -> str:
    """The records of a coding, in the order documents, actors, incidents, statements, issues."""
    rows = coding_json(coding)
    lines = [
        json.dumps({"record": kind, **row}, ensure_ascii=False) for part, kind in KINDS for row in rows[part]
    ]
    return "".join(line + "\n" for line in lines)


def write_full(full: Full) -> bytes:
    """Everything, so that `read_full` gives it back."""
    coding = full.coding
    rows = coding_json(coding)
    rows["documents"] = [as_json(d) | {"copy_of": coding.copies.get(d.id)} for d in coding.documents]
    for row in rows["documents"]:
        if row["id"] in full.originals:
            row["original_base64"] = base64.b64encode(full.originals[row["id"]]).decode("ascii")
    about: dict[str, Any] = {"record": "about", "schema": SCHEMA, "coverage": COVERAGE}
    if full.policy is not None:
        about["policy"] = {"name": full.policy.name, "priority": list(full.policy.priority)}
    lines = [line(about)]
    lines += [line({"record": kind, **row}) for part, kind in KINDS for row in rows[part]]
    for batch in full.batches:
        lines.append(line({"record": "batch", "version": batch.version, "components": batch.components}))
        lines += [
            line({"record": "report", "document": r.doc.id, "incidents": as_json(r.incidents),
                  "statements": as_json(r.statements), "issues": as_json(r.issues)})
            for r in batch.reports
        ]  # fmt: skip
    lines += [line({"record": "decision", **row}) for row in full.decisions]
    return b"".join(lines)


def line(row: Mapping[str, Any]) -> bytes:
    """One line of UTF-8; half characters are written as escapes."""
    text = json.dumps(row, ensure_ascii=False)
    try:
        return text.encode() + b"\n"
    except UnicodeEncodeError:
        return json.dumps(row).encode() + b"\n"


def read_full(data: bytes) -> Full:
    """What `write_full` wrote. Raises InputError for anything else."""
    rows: dict[str, list[dict[str, Any]]] = {
        kind: [] for kind in (*(k for _, k in KINDS), "batch", "decision")
    }
    about: dict[str, Any] = {}
    for number, text in enumerate(data.split(b"\n"), 1):
        if not text.strip():
            continue
        try:
            row = json.loads(text)
            kind = row.pop("record")
        except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
            raise InputError(f"line {number} is no record of a jsonl export ({error})") from None
        if kind == "about":
            about = row
        elif kind == "report" and rows["batch"]:
            rows["batch"][-1].setdefault("reports", []).append(row)
        elif kind in rows:
            rows[kind].append(row)
        else:
            raise InputError(f"line {number}: {kind!r} is no kind of record")
    if about.get("schema") != SCHEMA:
        raise InputError(f"this is no full export ({SCHEMA}); make one with `rashomon export jsonl --full`")
    try:
        return _full_of(rows, about)
    except (KeyError, TypeError, AttributeError, ValueError, StopIteration) as error:
        raise InputError(f"a record lacks a field or has a wrong one ({error})") from None


def _full_of(rows: Mapping[str, list[dict[str, Any]]], about: Mapping[str, Any]) -> Full:
    from rashomon.store.moving import Batch

    coding = coding_from_json({part: rows[kind] for part, kind in KINDS})
    docs = {d.id: d for d in coding.documents}
    batches = tuple(
        Batch(row["version"], row["components"], tuple(_report(r, docs) for r in row.get("reports", ())))
        for row in rows["batch"]
    )
    originals = {
        row["id"]: base64.b64decode(row["original_base64"], validate=True)
        for row in rows["document"]
        if "original_base64" in row
    }
    chosen = about.get("policy")
    policy = Policy(chosen["name"], tuple(chosen["priority"])) if chosen else None
    return Full(coding, tuple(rows["decision"]), batches, policy, originals)


def _report(row: Mapping[str, Any], docs: Mapping[str, Document]) -> Report:
    return Report(
        docs[row["document"]],
        tuple(from_json(ReportedIncident, i) for i in row["incidents"]),
        tuple(from_json(Statement, s) for s in row["statements"]),
        tuple(from_json(Issue, i) for i in row["issues"]),
    )
