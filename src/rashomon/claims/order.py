"""The order of an incident's claims: that of the text, ties by role, source and id, so that it never varies."""

from __future__ import annotations

from collections.abc import Iterable

from rashomon.model import Claim


def in_order(claims: Iterable[Claim]) -> list[Claim]:
    """Claims in the order of their words."""
    return sorted(claims, key=lambda c: (c.evidence.start, c.evidence.end, c.role, c.source.name, c.id))
