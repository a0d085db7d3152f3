"""Who is counted by a toll: everybody, not some of the counted, and not the dead among those hit."""

from __future__ import annotations

from dataclasses import replace

from rashomon.incidents.policies import Policy, toll
from rashomon.incidents.tolls import figures
from rashomon.model import Claim, ClaimRole, Evidence, Toll
from tests.incidents.build import NOBODY
from tests.incidents.build import claim as make


def told(
    role: ClaimRole, number: int, words: str, quote: str, *, of: str = "people", **more: object
) -> Claim:
    """A claim with its words and the clause they stand in."""
    start = int(more.pop("start", 0))  # type: ignore[call-overload]
    one = make(role, number, of=of, **more)  # type: ignore[arg-type]
    return replace(
        one,
        id=f"{one.id}{start}{quote}",
        original_value=words,
        evidence=Evidence(start, start + len(quote), quote),
    )


def best(role: ClaimRole, *claims: Claim) -> int | None:
    return toll(figures(claims, role, NOBODY), Policy("range")).best


def test_joined_counts_are_added() -> None:
    quote = "Seven soldiers and three militants were killed"
    seven = told("killed", 7, "Seven soldiers", quote, of="soldiers")
    three = told("killed", 3, "three militants", quote[19:], of="militants", start=19)
    assert toll(figures([seven, three], "killed", NOBODY), Policy("range")) == Toll(10, 10, 10)


def test_some_of_the_counted_are_no_second_account() -> None:
    four = told("injured", 4, "four people", "four people wounded")
    three = told(
        "injured", 3, "the other three", "the other three in", source="outlet", kind="outlet", start=60
    )
    he = told("injured", 1, "he", "he is in", source="a brother", kind="relative", start=90)
    assert toll(figures([four, three, he], "injured", NOBODY), Policy("range")) == Toll(4, 4, 4)


def test_two_sources_with_numbers_are_two_accounts() -> None:
    ten = told("killed", 10, "ten people", "killed ten people", source="activists", kind="monitor")
    one = told("killed", 1, "one person", "one person died", source="the army", kind="military")
    assert toll(figures([ten, one], "killed", NOBODY), Policy("range")).contested


def test_the_dead_among_those_shot_are_not_injured() -> None:
    six = told("injured", 6, "Six people", "Six people were shot")
    dead = told("killed", 1, "one man", "one man dead", of="man", start=40)
    assert best("injured", six, dead) == 5


def test_a_count_of_others_holds_no_dead() -> None:
    two = told("injured", 2, "Two others", "Two others were shot")
    dead = told("killed", 1, "a girl", "a girl was killed", of="girls", start=40)
    assert best("injured", two, dead) == 2


def test_who_was_shot_and_is_dead_by_a_later_report_is_not_injured() -> None:
    shot = told("injured", 1, "A boy", "A boy was shot", of="boys")
    dead = told("killed", 1, "the teen", "the teen who died", of="teens", document="d2", as_of="2024-01-07")
    assert best("injured", shot, dead) == 0
    assert best("killed", shot, dead) == 1


def test_another_person_dead_leaves_him_injured() -> None:
    shot = told("injured", 1, "An officer", "An officer was shot", of="officers")
    dead = told("killed", 1, "a man", "a man was killed", of="men", start=40)
    assert best("injured", shot, dead) == 1


def test_several_does_not_outvote_a_number() -> None:
    vague = [
        told(
            "injured", 3, "several people", "several people injured", low=3, best=None, high=None, source=who
        )
        for who in ("A", "B")
    ]
    four = told("injured", 4, "four people", "four people injured", source="C", document="d2")
    assert best("injured", *vague, four) == 4


def test_one_other_added_up_is_its_sources_own_whole() -> None:
    ours = told(
        "killed",
        2,
        "one other member",
        "killed one other member",
        source="Pentagon",
        kind="government",
        start=90,
    )
    leader = told("killed", 1, "a leader", "a leader", source="Pentagon", kind="government", start=40)
    leader = replace(leader, subset_of=ours.id)
    theirs = told("killed", 4, "four people", "killed four people", source="Police", kind="police", start=50)
    assert toll(figures([ours, leader, theirs], "killed", NOBODY), Policy("range")) == Toll(
        2, 2, 4, contested=True
    )
