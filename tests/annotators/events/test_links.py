"""Long texts: a mention is compared with what stands near, the leading group, and some of a group's mentions."""

from __future__ import annotations

from types import SimpleNamespace

from rashomon.annotators.events.group import FIRST, LATEST, Group
from rashomon.annotators.events.links import REACH, within_reach


def _mentions(*sentences: int) -> list[SimpleNamespace]:
    return [SimpleNamespace(sentence=n, compared=False) for n in sentences]


def test_a_group_told_long_before_is_out_of_reach_unless_it_leads() -> None:
    leading = Group(0, _mentions(0), leading=True)  # type: ignore[arg-type]
    old = Group(1, _mentions(3, 5))  # type: ignore[arg-type]
    late = Group(2, _mentions(6))  # type: ignore[arg-type]
    (draft,) = _mentions(6 + REACH)
    assert within_reach([leading, old, late], draft) == [leading, late]  # type: ignore[arg-type]


def test_of_many_mentions_the_first_and_the_latest_are_compared() -> None:
    few, many = Group(0, _mentions(*range(5))), Group(1, _mentions(*range(500)))  # type: ignore[arg-type]
    assert few.near == few.drafts
    assert [d.sentence for d in many.near] == [*range(FIRST), *range(500 - LATEST, 500)]
