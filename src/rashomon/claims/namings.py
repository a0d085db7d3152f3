"""What a source says that an incident was: "it was a gas explosion", "a misfired rocket hit it", "ruled out sabotage".

Words are in data/accounts/words.yaml, each of a *kind* (an air strike, a rocket, a planted bomb, an accident …). A
*naming* says outright what something was, was not, or was caused by; a *telling* has the thing itself hit, kill or go
off. Questions, conditions and what is only being looked into say nothing; "may have been" is hedged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rashomon.annotators.speeches.verbs import performer
from rashomon.claims.kinds import Match, matches, particle, words
from rashomon.model import Annotations, IncidentType, Span

CLIMB = 6  # heads above a word that can make what it says a question or a guess


@dataclass(frozen=True, slots=True)
class Account:
    """Words that say what something was. `about`: the word for that something, None when they tell of it themselves.

    `sure`: they say so outright, or of something known already ("the hall"); else they only tell of a happening.
    """

    kind: str
    type: IncidentType
    head: Any  # token
    phrase: Span
    evidence: Span
    about: Any | None
    denied: bool
    hedged: bool
    sure: bool
    speaker: Any | None = None  # the token of whoever says it, where the frame has one
    reported: bool = False  # it is what "reports of" it say
    absent: bool = False  # "there was no bomb"


def read_accounts(notes: Annotations) -> Iterator[Account]:
    """Every account in a text, in the order of the text."""
    for token in notes.parse.doc:
        for match in matches(token):
            account = Reader(notes, match).read()
            if account is not None:
                yield account


class Reader:
    """Reads how one word of a kind is said."""

    def __init__(self, notes: Annotations, match: Match) -> None:
        self.notes = notes
        self.match = match
        self.words = words()
        self.token = match.head

    def read(self) -> Account | None:
        """The account, or None when the words say nothing of the sort."""
        if self.token.dep_ == "compound" or self.is_open():
            return None
        return self.named() or self.told()

    # Naming -------------------------------------------------------------------------------------------------

    def named(self) -> Account | None:
        """It was X; called it X; caused by X; due to X; blamed on X; ruled out X; there was no X."""
        if self.match.sort == "verbs":
            return None
        top = self.top()
        verb = top.head
        naming = self.words.naming
        lemma = verb.lemma_.lower()
        if top.dep_ == "attr" and lemma == "be":
            return self.was(top, verb)
        if top.dep_ in ("oprd", "ccomp", "attr") and lemma in naming.call:
            return self.account(
                subject(top) or dobj(verb), verb, denied=self.negated(top), speaker=performer(verb)
            )
        if top.dep_ == "nsubj" and lemma in naming.cause and dobj(verb) is not None:
            return self.account(dobj(verb), verb, denied=negated(verb))
        if top.dep_ == "dobj" and lemma in naming.blame and self.is_cause(verb):
            return self.account(None, verb, denied=False, speaker=performer(verb))
        if top.dep_ == "dobj" and lemma in naming.exclude and (lemma != "rule" or particle(verb) == "out"):
            firm = not negated(verb) and not auxiliaries(verb) & {"can", "could"}
            return self.account(None, verb, denied=True, speaker=performer(verb)) if firm else None
        if top.dep_ == "pobj":
            return self.behind(top.head)
        return None

    def was(self, top: Any, verb: Any) -> Account | None:
        """It was X, was not X, was no X; there was no X."""
        about = subject(verb)
        denied = self.negated(top) or (negated(verb) and not self.is_instead())
        if any(c.dep_ == "expl" for c in verb.children):
            single = self.token.tag_ in ("NN", "NNP") and not self.words.kinds[self.match.kind].generic
            bomb = self.match.sort == "weapons"
            asked = any(
                c.lower_ == "any" for c in self.token.children
            )  # "denied that there was any fighting"
            if (denied or asked) and (single or bomb):
                return self.account(None, verb, denied=denied, sure=False)
            return None
        return self.account(about, verb, denied=denied) if about is not None else None

    def is_instead(self) -> bool:
        """Is it what stands against something negated: "not an accident BUT an attack"?"""
        return self.token.dep_ == "conj" and any(c.lower_ == "but" for c in self.token.head.children)

    def is_cause(self, verb: Any) -> bool:
        """Is it itself blamed ("blamed a gas leak"), rather than put on somebody ("blamed the raid on rebels")?"""
        on = any(c.dep_ == "prep" and c.lower_ == "on" for c in verb.children)
        return not on and not self.words.kinds[self.match.kind].generic

    def behind(self, preposition: Any) -> Account | None:
        """Caused by X, due to X, a result of X, blamed on X, described as X."""
        word, verb = preposition.lower_, preposition.head
        lemma, naming = verb.lemma_.lower(), self.words.naming
        if word == "by" and lemma in naming.cause:
            about = subject(verb) or (verb.head if verb.dep_ in ("acl", "relcl") else None)
            return self.account(about, verb, denied=negated(verb) or self.negated(self.token))
        if word in ("on", "to") and lemma in naming.blame:
            about = dobj(verb) or subject(verb)
            passive = any(c.dep_ == "auxpass" for c in verb.children)
            return self.account(
                about, verb, denied=negated(verb), speaker=None if passive else performer(verb)
            )
        if word == "as" and lemma in naming.call:
            about = dobj(verb) or subject(verb)
            return self.account(about, verb, denied=self.negated(self.token), speaker=performer(verb))
        if word in ("to", "from") and lemma in ("due", "result", "stem"):
            clause = verb.head if lemma == "due" else verb
            about = subject(clause) if clause.pos_ in ("AUX", "VERB") else None
            return self.account(about, clause, denied=negated(clause)) if about is not None else None
        return None

    def top(self) -> Any:
        """The word that stands for the phrase: past lists and "the result of", "an act of"."""
        token = self.token
        for _ in range(CLIMB):
            if token.dep_ in ("appos", "conj") and token.head.pos_ in ("NOUN", "PROPN"):
                token = token.head
            elif (
                token.dep_ == "pobj"
                and token.head.lower_ == "of"
                and token.head.head.lemma_ in self.words.naming.wrap
            ):
                token = token.head.head
            else:
                break
        return token

    # Telling ------------------------------------------------------------------------------------------------

    def told(self) -> Account | None:
        """X hit it; they were killed by, in or with X; they shot it down."""
        token = self.token
        if self.match.sort == "verbs":
            thing = dobj(token) or subject(token)
            known = thing is not None and is_known(thing)
            return self.account(subject(token), token, denied=negated(token), sure=known)
        verb = self.hitting()
        if verb is not None and not self.negated(token) and not negated(verb):
            patients = [c for c in verb.children if c.dep_ in ("dobj", "nsubjpass", "pobj")]
            patients += [g for c in verb.children if c.dep_ == "prep" for g in c.children if g.dep_ == "pobj"]
            known = any(is_known(p) for p in patients if p.i != token.i) or self.match.kind == "accident"
            return self.account(None, verb, denied=False, sure=known)
        happening = any(e.trigger.start <= token.idx < e.trigger.end for e in self.notes.events)
        if self.match.sort == "events" and happening and not self.negated(token):
            return self.account(None, token, denied=False, sure=False)
        return None

    def is_reported(self) -> bool:
        """Is it what reports, claims or rumours tell of?"""
        token = self.token
        return bool(
            token.dep_ == "pobj"
            and token.head.lower_ in ("of", "about")
            and token.head.head.lemma_.lower() in self.words.reports
        )

    def hitting(self) -> Any | None:
        """The verb by which the thing itself hits or kills."""
        token, hit = self.token, self.words.naming.hit
        if token.dep_ == "nsubj" and token.head.lemma_.lower() in hit and token.head.pos_ == "VERB":
            return token.head
        if token.dep_ == "pobj" and token.head.lower_ in ("by", "in", "with", "from"):
            verb = token.head.head
            return verb if verb.pos_ == "VERB" and verb.lemma_.lower() in hit else None
        return None

    # Parts --------------------------------------------------------------------------------------------------

    def account(
        self, about: Any | None, verb: Any, *, denied: bool, sure: bool = True, speaker: Any | None = None
    ) -> Account | None:
        """The account, unless it is of something that is no incident."""
        telling = verb.lemma_.lower() in self.words.naming.hit or self.match.sort == "verbs"
        if about is not None and not telling and not self.is_incident(about):
            return None
        if denied and {t.lower_ for t in self.token.subtree} & self.words.open.not_new:
            return None  # "not the first attack", "no such attack", "not just an accident"
        places = [t for t in (about, verb, speaker) if t is not None]
        places += [
            c
            for c in verb.children
            if c.dep_ in ("expl", "prt") or (telling and c.dep_ in ("dobj", "nsubjpass"))
        ]
        if self.is_reported():
            report = self.token.head.head
            places += [report, *([report.head] if report.head.lemma_.lower() in self.words.deny else [])]
        left, right = self.phrase_start(), self.token.idx + len(self.token)
        if self.match.sort == "verbs":
            right = max(
                c.idx + len(c)
                for c in (self.token, *self.token.children)
                if c.dep_ == "prt" or c is self.token
            )
        start, end = min(left, *(t.idx for t in places)), max(right, *(t.idx + len(t) for t in places))
        sentence = self.notes.parse.sentence_of(self.token.idx)
        return Account(
            kind=self.match.kind,
            type=self.words.kinds[self.match.kind].type,
            head=self.token,
            phrase=Span(left, right),
            evidence=Span(max(start, sentence.start), min(end, sentence.end)),
            about=about,
            denied=denied,
            hedged=self.is_hedged(verb),
            sure=sure,
            speaker=speaker,
            reported=self.is_reported(),
            absent=any(c.dep_ == "expl" for c in verb.children),
        )

    def is_incident(self, about: Any) -> bool:
        """Can a word stand for an incident: a pronoun, "the blast", a happening that the text tells of?"""
        lemma = about.lemma_.lower()
        if self.match.kind == "accident" and lemma in self.words.meant:
            return False
        if about.lower_ in self.words.pronouns or lemma in self.words.things:
            return True
        return about.pos_ == "NOUN" and any(
            e.trigger.start <= about.idx < e.trigger.end for e in self.notes.events
        )

    def phrase_start(self) -> int:
        """Where the phrase begins, with its adjectives, without its article."""
        first = self.match.first
        before = [
            c.i
            for c in self.token.children
            if c.dep_ in ("amod", "compound", "nmod", "nummod") and c.i < first
        ]
        return int(self.token.doc[min([first, *before])].idx)

    def negated(self, token: Any) -> bool:
        """Is it said of the phrase that it is not: "no accident", "not a bomb", "rather than an attack"?"""
        if any(c.lower_ == "no" for c in (*token.children, *self.token.children)):
            return True
        left = self.token.left_edge.i
        before = [t.lower_ for t in self.token.doc[max(0, left - 2) : left]]
        return before[-1:] in (["not"], ["never"]) or before in (["rather", "than"], ["instead", "of"])

    def is_hedged(self, verb: Any) -> bool:
        """Is it only likely: "may have been", "an apparent accident", "is believed to"?"""
        near = [verb, verb.head, *verb.children, *self.token.children]
        return any(t.lower_ in self.words.hedges or t.lemma_.lower() in self.words.hedges for t in near)

    def is_open(self) -> bool:
        """Is it asked, supposed, looked into, planned, or one of two that it could be?"""
        opened = self.words.open
        if any(c.dep_ == "cc" and c.lower_ == "or" for c in self.token.children):
            return True
        if self.token.dep_ == "conj" and any(
            c.dep_ == "cc" and c.lower_ == "or" for c in self.token.head.children
        ):
            return True
        token = self.token
        for _ in range(CLIMB):
            if token.pos_ in ("VERB", "AUX"):
                if any(c.dep_ == "mark" and c.lower_ in opened.marks for c in token.children):
                    return True
                if (
                    auxiliaries(token) & opened.auxiliaries
                    and token.lemma_.lower() not in self.words.naming.exclude
                ):
                    return True
                if token.lemma_.lower() in opened.verbs:
                    return True
            if token.head.i == token.i:
                return False
            token = token.head
            if token.lower_ in opened.adjectives:
                return True
        return False


def subject(verb: Any) -> Any | None:
    """The subject of a verb or of a small clause ("called IT an accident")."""
    return next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)


def dobj(verb: Any) -> Any | None:
    """The object of a verb."""
    return next((c for c in verb.children if c.dep_ == "dobj"), None)


def negated(verb: Any) -> bool:
    """Is a verb negated? A "not" behind its complement negates what follows."""
    return any(c.dep_ == "neg" for c in verb.children)


def auxiliaries(verb: Any) -> set[str]:
    """Auxiliary verbs of a verb."""
    return {c.lower_ for c in verb.children if c.dep_ == "aux"}


def is_known(token: Any) -> bool:
    """Does a phrase take up something told before: "they", "the hall"?"""
    if token.pos_ == "PRON":
        return True
    return any(c.lower_ in ("the", "this", "that", "these", "those", "its", "their") for c in token.children)
