"""Whoever rejects or cannot confirm a number makes a claim of it that denies or doubts."""

from __future__ import annotations

import pytest

from rashomon import api
from rashomon.ids import text_sha256
from rashomon.model import Document

TOLD = "A drone struck a convoy near Djibo on Monday, killing ten civilians, the army said. "


def doubted(text: str) -> list[tuple[str, int | None, str, str]]:
    """Stance, number, source and words of the counts that somebody does not hold."""
    doc = Document("r", text, text_sha256(text), None, None, "2024-01-10")
    return [
        (c.stance, c.low, c.source.name, c.evidence.quote)
        for i in api.code([doc]).incidents
        for c in i.claims
        if c.role == "killed" and c.stance in ("denies", "doubts")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The drivers' union does not believe it.", ("denies", 10, "The drivers' union")),
        ("The governor disputed the figure.", ("denies", 10, "The governor")),
        ("We have not been able to confirm this.", ("doubts", 10, "outlet")),
        ("The number could not be verified.", ("doubts", 10, "outlet")),
        ("Residents have seen no evidence of it.", ("doubts", 10, "Residents")),
        ("The governor dismissed the figure as false.", ("denies", 10, "The governor")),
    ],
)
def test_a_rejected_number_keeps_its_value(text: str, expected: tuple[str, int, str]) -> None:
    assert [found[:3] for found in doubted(TOLD + text)] == [expected]
    assert doubted(TOLD + text)[0][3] == text.rstrip(".")


@pytest.mark.parametrize(
    "text",
    [
        "The rebels denied it.",
        "The governor does not believe in miracles.",
        "The claim could not be verified.",
        "The governor confirmed the figure.",
        "The governor said he did not dispute the figure.",
    ],
)
def test_what_rejects_no_number(text: str) -> None:
    assert doubted(TOLD + text) == []
