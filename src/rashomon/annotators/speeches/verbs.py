"""Speech acts by the verb that performs them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from rashomon.annotators.actors import actor_at
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Act, Annotations, Span, Speech

SPEAKER_TAGS = {"NOUN", "PROPN", "PRON", "ADJ", "NUM", "DET"}
LONGEST = 240  # characters of evidence


class ActRule(BaseModel):
    """One line of acts.yaml."""

    act: Act
    verbs: list[str]
    object: list[str] = []
    without: list[str] = []
    modal: bool = False


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
        words = complement_words(verb)
        rule = next((r for r in self.rules[verb.lemma_.lower()] if fits(r, verb, words)), None)
        if rule is None:
            return None
        speaker = performer(verb)
        if speaker is None or not is_speaker(speaker, notes):
            return None
        act = rule.act
        if any(c.dep_ == "neg" for c in verb.children):
            act = "comment" if act in ("claim_responsibility", "accuse", "comment") else act
            if act not in ("comment", "agree", "support"):
                return None
            act = {"agree": "reject", "support": "reject"}.get(act, "comment")  # type: ignore[assignment]
        return Speech(
            span=clause_span(verb, speaker, notes),
            speaker=phrase(speaker, notes),
            act=act,
            addressee=addressee(verb, notes),
            event=None,
        )


def fits(rule: ActRule, verb: Any, words: set[str]) -> bool:
    """Does a verb with its complements meet a rule?"""
    if rule.object and not words & set(rule.object):
        return False
    if rule.modal and not has_future(verb):
        return False
    return not words & set(rule.without)


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
        return verb.head
    if (
        verb.dep_ in ("conj", "xcomp", "advcl", "ccomp")
        and verb.head.pos_ in ("VERB", "AUX")
        and verb.head is not verb
    ):
        if verb.dep_ == "ccomp" or any(c.dep_ in ("nsubj", "nsubjpass") for c in verb.children):
            return None
        return performer(verb.head)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return verb.head
    return None


def antecedent(subject: Any) -> Any:
    """For a relative pronoun, the noun that it stands for."""
    if subject.tag_ in ("WP", "WDT") and subject.head.dep_ == "relcl":
        return subject.head.head
    return subject


def is_speaker(token: Any, notes: Annotations) -> bool:
    """Can the token be somebody who speaks? Actors can; so can proper names and personal pronouns."""
    if token.pos_ not in SPEAKER_TAGS or token.lower_ in ("it", "that", "this", "which", "there", "what"):
        span = Span(token.idx, token.idx + len(token))
        return token.lower_ == "it" and actor_at(notes, span) is not None
    return token.pos_ == "PROPN" or actor_at(notes, Span(token.idx, token.idx + len(token))) is not None


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
