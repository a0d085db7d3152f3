"""Where something that the text tells of happened: `place_for` a stretch of the text, as a model.Place.

The place names of the same clause come first, then those of the sentence, of the sentences before it, and
of the
dateline. Among them counts how a name is joined to the words ("in X", "the X bombing" against "X said",
"troops from
X"), and how fine it is. One that the gazetteer does not hold keeps its name and gets the point and the
precision of the
district, province or country that the text puts around it.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from typing import Any

from rashomon.annotators.toponyms.cues import Cues, cues
from rashomon.annotators.toponyms.detect import words_of
from rashomon.annotators.toponyms.extent import distance_before
from rashomon.model import Annotations, Place, Span, Toponym

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
REACH = 40  # names looked at on either side of an event
HEAD = 10  # names at the head of a report
BACK = 3  # sentences that are looked at before the event's own
_DATELINE = re.compile(
    r"[^.\n]{0,60}?(?: [-–—]+ | ?\((?:AP|AFP|Reuters|UPI|CNN|dpa|[A-Z][A-Za-z]{1,20})\)|: | ?--|\[)"
)
_BEARINGS = {
    "north": 0,
    "northeast": 45,
    "east": 90,
    "southeast": 135,
    "south": 180,
    "southwest": 225,
    "west": 270,
    "northwest": 315,
}


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
    options = _options(notes, span)
    if not options:
        return None
    best = max(range(len(options)), key=lambda n: (options[n].score, -n))
    while best > 0 and _lies_in(notes, options[best - 1].toponym, options[best].toponym):
        best -= 1
    return options[best].toponym


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
        joined = _joined(notes, toponym, words)
        score = ZONES[zone] + JOINED[joined] + _fineness(toponym)
        if sentence == own:
            score += PER_STEP * _steps(head, parse.head(toponym.span))
        elif zone in ("before", "elsewhere"):
            score += PER_SENTENCE * min(4, abs(own - sentence) - 1)
        found.append(_Option(toponym, score, zone, joined))
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


def is_scene(notes: Annotations, toponym: Toponym) -> bool:
    """Can the place be where something happens, and not where it was written, who speaks, or whose it is?"""
    return not is_dateline(notes, toponym) and _joined(notes, toponym, cues()) not in (
        "origin",
        "speaks",
        "belongs",
    )


def how_joined(notes: Annotations, toponym: Toponym) -> str:
    """How the words join a place name to what they tell: one of the keys of JOINED."""
    return _joined(notes, toponym, cues())


def is_dateline(notes: Annotations, toponym: Toponym) -> bool:
    """Does the name stand in a dateline ("KABUL, Jan 5 (Reuters) -"), which tells where the report was
    written?
    """
    text, start = notes.doc.text, toponym.span.start
    paragraph = notes.parse.paragraphs[notes.parse.paragraph_index(start)]
    if start - paragraph.start > 40 or not text[paragraph.start : paragraph.start + 3].strip('("“').isupper():
        return False
    return _DATELINE.match(text, toponym.span.end) is not None


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


def _joined(notes: Annotations, toponym: Toponym, words: Cues) -> str:
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


# From a toponym to a place ----------------------------------------------------------------------------------


def place_of(notes: Annotations, toponym: Toponym) -> Place:
    """A toponym as a place: its site in the name, its offset in the point, its container where it is not
    found.
    """
    name = _name(notes, toponym)
    if toponym.lat is None or toponym.lon is None:
        return _around(notes, toponym, name)
    place = Place(
        name, toponym.admin1, toponym.country, toponym.countries or ((toponym.country,) if toponym.country else ()),
        toponym.lat, toponym.lon, toponym.radius_km, toponym.geonameid, toponym.precision,
    )  # fmt: skip
    if toponym.precision == "near":
        return _offset(notes, toponym, place)
    if (
        toponym.site is not None
        and _is_named(toponym.site.of(notes.doc.text))
        and toponym.precision == "town"
    ):
        return replace(place, precision="site")
    return place


def _name(notes: Annotations, toponym: Toponym) -> str:
    own = " ".join(toponym.span.of(notes.doc.text).split())
    if own.isupper() and len(own) > 3:
        own = toponym.name if toponym.name and own.lower() == toponym.name.lower() else own.title()
    if toponym.site is None:
        return own
    site = " ".join(toponym.site.of(notes.doc.text).split())
    return site if toponym.site.contains(toponym.span) else f"{site}, {own}"


def _is_named(site: str) -> bool:
    return any(word[:1].isupper() for word in site.split()[1:])


def _offset(notes: Annotations, toponym: Toponym, place: Place) -> Place:
    """The point "20 km south of X"."""
    words = words_of(notes.parse, notes.doc.text)
    first = notes.parse.token_at(toponym.span.start).i
    away = distance_before(first, words, cues())
    if away is None or place.lat is None or place.lon is None:
        return place
    for word in words[max(0, first - 6) : first]:
        bearing = _BEARINGS.get(word.lower.replace("-", "").removesuffix("ern"))
        if bearing is not None:
            angle = math.radians(bearing)
            lat = place.lat + away * math.cos(angle) / 111.2
            lon = place.lon + away * math.sin(angle) / (111.2 * max(0.1, math.cos(math.radians(place.lat))))
            return replace(
                place,
                lat=round(lat, 4),
                lon=round(lon, 4),
                radius_km=max(5.0, round(away / 2, 1)),
                geonameid=None,
            )
    return place


def _around(notes: Annotations, toponym: Toponym, name: str) -> Place:
    """A place that the gazetteer lacks, at the finest place that the text puts around it."""
    outer = _container(notes, toponym)
    if outer is None:
        return Place(name=name)
    precision = "district" if outer.precision in ("town", "site", "near") else outer.precision
    radius = max(outer.radius_km or 0.0, 25.0 if precision == "district" else 0.0)
    countries = outer.countries or ((outer.country,) if outer.country else ())
    return Place(name, outer.admin1, outer.country, countries, outer.lat, outer.lon, radius, None, precision)


def _container(notes: Annotations, toponym: Toponym) -> Toponym | None:
    """The place around an unfound one: the next names of its sentence, then those of the sentences before,
    then any.
    """
    parse = notes.parse
    own = parse.sentence_index(toponym.span.start)
    best: tuple[float, Toponym] | None = None
    for other in notes.toponyms:
        if other.lat is None or other.span == toponym.span or other.precision is None:
            continue
        sentence = parse.sentence_index(other.span.start)
        gap = other.span.start - toponym.span.end
        near = (
            3.0
            if 0 <= gap <= 40 and sentence == own
            else 2.0
            if sentence == own
            else 1.0
            if 0 < own - sentence <= BACK
            else 0.0
        )
        fine = {
            "country": -2.0,
            "province": 0.6,
            "district": 1.0,
            "town": 0.5,
            "near": 0.5,
            "site": 0.2,
            "sea": -1.0,
        }[other.precision]
        joined = _joined(notes, other, cues())
        score = (
            near
            + fine
            + (
                0.4
                if joined in ("located", "at_site", "at_event")
                else -1.0
                if joined in ("speaks", "belongs")
                else 0.0
            )
        )
        if best is None or score > best[0]:
            best = (score, other)
    return best[1] if best else None
