import json
from pathlib import Path

import pytest

from rashomon.documents.language import detect, judge_language

CASES = json.loads((Path(__file__).parents[1] / "cases" / "languages.json").read_text(encoding="utf-8"))
ENGLISH = CASES.pop("en")
OTHERS: dict[str, str] = CASES


def test_english() -> None:
    assert detect(ENGLISH) == "en"


def test_a_wire_in_capitals_is_english() -> None:
    assert detect(ENGLISH.upper()) == "en"


@pytest.mark.parametrize("code", OTHERS)
def test_other_languages(code: str) -> None:
    assert detect(OTHERS[code]) == code


def test_a_short_text_cannot_tell() -> None:
    assert detect("Northern Fleet") is None


def test_a_language_that_is_not_coded_is_listed() -> None:
    language, coded, (issue,) = judge_language(OTHERS["fr"], None, ("en",))
    assert (language, coded, issue.code) == ("fr", False, "language_not_coded")


def test_a_short_text_is_believed() -> None:
    assert judge_language("Two died.", "fr", ("en",))[1] is False
    assert judge_language("Two died.", None, ("en",)) == (None, True, [])


def test_a_wrong_label_does_not_hide_what_the_words_say() -> None:
    assert judge_language(OTHERS["fr"], "en", ("en",))[:2] == ("fr", False)


def test_a_region_is_part_of_the_label() -> None:
    assert judge_language(ENGLISH, "en-GB", ("en",))[1] is True


def test_a_text_without_words_is_not_coded() -> None:
    language, coded, (issue,) = judge_language("xqzt " * 1000, None, ("en",))
    assert (language, coded) == (None, False)
    assert "no running text" in issue.message
