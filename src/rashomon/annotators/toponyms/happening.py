"""Where something that the text tells of happened: `place_for` a stretch of the text, as a model.Place.

The place names of the same clause come first, then those of the sentence, of the sentences before it, and of the
dateline. Among them counts how a name is joined to the words ("in X", "the X bombing" against "X said", "troops from
X"), and how fine it is. `scene_of` takes only what the sentence itself gives.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

from rashomon.annotators.toponyms.cues import cues
from rashomon.annotators.toponyms.joining import BACK, how_joined, is_dateline, is_scene, joined, told_there
from rashomon.annotators.toponyms.located import place_of
from rashomon.model import Annotations, Place, Span, Toponym

__all__ = [
    "how_joined",
    "is_dateline",
    "is_scene",
    "meant_by_noun",
    "place_for",
    "place_of",
    "scene_of",
    "toponym_for",
]

# Tuned on event_location (verb-place links, 9,199 sentences) and checked on gold incidents;
# docs/layers/toponyms.md.
ZONES = {
    "clause": 4.0,
    "sentence": 2.5,
    "before": 1.2,
    "title": 0.8,
    "dateline": 0.4,
    "after": 0.2,
    "elsewhere": -0.6,
}
PER_STEP = -0.35  # for each step in the syntax tree from the event's word, in the same sentence
PER_SENTENCE = -0.5  # for each sentence further back
JOINED = {
    "located": 2.0,  # in, at, near, outside X
    "at_event": 1.6,  # the X bombing
    "at_site": 1.4,  # the X airport, X province
    "object": 1.0,  # captured X, struck X
    "towards": 0.6,  # to, on, against X
    "origin": -0.8,  # from X
    "speaks": -2.2,  # X said; X as a subject
    "belongs": -1.4,  # X police, X's army, soldiers of X
    "other": 0.0,
}
FINENESS = {
    "site": 1.6,
    "town": 1.2,
    "near": 1.2,
    "district": 0.9,
    "province": 0.4,
    "sea": 0.4,
    "country": -1.0,
}
UNFOUND = 0.6  # fineness of a name that the gazetteer lacks
# What a noun of a kind can mean among the places named before it.
PRECISIONS_OF_KIND: dict[str, tuple[str, ...]] = {
    "town": ("town", "near", "site"),
    "quarter": ("district", "town"),
    "admin2": ("district",),
    "admin1": ("province",),
    "region": ("province", "district"),
}
REACH = 40  # names looked at on either side of an event
HEAD = 10  # names at the head of a report


@dataclass(frozen=True, slots=True)
class _Option:
    toponym: Toponym
    score: float
    zone: str
    joined: str


def place_for(notes: Annotations, span: Span) -> Place:
    """The finest place named for what a span tells; an empty Place when the text names none."""
    toponym = toponym_for(notes, span)
    return place_of(notes, toponym) if toponym else Place()


def toponym_for(notes: Annotations, span: Span) -> Toponym | None:
    """The toponym behind `place_for`."""
    return _best(notes, _options(notes, span))


def scene_of(notes: Annotations, span: Span, *, around: bool = False) -> Toponym | None:
    """The place that the sentence of a span itself gives what the span tells; None when it gives none.

    `around`: the sentences around it count too. Datelines and places of speaking ("In Panama, the Pope condemned the
    bombing"), of origin and of belonging are none, save that a town's police act in their town.
    """
    options = [
        option
        for option in _options(notes, span)
        if (option.zone in ("clause", "sentence") or (around and option.zone != "dateline"))
        and (
            option.joined not in ("origin", "speaks", "belongs")
            or (option.joined == "belongs" and option.toponym.precision in ("town", "district"))
        )
        and not told_there(notes, option.toponym, span)
    ]
    return _best(notes, options)


def _best(notes: Annotations, options: list[_Option]) -> Toponym | None:
    """The likeliest option, or what the words put inside it; None without options."""
    if not options:
        return None
    best = max(range(len(options)), key=lambda n: (options[n].score, -n))
    while best > 0 and _lies_in(notes, options[best - 1].toponym, options[best].toponym):
        best -= 1
    return options[best].toponym


def meant_by_noun(notes: Annotations, span: Span) -> Toponym | None:
    """The place named before that the sentence calls "the town", "the island", "the capital", "there"."""
    parse, kinds = notes.parse, cues().kinds
    for token in parse.tokens(span):
        word = token.lower_
        if token.dep_ == "pobj" and any(above.like_num for above in (token.head.head, token.head.head.head)):
            continue  # "19 of them in the capital": where a part was
        if word == "there" and token.dep_ == "advmod":
            wanted: tuple[str, ...] = ("town", "near", "site", "district", "province")
        elif token.dep_ == "pobj" and any(c.lower_ in ("the", "that", "same") for c in token.lefts):
            wanted = ("capital",) if word == "capital" else PRECISIONS_OF_KIND.get(kinds.get(word, ""), ())
        else:
            continue
        if not wanted or any(c.dep_ == "prep" and c.lower_ == "of" for c in token.rights):
            continue
        for toponym in reversed(
            notes.toponyms[: bisect_left(notes.toponyms, token.idx, key=lambda t: t.span.start)]
        ):
            if toponym.feature == "PPLC" if wanted == ("capital",) else toponym.precision in wanted:
                return toponym
    return None


def _lies_in(notes: Annotations, inner: Toponym, outer: Toponym) -> bool:
    """Do the words put the first of two neighbouring names inside the second ("Avdiivka in the Donetsk
    region")?
    """
    if outer.precision not in ("country", "province", "district") or inner.precision in ("country", "sea"):
        return False
    if not 0 <= outer.span.start - inner.span.end <= 40:
        return False
    words = re.findall(r"[\w'’-]+|[^\w\s]", notes.doc.text[inner.span.end : outer.span.start].lower())
    vocabulary = cues()
    return all(
        w in (",", "in", "of", "the", "'s", "’s", "(") or w in vocabulary.directions or w in vocabulary.kinds
        for w in words
    )


def _within_reach(notes: Annotations, span: Span) -> tuple[Toponym, ...]:
    """The names around a span, and those at the head of the report: in a long text the rest says nothing
    of where it happened.
    """
    here = bisect_left(notes.toponyms, span.start, key=lambda t: t.span.start)
    first = max(0, here - REACH)
    return notes.toponyms[: min(first, HEAD)] + notes.toponyms[first : here + REACH]


def _options(notes: Annotations, span: Span) -> list[_Option]:
    parse, words = notes.parse, cues()
    own = parse.sentence_index(span.start)
    head = parse.head(span)
    found = []
    for toponym in _within_reach(notes, span):
        sentence = parse.sentence_index(toponym.span.start)
        zone = _zone(notes, toponym, span, sentence, own)
        way = joined(notes, toponym, words)
        score = ZONES[zone] + JOINED[way] + _fineness(toponym)
        if sentence == own:
            score += PER_STEP * _steps(head, parse.head(toponym.span))
        elif zone in ("before", "elsewhere"):
            score += PER_SENTENCE * min(4, abs(own - sentence) - 1)
        found.append(_Option(toponym, score, zone, way))
    return found


def _zone(notes: Annotations, toponym: Toponym, span: Span, sentence: int, own: int) -> str:
    if is_dateline(notes, toponym):
        return "dateline"
    if span.overlaps(toponym.span):
        return "clause"
    if sentence == own:
        return "sentence"
    if 0 < own - sentence <= BACK:
        return "before"
    if sentence == 0:
        return "title"
    return "after" if sentence == own + 1 else "elsewhere"


def _fineness(toponym: Toponym) -> float:
    if toponym.precision is None or toponym.lat is None:
        return UNFOUND if toponym.precision is None else UNFOUND - 0.4
    return FINENESS[toponym.precision]


def _steps(a: Any, b: Any) -> int:
    """Steps between two tokens in the syntax tree, at most ten."""
    up: dict[int, int] = {a.i: 0}
    for number, token in enumerate(a.ancestors, 1):
        up[token.i] = number
    if b.i in up:
        return min(10, up[b.i])
    for number, token in enumerate(b.ancestors, 1):
        if token.i in up:
            return min(10, number + up[token.i])
    return 10
