"""Who says that an incident did not happen: "denied that any attack took place", "reports of a massacre are false".

Only what is said of the happening itself counts. Whoever denies his own part in it ("denied firing the missile")
rejects responsibility; "no further attacks" and "no attacks overnight" tell of other days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rashomon.annotators.speeches.verbs import performer
from rashomon.claims.kinds import words
from rashomon.claims.namings import CLIMB, auxiliaries, negated, subject
from rashomon.model import Annotations, Span

OWN = frozenset({"it", "its", "they", "their", "he", "his", "she", "her", "we", "our", "i", "my"})


@dataclass(frozen=True, slots=True)
class Denial:
    """Words that say of a happening that it did not take place.

    `stated`: the clause itself says so ("no attack took place"); else it is the verb that rejects it ("denied that …"),
    which the voice's stance tells too. `speaker`: the token of whoever says it, where the frame has one.
    """

    head: Any  # token of the happening
    evidence: Span
    stated: bool
    speaker: Any | None = None


def read_denials(notes: Annotations) -> Iterator[Denial]:
    """Every denial of a happening in a text, in the order of the text."""
    triggers = {e.trigger.start for e in notes.events}
    for token in notes.parse.doc:
        if token.pos_ in ("NOUN", "PROPN") and token.lemma_.lower() in words().happenings:
            found = of_noun(token, notes)
        elif token.idx in triggers and token.pos_ == "VERB":
            found = of_report(token, token, notes)
        else:
            continue
        if found is not None and not supposed(token):
            yield found


def of_noun(token: Any, notes: Annotations) -> Denial | None:
    """No attack took place; there was no attack; the attack never happened, was fabricated; reports of it are false."""
    verb, lexicon = token.head, words()
    lemma = verb.lemma_.lower()
    if {c.lower_ for c in token.children} & lexicon.others:
        return None
    none, any_ = (any(c.lower_ == word for c in token.children) for word in ("no", "any"))
    happens = lemma in lexicon.occur and (lemma != "take" or any(c.lower_ == "place" for c in verb.children))
    if token.dep_ in ("nsubj", "nsubjpass") and happens:
        if none or negated(verb):
            return denial(token, verb, notes, stated=True) if one(token) or not none else None
        return by_verb(token, verb, notes)
    if token.dep_ == "attr" and any(c.dep_ == "expl" for c in verb.children):
        if none or negated(verb):
            return denial(token, verb, notes, stated=True) if one(token) else None
        return by_verb(token, verb, notes)
    if token.dep_ == "dobj" and lemma in lexicon.deny and any_ and one(token):
        own = any(c.dep_ == "prep" and c.lower_ in ("on", "against", "by") for c in token.children)
        return (
            None
            if own or negated(verb)
            else denial(token, verb, notes, stated=False, speaker=performer(verb))
        )
    if token.dep_ == "nsubjpass" and is_invented(verb):
        return denial(token, verb, notes, stated=True)
    if token.dep_ == "nsubj" and is_verdict(verb):
        return denial(token, verb, notes, stated=True)
    return of_report(token, token, notes)


def by_verb(token: Any, clause: Any, notes: Annotations) -> Denial | None:
    """It is the verb above the clause that denies it: "denied THAT AN ATTACK TOOK PLACE"."""
    above = clause.head
    if clause.dep_ == "ccomp" and above.lemma_.lower() in words().deny and not negated(above):
        return denial(token, above, notes, stated=False, speaker=performer(above))
    return None


def of_report(token: Any, top: Any, notes: Annotations) -> Denial | None:
    """Reports of it, or that it happened, are false or rejected."""
    lexicon = words()
    report = None
    for _ in range(CLIMB):
        if top.dep_ == "pobj" and top.head.lower_ in ("of", "about"):
            report = top.head.head
            break
        if top.dep_ in ("acl", "ccomp", "relcl") and top.head.pos_ == "NOUN" and has_that(top):
            report = top.head
            break
        if top.dep_ in ("conj", "nsubj", "nsubjpass", "dobj", "xcomp") and top.head.i != top.i:
            top = top.head
            continue
        return None
    if report is None or report.lemma_.lower() not in lexicon.reports:
        return None
    verb = report.head
    if top.pos_ == "VERB" and (doer := subject(top)) is not None and {t.lower_ for t in doer.subtree} & OWN:
        return None  # "rejected claims that its jets had hit it" denies the deed, not the happening
    if report.dep_ in ("nsubj", "nsubjpass") and is_verdict(verb):
        return denial(token, verb, notes, stated=True)
    if report.dep_ == "dobj" and verb.lemma_.lower() in lexicon.deny and not negated(verb):
        return denial(token, verb, notes, stated=False, speaker=performer(verb))
    return None


def has_that(clause: Any) -> bool:
    """Is it a clause of content: "the report THAT rebels had …"?"""
    return any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)


def is_verdict(verb: Any) -> bool:
    """Is it called untrue: "are false", "were a fabrication", "proved untrue"?"""
    if verb.lemma_.lower() not in ("be", "prove", "turn") or negated(verb):
        return is_invented(verb)
    said = [c for c in verb.children if c.dep_ in ("acomp", "attr", "oprd", "xcomp")]
    said += [g for c in said for g in c.children if g.dep_ in ("acomp", "attr")]
    return any(c.lemma_.lower() in words().verdicts or c.lower_ in words().verdicts for c in said)


def is_invented(verb: Any) -> bool:
    """Is it called made up: "was staged", "were fabricated"?"""
    passive = any(c.dep_ == "auxpass" for c in verb.children) and not negated(verb)
    return passive and bool({verb.lemma_.lower(), verb.lower_} & words().invent)


def one(token: Any) -> bool:
    """Is one happening meant? "No attacks" speaks of none in some time, "no such attacks" of those reported."""
    return token.tag_ in ("NN", "NNP") or any(c.lower_ == "such" for c in token.children)


def supposed(token: Any) -> bool:
    """Is it asked or supposed?"""
    opened = words().open
    for _ in range(CLIMB):
        if token.pos_ in ("VERB", "AUX") and (
            any(c.dep_ == "mark" and c.lower_ in opened.marks for c in token.children)
            or auxiliaries(token) & opened.auxiliaries
        ):
            return True
        if token.head.i == token.i:
            return False
        token = token.head
    return False


def denial(token: Any, verb: Any, notes: Annotations, *, stated: bool, speaker: Any | None = None) -> Denial:
    """A denial with its words: whoever says it, what rejects it, the happening and the clause that tells of it."""
    clauses = {verb.i: verb} | {t.head.i: t.head for t in (token,) if t.head.pos_ in ("VERB", "AUX")}
    places = [token, verb, *clauses.values(), *([speaker] if speaker is not None else [])]
    for clause in clauses.values():
        kept = ("acomp", "attr", "neg", "expl", "prt", "oprd")
        places += [c for c in clause.children if c.dep_ in kept or (c.dep_ == "dobj" and c.lower_ == "place")]
    places += [t for t in (token.left_edge,) if t.i >= token.i - 4]
    sentence = notes.parse.sentence_of(token.idx)
    start, end = min(t.idx for t in places), max(t.idx + len(t) for t in places)
    return Denial(token, Span(max(start, sentence.start), min(end, sentence.end)), stated, speaker)
