"""Where an incident happened: the finest place that its mentions name."""

from __future__ import annotations

from rashomon.annotators.toponyms.happening import place_of as place_of_toponym
from rashomon.annotators.toponyms.happening import toponym_for
from rashomon.claims.groups import Group
from rashomon.model import Annotations, Event, Place, Toponym

RANK = {"site": 0, "town": 1, "near": 2, "district": 3, "province": 4, "sea": 5, "country": 6, None: 7}
FINE = RANK["district"]


def place_of(group: Group, notes: Annotations) -> Place:
    """The place of the first mention whose own sentence names a district or finer; else the finest of those sentences.

    Where no sentence of the group names a place, the first mention's surroundings decide.
    """
    named = [(event, toponym_for(notes, event.clause)) for event in group.events]
    own = [t for event, t in named if t is not None and beside(event, t, notes)]
    fine = next((t for t in own if RANK[t.precision] <= FINE), None)
    chosen = fine or min(own, key=rank, default=None) or next((t for _, t in named if t is not None), None)
    return place_of_toponym(notes, chosen) if chosen is not None else Place()


def beside(event: Event, toponym: Toponym, notes: Annotations) -> bool:
    """Does a place name stand in the sentence of an event?"""
    parse = notes.parse
    first, last = parse.sentence_index(event.clause.start), parse.sentence_index(event.clause.end - 1)
    return bool(first <= parse.sentence_index(toponym.span.start) <= last)


def rank(toponym: Toponym) -> tuple[int, float, int]:
    """Finer first, then surer, then earlier."""
    return RANK[toponym.precision], -toponym.score, toponym.span.start
