"""A person's word: in force, undone, contradicted, unattached."""

from __future__ import annotations

from rashomon.incidents.judgements import Judgement, bind, in_force

HOMES = {"a": (("d1", "a"),), "b": (("d2", "b"),), "c": (("d3", "c"),)}


def find(id: str) -> tuple[tuple[str, str], ...]:
    return HOMES.get(id, ())


def judge(verdict: str, a: str, b: str | None = None, *, time: str = "2024-01-01") -> Judgement:
    return Judgement(verdict, a, b, author="ada", time=time, reason="read both")  # type: ignore[arg-type]


def test_a_judgement_is_undone_and_the_undoing_too() -> None:
    same = judge("same", "a", "b")
    undo = judge("undo", same.id, time="2024-01-02")
    redo = judge("undo", undo.id, time="2024-01-03")
    assert in_force([same]) == (same,)
    assert in_force([same, undo]) == ()
    assert in_force([redo, undo, same, same]) == (same,)


def test_same_and_different_bind_and_unsure_leaves_it_to_the_machine() -> None:
    found = bind([judge("same", "a", "b"), judge("different", "a", "c"), judge("unsure", "b", "c")], find)
    assert found.same == ((("d1", "a"), ("d2", "b")),)
    assert found.different == ((("d1", "a"), ("d3", "c")),)
    assert found.unsure == ((("d2", "b"), ("d3", "c")),)


def test_the_newer_of_two_contradicting_judgements_holds_and_the_other_is_an_issue() -> None:
    log = [judge("same", "a", "b"), judge("different", "b", "a", time="2024-01-02")]
    found = bind(log, find)
    assert (found.same, len(found.different)) == ((), 1)
    assert [i.code for i in found.issues] == ["judgement_overruled"]


def test_a_contradiction_through_a_third_incident_is_seen() -> None:
    log = [
        judge("same", "a", "b", time="3"),
        judge("same", "b", "c", time="2"),
        judge("different", "a", "c", time="1"),
    ]
    assert [i.code for i in bind(log, find).issues] == ["judgement_overruled"]


def test_a_judgement_about_nothing_waits_as_an_issue() -> None:
    assert [i.code for i in bind([judge("same", "a", "gone")], find).issues] == ["judgement_unattached"]
