"""A register's records for another register: every reading as it was ingested, and every decision under its own id."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.errors import RegisterError
from rashomon.incidents.policies import Policy
from rashomon.review import Decision, Docket
from rashomon.store import log
from rashomon.store.columns import canonical
from rashomon.store.deciding import apply, body_of
from rashomon.store.schema import decisions, documents, readings, runs
from rashomon.store.shelf import all_decisions, report_of


@dataclass(frozen=True, slots=True)
class Batch:
    """Readings that one transaction added, by document id, and what coded them."""

    version: str
    components: dict[str, Any] = field(default_factory=dict)
    reports: tuple[Report, ...] = ()


def batches(connection: sa.Connection, wanted: Collection[str]) -> Iterator[Batch]:
    """All readings of these documents as the machine made them, in the order in which they came."""
    query = (
        sa.select(documents, readings.c.body, readings.c.run, readings.c.sequence.label("read"))
        .join(readings, readings.c.document == documents.c.n)
        .order_by(readings.c.sequence, readings.c.run, documents.c.id)
    )
    coded = {row.id: row for row in connection.execute(sa.select(runs))}
    rows = (row for row in connection.execute(query) if row.id in wanted)
    for (_, run), group in groupby(rows, key=lambda row: (row.read, row.run)):
        yield Batch(coded[run].version, coded[run].components, tuple(report_of(row) for row in group))


def runs_by_document(connection: sa.Connection) -> dict[str, set[str]]:
    """Document id → ids of the runs that read it."""
    found: dict[str, set[str]] = defaultdict(set)
    query = sa.select(documents.c.id, readings.c.run).join(readings, readings.c.document == documents.c.n)
    for id, run in connection.execute(query):
        found[id].add(run)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Proofs:
    """Where the log of a register stands, and which entries added a document or took a decision: "sequence:hash"."""

    head: str
    documents: dict[str, list[str]]
    decisions: dict[str, str]


def proofs(connection: sa.Connection) -> Proofs:
    """What the log of a register says of its documents and decisions."""
    head, added, decided = "0:" + log.START, defaultdict(list), {}
    for entry in log.entries(connection):
        head = f"{entry['sequence']}:{log.digest(canonical(entry))}"
        details = entry["details"]
        if "decision" in details:
            decided[details["decision"]] = head
        elif entry["action"] == "ingest":
            for document in details["documents"]:
                added[document["id"]].append(head)
    return Proofs(head, dict(added), decided)


def take_over(connection: sa.Connection, policy: Policy, decision: Decision, *, by: str) -> bool:
    """Put a decision of another register in force, as it was taken there; False when it is here already.

    The log says under its author and reason that it was taken, and who brought it. Raises RegisterError for an undo
    of a decision that is not here.
    """
    before = Docket(all_decisions(connection))
    if any(d.id == decision.id for d in before.all):
        return False
    undone = decision.details.get("decision") if decision.kind == "undo" else None
    if decision.kind == "undo" and not any(d.id == undone for d in before.all):
        raise RegisterError(f"decision {decision.id} undoes {undone}, which is not here")
    sequence = log.last(connection)[0] + 1
    placed = Decision(**{**{n: getattr(decision, n) for n in decision.__slots__}, "sequence": sequence})
    body = body_of(placed)
    connection.execute(decisions.insert().values(sequence=sequence, id=decision.id, request=None, body=body))
    done = apply(connection, policy, before, placed)
    log.append(
        connection,
        author=decision.author,
        action=decision.kind,
        object=decision.anchors[0].id if decision.anchors else decision.id,
        reason=decision.reason,
        details={
            "decision": decision.id,
            "sha256": log.digest(canonical([None, body])),
            "incidents": done.digest,
            "imported": {"by": by, "decided": decision.time},
        },
    )
    return True


def decision_row(decision: Decision) -> dict[str, Any]:
    """A decision as it is exported: without its place in this register's log."""
    return {k: v for k, v in asdict(decision).items() if k != "sequence"}


__all__ = ["Batch", "Proofs", "batches", "decision_row", "proofs", "runs_by_document", "take_over"]
