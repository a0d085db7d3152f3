"""Any order of ingesting, deciding, undoing and reopening keeps the properties of a register.

The model is a plain dictionary of reports and one of decisions in force; what the register shows must follow from them.
"""

from __future__ import annotations

import runpy
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, precondition, rule

from rashomon.claims import Report
from rashomon.errors import RegisterError
from rashomon.lexicon import data_path
from rashomon.review.decisions import DecisionError
from rashomon.store import Register
from rashomon.store.backup import backup
from rashomon.store.engine import writing
from rashomon.store.ingesting import Run, policy_of
from rashomon.store.ingesting import ingest as add
from tests.store.made import VERSION, batch, ingest, lines, report

VERIFIER = runpy.run_path(str(data_path("verify.py")))

TOWNS = (("Kaya", 13.1, -1.1, "BFA"), ("Gao", 16.3, 0.0, "MLI"))
WHO = {"author": "Ana", "reason": "test"}


@dataclass(frozen=True)
class Held:
    """A decision in force: what kind, about which mention or claim, and the toll that it gave."""

    kind: str
    about: str
    best: int = 0


class RegisterMachine(RuleBasedStateMachine):
    """A register and what it must hold."""

    decisions = Bundle("decisions")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.where = str(Path(self.folder.name) / "r.db")
        self.register = Register.open(self.where, create=True)
        self.reports: dict[str, Report] = {}
        self.erased: dict[str, Report] = {}
        self.held: dict[str, Held] = {}  # decisions in force, oldest first
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
        known = self.reports.get(id) or self.erased.get(id)
        if known is not None:
            assert ingest(self.register, [known]).documents == ()
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
        self.held[decision] = Held(kind, id)
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
        self.held[decision] = Held("correct", claim.id, best)
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
        self.held[decision] = Held("merge", first)
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
        self.held[decision] = Held("split", last)
        return decision

    @precondition(lambda self: self.reports)
    @rule(number=st.integers(0, 20), to=st.sampled_from(["Ana", "Ben", None]))
    def assign(self, number: int, to: str | None) -> None:
        """Give an incident to somebody, twice under one request key, and say something about it."""
        id = self.pick(number)
        for _ in range(2):
            self.register.assign(id, to, author="Ana", request=f"assign {self.entries}")
            assert self.register.standing(id)["assigned"] == to
        self.register.undo(self.register.decisions()[-1].id, author="Ana")
        self.entries += 2

    @rule(decision=consumes(decisions))
    def undo(self, decision: str) -> None:
        """Take a decision back."""
        if decision != "none":
            self.register.undo(decision, author="Ben")
            self.entries += 1
            del self.held[decision]

    @precondition(lambda self: self.reports)
    @rule(number=st.integers(0, 20))
    def erase(self, number: int) -> None:
        """Erase a report: the register is what it would be without it, and it does not come back."""
        id = sorted(self.reports)[number % len(self.reports)]
        self.register.erase(id, author="Ana", reason="a court's order")
        self.erased[id] = self.reports.pop(id)
        self.entries += 1
        assert self.erased[id].doc.text.encode() not in Path(self.where).read_bytes()

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

    @rule(number=st.integers(9, 11))
    def crash(self, number: int) -> None:
        """The machine stops while a report is written: what the disk holds then is what there was before."""
        copied = Path(self.folder.name) / "crashed.db"
        before = lines(self.register.coding())
        try:
            with writing(self.register.engine) as connection:
                run = Run(VERSION, {})
                add(connection, policy_of(connection), [report(f"d{number}")], run, author="x", originals={})
                for end in ("", "-wal"):
                    shutil.copyfile(self.where + end, f"{copied}{end}")
                raise RegisterError("crash")
        except RegisterError:
            pass
        Path(f"{copied}-shm").unlink(missing_ok=True)
        with Register.open(str(copied)) as found:
            assert (lines(found.coding()), found.head()) == (before, self.register.head())

    @rule()
    def export(self) -> None:
        """An evidence bundle passes the verifier that shares no code with us; a backup is the same register."""
        folder = Path(self.folder.name)
        with open(folder / "bundle.zip", "wb") as out:
            self.register.write_bundle(out)
        assert list(VERIFIER["check"](folder / "bundle.zip", self.register.head())) == []
        (folder / "copy.db").unlink(missing_ok=True)
        backup(self.where, folder / "copy.db")
        with Register.open(str(folder / "copy.db")) as copied:
            assert lines(copied.coding()) == lines(self.register.coding())

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
    def tolls_are_those_of_the_last_correction(self) -> None:
        """The model: what the report said, unless a correction in force says otherwise."""
        wanted = {c.id: c.best for r in self.reports.values() for i in r.incidents for c in i.claims}
        corrected = {held.about: held.best for held in self.held.values() if held.kind == "correct"}
        wanted |= {id: best for id, best in corrected.items() if id in wanted}
        shown = {c.id: c.best for i in self.register.incidents(state="any") for c in i.claims}
        assert shown == wanted

    @invariant()
    def states_are_those_of_the_last_review(self) -> None:
        """The model: coded, unless a review in force is about one of its mentions."""
        for incident in self.register.incidents(state="any"):
            own = {m.id for m in incident.mentions}
            reviews = [
                h.kind for h in self.held.values() if h.kind in ("accept", "reject") and h.about in own
            ]
            wanted = f"{reviews[-1]}ed" if reviews else "coded"
            assert self.register.standing(incident.id)["state"] == wanted

    @invariant()
    def the_log_has_one_entry_for_each_act(self) -> None:
        """Nothing is written without an entry, and no entry without something written."""
        assert len(self.register.log()) == self.entries

    @invariant()
    def nothing_in_force_means_the_machine_alone(self) -> None:
        """When everything was undone, the register holds the bytes of linking all reports at once."""
        if not self.held:
            assert lines(self.register.coding()) == lines(batch(self.reports.values()))


TestRegister = RegisterMachine.TestCase
TestRegister.settings = settings(
    max_examples=12,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
