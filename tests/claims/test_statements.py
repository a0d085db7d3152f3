"""Statements: whose words they are, how the speaker is named, what they are about."""

from __future__ import annotations

import pytest

from rashomon import api
from rashomon.claims.statements import spelt_out
from rashomon.ids import text_sha256
from rashomon.model import Claim, Coding, Document, Stance, Statement
from tests.builders import document

PRESS_RELEASE = """\
We condemn the bombing of the clinic in Taiz, which killed four nurses on Monday.
The army must stop the shelling of towns. We urge the government to open an inquiry.
"""


def coded(text: str, title: str | None = None) -> Coding:
    return api.code([Document("d", text, text_sha256(text), title, None, "2024-05-08", None, "en")])


def acts(text: str) -> list[tuple[str, str]]:
    return [(s.act, s.speaker) for s in api.code([document(text)]).statements]


def perpetrators(text: str) -> list[Claim]:
    return [c for i in coded(text).incidents for c in i.claims if c.role == "perpetrator"]


def test_we_in_a_press_release_is_whose_release_it_is() -> None:
    found: tuple[Statement, ...] = coded(PRESS_RELEASE, "Human Rights Watch statement on Taiz").statements
    assert {"condemn", "demand"} <= {s.act for s in found}
    assert {s.speaker for s in found} == {"Human Rights Watch"}


def test_we_without_anybody_who_speaks_is_nobodys_act() -> None:
    assert ("condemn", "We") not in acts(PRESS_RELEASE)


def test_a_speaker_is_named_as_the_text_writes_the_name() -> None:
    text = "Hizbollah claimed responsibility for the rocket attack that killed two soldiers."
    assert ("claim_responsibility", "Hizbollah") in acts(text)


def test_one_statement_for_each_speaker_act_and_sentence() -> None:
    text = "The Taliban claimed responsibility for the bombing that killed six people in Kabul."
    assert acts(text).count(("claim_responsibility", "The Taliban")) == 1


def test_a_statement_names_the_incident_it_is_about() -> None:
    coding = coded("The mayor condemned the bombing that killed four people in Aden on Monday.")
    assert [s.about for s in coding.statements] == [coding.incidents[0].id]


@pytest.mark.parametrize(
    ("text", "stance", "source"),
    [
        ("Al-Shabaab said its fighters had attacked the base, killing ten soldiers.", "claims", "Al-Shabaab"),
        ("The Houthis said they had fired two missiles at a ship on Monday.", "claims", "Houthi"),
        ("The army denied that its troops had fired on the crowd, in which five died.", "denies", "army"),
        ("Kenya blamed al-Shabaab for the ambush that killed five soldiers.", "accuses", "Kenya"),
        ("Amnesty International said soldiers and police shot dead nine protesters.", "accuses", "Amnesty"),
        ("Nobody has claimed the bombing, which killed two policemen.", "doubts", "outlet"),
    ],
)
def test_the_ledger_of_responsibility(text: str, stance: Stance, source: str) -> None:
    assert any(c.stance == stance and source in c.source.name for c in perpetrators(text))


def test_unnamed_gunmen_are_stated_and_not_accused() -> None:
    text = "Gunmen stormed a village and killed six people, officials said."
    assert {c.stance for c in perpetrators(text)} <= {"asserts"}


@pytest.mark.parametrize(
    ("name", "names", "full"),
    [
        ("GNA", ["GNA", "the Government of National Accord"], "the Government of National Accord"),
        ("PKK", ["PKK"], "PKK"),
        ("Kiev", ["Kiev", "Ukraine"], "Kiev"),
    ],
)
def test_abbreviations_are_spelt_out_where_the_text_does(name: str, names: list[str], full: str) -> None:
    assert spelt_out(name, names) == full
