"""Fillers of roles: candidates around a mention, and which of them become claims."""

from __future__ import annotations

import pytest

from rashomon import api
from rashomon.claims.fillers import bridged
from rashomon.claims.keep import load_models
from rashomon.claims.wording import same_words
from tests.builders import document


def values(text: str, role: str) -> list[str]:
    """What fills a role in any incident of a text."""
    return [
        c.original_value for i in api.code([document(text)]).incidents for c in i.claims if c.role == role
    ]


def test_people_hurt_are_never_the_perpetrator() -> None:
    text = "Seventy people were hurt and 12 civilians died when rebels attacked Goma on Monday."
    assert not any("civilians" in v or "people" in v for v in values(text, "perpetrator"))


def test_a_place_is_told_with_what_belongs_to_it() -> None:
    text = "Gunmen attacked a convoy near Gaskinde, in Soum province, on Monday and killed ten soldiers."
    assert any("Gaskinde, in Soum province" in v for v in values(text, "place"))


def test_damage_is_a_claim_of_its_own() -> None:
    text = "Rebels attacked the town on Monday and killed three people. More than 150 houses were destroyed."
    assert any("150 houses" in v for v in values(text, "damage"))


@pytest.mark.parametrize(
    ("gap", "one"),
    [(", in ", True), (" district of ", True), (" and the rebels in ", False), (". In ", False)],
)
def test_only_words_of_place_stand_between_two_names_of_one_phrase(gap: str, one: bool) -> None:
    assert bridged(gap) is one


def test_same_words() -> None:
    assert same_words("drones", "ten drones")
    assert not same_words("a roadside bomb", "mortar fire")


def test_every_role_has_a_model_with_a_bias() -> None:
    models = load_models()
    assert {"perpetrator", "target", "victim", "weapon", "place", "date", "damage"} == set(models)
    assert all("bias" in m.weights for m in models.values())


@pytest.mark.parametrize(("text", "value"), [
    ("Gunmen killed three people in Kano on Monday, the army said. Among the dead was Musa Bello, 34.", "Musa Bello"),
    ("A sailor was killed when a drone hit a ship off Hodeidah on Monday.", "A sailor"),
])  # fmt: skip
def test_the_dead_told_one_by_one_are_victims(text: str, value: str) -> None:
    assert any(value in v for v in values(text, "victim"))


def test_one_source_does_not_say_that_one_span_hit_and_was_hit() -> None:
    text = "Rebels attacked soldiers near Goma on Monday and killed ten, the army said."
    hit, hitting = values(text, "target"), values(text, "perpetrator")
    assert "Rebels" in hitting
    assert not set(hit) & set(hitting)


def test_deaths_and_injuries_are_counts_of_people() -> None:
    text = "The commission counted 39 deaths and 361 injuries after police fired on protesters in Nairobi on Tuesday."
    claims = [
        c for i in api.code([document(text)]).incidents for c in i.claims if c.role in ("killed", "injured")
    ]
    assert {(c.role, c.low, c.of) for c in claims} == {("killed", 39, "people"), ("injured", 361, "people")}


def test_whose_is_no_name() -> None:
    text = "Aircraft bombed a camp near Tripoli on Tuesday. The UN did not say whose aircraft had bombed it."
    assert not any("whose" in v for v in values(text, "perpetrator"))


def test_who_blames_and_who_denies_is_kept_however_unlikely() -> None:
    text = (
        "An air strike tore into a detention centre near Tripoli late on Tuesday, killing at least 44 people.\n\n"
        "The Government of National Accord said planes of the Libyan National Army were to blame.\n\n"
        "An LNA official denied that his side hit the centre."
    )
    incidents = api.code([document(text, published="2019-07-03")]).incidents
    said = {(c.source.name, c.stance) for i in incidents for c in i.claims if c.role == "perpetrator"}
    assert {("The Government of National Accord", "accuses"), ("An LNA official", "denies")} <= said
