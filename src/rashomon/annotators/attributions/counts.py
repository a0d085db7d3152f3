"""Attributions that give a figure: "officials put the dead at 13", "by its count 40 were killed", "its tally is 60"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rashomon.annotators.attributions.drafts import Draft, runs, span_of
from rashomon.annotators.attributions.rules import cue_tokens, phrase, subject_of
from rashomon.annotators.attributions.words import Words
from rashomon.annotators.parse import Parse
from rashomon.model import Span

SCORE = 0.6


def count_drafts(parse: Parse, words: Words) -> Iterator[Draft]:
    """All attributions of figures, in the order of the text."""
    for token in parse.doc:
        lemma = token.lemma_.lower()
        if lemma in words.counting and token.tag_.startswith("VB"):
            found = verb_draft(token)
        elif lemma in words.tallies and token.pos_ == "NOUN":
            found = noun_draft(token)
        else:
            continue
        if found is not None:
            yield found


def verb_draft(verb: Any) -> Draft | None:
    """A verb that gives a number: its subject speaks, the rest of its clause is said."""
    if any(c.dep_ in ("nsubjpass", "auxpass") or (c.dep_ == "ccomp" and c.i > verb.i) for c in verb.children):
        return None
    source = subject_of(verb)
    rest = {
        t.i
        for c in verb.children
        if c.i > verb.i and c.dep_ not in ("conj", "cc", "punct")
        for t in c.subtree
    }
    if source is None or not has_number(verb.doc, rest):
        return None
    cue = cue_tokens(verb)
    spans = runs(verb.doc, rest - set(cue) - set(range(source.start, source.end)))
    return Draft(span_of(source), span_of(verb.doc[cue[0] : cue[-1] + 1]), spans, SCORE) if spans else None


def noun_draft(noun: Any) -> Draft | None:
    """A tally with its owner: "by the count of X, …", "by its count …", "X's tally is …"."""
    owner = owner_of(noun)
    if owner is None:
        return None
    taken = set(range(owner.start, owner.end)) | {noun.i}
    if noun.dep_ == "pobj" and noun.head.lower_ in ("by", "in", "on"):
        verb = noun.head.head
        taken |= {t.i for t in noun.head.subtree}
        content = {t.i for t in verb.subtree} - taken
    elif noun.dep_ in ("nsubj", "nsubjpass"):
        content = {t.i for t in noun.head.subtree if t.i > noun.i} - taken
    else:
        return None
    spans = runs(noun.doc, content)
    if not spans or not has_number(noun.doc, content):
        return None
    return Draft(span_of(owner), Span(noun.idx, noun.idx + len(noun)), spans, SCORE)


def owner_of(noun: Any) -> Any:
    """Whose count it is, as a spaCy Span: a possessor, or a complement with "of" or "by"."""
    for child in noun.children:
        if child.dep_ == "poss":
            owner = phrase(child)
            last = owner[-1]
            return owner[:-1] if last.tag_ == "POS" and len(owner) > 1 else owner
        if child.dep_ == "prep" and child.lower_ in ("of", "by") and child.i > noun.i:
            for inner in child.children:
                if inner.dep_ == "pobj" and inner.ent_type_ in ("ORG", "GPE", "PERSON", "NORP"):
                    return phrase(inner)
    return None


def has_number(doc: Any, numbers: set[int]) -> bool:
    """Is there a number among the tokens that is no part of a date?"""
    return any(doc[n].like_num and doc[n].ent_type_ not in ("DATE", "TIME") for n in numbers)
