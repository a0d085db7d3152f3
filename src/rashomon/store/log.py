"""The audit log: append-only, hash-chained, canonical JSON, so that a changed or missing entry shows.

An entry's hash is the sha256 of its text, and each entry holds the hash of the one before. Whoever rewrites
an entry must rewrite all that follow; whoever cuts off the end leaves a chain that is whole. Both show
against a *head* (sequence number and hash of the last entry) that was written down elsewhere: `rashomon
verify --head` prints and compares it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from rashomon.store.columns import canonical
from rashomon.store.schema import log

START = "0" * 64
FIELDS = {"sequence", "previous", "time", "author", "action", "object", "reason", "details", "clock"}


def last(connection: sa.Connection) -> tuple[int, str]:
    """Sequence number and hash of the newest entry; 0 and START of an empty log."""
    row = connection.execute(
        sa.select(log.c.sequence, log.c.hash).order_by(log.c.sequence.desc()).limit(1)
    ).first()
    return (row.sequence, row.hash) if row else (0, START)


def append(
    connection: sa.Connection, *, author: str, action: str, object: str, details: dict[str, Any],
    reason: str = "", time: str | None = None,
) -> int:  # fmt: skip
    """Add an entry in the caller's transaction; returns its sequence number.

    The order is that of the sequence numbers: a clock that was set back is told in the entry ("clock":
    "back").
    """
    before, previous = last(connection)
    now = time or utc_now()
    value = {
        "sequence": before + 1,
        "previous": previous,
        "time": now,
        "author": author,
        "action": action,
        "object": object,
        "reason": reason,
        "details": details,
    }
    if before and now < time_of(connection, before):
        value["clock"] = "back"
    entry = canonical(value)
    connection.execute(log.insert().values(sequence=before + 1, entry=entry, hash=digest(entry)))
    return before + 1


def utc_now() -> str:
    """The time of now for an entry."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def entries(connection: sa.Connection, *, since: int = 0) -> Iterator[dict[str, Any]]:
    """Entries after a sequence number, oldest first."""
    query = sa.select(log.c.entry).where(log.c.sequence > since).order_by(log.c.sequence)
    for entry in connection.execute(query).scalars():
        yield json.loads(entry)


def entry(connection: sa.Connection, sequence: int) -> dict[str, Any]:
    """One entry."""
    text = connection.execute(sa.select(log.c.entry).where(log.c.sequence == sequence)).scalar_one()
    found: dict[str, Any] = json.loads(text)
    return found


def time_of(connection: sa.Connection, sequence: int) -> str:
    """When an entry was made."""
    return str(entry(connection, sequence)["time"])


def first_from(connection: sa.Connection, time: str) -> int | None:
    """Sequence number of the first entry made at a time or later; None when there is none.

    Canonical JSON ends with the time, the last of the sorted keys: entries of megabytes need not be read.
    """
    size = len(utc_now())
    made = sa.func.substr(log.c.entry, sa.func.length(log.c.entry) - size - 1, size)
    query = sa.select(sa.func.min(log.c.sequence)).where(made >= time)
    found = connection.execute(query).scalar()
    return None if found is None else int(found)


def digest(entry: str) -> str:
    """sha256 of an entry's text, in hex."""
    return hashlib.sha256(entry.encode("utf-8", "surrogatepass")).hexdigest()


def check(rows: Iterable[tuple[int, str, str]], *, head: tuple[int, str] | None = None) -> list[str]:
    """What is wrong with a chain of (sequence, entry, hash), one sentence each; empty when it is whole.

    `head` is an earlier head: the chain must hold that very entry.
    """
    problems: list[str] = []
    previous, expected, heads = START, 1, {0: START}
    for sequence, entry, hash in rows:
        problems += _check_entry(sequence, entry, hash, previous, expected)
        heads[sequence] = hash
        previous, expected = hash, sequence + 1
    if head and heads.get(head[0]) != head[1]:
        state = "is missing" if head[0] not in heads else "is another one"
        problems.append(f"log entry {head[0]} of the head given {state}: the log was cut off or rewritten")
    return problems


def _check_entry(sequence: int, entry: str, hash: str, previous: str, expected: int) -> list[str]:
    problems = []
    if sequence != expected:
        problems.append(f"log entry {expected} is missing or out of place (found {sequence})")
    if digest(entry) != hash:
        problems.append(f"log entry {sequence} was changed: its hash does not match")
    try:
        value = json.loads(entry)
    except ValueError:
        return [*problems, f"log entry {sequence} is not JSON"]
    if not isinstance(value, dict) or not FIELDS - {"clock"} <= set(value) <= FIELDS:
        return [*problems, f"log entry {sequence} does not have the fields of an entry"]
    if canonical(value) != entry:
        problems.append(f"log entry {sequence} is not written in canonical form")
    if value["sequence"] != sequence:
        problems.append(f"log entry {sequence} says that it is entry {value['sequence']}")
    if value["previous"] != previous:
        problems.append(f"log entry {sequence} does not follow the entry before it")
    return problems


def check_chain(connection: sa.Connection, *, head: tuple[int, str] | None = None) -> list[str]:
    """What is wrong with the chain of a register."""
    rows = connection.execute(sa.select(log.c.sequence, log.c.entry, log.c.hash).order_by(log.c.sequence))
    return check(((r.sequence, r.entry, r.hash) for r in rows), head=head)
