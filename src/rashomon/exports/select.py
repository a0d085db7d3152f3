"""Which incidents leave, and by which policy their tolls are chosen."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from rashomon.claims.labels import label_of
from rashomon.errors import ConfigError
from rashomon.exports.base import origins_of
from rashomon.exports.loss import Loss
from rashomon.incidents.fusion import tolls_of
from rashomon.incidents.policies import RULES, Policy
from rashomon.incidents.voices import Origins
from rashomon.model import Coding, Incident, Place

FACETS = ("actor", "perpetrator", "target", "weapon", "source", "source_kind", "country", "admin1", "place",
          "publisher", "language", "document", "claim", "realis")  # fmt: skip
SCOPES = ("political", "all", "criminal", "unclear")


@dataclass(frozen=True, slots=True)
class Selection:
    """What an export is to hold. Empty fields ask for nothing; `scope` "political" also keeps what is unclear.

    `only`: ids to choose from (a register's accepted records), None for all.
    """

    since: str | None = None
    until: str | None = None
    country: str | None = None
    type: str | None = None
    scope: str = "political"
    where: Mapping[str, str] = field(default_factory=dict)
    only: frozenset[str] | None = None


def select(coding: Coding, wanted: Selection, loss: Loss) -> Coding:
    """The coding with the incidents that are wanted, and the documents and statements that belong to them."""
    for name in wanted.where:
        if name not in FACETS:
            raise ConfigError(f"{name!r} is nothing to filter by; known are {', '.join(FACETS)}")
    if wanted.scope not in SCOPES:
        raise ConfigError(f"scope {wanted.scope!r} is none of {', '.join(SCOPES)}")
    asked = [i for i in coding.incidents if is_asked_for(i, wanted, coding)]
    kept = tuple(i for i in asked if in_scope(i, wanted.scope))
    criminal = [i.id for i in asked if not in_scope(i, wanted.scope)]
    if criminal:
        loss.add("incident", "out of scope (criminal); --scope all keeps it", *criminal)
    if len(kept) == len(coding.incidents):
        return coding
    ids = {i.id for i in kept}
    names = ids | {m.id for i in kept for m in i.mentions}
    documents = {m.document for i in kept for m in i.mentions}
    copied = {coding.copies[d] for d in documents if d in coding.copies}
    actors = {c.entity_id for i in kept for c in i.claims}
    actors |= {a for i in kept for c in i.claims for a in (c.source.entity, c.source.institution)}
    return replace(
        coding,
        documents=tuple(d for d in coding.documents if d.id in documents | copied),
        copies={k: v for k, v in coding.copies.items() if k in documents},
        actors=tuple(a for a in coding.actors if a.id in actors),
        incidents=tuple(replace(i, related=tuple(r for r in i.related if r[0] in ids)) for i in kept),
        statements=tuple(s for s in coding.statements if s.about in names),
        issues=tuple(i for i in coding.issues if i.document in documents),
    )


def in_scope(incident: Incident, scope: str) -> bool:
    """Does an export of this scope hold the incident?"""
    return scope == "all" or incident.scope == scope or (scope == "political" and incident.scope == "unclear")


def is_asked_for(incident: Incident, wanted: Selection, coding: Coding) -> bool:
    """Does an incident meet every condition? An incident without a date meets no `since` and no `until`."""
    if wanted.only is not None and incident.id not in wanted.only:
        return False
    if wanted.country and wanted.country not in (incident.place.country, *incident.place.countries):
        return False
    if wanted.type and incident.type != wanted.type:
        return False
    start, end = incident.date.start, incident.date.end or incident.date.start
    if wanted.since and (end is None or end < wanted.since):
        return False
    if wanted.until and (start is None or start > wanted.until):
        return False
    return all(value in facet(incident, name, coding) for name, value in wanted.where.items())


def facet(incident: Incident, name: str, coding: Coding) -> set[str | None]:
    """The values that an incident has of a facet."""
    claims = incident.claims
    reports = {m.document for m in incident.mentions}
    docs = [d for d in coding.documents if d.id in reports] if name in ("publisher", "language") else []
    found: dict[str, set[str | None]] = {
        "actor": {c.value for c in claims if c.role in ("perpetrator", "target")},
        "perpetrator": set(incident.perpetrators),
        "target": set(incident.targets),
        "weapon": set(incident.weapons),
        "source": {c.source.name for c in claims},
        "source_kind": {c.source.kind for c in claims},
        "country": {incident.place.country, *incident.place.countries},
        "admin1": {incident.place.admin1},
        "place": {incident.place.name},
        "publisher": {d.publisher for d in docs},
        "language": {d.language for d in docs},
        "document": set(reports),
        "claim": {c.id for c in claims},
        "realis": {incident.realis},
    }
    return found[name]


def by_policy(coding: Coding, policy: Policy) -> Coding:
    """The coding with tolls chosen by another policy; no claim changes."""
    if policy.name not in RULES:
        raise ConfigError(f"policy {policy.name!r} is none of {', '.join(RULES)}")
    origins = origins_of(coding)
    return replace(coding, incidents=tuple(rechosen(i, policy, origins) for i in coding.incidents))


def rechosen(incident: Incident, policy: Policy, origins: Origins) -> Incident:
    """An incident with its tolls by a policy."""
    killed, injured = tolls_of(incident.claims, origins, policy)
    return replace(incident, killed=killed, injured=injured, policy=policy.name)


def coarsened(coding: Coding, sensitive: Collection[str], loss: Loss) -> Coding:
    """The coding with the places of sensitive incidents no finer than their province, and no claims on the place.

    Quotes and titles of reports stay as published; leave the record out where these would tell too much.
    """
    if not sensitive:
        return coding
    return replace(
        coding, incidents=tuple(_coarse(i, loss) if i.id in sensitive else i for i in coding.incidents)
    )


def _coarse(incident: Incident, loss: Loss) -> Incident:
    old = incident.place
    place = Place(admin1=old.admin1, country=old.country, countries=old.countries,
                  precision="province" if old.admin1 else "country" if old.country else None)  # fmt: skip
    kept = tuple(c for c in incident.claims if c.role != "place")
    loss.add("value", "place coarsened to the province, the record is marked sensitive", incident.id)
    loss.add(
        "claim",
        "tells the place of a sensitive record",
        *(c.id for c in incident.claims if c.role == "place"),
    )
    label = label_of(incident.type, incident.date, place)
    return replace(incident, place=place, label=label, claims=kept)
