"""Incidents as rows: their columns, the values that can be searched for, the words, and what became
of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from rashomon.model import Document, Incident, as_json, from_json
from rashomon.review.apply import Standing
from rashomon.store import search
from rashomon.store.columns import canonical
from rashomon.store.schema import facets, history, incidents
from rashomon.store.shelf import chunks

FACETS = (
    "actor", "perpetrator", "target", "weapon", "source", "source_kind", "country", "admin1", "place", "publisher",
    "language", "document", "claim",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """An incident as the register shows it: with what persons set, where it stands, and its documents."""

    incident: Incident
    standing: Standing
    docs: tuple[Document, ...]


def columns_of(shown: Shown) -> dict[str, Any]:
    """The columns of an incident, but for its number and the entry that changed it."""
    incident, standing = shown.incident, shown.standing
    return {
        "id": incident.id,
        "type": incident.type,
        "realis": incident.realis,
        "main": incident.main,
        "aggregate": incident.aggregate,
        "scope": incident.scope,
        "country": incident.place.country,
        "date_start": incident.date.start,
        "date_end": incident.date.end,
        "lat": incident.place.lat,
        "lon": incident.place.lon,
        "contested": incident.killed.contested or incident.injured.contested or incident.type_contested,
        "score": incident.score,
        "sources": incident.independent_sources,
        "killed_low": _number(incident.killed.low),
        "killed_best": _number(incident.killed.best),
        "killed_high": _number(incident.killed.high),
        "injured_best": _number(incident.injured.best),
        "label": incident.label,
        "state": standing.state,
        "assigned": standing.assigned,
        "reviewed": standing.reviewed,
        "body": as_json(incident),
    }


def _number(count: int | None) -> int | None:
    """A count for a column; the record itself holds the whole number."""
    return None if count is None else min(count, 2**62)


def facets_of(shown: Shown) -> set[tuple[str, str]]:
    """Field and value of everything that an incident can be looked up by, beside its columns."""
    incident = shown.incident
    found = {("perpetrator", v) for v in incident.perpetrators} | {("target", v) for v in incident.targets}
    found |= {("actor", v) for v in (*incident.perpetrators, *incident.targets)}
    found |= {("actor", line.actor) for line in incident.responsibility}
    found |= {("weapon", v) for v in incident.weapons}
    found |= {("source", c.source.name) for c in incident.claims}
    found |= {("source_kind", c.source.kind) for c in incident.claims}
    found |= {("claim", c.id) for c in incident.claims}
    place = incident.place
    found |= {("country", c) for c in (*place.countries, place.country) if c}
    found |= {(field, v) for field, v in (("admin1", place.admin1), ("place", place.name)) if v}
    for doc in shown.docs:
        found |= {("document", doc.id)}
        found |= {(f, v) for f, v in (("publisher", doc.publisher), ("language", doc.language)) if v}
    return found


def words_of(incident: Incident) -> str:
    """The text by which an incident is found."""
    parts: list[str | None] = [incident.label, incident.place.name, incident.place.admin1]
    parts += [*incident.perpetrators, *incident.targets, *incident.weapons]
    parts += [mention.quote for mention in incident.mentions]
    for claim in incident.claims:
        parts += [claim.value, claim.original_value, claim.source.name, claim.evidence.quote]
    return "\n".join(dict.fromkeys(p for p in parts if p))


Written = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], str]


def write_incidents(
    connection: sa.Connection, shown: Sequence[Shown], gone: Sequence[str], sequence: int, *,
    anew: bool = False,
) -> Written:  # fmt: skip
    """Write incidents that differ from what is stored; returns ids of new, changed and gone ones, and the
    digest.

    What became of each is appended to the history under the log entry's sequence number. `anew` writes those
    that do not differ too, since their words and values are gone.
    """
    known = _stored(connection, [*(s.incident.id for s in shown), *gone])
    number = (connection.execute(sa.select(sa.func.max(incidents.c.n))).scalar() or 0) + 1
    new: list[str] = []
    changed: list[str] = []
    rows: list[tuple[Shown, dict[str, Any]]] = []
    events: list[dict[str, Any]] = []
    for item in shown:
        before, row = known.get(item.incident.id), columns_of(item)
        same = before is not None and all(before[name] == value for name, value in row.items())
        if before is not None and same and not anew:
            continue
        row |= {"n": before["n"] if before else number, "changed": sequence}
        number += 0 if before else 1
        rows.append((item, row))
        if before is not None and same:
            row["changed"] = before["changed"]
            continue
        (changed if before else new).append(item.incident.id)
        events.append(event(sequence, before, row))
    events += [event(sequence, known[id], None) for id in gone if id in known]
    _delete(connection, [known[id]["n"] for id in [*(row["id"] for _, row in rows), *gone] if id in known])
    _insert(connection, rows)
    if events:
        connection.execute(history.insert(), events)
    return tuple(sorted(new)), tuple(sorted(changed)), tuple(id for id in gone if id in known), digest(events)


def _stored(connection: sa.Connection, ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    found = {}
    for chunk in chunks(ids):
        for row in connection.execute(sa.select(incidents).where(incidents.c.id.in_(chunk))):
            found[row.id] = dict(row._mapping)
    return found


def _delete(connection: sa.Connection, numbers: Sequence[int]) -> None:
    for chunk in chunks(numbers):
        connection.execute(facets.delete().where(facets.c.incident.in_(chunk)))
        connection.execute(incidents.delete().where(incidents.c.n.in_(chunk)))
    search.remove(connection, "incident_words", numbers)


def _insert(connection: sa.Connection, rows: Sequence[tuple[Shown, dict[str, Any]]]) -> None:
    if not rows:
        return
    connection.execute(incidents.insert(), [row for _, row in rows])
    values = list(_facet_rows(rows))
    if values:
        connection.execute(facets.insert(), values)
    search.put(connection, "incident_words", ((row["n"], words_of(item.incident)) for item, row in rows))


def _facet_rows(rows: Iterable[tuple[Shown, dict[str, Any]]]) -> Iterator[dict[str, Any]]:
    for item, row in rows:
        for field, value in sorted(facets_of(item)):
            yield {"field": field, "value": value, "incident": row["n"]}


# History ---------------------------------------------------------------------------------------------------


def event(sequence: int, before: dict[str, Any] | None, after: dict[str, Any] | None) -> dict[str, Any]:
    """What became of one incident, as a row of `history`."""
    row = after or before
    assert row is not None
    kind = "new" if before is None else "gone" if after is None else "changed"
    details: dict[str, Any] = {"label": row["label"]}
    if before and after:
        details |= differences(before, after)
    if after is not None and before is None:
        details["killed"] = after["body"]["killed"]
    return {"sequence": sequence, "incident": row["id"], "kind": kind, "details": details}


def differences(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What moved: fields with their old and new value, claims that came and went, and new denials."""
    found: dict[str, Any] = {}
    old, new = before["body"], after["body"]
    fields = [n for n in new if n not in ("claims", "mentions", "aliases", "related")]
    moved = {n: [old[n], new[n]] for n in fields if old[n] != new[n]}
    for name in ("state", "assigned"):
        if before[name] != after[name]:
            moved[name] = [before[name], after[name]]
    if moved:
        found["moved"] = moved
    was, now = ({c["id"]: c for c in body["claims"]} for body in (old, new))
    added, removed = sorted(now.keys() - was.keys()), sorted(was.keys() - now.keys())
    if added:
        found["claims_added"] = added
    if removed:
        found["claims_removed"] = removed
    denials = [id for id in added if now[id]["stance"] in ("denies", "doubts")]
    if denials:
        found["denials"] = denials
    documents = sorted({m["document"] for m in new["mentions"]} - {m["document"] for m in old["mentions"]})
    if documents:
        found["documents_added"] = documents
    if before["reviewed"] and (added or documents):
        found["was"] = before["state"]
    return found


def digest(events: Iterable[dict[str, Any]]) -> str:
    """sha256 of what one log entry did to incidents."""
    listed = sorted(([e["incident"], e["kind"], e["details"]] for e in events), key=lambda e: e[0])
    return hashlib.sha256(canonical(listed).encode("utf-8", "surrogatepass")).hexdigest()


def incidents_by_id(connection: sa.Connection, ids: Iterable[str]) -> list[Incident]:
    """Incidents of these ids, by id."""
    query = sa.select(incidents.c.body).where(incidents.c.id.in_(list(ids))).order_by(incidents.c.id)
    return [from_json(Incident, body) for body in connection.execute(query).scalars()]
