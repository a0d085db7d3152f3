"""The roles of a group's events, joined fillers made one, and its numbers without repetitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rashomon.model import Annotations, Claim, Event, Role, Span

JOINED = ("weapon", "target", "perpetrator", "victim", "damage")
COUNTED = re.compile(r"(?i)(?:\d|one\b|another\b|at least\b|only\b|no\b)")
GAP = re.compile(r"\s*(?:,|and|or|,\s*and|as well as)\s+(?:the |a |an |its |their |some )?")


def roles_of(events: Sequence[Event], notes: Annotations) -> list[tuple[Event, Role]]:
    """The roles of a group's events with joined fillers as one ("bakeries, power plants and checkpoints")."""
    found: list[tuple[Event, Role]] = []
    for event in events:
        roles = sorted(event.roles, key=lambda r: (r.role, r.span.start, r.span.end))
        merged: list[Role] = []
        for role in roles:
            if merged and joins(merged[-1], role, notes.doc.text):
                last = merged[-1]
                merged[-1] = replace(last, span=Span(last.span.start, role.span.end), layer=None, index=None)
            else:
                merged.append(role)
        found += [(event, role) for role in [*merged, *victims(merged, notes)]]
    return found


def victims(roles: Sequence[Role], notes: Annotations) -> list[Role]:
    """Persons named or described one by one among those counted: "a sailor was killed" names a victim and
    counts one.
    """
    told = [r.span for r in roles if r.role == "victim"]
    found = []
    for role in roles:
        if role.role not in ("killed", "injured") or role.layer != "quantities" or role.index is None:
            continue
        quantity = notes.quantities[role.index]
        words = quantity.span.of(notes.doc.text)
        single = (quantity.low, quantity.high) == (1, 1) and not COUNTED.match(words)
        if single and not any(span.overlaps(quantity.span) for span in told):
            found.append(replace(role, role="victim", span=quantity.span, layer=None, index=None))
    return found


def joins(first: Role, second: Role, text: str) -> bool:
    """Do two fillers of one role stand in one list?"""
    if first.role != second.role or first.role not in JOINED or first.stance != second.stance:
        return False
    if second.span.start < first.span.end:
        return False
    return GAP.fullmatch(text[first.span.end : second.span.start]) is not None


def distinct_counts(claims: Iterable[tuple[Claim, Role]]) -> list[Claim]:
    """Each different number of each source once, in the order of the text."""
    kept: dict[tuple[object, ...], Claim] = {}
    for claim, _ in sorted(claims, key=lambda c: (c[0].evidence.start, c[0].evidence.end, c[0].id)):
        said = (claim.low, claim.high, claim.of, (claim.value or "").casefold())
        kept.setdefault(
            (claim.role, *said, claim.source.name.casefold(), claim.source.kind, claim.stance), claim
        )
    return list(kept.values())
