"""Words of reports: vectors that are compared exactly, in whichever order they come."""

from __future__ import annotations

from itertools import pairwise

import pytest

from rashomon.incidents.scoring import log_odds
from rashomon.incidents.traces import traces_of
from rashomon.incidents.words import ONE, REPORTS, SENTENCES, Words, alike, covered, form, vocabulary
from tests.incidents.gold import gold_reports

BOMB = "A bomb struck the market in Mosul, police said. The bomb killed Omar Khalaf."
RAID = "Police said a raid in Mosul killed Omar Khalaf and wounded his brother."


def vector(text: str) -> Words:
    words = [w.strip(".,") for w in text.split()]
    known = vocabulary(words)
    return known.vector(known.telling(words))


def as_dict(words: Words) -> dict[int, int]:
    return dict(zip(words.numbers.tolist(), words.weights.tolist(), strict=True))


def test_a_text_is_as_like_another_as_that_one_to_it() -> None:
    a, b = vector(BOMB), vector(RAID)
    x, y = as_dict(a), as_dict(b)
    expected = sum(x[n] * y[n] for n in x.keys() & y.keys()) / ONE**2
    assert 0 < expected < 1
    assert alike(a, b, REPORTS) == alike(b, a, REPORTS) == alike(b, a, SENTENCES) == expected


def test_words_read_later_do_not_disturb_a_comparison() -> None:
    a = vector(BOMB)
    before = alike(a, vector(RAID), REPORTS)
    for n in range(3000):
        form(f"wordnumber{n}")
    assert alike(a, vector(RAID), REPORTS) == before
    assert alike(a, vector("wordnumber2998 wordnumber2999"), REPORTS) == 0.0


def test_how_much_of_a_sentence_a_report_has_does_not_hang_on_what_was_compared_before() -> None:
    part, report = vector(RAID), vector(BOMB)
    first = covered(part, report)
    alike(part, report, SENTENCES)
    assert (
        covered(part, report)
        == first
        == pytest.approx(sum(w * w for n, w in as_dict(part).items() if n in as_dict(report)) / ONE**2)
    )


def test_a_name_weighs_more_than_a_word_and_a_name_only_with_a_capital_is_one() -> None:
    assert "khalaf" in vocabulary(["Omar", "Khalaf"]).names
    assert not vocabulary(["Khalaf", "khalaf"]).names
    assert vocabulary(["Khalaf"]).worth["khalaf"] > vocabulary(["khalaf"]).worth["khalaf"]


def test_the_log_odds_of_a_pair_are_the_same_either_way() -> None:
    traces = [t for r in gold_reports() for t in traces_of(r.incidents, r.doc)]
    for a, b in pairwise(traces):
        assert log_odds(a, b) == log_odds(b, a)
