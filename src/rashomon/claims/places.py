"""Where an incident happened: the finest place that its mentions name."""

from __future__ import annotations

from rashomon.annotators.toponyms.happening import place_for
from rashomon.annotators.toponyms.happening import place_of as place_of_toponym
from rashomon.claims.groups import Group
from rashomon.model import Annotations, Event, Place, Toponym

RANK = {"site": 0, "town": 1, "near": 2, "district": 3, "province": 4, "sea": 5, "country": 6, None: 7}


def place_of(group: Group, notes: Annotations) -> Place:
    """The place of the first mention that names a town or finer; else the finest that any names;
    else where the first happens.
    """
    named = [located(event, notes) for event in group.events]
    for toponyms in named:
        fine = [t for t in toponyms if RANK[t.precision] <= RANK["district"]]
        if fine:
            return place_of_toponym(notes, min(fine, key=lambda t: (RANK[t.precision], -t.score)))
    coarse = [t for toponyms in named for t in toponyms]
    if coarse:
        return place_of_toponym(notes, min(coarse, key=lambda t: (RANK[t.precision], -t.score)))
    for event in group.events:
        place = place_for(notes, event.clause)
        if place.country is not None or place.name is not None:
            return place
    return Place()


def located(event: Event, notes: Annotations) -> list[Toponym]:
    """The toponyms in an event's place roles that are known at least by country."""
    found = [
        notes.toponyms[role.index]
        for role in event.roles
        if role.role == "place"
        and role.layer == "toponyms"
        and role.index is not None
        and role.stance != "denies"
    ]
    return [t for t in found if t.lat is not None or t.country is not None]
