"""Tolls by policy: series, corrections, contests, open ends, subsets, denials."""

from __future__ import annotations

import pytest

from rashomon.config import POLICIES
from rashomon.errors import ConfigError
from rashomon.incidents.policies import RULES, Policy, toll
from rashomon.incidents.status import by_status
from rashomon.incidents.tolls import figures
from rashomon.model import Claim, Toll
from tests.incidents.build import NOBODY, claim


def killed(*claims: Claim, policy: str = "range", priority: tuple[str, ...] = ()) -> Toll:
    return toll(figures(claims, "killed", NOBODY), Policy(policy, priority))


def said(number: int | None, who: str, **more: object) -> Claim:
    return claim("killed", number, source=who, kind="government", **more)  # type: ignore[arg-type]


def test_every_policy_of_the_configuration_has_a_rule() -> None:
    assert tuple(RULES) == POLICIES
    with pytest.raises(ConfigError, match="loudest"):
        killed(said(1, "A"), policy="loudest")


def test_two_sources_that_differ_make_a_contested_range() -> None:
    assert killed(said(2, "Pentagon"), said(4, "Hospital")) == Toll(2, 2, 4, contested=True)


def test_best_is_the_figure_of_most_sources_then_the_later_then_the_lower() -> None:
    assert killed(said(4, "A"), said(2, "B"), said(4, "C")).best == 4
    assert killed(said(4, "A"), said(2, "B", as_of="2024-01-06")).best == 2
    assert killed(said(4, "A"), said(2, "B")).best == 2


def test_a_later_correction_by_the_same_source_is_no_contest() -> None:
    revised = killed(said(21, "Ministry", as_of="2024-01-05"), said(17, "Ministry", as_of="2024-01-07"))
    assert revised == Toll(17, 17, 17, contested=False)


def test_a_rising_toll_is_an_update_and_a_falling_one_of_another_source_is_not() -> None:
    assert not killed(said(3, "A", as_of="2024-01-05"), said(5, "B", as_of="2024-01-08")).contested
    assert killed(said(5, "A", as_of="2024-01-05"), said(3, "B", as_of="2024-01-08")).contested


def test_at_least_four_is_open_above() -> None:
    assert killed(claim(low=4, best=4, high=None)) == Toll(4, 4, None)


def test_an_open_figure_is_closed_by_one_that_reaches_as_far() -> None:
    assert killed(claim(low=4, best=4, high=None), said(6, "B")).high == 6
    assert killed(claim(low=9, best=9, high=None), said(6, "B")).high is None


def test_subsets_denied_and_doubted_claims_are_left_out() -> None:
    claims = [
        said(10, "A"),
        said(3, "A", subset_of="x", of="children"),
        said(50, "B", stance="denies"),
        said(60, "C", stance="doubts"),
    ]
    assert killed(*claims) == Toll(10, 10, 10)


def test_a_count_of_people_goes_before_counts_of_some() -> None:
    assert killed(said(10, "A"), said(3, "B", of="soldiers")) == Toll(10, 10, 10)


def test_civilians_alone_are_an_independent_sources_count_of_the_whole() -> None:
    un = said(57, "UN", of="civilians")
    assert killed(said(17, "Army"), said(54, "Monitor"), un).high == 57
    assert killed(said(60, "UN"), un) == Toll(60, 60, 60)  # the UN counts them among the dead
    own = claim("killed", 5, source="outlet", kind="outlet", of="civilians")
    assert killed(said(10, "A"), own) == Toll(10, 10, 10)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("range", Toll(2, 4, 6, contested=True)),
        ("conservative", Toll(2, 2, 6, contested=True)),
        ("ucdp", Toll(1, 4, 6, contested=True)),
        ("majority", Toll(2, 4, 6, contested=True)),
        ("source-priority", Toll(2, 6, 6, contested=True)),
        ("pending", Toll(2, None, 6, contested=True)),
    ],
)
def test_policies(policy: str, expected: Toll) -> None:
    claims = [said(1, "A", as_of="2024-01-04"), said(2, "A"), said(4, "B"), said(4, "C"), said(6, "Monitor")]
    assert killed(*claims, policy=policy, priority=("Monitor",)) == expected


def test_majority_without_a_winner_leaves_best_open() -> None:
    assert killed(said(2, "A"), said(4, "B"), policy="majority").best is None


def test_where_civilian_status_is_contested_the_minimum_is_0_for_both() -> None:
    found = by_status(
        [said(12, "Observatory", of="civilians"), said(12, "Ministry", of="militants")],
        "killed",
        NOBODY,
        Policy(),
    )
    assert (found.civilian, found.combatant) == (Toll(0, 12, 12, True), Toll(0, 12, 12, True))


def test_civilians_and_combatants_of_one_source_are_no_contest() -> None:
    found = by_status(
        [said(5, "Police", of="civilians"), said(3, "Police", of="soldiers")], "killed", NOBODY, Policy()
    )
    assert (found.civilian, found.combatant, found.contested) == (Toll(5, 5, 5), Toll(3, 3, 3), False)


def test_no_civilians_is_no_figure_of_the_whole() -> None:
    spared = said(0, "Pentagon", of="civilians")
    toll = killed(said(4, "Police"), spared)
    assert (toll.low, toll.high) == (4, 4)
