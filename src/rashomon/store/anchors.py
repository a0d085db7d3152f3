"""From an id that a person names to what it means: an incident, a mention, a claim, and its words in
a document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.errors import NotFoundError
from rashomon.model import Claim, Mention
from rashomon.review import Anchor
from rashomon.store.schema import documents, facets, former, incidents, members, mentions, readings
from rashomon.store.shelf import HELD, Shelf, report_of

AFTER = "\uffff"  # sorts after every character of an id


@dataclass(frozen=True, slots=True)
class Named:
    """What an id names."""

    id: str  # in full
    incident: str  # the incident that it is, or is in
    version: int  # sequence number of the entry that last changed that incident
    anchor: Anchor


def incident_named(connection: sa.Connection, id: str) -> str:
    """The id of the incident that an id names: its own, a mention's, a former one, or an unambiguous
    beginning.

    Raises NotFoundError when it names none or several.
    """
    if not id:
        raise NotFoundError("an empty id names no incident")
    exact = _incidents(connection, mentions.c.id == id, former.c.id == id)
    found = exact or _incidents(
        connection,
        sa.and_(mentions.c.id >= id, mentions.c.id < id + AFTER),
        sa.and_(former.c.id >= id, former.c.id < id + AFTER),
    )
    if len(found) != 1:
        reason = "names no incident" if not found else f"names {len(found)} incidents; give more of it"
        raise NotFoundError(f"{id} {reason}")
    return found.pop()


def _incidents(
    connection: sa.Connection, now: sa.ColumnElement[bool], before: sa.ColumnElement[bool]
) -> set[str]:
    """Incidents of mentions that meet a condition, and of former ids that do."""
    joined = mentions.join(
        members,
        sa.and_(members.c.document == mentions.c.document, members.c.reported == mentions.c.reported),
    )
    found: set[str] = set()
    for source, condition in (
        (joined, now),
        (joined.join(former, former.c.mention == mentions.c.id), before),
    ):
        query = sa.select(members.c.incident).select_from(source).where(condition).distinct().limit(3)
        found |= set(connection.execute(query).scalars())
    return found


def resolve(shelf: Shelf, id: str, *, within: Iterable[str] = ()) -> Named:
    """What an id names, a claim's included: claims are looked for in the incidents `within`, else everywhere.

    Raises NotFoundError.
    """
    connection = shelf.connection
    try:
        incident = incident_named(connection, id)
    except NotFoundError:
        return _claim_named(shelf, id, within)
    mention, n = _mention(shelf, incident, id)
    report = shelf.report(n)
    anchor = _mention_anchor(report, mention)
    named_by_incident = incident.startswith(id)
    return Named(
        incident if named_by_incident else mention.id, incident, _version(connection, incident), anchor
    )


def _mention(shelf: Shelf, incident: str, id: str) -> tuple[Mention, int]:
    """The mention that an id means in an incident; that of the incident's own id if it means the whole."""
    query = sa.select(members).where(members.c.incident == incident).order_by(members.c.document)
    rows = shelf.connection.execute(query).all()
    shelf.load(row.document for row in rows)
    all_ = [
        (m, row.document, row.reported)
        for row in rows
        for m in shelf.reported(row.document, row.reported).mentions
    ]
    if not incident.startswith(id):
        for m, n, _ in all_:
            if m.id.startswith(id):
                return m, n
    for m, n, reported in all_:
        if incident in (m.id, reported):
            return m, n
    m, n, _ = all_[0]
    return m, n


def _claim_named(shelf: Shelf, id: str, within: Iterable[str]) -> Named:
    """The incident and the anchor of a claim."""
    found: dict[str, tuple[str, Anchor]] = {}
    for incident, n in _places(shelf.connection, id, within):
        report = shelf.report(n)
        for reported in report.incidents:
            for claim in reported.claims:
                if claim.id.startswith(id):
                    owner = _owner(shelf.connection, n, reported.id)
                    found[claim.id] = (owner or incident, claim_anchor(report, claim))
    if id in found:
        found = {id: found[id]}
    if len(found) != 1:
        reason = "names nothing here" if not found else f"names {len(found)} claims; give more of it"
        raise NotFoundError(f"{id} {reason}")
    full, (incident, anchor) = found.popitem()
    return Named(full, incident, _version(shelf.connection, incident), anchor)


def _places(connection: sa.Connection, id: str, within: Iterable[str]) -> list[tuple[str, int]]:
    """Incident and document of claims whose id begins so."""
    within = list(within)
    query = sa.select(members.c.incident, members.c.document)
    if within:
        query = query.where(members.c.incident.in_([incident_named(connection, i) for i in within]))
    else:
        query = (
            query.join(incidents, incidents.c.id == members.c.incident)
            .join(facets, facets.c.incident == incidents.c.n)
            .where(facets.c.field == "claim", facets.c.value >= id, facets.c.value < id + AFTER)
        )
    return [(row.incident, row.document) for row in connection.execute(query.order_by(members.c.document))]


def _owner(connection: sa.Connection, n: int, reported: str) -> str | None:
    query = sa.select(members.c.incident).where(members.c.document == n, members.c.reported == reported)
    return connection.execute(query).scalar()


def _version(connection: sa.Connection, incident: str) -> int:
    return int(
        connection.execute(sa.select(incidents.c.changed).where(incidents.c.id == incident)).scalar() or 0
    )


def _mention_anchor(report: Report, mention: Mention) -> Anchor:
    return Anchor(mention.id, report.doc.sha256, report.doc.id, mention.start, mention.end, mention.quote)


def claim_anchor(report: Report, claim: Claim) -> Anchor:
    """The words of a claim as an anchor."""
    evidence = claim.evidence
    return Anchor(
        claim.id, report.doc.sha256, report.doc.id, evidence.start, evidence.end, evidence.quote, claim.role,
        claim.source.name,
    )  # fmt: skip


def anchor_in_any_reading(connection: sa.Connection, n: int, id: str) -> Anchor | None:
    """Where any reading of a document had a mention of this id."""
    query = (
        sa.select(documents, readings.c.body)
        .join(readings, readings.c.document == documents.c.n)
        .where(documents.c.n == n)
        .order_by(readings.c.sequence.desc())
    )
    for row in connection.execute(query):
        report = report_of(row)
        for mention in (m for i in report.incidents for m in i.mentions):
            if mention.id == id:
                return _mention_anchor(report, mention)
    return None


def documents_of(connection: sa.Connection, shas: Iterable[str]) -> list[int]:
    """Numbers of the documents with these original bytes."""
    query = sa.select(documents.c.n).where(documents.c.sha256.in_(sorted(set(shas))), HELD)
    return sorted(connection.execute(query).scalars())


__all__ = ["Named", "anchor_in_any_reading", "claim_anchor", "documents_of", "incident_named", "resolve"]
