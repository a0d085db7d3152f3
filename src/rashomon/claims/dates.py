"""When an incident happened, as whole days with a precision."""

from __future__ import annotations

from datetime import date

from rashomon.claims.groups import Group
from rashomon.model import Annotations, DatePrecision, DateRange, Time

RANK = {"day": 0, "days": 1, "week": 2, "month": 3, "year": 4, "unknown": 5}


def date_of(group: Group, notes: Annotations) -> DateRange:
    """The most exact date that the group's mentions give; the first of those equally exact."""
    found = [
        range_of(notes.times[role.index])
        for event in group.events
        for role in event.roles
        if role.role == "date"
        and role.layer == "times"
        and role.index is not None
        and role.stance != "denies"
    ]
    known = [d for d in found if d.start is not None]
    return min(known, key=lambda d: RANK[d.precision]) if known else DateRange()


def range_of(time: Time) -> DateRange:
    """The days of a time expression; unknown when nothing anchors it."""
    if time.earliest is None or time.latest is None or time.type in ("DURATION", "SET"):
        return DateRange()
    return DateRange(time.earliest, time.latest, precision_of(time))


def precision_of(time: Time) -> DatePrecision:
    """day, days, week, month or year, from the width of the interval."""
    assert time.earliest is not None and time.latest is not None
    days = (date.fromisoformat(time.latest) - date.fromisoformat(time.earliest)).days + 1
    if days == 1:
        return "day"
    if time.precision == "week" or days == 7:
        return "week" if time.precision == "week" else "days"
    if days < 27:
        return "days"
    return "month" if days <= 92 else "year"


def iso_value(value: DateRange) -> str | None:
    """The shortest ISO form of a range: a day, a month, a year, or first/last day.

    >>> iso_value(DateRange("2023-12-01", "2023-12-31", "month"))
    '2023-12'
    """
    if value.start is None or value.end is None:
        return None
    if value.start == value.end:
        return value.start
    start, end = date.fromisoformat(value.start), date.fromisoformat(value.end)
    following = date.fromordinal(end.toordinal() + 1)
    if start.day == 1 and following.day == 1:
        if (start.year, start.month) == (end.year, end.month):
            return value.start[:7]
        if start.month == 1 and (end.year, end.month) == (start.year, 12):
            return value.start[:4]
        return f"{value.start[:7]}/{value.end[:7]}"
    return f"{value.start}/{value.end}"
