import json
from pathlib import Path

import pytest

from rashomon.documents.credits import credits, published_lines

CASES = json.loads((Path(__file__).parents[1] / "cases" / "credits.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_credits(case: dict[str, str | None]) -> None:
    found = {stated.field: stated.value for stated in credits(str(case["text"]), None)}
    assert (found.get("wire"), found.get("dateline")) == (case["wire"], case["dateline"])


def test_a_byline_can_be_an_agency() -> None:
    (stated,) = credits("Two people died.", "By Reuters")
    assert (stated.value, stated.source) == ("Reuters", "byline")


def test_a_line_that_tells_when_it_was_published() -> None:
    (stated,) = published_lines("Two die\nPublished on 5 January 2024 at 14:02\n\nTwo people died.")
    assert (stated.field, stated.value, stated.source) == ("published", "2024-01-05", "text")


def test_a_line_with_two_days_tells_nothing() -> None:
    assert not list(published_lines("Published 5 January 2024, about events of 3 January 2024\nText."))
