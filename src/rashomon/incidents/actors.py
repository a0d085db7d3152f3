"""The actors of a coding: who stands behind the sources and entities of its claims."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from rashomon.model import ActorRecord, Incident, Kind


def actor_records(
    incidents: Iterable[Incident], known: Iterable[ActorRecord] = ()
) -> tuple[ActorRecord, ...]:
    """Records of all actors that claims name by id. `known` are records that the reports bring along."""
    spelled: dict[str, Counter[str]] = defaultdict(Counter)
    kinds: dict[str, Counter[Kind]] = defaultdict(Counter)
    institutions: dict[str, Counter[str]] = defaultdict(Counter)
    named: set[str] = set()
    for claim in (c for incident in incidents for c in incident.claims):
        if claim.entity_id:
            named.add(claim.entity_id)
            spelled[claim.entity_id][claim.value or claim.original_value] += 1
        source = claim.source
        if source.entity:
            named.add(source.entity)
            spelled[source.entity][source.name] += 1
            kinds[source.entity][source.kind] += 1
            if source.institution:
                institutions[source.entity][source.institution] += 1
        if source.institution:
            named.add(source.institution)
    given = _given(known)
    return tuple(
        given.get(id)
        or ActorRecord(
            id, _commonest(spelled[id]) or id, _commonest(kinds[id]), None, _commonest(institutions[id])
        )
        for id in sorted(named)
    )


def _given(known: Iterable[ActorRecord]) -> dict[str, ActorRecord]:
    """One record per id: of several the one that says most, then the longest name."""
    found: dict[str, ActorRecord] = {}
    for record in sorted(set(known), key=lambda r: (-_told(r), -len(r.name), repr(r))):
        found.setdefault(record.id, record)
    return found


def _told(record: ActorRecord) -> int:
    return sum(value is not None for value in (record.kind, record.country, record.institution))


def _commonest(counts: Counter[Any]) -> Any:
    return min(counts, key=lambda v: (-counts[v], v)) if counts else None
