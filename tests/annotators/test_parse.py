"""Where a text is cut before it is parsed."""

from __future__ import annotations

import pytest

from rashomon.annotators.parse import glued, split_blocks


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("They fled the town.Troops followed.", ["Troops followed."]),
        ("“Two were killed.”They left.", ["They left."]),
        ("Two were killed.“We’ve lost all,” he said.", ["“We’ve lost all,” he said."]),
        ('"Two were killed."They left.', ["They left."]),
        ('Two were killed."They left," he said.', ['"They left," he said.']),
        ("Rain fell over Ukraine.But no one came.", ["But no one came."]),
    ],
)
def test_a_lost_space_ends_a_sentence(text: str, sentences: list[str]) -> None:
    assert [text[at:] for at in glued(text)] == sentences
    assert [text[a:b] for a, b in split_blocks(text)][1:] == sentences


@pytest.mark.parametrize(
    "text",
    [
        "He wrote to Booking.com and Al-Monitor.",
        "See https://example.org/page.Html or www.news.Site for more.",
        "Lt.Gen.Omar and J.Smith of the U.S.Army spoke, Jeune.Afrique said.",
        "One sentence. Another one.\nA third.",
    ],
)
def test_names_addresses_and_titles_stay_whole(text: str) -> None:
    assert glued(text) == []
