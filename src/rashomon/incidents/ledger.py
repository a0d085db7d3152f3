"""The responsibility ledger: who took, laid or rejected responsibility for an incident, according to whom."""

from __future__ import annotations

from collections.abc import Iterable

from rashomon.incidents.voices import plain_name
from rashomon.model import Claim, Responsibility


def responsibility(claims: Iterable[Claim]) -> tuple[Responsibility, ...]:
    """One line per actor, stance and source, in the order in which reports gave them."""
    lines: dict[tuple[str, str, str], Responsibility] = {}
    names: dict[str, str] = {}  # of each actor: the first spelling stands for "the army" and "The army" alike
    for claim in sorted(claims, key=lambda c: (c.as_of or "", c.document, c.evidence.start, c.id)):
        if claim.role != "perpetrator" or not claim.value:
            continue
        actor = claim.entity_id or plain_name(claim.value)
        source = claim.source.entity or plain_name(claim.source.name)
        name = names.setdefault(actor, claim.value)
        lines.setdefault((actor, claim.stance, source), Responsibility(name, claim.stance, claim.source.name))
    return tuple(lines.values())


def is_disputed(lines: Iterable[Responsibility]) -> bool:
    """Is responsibility contested: denied by anybody, or put on more than one actor?"""
    lines = tuple(lines)
    blamed = {plain_name(line.actor) for line in lines if line.stance in ("claims", "accuses")}
    return any(line.stance == "denies" for line in lines) or len(blamed) > 1
