"""Which roles of a group's events become claims: joined fillers made one, repetitions dropped.

A report that names a place four times has given one account of the place. So for roles with one answer
(date, place, target) a source's
finest answer stands; other roles keep each different answer once per source.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from rashomon.claims.dates import RANK as DATE_RANK
from rashomon.claims.dates import range_of
from rashomon.claims.places import RANK as PLACE_RANK
from rashomon.model import Annotations, Claim, Event, Role, Span

SINGLE = ("date", "place", "target")
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


def distinct_claims(claims: Iterable[tuple[Claim, Role]], notes: Annotations) -> list[Claim]:
    """Each different answer of each source once; of roles with one answer, each source's finest."""
    kept: dict[tuple[object, ...], tuple[tuple[int, int], Claim]] = {}
    for claim, role in claims:
        key, rank = key_of(claim, role, notes), (fineness(role, notes), claim.evidence.start)
        if key not in kept or rank < kept[key][0]:
            kept[key] = (rank, claim)
    chosen = [claim for _, claim in kept.values()]
    said: set[tuple[object, ...]] = set()
    result = []
    for claim in sorted(chosen, key=lambda c: (c.evidence.start, c.evidence.end, c.id)):
        answer = (claim.role, (claim.value or "").casefold())
        if claim.role in SINGLE and answer in said:
            continue
        said.add(answer)
        result.append(claim)
    return result


def key_of(claim: Claim, role: Role, notes: Annotations) -> tuple[object, ...]:
    """What makes two claims of one source the same answer."""
    source = (claim.source.name.casefold(), claim.source.kind, claim.stance)
    if claim.role in SINGLE:
        return (claim.role, *source)
    if claim.role == "weapon" and role.layer == "weapons" and role.index is not None:
        return (claim.role, notes.weapons[role.index].kind, *source)
    if claim.role == "perpetrator":
        return (claim.role, claim.entity_id or (claim.value or "").casefold(), *source)
    numbers = (claim.low, claim.high, claim.of)
    return (claim.role, numbers, (claim.value or "").casefold(), *source)


def fineness(role: Role, notes: Annotations) -> int:
    """How fine an answer is; smaller is finer."""
    if role.role == "date" and role.layer == "times" and role.index is not None:
        return DATE_RANK[range_of(notes, notes.times[role.index]).precision]
    if role.role == "place" and role.layer == "toponyms" and role.index is not None:
        return PLACE_RANK[notes.toponyms[role.index].precision]
    if role.role == "weapon" and role.layer == "weapons" and role.index is not None:
        return int(notes.weapons[role.index].implied)
    return 0
