"""The coder must not get worse on our own hand-coded reports.

`tests/gold/floors.json` pins a floor for every figure and the fingerprint of the gold files. The gate fails
when a figure drops below
its floor, and when the gold changed unseen. Raise floors with `python tests/gold/repin.py`; it refuses to
lower one without --lower.
"""

import hashlib
import json
from pathlib import Path

import pytest

from rashomon import api

GOLD = Path(__file__).parent / "gold"
PINNED = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))
LOWER_IS_BETTER = {"false_per_100_negatives"}


def fingerprint() -> str:
    """sha256 over the gold files, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted((GOLD / "dev").glob("*.jsonl")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    return api.evaluate(GOLD / "dev" / "gold.jsonl", str(GOLD / "dev" / "input.jsonl"))


def test_the_gold_is_the_one_that_was_pinned() -> None:
    assert fingerprint() == PINNED["gold_sha256"]


@pytest.mark.parametrize("name", sorted(PINNED["floors"]))
def test_no_figure_drops(figures: dict[str, float], name: str) -> None:
    floor, value = PINNED["floors"][name], figures[name]
    if name in LOWER_IS_BETTER:
        assert value <= floor, f"{name} rose to {value:.3f} over {floor}"
    else:
        assert value >= floor, f"{name} fell to {value:.3f} below {floor}"


def test_every_figure_is_pinned(figures: dict[str, float]) -> None:
    assert set(figures) == set(PINNED["floors"])
