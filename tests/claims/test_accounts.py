"""What sources say it was, and whether it was: an air strike, a misfired rocket, it never happened."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon import api
from rashomon.claims.kinds import told_apart, types_apart, words
from rashomon.ids import text_sha256
from rashomon.model import Claim, Document, Incident

FILE = json.loads((Path(__file__).parents[1] / "cases" / "accounts.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=1)
def coded() -> dict[str, Incident]:
    """The main incident of every case, by the case's label."""
    found: dict[str, Incident] = {}
    for case in [*FILE["synthetic"], *FILE["negative"]]:
        text = case["text"]
        doc = Document("r", text, text_sha256(text), None, "Coast Daily", FILE["published"], None, "en")
        found[case["label"]] = next(i for i in api.code([doc]).incidents if i.main)
    return found


def accounts(incident: Incident) -> list[Claim]:
    return [c for c in incident.claims if c.role in ("type", "occurrence")]


@pytest.mark.parametrize("case", FILE["synthetic"], ids=lambda c: c["label"])
def test_everybody_who_takes_a_side_has_a_claim(case: dict[str, Any]) -> None:
    incident = coded()[case["label"]]
    said = sorted([c.role, c.value, c.stance, c.source.name] for c in accounts(incident))
    assert said == case["accounts"]
    assert incident.type_contested == case["contested"]
    assert incident.realis == case.get("realis", "occurred")
    for claim in accounts(incident):
        assert case["text"][claim.evidence.start : claim.evidence.end] == claim.evidence.quote


@pytest.mark.parametrize("case", FILE["negative"], ids=lambda c: c["label"])
def test_a_report_without_a_dispute_makes_no_such_claims(case: dict[str, Any]) -> None:
    incident = coded()[case["label"]]
    assert accounts(incident) == []
    assert not incident.type_contested


def test_an_accident_keeps_the_words_for_it() -> None:
    other = [c for c in accounts(coded()["a gas explosion"]) if c.value == "other"]
    assert [c.original_value for c in other] == ["gas explosion"]


def test_kinds_are_told_apart_both_ways() -> None:
    for one in words().kinds:
        assert not told_apart(one, one)
        for two in words().kinds:
            assert told_apart(one, two) == told_apart(two, one)
    assert types_apart("other", "air_drone_strike")
    assert not types_apart("remote_explosive_ied", "attack")
