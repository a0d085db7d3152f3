"""Adding reports, and all that makes every incident anew: another version, another policy, an erased document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.config import POLICIES
from rashomon.errors import RegisterError
from rashomon.incidents.policies import Policy
from rashomon.store.engine import reading
from rashomon.store.erasing import Erased, erase, scrub
from rashomon.store.ingesting import Ingested, Run, ingest, linked_by, linking_stamp, policy_of, rebuild
from rashomon.store.register.opening import OpenRegister, patient
from rashomon.store.relink import Relinked
from rashomon.store.schema import documents
from rashomon.store.shelf import chunks


class Adding(OpenRegister):
    """What puts reports in a register, or makes incidents anew."""

    @patient
    def known(self, among: Iterable[str] | None = None) -> dict[str, str]:
        """Document id → sha256 of its text, for all documents, or for those of these ids that are there."""
        query = sa.select(documents.c.id, documents.c.text_sha256)
        with reading(self.engine) as connection:
            if among is None:
                return {row.id: row.text_sha256 for row in connection.execute(query)}
            found: dict[str, str] = {}
            for chunk in chunks(sorted(set(among))):
                rows = connection.execute(query.where(documents.c.id.in_(chunk)))
                found |= {row.id: row.text_sha256 for row in rows}
            return found

    def ingest(
        self, reports: Sequence[Report], *, version: str, components: dict[str, Any], author: str = "rashomon",
        originals: Mapping[str, bytes] | None = None, again: bool = False,
    ) -> Ingested:  # fmt: skip
        """Add coded reports and rebuild the incidents that they touch; reports already there change nothing.

        `originals` gives the original bytes of documents by id; without them the UTF-8 text is kept. With
        `again`, known documents get another reading. One transaction: after a crash either all of it is there
        or nothing, and when this returns it is on the disk.
        """
        run = Run(version, components)

        def work(connection: sa.Connection) -> Ingested:
            self._refresh(connection, author)
            return ingest(
                connection, policy_of(connection), reports, run, author=author, originals=originals or {},
                again=again,
            )  # fmt: skip

        return self._write(work)

    @patient
    def is_linked(self) -> bool:
        """Did this version link it? If not, the first write links everything anew, which takes long in a large one."""
        with reading(self.engine) as connection:
            return linked_by(connection) == linking_stamp()

    def refresh(self, *, author: str) -> None:
        """Link everything anew if another version linked it, as the first write would."""
        self._write(lambda connection: self._refresh(connection, author))

    def _refresh(self, connection: sa.Connection, author: str) -> None:
        """Link everything anew if it was linked by another version."""
        if linked_by(connection) != linking_stamp():
            rebuild(connection, policy_of(connection), author=author, reason="another version of linking")

    def rebuild(self, *, author: str, reason: str) -> Relinked:
        """Make all incidents anew from readings and decisions."""
        return self._write(
            lambda connection: rebuild(connection, policy_of(connection), author=author, reason=reason)
        )

    def erase(self, document: str, *, author: str, reason: str) -> Erased:
        """Erase a document's content for good; docs/register.md says what stays. Copies elsewhere are yours to find."""
        erased = self._write(
            lambda connection: erase(
                connection, policy_of(connection), document, author=author, reason=reason
            )
        )
        try:
            scrub(self.engine)
        except RegisterError as error:
            raise RegisterError(
                f"{document} is erased, but free space of the files may still hold it; erase it again ({error})"
            ) from error
        return erased

    def set_policy(self, name: str, *, priority: Sequence[str] = (), author: str, reason: str) -> Relinked:
        """Let another policy choose the headline values; all incidents are made anew."""
        if name not in POLICIES:
            raise RegisterError(f"policy {name!r} is none of {', '.join(POLICIES)}")
        policy = Policy(name, tuple(priority))
        return self._write(lambda connection: rebuild(connection, policy, author=author, reason=reason))

    @property
    @patient
    def policy(self) -> Policy:
        """The policy that chooses the headline values."""
        with reading(self.engine) as connection:
            return policy_of(connection)
