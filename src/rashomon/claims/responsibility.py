"""Who takes, puts or rejects responsibility: perpetrator claims that the words say outright.

"X claimed the attack", "S blamed X", "E was the work of X", "X denied any part in it": here the verb fixes
perpetrator,
source and stance at once, whatever the event's own clause names. Words are in data/responsibility/cues.yaml.

Misses: acts told over two sentences ("Asked who did it, he pointed at X"), irony, and gestures.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from rashomon.annotators.actors import actor_at
from rashomon.annotators.speeches.verbs import performer
from rashomon.claims.voices import Voice, Voices
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Actor, Annotations, Event, Span, Stance

NEVER_PERPETRATORS = frozenset({"health", "media", "witness", "monitor", "relative", "outlet"})
FORCES = frozenset({"armed_group", "military", "police", "government"})
STATES = frozenset({"government", "military", "police"})
ARRESTS = ("arrests", "abduction")  # types of incident that are arrests themselves
UNREAL = frozenset({"will", "would", "could", "may", "might", "can", "should", "shall", "must"})
HEDGES = frozenset(
    {"may", "might", "could", "possibly", "probably", "likely", "perhaps", "suspected", "apparently"}
)


class Cues(BaseModel):
    """The lists of cues.yaml."""

    accuse: set[str]
    arrest: set[str]
    attribute: set[str]
    attribute_prepositions: set[str]
    claim: set[str]
    claim_objects: set[str]
    claim_event: set[str]
    deeds: set[str]
    deny: set[str]
    deny_objects: set[str]
    behind: set[str]
    responsible: set[str]
    blame_infinitive: set[str]
    work: set[str]
    nobody: set[str]
    saying: set[str]
    announcing: set[str]
    own_operations: set[str]
    own_words: set[str]
    struck_by_forces: set[str]
    light_verbs: set[str]
    certain_verbs: set[str]


@dataclass(frozen=True, slots=True)
class Blame:
    """One statement of responsibility. `perpetrator` None: it is said that nobody is known."""

    event: str
    span: Span
    perpetrator: Span | None
    actor: Actor | None
    voice: Voice
    stance: Stance
    hedged: bool


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The words, read once."""
    return read_yaml(data_path("responsibility", "cues.yaml"), Cues)


def find_blames(notes: Annotations, voices: Voices) -> list[Blame]:
    """Every statement of responsibility of a text that can be tied to one of its events."""
    if not notes.events:
        return []
    reader = Reader(notes, voices)
    return [b for token in notes.parse.doc if token.pos_ in ("VERB", "AUX") for b in reader.read(token)]


class Reader:
    """Reads single verbs of one text."""

    def __init__(self, notes: Annotations, voices: Voices) -> None:
        self.notes = notes
        self.voices = voices
        self.cues = cues()

    def read(self, verb: Any) -> Iterator[Blame]:
        """The statements of responsibility that a verb makes."""
        lemma = verb.lemma_.lower()
        if lemma in self.cues.attribute and (
            behind := self.prep_object(verb, self.cues.attribute_prepositions)
        ):
            yield from self.accusation(verb, behind)
        elif lemma in self.cues.accuse:
            yield from self.accusation(verb, None)
        if lemma in self.cues.claim:
            yield from self.claim(verb, lemma)
        if lemma == "own" and any(c.dep_ == "prt" and c.lower_ == "up" for c in verb.children):
            yield from self.own(verb, performer(verb), "claims")
        if lemma in self.cues.deny:
            yield from self.denial(verb)
        if lemma == "hold" and any(c.lower_ in self.cues.responsible for c in verb.subtree):
            yield from self.accusation(verb, None)
        if lemma == "be":
            yield from self.copula(verb)
        if lemma in self.cues.saying:
            yield from self.said_deed(verb)
        if lemma in self.cues.announcing:
            yield from self.announcement(verb)

    # Frames -------------------------------------------------------------------------------------------------

    def accusation(self, verb: Any, behind: Any | None) -> Iterator[Blame]:
        """S blames X; X is blamed by S; E is blamed on X."""
        if negated(verb):
            return
        passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children) or verb.dep_ == "acl"
        agent = agent_of(verb)
        if passive:
            target = behind or child(verb, "nsubjpass") or (verb.head if verb.dep_ == "acl" else None)
            source = agent
        else:
            target = behind or child(verb, "dobj") or self.accused_in_clause(verb)
            source = performer(verb)
        if target is None:
            return
        voice = self.voice_at(verb) if source is None else self.speaker(source)
        if voice is None or (source is None and not passive):
            return
        hedged = verb.lemma_.lower() == "suspect"
        yield from self.blame(
            verb, target, voice, "accuses" if voice.source.kind != "outlet" else "asserts", hedged
        )

    def accused_in_clause(self, verb: Any) -> Any | None:
        """ "S suspects (that) X did it": the subject of the clause."""
        clause = child(verb, "ccomp")
        return child(clause, "nsubj") if clause is not None and verb.lemma_.lower() == "suspect" else None

    def claim(self, verb: Any, lemma: str) -> Iterator[Blame]:
        """X claims responsibility; E was claimed by X; nobody has claimed it."""
        agent = agent_of(verb)
        what = child(verb, "dobj") or child(verb, "nsubjpass")
        if agent is not None and lemma in self.cues.claim_event:
            yield from self.own(verb, agent, "claims")
            return
        words = {t.lemma_.lower() for t in (what.subtree if what is not None else ())}
        if what is None or not (
            words & self.cues.claim_objects or (lemma in self.cues.claim_event and self.is_event(what))
        ):
            return
        who = performer(verb) if child(verb, "nsubjpass") is None else agent
        if who is not None and self.is_nobody(who):
            event = self.event_near(verb)
            if event is not None:
                own = self.voices.of(self.span(verb, who))[0]
                yield Blame(event.id, self.span(verb, who), None, None, own, "doubts", False)
        elif not negated(verb):
            yield from self.own(verb, who, "claims")

    def denial(self, verb: Any) -> Iterator[Blame]:
        """X denies responsibility, or that it (its forces, its men) did it."""
        if negated(verb):
            return
        who = performer(verb)
        what = child(verb, "dobj")
        words = {t.lemma_.lower() for t in (what.subtree if what is not None else ())}
        clause = child(verb, "ccomp") or child(verb, "xcomp")
        if words & self.cues.deny_objects or (clause is not None and self.own_deed(clause, who)):
            yield from self.own(verb, who, "denies")

    def own_deed(self, clause: Any, who: Any | None) -> bool:
        """Is the denied clause about the denier's own deed: "that its forces had fired", "carrying out the
        attack"?
        """
        subject = child(clause, "nsubj")
        if subject is None:
            return clause.tag_ == "VBG" and any(
                t.idx == e.trigger.start for e in self.notes.events for t in clause.subtree
            )
        words = {t.lower_ for t in subject.subtree}
        own = who is not None and (bool(words & self.cues.own_words) or self.own_side(subject, who))
        return own and self.is_deed(clause)

    def copula(self, verb: Any) -> Iterator[Blame]:
        """X is behind it, is responsible for it, is to blame; it is the work of X."""
        subject = performer(verb)
        if subject is None or child(verb, "expl") is not None:
            return
        target = None
        for part in verb.children:
            if (
                (part.dep_ == "prep" and part.lower_ in self.cues.behind)
                or (part.dep_ == "acomp" and part.lower_ in self.cues.responsible)
                or (part.dep_ == "xcomp" and part.lemma_.lower() in self.cues.blame_infinitive)
            ):
                target = subject
            elif part.dep_ == "attr" and part.lower_ in self.cues.work:
                target = self.prep_object(part, {"of"}) or child(part, "poss")
        if target is None:
            return
        for voice in self.voices.of(self.span(verb, target)):
            stance: Stance = "denies" if negated(verb) or voice.stance == "denies" else "asserts"
            yield from self.blame(verb, target, voice, stance, any(t.lower_ in HEDGES for t in verb.children))

    def said_deed(self, verb: Any) -> Iterator[Blame]:
        """X says that it, its men or its forces did it, or did not; a force says that targets were hit."""
        clause = child(verb, "ccomp")
        who = performer(verb)
        if clause is None or who is None or negated(verb) or not self.is_force(who):
            return
        for deed in [clause, *(c for c in clause.children if c.dep_ == "conj" and c.pos_ in ("VERB", "AUX"))]:
            stance = self.stance_on_deed(deed, who)
            if stance is not None:
                yield from self.own(deed, who, stance)
                return

    def stance_on_deed(self, deed: Any, who: Any) -> Stance | None:
        """Does a clause take the deed upon the speaker's side, or reject it? None when it is about others."""
        if any(c.dep_ == "aux" and c.lower_ in UNREAL for c in deed.children):
            return None
        subject = child(deed, "nsubj") or child(deed, "nsubjpass")
        if subject is None or not self.is_deed(deed):
            return None
        passive = child(deed, "nsubjpass") is not None
        if passive and (
            subject.lemma_.lower() not in self.cues.struck_by_forces or agent_of(deed) is not None
        ):
            return None
        own = any(self.own_work(c) for c in deed.children) or self.own_side(subject, who)
        if not passive and not own:
            return None
        return "denies" if negated(deed) or any(c.lower_ == "no" for c in subject.children) else "claims"

    def is_deed(self, verb: Any) -> bool:
        """Is it an act of violence, or being behind one?"""
        lemma = verb.lemma_.lower()
        inside = [t for t in verb.subtree if t.i >= verb.i]
        if lemma == "be":
            return any(c.lower_ in self.cues.behind | self.cues.responsible for c in verb.children) or any(
                self.own_work(c) for c in verb.children
            )
        happening = {e.trigger.start for e in self.notes.events}
        if lemma in self.cues.arrest:
            return any(e.trigger.start == verb.idx and e.type in ARRESTS for e in self.notes.events)
        if verb.idx in happening or lemma in self.cues.certain_verbs:
            return True
        objects = {t.idx for t in inside if t.dep_ in ("dobj", "pobj", "nsubjpass")}
        happening |= {t for t in objects for w in self.notes.weapons if w.span.start <= t < w.span.end}
        return lemma in self.cues.light_verbs and bool(
            objects & happening or "it" in {t.lower_ for t in inside}
        )

    def own_work(self, part: Any) -> bool:
        """ "That was its doing"."""
        return (
            part.dep_ == "attr"
            and part.lower_ in self.cues.work
            and any(c.dep_ == "poss" and c.lower_ in self.cues.own_words for c in part.children)
        )

    def own_side(self, subject: Any, who: Any) -> bool:
        """Does the subject of what X says stand for X or its people?"""
        if any(t.lower_ in self.cues.own_words for t in subject.subtree):
            return True
        mine = actor_at(self.notes, Span(who.idx, who.idx + len(who)))
        theirs = actor_at(self.notes, Span(subject.idx, subject.idx + len(subject)))
        if mine is None or theirs is None:
            return False
        return theirs.id in (mine.id, mine.institution) or (
            mine.kind in STATES
            and theirs.kind in STATES
            and mine.country is not None
            and mine.country == theirs.country
        )

    def announcement(self, verb: Any) -> Iterator[Blame]:
        """X announces (the start of) its operation, its response."""
        what, who = child(verb, "dobj"), performer(verb)
        if what is None or who is None or negated(verb) or not self.is_force(who):
            return
        for token in what.subtree:
            owner = child(token, "poss")
            if token.lemma_.lower() in self.cues.own_operations and owner is not None:
                if owner.lower_ in self.cues.own_words:
                    yield from self.own(verb, who, "claims")
                return

    def is_force(self, token: Any) -> bool:
        """Can somebody have carried out an attack, or speak for those who have?"""
        actor = actor_at(self.notes, Span(token.idx, token.idx + len(token)))
        if actor is None:
            return False
        return actor.kind in FORCES or (actor.kind is None and actor.form != "pronoun")

    # Parts --------------------------------------------------------------------------------------------------

    def own(self, verb: Any, who: Any | None, stance: Stance) -> Iterator[Blame]:
        """A statement of an actor about itself."""
        if who is None:
            return
        voice = self.speaker(who)
        if voice is not None:
            yield from self.blame(verb, who, voice, stance, False)

    def blame(self, verb: Any, target: Any, voice: Voice, stance: Stance, hedged: bool) -> Iterator[Blame]:
        """One statement, if its target can be a perpetrator and it can be tied to an event."""
        actor = actor_at(self.notes, Span(target.idx, target.idx + len(target)))
        if actor is None and target.pos_ not in ("PROPN", "NOUN"):
            return
        if actor is not None and (actor.form == "pronoun" and not actor.name):
            return
        event = self.event_near(verb)
        if event is None:
            return
        span = actor.span if actor is not None else self.phrase(target)
        yield Blame(event.id, self.span(verb, target), span, actor, voice, stance, hedged or voice.hedged)

    def speaker(self, token: Any) -> Voice | None:
        """The actor at a token as a voice; None when nobody is meant."""
        actor = actor_at(self.notes, Span(token.idx, token.idx + len(token)))
        if actor is None and token.pos_ != "PROPN":
            return None
        return self.voices.speaker(actor.span if actor is not None else self.phrase(token))

    def voice_at(self, verb: Any) -> Voice | None:
        return self.voices.of(Span(verb.idx, verb.idx + len(verb)))[0]

    def is_event(self, token: Any) -> bool:
        return (
            any(e.trigger.start <= token.idx < e.trigger.end for e in self.notes.events)
            or token.lower_ == "it"
            or token.lemma_.lower() in self.cues.deeds
        )

    def is_nobody(self, token: Any) -> bool:
        words = " ".join(t.lower_ for t in token.subtree)
        return any(words.startswith(n) for n in self.cues.nobody)

    def event_near(self, verb: Any) -> Event | None:
        """The event in the verb's complements, else the last of its sentence before it or at all, else the
        last main one before.
        """
        inside = {t.idx for t in verb.subtree}
        events = self.notes.events
        within = [e for e in events if e.trigger.start in inside and e.trigger.start > verb.idx]
        if within:
            return within[0]
        sentence = self.notes.parse.sentence_of(verb.idx)
        here = [e for e in events if sentence.start <= e.trigger.start < sentence.end]
        before = [e for e in events if e.trigger.start < sentence.start and not e.background]
        near = [e for e in events if e.trigger.start < sentence.start and self.sentences_apart(e, verb) <= 1]
        if here:
            return here[-1]
        return near[-1] if near else before[-1] if before else events[0]

    def sentences_apart(self, event: Event, verb: Any) -> int:
        parse = self.notes.parse
        return int(parse.sentence_index(verb.idx) - parse.sentence_index(event.trigger.start))

    def prep_object(self, token: Any, prepositions: set[str]) -> Any | None:
        for part in token.children:
            if part.dep_ in ("prep", "dative") and part.lower_ in prepositions:
                return child(part, "pobj")
        return None

    def phrase(self, token: Any) -> Span:
        """The noun phrase of a token up to its head."""
        left = min((t.idx for t in token.subtree if t.i <= token.i and t.dep_ != "punct"), default=token.idx)
        return Span(max(left, token.idx - 60), token.idx + len(token))

    def span(self, verb: Any, other: Any) -> Span:
        """The words from one token to another, with what belongs to them close by, inside the sentence."""
        sentence = self.notes.parse.sentence_of(verb.idx)
        places = [
            verb,
            other,
            *(c for c in verb.children if c.dep_ in ("dobj", "prep", "acomp", "attr", "agent", "prt")),
        ]
        start = min(t.idx for t in places)
        end = max(t.idx + len(t) for t in places)
        return Span(max(start, sentence.start), max(min(end, sentence.end), start + 1))


def child(token: Any, relation: str) -> Any | None:
    """The first child of a token in a relation."""
    return next((c for c in token.children if c.dep_ == relation), None)


def agent_of(verb: Any) -> Any | None:
    """Who does it in a passive: "by X"."""
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def negated(verb: Any) -> bool:
    """Is the verb negated?"""
    return any(c.dep_ == "neg" for c in verb.children)
