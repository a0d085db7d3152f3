"""Responsibility and corroboration."""

from __future__ import annotations

import pytest

from rashomon.config import Config
from rashomon.incidents import link_reports
from rashomon.incidents.corroboration import corroboration
from rashomon.incidents.ledger import is_disputed, responsibility
from rashomon.model import Claim, Incident, Responsibility
from tests.incidents.build import claim, doc, incident, report


def blame(actor: str, stance: str, source: str, *, as_of: str = "2024-01-05") -> Claim:
    return claim("perpetrator", value=actor, stance=stance, source=source, kind="government", as_of=as_of)


def coded(*claims: Claim, **more: object) -> Incident:
    document = doc("d1", "A strike hit Baghdad.")
    return link_reports([report(document, incident(document, *claims, **more))], Config()).incidents[0]


def test_one_line_for_each_actor_stance_and_source() -> None:
    lines = responsibility(
        [
            blame("Hamas", "denies", "Hamas", as_of="2024-01-06"),
            blame("Hamas", "accuses", "Israel"),
            blame("Hamas", "accuses", "Israel"),
        ]
    )
    assert lines == (Responsibility("Hamas", "accuses", "Israel"), Responsibility("Hamas", "denies", "Hamas"))
    assert is_disputed(lines)


@pytest.mark.parametrize(
    ("claims", "grade"),
    [
        ([blame("United States", "claims", "Pentagon")], "confirmed"),
        ([blame("Iran", "accuses", "Saudi Arabia"), blame("Houthis", "claims", "Houthis")], "contested"),
        ([claim(number=4), claim(number=4, source="Red Crescent", kind="health")], "fair"),
        ([claim(number=4)], "weak"),
        ([claim(number=4, of="militants")], "discounted"),
    ],
)
def test_corroboration(claims: list[Claim], grade: str) -> None:
    assert corroboration(coded(*claims)).grade == grade


def test_what_did_not_happen_is_discounted() -> None:
    assert corroboration(coded(claim(number=4), realis="reported_false")).grade == "discounted"
