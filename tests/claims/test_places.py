"""The place of an incident: its own, else that of the story it is told in; never a place of speaking."""

from __future__ import annotations

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.claims import read_report
from rashomon.config import Config
from rashomon.ids import text_sha256
from rashomon.model import Document, Place


def place_told(text: str, trigger: str) -> Place:
    """Place of the incident that a word of the text tells."""
    notes = AnnotatorChain(Config())(
        Document("r1", text, text_sha256(text), None, None, "2024-01-10", None, "en")
    )
    at = text.index(trigger)
    for incident in read_report(notes).incidents:
        if any(m.start <= at < m.end for m in incident.mentions):
            return incident.place
    raise AssertionError(f"no incident at {trigger!r}")


@pytest.mark.parametrize(
    ("text", "trigger", "name"),
    [
        (
            "In Geneva, a UN envoy condemned the bombing that killed ten people in Kandahar.",
            "killed",
            "Kandahar",
        ),
        ("WASHINGTON, Jan. 9 - Gunmen killed six policemen in Peshawar on Monday.", "killed", "Peshawar"),
        (
            "A bomb killed nine people in Mosul on Monday.\n\nOn 3 May 2019 gunmen killed five traders in the town.",
            "killed five",
            "Mosul",
        ),
    ],
    ids=["speaking", "dateline", "noun"],
)
def test_the_place_is_where_it_happened(text: str, trigger: str, name: str) -> None:
    assert place_told(text, trigger).name == name


def test_of_what_happened_another_day_only_the_country_is_known() -> None:
    text = (
        "A bomb killed nine people in Mosul on Monday.\n\nIn June 2014 rebels shot dead 40 captured soldiers."
    )
    place = place_told(text, "shot dead")
    assert (place.country, place.precision) == ("IRQ", "country")


def test_a_direction_moves_the_point_within_a_country() -> None:
    place = place_told("Gunmen killed 30 farmers in northern Mali on Monday.", "killed")
    middle = place_told("Gunmen killed 30 farmers in Mali on Monday.", "killed")
    assert place.lat is not None
    assert middle.lat is not None
    assert place.lat > middle.lat + 1


def test_a_word_inside_a_longer_name_is_not_the_place() -> None:
    place = place_told("Shells killed nine people at Mung Lai Hka in Myanmar on Monday.", "killed")
    assert (place.name, place.country) == ("Mung Lai Hka", "MMR")
