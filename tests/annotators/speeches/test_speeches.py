"""Speech acts in short texts, as the statements that a reader gets; the cases are in tests/cases/speeches.json."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon import api
from rashomon.model import Statement
from tests.builders import document

CASES = json.loads((Path(__file__).parents[2] / "cases" / "speeches.json").read_text("utf-8"))


@lru_cache(maxsize=512)
def statements(text: str) -> tuple[Statement, ...]:
    return api.code([document(text)]).statements


@pytest.mark.parametrize("case", CASES["acts"], ids=lambda case: case["text"][:60])
def test_acts(case: dict[str, Any]) -> None:
    found = [[s.act, s.speaker] for s in statements(case["text"])]
    for wanted in case["expect"]:
        assert wanted in found


@pytest.mark.parametrize("case", CASES["negative"], ids=lambda case: case["text"][:60])
def test_no_such_act(case: dict[str, Any]) -> None:
    assert not {s.act for s in statements(case["text"])} & set(case["not"])


@pytest.mark.parametrize("case", CASES["acts"], ids=lambda case: case["text"][:60])
def test_every_quote_reads_what_stands_in_the_text(case: dict[str, Any]) -> None:
    for s in statements(case["text"]):
        assert case["text"][s.evidence.start : s.evidence.end] == s.evidence.quote
