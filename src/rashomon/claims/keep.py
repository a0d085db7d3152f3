"""Which candidates become claims: a logistic model for each role, over features that one can read.

Weights are in data/models/roles/weights.yaml, trained by training/roles/train.py on hand-coded reports; the
model card beside them says how well. The probability of a kept candidate is its claim's score.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from math import log
from typing import Any

from rashomon.annotators.events.attach import tree_distance
from rashomon.annotators.events.context import Context
from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.linear import Features, LinearModel
from rashomon.annotators.reading import Reading
from rashomon.annotators.toponyms.happening import how_joined, is_dateline
from rashomon.claims.dates import range_of
from rashomon.claims.fillers import Filler, Surroundings, nearest_of, words
from rashomon.claims.groups import Group
from rashomon.claims.voices import Voice
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Claim, DateRange, Place, Role

REPORTING = cues("reporting")
READ_ROLES = ("perpetrator", "target", "victim", "weapon", "damage", "place")  # those that the reader knows
FAINT = 0.02  # added to the reader's probabilities, whose logarithm is taken
RIVAL = 0.3  # probability from which words that the reader takes for another role are weighed so
AGED = re.compile(r",? (?:aged )?\d{1,2}\b")


@lru_cache(maxsize=1)
def load_models() -> dict[str, LinearModel]:
    """One model for each role."""
    tables = read_yaml(data_path("models", "roles", "weights.yaml"), dict[str, dict[str, float]])
    return {role: LinearModel(weights) for role, weights in tables.items()}


@dataclass(slots=True)
class Scene:
    """A report's groups as its candidates are weighed against: who tells what, in which sentence."""

    context: Context
    groups: Sequence[Group]
    triggers: dict[int, str] = field(default_factory=dict)  # token → group
    by_sentence: dict[int, list[int]] = field(default_factory=dict)  # sentence → tokens of triggers
    readings: dict[int, set[tuple[str, str]]] = field(default_factory=dict)  # head token → (group, role)
    sources: set[int] = field(default_factory=set)  # tokens in the source of an attribution
    steps: dict[int, list[tuple[int, int, int]]] = field(default_factory=dict)  # what `near` has found
    told: list[int] = field(default_factory=list)  # the sentences that hold a trigger
    of_group: dict[str, list[int]] = field(default_factory=dict)  # what `told_in` has found
    sureties: dict[str, float] = field(default_factory=dict)  # group → its surest mention's score
    surroundings: Surroundings = field(init=False)
    reading: Reading = field(init=False)

    def __post_init__(self) -> None:
        parse, notes = self.context.parse, self.context.notes
        self.surroundings = Surroundings(self.context)
        self.reading = Reading(notes)
        for group in self.groups:
            self.sureties[group.id] = max(e.score for e in group.events)
            for event in group.events:
                token = parse.head(event.trigger)
                self.triggers[token.i] = group.id
                here = self.by_sentence.setdefault(parse.sentence_index(event.trigger.start), [])
                here.append(token.i)
                for role in event.roles:
                    self.readings.setdefault(parse.head(role.span).i, set()).add((group.id, role.role))
        self.told = sorted(self.by_sentence)
        for attribution in notes.attributions:
            if attribution.source is not None:
                self.sources.update(t.i for t in parse.tokens(attribution.source))

    def near(self, head: Any) -> list[tuple[int, int, int]]:
        """The triggers of a word's sentence, nearest in the tree first: steps, words between, token."""
        if head.i not in self.steps:
            triggers = self.by_sentence.get(self.context.sentence_of[head.i], [])
            doc = self.context.doc
            self.steps[head.i] = sorted((tree_distance(head, doc[i]), abs(head.i - i), i) for i in triggers)
        return self.steps[head.i]

    def told_in(self, group: Group) -> list[int]:
        """The sentences that hold a trigger of a group, in the order of the text."""
        if group.id not in self.of_group:
            index = self.context.parse.sentence_index
            self.of_group[group.id] = sorted({index(e.trigger.start) for e in group.events})
        return self.of_group[group.id]


def describe(
    filler: Filler, claim: Claim, voice: Voice, group: Group, scene: Scene, rivals: Rivals
) -> Features:
    """What speaks for and against one candidate."""
    found: Features = {f"how={filler.how}": 1.0}
    head = scene.context.parse.head(filler.role.span)
    found |= _standing(filler, head, group, scene)
    found |= _syntax(head, group, scene)
    found |= _kind(filler, head, scene)
    found |= _said(claim, voice, scene, head)
    if claim.role == "victim":
        found |= _hurt(filler, head, scene)
    found |= rivals.describe(filler, scene.context)
    found |= _read(filler, scene)
    family = group.events[0].type
    for name in [n for n in found if n.startswith(("kind=", "weapon=", "tag=sites", "tag=people"))]:
        found[f"{name}&{family}"] = 1.0
    for name in [
        n for n in found if n.startswith(("dep=", "prep=", "path=", "kind=", "joined=", "read_as="))
    ]:
        found[f"{filler.how}:{name}"] = 1.0
    return found


class Rivals:
    """The candidates of one group, as each is weighed against the others."""

    def __init__(self, fillers: Sequence[Filler], context: Context, date: DateRange, place: Place) -> None:
        self.seen = Counter(same_filler(f.role, context) for f in fillers)
        self.read = Counter(f.role.role for f in fillers if f.how == "read")
        self.first: dict[str, int] = {}
        for filler in fillers:
            start = self.first.setdefault(filler.role.role, filler.role.span.start)
            self.first[filler.role.role] = min(start, filler.role.span.start)
        self.place, self.date = place, date

    def describe(self, filler: Filler, context: Context) -> Features:
        """How often it is named, how many are read in its role, and whether it is where and when the incident was."""
        found: Features = {}
        role = filler.role
        times = self.seen[same_filler(role, context)]
        if times > 1:
            found["often" if times > 2 else "repeated"] = 1.0
        found[f"read={min(self.read[role.role], 3)}"] = 1.0
        if self.first.get(role.role) == role.span.start:
            found["first_of_role"] = 1.0
        if role.layer == "toponyms" and role.index is not None:
            toponym = context.notes.toponyms[role.index]
            here = (toponym.lat, toponym.lon, toponym.name) == (
                self.place.lat,
                self.place.lon,
                self.place.name,
            )
            found["place_of_incident" if here else "other_place"] = 1.0
        if role.layer == "times" and role.index is not None:
            days = range_of(context.notes, context.notes.times[role.index])
            found["date_of_incident" if days == self.date else "other_date"] = 1.0
            found[f"fine={days.precision}"] = 1.0
        return found


def same_filler(role: Role, context: Context) -> object:
    """What two mentions of one filler share: the actor, the kind of weapon, the place, the words."""
    notes = context.notes
    if role.index is not None and role.layer == "actors":
        return role.role, notes.actors[role.index].id
    if role.index is not None and role.layer == "weapons":
        return role.role, notes.weapons[role.index].kind
    if role.index is not None and role.layer == "toponyms":
        toponym = notes.toponyms[role.index]
        return role.role, toponym.geonameid or toponym.span.of(notes.doc.text).casefold()
    return role.role, context.lemmas[context.parse.head(role.span).i]


def _standing(filler: Filler, head: Any, group: Group, scene: Scene) -> Features:
    """Where it stands among the mentions of this and other incidents."""
    sentence = scene.context.sentence_of[head.i]
    triggers = [i for _, _, i in scene.near(head)]
    own = [i for i in triggers if scene.triggers[i] == group.id]
    mine = scene.told_in(group)
    far = sentence - nearest_of(mine, sentence)
    found: Features = {f"far={max(-3, min(far, 4))}": 1.0}
    if far:
        found["foreign" if triggers else "between"] = 1.0
        before = bisect_right(scene.told, sentence)
        last = {scene.triggers[i] for i in scene.by_sentence[scene.told[before - 1]]} if before else set()
        found["told_last" if group.id in last else "another_told_last"] = 1.0
        if len({paragraph_of(scene, n) for n in (sentence, mine[0], mine[-1])}) == 1:
            found["same_paragraph"] = 1.0
    others = len({scene.triggers[i] for i in triggers} - {group.id})
    found[f"others={min(others, 2)}"] = 1.0
    if triggers:
        found["nearest" if triggers[0] in own else "nearer_to_other"] = 1.0
    readings = scene.readings.get(head.i, set())
    for where, role in readings:
        found[f"read_as={role}" if where == group.id else "read_there"] = 1.0
    if any(where != group.id and role == filler.role.role for where, role in readings):
        found["read_there_same"] = 1.0
    event = group.events[0]
    found["background" if event.background else "main"] = 1.0
    found["surety"] = scene.sureties[group.id]
    if event.aggregate:
        found["aggregate"] = 1.0
    if event.realis != "occurred":
        found["unreal"] = 1.0
    if filler.event.id == event.id:
        found["first_event"] = 1.0
    if sentence < 3:
        found["early"] = 1.0
    found[f"events={min(len(group.events), 4)}"] = 1.0
    return found


def paragraph_of(scene: Scene, sentence: int) -> int:
    """The paragraph of a sentence."""
    parse = scene.context.parse
    return int(parse.paragraph_index(parse.sentences[sentence].start))


def _syntax(head: Any, group: Group, scene: Scene) -> Features:
    """How its head hangs on the words around it."""
    found: Features = {f"dep={head.dep_}": 1.0}
    above, hung = head.head, head.dep_
    while hung == "conj" and above.i != above.head.i:
        above, hung = above.head, above.dep_
    if hung == "pobj":
        found[f"prep={above.lower_}"] = 1.0
        above, hung = above.head, f"pobj {above.lower_}"
    if above.i in scene.triggers and above.i != head.i:
        under = "own" if scene.triggers[above.i] == group.id else "other"
        found[f"path={under}_trigger"] = 1.0
        found[f"under={under} {above.pos_} {hung}"] = 1.0
    elif above.lemma_.lower() in REPORTING:
        found["path=reporting"] = 1.0
    else:
        found[f"path={above.pos_}"] = 1.0
        found[f"under={above.pos_} {hung}"] = 1.0
    if head.i in scene.triggers:
        found["trigger_itself"] = 1.0
    near = [(steps, i) for steps, _, i in scene.near(head) if scene.triggers[i] == group.id]
    steps = near[0][0] if near else 99
    found[f"steps={min(steps, 5)}"] = 1.0
    if near and head.i > max(i for _, i in near):
        found["behind"] = 1.0
    return found


def _kind(filler: Filler, head: Any, scene: Scene) -> Features:
    """What it is."""
    context, role = scene.context, filler.role
    found: Features = {f"tag={t}": 1.0 for t in context.tags[head.i]}
    if head.pos_ == "PROPN":
        found["proper"] = 1.0
    if head.tag_ in ("NNS", "NNPS"):
        found["plural"] = 1.0
    found[_article(head)] = 1.0
    if any(c.dep_ == "nummod" for c in head.children):
        found["numbered"] = 1.0
    if scene.surroundings.counts(role.span):
        found["harmed"] = 1.0
    found |= _annotated(role, context)
    if role.span.end - role.span.start > 40:
        found["long"] = 1.0
    if head.ent_type_ in ("PERSON", "ORG", "FAC", "GPE", "LOC", "NORP"):
        found[f"entity={head.ent_type_}"] = 1.0
    return found


def _read(filler: Filler, scene: Scene) -> Features:
    """What the reader takes the words for."""
    found: Features = {}
    chances = {role: scene.reading.chance(filler.role.span, role) for role in READ_ROLES}
    own = chances.pop(filler.role.role, None)
    if own is not None:
        found["reader"] = (log(own + FAINT) - log(1 + FAINT - own)) / 4
        found[f"reader={min(int(own * 5), 4)}"] = 1.0
    rival = max(chances, key=lambda role: (chances[role], role))
    if chances[rival] >= RIVAL:
        found[f"reader_rival={rival}"] = chances[rival]
    return found


def _article(head: Any) -> str:
    """Is it named as known, as new, or without an article?"""
    before = {c.lower_ for c in head.children if c.i < head.i}
    if before & {"the", "this", "that", "its", "their", "his"}:
        return "definite"
    return "indefinite" if before & {"a", "an"} else "bare"


def _hurt(filler: Filler, head: Any, scene: Scene) -> Features:
    """What marks a person as one of those harmed: words of harm in its sentence, an age, one counted."""
    context, span = scene.context, filler.role.span
    found: Features = {}
    sentence = context.parse.tokens(context.parse.sentences[context.sentence_of[head.i]])
    before = {context.lemmas[t.i] for t in sentence if t.idx < span.start}
    lemmas = {context.lemmas[t.i] for t in sentence}
    for kind, cue in words().harm_cues.items():
        if lemmas & cue:
            found[f"cue={kind}"] = 1.0
        if before & cue:
            found[f"cue before={kind}"] = 1.0
    if AGED.match(context.text, span.end):
        found["aged"] = 1.0
    for quantity in scene.surroundings.counts(span):
        found["one harmed" if (quantity.low, quantity.high) == (1, 1) else "some harmed"] = 1.0
        found[f"effect={quantity.effect}"] = 1.0
    return found


def _annotated(role: Role, context: Context) -> Features:
    """What its own layer says of it."""
    notes, found = context.notes, Features()
    if role.index is None:
        return {"plain": 1.0}
    if role.layer == "actors":
        actor = notes.actors[role.index]
        found |= {f"kind={actor.kind}": 1.0, f"form={actor.form}": 1.0, f"sort={actor.entity_kind}": 1.0}
        if actor.country is not None:
            found["of_country"] = 1.0
    elif role.layer == "weapons":
        weapon = notes.weapons[role.index]
        found |= {f"weapon={weapon.kind}": 1.0}
        if weapon.implied:
            found["implied"] = 1.0
        if weapon.best is not None:
            found["counted"] = 1.0
    elif role.layer == "toponyms":
        toponym = notes.toponyms[role.index]
        found |= {f"joined={how_joined(notes, toponym)}": 1.0, f"fine={toponym.precision}": 1.0}
        if is_dateline(notes, toponym):
            found["dateline"] = 1.0
        if toponym.site is not None:
            found["with_site"] = 1.0
        if role.span.end - role.span.start > len(toponym.span.of(notes.doc.text)) + 3:
            found["wider"] = 1.0
    return found


def _said(claim: Claim, voice: Voice, scene: Scene, head: Any) -> Features:
    """Who says it and how."""
    found: Features = {f"stance={claim.stance}": 1.0, f"voice={voice.source.kind}": 1.0}
    if claim.hedged:
        found["hedged"] = 1.0
    if head.i in scene.sources:
        found["is_source"] = 1.0
    if claim.entity_id is not None and claim.entity_id in (voice.source.entity, voice.source.institution):
        found["names_itself"] = 1.0
    return found
