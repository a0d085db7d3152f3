"""Clustering: no chains, no two incidents of one report, judgements bind, order does not matter."""

from __future__ import annotations

from rashomon.incidents.clusters import cluster

A, B, C, D = (("da", "a"), ("db", "b"), ("dc", "c"), ("dd", "d"))
A2 = ("da", "a2")


def test_likely_pairs_are_one() -> None:
    assert cluster([A, B, C], {(A, B): 0.9, (B, C): 0.1}) == [(A, B), (C,)]


def test_a_bridge_does_not_chain_two_incidents() -> None:
    scores = {(A, B): 0.9, (C, D): 0.9, (B, C): 0.6}
    assert cluster([A, B, C, D], scores) == [(A, B), (C, D)]


def test_two_incidents_of_one_report_stay_two_even_through_a_third() -> None:
    assert cluster([A, A2, B], {(A, B): 0.9, (A2, B): 0.8}) == [(A, B), (A2,)]


def test_judged_the_same_is_one_and_judged_different_is_not() -> None:
    assert cluster([A, B], {}, same=[(A, B)]) == [(A, B)]
    assert cluster([A, A2], {}, same=[(A, A2)]) == [(A, A2)]
    assert cluster([A, B], {(A, B): 0.99}, different=[(B, A)]) == [(A,), (B,)]


def test_what_was_judged_different_is_not_joined_through_others() -> None:
    scores = {(A, B): 0.9, (B, C): 0.9, (A, C): 0.9}
    assert cluster([A, B, C], scores, different=[(A, C)]) == [(A, B), (C,)]


def test_order_does_not_matter() -> None:
    scores = {(A, B): 0.7, (B, C): 0.7, (A, C): 0.5, (C, D): 0.7}
    backwards = dict(reversed(scores.items()))
    assert cluster([D, C, B, A], backwards) == cluster([A, B, C, D], scores)
