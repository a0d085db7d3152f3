"""The minimal clause that tells an event: its verb with subject, objects and close phrases, or its noun phrase."""

from __future__ import annotations

from typing import Any

from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.syntax import OBJECTS, PASSIVES, SUBJECTS

LIGHT = cues("light_verbs")
LEFT_OUT = {"advcl", "ccomp", "relcl", "parataxis", "punct", "csubj"}
LONGEST = 40  # tokens


def clause_tokens(token: Any) -> list[Any]:
    """Tokens of the clause, in order; the nearest forty when a sentence runs on."""
    found = _verb_clause(token) if token.pos_ in ("VERB", "AUX") else _noun_clause(token)
    found = sorted({t.i: t for t in found}.values(), key=lambda t: t.i)
    if len(found) > LONGEST:
        near = sorted(found, key=lambda t: (abs(t.i - token.i), t.i))[:LONGEST]
        found = sorted(near, key=lambda t: t.i)
    return _trimmed(found)


def _verb_clause(token: Any) -> list[Any]:
    found = [token]
    for child in token.children:
        if (
            child.dep_ in LEFT_OUT
            or child.dep_ == "cc"
            or (child.dep_ == "conj" and child.pos_ in ("VERB", "AUX"))
        ):
            continue
        if child.dep_ == "mark" or child.dep_ == "dep":
            continue
        found.extend(_inside(child))
    if not any(c.dep_ in SUBJECTS | PASSIVES for c in token.children):
        found.extend(_borrowed_subject(token))
    return found


def _borrowed_subject(token: Any) -> list[Any]:
    """The noun that a participle or relative clause hangs on, or the subject of a near governing verb."""
    head = token.head
    if token.dep_ in ("acl", "relcl"):
        first = [
            c
            for c in head.children
            if c.dep_ in ("det", "amod", "nummod", "compound", "poss") and c.i < head.i
        ]
        return [head, *[t for c in first for t in c.subtree]]
    if token.dep_ == "xcomp" and head.pos_ in ("VERB", "AUX") and token.i - head.i < 12:
        return [head, *[t for c in head.children if c.dep_ in SUBJECTS | PASSIVES for t in _inside(c)]]
    return []


def _inside(child: Any) -> list[Any]:
    """A dependent's words without the clauses that hang on it."""
    found = [child]
    for part in child.children:
        if part.dep_ in ("relcl", "advcl", "appos", "parataxis", "ccomp"):
            continue
        if part.dep_ == "acl" and part.tag_ == "VBG" and child.dep_ not in OBJECTS:
            continue
        found.extend(_inside(part))
    return found


def _noun_clause(token: Any) -> list[Any]:
    found = _inside(token)
    head = token.head
    governed = token.dep_ in (*SUBJECTS, *PASSIVES, "dobj", "attr") and head.pos_ in ("VERB", "AUX")
    if governed and head.lemma_.lower() in LIGHT:
        found.extend(_verb_clause(head))
    if token.dep_ in ("amod", "acl") and head.pos_ in ("NOUN", "NUM", "PROPN"):
        found.extend(_inside(head))
    return found


def _trimmed(tokens: list[Any]) -> list[Any]:
    while tokens and (tokens[0].is_punct or tokens[0].is_space):
        tokens = tokens[1:]
    while tokens and (tokens[-1].is_punct or tokens[-1].is_space):
        tokens = tokens[:-1]
    return tokens
