"""`jsonl`: one record a line, told apart by `record`: document, actor, incident, statement, issue."""

from __future__ import annotations

import json

from rashomon.model import Coding, coding_json

KINDS = (
    ("documents", "document"),
    ("actors", "actor"),
    ("incidents", "incident"),
    ("statements", "statement"),
    ("issues", "issue"),
)


def write_jsonl(coding: Coding) -> str:
    """The records of a coding, in the order documents, actors, incidents, statements, issues."""
    rows = coding_json(coding)
    lines = [
        json.dumps({"record": kind, **row}, ensure_ascii=False) for part, kind in KINDS for row in rows[part]
    ]
    return "".join(line + "\n" for line in lines)
