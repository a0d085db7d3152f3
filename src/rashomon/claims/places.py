"""Where an incident happened: the finest place that its mentions name."""

from __future__ import annotations

from rashomon.annotators.toponyms.happening import place_of as place_of_toponym
from rashomon.annotators.toponyms.happening import toponym_for
from rashomon.claims.groups import Group
from rashomon.model import Annotations, Place, Toponym

RANK = {"site": 0, "town": 1, "near": 2, "district": 3, "province": 4, "sea": 5, "country": 6, None: 7}
FINE = RANK["district"]


def place_of(group: Group, notes: Annotations) -> Place:
    """The place of the first mention that happens in a district or finer; else the finest of all."""
    named = [t for t in (toponym_for(notes, event.clause) for event in group.events) if t is not None]
    if not named:
        return Place()
    fine = next((t for t in named if RANK[t.precision] <= FINE), None)
    return place_of_toponym(notes, fine if fine is not None else min(named, key=rank))


def rank(toponym: Toponym) -> tuple[int, float, int]:
    """Finer first, then surer, then earlier."""
    return RANK[toponym.precision], -toponym.score, toponym.span.start
