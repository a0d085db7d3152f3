"""A full export of ours as reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rashomon.claims import Report
from rashomon.exports.jsonl import Full
from rashomon.incidents.policies import Policy
from rashomon.model import Document, Incident, Issue, ReportedIncident

if TYPE_CHECKING:
    from rashomon.store.moving import Batch


@dataclass(frozen=True, slots=True)
class Imported:
    """Reports, the original bytes of their documents where these are kept, and what could not be read.

    From a register of ours: all its readings in `batches`, its decisions, and its policy.
    """

    reports: tuple[Report, ...] = ()
    originals: Mapping[str, bytes] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()
    batches: tuple[Batch, ...] = ()
    decisions: tuple[Mapping[str, Any], ...] = ()
    policy: Policy | None = None


def from_full(full: Full) -> Imported:
    """The readings of a register's export; made from the incidents where the export came from a bare coding."""
    if full.batches:
        return Imported(
            originals=full.originals, batches=full.batches, decisions=full.decisions, policy=full.policy
        )
    coding = full.coding
    return Imported(tuple(_report(d, coding.incidents, full) for d in coding.documents), full.originals)


def _report(doc: Document, incidents: tuple[Incident, ...], full: Full) -> Report:
    told = tuple(_reported(i, doc) for i in incidents if any(m.document == doc.id for m in i.mentions))
    names = {m.id: i.id for i in told for m in i.mentions}
    statements = tuple(s for s in full.coding.statements if s.document == doc.id)
    # an incident's id can be a mention of another report; the statement then stands on this report's own record
    whole = {i.id: names.get(m.id) for i in incidents for m in i.mentions if m.document == doc.id}
    from dataclasses import replace

    statements = tuple(replace(s, about=whole.get(s.about or "", s.about)) for s in statements)
    issues = tuple(i for i in full.coding.issues if i.document == doc.id)
    return Report(doc, told, statements, issues)


def _reported(incident: Incident, doc: Document) -> ReportedIncident:
    """The part of an incident that one report tells. Values are those of the whole incident."""
    mentions = tuple(m for m in incident.mentions if m.document == doc.id)
    return ReportedIncident(
        id=min(m.id for m in mentions), document=doc.id, label=incident.label, type=incident.type,
        realis=incident.realis, aggregate=incident.aggregate, main=incident.main, scope=incident.scope,
        date=incident.date, place=incident.place, mentions=mentions,
        claims=tuple(c for c in incident.claims if c.document == doc.id), score=incident.score,
    )  # fmt: skip
