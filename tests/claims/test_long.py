"""A long report about one incident: what is asked of its mentions does not grow with the square of their number."""

from types import SimpleNamespace
from typing import Any

import pytest

from rashomon.claims import partition
from rashomon.claims.fillers import nearest_of
from rashomon.model import DateRange, Span

MANY = 400
DAY = DateRange(start="2024-10-25", end="2024-10-25", precision="day")


@pytest.mark.parametrize("number", range(-2, 14))
def test_the_nearest_number_is_the_one_that_a_scan_finds(number: int) -> None:
    numbers = [0, 3, 4, 9, 11]
    assert nearest_of(numbers, number) == min(numbers, key=lambda n: (abs(n - number), n > number))


def test_mentions_that_say_the_same_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"setting": 0, "excludes": 0}

    def setting_of(event: Any, notes: Any) -> partition.Setting:
        asked["setting"] += 1
        return partition.Setting(DAY, None)

    def excludes(one: partition.Setting, other: partition.Setting) -> bool:
        asked["excludes"] += 1
        return False

    monkeypatch.setattr(partition, "setting_of", setting_of)
    monkeypatch.setattr(partition, "excludes", excludes)
    events: Any = tuple(SimpleNamespace(clause=Span(60 * n, 60 * n + 50)) for n in range(MANY))
    notes: Any = None
    assert partition.partition(events, notes) == [events]
    assert asked["setting"] == MANY
    assert asked["excludes"] < MANY
