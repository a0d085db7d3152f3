"""What many reports make of an incident whose accounts differ on what it was, or whether it was."""

from __future__ import annotations

import pytest

from rashomon.config import Config
from rashomon.incidents import link_reports
from rashomon.model import Claim, Incident, Kind, Stance
from tests.incidents.build import claim, doc, incident, report


def was(
    type: str, source: str, stance: Stance = "asserts", *, kind: Kind = "military", day: int = 5
) -> Claim:
    stamp = f"2024-01-{day:02d}"
    return claim("type", value=type, of=None, source=source, kind=kind, stance=stance, as_of=stamp)


def happened(realis: str, source: str, stance: Stance = "asserts", *, kind: Kind = "military") -> Claim:
    return claim("occurrence", value=realis, of=None, source=source, kind=kind, stance=stance)


def merged(*accounts: list[Claim], config: Config | None = None) -> Incident:
    """One incident of as many reports as there are lists of claims."""
    made = []
    for n, claims in enumerate(accounts):
        document = doc(
            f"d{n}", "A blast hit a market in Baghdad on Thursday, killing Abu Taqwa." + f" Report {n}." * n
        )
        made.append(report(document, incident(document, *claims, end=63)))
    found = link_reports(made, config or Config()).incidents
    backwards = link_reports(made[::-1], config or Config()).incidents
    assert found == backwards
    assert len(found) == 1
    return found[0]


AIR, SHELL = "air_drone_strike", "shelling_artillery_missile"


def test_without_accounts_the_texts_decide_and_nothing_is_contested() -> None:
    found = merged([claim(number=4)], [])
    assert (found.type, found.type_contested, found.realis) == (AIR, False, "occurred")


def test_the_type_of_most_voices_holds_and_the_other_stays() -> None:
    found = merged(
        [was(SHELL, "Israel"), was(SHELL, "United States"), was(AIR, "Ministry of Health", kind="health")], []
    )
    assert (found.type, found.type_contested) == (AIR, True)  # the reports' own reading is a voice too
    more = merged(
        [was(SHELL, s) for s in ("Israel", "United States", "France", "Italy")]
        + [was(AIR, "Ministry of Health", kind="health")]
    )
    assert (more.type, more.type_contested) == (SHELL, True)
    assert sum(c.value == AIR for c in more.claims) == 1


def test_even_voices_leave_it_to_the_texts() -> None:
    found = merged([was("other", "Police", kind="police"), was(AIR, "Residents", kind="witness")])
    assert (found.type, found.type_contested) == (AIR, True)


@pytest.mark.parametrize(
    ("claims", "contested"),
    [
        ([was(AIR, "Syria"), was(SHELL, "Russia")], True),
        ([was(AIR, "Syria", "denies")], True),
        ([was("attack", "Syria", "denies")], True),  # no attack of any kind
        ([was("armed_clash", "Syria", "denies")], False),
        ([was("other", "Syria")], True),  # an accident, against what the report tells
        ([was(AIR, "Syria"), was(AIR, "Russia")], False),
        ([happened("occurred", "Syria", "denies"), happened("occurred", "Russia")], True),
        ([happened("reported_false", "Syria")], True),
        ([happened("occurred", "Syria"), happened("attempted", "Russia")], False),
    ],
)
def test_contested(claims: list[Claim], contested: bool) -> None:
    assert merged(claims).type_contested == contested


def test_a_source_that_corrects_itself_contests_nothing() -> None:
    first, later = [was(SHELL, "Israel", day=5)], [was(AIR, "Israel", day=7)]
    assert merged(first, later).type_contested is False


def test_a_copy_adds_no_voice() -> None:
    own = was(SHELL, "outlet", kind="outlet")
    alone, twice = merged([own]), merged([own], [own])
    assert alone.type_contested == twice.type_contested is False


def test_it_stays_occurred_while_as_many_say_so_as_deny_it() -> None:
    two_against_one = [
        happened("occurred", "Rescuers", kind="health"),
        happened("occurred", "Government", "denies"),
        happened("reported_false", "Russia"),
    ]
    found = merged(two_against_one)
    assert (found.realis, found.type_contested) == ("occurred", True)
    third = happened("reported_false", "Monitors", kind="monitor")
    assert merged([*two_against_one, third]).realis == "reported_false"


def test_a_rumour_that_another_report_tells_as_true_is_contested() -> None:
    found = merged([happened("reported_false", "The mayor", kind="local_official")], [])
    assert (found.realis, found.type_contested) == ("occurred", True)


def test_the_first_source_of_the_list_decides_when_asked_to() -> None:
    config = Config(policy="source-priority", source_priority=("monitor",))
    found = merged(
        [was(SHELL, "Observatory", kind="monitor"), was(AIR, "Army"), was(AIR, "Police")], config=config
    )
    assert found.type == SHELL
