"""Political, criminal or unclear: why people were harmed."""

from __future__ import annotations

import pytest

from tests.annotators.events.test_events import groups

POLITICAL = (
    "Gunmen killed a candidate of the opposition party at an election rally in Guayaquil on Sunday, police said.",
    "An air strike killed four people in Gao on Monday.",
    "Al-Shabab fighters abducted two teachers near Garissa on Monday.",
)
CRIMINAL = (
    "A man shot his estranged girlfriend at an apartment complex in Houston on Monday, detectives said. "
    "The suspect fled and was charged with attempted murder.",
    "Two men were shot dead after an argument outside a nightclub in Memphis on Saturday. "
    "The coroner named the victims; a suspect is sought.",
)
UNCLEAR = ("Somebody shot dead a man in Lubumbashi on Monday.",)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        *((t, "political") for t in POLITICAL),
        *((t, "criminal") for t in CRIMINAL),
        *((t, "unclear") for t in UNCLEAR),
    ],
)
def test_scope_of_the_incident(text: str, scope: str) -> None:
    assert {e.scope for g in groups(text) for e in g} == {scope}


def test_crime_words_do_not_outweigh_a_named_armed_group() -> None:
    text = (
        "Boko Haram shot two traders at a bar in Maiduguri on Monday after a robbery. "
        "A suspect was held; the coroner and detectives are at work."
    )
    shot = next(g for g in groups(text) if g[0].type == "attack")
    assert shot[0].scope == "political"
