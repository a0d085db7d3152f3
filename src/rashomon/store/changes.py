"""What moved in a register since a day or a log entry: new incidents, tolls, denials, new accounts on
reviewed records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from rashomon.store import log
from rashomon.store.schema import history


@dataclass(frozen=True, slots=True)
class Change:
    """What one log entry did to one incident.

    `kind`: new, changed, gone (merged into another or without words left). `moved` holds fields with their
    old and new value; `denials` and `claims_added` are ids of claims; `reviewed` says that a person had
    reviewed the incident before these accounts came.
    """

    sequence: int
    time: str
    author: str
    action: str
    reason: str
    incident: str
    label: str
    kind: str
    moved: dict[str, list[Any]] = field(default_factory=dict)
    claims_added: tuple[str, ...] = ()
    claims_removed: tuple[str, ...] = ()
    denials: tuple[str, ...] = ()
    documents_added: tuple[str, ...] = ()
    reviewed: bool = False

    @property
    def matters(self) -> bool:
        """Does it change what a reader is told: an incident, a toll, a type, a denial, an account on
        a reviewed record?
        """
        told = {"killed", "injured", "type", "realis", "date", "place", "responsibility", "state"}
        return self.kind != "changed" or bool(self.denials) or self.reviewed or bool(told & self.moved.keys())


def changes(connection: sa.Connection, *, since: str | int, limit: int | None = None) -> Iterator[Change]:
    """Changes after a log entry, or from an ISO time on, oldest first."""
    after = since if isinstance(since, int) else before_time(connection, since)
    query = sa.select(history).where(history.c.sequence > after)
    query = query.order_by(history.c.sequence, history.c.incident).limit(limit)
    entry: dict[str, Any] = {"sequence": None}
    for row in connection.execute(query).all():
        if entry["sequence"] != row.sequence:
            entry = log.entry(connection, row.sequence)
        details = row.details
        yield Change(
            sequence=row.sequence,
            time=entry["time"],
            author=entry["author"],
            action=entry["action"],
            reason=entry["reason"],
            incident=row.incident,
            label=details["label"],
            kind=row.kind,
            moved=details.get("moved", {}),
            claims_added=tuple(details.get("claims_added", ())),
            claims_removed=tuple(details.get("claims_removed", ())),
            denials=tuple(details.get("denials", ())),
            documents_added=tuple(details.get("documents_added", ())),
            reviewed="was" in details,
        )


def before_time(connection: sa.Connection, since: str) -> int:
    """Sequence number of the last entry before a time."""
    first = log.first_from(connection, since)
    return log.last(connection)[0] if first is None else first - 1
