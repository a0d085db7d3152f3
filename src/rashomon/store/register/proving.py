"""Why an incident is what it is, the log, and what another register or a court needs to check all of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, BinaryIO

from rashomon.config import Config
from rashomon.incidents.linker import Linker
from rashomon.store import log
from rashomon.store.anchors import incident_named
from rashomon.store.engine import reading
from rashomon.store.ingesting import policy_of
from rashomon.store.moving import Batch, Proofs, batches, proofs, runs_by_document
from rashomon.store.register.adding import Adding
from rashomon.store.register.opening import patient
from rashomon.store.shelf import all_reports

if TYPE_CHECKING:
    from rashomon.incidents.explain import Explanation
    from rashomon.store.verify import Problem


class Proving(Adding):
    """What explains and proves a register."""

    @patient
    def explain(self, id: str) -> Explanation:
        """Why an incident holds the reports that it holds, and why the nearest other one is another."""
        from rashomon.store.explaining import explanation

        with reading(self.engine) as connection:
            return explanation(connection, policy_of(connection), incident_named(connection, id))

    @patient
    def machine_links(self) -> Linker:
        """The newest readings linked anew by the machine alone: without any decision of a person."""
        linker = Linker(Config(policy=self.policy.name, source_priority=self.policy.priority))
        with reading(self.engine) as connection:
            for _, report in all_reports(connection):
                linker.add(report)
        return linker

    @patient
    def log(self, since: int = 0) -> list[dict[str, Any]]:
        """Entries of the audit log after a sequence number."""
        with reading(self.engine) as connection:
            return list(log.entries(connection, since=since))

    @patient
    def head(self) -> str:
        """The head of the log, to be kept elsewhere: sequence number and hash of the last entry."""
        with reading(self.engine) as connection:
            sequence, hash = log.last(connection)
            return f"{sequence}:{hash}"

    def write_bundle(self, out: BinaryIO, *ids: str) -> None:
        """Write the evidence bundle of some incidents, or of the whole register; see `store.bundle`."""
        from rashomon.store.bundle import write_bundle

        with reading(self.engine) as connection:
            write_bundle(connection, out, ids)

    def verify(self, *, head: str | None = None, replay: bool = True) -> list[Problem]:
        """What is wrong with the register; empty when it is whole. See `store.verify`."""
        from rashomon.store.verify import verify

        return list(verify(self.engine, head=head, replay=replay))

    @patient
    def batches(self, documents: Collection[str]) -> list[Batch]:
        """All readings of these documents, as the machine made them, in the order in which they came."""
        with reading(self.engine) as connection:
            return list(batches(connection, documents))

    @patient
    def proofs(self) -> Proofs:
        """Which entries of the log added each document and took each decision."""
        with reading(self.engine) as connection:
            return proofs(connection)

    @patient
    def runs_by_document(self) -> dict[str, set[str]]:
        """Document id → ids of the runs that read it."""
        with reading(self.engine) as connection:
            return runs_by_document(connection)
