"""Adding reports one by one gives what linking them all at once gives."""

from __future__ import annotations

import random

from rashomon.store import Register
from tests.incidents.gold import gold_reports
from tests.store.made import batch, ingest, lines, report


def test_batches_in_any_order_give_the_incidents_of_linking_all_at_once(register: Register) -> None:
    reports = gold_reports()
    random.Random(5).shuffle(reports)
    start = 0
    while start < len(reports):
        size = 1 + start % 7
        ingest(register, reports[start : start + size])
        start += size
    assert lines(register.coding()) == lines(batch(reports))
    assert register.verify() == []


def test_a_late_original_changes_whom_the_copies_speak_for(register: Register) -> None:
    story = "Police said on Friday that four people were killed when a drone hit a house. " + " ".join(
        f"Witness number {n} told the paper what happened near the market that morning." for n in range(9)
    )
    early = report("early", text=story, publisher="Wire", day="2024-01-04")
    late = report("late", text=story + " It was the second strike.", publisher="Daily", day="2024-01-05")
    ingest(register, [late])
    ingest(register, [early])
    assert register.copies() == {"late": "early"}
    assert lines(register.coding()) == lines(batch([early, late]))


def test_ingesting_twice_changes_nothing(register: Register) -> None:
    ingest(register, [report("a"), report("b", killed=5)])
    head, before = register.head(), lines(register.coding())
    assert ingest(register, [report("b", killed=5)]).documents == ()
    assert (register.head(), lines(register.coding())) == (head, before)


def test_rebuilding_changes_nothing(register: Register) -> None:
    ingest(register, [report("a"), report("b", killed=5)])
    before = lines(register.coding())
    done = register.rebuild(author="test", reason="to see")
    assert (done.new, done.changed, done.gone) == ((), (), ())
    assert lines(register.coding()) == before
    assert register.verify() == []
