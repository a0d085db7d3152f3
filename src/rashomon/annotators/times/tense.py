"""Which way a time lies from the report: read off the verb it belongs to.

Misses: headlines in the present tense that tell of the past, and verbs that the parser hangs elsewhere.
"""

from __future__ import annotations

import re
from typing import Any

from rashomon.annotators.parse import Parse
from rashomon.annotators.times.words import either, words
from rashomon.model import Span

PAST, UNKNOWN, FUTURE = -1, 0, 1
MODALS = frozenset({"would", "could", "can", "may", "might", "should", "must", "ca"})
FILLER = "(?:the |early |late |as early as |as soon as |at least |next |this )?"
# "When the case is heard in May": the present tense of these clauses lies ahead.
WHENEVER = frozenset({"when", "once", "until", "till", "before", "after", "unless", "if"})
MAX_CLIMB = 12


def direction(parse: Parse, plain: str, span: Span) -> int:
    """−1 when the words around a time tell of the past, 1 of the future, 0 when they tell neither.

    "killed on Thursday" → −1; "will meet on Thursday", "ahead of Thursday's vote" → 1.
    """
    before = plain[max(0, span.start - 30) : span.start]
    if re.search(rf"\b(?:{either(words().file.ahead)})\s+{FILLER}$", before):
        return direction_ahead(parse, before, span)
    if re.search(r"\bas (?:early|soon) as (?:the )?$|\bno (?:later|earlier) than (?:the )?$", before):
        return FUTURE
    if re.search(rf"\b(?:since|after|following)\s+{FILLER}$", before):
        return PAST
    head = parse.head(span)
    attribute = (
        head.dep_ in ("compound", "nmod", "amod", "poss", "npadvmod", "nummod") and head.head.pos_ == "NOUN"
    )
    if plain[span.end : span.end + 2] == "'s" or (attribute and head.head.i > head.i):
        return subject_tense(parse, span)
    return verb_tense(parse, span)


def direction_ahead(parse: Parse, before: str, span: Span) -> int:
    """After "until", "by", "ahead of": the future, unless the verb tells what lasted or was done."""
    tense = verb_tense(parse, span)
    above = verb_above(parse, span)
    if had_planned(above.head) or (above.lemma_ in words().file.scheduling and fell_through(above)):
        return UNKNOWN
    if tense == UNKNOWN and re.search(rf"\bbefore\s+{FILLER}$", before):
        return UNKNOWN
    if tense != PAST or not re.search(rf"\b(?:before|by|until|till)\s+{FILLER}$", before):
        return FUTURE
    verb = verb_above(parse, span)
    lasted = verb.lemma_ in words().file.lasting or any(child.dep_ == "neg" for child in verb.children)
    return FUTURE if re.search(r"\b(?:until|till)\s", before) and not lasted else PAST


def subject_tense(parse: Parse, span: Span) -> int:
    """ "Thursday's strike" is past; "Sunday's vote will decide" is not: its verb looks ahead."""
    noun = parse.head(span).head
    if noun.dep_ in ("nsubj", "nsubjpass") and tense_of(noun.head) == FUTURE:
        forms = {child.lower_ for child in noun.head.children if child.dep_ in ("aux", "auxpass")}
        return FUTURE if forms & {"will", "shall", "'ll", "is", "are"} else PAST
    return UNKNOWN if noun.lemma_ in words().file.appointments else PAST


def verb_above(parse: Parse, span: Span) -> Any:
    """The nearest verb above a time (the root when there is none)."""
    token = parse.head(span)
    for _ in range(MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX") or token.head.i == token.i:
            break
        token = token.head
    return token


def verb_tense(parse: Parse, span: Span) -> int:
    """Tense of the nearest verb above a time in the parse."""
    token = first = parse.head(span)
    for _ in range(MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            found = tense_of(token, after=first.i > token.i)
            if found is not None:
                return found
        if token.head is token or token.head.i == token.i:
            break
        token = token.head
    return UNKNOWN


def tense_of(verb: Any, *, after: bool = False) -> int | None:
    """Tense of one verb; None when the verb above it decides (infinitives, participles).

    `after`: the time stands behind the verb ("planned a rally for Sunday").
    """
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    forms = {child.lower_ for child in helpers}
    if forms & {"will", "shall", "'ll", "wo", "’ll"}:
        return FUTURE
    if forms & MODALS:
        if forms & {"have", "'ve"}:
            return PAST
        return UNKNOWN if forms & {"could", "might"} else FUTURE
    if any(child.tag_ == "TO" for child in helpers):
        return infinitive(verb, helpers)
    if after and verb.lemma_ in words().file.scheduling:
        return UNKNOWN if fell_through(verb) else FUTURE
    if any(child.tag_ == "VBD" for child in helpers) or forms & {"have", "has", "had", "'ve"}:
        return PAST
    present = verb.tag_ in ("VBZ", "VBP") or any(child.tag_ in ("VBZ", "VBP") for child in helpers)
    if present and verb.dep_ == "advcl" and any(child.lower_ in WHENEVER for child in verb.children):
        return FUTURE
    if any(child.tag_ in ("VBZ", "VBP") for child in helpers):
        if verb.tag_ == "VBG" or verb.lemma_ in words().file.planning:
            return FUTURE
        return UNKNOWN if verb.tag_ in ("VBN", "VBD") else None
    if verb.tag_ == "VBD":
        return PAST
    if verb.tag_ == "VBN":
        settled = verb.lemma_ == "set" and not any(child.lower_ == "for" for child in verb.children)
        return (
            FUTURE if verb.lemma_ in ("schedule", "expect", "plan", "slate", "set") and not settled else PAST
        )
    if verb.tag_ == "VBP" and verb.lower_ in words().file.alike:
        return PAST
    if verb.tag_ in ("VBZ", "VBP"):
        return UNKNOWN if verb.lemma_ in ("say", "be", "report", "have", "follow", "come") else FUTURE
    return None


def fell_through(planned: Any) -> bool:
    """ "A service planned for Saturday was canceled": the day may well have passed."""
    verb = planned.head.head
    return (
        planned.dep_ == "acl"
        and verb.pos_ == "VERB"
        and verb.tag_ in ("VBD", "VBN")
        and planned.tag_ == "VBN"
    )


def had_planned(planner: Any) -> bool:
    """ "Had been due to expire on Friday": planned then, so the day may well have passed."""
    return any(child.lower_ == "had" for token in (planner, planner.head) for child in token.children)


def infinitive(verb: Any, helpers: list[Any]) -> int | None:
    """ "Plans to meet", "is to meet" look ahead; "tried to storm" is as past as "tried"."""
    if any(child.lower_ in ("have", "'ve") for child in helpers):
        return PAST
    if had_planned(verb.head):
        return UNKNOWN
    if verb.dep_ in ("relcl", "acl") and verb.head.pos_ not in ("VERB", "AUX"):
        return FUTURE if verb.head.lemma_ in words().file.plans else None
    return FUTURE if verb.head.lemma_ in words().file.planning or verb.dep_ == "ROOT" else None
