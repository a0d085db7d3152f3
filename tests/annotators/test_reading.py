from __future__ import annotations

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.annotators.reading import Reading
from rashomon.config import Config
from rashomon.ids import text_sha256
from rashomon.model import Document, Span

TEXT = (
    "Gunmen killed four farmers with rifles in the village of Koro on Monday, residents said. "
    "The price of onions fell again in the capital."
)


@pytest.fixture(scope="module")
def reading() -> Reading:
    return Reading(AnnotatorChain(Config(), ())(Document("d", TEXT, text_sha256(TEXT))))


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


@pytest.mark.parametrize(
    ("words", "role"),
    [("Gunmen", "perpetrator"), ("farmers", "victim"), ("rifles", "weapon"), ("Koro", "place")],
)
def test_the_likeliest_role_of_each_word(reading: Reading, words: str, role: str) -> None:
    roles = ("perpetrator", "victim", "weapon", "place")
    assert max(roles, key=lambda r: reading.chance(span(words), r)) == role


def test_what_is_no_part_of_an_incident_is_nobody(reading: Reading) -> None:
    assert (
        reading.chance(span("price of onions"), "perpetrator")
        < reading.chance(span("Gunmen"), "perpetrator") / 2
    )


def test_a_span_without_words_has_no_role(reading: Reading) -> None:
    assert reading.chance(Span(len(TEXT), len(TEXT)), "victim") == 0.0
