"""Whose words a stretch of text is."""

import pytest

from rashomon.claims.voices import balanced, institution, letterhead, titled


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Government of National Accord (GNA", "Government of National Accord"),
        ("the army, which runs the port", "the army"),
        ("one source, who", "one source"),
        ("some officials who", "some officials"),
        ("the army on", "the army"),
        ("Their commander, Karim Saleh", "Their commander, Karim Saleh"),
    ],
)
def test_names_lose_what_only_explains_them(name: str, expected: str) -> None:
    assert balanced(name) == expected


def test_a_statement_speaks_for_its_issuer() -> None:
    source = titled("Ministry of Defence press release on the events of Monday")
    assert source is not None
    assert source.kind == "military"


def test_a_headline_with_a_statement_of_somebody_else_is_no_statement() -> None:
    assert titled("Gunmen storm plant near capital") is None


def test_a_letterhead_names_its_institution() -> None:
    found = letterhead("AMNESTY INTERNATIONAL, Lagos. Our researchers have established that")
    assert found is not None
    assert found.kind == "monitor"


def test_a_dateline_is_no_letterhead() -> None:
    assert letterhead("ADDIS ABABA, April 18 (ENA-E) - The number of people") is None


def test_newspapers_are_no_institutions() -> None:
    assert institution("The Daily Herald") is None
