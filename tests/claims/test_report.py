"""One report, read whole: accounts kept apart, each with its speaker and its words."""

from __future__ import annotations

from functools import lru_cache

import pytest

from rashomon import api
from rashomon.ids import text_sha256
from rashomon.model import Claim, Coding, Document, Incident

TEXT = """\
MARIB, May 7 - A drone hit a workshop in the town of Marib on Tuesday evening, the army said,
killing two fighters of the Houthi movement. No civilians were harmed, it added.

Hospital officials and residents said that four people were killed, including a boy of ten, and at least six wounded.

The Houthis denied that any of their men had been in the building. The provincial governor condemned the strike
as "a crime against families at supper" and vowed to bring those responsible to justice.

Last month a car bomb killed three soldiers in Aden. No group claimed responsibility for it.
"""


@lru_cache(maxsize=2)
def coded(published: str | None) -> Coding:
    doc = Document("r1", TEXT, text_sha256(TEXT), "Strike in Marib", "Coast Daily", published, None, "en")
    return api.code([doc])


def strike(published: str | None = "2024-05-08") -> Incident:
    return next(i for i in coded(published).incidents if i.main)


def killed() -> list[Claim]:
    return [c for c in strike().claims if c.role == "killed"]


def test_the_strike_is_a_drone_strike_and_not_police_accusing_anybody() -> None:
    incident = strike()
    assert incident.type == "air_drone_strike"
    assert incident.realis == "occurred"
    assert incident.place.name is not None
    assert "Marib" in incident.place.name
    assert (incident.date.start, incident.date.precision) == ("2024-05-07", "day")


def test_two_tolls_stay_apart_with_their_speakers() -> None:
    tolls = {
        (c.low, c.source.kind) for c in killed() if c.of in ("people", "fighters", None) or c.low in (2, 4)
    }
    assert (2, "military") in tolls
    assert (4, "health") in tolls
    assert (4, "witness") in tolls


def test_no_civilians_harmed_is_a_count_of_zero() -> None:
    assert any((c.low, c.high, c.of) == (0, 0, "civilians") for c in killed())


def test_every_quote_reads_what_stands_in_the_text() -> None:
    for incident in coded("2024-05-08").incidents:
        for claim in incident.claims:
            assert TEXT[claim.evidence.start : claim.evidence.end] == claim.evidence.quote
        for mention in incident.mentions:
            assert TEXT[mention.start : mention.end] == mention.quote


def test_the_recalled_bomb_is_background_with_its_own_month() -> None:
    bomb = next(i for i in coded("2024-05-08").incidents if i.type == "remote_explosive_ied")
    assert not bomb.main
    assert (bomb.date.start, bomb.date.end, bomb.date.precision) == ("2024-04-01", "2024-04-30", "month")


def test_condemning_and_vowing_are_statements_and_no_incidents() -> None:
    acts = {s.act for s in coded("2024-05-08").statements}
    assert "condemn" in acts
    assert all("vowed" not in m.quote for i in coded("2024-05-08").incidents for m in i.mentions)


@pytest.mark.parametrize("field", ["start", "end"])
def test_without_a_publication_date_relative_dates_stay_unknown(field: str) -> None:
    bomb = next(i for i in coded(None).incidents if i.type == "remote_explosive_ied")
    assert getattr(bomb.date, field) is None


def test_sums_of_attacks_on_the_people_of_one_state_are_one() -> None:
    text = (
        "A militia leader accused of recent attacks on US personnel was killed in an air strike in Baghdad. "
        "The US military has come under attack at least 40 times in Iraq, usually with rockets."
    )
    sums = [i for i in api.code([Document("r2", text, text_sha256(text))]).incidents if i.aggregate]
    assert [i.type for i in sums] == ["shelling_artillery_missile"]
    assert len(sums[0].mentions) == 2


def test_blame_on_nobodys_word_accuses() -> None:
    text = "The embassy in Kabul came under fire on Monday by a mortar attack allegedly by an armed militia."
    blamed = [
        c
        for i in api.code([Document("r3", text, text_sha256(text))]).incidents
        for c in i.claims
        if c.role == "perpetrator"
    ]
    assert {(c.stance, c.hedged, c.source.kind) for c in blamed} <= {("accuses", True, "outlet")}
