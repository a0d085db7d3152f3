"""Everything that could fill a role of an incident: what the event layer read, and what else stands around.

The event layer fills the slots of the grammar. A report tells more than that: the dead named in the next
sentence, a weapon told before the blast, a fire after it. Here every actor, place, weapon, time and damaged
thing near a mention becomes a candidate; `claims.keep` weighs each and throws most of them away.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.syntax import noun_phrase, objects, passive, subjects
from rashomon.claims.groups import Group
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Actor, Annotations, ClaimRole, Event, Quantity, Role, Span

LONGEST_PHRASE = 110  # characters of one place phrase
FAR_FROM_MAIN = 8  # sentences within which a candidate may belong to the report's own story
FAR_ROLES = frozenset({"damage"})  # told a sentence or two behind the attack, and seldom of anything else
GAP = 32  # characters between two place names of one phrase


class RoleWords(BaseModel):
    """The lists of data/roles/words.yaml."""

    ruin_verbs: set[str]
    ruin_phrases: set[str]
    taken_verbs: set[str]
    ruin_nouns: set[str]
    ruin_adjectives: set[str]
    where: set[str]
    spots: set[str]
    kinds_of_place: set[str]
    bridges: set[str]
    empty: set[str]
    harm_cues: dict[str, set[str]]
    harms: set[str]


@lru_cache(maxsize=1)
def words() -> RoleWords:
    """The words, read once."""
    return read_yaml(data_path("roles", "words.yaml"), RoleWords)


@dataclass(frozen=True, slots=True)
class Filler:
    """A candidate: the event it would belong to, the role, and how it was found: "read" by the event layer or not."""

    event: Event
    role: Role
    how: str


class Surroundings:
    """What stands in each sentence of a report, found once for all its groups."""

    def __init__(self, context: Context) -> None:
        self.context = context
        index = context.parse.sentence_index
        self.told = {index(event.trigger.start) for event in context.notes.events}
        self.harm: dict[int, list[Quantity]] = {}  # sentence → counts of people harmed
        for quantity in context.notes.quantities:
            if quantity.effect is not None:
                self.harm.setdefault(index(quantity.span.start), []).append(quantity)
        self._marked: dict[int, list[tuple[Role, str]]] = {}
        for role, how in _marked(context.notes):
            self._marked.setdefault(index(role.span.start), []).append((role, how))
        self._found: dict[int, list[tuple[Role, str]]] = {}

    def at(self, number: int) -> list[tuple[Role, str]]:
        """What could fill a role in one sentence, and how it was found."""
        if number not in self._found:
            sentence = self.context.parse.sentences[number]
            found = [item for item in self._marked.get(number, ()) if sentence.contains(item[0].span)]
            for token in self.context.parse.tokens(sentence):
                found.extend(of_token(token, self.context))
            self._found[number] = found
        return self._found[number]

    def counts(self, span: Span) -> list[Quantity]:
        """The counts of people killed, hurt, captured or driven out that overlap a span."""
        here = self.harm.get(self.context.parse.sentence_index(span.start), ())
        return [q for q in here if q.span.overlaps(span)]


def nearest_of(numbers: Sequence[int], number: int) -> int:
    """The nearest of some numbers in rising order; of two as near the lower one.

    >>> nearest_of([2, 6, 9], 4), nearest_of([2, 6, 9], 5), nearest_of([2, 6, 9], 12)
    (2, 6, 9)
    """
    here = bisect_left(numbers, number)
    return min(numbers[max(0, here - 1) : here + 1], key=lambda n: (abs(n - number), n > number))


def around(group: Group, surroundings: Surroundings) -> list[Filler]:
    """Candidates of the sentences near a group's mentions, in the order of the text, each with its nearest event."""
    parse = surroundings.context.parse
    own: dict[int, Event] = {}
    for event in group.events:
        own.setdefault(parse.sentence_index(event.trigger.start), event)
    main = any(not e.background for e in group.events)
    far = FAR_FROM_MAIN if main else 1
    reach = {n + step for n in own for step in range(-far, far + 1)}
    found = []
    told = sorted(own)
    for number in sorted(n for n in reach if 0 <= n < len(parse.sentences)):
        nearest = nearest_of(told, number)
        close = nearest == number or (nearest == number - 1 and number not in surroundings.told)
        if close or main:
            found += [
                Filler(own[nearest], role, how)
                for role, how in surroundings.at(number)
                if close or role.role in FAR_ROLES
            ]
    return sorted(found, key=lambda f: (f.role.span.start, f.role.span.end, f.role.role))


def _marked(notes: Annotations) -> Iterator[tuple[Role, str]]:
    """What the other layers marked."""
    for index, actor in enumerate(notes.actors):
        if actor.form != "pronoun":
            for role in roles_of_actor(actor):
                yield Role(role, actor.span, "actors", index), "actor"
    for index, weapon in enumerate(notes.weapons):
        yield Role("weapon", weapon.span, "weapons", index), "weapon"
    for index, toponym in enumerate(notes.toponyms):
        yield Role("place", toponym.span, "toponyms", index), "toponym"
    for index, time in enumerate(notes.times):
        if time.type not in ("DURATION", "SET"):
            yield Role("date", time.span, "times", index), "time"


def roles_of_actor(actor: Actor) -> tuple[ClaimRole, ...]:
    """The roles that an actor could fill."""
    harmed_too = actor.entity_kind == "person" or actor.kind in ("civilians", "relative", None)
    return ("perpetrator", "target", "victim") if harmed_too else ("perpetrator", "target")


def of_token(token: Any, context: Context) -> Iterator[tuple[Role, str]]:
    """Things and places that no other layer marks: sites, damage, what a bare noun names."""
    damage = damage_at(token, context)
    if damage is not None:
        yield Role("damage", damage), "damage"
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "nmod"):
        return
    if context.annotation("times", token) is not None:
        return
    tags = context.tags[token.i]
    site = any(t.startswith("sites:") for t in tags) or token.lemma_.lower() in words().spots
    span = phrase_of(token, context)
    if site:
        yield Role("target", span), "site"
    by = token.head.lower_ if token.dep_ == "pobj" else ""
    name = token.pos_ == "PROPN" and context.annotation("toponyms", token) is None
    if by in words().where and (site or name):
        yield Role("place", span), "site" if site else "name"
    elif token.dep_ in ("dobj", "nsubjpass", "pobj") and name and token.ent_type_ in ("GPE", "LOC", "FAC"):
        yield Role("place", span), "hit name"


def phrase_of(token: Any, context: Context) -> Span:
    """The noun phrase of a head as a span."""
    first, last = noun_phrase(token)
    doc = context.doc
    return Span(doc[first].idx, doc[last].idx + len(doc[last]))


# Damage -----------------------------------------------------------------------------------------------------


def damage_at(token: Any, context: Context) -> Span | None:
    """The damage that a word tells of, with what is damaged: "houses and cars had been destroyed"."""
    vocabulary, lemma = words(), context.lemmas[token.i]
    if token.pos_ == "VERB" and (lemma in vocabulary.ruin_verbs | vocabulary.taken_verbs or phrasal(token)):
        hit = [t for t in (subjects(token) if passive(token) else objects(token)) if thing(t, context)]
        hit = hit or [t for t in objects(token) if t.lower_ in ("fire",)]
        if not hit:
            return None
        return joined([phrase_of(t, context) for t in hit], token, context)
    if token.pos_ == "NOUN" and lemma in vocabulary.ruin_nouns and token.dep_ != "compound":
        if lemma in ("fire", "flame") and token.head.lemma_.lower() in (
            "open",
            "come",
            "return",
            "exchange",
            "cease",
        ):
            return None
        return phrase_of(token, context)
    if token.lower_ in vocabulary.ruin_adjectives and token.dep_ in ("amod", "acl", "acomp", "oprd"):
        noun = token.head if token.dep_ in ("amod", "acl") else next(iter(subjects(token.head)), None)
        if noun is not None and noun.pos_ in ("NOUN", "PROPN") and thing(noun, context):
            return joined([phrase_of(noun, context)], token, context)
    return None


def phrasal(token: Any) -> bool:
    """ "shot down", "set fire"."""
    return any(f"{token.lemma_.lower()} {c.lower_}" in words().ruin_phrases for c in token.children)


def thing(token: Any, context: Context) -> bool:
    """No people, no pronoun."""
    tags = context.tags[token.i]
    people = any(k.startswith("people:") for k in tags) and not any(k.startswith("sites:") for k in tags)
    return token.pos_ in ("NOUN", "PROPN") and not people and token.ent_type_ != "PERSON"


def joined(spans: list[Span], token: Any, context: Context) -> Span:
    """What is damaged with the word that says so, when they stand close together."""
    first, last = min(s.start for s in spans), max(s.end for s in spans)
    start, end = min(first, token.idx), max(last, token.idx + len(token))
    return Span(start, end) if end - start <= 90 else Span(first, last)


# Places -----------------------------------------------------------------------------------------------------


def place_phrase(role: Role, context: Context) -> Span:
    """A place name with the site, the kind of place and the wider places that the words tie to it.

    "Gaskinde, in Soum province" is one answer to the question where; so is "the Qadam neighbourhood".
    """
    notes = context.notes
    span = with_noun(role.span, context)
    if role.layer != "toponyms" or role.index is None:
        return span
    site = notes.toponyms[role.index].site
    if site is not None and -2 <= span.start - site.end <= 40:
        span = Span(min(site.start, span.start), max(site.end, span.end))
    for toponym in notes.toponyms:
        if not 0 <= toponym.span.start - span.end <= GAP:
            continue
        if bridged(notes.doc.text[span.end : toponym.span.start]):
            wider = with_noun(toponym.span, context)
            if wider.end - span.start <= LONGEST_PHRASE:
                span = Span(span.start, max(span.end, wider.end))
    return span


def with_noun(span: Span, context: Context) -> Span:
    """A name with the noun it modifies ("Karrada district") or its own determiners."""
    head = context.parse.head(span)
    noun = head.head
    if (
        head.dep_ in ("compound", "poss", "nmod", "amod")
        and noun.lemma_.lower() in words().kinds_of_place
        and noun.i > head.i
        and noun.idx + len(noun) - span.end <= 40
    ):
        return Span(span.start, noun.idx + len(noun))
    return span


def bridged(gap: str) -> bool:
    """Do only commas and words of place stand between two names?"""
    if not gap.strip(" ,(’'s"):
        return gap.strip() in (",", "(", "'s", "’s", "")
    known = words().bridges | words().kinds_of_place
    return all(w in known for w in re.findall(r"[\w’'-]+", gap.lower())) and not re.search(r"[.;:!?)]", gap)


def widened(filler: Filler, context: Context) -> Filler:
    """The candidate with its place phrase."""
    if filler.role.role != "place":
        return filler
    return replace(filler, role=replace(filler.role, span=place_phrase(filler.role, context)))


def read(group: Group, roles: list[tuple[Event, Role]]) -> list[Filler]:
    """What the event layer read, as candidates."""
    return [Filler(event, role, "read") for event, role in roles]
