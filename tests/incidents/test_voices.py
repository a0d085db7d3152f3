"""Whose account a claim is, and how many independent sources there are."""

from __future__ import annotations

from rashomon.incidents.voices import Origins, count_independent, voice
from rashomon.model import Claim
from tests.incidents.build import NOBODY, claim, doc


def count(*claims: Claim, origins: Origins = NOBODY) -> int:
    return count_independent(claims, origins)


def test_a_spokesman_speaks_for_his_institution() -> None:
    a = claim(source="Pat Ryder", kind="military", entity="ryder", institution="pentagon")
    b = claim(source="the Pentagon", kind="military", entity="pentagon")
    assert voice(a, NOBODY) == voice(b, NOBODY)


def test_police_sources_of_two_reports_are_one_source() -> None:
    assert count(claim(source="police sources", document="d1"), claim(source="police", document="d2")) == 1


def test_distinct_bodies_are_independent() -> None:
    assert count(claim(source="Red Crescent", kind="health"), claim(source="police")) == 2


def test_what_is_not_shown_never_adds() -> None:
    """TRUST.md row 47: a farm of papers in their own voice is one source."""
    farm = [claim(source="outlet", kind="outlet", document=f"d{n}") for n in range(100)]
    assert count(*farm) == 1
    assert count(*farm, claim(source="police")) == 1


def test_papers_that_cite_each_other_in_a_circle_hold_one_account() -> None:
    """TRUST.md row 48."""
    circle = [claim(source=f"Paper {n}", kind="media", document=f"d{n + 1}") for n in range(5)]
    assert count(*circle) == 1


def test_a_copy_has_the_voice_of_its_original_and_of_the_agency_it_credits() -> None:
    docs = {d.id: d for d in (doc("wire", "text"), doc("copy", "text"))}
    origins = Origins(docs, lambda id: "wire", {"wire": "Northgate Wire", "copy": "Ledger"})
    own = [claim(source="outlet", kind="outlet", document=id) for id in docs]
    assert len({voice(c, origins) for c in own}) == 1
