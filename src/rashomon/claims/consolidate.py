"""Groups of one report that tell the same happening with other sources' words: one incident.

"A strike killed a commander in the city, the army said. … Police said a drone fired two rockets there and killed four."
Two groups of one type are one when nothing sets them apart (day, town, who did it) and something ties them: the same
town, or a definite reference such as "the strike"; when the reference repeats the noun of the first, the types need not
agree. Words such as "another" or "second" keep them apart. Sums merge
with sums of the same target only, plans never.

Tried and dropped on gold dev: the same day as a tie (two strikes on one day became one), and ties across types.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel

from rashomon.claims.groups import Group, make_group
from rashomon.claims.partition import Setting, days_apart, far_apart, setting_of
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Annotations, Event, Toponym

STATE_KINDS = ("government", "military", "police")
BEFORE = 60  # characters before a mention in which a word may set it apart


class Words(BaseModel):
    """The lists of words.yaml."""

    apart: set[str]
    before: set[str]
    definite: set[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words, read once."""
    return read_yaml(data_path("consolidate", "words.yaml"), Words)


def consolidate(groups: list[Group], notes: Annotations) -> list[Group]:
    """The groups with those that tell one happening joined, in the order of their first mention."""
    joined: list[list[Event]] = []
    for group in groups:
        events = list(group.events)
        home = next((j for j in joined if one_happening(j, events, notes)), None)
        if home is None:
            joined.append(events)
        else:
            home += events
    return [
        make_group(notes.doc, tuple(sorted(j, key=lambda e: (e.trigger.start, e.trigger.end))))
        for j in joined
    ]


def one_happening(first: list[Event], second: list[Event], notes: Annotations) -> bool:
    """Do two groups tell one happening?"""
    if first[0].aggregate and second[0].aggregate:
        return same_sum(first, second, notes)
    if any(e.aggregate or e.realis != "occurred" for e in (*first, *second)):
        return False
    again = names_again(first, second[0], notes)
    if (first[0].type != second[0].type and not again) or is_set_apart(second[0], notes):
        return False
    one, two = setting(first, notes), setting(second, notes)
    if days_apart(one.day, two.day) > 0 or far_apart(one.town, two.town) or rivals(first, second, notes):
        return False
    return again or is_definite(second[0], notes) or (one.town is not None and same_place(one.town, two.town))


def same_sum(first: list[Event], second: list[Event], notes: Annotations) -> bool:
    """Do two sums tell of attacks on the same people or things ("attacks on US personnel" here and there)?"""
    if days_apart(setting(first, notes).day, setting(second, notes).day) > 0:
        return False
    return any(
        one.realis == two.realis and hits(one, notes) & hits(two, notes) for one in first for two in second
    )


def hits(event: Event, notes: Annotations) -> set[str]:
    """Whom or what an event names as its target: the phrases without articles, and the states whose people they are
    ("the US military", "US personnel")."""
    targets = [r for r in event.roles if r.role == "target"]
    found = {re.sub(r"^(the|a|an) ", "", r.span.of(notes.doc.text).lower()) for r in targets}
    actors = [notes.actors[r.index] for r in targets if r.layer == "actors" and r.index is not None]
    return found | {a.country for a in actors if a.country is not None and a.kind in (*STATE_KINDS, None)}


def same_place(one: Toponym, two: Toponym | None) -> bool:
    """Are two toponyms one entry of the gazetteer?"""
    return two is not None and one.geonameid is not None and one.geonameid == two.geonameid


def setting(events: list[Event], notes: Annotations) -> Setting:
    """The first day and the first town that a group gives."""
    known = [setting_of(e, notes) for e in events]
    return Setting(next((s.day for s in known if s.day), None), next((s.town for s in known if s.town), None))


def is_set_apart(event: Event, notes: Annotations) -> bool:
    """Does a word in or just before a mention, or one that belongs to it, say that it is another one?"""
    sentence = notes.parse.sentence_of(event.clause.start)
    start = max(sentence.start, event.clause.start - BEFORE)
    said = set(re.findall(r"[a-z]+", notes.doc.text[start : event.clause.end].lower()))
    own = {c.lower_ for c in notes.parse.head(event.trigger).children}
    return bool(said & words().apart or own & words().before)


def is_definite(event: Event, notes: Annotations) -> bool:
    """Does a mention refer to something already told: "the strike", "Thursday's bombing"?"""
    head = notes.parse.head(event.trigger)
    if head.pos_ != "NOUN":
        return False
    return any(
        (c.dep_ == "det" and c.lower_ in words().definite)
        or (c.dep_ == "poss" and c.ent_type_ in ("DATE", "TIME"))
        for c in head.children
    )


def names_again(first: list[Event], event: Event, notes: Annotations) -> bool:
    """Does a definite reference use the noun by which a group was told before ("a strike … The strike")?"""
    if not is_definite(event, notes):
        return False
    noun = notes.parse.head(event.trigger)
    told = (notes.parse.head(e.trigger) for e in first)
    return noun.tag_ in ("NN", "NNP") and any(
        t.pos_ in ("NOUN", "PROPN") and t.lemma_.lower() == noun.lemma_.lower() for t in told
    )


def rivals(first: list[Event], second: list[Event], notes: Annotations) -> bool:
    """Are different named actors the perpetrators of two groups?"""
    one, two = doers(first, notes), doers(second, notes)
    return bool(one) and bool(two) and not one & two


def doers(events: list[Event], notes: Annotations) -> set[str]:
    """Countries (or ids) of the named actors in the perpetrator roles of a group."""
    found = set()
    for event in events:
        for role in event.roles:
            if role.role == "perpetrator" and role.layer == "actors" and role.index is not None:
                actor = notes.actors[role.index]
                if actor.form == "name" and actor.kind in ("military", "armed_group", "government", "police"):
                    found.add(actor.country or actor.id)
    return found
