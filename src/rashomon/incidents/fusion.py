"""Members of a cluster → one Incident: a view over their claims by a named policy. No claim is left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar, cast, get_args

from rashomon.claims.labels import label_of
from rashomon.gazetteer import distance_km
from rashomon.incidents.accounts import (
    most_held,
    occurrence_contested,
    positions,
    type_contested,
    with_denials,
)
from rashomon.incidents.ledger import responsibility
from rashomon.incidents.policies import Policy, toll
from rashomon.incidents.tolls import NOT_HELD, figures
from rashomon.incidents.voices import Origins, count_independent, plain_name, voice
from rashomon.model import (
    Claim,
    ClaimRole,
    DateRange,
    Incident,
    IncidentType,
    Place,
    Realis,
    Relation,
    ReportedIncident,
    Scope,
    Toll,
)

T = TypeVar("T")

TYPES = frozenset(get_args(IncidentType))

DATE_RANK = {"day": 0, "days": 1, "week": 2, "month": 3, "year": 4, "unknown": 5}
PLACE_RANK = {"site": 0, "town": 1, "near": 2, "district": 3, "sea": 4, "province": 5, "country": 6, None: 7}
REALIS_RANK: tuple[Realis, ...] = (
    "occurred",
    "attempted",
    "reported_false",
    "planned",
    "threatened",
    "hypothetical",
)
SCOPE_RANK: tuple[Scope, ...] = ("political", "unclear", "criminal")
HIGHEST_SCORE = 0.99  # many reports make an incident likelier, never certain


@dataclass(frozen=True, slots=True)
class FusionContext:
    """What fusing needs beside the members: origins of texts, the policy, the incident that each id is in."""

    origins: Origins
    policy: Policy
    incident_of: Callable[[str, str], str]  # (document, reported id) → incident id


def fuse(members: Sequence[ReportedIncident], context: FusionContext) -> Incident:
    """One incident from the records that reports have of it. The order of the members does not matter."""
    members = sorted(members, key=lambda m: (m.document, m.id))
    claims = tuple(sorted((c for m in members for c in m.claims), key=_claim_order))
    mentions = tuple(
        sorted((n for m in members for n in m.mentions), key=lambda n: (n.document, n.start, n.end, n.id))
    )
    ids = sorted({m.id for m in members})
    origins, policy = context.origins, context.policy
    type_, type_differs = fuse_type(members, claims, context)
    realis, realis_differs = fuse_realis(members, claims, context)
    date, place = fuse_date(members, origins), fuse_place(members, origins)
    killed, injured = tolls_of(claims, origins, policy)
    return Incident(
        id=ids[0],
        aliases=tuple(ids[1:]),
        label=label_of(type_, date, place),
        type=type_,
        type_contested=type_differs or realis_differs,
        realis=realis,
        aggregate=_vote(members, lambda m: m.aggregate, origins, int),
        main=any(m.main for m in members),
        scope=_vote(members, lambda m: m.scope, origins, SCOPE_RANK.index),
        score=_score(members, origins),
        policy=policy.name,
        independent_sources=max(1, count_independent(claims, origins)),
        related=_related(members, ids[0], context),
        date=date,
        place=place,
        killed=killed,
        injured=injured,
        perpetrators=names(claims, "perpetrator", origins),
        targets=names(claims, "target", origins),
        weapons=names(claims, "weapon", origins),
        responsibility=responsibility(claims),
        mentions=mentions,
        claims=claims,
    )


def _claim_order(claim: Claim) -> tuple[str, int, int, str]:
    return claim.document, claim.evidence.start, claim.evidence.end, claim.id


def tolls_of(claims: Sequence[Claim], origins: Origins, policy: Policy) -> tuple[Toll, Toll]:
    """The dead and the injured of one incident by a policy."""
    injured = toll(figures(claims, "injured", origins), policy)
    if not any(c.role == "killed" for c in claims):
        return silent_dead(injured), injured
    return toll(figures(claims, "killed", origins), policy), injured


def silent_dead(injured: Toll) -> Toll:
    """The dead of an incident whose reports count the injured and say nothing of dead: at least none, best
    none, open above.

    Reports that count the wounded name the dead if there are any; the reverse does not hold, so silence on
    the injured stays unknown.
    """
    return Toll(0, 0, None) if injured.best else Toll()


def _groups(
    members: Iterable[ReportedIncident], value: Callable[[ReportedIncident], T], origins: Origins
) -> dict[T, set[tuple[bool, str]]]:
    """Which original texts give which value, and whether the incident is their subject."""
    found: dict[T, set[tuple[bool, str]]] = defaultdict(set)
    for member in members:
        found[value(member)].add((member.main, origins.original(member.document)))
    return found


def _weight(texts: set[tuple[bool, str]]) -> int:
    return sum(2 if main else 1 for main, _ in texts)


def _vote(
    members: Sequence[ReportedIncident],
    value: Callable[[ReportedIncident], T],
    origins: Origins,
    rank: Callable[[T], int],
) -> T:
    """The value of most original texts; ties go to the first by rank."""
    found = _groups(members, value, origins)
    return min(found, key=lambda v: (-_weight(found[v]), rank(v)))


def fuse_type(
    members: Sequence[ReportedIncident], claims: Sequence[Claim], context: FusionContext
) -> tuple[IncidentType, bool]:
    """The type that most voices hold, else that of most texts, and whether sources differ on what it was."""
    found = _groups(members, lambda m: m.type, context.origins)
    by_texts = sorted(found, key=lambda t: (-_weight(found[t]), t == "other", t))
    told = positions(members, claims, "type", context.origins)
    if not told:
        return by_texts[0], False
    others = sorted({p.value for p in told if p.value in TYPES} - set(by_texts))
    chosen = most_held(told, [*by_texts, *cast(list[IncidentType], others)], context.policy)
    return chosen, type_contested(told, chosen)


def fuse_realis(
    members: Sequence[ReportedIncident], claims: Sequence[Claim], context: FusionContext
) -> tuple[Realis, bool]:
    """Whether it happened, by most voices, else by most texts, and whether sources differ on it."""
    found = _groups(members, lambda m: m.realis, context.origins)
    by_texts = sorted(found, key=lambda r: (-_weight(found[r]), REALIS_RANK.index(r)))
    told = positions(members, claims, "occurrence", context.origins)
    if not told:
        return by_texts[0], False
    chosen = most_held(
        with_denials(told), [*by_texts, *(r for r in REALIS_RANK if r not in found)], context.policy
    )
    return chosen, occurrence_contested(told)


def fuse_date(members: Sequence[ReportedIncident], origins: Origins) -> DateRange:
    """The most exact date known; among equally exact ones that of most texts, then the earliest."""
    dated = [m for m in members if m.date.start]
    if not dated:
        return DateRange()
    finest = min(DATE_RANK[m.date.precision] for m in dated)
    found = _groups([m for m in dated if DATE_RANK[m.date.precision] == finest], lambda m: m.date, origins)
    return min(found, key=lambda d: (-_weight(found[d]), d.start or "", d.end or ""))


def fuse_place(members: Sequence[ReportedIncident], origins: Origins) -> Place:
    """The finest place known; among equally fine ones that of most texts, then that which most coarser places hold;
    located before unlocated."""
    placed = [m for m in members if m.place.precision is not None or m.place.name or m.place.country]
    if not placed:
        return Place()
    located = [m for m in placed if m.place.lat is not None] or placed
    finest = min(PLACE_RANK[m.place.precision] for m in located)
    found = _groups(
        [m for m in located if PLACE_RANK[m.place.precision] == finest], lambda m: m.place, origins
    )
    spots = Counter[tuple[float | None, float | None]]()
    for place, texts in found.items():
        spots[place.lat, place.lon] += _weight(texts)
    coarser = _groups(
        [m for m in located if PLACE_RANK[m.place.precision] > finest], lambda m: m.place, origins
    )

    def upheld(spot: Place) -> int:
        """By how many texts that place it less finely: "in Mangu district" upholds Mangu, and not the next town."""
        return sum(_weight(texts) for area, texts in coarser.items() if _holds(area, spot))

    return min(
        found,
        key=lambda p: (-spots[p.lat, p.lon], -upheld(p), -_weight(found[p]), p.name or "", repr(p)),
    )


def _holds(area: Place, spot: Place) -> bool:
    """Does the circle of an area hold a spot?"""
    if area.radius_km is None or None in (area.lat, area.lon, spot.lat, spot.lon):
        return False
    away = distance_km((area.lat, area.lon), (spot.lat, spot.lon))  # type: ignore[arg-type]
    return away <= area.radius_km


def names(claims: Iterable[Claim], role: ClaimRole, origins: Origins) -> tuple[str, ...]:
    """Values of a role that somebody holds, those of most voices first; one name for each actor."""
    voices: dict[str, set[str]] = defaultdict(set)
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    for claim in claims:
        if claim.role == role and claim.stance not in NOT_HELD and claim.value:
            key = claim.entity_id or plain_name(claim.value)
            voices[key].add(voice(claim, origins).key)
            spelled[key][claim.value] += 1
    ordered = sorted(voices, key=lambda k: (-len(voices[k]), k))
    return tuple(min(spelled[k], key=lambda n: (-spelled[k][n], n)) for k in ordered)


def _score(members: Sequence[ReportedIncident], origins: Origins) -> float:
    """Probability that at least one original text is read rightly; copies add nothing."""
    best: dict[str, float] = defaultdict(float)
    for member in members:
        origin = origins.original(member.document)
        best[origin] = max(best[origin], member.score)
    wrong = 1.0
    for origin in sorted(best):
        wrong *= 1 - best[origin]
    return round(max(max(best.values()), min(1 - wrong, HIGHEST_SCORE)), 4)


def _related(
    members: Sequence[ReportedIncident], own: str, context: FusionContext
) -> tuple[tuple[str, Relation], ...]:
    found = {(context.incident_of(m.document, id), relation) for m in members for id, relation in m.related}
    return tuple(sorted((id, relation) for id, relation in found if id != own))
