"""Where an incident happened: the finest place that its mentions name, else that of the story they stand in."""

from __future__ import annotations

from dataclasses import replace

from rashomon.annotators.toponyms.happening import meant_by_noun, scene_of
from rashomon.annotators.toponyms.happening import place_of as place_of_toponym
from rashomon.claims.dates import TOLD
from rashomon.claims.groups import Group
from rashomon.gazetteer import middles
from rashomon.model import Annotations, Place, ReportedIncident, Toponym

RANK = {"site": 0, "town": 1, "near": 2, "district": 3, None: 4, "province": 5, "sea": 6, "country": 7}
FINE = RANK[None]  # a name that the gazetteer lacks is that of a small place


def place_of(group: Group, notes: Annotations) -> Place:
    """The place of the first mention whose own sentence names a district or finer; else the finest of those sentences.

    An empty Place when no sentence of the group names a place where it may have happened.
    """
    own = [t for event in group.events if (t := scene_of(notes, event.clause)) is not None]
    fine = next((t for t in own if RANK[t.precision] <= FINE), None)
    if fine is None:
        meant = [t for event in group.events if (t := meant_by_noun(notes, event.clause)) is not None]
        fine = next(
            (t for t in meant if not own or RANK[t.precision] < RANK[min(own, key=rank).precision]), None
        )
    chosen = fine or min(own, key=rank, default=None)
    return place_of_toponym(notes, chosen) if chosen is not None else Place()


def rank(toponym: Toponym) -> tuple[int, float, int]:
    """Finer first, then surer, then earlier."""
    return RANK[toponym.precision], -toponym.score, toponym.span.start


def inherited_places(
    groups: list[Group], incidents: list[ReportedIncident], notes: Annotations
) -> list[ReportedIncident]:
    """Give an incident that no sentence places the place of the story around it.

    What is told of the same day in the same paragraph happened where the incident before it did, and what is told of
    the main incident's day where that one did. Of what happened on other days, and of sums, only the country is known.
    """
    main = next((n for n, i in enumerate(incidents) if i.main), 0)
    story = story_place(groups[main], incidents[main], notes) if incidents else Place()
    placed = sorted(
        (event.trigger.start, number)
        for number, group in enumerate(groups)
        for event in group.events
        if incidents[number].place.name and not incidents[number].aggregate
    )
    return [
        incident
        if incident.place.name
        else replace(incident, place=around(group, incident, placed, incidents, main, story, notes))
        for group, incident in zip(groups, incidents, strict=True)
    ]


def around(
    group: Group,
    incident: ReportedIncident,
    placed: list[tuple[int, int]],
    incidents: list[ReportedIncident],
    main: int,
    story: Place,
    notes: Annotations,
) -> Place:
    """The place of an incident that no sentence places."""
    if incident.id == incidents[main].id:
        return story
    first = group.events[0].trigger.start
    if incident.aggregate or incident.realis not in TOLD:
        return country_of(story)
    paragraph = notes.parse.paragraph_index(first)
    before = [n for at, n in placed if at < first and notes.parse.paragraph_index(at) == paragraph]
    if before and same_days(incidents[before[-1]], incident):
        return incidents[before[-1]].place
    named = scene_of(notes, group.events[0].clause, around=True)
    if named is not None and notes.parse.paragraph_index(named.span.start) == paragraph:
        return place_of_toponym(notes, named)
    return story if same_days(incidents[main], incident) else country_of(story)


def same_days(one: ReportedIncident, other: ReportedIncident) -> bool:
    """Do the dates of two incidents meet, or is one unknown?"""
    a, b = one.date, other.date
    if a.start is None or b.start is None or a.end is None or b.end is None:
        return True
    return a.start <= b.end and b.start <= a.end


def story_place(group: Group, incident: ReportedIncident, notes: Annotations) -> Place:
    """Where the report's main incident happened: as told of itself, else the likeliest place named around it."""
    if incident.place.name:
        return incident.place
    toponym = scene_of(notes, group.events[0].clause, around=True)
    return place_of_toponym(notes, toponym) if toponym is not None else Place()


def country_of(place: Place) -> Place:
    """The country of a place, as a place without a point: a country's middle says nothing of where it happened."""
    if place.country is None:
        return Place()
    middle = middles().get(place.country)
    name = middle.name if middle is not None else None
    return Place(name=name, country=place.country, countries=(place.country,), precision="country")
