"""One group of event mentions → a reported incident with its claims."""

from __future__ import annotations

from rashomon.claims.dates import date_of
from rashomon.claims.gather import claims_of
from rashomon.claims.groups import Group
from rashomon.claims.keep import Scene
from rashomon.claims.labels import label_of
from rashomon.claims.places import place_of
from rashomon.claims.rejections import Rejection, rejected
from rashomon.claims.responsibility import Blame
from rashomon.claims.sums import add_up
from rashomon.claims.voices import Voices
from rashomon.model import Event, Realis, ReportedIncident, Scope


def read_incident(
    group: Group, scene: Scene, voices: Voices, blames: list[Blame], rejections: list[Rejection]
) -> ReportedIncident:
    """The record of one incident in one report."""
    notes = scene.context.notes
    lead = leading(group.events)
    date = date_of(group, notes)
    place = place_of(group, notes)
    claims = rejected(claims_of(group, scene, voices, blames, date, place), rejections, notes)
    claims = add_up(claims, notes)
    return ReportedIncident(
        id=group.id,
        document=notes.doc.id,
        label=label_of(lead.type, date, place),
        type=lead.type,
        realis=realis_of(group.events),
        aggregate=lead.aggregate,
        main=any(not e.background for e in group.events) and not all(e.background for e in group.events),
        scope=scope_of(group.events),
        date=date,
        place=place,
        mentions=group.mentions,
        claims=tuple(claims),
        score=max(e.score for e in group.events),
    )


def leading(events: tuple[Event, ...]) -> Event:
    """The event whose type and standing the group takes: the commonest type's first mention.

    Of a sum only the mentions that tell with what it was done, if any do ("attacks on US personnel" tell little).
    """
    if events[0].aggregate:
        events = tuple(e for e in events if any(r.role == "weapon" for r in e.roles)) or events
    weights: dict[str, float] = {}
    for event in events:
        weights[event.type] = weights.get(event.type, 0.0) + 1 + 0.001 * event.score
    best = max(weights.values())
    common = {t for t, w in weights.items() if w >= best - 0.5}
    return next(e for e in events if e.type in common)


def realis_of(events: tuple[Event, ...]) -> Realis:
    """What occurred in any telling occurred, unless the first telling says that it did not happen."""
    told = [e.realis for e in events]
    return "occurred" if "occurred" in told and told[0] != "reported_false" else told[0]


def scope_of(events: tuple[Event, ...]) -> Scope:
    """Political if any telling is, else the first's."""
    return "political" if any(e.scope == "political" for e in events) else events[0].scope
