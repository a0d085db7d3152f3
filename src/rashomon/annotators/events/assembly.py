"""From a parsed, annotated document to its events: the stages of this layer in their order."""

from __future__ import annotations

from rashomon.annotators.events.attach import attach_layers
from rashomon.annotators.events.candidates import find_drafts
from rashomon.annotators.events.context import Context, read_context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.features import describe, founding_features
from rashomon.annotators.events.group import Group
from rashomon.annotators.events.lexicon import Lexicon
from rashomon.annotators.events.linear import load_models
from rashomon.annotators.events.links import group_drafts
from rashomon.annotators.events.mentions import add_manner
from rashomon.annotators.events.participants import add_participants
from rashomon.annotators.events.realis import add_realis
from rashomon.annotators.events.relevance import Setting, read_setting
from rashomon.annotators.events.roles import add_roles
from rashomon.annotators.events.scope import Scopes
from rashomon.annotators.events.story import add_aggregate, compared, main_groups
from rashomon.annotators.events.typing import add_type, type_of
from rashomon.ids import content_id
from rashomon.model import Annotations, Event, Realis

UNTOLD = {"threatened"}  # a vow or a threat is a statement, no event


def events_of(notes: Annotations, lexicon: Lexicon) -> tuple[Event, ...]:
    """All events of a document, in the order of their triggers."""
    if notes.parse is None or not len(notes.parse.doc):
        return ()
    context = read_context(notes, lexicon)
    setting = read_setting(context)
    drafts = read_drafts(context, setting)
    groups = group_drafts(context, drafts, load_models()["joins"], setting)
    main = main_groups(context, groups)
    scopes = Scopes(context)
    events = [event for group in groups for event in _frozen(context, group, main, scopes)]
    return tuple(sorted(events, key=lambda e: (e.trigger.start, e.trigger.end)))


def read_drafts(context: Context, setting: Setting) -> list[Draft]:
    """Candidates with the probability that each brings in an incident."""
    model = load_models()["founds"]
    drafts = describe_drafts(context)
    for draft in drafts:
        draft.founding = model.probability(founding_features(context, draft, setting))
    return drafts


def describe_drafts(context: Context) -> list[Draft]:
    """Candidates with everything known about each alone, vows and threats left out."""
    drafts = find_drafts(context)
    for draft in drafts:
        add_participants(context, draft)
    attach_layers(context, drafts)
    for draft in drafts:
        add_type(context, draft)
        add_realis(context, draft)
        add_manner(context, draft)
        add_aggregate(context, draft)
        draft.compared = compared(draft)
        describe(context, draft)
    return [draft for draft in drafts if not untold(draft)]


def untold(draft: Draft) -> bool:
    """Vows, threats, and agreements that are not there yet."""
    pact = draft.sense in ("agree", "ceasefire", "pact") and draft.realis in ("hypothetical", "planned")
    return draft.realis in UNTOLD or pact


def _frozen(context: Context, group: Group, main: set[int], scopes: Scopes) -> list[Event]:
    kind = type_of(context, group.drafts, main=group.number in main, aggregate=group.aggregate)
    scope = scopes.of(group.drafts, kind)
    realis, score, aggregate = group_realis(group), _score(group, group.number in main), group.aggregate
    first_id: str | None = None
    events = []
    for draft in group.drafts:
        add_roles(context, draft)
        quote = draft.clause.of(context.text)
        name = content_id("event", context.notes.doc.sha256, draft.trigger.start, draft.trigger.end, quote)
        events.append(
            Event(
                name,
                draft.trigger,
                draft.clause,
                kind,
                realis if draft.realis == "occurred" or draft.negated else draft.realis,
                aggregate,
                group.number not in main,
                score,
                draft.roles,
                first_id,
                scope,
            )
        )
        first_id = first_id or name
    return events


def group_realis(group: Group) -> Realis:
    """Occurred as soon as one mention says so that tells more than a result and denies nothing."""
    telling = [d for d in group.drafts if not d.negated and not d.result] or group.drafts
    found = [d.realis for d in telling]
    return "occurred" if "occurred" in found else found[0]


def _score(group: Group, main: bool) -> float:
    founding = max(d.founding for d in group.drafts)
    surety = max(d.weight for d in group.drafts)
    score = 0.25 + 0.4 * founding + 0.15 * surety + 0.03 * min(len(group.drafts), 4) + (0.12 if main else 0.0)
    return round(min(score, 0.97), 3)
