"""Speech acts by the verb that performs them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from rashomon.annotators.actors import actor_at
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Act, Annotations, Kind, Span, Speech

SPEAKER_TAGS = {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"}
LONGEST = 240  # characters of evidence
OWN_WORDS = frozenset(["it", "its", "they", "their", "he", "his", "she", "her", "we", "our", "i", "my"])
OURSELVES = frozenset(["we", "i"])
PRONOUNS = frozenset(["it", "they", "he", "she"])
UNPERFORMED = frozenset(
    ["refuse", "decline", "fail", "ask", "urge", "want", "demand", "hope", "ready", "able"]
)
OUGHT = frozenset(["must", "should", "could", "might"])
CONDITIONS = frozenset(["if", "unless", "once", "until", "whether", "lest"])
NOBODY = frozenset(["no", "nobody", "none", "neither"])
# A message performs the act for whoever sends it: "issued a declaration demanding".
MESSAGES = frozenset(
    ["declaration", "statement", "message", "letter", "communique", "note", "resolution", "video", "appeal"]
)
# What a negated act is; acts not named here are none when negated.
NEGATED: dict[Act, Act] = {"claim_responsibility": "comment", "agree": "reject", "support": "reject"}


class ActRule(BaseModel):
    """One line of acts.yaml; its head explains the fields."""

    act: Act
    verbs: list[str]
    object: list[str] = []
    without: list[str] = []
    modal: bool | None = None
    deep: bool = False
    own: bool = False
    clause: bool | None = None
    direct: bool | None = None
    refused: bool = False
    within_events: bool = False
    kinds: list[Kind] = []
    unkind: list[Kind] = []


class VerbActs:
    """Finds verbs of acts.yaml with somebody who performs them."""

    def __init__(self) -> None:
        self.rules: dict[str, list[ActRule]] = {}
        for rule in read_yaml(data_path("speeches", "acts.yaml"), list[ActRule]):
            for verb in rule.verbs:
                self.rules.setdefault(verb, []).append(rule)

    def __call__(self, notes: Annotations) -> list[Speech]:
        found = []
        for token in notes.parse.doc:
            if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in self.rules:
                speech = self.read(token, notes)
                if speech is not None:
                    found.append(speech)
        return found

    def read(self, verb: Any, notes: Annotations) -> Speech | None:
        """The speech act of one verb, if somebody performs it."""
        speaker = teller_of(verb, notes)
        if speaker is None or not is_speaker(speaker, notes) or of_each_other(verb) or not performed(verb):
            return None
        actor = actor_at(notes, Span(speaker.idx, speaker.idx + len(speaker)))
        scene = Scene(verb, actor.kind if actor is not None else None, bool(notes.events), notes)
        rule = next((r for r in self.rules[verb.lemma_.lower()] if fits(r, scene)), None)
        act = rule.act if rule is not None else None
        if act is not None and any(c.dep_ == "neg" for c in verb.children):
            act = NEGATED.get(act)
        if act is None:
            return None
        return Speech(
            span=clause_span(verb, speaker, notes),
            speaker=phrase(speaker, notes),
            act=act,
            addressee=addressee(verb, notes),
            event=None,
        )


@dataclass(frozen=True, slots=True)
class Scene:
    """What a rule is checked against: a verb, who performs it, and whether the text tells of violence."""

    verb: Any
    kind: Kind | None
    events: bool
    notes: Annotations


def fits(rule: ActRule, scene: Scene) -> bool:
    """Does a verb with its complements and performer meet a rule?"""
    verb = scene.verb
    if (rule.kinds and scene.kind not in rule.kinds) or scene.kind in rule.unkind:
        return False
    if rule.within_events and not scene.events:
        return False
    words = subtree_words(verb) if rule.deep else complement_words(verb)
    if rule.object and not words & set(rule.object):
        return False
    if rule.modal is not None and rule.modal != has_future(verb):
        return False
    said = said_clause(verb)
    if rule.clause is not None and rule.clause != (
        said is not None and all(c.dep_ != "expl" for c in said.children)
    ):
        return False
    if rule.direct is not None and rule.direct != any(c.dep_ in ("dobj", "dative") for c in verb.children):
        return False
    if rule.own and not (said is not None and speaks_of_own(said, scene)):
        return False
    if rule.refused and not (said is not None and any(c.dep_ == "neg" for c in said.children)):
        return False
    return not words & set(rule.without)


def said_clause(verb: Any) -> Any | None:
    """The clause that a verb governs: "denied THAT IT FIRED", "denied FIRING", "vowed TO FIGHT"."""
    return next((c for c in verb.children if c.dep_ in ("ccomp", "xcomp", "pcomp")), None)


def speaks_of_own(said: Any, scene: Scene) -> bool:
    """Is the clause about the speaker or its people: "it would", "its forces will", "troops will"?"""
    subject = next((c for c in said.children if c.dep_ in ("nsubj", "nsubjpass")), None)
    if subject is None:
        return bool(said.dep_ == "xcomp")
    if any(t.lower_ in OWN_WORDS for t in subject.subtree):
        return True
    actor = actor_at(scene.notes, Span(subject.idx, subject.idx + len(subject)))
    states = ("government", "military", "police")
    return actor is not None and scene.kind in states and actor.kind in states


def teller_of(verb: Any, notes: Annotations) -> Any | None:
    """Who performs an act; "it" in what somebody says is whoever says it: "the army said it suspected rebels"."""
    speaker = performer(verb)
    if speaker is None or speaker.lower_ not in PRONOUNS or verb.dep_ != "ccomp":
        return speaker
    if actor_at(notes, Span(speaker.idx, speaker.idx + len(speaker))) is not None:
        return speaker
    return performer(verb.head) or speaker


def performed(verb: Any) -> bool:
    """Is the act performed at all, rather than refused ("refused to sign"), asked for or made conditional?"""
    if verb.dep_ == "xcomp" and verb.head.lemma_.lower() in UNPERFORMED:
        return False
    if any(c.dep_ == "aux" and c.lower_ in OUGHT for c in verb.children):
        return False
    return not any(c.dep_ == "mark" and c.lower_ in CONDITIONS for c in verb.children)


def of_each_other(verb: Any) -> bool:
    """ "They blamed each other" is no act of one of them."""
    return any(c.dep_ == "dobj" and c.lower_ in ("other", "another") for c in verb.children)


def subtree_words(verb: Any) -> set[str]:
    """Lemmas and words of everything a verb governs, its subject, conjuncts and adverbial clauses left out."""
    words: set[str] = set()
    for child in verb.children:
        if child.dep_ not in ("nsubj", "nsubjpass", "punct", "conj", "cc", "relcl"):
            for token in child.subtree:
                words.update((token.lemma_.lower(), token.lower_))
    return words


def has_future(verb: Any) -> bool:
    """Is the verb, or the clause it says, in the future or conditional?"""
    chain = [verb, *(c for c in verb.children if c.dep_ in ("ccomp", "xcomp"))]
    return any(
        c.dep_ == "aux" and c.lower_ in ("will", "would", "may", "shall", "'ll")
        for v in chain
        for c in v.children
    )


def complement_words(verb: Any) -> set[str]:
    """Lemmas (and particles) of a verb's object, complements and prepositions, two levels deep."""
    words: set[str] = set()
    for child in verb.children:
        if child.dep_ in ("nsubj", "nsubjpass", "punct", "advcl", "conj", "cc"):
            continue
        words.update((child.lemma_.lower(), child.lower_))
        for grand in child.children:
            if grand.dep_ not in ("relcl", "punct", "advcl"):
                words.update((grand.lemma_.lower(), grand.lower_))
                words.update(
                    c.lemma_.lower()
                    for c in grand.children
                    if c.dep_ in ("pobj", "dobj", "pcomp", "compound")
                )
    return words


def performer(verb: Any) -> Any | None:
    """Head token of whoever performs the verb's act: subject, agent, or what a relative clause hangs on."""
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    for child in verb.children:
        if passive and child.dep_ == "agent":
            return next((g for g in child.children if g.dep_ == "pobj"), None)
        if not passive and child.dep_ == "nsubj":
            return antecedent(child)
    if passive:
        return None
    if verb.dep_ == "relcl":
        return antecedent_of(verb)
    if (
        verb.dep_ in ("conj", "xcomp", "advcl", "ccomp")
        and verb.head.pos_ in ("VERB", "AUX")
        and verb.head is not verb
    ):
        if verb.dep_ == "ccomp" or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return None
        return performer(verb.head)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        sent = verb.head.lemma_.lower() in MESSAGES and verb.head.dep_ == "dobj"
        return performer(verb.head.head) if sent else verb.head
    return None


def antecedent(subject: Any) -> Any:
    """For a relative pronoun, the noun that it stands for."""
    if subject.tag_ in ("WP", "WDT") and subject.head.dep_ == "relcl":
        return antecedent_of(subject.head, subject.lower_ == "who")
    return subject


def antecedent_of(clause: Any, person: bool = False) -> Any:
    """The noun a relative clause hangs on; "rebels in Ghouta, who": people, not the place they are in."""
    noun = clause.head
    while (
        person and noun.ent_type_ in ("GPE", "LOC") and noun.dep_ == "pobj" and noun.head.head.pos_ == "NOUN"
    ):
        noun = noun.head.head
    return noun


def is_speaker(token: Any, notes: Annotations) -> bool:
    """Can the token be somebody who speaks? Actors can; so can proper names and personal pronouns."""
    if any(c.lower_ in NOBODY for c in token.children) or token.lower_ in NOBODY:
        return False
    if token.lower_ in OURSELVES:
        return True
    if token.lower_ == "it":
        return True
    if token.pos_ not in SPEAKER_TAGS or token.lower_ in ("that", "this", "which", "there", "what"):
        return False
    named = token.pos_ == "PROPN" and token.ent_type_ in ("PERSON", "ORG", "NORP", "GPE")
    actor = actor_at(notes, Span(token.idx, token.idx + len(token)))
    return named or actor is not None or token.lemma_.lower() in bodies()


@lru_cache(maxsize=1)
def bodies() -> frozenset[str]:
    """Nouns of bodies and persons that speak, read once."""
    return frozenset(read_yaml(data_path("speeches", "speakers.yaml"), list[str]))


def phrase(token: Any, notes: Annotations) -> Span:
    """The actor mention at a token, else its noun phrase without what follows the head."""
    actor = actor_at(notes, Span(token.idx, token.idx + len(token)))
    if actor is not None:
        return actor.span
    left = next((t for t in token.subtree if t.i <= token.i and t.dep_ not in ("punct", "relcl")), token)
    return Span(left.idx, token.idx + len(token))


def clause_span(verb: Any, speaker: Any, notes: Annotations) -> Span:
    """From the speaker (when before the verb) to the end of the verb's complements, within bounds."""
    start = min(speaker.idx, verb.idx) if verb.idx - speaker.idx < LONGEST // 2 else verb.idx
    ends = [t for t in verb.subtree if t.i >= verb.i and not t.is_space and t.dep_ != "punct"]
    end = max((t.idx + len(t) for t in ends), default=verb.idx + len(verb))
    sentence = notes.parse.sentence_of(verb.idx)
    return Span(max(start, sentence.start), min(end, sentence.end, start + LONGEST))


def addressee(verb: Any, notes: Annotations) -> Span | None:
    """The first actor among the verb's objects."""
    for child in verb.children:
        targets = [child] if child.dep_ in ("dobj", "iobj", "dative", "nsubjpass") else []
        if child.dep_ in ("prep", "dative"):
            targets += [g for g in child.children if g.dep_ == "pobj"]
        if child.dep_ in ("ccomp", "xcomp"):
            targets += [g for g in child.children if g.dep_ == "nsubj"]
        for target in targets:
            actor = actor_at(notes, Span(target.idx, target.idx + len(target)))
            if actor is not None:
                return actor.span
    return None
