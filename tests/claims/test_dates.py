"""The day of an incident: its own, else that of the story it is told in; never a day of speaking."""

from __future__ import annotations

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.claims import read_report
from rashomon.config import Config
from rashomon.ids import text_sha256
from rashomon.model import Document


def days_told(text: str, trigger: str, published: str = "2024-01-10") -> tuple[str | None, str | None]:
    """Start and end of the incident that a word of the text tells."""
    notes = AnnotatorChain(Config())(
        Document("r1", text, text_sha256(text), None, None, published, None, "en")
    )
    at = text.index(trigger)
    for incident in read_report(notes).incidents:
        if any(m.start <= at < m.end for m in incident.mentions):
            return incident.date.start, incident.date.end
    raise AssertionError(f"no incident at {trigger!r}")


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        (
            "A bomb killed nine people in Aden on Monday.\n\nGunmen later shot dead a guard at a hospital.",
            "shot dead",
            "2024-01-08",
        ),
        (
            "Two soldiers were shot dead in Aden on Monday.\n\n"
            "The attackers came back on Tuesday. At a market in Marib they killed six traders.",
            "killed six",
            "2024-01-09",
        ),
        (
            "The army on Tuesday condemned the 5 January bombing that killed two people in Aden.",
            "killed",
            "2024-01-05",
        ),
    ],
    ids=["story", "paragraph", "own"],
)
def test_the_day_is_that_of_the_story(text: str, trigger: str, day: str) -> None:
    assert days_told(text, trigger) == (day, day)


def test_what_is_told_in_the_pluperfect_stays_undated() -> None:
    text = "A bomb killed nine people in Aden on Monday.\n\n"
    text += "Before that, rebels in Marib had kidnapped four doctors."
    assert days_told(text, "kidnapped") == (None, None)


def test_a_sum_since_a_war_runs_to_the_day_of_the_report() -> None:
    text = "The base has come under attack at least 40 times after the war broke out in October, usually with rockets."
    assert days_told(text, "attack") == ("2023-10-01", "2024-01-10")
