"""Which decisions are in force."""

from __future__ import annotations

from collections.abc import Iterable

from rashomon.review import Decision
from rashomon.review.decisions import DecisionKind

__all__ = ["DecisionKind", "undone"]


def undone(decisions: Iterable[Decision]) -> frozenset[str]:
    """Ids of the decisions, undos among them, that a later undo took back."""
    gone: set[str] = set()
    for decision in sorted(
        decisions, key=lambda d: -d.sequence
    ):  # an undo is younger than what it takes back
        if decision.kind == "undo" and decision.id not in gone:
            gone.add(decision.details["decision"])
    return frozenset(gone)
