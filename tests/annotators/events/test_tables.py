"""The tables of the layer of events fit together."""

from rashomon.annotators.events.lexicon import load_lexicon
from rashomon.annotators.events.linear import LinearModel, load_models


def test_every_sense_has_a_type_rule() -> None:
    lexicon = load_lexicon()
    ruled = {sense for rule in lexicon.rules for sense in rule.senses}
    used = {row.sense for rows in lexicon.triggers.values() for row in rows}
    assert used - ruled - {"excessive"} == set()


def test_groups_of_senses_hold_senses_in_use() -> None:
    lexicon = load_lexicon()
    used = {row.sense for rows in lexicon.triggers.values() for row in rows}
    for name, senses in lexicon.senses.groups.items():
        assert set(senses) <= used, name


def test_conditions_of_rules_are_known_kinds() -> None:
    lexicon = load_lexicon()
    known = set(lexicon.classes) | {"people", "place", "setting:protest", "-"}
    for rule in lexicon.rules:
        assert rule.has | rule.lacks | rule.by | rule.on <= known, rule


def test_no_trigger_is_listed_twice() -> None:
    rows = [(r.head, r.pos, r.following) for rows in load_lexicon().triggers.values() for r in rows]
    assert len(rows) == len(set(rows))


def test_weights_add_up_to_a_probability() -> None:
    model = LinearModel({"bias": 0.0, "a": 2.0, "b": -2.0})
    assert model.probability({"a": 1.0, "b": 1.0}) == 0.5
    assert model.probability({"a": 1.0}) > 0.5 > model.probability({"b": 1.0})
    assert set(load_models()) == {"founds", "joins"}
