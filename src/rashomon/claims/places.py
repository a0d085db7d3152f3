"""Where an incident happened: the finest place that its mentions name."""

from __future__ import annotations

from rashomon.annotators.toponyms.happening import place_for
from rashomon.annotators.toponyms.happening import place_of as place_of_toponym
from rashomon.claims.groups import Group
from rashomon.model import Annotations, Place, Toponym

RANK = {"site": 0, "town": 1, "near": 2, "district": 3, "province": 4, "sea": 5, "country": 6, None: 7}


def place_of(group: Group, notes: Annotations) -> Place:
    """The finest place among the group's place roles, else where its first placed mention happens."""
    named: list[Toponym] = [
        notes.toponyms[role.index]
        for event in group.events
        for role in event.roles
        if role.role == "place"
        and role.layer == "toponyms"
        and role.index is not None
        and role.stance != "denies"
    ]
    located = [t for t in named if t.lat is not None or t.country is not None]
    if located:
        best = min(located, key=lambda t: (RANK[t.precision], -t.score))
        return place_of_toponym(notes, best)
    for event in group.events:
        place = place_for(notes, event.clause)
        if place.country is not None or place.name is not None:
            return place
    return Place()
