"""Spans by where they stand: everything that overlaps is found, and little else is looked at."""

from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotators.parse import CELL, Cells
from rashomon.model import Span

spans = st.tuples(st.integers(0, 4000), st.integers(0, 900)).map(lambda t: Span(t[0], t[0] + t[1]))


@given(st.lists(spans, max_size=12), spans)
def test_no_overlap_is_missed(entered: list[Span], place: Span) -> None:
    cells = Cells()
    for number, span in enumerate(entered):
        cells.add(number, span)
    found = cells.near(place)
    assert found == sorted(set(found))
    assert {n for n, span in enumerate(entered) if span.overlaps(place)} <= set(found)


def test_only_what_is_near_is_looked_at() -> None:
    cells = Cells()
    for number in range(5000):
        cells.add(number, Span(number * 60, number * 60 + 50))
    assert len(cells.near(Span(150_000, 150_005))) <= CELL // 60 + 2
