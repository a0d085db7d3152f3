"""When an incident happened, as whole days with a precision."""

from __future__ import annotations

from dataclasses import replace

from rashomon.annotators.times import date_of as days_of_time
from rashomon.annotators.times import time_of
from rashomon.claims.groups import Group
from rashomon.model import Annotations, DateRange, ReportedIncident, Time

TOLD = ("occurred", "attempted", "reported_false")  # realis of what is told as past
RANK = {"day": 0, "days": 1, "week": 2, "month": 3, "year": 4, "unknown": 5}


def date_of(group: Group, notes: Annotations) -> DateRange:
    """The most exact date that the group's mentions give; the first of those equally exact."""
    found = [
        range_of(notes, notes.times[role.index])
        for event in group.events
        for role in event.roles
        if role.role == "date"
        and role.layer == "times"
        and role.index is not None
        and role.stance != "denies"
    ]
    known = [d for d in found if d.start is not None]
    if not known:
        times = [time_of(notes, event.trigger) for event in group.events]
        known = [d for d in (range_of(notes, t) for t in times if t is not None) if d.start is not None]
    return min(known, key=lambda d: RANK[d.precision]) if known else DateRange()


def range_of(notes: Annotations, time: Time) -> DateRange:
    """The days that a time expression gives an event; unknown when nothing anchors it."""
    return days_of_time(notes, time)


def inherited_dates(
    groups: list[Group], incidents: list[ReportedIncident], notes: Annotations
) -> list[ReportedIncident]:
    """Give an undated incident the day of the story it is told in.

    A report that tells of one day does not repeat it in every sentence. An incident without a time of its
    own, told as having
    happened, takes the date of the last dated incident before it in its paragraph, else that of the
    report's main incident when it
    is no background itself. Sums of many happenings, and what is told in the pluperfect outside the main
    story, stay undated.
    """
    main = next((i.date for i in incidents if i.main and i.date.start and not i.aggregate), DateRange())
    dated = [
        (event.trigger.start, incident.date)
        for group, incident in zip(groups, incidents, strict=True)
        for event in group.events
        if incident.date.start and not incident.aggregate and incident.date.precision in ("day", "days")
    ]
    dated.sort(key=lambda item: item[0])
    return [
        incident
        if incident.date.start or incident.aggregate or incident.realis not in TOLD
        else replace(incident, date=story_date(group, incident, dated, main, notes))
        for group, incident in zip(groups, incidents, strict=True)
    ]


def story_date(
    group: Group,
    incident: ReportedIncident,
    dated: list[tuple[int, DateRange]],
    main: DateRange,
    notes: Annotations,
) -> DateRange:
    """The date of the story around an undated group."""
    first = group.events[0].trigger.start
    paragraph = notes.parse.paragraph_index(first)
    same = [d for at, d in dated if at < first and notes.parse.paragraph_index(at) == paragraph]
    if same:
        return same[-1]
    return main if incident.main else DateRange()
