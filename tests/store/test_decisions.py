"""What persons decide: applied, logged, undone, safe against two people at once, found again after a new reading."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rashomon.errors import ConflictError, NotFoundError
from rashomon.review.decisions import DecisionError
from rashomon.store import Register
from tests.store.made import ingest, lines, report

WHO = {"author": "Ana", "reason": "seen it"}


@pytest.fixture
def strike(register: Register) -> str:
    """The id of an incident that two reports tell of, with different tolls."""
    ingest(register, [report("a", killed=4), report("b", killed=6, source="army")])
    (incident,) = register.incidents()
    assert len(incident.mentions) == 2
    return incident.id


def test_accepting_marks_an_incident_as_reviewed(register: Register, strike: str) -> None:
    register.accept(strike, author="Ana")
    assert register.standing(strike)["state"] == "accepted"
    assert register.verify() == []


def test_a_rejected_incident_leaves_lists_and_exports_but_not_the_register(
    register: Register, strike: str
) -> None:
    register.reject(strike, **WHO)
    assert register.incidents() == []
    assert register.coding().incidents == ()
    assert [i.id for i in register.incidents(state="rejected")] == [strike]
    assert register.incident(strike).id == strike
    assert register.verify() == []


def test_a_rejected_claim_no_longer_counts(register: Register, strike: str) -> None:
    claim = next(c for c in register.incident(strike).claims if c.best == 6)
    register.reject(claim.id, **WHO)
    after = register.incident(strike)
    assert (after.killed.high, after.killed.contested) == (4, False)
    assert register.verify() == []


def test_a_corrected_claim_keeps_its_id_and_says_that_a_person_gave_it(
    register: Register, strike: str
) -> None:
    claim = next(c for c in register.incident(strike).claims if c.best == 6)
    register.correct(claim.id, values={"low": 5, "best": 5, "high": 5}, **WHO)
    after = next(c for c in register.incident(strike).claims if c.id == claim.id)
    assert (after.best, after.origin) == (5, "person")
    assert register.incident(strike).killed.high == 5
    assert register.verify() == []


def test_a_span_can_be_corrected(register: Register, strike: str) -> None:
    claim = register.incident(strike).claims[0]
    text = register.document(claim.document).text
    start = text.index("drone")
    register.correct(claim.id, values={"start": start, "end": start + 5}, **WHO)
    after = next(c for c in register.incident(strike).claims if c.id == claim.id)
    assert after.evidence.quote == "drone"
    assert register.verify() == []


def test_an_incident_can_be_corrected(register: Register, strike: str) -> None:
    register.correct(strike, values={"type": "attack", "date": {"start": "2024-01-03"}}, **WHO)
    after = register.incident(strike)
    assert (after.type, after.date.start, after.date.end) == ("attack", "2024-01-03", "2024-01-04")
    assert register.verify() == []


def test_a_claim_can_be_added(register: Register, strike: str) -> None:
    register.add_claim(
        strike, author="Ana", values={"role": "injured", "start": 0, "end": 6, "low": 9, "best": 9, "high": 9}
    )
    assert register.incident(strike).injured.best == 9
    assert register.verify() == []


def test_merging_and_undoing_it_gives_the_same_bytes_as_before(register: Register) -> None:
    ingest(
        register, [report("a"), report("b", town="Paris", day="2023-05-05", lat=48.8, lon=2.3, country="FRA")]
    )
    before = lines(register.coding())
    first, second = (i.id for i in register.incidents())
    merged = register.merge(first, second, **WHO)
    assert len(register.incidents()) == 1
    assert register.incident(first) == register.incident(second)
    assert register.verify() == []
    undone = register.undo(merged.decision.id, author="Ben")
    assert lines(register.coding()) == before
    register.undo(undone.decision.id, author="Ana")
    assert len(register.incidents()) == 1
    assert register.verify() == []


def test_splitting_keeps_claims_and_ids(register: Register, strike: str) -> None:
    whole = register.incident(strike)
    leaving = next(m for m in whole.mentions if m.id != strike)
    register.split(strike, leaving.id, **WHO)
    parts = register.incidents()
    assert len(parts) == 2
    assert sorted(c.id for p in parts for c in p.claims) == sorted(c.id for c in whole.claims)
    assert register.incident(leaving.id).id == leaving.id
    assert register.verify() == []


def test_a_judgement_binds_reports_that_come_later(register: Register, strike: str) -> None:
    leaving = next(m for m in register.incident(strike).mentions if m.id != strike)
    register.split(strike, leaving.id, **WHO)
    ingest(register, [report("c", killed=4)])
    assert register.incident(strike).id != register.incident(leaving.id).id
    assert register.verify() == []


def test_the_second_writer_is_told_and_nothing_is_lost(register: Register, strike: str) -> None:
    seen = register.standing(strike)["version"]
    register.correct(strike, author="Ana", reason="a gun", values={"type": "attack"}, expect=seen)
    head = register.head()
    with pytest.raises(ConflictError, match="changed by Ana"):
        register.correct(strike, author="Ben", reason="a bomb", values={"type": "grenade"}, expect=seen)
    assert register.incident(strike).type == "attack"
    assert register.head() == head


def test_the_same_request_twice_has_one_effect(register: Register, strike: str) -> None:
    first = register.comment(strike, "look at the video", author="Ana", request="r1")
    head = register.head()
    again = register.comment(strike, "look at the video", author="Ana", request="r1")
    assert again.decision.id == first.decision.id
    assert register.head() == head
    with pytest.raises(ConflictError):
        register.accept(strike, author="Ben", request="r1")


def test_decisions_are_found_again_in_a_new_reading(register: Register, strike: str) -> None:
    claim = next(c for c in register.incident(strike).claims if c.best == 6)
    register.correct(claim.id, values={"best": 5, "low": 5, "high": 5}, **WHO)
    register.accept(strike, author="Ana")
    old = report("b", killed=6, source="army")
    machine = old.incidents[0]
    mention = replace(machine.mentions[0], id="0" * 16, start=0, end=9, quote=old.doc.text[:9])
    renewed = replace(machine.claims[0], id="f" * 16, best=7, low=7, high=7)
    new = replace(old, incidents=(replace(machine, id=mention.id, mentions=(mention,), claims=(renewed,)),))
    ingest(register, [new], version="next", again=True)
    after = register.incident(machine.id)  # a former id
    assert next(c for c in after.claims if c.id == renewed.id).best == 5
    assert register.standing(after.id)["state"] == "accepted"
    assert machine.id in after.aliases
    assert len(register.readings("b")) == 2
    assert register.issues() == []
    assert register.verify() == []


def test_a_decision_whose_words_are_gone_becomes_an_issue(register: Register, strike: str) -> None:
    claim = next(c for c in register.incident(strike).claims if c.best == 6)
    register.reject(claim.id, **WHO)
    old = report("b", killed=6, source="army")
    ingest(register, [replace(old, incidents=())], version="next", again=True)
    assert "decision_unattached" in {i.code for i in register.issues()}
    assert register.verify() == []


def test_new_accounts_on_a_reviewed_record_are_told(register: Register, strike: str) -> None:
    register.accept(strike, author="Ana")
    since = len(register.log())
    ingest(register, [report("c", killed=9, source="army", stance="denies")])
    (change,) = register.changes(since)
    assert change.reviewed
    assert change.denials
    assert change.documents_added == ("c",)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({}, "nothing to correct"),
        ({"type": "war"}, "none of"),
        ({"colour": "red"}, "cannot be corrected"),
        ({"date": {"start": "2024-02-30"}}, "not ISO days"),
        ({"date": {"start": "2024-02-03", "end": "2024-02-01"}}, "after it ends"),
    ],
)
def test_a_correction_that_cannot_be_is_refused(
    register: Register, strike: str, values: dict[str, object], message: str
) -> None:
    with pytest.raises(DecisionError, match=message):
        register.correct(strike, values=values, **WHO)


def test_what_needs_a_reason_is_refused_without_one(register: Register, strike: str) -> None:
    with pytest.raises(DecisionError, match="needs a reason"):
        register.reject(strike, author="Ana", reason=" ")
    with pytest.raises(NotFoundError):
        register.accept("nothing", author="Ana")
    assert len(register.log()) == 2


def test_every_decision_is_in_the_log_with_its_reason(register: Register, strike: str) -> None:
    register.assign(strike, "Ben", author="Ana")
    register.reject(strike, author="Ben", reason="a film set")
    entry = register.log()[-1]
    assert (entry["author"], entry["action"], entry["object"], entry["reason"]) == (
        "Ben", "reject", strike, "a film set",
    )  # fmt: skip
    assert [d.kind for d in register.decisions(strike)] == ["assign", "reject"]


def test_a_mark_makes_a_record_sensitive_until_it_is_taken_off(register: Register, strike: str) -> None:
    assert register.sensitive() == frozenset()
    marked = register.mark_sensitive(strike, author="Ana", reason="a witness lives there")
    assert register.sensitive() == {strike}
    assert register.standing(strike)["sensitive"] is True
    register.mark_sensitive(strike, False, author="Ben")
    assert register.sensitive() == frozenset()
    register.undo(register.decisions()[-1].id, author="Ana")
    assert register.sensitive() == {strike}
    register.undo(marked.decision.id, author="Ana")
    assert register.sensitive() == frozenset()
    assert register.verify() == []


def test_a_mark_stays_through_merges_and_new_readings(register: Register) -> None:
    ingest(
        register, [report("a"), report("b", town="Paris", day="2023-05-05", lat=48.8, lon=2.3, country="FRA")]
    )
    first, second = (i.id for i in register.incidents())
    register.mark_sensitive(second, author="Ana")
    register.merge(first, second, **WHO)
    (merged,) = register.incidents()
    assert register.sensitive() == {merged.id}


def test_a_mark_whose_words_are_gone_falls_on_the_whole_report(register: Register) -> None:
    other = report("a", killed=4)
    ingest(register, [other])
    register.mark_sensitive(register.incidents()[0].id, author="Ana")
    (incident,) = other.incidents
    text = other.doc.text
    moved = replace(incident.mentions[0], id="elsewhere", start=30, end=40, quote=text[30:40])
    ingest(
        register, [replace(other, incidents=(replace(incident, id="elsewhere", mentions=(moved,)),))],
        version="later", again=True,
    )  # fmt: skip
    assert {i.document for i in register.issues() if i.code == "decision_unattached"} == {"a"}
    assert register.sensitive() == {"elsewhere"}


def test_only_incidents_can_be_marked(register: Register, strike: str) -> None:
    with pytest.raises(DecisionError, match="incidents only"):
        register.mark_sensitive(register.incident(strike).claims[0].id, author="Ana")
    with pytest.raises(DecisionError, match="true or false"):
        register.decide("sensitive", strike, author="Ana", details={"sensitive": "yes"})
