"""Erasing a document: a court, or a person whom it names, asks for it, and the chain must verify all the same.

Gone are its original bytes, text, title and metadata, its readings, and what stood of it in incidents, indexes, the
history and decisions. What stays is a tombstone (id, hashes) so that nobody brings it back, and the log, which
holds hashes and never content. The log entry of the erasure names what took the place of what earlier entries had
named, so that `verify` knows what to expect. Reasons and authors of decisions stand in the log and stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from rashomon.errors import NotFoundError, RegisterError
from rashomon.incidents.policies import Policy
from rashomon.store import log, search
from rashomon.store.columns import canonical
from rashomon.store.engine import told
from rashomon.store.ingesting import record_hash
from rashomon.store.relink import Relinked, Relinker
from rashomon.store.rows import digest
from rashomon.store.schema import captures, decisions, documents, history, members, readings
from rashomon.store.setup import guarded
from rashomon.store.shelf import HELD

REDACTED = {"label": "", "erased": True}  # in the place of what the history told
CHANGED = (captures, documents, readings, decisions, history)


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did: the documents of these bytes, and the incidents that it changed."""

    documents: tuple[str, ...]
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def erase(connection: sa.Connection, policy: Policy, id: str, *, author: str, reason: str) -> Erased:
    """Erase a document, and every other one of the same bytes, in the caller's transaction.

    Raises NotFoundError when it names no document, RegisterError without a reason.
    """
    if not author.strip() or not reason.strip():
        raise RegisterError("an erasure needs an author and a reason; say who asked for it and why")
    if (before := expected(connection).documents) and id in before:
        return Erased((id,))  # a program that repeats itself after a lost connection
    rows = _same_bytes(connection, id)
    numbers = [row.n for row in rows]
    sequence = log.last(connection)[0] + 1
    touched = _incidents_ever(connection, rows)
    with guarded(connection, CHANGED):
        tombstones = _bury(connection, rows)
        changed_decisions = _redact_decisions(connection, {row.sha256 for row in rows})
        done = Relinker(connection, policy, sequence).remove(numbers)
        touched |= {*done.new, *done.changed, *done.gone}
        changed_history, now = _redact_history(connection, touched, sequence)
    details: dict[str, Any] = {
        "documents": tombstones, "decisions": changed_decisions, "history": changed_history, "incidents": now,
    }  # fmt: skip
    log.append(connection, author=author, action="erase", object=id, reason=reason, details=details)
    return Erased(tuple(row.id for row in rows), done.changed, done.gone)


def _same_bytes(connection: sa.Connection, id: str) -> Sequence[Any]:
    first = connection.execute(sa.select(documents).where(documents.c.id == id, HELD)).first()
    if first is None:
        raise NotFoundError(f"{id} names no document")
    same = sa.or_(documents.c.sha256 == first.sha256, documents.c.capture == first.capture)
    return connection.execute(sa.select(documents).where(same, HELD).order_by(documents.c.id)).all()


def _incidents_ever(connection: sa.Connection, rows: Sequence[Any]) -> set[str]:
    """The incidents that hold a document, or held it: their history may tell what it said."""
    numbers, ids = [row.n for row in rows], {row.id for row in rows}
    query = sa.select(members.c.incident).where(members.c.document.in_(numbers))
    found = set(connection.execute(query).scalars())
    for body in connection.execute(
        sa.select(readings.c.body).where(readings.c.document.in_(numbers))
    ).scalars():
        found |= {incident["id"] for incident in body["incidents"]}
    for row in connection.execute(sa.select(history.c.incident, history.c.details)):
        if ids & set(row.details.get("documents_added", ())):
            found.add(row.incident)
    return found


def _bury(connection: sa.Connection, rows: Sequence[Any]) -> list[dict[str, Any]]:
    """Leave id and hashes of documents; returns what the log says of them from now on."""
    told = []
    numbers = [row.n for row in rows]
    connection.execute(readings.delete().where(readings.c.document.in_(numbers)))
    for row in rows:
        bare = dict.fromkeys(("title", "publisher", "published", "url", "language")) | {
            "text": "",
            "more": {},
        }
        connection.execute(documents.update().where(documents.c.n == row.n).values(**bare))
        told.append({"id": row.id, "capture": row.capture, "record": record_hash({**row._mapping, **bare})})
    search.remove(connection, "document_words", numbers)
    # A tombstone names its capture, so its row stays, without its bytes.
    connection.execute(
        captures.update().where(captures.c.sha256.in_([row.capture for row in rows])).values(data=b"", size=0)
    )
    return told


def _redact_decisions(connection: sa.Connection, shas: Collection[str]) -> dict[str, str]:
    """Take quotes, values and comments about erased words out of decisions; returns their new hashes by entry."""
    changed = {}
    for row in connection.execute(sa.select(decisions).order_by(decisions.c.sequence)).all():
        body = row.body
        if not any(anchor["sha256"] in shas for anchor in body["anchors"]):
            continue
        for anchor in body["anchors"]:
            if anchor["sha256"] in shas:
                anchor |= {"quote": "", "source": None if anchor["source"] is None else ""}
        if all(anchor["sha256"] in shas for anchor in body["anchors"]):
            body["details"] = {k: v for k, v in body["details"].items() if k in ("decision", "parted")}
        connection.execute(decisions.update().where(decisions.c.sequence == row.sequence).values(body=body))
        changed[str(row.sequence)] = log.digest(canonical([row.request, body]))
    return changed


def _redact_history(
    connection: sa.Connection, incidents: Collection[str], now: int
) -> tuple[dict[str, str], str]:
    """Forget what the history told of incidents; returns the new digests of earlier entries, and that of this one."""
    query = history.update().where(history.c.incident == sa.bindparam("id")).values(details=REDACTED)
    sequences: set[int] = set()
    for id in sorted(incidents):
        sequences |= set(
            connection.execute(sa.select(history.c.sequence).where(history.c.incident == id)).scalars()
        )
        connection.execute(query, {"id": id})
    events: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for sequence in sorted(sequences):
        rows = connection.execute(sa.select(history).where(history.c.sequence == sequence))
        events[sequence] = [dict(row._mapping) for row in rows]
    digests = {str(sequence): digest(rows) for sequence, rows in events.items() if sequence != now}
    return digests, digest(events.get(now, []))


def scrub(engine: sa.Engine) -> None:
    """Take what was erased out of the free space of the database's files too. Slow: every table is written anew."""
    with told(engine), engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("VACUUM FULL")
            return
        for table in search.TABLES:
            connection.exec_driver_sql(f"INSERT INTO {table} ({table}) VALUES ('optimize')")  # noqa: S608
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


@dataclass(frozen=True, slots=True)
class Expected:
    """What erasures left in the place of what earlier log entries name."""

    documents: dict[str, dict[str, Any]]  # by id
    decisions: dict[int, str]
    history: dict[int, str]


def expected(connection: sa.Connection) -> Expected:
    """All that the log says of erasures; the last word counts."""
    found = Expected({}, {}, {})
    for entry in log.entries(connection):
        if entry["action"] == "erase":
            details = entry["details"]
            found.documents.update({item["id"]: item for item in details["documents"]})
            found.decisions.update({int(n): sha for n, sha in details["decisions"].items()})
            found.history.update({int(n): sha for n, sha in details["history"].items()})
    return found


__all__ = ["Erased", "Expected", "Relinked", "erase", "expected", "scrub"]
