"""A source that tells of one dead and of "one other" counts two, and both keep their words."""

from __future__ import annotations

import pytest

from rashomon import api
from rashomon.claims.sums import place_of
from rashomon.ids import text_sha256
from rashomon.model import Claim, Document


def counts(text: str, role: str) -> list[Claim]:
    doc = Document("r", text, text_sha256(text), None, None, "2024-01-05")
    return [c for i in api.code([doc]).incidents for c in sorted(i.claims, key=place_of) if c.role == role]


def bounds(claims: list[Claim]) -> list[tuple[int | None, int | None, bool]]:
    return [(c.low, c.high, c.subset_of is not None) for c in claims]


@pytest.mark.parametrize(
    ("text", "role", "told"),
    [
        (
            "A militia commander was killed in an air strike in Baghdad on Thursday, the Pentagon said. "
            "The strike also killed one other member, the Pentagon said.",
            "killed",
            [(1, 1, True), (2, 2, False)],
        ),
        (
            "Gunmen shot dead a teacher and two others in Gao on Monday.",
            "killed",
            [(1, 1, True), (3, 3, False)],
        ),
        (
            "Four guards died in the attack in Gao on Monday as well as the driver.",
            "killed",
            [(4, 4, True), (5, 5, False)],
        ),
        (
            "A bomb killed 12 people and wounded 25 others in Gao on Monday.",
            "injured",
            [(25, 25, False)],
        ),
        (
            "A bomb killed more than 30 people in Gao on Monday, and 40 or more were hurt.",
            "killed",
            [(30, None, False)],
        ),
        (
            "A blast in Gao on Monday wounded 20 people: sixteen of them were hit by shrapnel, four others by glass.",
            "injured",
            [(20, 20, False), (16, 16, True), (4, 4, True)],
        ),
    ],
)
def test_others_are_added_to_those_told_before(
    text: str, role: str, told: list[tuple[int | None, int | None, bool]]
) -> None:
    assert bounds(counts(text, role)) == told


def test_two_sources_are_not_added_up() -> None:
    text = (
        "Two soldiers were killed in an attack near Gao on Monday, the army said. "
        "Residents said three others were killed in the attack."
    )
    assert {c.low for c in counts(text, "killed")} == {2, 3}


def test_a_sum_points_from_its_parts_and_quotes_them() -> None:
    first, whole = counts("Gunmen shot dead a teacher and two others in Gao on Monday.", "killed")
    assert first.subset_of == whole.id
    assert "teacher and two others" in whole.evidence.quote
