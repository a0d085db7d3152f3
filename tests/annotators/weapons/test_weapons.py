"""Weapons in single sentences, by tests/cases/weapons.json, and a user's own names."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.annotators.weapons.lexicon import load_table
from rashomon.config import Config
from rashomon.errors import DataError
from rashomon.model import Document, Weapon

CASES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cases" / "weapons.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def chain() -> AnnotatorChain:
    return AnnotatorChain(Config(), ("weapons",))


def read(text: str) -> list[str]:
    return [line(text, w) for w in chain()(Document("d", text, "0")).weapons]


def line(text: str, weapon: Weapon) -> str:
    bounds = "..".join("" if n is None else str(n) for n in (weapon.low, weapon.high))
    parts = [weapon.span.of(text), weapon.kind, bounds, *(["implied"] if weapon.implied else [])]
    return " | ".join(parts)


@pytest.mark.parametrize("case", CASES["synthetic"], ids=lambda case: case["text"][:60])
def test_names(case: dict[str, Any]) -> None:
    assert read(case["text"]) == case["weapons"]


@pytest.mark.parametrize("text", CASES["negative"])
def test_no_weapon_in(text: str) -> None:
    assert read(text) == []


@pytest.mark.xfail(strict=True, reason="known failure; move it up when it passes")
@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda case: case["text"][:60])
def test_known_failure(case: dict[str, Any]) -> None:
    assert read(case["text"]) == case["weapons"]


def test_implied_weapon_has_a_name() -> None:
    (weapon,) = chain()(Document("d", "Gunmen opened fire on the bus.", "0")).weapons
    assert weapon.name == "firearms"


def test_overlay_adds_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("name,kind,plural\nhell cannon,artillery,\nzabur,drone,zabur\n", encoding="utf-8")
    table = load_table((path,))
    found = [table.longest(words.split(), 0) for words in ("hell cannons", "zabur")]
    assert [hit[1].kind for hit in found if hit is not None] == ["artillery", "drone"]


def test_overlay_with_an_unknown_kind_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("name,kind\nzabur,spaceship\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"ours.csv line 2: kind"):
        load_table((path,))
