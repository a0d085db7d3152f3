"""What an incident was, and whether it was, when its accounts differ: the claims of the roles `type` and `occurrence`.

What a report tells, as it was read, is a voice beside those that it quotes. The value of most voices holds; where
they are even, that of most texts. With `source-priority` the first source of the list that takes a side is followed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

from rashomon.claims.kinds import types_apart
from rashomon.incidents.policies import Policy, speaks_as
from rashomon.incidents.tolls import NOT_HELD
from rashomon.incidents.traces import families
from rashomon.incidents.voices import Origins, plain_name, voice
from rashomon.model import Claim, ClaimRole, ReportedIncident

V = TypeVar("V", bound=str)

WAS = frozenset({"occurred", "attempted"})
VIOLENT = frozenset({"battle", "blast", "assault"})  # families of which a denied "attack" is any


@dataclass(frozen=True, slots=True)
class Position:
    """One voice's current word: the value it holds or rejects. `told`: only by how its report tells of it."""

    voice: str
    value: str
    held: bool
    told: bool = False
    claim: Claim | None = None


def positions(
    members: Sequence[ReportedIncident], claims: Sequence[Claim], role: ClaimRole, origins: Origins
) -> list[Position]:
    """The current words of all voices; none when no claim of the role takes a side.

    A voice's later report replaces what it said before: its own correction is no contest.
    """
    latest: dict[str, str] = {}
    made = [(voice(c, origins).key, c) for c in claims if c.role == role and c.value]
    for key, claim in made:
        latest[key] = max(latest.get(key, ""), claim.as_of or origins.published(claim.document))
    found = [
        Position(key, c.value or "", c.stance not in NOT_HELD, claim=c)
        for key, c in made
        if (c.as_of or origins.published(c.document)) == latest[key]
    ]
    if not found:
        return []
    texts = {
        Position(outlet, m.type if role == "type" else m.realis, held=True, told=True)
        for m in members
        if (outlet := f"outlet:{plain_name(origins.outlet(m.document))}") not in latest
    }
    return [*found, *sorted(texts, key=lambda p: (p.voice, p.value))]


def most_held(found: Sequence[Position], by_texts: Sequence[V], policy: Policy) -> V:
    """The value that most voices hold. `by_texts`: all values, that of most texts first; it decides between equals."""
    if policy.name == "source-priority":
        for wanted in policy.priority:
            chosen = [p for p in found if p.held and p.claim is not None and speaks_as(p.claim, wanted)]
            if chosen:
                return _first(chosen, by_texts)
    held = [p for p in found if p.held]
    return _first(held, by_texts) if held else by_texts[0]


def _first(found: Sequence[Position], by_texts: Sequence[V]) -> V:
    voices: Mapping[str, set[str]] = defaultdict(set)
    for position in found:
        voices[position.value].add(position.voice)
    return min(
        by_texts, key=lambda v: (-len(voices[v]), by_texts.index(v)) if v in voices else (0, len(by_texts))
    )


def type_contested(found: Sequence[Position], chosen: str) -> bool:
    """Do two voices hold types that are not of one kind, or does one reject what another holds or the texts tell?"""
    held = [p for p in found if p.held]
    rejected = [p for p in found if not p.held]
    return any(
        a.voice != b.voice and not (a.told and b.told) and _apart(a, b) for a, b in combinations(held, 2)
    ) or any(
        _covers(no.value, chosen) or any(no.voice != p.voice and _covers(no.value, p.value) for p in held)
        for no in rejected
    )


def _apart(a: Position, b: Position) -> bool:
    """Can the types of two positions not both be right? How a text is read counts only against clear opposites."""
    if a.value == b.value:
        return False
    return types_apart(a.value, b.value) or (
        not a.told and not b.told and families().get(a.value) != families().get(b.value)
    )


def _covers(rejected: str, held: str) -> bool:
    """Does rejecting one type reject another? No attack is no violence of any kind."""
    return rejected == held or (rejected == "attack" and families().get(held) in VIOLENT)


def with_denials(found: Sequence[Position]) -> list[Position]:
    """Positions on whether it happened, a rejection as holding the contrary; who doubts holds nothing."""
    turned = []
    for p in found:
        if p.held:
            turned.append(p)
        elif p.claim is not None and p.claim.stance == "denies":
            value = "reported_false" if p.value in WAS else "occurred"
            turned.append(Position(p.voice, value, held=True, claim=p.claim))
    return turned


def occurrence_contested(found: Sequence[Position]) -> bool:
    """Does one voice say that it happened (or was tried), another that it did not, or doubt it?"""
    held = with_denials(found)
    yes = {p.voice for p in held if p.value in WAS}
    no = {p.voice for p in held if p.value == "reported_false"} | {p.voice for p in found if not p.held}
    return any(a != b for a in yes for b in no)
