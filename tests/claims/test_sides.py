"""Who did it, who only accuses, arrests or speaks, and what is only recalled, in invented reports."""

from __future__ import annotations

from functools import lru_cache

import pytest

from rashomon import api
from rashomon.ids import text_sha256
from rashomon.model import Claim, Document, Incident

ACCUSED = (
    "KHARTOUM, March 4 (Reuters) - At least 12 people were killed when shells hit a market in Omdurman on Tuesday, a "
    "medical source said. The Rapid Support Forces (RSF) accused the army of shelling the market."
)
ARRESTED = (
    "KADUNA, Nigeria, March 4 (Reuters) - Gunmen killed 14 people in a raid on the village of Kajuru on Sunday. Police "
    "had arrested five men over the raid, a police spokesman said on Tuesday."
)
NOT_THERE = (
    "KYIV, March 4 (Reuters) - Russia said on Monday its forces had attacked Ukrainian troops in a village in "
    "Dnipropetrovsk region. Ukraine's General Staff denied its troops were there."
)
OWN_SIDE = (
    "WASHINGTON, March 4 (Reuters) - U.S. warplanes struck a training camp in Sabratha, Libya, on Friday, killing 40 "
    "people. Pentagon spokesman Peter Cook said the strike targeted a militant. Cook said the United States struck the "
    "camp to stop attacks."
)
SPEAKERS = (
    "A drone hit a hospital in El Fasher on Friday, killing dozens, two residents and a medic told Reuters."
)
SPELLED = (
    "BAGHDAD, March 4 (Reuters) - An air strike on Monday killed five militants near Kirkuk in Iraq, the Combined "
    "Joint Task Force (CJTF) said. The CJTF said it had struck a bunker."
)
MEASURED = (
    "JOS, Nigeria, March 4 (Reuters) - Gunmen killed 52 people in Zike village in Plateau state on Sunday. It was the "
    "deadliest attack since Christmas 2023, when gunmen killed 190 people in Bokkos."
)


@lru_cache(maxsize=16)
def coded(text: str) -> tuple[Incident, ...]:
    doc = Document("r1", text, text_sha256(text), None, "Reuters", "2025-03-04", None, "en")
    return api.code([doc]).incidents


def claims(text: str, role: str) -> list[Claim]:
    return [c for i in coded(text) if i.main for c in i.claims if c.role == role]


def blamed(text: str) -> set[tuple[str | None, str, str]]:
    return {(c.value, c.stance, c.source.kind) for c in claims(text, "perpetrator")}


def test_who_accuses_is_not_the_accused() -> None:
    assert blamed(ACCUSED) == {("the army", "accuses", "armed_group")}


def test_who_arrests_over_a_raid_did_not_carry_it_out() -> None:
    assert blamed(ARRESTED) == {("Gunmen", "asserts", "outlet")}


def test_denying_to_be_somewhere_denies_no_deed() -> None:
    assert all(stance != "denies" for _, stance, _ in blamed(NOT_THERE))


def test_a_force_that_tells_of_its_own_forces_accuses_nobody() -> None:
    assert all(stance != "accuses" for _, stance, _ in blamed(NOT_THERE))


def test_an_official_named_by_his_surname_speaks_for_his_country() -> None:
    assert ("United States", "claims", "military") in blamed(OWN_SIDE)


def test_those_who_speak_are_no_toll() -> None:
    assert all(c.low not in (1, 2) for c in claims(SPEAKERS, "killed"))


def test_an_acronym_means_what_the_report_spells_out() -> None:
    assert {value for value, _, _ in blamed(SPELLED)} == {"Combined Joint Task Force"}


@pytest.mark.parametrize(("role", "value"), [("killed", 190), ("place", "Bokkos")])
def test_what_a_deed_is_measured_by_is_another(role: str, value: int | str) -> None:
    assert all(value not in (c.low, c.value) for c in claims(MEASURED, role))
    assert any(value in (c.low, c.value) for i in coded(MEASURED) if not i.main for c in i.claims)
