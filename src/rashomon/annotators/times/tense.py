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
PLANNING = frozenset(
    "expect plan schedule set intend hope due aim want prepare promise vow threaten slate propose "
    "ask order urge call need decide agree warn fear pledge offer invite allow require be have begin".split()
)
MODALS = frozenset("will shall wo would could can may might should must ca".split())
MAX_CLIMB = 12


def direction(parse: Parse, plain: str, span: Span) -> int:
    """−1 when the words around a time tell of the past, 1 of the future, 0 when they tell neither.

    "killed on Thursday" → −1; "will meet on Thursday", "ahead of Thursday's vote" → 1.
    """
    before = plain[max(0, span.start - 30) : span.start]
    if re.search(rf"\b(?:{either(words().file.ahead)})\s+(?:the |early |late |as early as )?$", before):
        return (
            UNKNOWN
            if re.search(r"\b(?:before|by|until|till)\s+\S*\s*$", before) and verb_tense(parse, span) == PAST
            else FUTURE
        )
    if re.search(r"\b(?:since|after|following)\s+(?:the |early |late )?$", before):
        return PAST
    return verb_tense(parse, span)


def verb_tense(parse: Parse, span: Span) -> int:
    """Tense of the nearest verb above a time in the parse."""
    token = parse.head(span)
    for _ in range(MAX_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            found = tense_of(token)
            if found is not None:
                return found
        if token.head is token or token.head.i == token.i:
            break
        token = token.head
    return UNKNOWN


def tense_of(verb: Any) -> int | None:
    """Tense of one verb; None when the verb above it decides (infinitives, participles)."""
    helpers = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    forms = {child.lower_ for child in helpers}
    if forms & {"will", "shall", "'ll", "wo", "’ll"}:
        return FUTURE
    if forms & MODALS:
        return PAST if forms & {"have", "'ve"} else FUTURE
    if any(child.tag_ == "TO" for child in helpers):
        return infinitive(verb, helpers)
    if any(child.tag_ == "VBD" for child in helpers) or forms & {"have", "has", "had", "'ve"}:
        return PAST
    if any(child.tag_ in ("VBZ", "VBP") for child in helpers):
        if verb.tag_ == "VBG" or verb.lemma_ in PLANNING:
            return FUTURE
        return PAST if verb.tag_ in ("VBN", "VBD") else None
    if verb.tag_ == "VBD":
        return PAST
    if verb.tag_ == "VBN":
        return FUTURE if verb.lemma_ in ("schedule", "expect", "plan", "slate", "set") else PAST
    if verb.tag_ in ("VBZ", "VBP"):
        return UNKNOWN if verb.lemma_ in ("say", "be", "report", "have") else FUTURE
    return None


def infinitive(verb: Any, helpers: list[Any]) -> int | None:
    """ "Plans to meet", "is to meet" look ahead; "tried to storm" is as past as "tried"."""
    if any(child.lower_ in ("have", "'ve") for child in helpers):
        return PAST
    if verb.head.lemma_ in PLANNING or verb.dep_ in ("relcl", "acl", "ROOT"):
        return FUTURE
    return None
