"""Times in single sentences: tests/cases/times.json says what each must mean."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.annotators.times import anchors_of, date_of, date_value, time_of
from rashomon.config import Config
from rashomon.model import Annotations, Document, Span, Time

CASES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cases" / "times.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def chain() -> AnnotatorChain:
    return AnnotatorChain(Config(), ("times",))


def read(text: str, published: str | None = "2024-01-05") -> Annotations:
    return chain()(Document("d", text, "0", published=published))


def words_of(notes: Annotations) -> dict[str, Time]:
    return {time.span.of(notes.doc.text): time for time in notes.times}


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["text"][:40])
def test_means(case: dict[str, Any]) -> None:
    found = words_of(read(case["text"], case["published"]))
    for words, value, earliest, latest in case["times"]:
        time = found[words]
        assert (time.value, time.earliest, time.latest) == (value, earliest, latest)


@pytest.mark.parametrize("text", CASES["negative"])
def test_no_time_in(text: str) -> None:
    assert read(text).times == ()


def test_dateline_anchors() -> None:
    notes = read("BAGHDAD, Jan 5 (Agency) - A drone killed four people on Thursday.", "2024-01-06")
    assert words_of(notes)["Thursday"].anchor == "dateline"
    assert anchors_of(notes)["dateline"].start == "2024-01-05"
    assert anchors_of(notes)["published"].start == "2024-01-06"


def test_without_any_date_nothing_is_guessed() -> None:
    for time in read("It was hit last week, on Monday and again two days later.", None).times:
        assert time.earliest is None
        assert time.latest is None


def test_time_of_an_event_is_not_the_day_of_saying() -> None:
    text = "Police said on Friday that gunmen had killed six people in the town on Tuesday."
    notes = read(text)
    time = time_of(notes, Span(text.index("killed"), text.index(" in the")))
    assert time is not None
    assert time.value == "2024-01-02"


def test_time_of_leaves_the_clause_of_another_event() -> None:
    text = "A suspect was found dead on Saturday, a day after six inmates were killed in a jail."
    notes = read(text, "2023-10-08")
    event = text.index("killed")
    time = time_of(notes, Span(event, event + 6))
    assert time is not None
    assert date_of(notes, time).start == "2023-10-06"


@pytest.mark.parametrize(
    ("text", "words", "value"),
    [
        ("Some 605 people have been killed since October.", "October", "2023-10/2024-01"),
        ("From 18 June to 1 July protests went on.", "18 June", "2023-06-18/2023-07-01"),
        ("A house burned in the night of 13 to 14 December.", "14 December", "2023-12-13/2023-12-14"),
        ("A mine killed two in December.", "December", "2023-12"),
    ],
)
def test_claim_values(text: str, words: str, value: str) -> None:
    notes = read(text)
    assert date_value(notes, words_of(notes)[words]) == value


def test_spans_read_the_text_and_stand_in_order() -> None:
    notes = read("Le café fut détruit — on  Tuesday\nmorning, ٥ May 2023, at 9 a.m.")
    assert [t.span for t in notes.times] == sorted((t.span for t in notes.times), key=lambda s: s.start)
    assert "Tuesday\nmorning" in words_of(notes)
