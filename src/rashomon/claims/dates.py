"""When an incident happened, as whole days with a precision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rashomon.annotators.times import anchors_of, dateline_time, tells_of_speaking, time_of
from rashomon.annotators.times import date_of as days_of_time
from rashomon.claims.groups import Group
from rashomon.model import Annotations, DateRange, Event, ReportedIncident, Time

TOLD = ("occurred", "attempted", "reported_false")  # realis of what is told as past
RANK = {"day": 0, "days": 1, "week": 2, "month": 3, "year": 4, "unknown": 5}


def date_of(group: Group, notes: Annotations) -> DateRange:
    """The most exact date that the group's mentions give; the first of those equally exact.

    A sum of many happenings covers a time: a span goes before a day, and a day told beside it is another's. The day on
    which somebody spoke dates nothing.
    """
    summed = group.events[0].aggregate
    given = [
        (event, notes.times[role.index])
        for event in group.events
        for role in event.roles
        if role.role == "date"
        and role.layer == "times"
        and role.index is not None
        and role.stance != "denies"
    ]
    nearest = [
        (event, time)
        for event in group.events
        if (time := time_of(notes, event.trigger)) is not None and not (summed and time.precision == "day")
    ]
    for pairs in (given, nearest):
        ranges = [range_of(notes, t, summed=summed) for event, t in pairs if not speaks(notes, event, t)]
        known = [days for days in ranges if days.start is not None]
        if known:
            return min(known, key=lambda d: (summed and d.precision == "day", RANK[d.precision]))
    return DateRange()


def speaks(notes: Annotations, event: Event, time: Time) -> bool:
    """Is a time that of speaking about the event? "Condemned the 5 December bombing" names the event's own."""
    if not tells_of_speaking(notes, time):
        return False
    trigger, head = notes.parse.head(event.trigger), notes.parse.head(time.span)
    return trigger.i != head.i and not (trigger.pos_ == "NOUN" and trigger.is_ancestor(head))


def range_of(notes: Annotations, time: Time, *, summed: bool = False) -> DateRange:
    """The days that a time expression gives an event; unknown when nothing anchors it.

    What a sum counts "after the 5 December bombing", or "after the war broke out in October", runs from then to the
    report's day.
    """
    days = days_of_time(notes, time)
    if not summed or days.start is None or days.end is None:
        return days
    today = report_date(notes)
    open_day = days.precision == "day" and follows(notes, time)
    if today is not None and today > days.end and (open_day or opens_span(notes, time)):
        return DateRange(days.start, today, "days" if days.precision == "day" else days.precision)
    return days


def follows(notes: Annotations, time: Time) -> bool:
    """Does "after" or "following" stand before a time?"""
    before = notes.doc.text[max(0, time.span.start - 16) : time.span.start].lower().split()
    return bool(before) and before[-1] in ("after", "following")


def opens_span(notes: Annotations, time: Time) -> bool:
    """Is a time that of a clause with "after" or "since" under a verb in the present perfect?"""
    for verb in notes.parse.head(time.span).ancestors:
        if verb.dep_ != "advcl":
            continue
        marks = {c.lower_ for c in verb.children if c.dep_ in ("mark", "prep", "advmod")}
        perfect = any(
            c.dep_ == "aux" and c.lower_ in ("has", "have", "'ve", "’ve") for c in verb.head.children
        )
        return perfect and bool(marks & {"after", "since"})
    return False


def report_date(notes: Annotations) -> str | None:
    """The day of the report, from its dateline or its publication."""
    anchors = anchors_of(notes)
    own = anchors.get("dateline") or anchors.get("published")
    return own.end if own else None


def inherited_dates(
    groups: list[Group], incidents: list[ReportedIncident], notes: Annotations
) -> list[ReportedIncident]:
    """Give an undated incident the day of the story it is told in.

    A report that tells of one day does not repeat it in every sentence. An incident without a time of its
    own, told as having happened, takes the last day told of before it in its paragraph, else the date of the
    report's main incident. Sums of many happenings, and what is told in the pluperfect, stay undated.
    """
    main = next((i.date for i in incidents if i.main and dates_the_story(i)), DateRange())
    days = [
        (event.trigger.start, incident.date)
        for group, incident in zip(groups, incidents, strict=True)
        for event in group.events
        if incident.date.start and not incident.aggregate and incident.date.precision in ("day", "days")
    ]
    days = sorted(days + scene_days(notes), key=lambda item: item[0])
    return [
        incident
        if incident.date.start or incident.aggregate or incident.realis not in TOLD
        else replace(incident, date=story_date(group, incident, days, main, notes))
        for group, incident in zip(groups, incidents, strict=True)
    ]


def dates_the_story(incident: ReportedIncident) -> bool:
    """Is an incident's date one that others share? Of a sum ("22 died in Tuesday's protests"), if it is of days."""
    return incident.date.start is not None and (
        not incident.aggregate or incident.date.precision in ("day", "days")
    )


def story_date(
    group: Group,
    incident: ReportedIncident,
    days: list[tuple[int, DateRange]],
    main: DateRange,
    notes: Annotations,
) -> DateRange:
    """The date of the story around an undated group."""
    trigger = group.events[0].trigger
    paragraph = notes.parse.paragraph_index(trigger.start)
    same = [d for at, d in days if at < trigger.start and notes.parse.paragraph_index(at) == paragraph]
    if same:
        return same[-1]
    return main if incident.main or not pluperfect(notes.parse.head(trigger)) else DateRange()


def scene_days(notes: Annotations) -> list[tuple[int, DateRange]]:
    """Where the text names a day or a time of a day, and the day; days of speaking and datelines left out."""
    line = dateline_time(notes)
    return [
        (time.span.start, range_of(notes, time))
        for time in notes.times
        if time is not line
        and time.type in ("DATE", "TIME")
        and time.earliest is not None
        and time.precision in ("day", "days")
        and not tells_of_speaking(notes, time)
    ]


def pluperfect(verb: Any) -> bool:
    """Does a verb tell of what was past already ("had fired")?"""
    return any(child.dep_ in ("aux", "auxpass") and child.lower_ == "had" for child in verb.children)
