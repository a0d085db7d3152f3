"""Decisions of persons: taken one by one, and listed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from rashomon.review import Decision
from rashomon.review.decisions import DecisionKind
from rashomon.store.anchors import incident_named
from rashomon.store.deciding import Decided, Wish, decide
from rashomon.store.engine import reading
from rashomon.store.ingesting import policy_of
from rashomon.store.moving import take_over
from rashomon.store.register.adding import Adding
from rashomon.store.register.opening import patient
from rashomon.store.rows import incidents_by_id
from rashomon.store.sensitive import sensitive_incidents
from rashomon.store.shelf import Shelf, all_decisions, numbers_of


class Deciding(Adding):
    """What persons do in a register."""

    def decide(
        self, kind: DecisionKind, *ids: str, author: str, reason: str = "", details: Mapping[str, Any] | None = None,
        expect: Mapping[str, int] | int | None = None, request: str | None = None,
    ) -> Decided:  # fmt: skip
        """Take a decision (docs/register.md lists the kinds); it is on the disk when this returns.

        `expect` is the version of the incident that the person saw (several: by id): when it has changed
        since, a ConflictError says by whom, and nothing is written. The same `request` twice has one effect.
        """
        if isinstance(expect, int):
            expect = {ids[0]: expect}
        wish = Wish(
            kind, ids, author, reason, details or {}, expect or {}, request or f"once-{uuid.uuid4().hex}"
        )

        def work(connection: sa.Connection) -> Decided:
            self._refresh(connection, author)
            return decide(connection, policy_of(connection), wish)

        return self._write(work)

    def accept(self, id: str, *, author: str, **how: Any) -> Decided:
        """Accept an incident or a claim as right."""
        return self.decide("accept", id, author=author, **how)

    def reject(self, id: str, *, author: str, reason: str, **how: Any) -> Decided:
        """Reject an incident (it leaves lists and exports) or a claim (it leaves its incident)."""
        return self.decide("reject", id, author=author, reason=reason, **how)

    def correct(self, id: str, *, author: str, reason: str, values: Mapping[str, Any], **how: Any) -> Decided:
        """Give an incident's field or a claim another value, or a claim another evidence (start, end)."""
        return self.decide("correct", id, author=author, reason=reason, details=values, **how)

    def add_claim(self, id: str, *, author: str, values: Mapping[str, Any], **how: Any) -> Decided:
        """Add a claim that the machine missed to an incident, with its role and its words (start, end)."""
        return self.decide("add", id, author=author, details=values, **how)

    def merge(self, *ids: str, author: str, reason: str, **how: Any) -> Decided:
        """Make one incident of several."""
        return self.decide("merge", *ids, author=author, reason=reason, **how)

    def split(self, id: str, *mentions: str, author: str, reason: str, **how: Any) -> Decided:
        """Make an incident of its own of the records that hold these mentions."""
        return self.decide("split", id, *mentions, author=author, reason=reason, **how)

    def undo(self, decision: str, *, author: str, reason: str = "", **how: Any) -> Decided:
        """Take a decision back; an undo too."""
        return self.decide("undo", decision, author=author, reason=reason, **how)

    def comment(self, id: str, text: str, *, author: str, **how: Any) -> Decided:
        """Say something about an incident or a claim."""
        return self.decide("comment", id, author=author, details={"text": text}, **how)

    def assign(self, id: str, to: str | None, *, author: str, **how: Any) -> Decided:
        """Give an incident to a person to review, or to nobody."""
        return self.decide("assign", id, author=author, details={"to": to}, **how)

    def mark_sensitive(self, id: str, sensitive: bool = True, *, author: str, **how: Any) -> Decided:
        """Mark an incident as sensitive: exports that are not `full` give its province only. Or take the mark off."""
        return self.decide("sensitive", id, author=author, details={"sensitive": sensitive}, **how)

    def take_over(self, decision: Decision, *, by: str) -> bool:
        """Put a decision of another register in force; False when it is here already. See `store.moving`."""
        return self._write(lambda connection: take_over(connection, policy_of(connection), decision, by=by))

    @patient
    def decisions(self, about: str | None = None) -> list[Decision]:
        """All decisions, oldest first, undone ones too; or those whose words stand in one incident."""
        with reading(self.engine) as connection:
            everything = all_decisions(connection)
            if about is None:
                return everything
            incident = incidents_by_id(connection, [incident_named(connection, about)])[0]
            held = {(m.document, m.start, m.end) for m in incident.mentions}
            claims = {c.id for c in incident.claims}
            shelf = Shelf(connection)
            numbers = numbers_of(connection, [m.document for m in incident.mentions])
            shelf.load(numbers)
            reports = {shelf.report(n).doc.id: shelf.report(n) for n in numbers}
            whole = {d.id for d in shelf.docket.about(incident, reports)}
            return [
                d
                for d in everything
                if d.id in whole
                or any(a.id in claims or (a.document, a.start, a.end) in held for a in d.anchors)
            ]

    @patient
    def sensitive(self) -> frozenset[str]:
        """Ids of the incidents that are marked as sensitive."""
        with reading(self.engine) as connection:
            return sensitive_incidents(connection)
