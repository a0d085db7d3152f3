"""Explanations: the numbers that decided, in words and as JSON."""

from __future__ import annotations

import json

import pytest

from rashomon.config import Config
from rashomon.incidents import Linker
from rashomon.incidents.explain import as_json, as_words, explain
from rashomon.incidents.features import FEATURES
from rashomon.incidents.sampling import Draw, Sample, estimates, sample_merges, wilson
from rashomon.incidents.scoring import table
from tests.incidents.build import claim, doc, incident, report
from tests.incidents.gold import gold_reports
from tests.incidents.test_linker import AGAIN, STRIKE


@pytest.fixture(scope="module")
def linker() -> Linker:
    made = Linker(Config())
    for one in gold_reports():
        made.add(one)
    return made


def test_a_waterfall_adds_up(linker: Linker) -> None:
    for members in linker.clusters()[:40]:
        for link in explain(linker, members[0][1]).links:
            assert link.steps[-1].reached == pytest.approx(
                link.base + sum(s.adds for s in link.steps), abs=0.01
            )


def test_every_member_is_linked_and_the_nearest_is_another_incident(linker: Linker) -> None:
    for members in linker.clusters():
        found = explain(linker, members[0][1])
        assert len(found.links) == len(members) - 1
        assert found.nearest is None or found.nearest.b not in members


def test_an_explanation_can_be_read_aloud() -> None:
    made = Linker(Config())
    for id, text in (("d1", STRIKE), ("d2", AGAIN)):
        made.add(report(doc(id, text), incident(doc(id, text), claim("killed", 4))))
    found = explain(made, made.clusters()[0][0][1])
    words = as_words(found)
    assert "2 report(s) tell of it" in words
    assert "the same place" in words
    assert "No other incident comes near it." in words
    assert json.loads(json.dumps(as_json(found)))["links"][0]["reason"] == "score"


def test_features_and_weights_are_one_table_and_keep_their_direction() -> None:
    weights = {feature.name: weight for feature, weight in table().rows}
    for feature in FEATURES:
        weight = weights.get(feature.name, 0.0)
        assert not (feature.wanted == "for" and weight < 0), feature.name
        assert not (feature.wanted == "against" and weight > 0), feature.name


def test_a_sample_is_half_merged_and_the_same_for_everybody(linker: Linker) -> None:
    sample = sample_merges(linker, 20)
    assert sample == sample_merges(linker, 20)
    assert sum(d.merged for d in sample.draws) == 10
    found = estimates(sample, {(d.a, d.b): d.merged for d in sample.draws})
    assert (found["precision"].share, found["missed"].share, found["recall"].share) == (1.0, 0.0, 1.0)


def test_recall_weighs_what_was_judged_by_how_many_pairs_there_are() -> None:
    draws = tuple(Draw((f"d{n}", "x"), (f"e{n}", "y"), n < 10, 0.5) for n in range(20))
    same = {(d.a, d.b): d.merged or n == 19 for n, d in enumerate(draws)}  # one in ten near pairs was missed
    found = estimates(Sample(draws, merged=90, nearly=100), same)
    assert found["missed"].share == 0.1
    assert found["recall"].share == 0.9
    assert found["recall"].low < 0.9 < found["recall"].high


def test_the_interval_of_nothing_judged_is_everything() -> None:
    assert (wilson([]).low, wilson([]).high) == (0.0, 1.0)
    assert wilson([True] * 9 + [False]).low == pytest.approx(0.5958, abs=1e-3)
