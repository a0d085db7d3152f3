"""One role × the sources that speak for it → claims."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from rashomon.annotators.actors import actor_at
from rashomon.annotators.times import date_value
from rashomon.annotators.toponyms.happening import is_dateline
from rashomon.claims.entities import entity_kind
from rashomon.claims.fillers import words
from rashomon.claims.responsibility import ARRESTS, NEVER_PERPETRATORS, Blame, agent_of, cues
from rashomon.claims.voices import Voice, Voices
from rashomon.ids import content_id
from rashomon.model import (
    COUNT_ROLES,
    Actor,
    Annotations,
    Claim,
    ClaimRole,
    EntityKind,
    Event,
    Evidence,
    Quantity,
    Role,
    Span,
    Stance,
    Time,
    Toponym,
)

ALLEGED = 24  # characters before a perpetrator in which "allegedly" may stand
NEAR = 80  # characters: a predicate further from its number is not quoted with it
STATE_KINDS = ("government", "military", "police")
PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "him",
        "her",
        "them",
        "his",
        "its",
        "their",
        "we",
        "us",
        "our",
        "i",
        "who",
        "that",
        "this",
        "these",
        "those",
        "which",
    ]
)
# Nouns that fill a slot of the grammar without naming anybody or anything hit: "opened fire", "at the same
# time".
EMPTY_HEADS = frozenset(
    [
        "fire",
        "time",
        "way",
        "part",
        "place",
        "day",
        "night",
        "morning",
        "hour",
        "moment",
        "responsibility",
        "attack",
        "toll",
        "number",
    ]
)
LONGEST_MARK = 400  # characters; no time or place name is longer
Marked = TypeVar("Marked", Time, Toponym)
ORDINALS = frozenset(["first", "second", "third", "other", "one", "another", "rest"])
OWN = re.compile(r"(?i)\b(?:its|their|his|her|our)\b")
ENTITY_ROLES: tuple[ClaimRole, ...] = ("perpetrator", "target", "victim")


def role_claims(role: Role, score: float, notes: Annotations, voices: Voices) -> list[tuple[Claim, Voice]]:
    """The claims that one role makes: one per voice."""
    if is_relative(role, notes):
        return []
    spoken = voices.of(named(role, notes))
    if role.role == "perpetrator" and role.stance in ("claims", "denies") and role.layer == "actors":
        spoken = [own_account(role, notes, voices, spoken[0])]
    return [(make_claim(role, voice, score * role.score, notes), voice) for voice in spoken]


def named(role: Role, notes: Annotations) -> Span:
    """The words that decide who speaks for a role: of a place phrase, the name it was found by."""
    if role.layer == "toponyms" and role.index is not None:
        return notes.toponyms[role.index].span
    return role.span


def usable(role: Role, notes: Annotations) -> bool:
    """Can a role's filler be what the role asks for? Pronouns that stand for nobody known, bare numbers
    and sources cannot.
    """
    if role.role == "place" and role.layer == "toponyms" and role.index is not None:
        return not is_dateline(notes, notes.toponyms[role.index])
    if role.role not in ENTITY_ROLES:
        return True
    if any(
        role.span.overlaps(t.span) and t.span.contains(role.span) for t in just_before(notes.times, role.span)
    ):
        return False
    if role.role == "perpetrator" and answers_for_another(role, notes):
        return False
    actor = actor_of(role, notes)
    if actor is not None:
        if actor.form == "pronoun" and actor.name.casefold() in PRONOUNS:
            return False
        return role.role != "perpetrator" or may_attack(actor)
    head = notes.parse.head(role.span)
    if head.pos_ not in ("NOUN", "PROPN", "ADJ") or head.lemma_.lower() in EMPTY_HEADS:
        return False
    if any(
        t.span.start <= head.idx < t.span.end and t.precision in ("country", "province")
        for t in just_before(notes.toponyms, Span(head.idx, head.idx + 1))
    ):
        return False
    if role.role != "perpetrator":
        return True
    if head.pos_ == "PROPN" or head.lemma_.lower() in ORDINALS:
        return False
    return not any(e.trigger.start <= head.idx < e.trigger.end for e in notes.events)


def just_before(marked: Sequence[Marked], span: Span) -> Sequence[Marked]:
    """Of the marks of a layer, in the order of the text, those that may hold a span."""
    first = bisect_left(marked, span.start - LONGEST_MARK, key=lambda m: m.span.start)
    return marked[first : bisect_right(marked, span.start, key=lambda m: m.span.start)]


def answers_for_another(role: Role, notes: Annotations) -> bool:
    """Does a filler accuse others of the deed, or arrest them for it ("police arrested five men over the raid")?

    An arrest that is itself the incident is done by whoever arrests.
    """
    head = notes.parse.head(role.span)
    while head.dep_ == "conj" and head.head.i < head.i:
        head = head.head
    verb = head.head.head if head.dep_ == "pobj" and head.head.dep_ == "agent" else head.head
    if verb.pos_ != "VERB" or (head.dep_ != "nsubj" and agent_of(verb) != head):
        return False
    lemma = verb.lemma_.lower()
    if lemma in cues().arrest:
        return not any(e.trigger.start == verb.idx and e.type in ARRESTS for e in notes.events)
    return lemma in cues().accuse


def may_attack(actor: Actor) -> bool:
    """Can an actor be a perpetrator? Those who only speak of attacks cannot, nor can a named member of a government."""
    return actor.kind not in NEVER_PERPETRATORS and not (
        actor.kind in ("government", "local_official", "religious") and actor.entity_kind == "person"
    )


def blame_claim(blame: Blame, event: Event, notes: Annotations) -> Claim:
    """The perpetrator claim of a statement of responsibility."""
    text = notes.doc.text
    words = blame.perpetrator.of(text) if blame.perpetrator is not None else "unknown"
    value = blame.actor.name if blame.actor is not None and blame.actor.form != "nominal" else words
    if words.casefold().startswith("whose "):
        value = "unknown"  # "did not say whose aircraft they were"
    if blame.actor is not None and blame.stance in ("claims", "denies"):
        value = side_of(blame.actor, notes) or value
    key = ["blame", value, blame.stance, blame.voice.source.name, blame.voice.source.kind]
    return Claim(
        id=content_id(notes.doc.sha256, blame.span.start, blame.span.end, *key),
        document=notes.doc.id,
        role="perpetrator",
        value=value,
        original_value=words,
        source=blame.voice.source,
        evidence=Evidence(blame.span.start, blame.span.end, blame.span.of(text)),
        stance=blame_stance(blame),
        hedged=blame.hedged,
        as_of=notes.doc.published,
        entity_kind=entity_kind(blame.actor, blame.perpetrator, notes)
        if blame.perpetrator is not None
        else "other",
        entity_id=blame.actor.id if blame.actor is not None else None,
        score=round(event.score, 3),
    )


def side_of(actor: Actor, notes: Annotations) -> str | None:
    """The body for which a person takes or rejects a deed: his institution, else the state whose minister he is."""
    if actor.entity_kind != "person" or actor.kind not in (*STATE_KINDS, "armed_group", "party"):
        return None
    bodies = [a for a in notes.actors if a.form == "name" and a.entity_kind != "person"]
    own = next((a for a in bodies if a.id == actor.institution), None)
    if own is None and actor.country is not None:
        own = next((a for a in bodies if a.kind == "government" and a.country == actor.country), None)
    return own.name if own is not None else None


def blame_stance(blame: Blame) -> Stance:
    """Naming oneself is claiming, naming another accusing; the report's own voice only states."""
    if blame.stance not in ("accuses", "asserts"):
        return blame.stance
    if same_side(blame.voice, blame.actor):
        return "claims"
    return "asserts" if blame.voice.source.kind == "outlet" else "accuses"


def own_account(role: Role, notes: Annotations, voices: Voices, heard: Voice) -> Voice:
    """The voice of an actor who takes or rejects responsibility; whoever reports it relays it."""
    speaker = voices.speaker(role.span)
    if heard.source.kind == "outlet" or heard.source.name == speaker.source.name:
        return speaker
    if same_side(heard, speaker.actor):
        return replace(heard, stance="asserts")
    relay = (*heard.source.chain, heard.source.name)
    return replace(speaker, source=replace(speaker.source, chain=relay, relayed_by=relay[-1]))


def people_of(counted: str | None) -> str | None:
    """What a count is of; "12 deaths" counts people."""
    return "people" if counted is not None and counted.casefold() in words().harms else counted


def is_relative(role: Role, notes: Annotations) -> bool:
    """Is a filler only "whose aircraft", "which": a word for something named elsewhere?"""
    return role.span.of(notes.doc.text).casefold().split(" ", 1)[0] in ("whose", "which", "who")


def make_claim(role: Role, voice: Voice, score: float, notes: Annotations) -> Claim:
    """One claim: the role's value in one voice."""
    text = notes.doc.text
    span = evidence_span(role, notes)
    quantity = quantity_of(role, notes)
    value, kind, entity_id = value_of(role, notes)
    if role.role == "perpetrator" and voice.actor is not None and own_people(role, voice, notes):
        value, entity_id = voice.actor.name, voice.actor.id
    low, best, high = (quantity.low, quantity.best, quantity.high) if quantity else (None, None, None)
    stance = stance_of(role, voice, notes)
    of = people_of(quantity.of) if quantity else (value if role.role in COUNT_ROLES else None)
    key = [role.role, value, low, high, of, stance, voice.source.name, voice.source.kind]
    return Claim(
        id=content_id(notes.doc.sha256, span.start, span.end, *key),
        document=notes.doc.id,
        role=role.role,
        value=value,
        original_value=role.span.of(text),
        source=voice.source,
        evidence=Evidence(span.start, span.end, span.of(text)),
        stance=stance,
        hedged=voice.hedged or bool(quantity and quantity.hedged),
        low=low,
        best=best,
        high=high,
        of=of,
        as_of=notes.doc.published,
        entity_kind=kind,
        entity_id=entity_id,
        score=round(score, 3),
    )


def evidence_span(role: Role, notes: Annotations) -> Span:
    """The words behind a role: for a number, together with the word that tells what happened."""
    quantity = quantity_of(role, notes)
    if quantity is None or quantity.predicate is None:
        return role.span
    start, end = min(role.span.start, quantity.predicate.start), max(role.span.end, quantity.predicate.end)
    return Span(start, end) if end - start <= (role.span.end - role.span.start) + NEAR else role.span


def quantity_of(role: Role, notes: Annotations) -> Quantity | None:
    """The number behind a count role."""
    if role.layer != "quantities" or role.index is None or role.role not in COUNT_ROLES:
        return None
    return notes.quantities[role.index]


def actor_of(role: Role, notes: Annotations) -> Actor | None:
    """The actor behind a role."""
    return notes.actors[role.index] if role.layer == "actors" and role.index is not None else None


def value_of(role: Role, notes: Annotations) -> tuple[str | None, EntityKind | None, str | None]:
    """Normalised value, kind of entity and id of the entity of a role."""
    text = notes.doc.text
    if role.role in COUNT_ROLES and quantity_of(role, notes) is not None:
        return None, None, None
    if role.role == "date" and role.layer == "times" and role.index is not None:
        return date_value(notes, notes.times[role.index]), None, None
    actor = actor_of(role, notes)
    if actor is not None and role.role in ENTITY_ROLES:
        wider = role.span.end - role.span.start > 1.5 * (actor.span.end - actor.span.start)
        name = actor.name if actor.form != "nominal" and not wider else role.span.of(text)
        return name, entity_kind(actor, role.span, notes), actor.id
    if role.role == "place" and role.layer == "toponyms" and role.index is not None:
        return " ".join(role.span.of(text).split()), None, None
    if role.role == "weapon" and role.layer == "weapons" and role.index is not None:
        return notes.weapons[role.index].name or role.span.of(text), None, None
    value = role.span.of(text)
    return value, (entity_kind(None, role.span, notes) if role.role in ENTITY_ROLES else None), None


def stance_of(role: Role, voice: Voice, notes: Annotations) -> Stance:
    """How the source stands to the value: taking, putting or rejecting blame, denying, doubting, stating."""
    heard = voice.stance if voice.stance in ("denies", "doubts") else None
    if role.role != "perpetrator":
        return role.stance if role.stance in ("denies", "doubts") else heard or "asserts"
    if role.stance is not None and role.stance != "asserts":
        return role.stance
    if heard:
        return heard
    actor = actor_of(role, notes) or actor_at(notes, role.span)
    if same_side(voice, actor) or own_people(role, voice, notes):
        return "claims"
    if voice.source.kind == "outlet":
        return "accuses" if is_alleged(role, notes) else "asserts"
    named = actor is not None and (actor.form == "name" or actor.kind in STATE_KINDS)
    return "accuses" if named else "asserts"


def is_alleged(role: Role, notes: Annotations) -> bool:
    """ "Allegedly by a militia": the report passes on blame that it lays on nobody's word."""
    before = notes.doc.text[max(0, role.span.start - ALLEGED) : role.span.start].casefold().split()
    return any(word.startswith("alleged") for word in before[-3:])


def own_people(role: Role, voice: Voice, notes: Annotations) -> bool:
    """Does a force that speaks name the deed as its own people's ("two of its fighters")?"""
    return voice.source.kind in ("armed_group", *STATE_KINDS) and bool(
        OWN.search(role.span.of(notes.doc.text))
    )


def same_side(voice: Voice, actor: Actor | None) -> bool:
    """Is the speaker the actor itself, its spokesman, or an organ of the same state?"""
    if actor is None or voice.source.kind == "outlet":
        return False
    ids = {voice.source.entity, voice.source.institution} - {None}
    if actor.id in ids or (actor.institution is not None and actor.institution in ids):
        return True
    speaker = voice.actor
    return (
        speaker is not None
        and speaker.kind in STATE_KINDS
        and actor.kind in STATE_KINDS
        and speaker.country is not None
        and speaker.country == actor.country
    )


def link_subset(
    claim: Claim, notes: Annotations, by_quantity: dict[int, list[Claim]], kept: dict[str, Claim]
) -> Claim:
    """Point a count of a part to the claim of its whole, by the same source."""
    for index, claims in by_quantity.items():
        whole = notes.quantities[index].subset_of
        if whole is None or all(c.id != claim.id for c in claims):
            continue
        same = [c for c in by_quantity.get(whole, ()) if c.source == claim.source and c.id in kept]
        if same and same[0].id != claim.id:
            return replace(claim, subset_of=same[0].id)
    return claim
