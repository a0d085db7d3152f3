"""Deeds only named to say who somebody is, pictures, objections: how a happening is spoken of."""

from __future__ import annotations

from rashomon.model import Event
from tests.annotators.events.test_events import groups


def _told(text: str, words: str) -> list[Event]:
    """The group of mentions whose clauses hold some words."""
    return next((g for g in groups(text) if any(words in e.clause.of(text) for e in g)), [])


def test_what_somebody_is_accused_of_is_a_sum_of_its_own() -> None:
    text = "A rebel leader accused of staging bomb attacks on soldiers was killed in an air strike in Dolow on Monday."
    accused, killed = _told(text, "bomb attacks on soldiers"), _told(text, "was killed")
    assert [e.aggregate for e in accused] == [True]
    assert not any(e.aggregate for e in killed)


def test_coming_under_attack_many_times_is_a_sum() -> None:
    assert all(
        e.aggregate for e in _told("The base has come under attack at least 40 times in Syria.", "attack")
    )


def test_a_picture_is_not_the_story() -> None:
    text = (
        "Photo: Soldiers after the attack in Gao.\n\n"
        "Gunmen killed nine villagers in an attack near Gao on Monday, police said."
    )
    assert len(groups(text)) == 1


def test_rebels_who_protest_object() -> None:
    text = "The rebels protested against the embargo and shelled the port of Hodeidah on Monday."
    assert "peaceful_protest" not in {e.type for g in groups(text) for e in g}


def test_whoever_comes_under_attack_is_hit() -> None:
    told = _told("The base has come under attack at least 40 times in Syria, usually with rockets.", "attack")
    assert {r.role for e in told for r in e.roles if r.layer != "weapons"} <= {"target", "place", "weapon"}
    assert {e.type for e in told} == {"shelling_artillery_missile"}


def test_whoever_condemns_a_strike_did_not_carry_it_out() -> None:
    told = _told("An air strike hit Kfar Nabl on Monday. The government condemned the strike.", "the strike")
    assert not any(r.role == "perpetrator" for e in told for r in e.roles)


def test_planned_and_carried_out_is_done() -> None:
    told = _told("He was involved in planning and carrying out attacks against soldiers in Iraq.", "attacks")
    assert {e.realis for e in told} <= {"occurred"}
