"""Events of short texts, by tests/cases/events.json; and how mentions of one report are joined and kept apart."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.config import Config
from rashomon.model import Annotations, Document, Event

CASES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cases" / "events.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def chain() -> AnnotatorChain:
    return AnnotatorChain(Config(), ("events",))


@lru_cache(maxsize=64)
def notes_of(text: str) -> Annotations:
    return chain()(Document("d", text, "0", published=CASES["published"]))


def groups(text: str) -> list[list[Event]]:
    found: dict[str, list[Event]] = {}
    for event in notes_of(text).events:
        found.setdefault(event.same_as or event.id, []).append(event)
    return list(found.values())


@pytest.mark.parametrize("case", CASES["types"], ids=lambda case: case["text"][:60])
def test_type_of_the_main_incident(case: dict[str, Any]) -> None:
    main = [g for g in groups(case["text"]) if not g[0].background]
    assert [g[0].type for g in main] == [case["type"]]


@pytest.mark.parametrize("case", CASES["realis"], ids=lambda case: case["text"][:60])
def test_realis(case: dict[str, Any]) -> None:
    assert groups(case["text"])[0][0].realis == case["realis"]


@pytest.mark.parametrize("text", CASES["negative"])
def test_tells_of_no_political_violence(text: str) -> None:
    assert groups(text) == []


@pytest.mark.xfail(strict=True, reason="known failure; move it up when it passes")
@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda case: case["text"][:60])
def test_known_failure(case: dict[str, Any]) -> None:
    assert groups(case["text"])[0][0].type == case["type"]


def test_result_and_cause_are_one_incident() -> None:
    text = "At least nine people were killed on Tuesday when gunmen opened fire on a bus, police said."
    (group,) = groups(text)
    assert {e.trigger.of(text) for e in group} >= {"killed", "opened fire"}


def test_incident_after_which_another_happened_stays_its_own() -> None:
    text = "Warplanes bombed camps in northern Syria on Thursday after gunmen killed five people at a plant in Ankara."
    found = groups(text)
    assert [{e.trigger.of(text) for e in group} for group in found] == [{"bombed"}, {"killed"}]


def test_recalled_incident_of_another_year_is_background() -> None:
    text = (
        "Gunmen killed ten soldiers in an attack on a base near Gao on Thursday, the army said. "
        "In 2016, a suicide bomber killed 23 people at a market in Kano."
    )
    found = groups(text)
    assert [g[0].background for g in found] == [False, True]


def test_sum_of_many_happenings_is_an_aggregate() -> None:
    text = "More than 5,000 people have been killed in the fighting since April."
    assert groups(text)[0][0].aggregate


def test_roles_point_at_the_words() -> None:
    text = "Rebels shelled the town of Juba on Sunday, killing about 20 people."
    roles = {(r.role, r.span.of(text)) for e in notes_of(text).events for r in e.roles}
    assert ("perpetrator", "Rebels") in roles
    assert any(role == "killed" for role, _ in roles)
    assert any(role == "date" for role, _ in roles)


def test_clause_holds_its_trigger() -> None:
    for case in CASES["types"]:
        for event in notes_of(case["text"]).events:
            assert event.clause.contains(event.trigger)


def test_empty_and_wordless_texts_have_no_events() -> None:
    assert groups("") == []
    assert groups("\n\n--- 12 ---\n") == []


def test_an_air_force_that_only_speaks_is_no_weapon() -> None:
    text = (
        "The bombing of the market in Koro on Monday shocked the country. "
        "The air force sent two doctors. The air force chief spoke of sorrow."
    )
    assert {event.type for group in groups(text) for event in group} == {"remote_explosive_ied"}
