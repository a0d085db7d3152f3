"""How a place name is joined to its sentence: where something happened, where somebody spoke, whose something is."""

from __future__ import annotations

import re
from typing import Any

from rashomon.annotators.toponyms.cues import Cues, cues
from rashomon.model import Annotations, Span, Toponym

BACK = 3  # sentences that are looked at before the event's own
_DATELINE = re.compile(
    r"[^.\n]{0,60}?(?: [-–—]+ | ?\((?:AP|AFP|Reuters|UPI|CNN|dpa|[A-Z][A-Za-z]{1,20})\)|: | ?--|\[)"
)


def is_scene(notes: Annotations, toponym: Toponym) -> bool:
    """Can the place be where something happens, and not where it was written, who speaks, or whose it is?"""
    return not is_dateline(notes, toponym) and joined(notes, toponym, cues()) not in (
        "origin",
        "speaks",
        "belongs",
    )


def how_joined(notes: Annotations, toponym: Toponym) -> str:
    """How the words join a place name to what they tell: one of the keys of happening.JOINED."""
    return joined(notes, toponym, cues())


def is_dateline(notes: Annotations, toponym: Toponym) -> bool:
    """Does the name stand in a dateline ("KABUL, Jan 5 (Reuters) -"), which tells where the report was
    written?
    """
    text, start = notes.doc.text, toponym.span.start
    paragraph = notes.parse.paragraphs[notes.parse.paragraph_index(start)]
    if start - paragraph.start > 40 or not text[paragraph.start : paragraph.start + 3].strip('("“').isupper():
        return False
    return _DATELINE.match(text, toponym.span.end) is not None


def told_there(notes: Annotations, toponym: Toponym, span: Span) -> bool:
    """Is a place where somebody spoke of the event, not where it happened?"""
    token, event = notes.parse.head(toponym.span), notes.parse.head(span)
    while token.pos_ not in ("VERB", "AUX") and token.head.i != token.i:
        if token.i == event.i:
            return False
        token = token.head
    return token.i != event.i and token.lemma_ in cues().telling and not event.is_ancestor(token)


def joined(notes: Annotations, toponym: Toponym, words: Cues) -> str:
    """How a place name is joined to the sentence."""
    root = notes.parse.head(toponym.span)
    if root.dep_ in ("appos", "conj") and root.head.i != root.i:
        root = _carrier(root)
    while (
        root.dep_ in ("compound", "nmod", "amod")
        and words.kinds.get(root.head.lower_) not in (None, "site")
        and root.head.i != root.i
    ):
        root = root.head  # "Kunduz province"
    head = root.head
    if root.dep_ == "pobj":
        preposition = head.lower_
        if preposition == "of" and (
            head.head.lower_ in words.kinds or head.head.lower_ in words.near_words | words.directions
        ):
            return _above(head.head, words)
        if preposition == "to" and head.head.lower_ == "according":
            return "speaks"  # "according to the Pentagon"
        if preposition == "from":
            return "origin" if head.head.lower_ not in words.directions else "located"
        if preposition in ("to", "on", "against", "into", "toward", "towards", "over"):
            return "towards"
        if preposition == "of":
            return (
                "belongs"
                if head.head.lower_ in words.official_words
                else "at_event"
                if head.head.lower_ in words.event_words
                else "other"
            )
        return (
            "located" if preposition in words.prepositions or preposition in ("that", "during") else "other"
        )
    if root.dep_ in ("compound", "nmod", "amod", "poss"):
        word = head.lower_
        if word in words.event_words:
            return "at_event"
        if words.kinds.get(word):
            return _above(head, words) if words.kinds[word] != "site" else "at_site"
        return "belongs" if word in words.official_words or root.dep_ != "poss" else "other"
    if root.dep_ in ("nsubj", "agent"):
        return "speaks"
    if root.dep_ in ("dobj", "nsubjpass"):
        return "object"
    return "other"


def _carrier(token: Any) -> Any:
    while (
        token.dep_ in ("appos", "conj") and token.head.i != token.i and token.head.pos_ in ("PROPN", "NOUN")
    ):
        token = token.head
    return token


def _above(noun: Any, words: Cues) -> str:
    """How "the town of X" is joined: as its noun is."""
    if noun.dep_ == "pobj":
        if noun.head.lower_ == "from":
            return "origin"
        return "towards" if noun.head.lower_ in ("to", "on", "against", "into") else "located"
    return "at_site"
