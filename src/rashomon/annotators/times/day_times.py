"""Resolvers of times of day: clock times, parts of the day, and the day that they belong to."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date, timedelta

from rashomon.annotators.times.calendar_dates import read_date, read_weekday
from rashomon.annotators.times.context import NEAR_PARAGRAPHS, Context, Reading, Source
from rashomon.annotators.times.grammar import Found
from rashomon.annotators.times.relative_dates import read_deictic
from rashomon.annotators.times.values import Days, days_of

LOOK_AHEAD = 6  # expressions after a bare time of day among which its day is sought
DAY_STEPS = {"last": -1, "yesterday": -1, "tomorrow": 1, "this": 0}
TEXT_STEPS = {"the previous": -1, "the following": 1, "the next": 1, "that": 0, "the same": 0}
HOURS_PARTS = {
    "early": "TMO", "small": "TNI", "wee": "TNI", "late": "TNI", "predawn": "TMO", "pre-dawn": "TMO",
    "dawn": "TMO", "evening": "TEV", "morning": "TMO", "night": "TNI", "afternoon": "TAF",
}  # fmt: skip
WHOLE_WORDS = {
    "overnight": "TNI", "tonight": "TNI", "predawn": "TMO", "pre-dawn": "TMO", "midmorning": "TMO",
    "mid-morning": "TMO", "midafternoon": "TAF", "mid-afternoon": "TAF", "nighttime": "TNI", "night-time":
    "TNI", "lunchtime": "TMI", "lunch-time": "TMI",
}  # fmt: skip


def time_code(found: Found, context: Context) -> str:
    """TIMEX3 code of a time of day: "T09:00", "TNI"."""
    if found.kind == "point":
        return context.lexicon.file.points[found.parts["point"]]
    if found.kind == "clock":
        return clock_code(found, context)
    if "hours" in found.parts:
        return HOURS_PARTS[found.parts["hours"]]
    part = found.parts["part"]
    return WHOLE_WORDS.get(part) or context.lexicon.file.parts[part]


def clock_code(found: Found, context: Context) -> str:
    """A clock time as TIMEX3 ("9:30 p.m." → T21:30); the zone stays out of the value."""
    text = found.parts["hour"]
    hour = int(text) if text.isdigit() else int(context.lexicon.number(text) or 0)
    half = (found.get("half") or "").replace(".", "")
    if half in ("pm", "in the afternoon", "in the evening", "at night") and hour < 12:
        hour += 12
    elif half in ("am", "in the morning") and hour == 12:
        hour = 0
    return f"T{hour:02}:{found.get('minute') or '00'}"


def is_bare(found: Found, plain: str) -> bool:
    """Is a part of the day no expression alone: no day with it, no phrase of time ("night vision")?"""
    if found.kind == "clock" or "which" in found.parts or "hours" in found.parts:
        return found.get("which") in ("a", "an")
    before = plain[max(0, found.start - 14) : found.start].rstrip()
    word = found.get("part") or found.get("point")
    if word in ("overnight", "tonight", "midnight", "noon", "midday"):
        return False
    if found.get("mod") in ("early", "late") or found.get("mod2") in ("early", "late"):
        return not before.endswith(("in the", "the"))
    return not before.endswith(
        ("at", "before", "after", "since", "until", "till", "by", "around", "about", "towards", "near")
    )


def read_day_time(found: Found, context: Context) -> Reading:
    """A time of day that names its day only by the text around it."""
    code = time_code(found, context)
    if found.get("part") == "overnight":
        return overnight(context)
    day, source = its_day(found, context)
    if day is None:
        return Reading(f"XXXX-XX-XX{code}", "TIME", narrative=False)
    return Reading(day.isoformat() + code, "TIME", source)


def its_day(found: Found, context: Context) -> tuple[date | None, Source]:
    """The day of a time of day: the anchor's for "this morning", the one told of for "the next morning"."""
    which, today, told = found.get("which") or "", context.base("day"), context.reference_day()
    if which == "the" and found.kind == "part" and names_event(found, context):
        return None, "none"
    if re.search(
        r"\bsince (?:about |around |shortly after )?$", context.plain[max(0, found.start - 24) : found.start]
    ):
        return today, context.source
    if found.get("part") == "tonight" or which in DAY_STEPS:
        step = 0 if found.get("part") == "tonight" else DAY_STEPS[which]
        return (today + timedelta(days=step) if today else None), context.source
    if which in TEXT_STEPS and told:
        return told + timedelta(days=TEXT_STEPS[which]), "text"
    if which in ("that", "the same"):
        return None, "none"
    ahead = day_ahead(found, context)
    if ahead:
        return ahead
    if told and in_passage(found, context):
        return told, "text"
    if which in ("the previous", "the next", "the following") and today:
        return today + timedelta(days=TEXT_STEPS[which]), context.source
    return (today, context.source) if today else (told, "text" if told else "none")


def day_ahead(found: Found, context: Context) -> tuple[date, Source] | None:
    """The day that the rest of the sentence names ("at 4 a.m. … on Saturday"), if none came before."""
    sentence = context.parse.sentence_of(found.start)
    last = context.last_day_offset()
    if last is not None and sentence.start <= last < found.start:
        return None
    first = bisect_left(context.upcoming, found.end, key=lambda other: other.start)
    for other in context.upcoming[first : first + LOOK_AHEAD]:
        if other.start < sentence.end and other.kind in ("weekday", "date", "deictic"):
            reading = (
                read_weekday
                if other.kind == "weekday"
                else read_date
                if other.kind == "date"
                else read_deictic
            )(other, context)
            days = days_of(reading.value) if reading else None
            return (days.first, reading.anchor) if reading and days else None
    return None


def names_event(found: Found, context: Context) -> bool:
    """Does an event follow that the day counts from ("the day before an election", "the night they fled")?"""
    if not context.plain[found.end : found.end + 1].isspace():
        return False
    token = context.parse.token_at(found.end)
    following = context.parse.doc[min(token.i + 1, len(context.parse.doc) - 1)]
    following = token if token.idx > found.end - 1 else following
    return following.pos_ in ("DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM") or following.tag_ == "VBG"


def in_passage(found: Found, context: Context) -> bool:
    """Was the day told of in this paragraph or shortly before?"""
    here = context.parse.paragraph_index(found.start)
    last = context.last_day_offset()
    return last is not None and here - context.parse.paragraph_index(last) <= NEAR_PARAGRAPHS + 1


def overnight(context: Context) -> Reading:
    """The night before the report: it may be either day."""
    today = context.base("day")
    if today is None:
        return Reading("XXXX-XX-XXTNI", "TIME", narrative=False)
    before = today - timedelta(days=1)
    return Reading(
        before.isoformat() + "TNI", "TIME", context.source, Days(before, today, "days"), narrative=False
    )


def read_day_before(found: Found, context: Context) -> Reading | None:
    """ "The evening before", "the day after", "the night before last"."""
    unit, way = found.parts["unit"], found.parts["way"]
    if unit in ("week", "month", "year"):
        return None
    if way in ("before", "after") and names_event(found, context):
        return None
    today, told = context.base("day"), context.reference_day()
    if way == "before last":
        base, source, step = today, context.source, -2
    else:
        base, source = (told, "text") if told else (today, context.source)
        step = -1 if way in ("before", "earlier") else 1
    code = context.lexicon.file.parts.get(unit, "")
    if base is None:
        return Reading(f"XXXX-XX-XX{code}", "TIME" if code else "DATE", narrative=False)
    return Reading((base + timedelta(days=step)).isoformat() + code, "TIME" if code else "DATE", source)
