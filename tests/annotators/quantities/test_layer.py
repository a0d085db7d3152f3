"""What a quantity carries besides its range: spans, parts, predicates; and what no text may break."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.annotators.quantities.digits import digits_value
from rashomon.annotators.quantities.numerals import find_numerals
from rashomon.annotators.quantities.rules import load_rules, plural_of
from tests.annotators.quantities.test_cases import read

SOUP = """at least up to 12 1,200 ٣٢ ² dozens of a dozen hundred and - – to between killed wounded people
children , . including no one more than or half million 2024 may 5 th of them dead"""
NUMBER_SOUP = st.lists(st.sampled_from(SOUP.split()), max_size=30).map(" ".join)


def test_spans_name_phrase_number_and_predicate() -> None:
    text = "The mine killed at least four police officers."
    (quantity,) = read(text)
    assert quantity.span.of(text) == "at least four police officers"
    assert quantity.number is not None
    assert quantity.number.of(text) == "four"
    assert quantity.predicate is not None
    assert quantity.predicate.of(text) == "killed"


def test_best_is_the_figure_named_and_unknown_for_ranges_and_vague_words() -> None:
    best = {
        "At least four people died.": 4,
        "Up to 32 people died.": 32,
        "Between 10 and 15 people died.": None,
        "Dozens died.": None,
    }
    for text, figure in best.items():
        assert read(text)[0].best == figure


def test_part_points_at_its_whole() -> None:
    whole, part = read("Twelve people, including two children, were killed.")
    assert (whole.subset_of, part.subset_of) == (None, 0)


def test_totals_over_many_events_are_cumulative() -> None:
    assert read("At least 600 people have been killed since October.")[0].cumulative
    assert not read("At least six people were killed on Monday.")[0].cumulative


def test_things_and_troops_are_listed_without_effect() -> None:
    rows = read("The army sent 500 soldiers and fired 20 rockets, at a cost of 3 million dollars.")
    assert [(q.low, q.effect) for q in rows] == [(500, None), (20, None), (3000000, None)]


def test_digits_that_count_nobody() -> None:
    assert digits_value("9" * 5000) is None
    assert digits_value("1,2") is None
    assert [n.low for n in find_numerals("10² shells, ³ and ½", load_rules())] == []


def test_plurals() -> None:
    assert [plural_of(noun) for noun in ("policeman", "family", "coach")] == [
        "policemen",
        "families",
        "coaches",
    ]


@settings(max_examples=300, deadline=None)
@given(NUMBER_SOUP)
def test_any_numerals_have_ordered_bounds_inside_the_text(text: str) -> None:
    for numeral in find_numerals(text, load_rules()):
        assert 0 <= numeral.start <= numeral.core.start < numeral.core.end <= numeral.end <= len(text)
        if numeral.low is not None and numeral.high is not None:
            assert numeral.low <= numeral.high


@settings(max_examples=60, deadline=None)
@given(NUMBER_SOUP)
def test_any_text_is_read_and_no_part_exceeds_its_whole(text: str) -> None:
    rows = read(text)
    assert [q.span.start for q in rows] == sorted(q.span.start for q in rows)
    for row in rows:
        if row.subset_of is not None:
            high = rows[row.subset_of].high
            assert row.low is None or high is None or row.low <= high
