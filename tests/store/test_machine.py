"""Any order of ingesting, deciding, undoing and reopening keeps the properties of a register.

The model is a plain dictionary of reports and of decisions in force; what the register shows must follow from it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from rashomon.claims import Report
from rashomon.errors import RegisterError
from rashomon.review.decisions import DecisionError
from rashomon.store import Register
from tests.store.made import batch, ingest, lines, report

TOWNS = (("Kaya", 13.1, -1.1, "BFA"), ("Gao", 16.3, 0.0, "MLI"))
WHO = {"author": "Ana", "reason": "test"}


class RegisterMachine(RuleBasedStateMachine):
    """A register and what it must hold."""

    decisions = Bundle("decisions")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.where = str(Path(self.folder.name) / "r.db")
        self.register = Register.open(self.where, create=True)
        self.reports: dict[str, Report] = {}
        self.held = 0  # decisions in force
        self.entries = 1

    def teardown(self) -> None:
        """Throw everything away."""
        assert self.register.verify() == []
        self.register.close()
        self.folder.cleanup()

    @rule(
        number=st.integers(0, 8), town=st.sampled_from(TOWNS), killed=st.integers(0, 3), day=st.integers(1, 2)
    )
    def ingest(self, number: int, town: tuple[str, float, float, str], killed: int, day: int) -> None:
        """Add a report; a known one changes nothing."""
        id = f"d{number}"
        if id in self.reports:
            assert ingest(self.register, [self.reports[id]]).documents == ()
            return
        name, lat, lon, country = town
        self.reports[id] = report(
            id, killed=killed, town=name, day=f"2024-01-0{day}", lat=lat, lon=lon, country=country
        )
        ingest(self.register, [self.reports[id]])
        self.entries += 1

    def pick(self, number: int) -> str:
        found = self.register.incidents(state="any", order="id")
        return found[number % len(found)].id

    @precondition(lambda self: self.reports)
    @rule(target=decisions, number=st.integers(0, 20), kind=st.sampled_from(["accept", "reject"]))
    def review(self, number: int, kind: str) -> Any:
        """Accept or reject an incident."""
        id = self.pick(number)
        decision = self.register.decide(kind, id, **WHO).decision.id  # type: ignore[arg-type]
        self.entries += 1
        self.held += 1
        assert self.register.standing(id)["state"] == f"{kind}ed"
        return decision

    @precondition(lambda self: self.reports)
    @rule(target=decisions, number=st.integers(0, 20), best=st.integers(0, 9))
    def correct(self, number: int, best: int) -> Any:
        """Correct a toll."""
        incident = self.register.incident(self.pick(number))
        claim = next(c for c in incident.claims if c.role == "killed")
        values = {"low": best, "best": best, "high": best}
        decision = self.register.correct(claim.id, values=values, **WHO).decision.id
        self.entries += 1
        self.held += 1
        shown = self.register.incident(self.register.named(claim.id)[0])
        assert next(c for c in shown.claims if c.id == claim.id).best == best
        return decision

    @precondition(lambda self: len(self.reports) > 1)
    @rule(target=decisions, a=st.integers(0, 20), b=st.integers(0, 20))
    def merge(self, a: int, b: int) -> Any:
        """Make one incident of two."""
        first, second = self.pick(a), self.pick(b)
        try:
            decision = self.register.merge(first, second, **WHO).decision.id
        except DecisionError:
            assert first == second
            return "none"
        self.entries += 1
        self.held += 1
        assert self.register.incident(first).id == self.register.incident(second).id
        return decision

    @precondition(lambda self: self.reports)
    @rule(target=decisions, number=st.integers(0, 20))
    def split(self, number: int) -> Any:
        """Let the last report of an incident leave it."""
        incident = self.register.incident(self.pick(number))
        last = incident.mentions[-1].id
        if len({m.document for m in incident.mentions}) < 2:
            return "none"
        decision = self.register.split(incident.id, last, **WHO).decision.id
        self.entries += 1
        self.held += 1
        return decision

    @rule(decision=consumes(decisions))
    def undo(self, decision: str) -> None:
        """Take a decision back."""
        if decision != "none":
            self.register.undo(decision, author="Ben")
            self.entries += 1
            self.held -= 1

    @rule()
    def reopen(self) -> None:
        """Close and open; also a program that dies in the middle of an ingest leaves nothing behind."""
        try:
            with self.register.engine.begin() as connection:
                connection.exec_driver_sql("INSERT INTO meta (key, value) VALUES ('half', 'done')")
                raise RegisterError("crash")
        except RegisterError:
            pass
        self.register.close()
        self.register = Register.open(self.where)

    @invariant()
    def no_claim_is_lost(self) -> None:
        """Every claim of every report is in one incident."""
        wanted = sorted(c.id for r in self.reports.values() for i in r.incidents for c in i.claims)
        shown = sorted(c.id for i in self.register.incidents(state="any") for c in i.claims)
        assert shown == wanted

    @invariant()
    def every_mention_is_an_address(self) -> None:
        """An id once given names its incident."""
        for item in self.reports.values():
            for mention in item.incidents[0].mentions:
                assert mention in self.register.incident(mention.id).mentions

    @invariant()
    def the_log_has_one_entry_for_each_act(self) -> None:
        """Nothing is written without an entry, and no entry without something written."""
        assert len(self.register.log()) == self.entries

    @invariant()
    def nothing_in_force_means_the_machine_alone(self) -> None:
        """When everything was undone, the register holds the bytes of linking all reports at once."""
        if self.held == 0:
            assert lines(self.register.coding()) == lines(batch(self.reports.values()))


TestRegister = RegisterMachine.TestCase
TestRegister.settings = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
