"""Arithmetic of TIMEX3 values."""

from __future__ import annotations

import doctest
from datetime import date

import pytest

from rashomon.annotators.times import anchors, reading, values, words


@pytest.mark.parametrize("module", [anchors, reading, values, words])
def test_examples_in_docstrings(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "first", "last", "precision"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "month"),
        ("2020-W53", date(2020, 12, 28), date(2021, 1, 3), "week"),
        ("1994-WI", date(1994, 12, 1), date(1995, 2, 28), "month"),
        ("1990-H2", date(1990, 7, 1), date(1990, 12, 31), "year"),
        ("2024-01-04TNI", date(2024, 1, 4), date(2024, 1, 4), "day"),
    ],
)
def test_days_of(value: str, first: date, last: date, precision: str) -> None:
    assert values.days_of(value) == values.Days(first, last, precision)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", ["XXXX-10", "P3D", "PRESENT_REF", "2024-13", "2024-02-30", "9999-W60"])
def test_no_days_of(value: str) -> None:
    assert values.days_of(value) is None


def test_shift_clamps_to_the_month() -> None:
    assert values.shift(date(2024, 3, 31), -1, "month") == date(2024, 2, 29)
    assert values.shift(date(1, 1, 1), -1, "day") is None
