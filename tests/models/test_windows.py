import itertools

from hypothesis import given
from hypothesis import strategies as st

from rashomon.models.windows import batches, windows


@given(st.lists(st.integers(0, 40), max_size=30), st.integers(1, 20), st.integers(0, 5))
def test_windows_answer_for_every_token_once(lengths: list[int], body: int, context: int) -> None:
    edges = [0]
    for length in lengths:
        edges.append(edges[-1] + length)
    found = list(windows(itertools.pairwise(edges), body=body, context=context))
    assert [n for w in found for n in range(w.start, w.end)] == list(range(edges[-1]))
    assert all(w.end - w.start <= body and w.start - w.context <= context for w in found)


def test_sentences_stay_whole_where_they_fit() -> None:
    assert [(w.start, w.end) for w in windows([(0, 6), (6, 9), (9, 30)], body=10, context=0)] == [
        (0, 9),
        (9, 19),
        (19, 29),
        (29, 30),
    ]


@given(st.lists(st.integers(1, 50), max_size=30))
def test_batches_hold_every_item_once(lengths: list[int]) -> None:
    assert sorted(n for group in batches(lengths, tokens=100) for n in group) == list(range(len(lengths)))
