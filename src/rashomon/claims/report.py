"""One annotated report → its incidents and statements."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rashomon.annotators.events.context import read_context
from rashomon.annotators.events.lexicon import load_lexicon
from rashomon.claims.accounts import account_claims
from rashomon.claims.consolidate import consolidate
from rashomon.claims.dates import inherited_dates
from rashomon.claims.fates import settle_fates
from rashomon.claims.groups import Group, group_events
from rashomon.claims.incident import read_incident
from rashomon.claims.keep import Scene
from rashomon.claims.labels import label_of
from rashomon.claims.orphans import adopt
from rashomon.claims.places import inherited_places
from rashomon.claims.rejections import find_rejections
from rashomon.claims.responsibility import find_blames
from rashomon.claims.roles import blame_claim
from rashomon.claims.statements import read_statements
from rashomon.claims.voices import Voices
from rashomon.model import Annotations, Document, Issue, ReportedIncident, Statement


@dataclass(frozen=True, slots=True)
class Report:
    """What one document reports. `ReportedIncident.id`s are final; `Statement.about` names one of them."""

    doc: Document
    incidents: tuple[ReportedIncident, ...] = ()
    statements: tuple[Statement, ...] = ()
    issues: tuple[Issue, ...] = ()


def read_report(notes: Annotations) -> Report:
    """Everything that an annotated document claims."""
    voices = Voices(notes)
    groups = settle_fates(adopt(consolidate(group_events(notes), notes), notes), notes)
    blames = find_blames(notes, voices)
    scene = Scene(read_context(notes, load_lexicon()), groups)
    rejections = find_rejections(notes, voices)
    incidents = [read_incident(group, scene, voices, blames, rejections) for group in groups]
    accounts = account_claims(groups, notes, voices)
    incidents = [replace(i, claims=(*i.claims, *accounts.get(i.id, ()))) for i in incidents]
    incidents = inherited_places(groups, inherited_dates(groups, incidents, notes), notes)
    incidents = [replace(i, label=label_of(i.type, i.date, i.place)) for i in incidents]
    home = ids_by_event(groups)
    events = {event.id: event for group in groups for event in group.events}
    blamed = [(blame_claim(b, events[b.event], notes), home[b.event]) for b in blames if b.event in events]
    statements = read_statements(notes, voices, incidents, home, blamed)
    return Report(notes.doc, tuple(relate(incidents)), tuple(statements), tuple(notes.issues))


def ids_by_event(groups: list[Group]) -> dict[str, str]:
    """Event id → id of the reported incident that holds it."""
    return {event.id: group.id for group in groups for event in group.events}


def relate(incidents: list[ReportedIncident]) -> list[ReportedIncident]:
    """Mark each recalled incident as background of the report's first main one."""
    main = next((i for i in incidents if i.main), None)
    return [
        i if main is None or i.main or i.id == main.id else replace(i, related=((main.id, "background_of"),))
        for i in incidents
    ]
