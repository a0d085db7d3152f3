"""Hand-coded records: JSONL lines of three kinds (`record`: document, incident, statement).

Incidents and statements have the form that `rashomon code` prints; claims carry low and high without best.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rashomon.errors import InputError


@dataclass(frozen=True, slots=True)
class Gold:
    """Hand-coded documents, incidents and statements."""

    documents: dict[str, dict[str, Any]]
    incidents: tuple[dict[str, Any], ...]
    statements: tuple[dict[str, Any], ...]


def read_gold(path: Path) -> Gold:
    """Read hand-coded records. Raises InputError that names the line that is no record."""
    kinds: dict[str, list[dict[str, Any]]] = {"document": [], "incident": [], "statement": []}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read: {error}") from None
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            kinds[row["record"]].append(row)
        except (ValueError, KeyError, TypeError):
            raise InputError(
                f"{path} line {number}: not a record; expected an object with record = document, incident or statement"
            ) from None
    documents = {row["id"]: row for row in kinds["document"]}
    return Gold(documents, tuple(kinds["incident"]), tuple(kinds["statement"]))
