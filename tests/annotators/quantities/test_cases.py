"""Quantities in single sentences: tests/cases/quantities.json says what each must count, and what not."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.config import Config
from rashomon.model import Document, Quantity

CASES: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "cases" / "quantities.json").read_text("utf-8")
)
HOLDING = [case for kind in ("synthetic", "in-the-wild", "negative") for case in CASES[kind]]


@lru_cache(maxsize=1)
def chain() -> AnnotatorChain:
    return AnnotatorChain(Config(), ("quantities",))


def read(text: str) -> tuple[Quantity, ...]:
    return chain()(Document("d", text, "0")).quantities


def agrees(expected: str, found: Quantity) -> bool:
    """Does a quantity say what a line of the table says ("killed 4.. police officers part")?"""
    effect, bounds, *rest = expected.split()
    low, _, high = bounds.partition("..")
    noun = " ".join(word for word in rest if word not in ("part", "hedged"))
    return (
        found.effect == effect
        and found.low == (int(low) if low else None)
        and found.high == (int(high) if high else None)
        and (not noun or found.of == noun)
        and (found.subset_of is not None) == ("part" in rest)
        and (found.hedged or "hedged" not in rest)
    )


def check(case: dict[str, Any]) -> None:
    found = [q for q in read(case["text"]) if q.effect is not None and (q.low, q.high) != (None, None)]
    for expected in case["counts"]:
        match = next((q for q in found if agrees(expected, q)), None)
        assert match is not None, f"{expected!r} not among {found}"
        found.remove(match)
    assert found == []


@pytest.mark.parametrize("case", HOLDING, ids=lambda case: case["text"][:60])
def test_counts(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.xfail(strict=True, reason="known failure; move it up when it passes")
@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda case: case["text"][:60])
def test_known_failure(case: dict[str, Any]) -> None:
    check(case)
