"""From matches to times: joins a day and its time of day, then reads each match in the order of the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from rashomon.annotators.times import calendar_dates as dates
from rashomon.annotators.times import day_times, relative_dates
from rashomon.annotators.times.context import Context, Reading, note
from rashomon.annotators.times.grammar import Found
from rashomon.annotators.times.month_dates import read_month
from rashomon.annotators.times.values import day_part, days_of, grain
from rashomon.model import Span, Time

Resolver = Callable[[Found, Context], "Reading | list[Reading] | None"]

RESOLVERS: dict[str, Resolver] = {
    "date": dates.read_date,
    "iso": dates.read_iso,
    "numeric": dates.read_numeric,
    "day_pair": dates.read_day_pair,
    "month": read_month,
    "week_of": dates.read_week_of,
    "month_day": dates.read_month_day,
    "weekday": dates.read_weekday,
    "weekdays": dates.read_weekdays,
    "weekend": dates.read_weekend,
    "holiday": dates.read_holiday,
    "year": dates.read_year_alone,
    "year_pair": dates.read_year_pair,
    "decade": dates.read_decade,
    "century": dates.read_century,
    "season": dates.read_season,
    "quarter": dates.read_quarter,
    "half": dates.read_half,
    "deictic": relative_dates.read_deictic,
    "back": relative_dates.read_back,
    "unit": relative_dates.read_unit,
    "shift": relative_dates.read_shift,
    "same_period": relative_dates.read_same_period,
    "whole": relative_dates.read_whole,
    "this_period": relative_dates.read_this_period,
    "span": relative_dates.read_span,
    "duration": relative_dates.read_duration,
    "set": relative_dates.read_set,
    "reference": relative_dates.read_reference,
    "clock": day_times.read_day_time,
    "part": day_times.read_day_time,
    "point": day_times.read_day_time,
    "day_before": day_times.read_day_before,
}
DAY_KINDS = frozenset({"date", "weekday", "deictic", "back", "holiday", "iso", "month_day", "day_before"})
LONGEST_LINK = 40  # characters
CLOCK_KINDS = frozenset({"clock", "part", "point"})
# Between a day and its time of day, in either order.
LINK = re.compile(
    r"[ ,)]*(?:(?:on|of|at|in|from|before|after|around|about|by|shortly before|shortly after|just before|"
    r"just after|at about|at around|'s|in the|local time on|local time)[ ,]*)*(?:the )?$"
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A day and a time of day that are one expression ("9 a.m. EST Tuesday")."""

    day: Found | None
    time: Found | None
    start: int
    end: int


def join(found: list[Found], plain: str) -> list[Joined]:
    """Neighbouring days and times of day as one; bare parts of the day that join nothing are dropped."""
    joined: list[Joined] = []
    position = 0
    while position < len(found):
        here = found[position]
        following = found[position + 1] if position + 1 < len(found) else None
        if following and pairs(here, following) and linked(here, following, plain):
            day, time = (here, following) if here.kind in DAY_KINDS else (following, here)
            end, position = following.end, position + 2
            third = found[position] if position < len(found) else None
            if (
                third
                and third.kind in CLOCK_KINDS
                and not third.get("which")
                and linked_after(end, third, plain)
            ):
                time = third if third.kind == "clock" else time
                end, position = third.end, position + 1
            joined.append(Joined(day, time, here.start, end))
            continue
        twin = found[position + 2] if position + 2 < len(found) else None
        if following and twin and twins(here, following, twin, plain):
            joined.append(Joined(twin, here, here.start, here.end))
            joined.append(Joined(twin, following, following.start, twin.end))
            position += 3
            continue
        position += 1
        if here.kind in CLOCK_KINDS:
            if not day_times.is_bare(here, plain):
                joined.append(Joined(None, here, here.start, here.end))
        else:
            joined.append(Joined(here, None, here.start, here.end))
    return joined


def twins(a: Found, b: Found, day: Found, plain: str) -> bool:
    """Are these one time in two zones and its day ("10:35 a.m. (0735 GMT) Friday")?"""
    if a.kind != "clock" or b.kind != "clock" or day.kind not in DAY_KINDS:
        return False
    return plain[a.end : b.start].strip(" .") == "(" and linked(b, day, plain)


def linked(a: Found, b: Found, plain: str) -> bool:
    """Do only linking words stand between two matches? The full stop of "a.m." may."""
    between = plain[a.end : b.start]
    if a.kind == "clock" and plain[a.end - 1] == "m":
        between = between.removeprefix(".")
    return len(between) < LONGEST_LINK and LINK.match(between) is not None


def linked_after(end: int, third: Found, plain: str) -> bool:
    """Does a further time of day follow a day and a part of it ("Thursday morning at 9 a.m.")?"""
    between = plain[end : third.start]
    return len(between) < LONGEST_LINK and LINK.match(between) is not None


def pairs(a: Found, b: Found) -> bool:
    """Is one a day and the other a time of day that names no day itself?"""
    time = a if a.kind in CLOCK_KINDS else b
    if time.get("which") in ("this", "last", "that", "tomorrow", "yesterday") or time.get("part") in (
        "tonight",
        "overnight",
    ):
        return False
    return {a.kind in DAY_KINDS, b.kind in DAY_KINDS} == {True, False} and time.kind in CLOCK_KINDS


def read_all(joined: list[Joined], context: Context) -> list[Time]:
    """Times of a text, in order; each may refer to those before it."""
    times: list[Time] = []
    for one in joined:
        for reading in readings(one, context):
            times.append(time_from(one, reading))
    return times


def readings(one: Joined, context: Context) -> list[Reading]:
    """What a joined expression means; nothing when it turns out to be no time."""
    found = one.day or one.time
    assert found is not None
    if one.day and one.time:
        found = Found(found.kind, one.start, one.end, found.parts)
    result = RESOLVERS[found.kind](found, context)
    listed = [] if result is None else result if isinstance(result, list) else [result]
    if one.day and one.time and len(listed) == 1:
        listed = [with_time(listed[0], day_times.time_code(one.time, context))]
    for reading in listed:
        note(context, found, reading, explicit=bool({"year", "spoken"} & set(found.parts)))
    return listed


def with_time(reading: Reading, code: str) -> Reading:
    """A day with its time of day."""
    if grain(reading.value) == "day" or reading.value.startswith("XXXX"):
        return Reading(day_part(reading.value) + code, "TIME", reading.anchor, reading.days)
    return reading


def time_from(one: Joined, reading: Reading) -> Time:
    """The annotation of a reading."""
    days = reading.days or (days_of(reading.value) if reading.type in ("DATE", "TIME") else None)
    return Time(
        span=reading.span or Span(one.start, one.end),
        type=reading.type,
        value=reading.value,
        earliest=days.first.isoformat() if days else None,
        latest=days.last.isoformat() if days else None,
        precision=days.precision if days else "unknown",
        anchor=reading.anchor,
    )
