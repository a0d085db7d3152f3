"""The audit log: append-only, hash-chained, canonical JSON, so that a changed or missing entry shows."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from rashomon.store.schema import log

START = "0" * 64


def append(
    connection: sa.Connection, *, author: str, action: str, object: str, details: dict[str, Any]
) -> int:
    """Add an entry in the caller's transaction; returns its sequence number."""
    last = connection.execute(
        sa.select(log.c.sequence, log.c.hash).order_by(log.c.sequence.desc()).limit(1)
    ).first()
    sequence = (last.sequence + 1) if last else 1
    entry = canonical(
        {
            "sequence": sequence,
            "previous": last.hash if last else START,
            "time": datetime.now(UTC).isoformat(timespec="seconds"),
            "author": author,
            "action": action,
            "object": object,
            "details": details,
        }
    )
    connection.execute(log.insert().values(sequence=sequence, entry=entry, hash=digest(entry)))
    return sequence


def canonical(value: dict[str, Any]) -> str:
    """One text for one value: sorted keys, no spaces."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(entry: str) -> str:
    """sha256 of an entry's text, in hex."""
    return hashlib.sha256(entry.encode("utf-8", "surrogatepass")).hexdigest()


def check_chain(connection: sa.Connection) -> list[str]:
    """What is wrong with the chain, one sentence each; empty when it is whole."""
    problems = []
    previous, expected = START, 1
    for row in connection.execute(sa.select(log).order_by(log.c.sequence)):
        value = json.loads(row.entry)
        if row.sequence != expected or value["sequence"] != expected:
            problems.append(f"log entry {expected} is missing or out of place")
            expected = row.sequence
        if digest(row.entry) != row.hash:
            problems.append(f"log entry {row.sequence} was changed: its hash does not match")
        if value["previous"] != previous:
            problems.append(f"log entry {row.sequence} does not follow the entry before it")
        previous, expected = row.hash, expected + 1
    return problems
