"""Resolvers of calendar expressions: dates, months, weekdays, years, seasons, quarters, holidays."""

from __future__ import annotations

from datetime import date, timedelta

from rashomon.annotators.times.anchors import full_year, valid
from rashomon.annotators.times.context import Context, Reading
from rashomon.annotators.times.grammar import Found
from rashomon.annotators.times.values import (
    Days,
    day_part,
    days_of,
    grain,
    holiday,
    shift,
    value_at,
    weekday_from,
)
from rashomon.annotators.times.words import read_year
from rashomon.model import Span

REL_YEARS = {"this": 0, "last": -1, "next": 1}
NEAR_NUMERIC = 12  # days from the anchor within which an ambiguous date in digits is read
WRONG_SIDE = 250  # days; read on dev: 150 turns past dates into coming ones, 400 misses deadlines
LAST = (
    "last",
    "this past",
    "past",
    "previous",
    "the previous",
    "the last",
    "the past",
    "preceding",
    "the preceding",
)
NEXT = ("next", "the next", "the coming", "coming", "this coming", "following", "the following")
SAME = ("that", "that same", "the same")


def written_year(found: Found, context: Context) -> int | None:
    """The year that an expression writes out, in digits or words."""
    year = found.get("year") or found.get("year1") or (found.get("short") if found.kind == "date" else None)
    if year:
        return full_year(year, context.anchor)
    spoken = found.get("spoken")
    return read_year(spoken, context.lexicon.file) if spoken else None


def relative_year(found: Found, context: Context) -> tuple[int | None, str]:
    """The year of "last year" and the like, and what anchors it."""
    words = found.get("rel") or found.get("rel1") or ""
    first = words.split()[0] if words else ""
    if first in REL_YEARS:
        base = context.base("year")
        return (base.year + REL_YEARS[first] if base else None), context.source
    told = context.reference(("day", "week", "month", "quarter", "season", "half", "year"))
    if not told:
        return None, "none"
    step = -1 if "previous" in words or "before" in words else 1 if "following" in words else 0
    return int(told[:4]) + step, "text"


def read_date(found: Found, context: Context) -> Reading | None:
    """A day of a month: "4 FEB 90", "2 February", "Thursday, April 6"."""
    month, day = context.lexicon.month(found.parts["month"]), context.lexicon.ordinal(found.parts["day"])
    year = written_year(found, context)
    if year is not None:
        exact = valid(year, month, day)
        return Reading(exact.isoformat(), anchor="text") if exact else None
    if valid(2000, month, day) is None:
        return None
    if "rel" in found.parts:
        year, source = relative_year(found, context)
        exact = valid(year, month, day) if year else None
        if exact:
            return Reading(exact.isoformat(), anchor=source)  # type: ignore[arg-type]
    exact, source = place_in_year(found, context, month, day)
    return Reading(exact.isoformat() if exact else f"XXXX-{month:02}-{day:02}", anchor=source)  # type: ignore[arg-type]


def place_in_year(found: Found, context: Context, month: int, day: int) -> tuple[date | None, str]:
    """The date of a month and day without a year.

    The year written shortly before counts ("on 20 October 2020 … on 22 October"); else the anchor's, on the
    side that the tense tells; a stated weekday settles it where it can.
    """
    told, base, source, way = context.told_year(found, month, day), context.base("year"), context.source, 0
    if told and (not base or told != base.year) and not context.just_past(month, day):
        return valid(told, month, day), "text"
    if base is None:
        return None, "none"
    way = {"last": -1, "this past": -1, "next": 1}.get(found.get("which") or "") or context.direction(found)
    candidates = [d for year in (base.year - 1, base.year, base.year + 1) if (d := valid(year, month, day))]
    if "weekday" in found.parts:
        number = context.lexicon.weekday(found.parts["weekday"])
        candidates = [d for d in candidates if d.isoweekday() == number] or candidates
    if context.base("day") is None:
        return min(candidates, key=lambda d: abs(d.year - base.year)), source
    return min(candidates, key=lambda d: distance(d, base, way)), source


def distance(day: date, base: date, way: int) -> float:
    """How far a candidate lies from the anchor; the wrong side of the tense counts WRONG_SIDE days more.

    A past date of up to a day ahead is normal (time zones); untold tense leans to the past. A past verb
    does not always rule: "set a Jan. 14 deadline" is told shortly before it.
    """
    away = (day - base).days
    if way > 0:
        return away if away >= 0 else WRONG_SIDE - away
    if way < 0:
        return -away if away <= 1 else WRONG_SIDE + away
    return -away if away <= 1 else away * 2


def read_iso(found: Found, context: Context) -> Reading | None:
    """An ISO date, perhaps with a time."""
    day = valid(int(found.parts["year"]), int(found.parts["month"]), int(found.parts["day"]))
    if day is None:
        return None
    if "hour" in found.parts:
        return Reading(f"{day.isoformat()}T{found.parts['hour']}:{found.parts['minute']}", "TIME", "text")
    return Reading(day.isoformat(), anchor="text")


def read_numeric(found: Found, context: Context) -> Reading | None:
    """A date in digits; where day and month could change places, only nearness to the anchor settles it.

    "5/1/2024" in a report of 6 January is the fifth of January; in one of July only its year is known.
    """
    a, b, year = int(found.parts["a"]), int(found.parts["b"]), full_year(found.parts["year"], context.anchor)
    day_first, month_first = valid(year, b, a), valid(year, a, b)
    if found.parts["sep"] == ".":
        month_first = None
    known = sorted({d for d in (month_first, day_first) if d})
    if not known:
        return None
    base = context.base("day")
    near = [d for d in known if base and abs((d - base).days) <= NEAR_NUMERIC]
    settled = known if len(known) == 1 else near
    return Reading(settled[0].isoformat() if len(settled) == 1 else f"{year:04}", anchor="text")


def read_day_pair(found: Found, context: Context) -> list[Reading]:
    """ "13 to 14 February", "Aug. 24-25": two days of one month, the month's name with the day beside it."""
    second = Found("date", found.start, found.end, found.parts | {"day": found.parts["day2"]})
    link = context.plain.index(found.parts["link"], found.start + 1, found.end)
    first_span = Span(found.start, link)
    second_span = Span(link + len(found.parts["link"]), found.end)
    readings = []
    for one, span in ((found, first_span), (second, second_span)):
        reading = read_date(one, context)
        if reading:
            readings.append(Reading(reading.value, anchor=reading.anchor, span=span))
    return readings


def read_week_of(found: Found, context: Context) -> Reading:
    """ "The week of March 6"."""
    reading = read_date(found, context)
    days = days_of(reading.value) if reading else None
    if reading is None or days is None:
        return Reading("XXXX-WXX")
    return Reading(value_at(days.first, "week"), anchor=reading.anchor)


def read_month_day(found: Found, context: Context) -> Reading:
    """ "On the 5th", "the 13th of this month": of the month the text tells of, or the anchor's."""
    number, which = context.lexicon.ordinal(found.parts["day"]), found.get("which") or ""
    told = context.reference(("day", "month")) if which in ("", "the", "that") else None
    base = (days_of(told).first if told and days_of(told) else None) or context.base("month")  # type: ignore[union-attr]
    if base is None:
        return Reading(f"XXXX-XX-{number:02}")
    base = shift(base.replace(day=1), {"last": -1, "next": 1}.get(which, 0), "month") or base
    day = valid(base.year, base.month, number)
    today = context.base("day")
    if day and today and not told and not which and day > today and context.looks_back(found):
        earlier = shift(base, -1, "month")
        day = valid(earlier.year, earlier.month, number) if earlier else day
    return Reading(
        day.isoformat() if day else f"XXXX-XX-{number:02}", anchor="text" if told else context.source
    )


def read_weekday(found: Found, context: Context) -> Reading:
    """A weekday, on the side of the anchor that the tense tells."""
    number = context.lexicon.weekday(found.parts["weekday"])
    today, which, week = context.base("day"), found.get("which") or "", found.get("week")
    if which in (
        "the previous",
        "the following",
        "the same",
        "that same",
        "that",
        "the preceding",
        "the next",
    ):
        told = context.reference_day()
        if told:
            step = -1 if which in LAST else 1 if which in NEXT else 0
            day = weekday_from(told + timedelta(days=step), number, step or -1)
            return Reading(day.isoformat(), anchor="text")
    if today is None:
        return Reading(f"XXXX-WXX-{number}")
    if week:
        weeks = 0 if week.startswith("this") else 1 if week.startswith("next") else -1
        monday = today - timedelta(days=today.isoweekday() - 1) + timedelta(days=7 * weeks)
        day = monday + timedelta(days=number - 1)
    elif which in LAST:
        day = weekday_from(today - timedelta(days=1), number, -1)
    elif which in NEXT:
        day = weekday_from(today + timedelta(days=1), number, 1)
    else:
        way = context.direction(found)
        day = weekday_from(today, number, 1 if way > 0 or (which.startswith("this") and way == 0) else -1)
    return Reading(day.isoformat(), anchor=context.source)


def read_weekdays(found: Found, context: Context) -> Reading:
    """ "Every Friday", "Tuesday nights"."""
    if "month" in found.parts:
        return Reading(f"XXXX-{context.lexicon.month(found.parts['month']):02}", "SET", narrative=False)
    number = context.lexicon.weekday(found.get("weekday") or found.parts["plural"])
    part = context.lexicon.file.parts.get(found.get("part") or "", "")
    return Reading(f"XXXX-WXX-{number}{part}", "SET")


def read_weekend(found: Found, context: Context) -> Reading:
    """ "The weekend", "last weekend", "the weekend of March 4"."""
    which, today = found.get("which") or "", context.base("day")
    if "month" in found.parts:
        dated = read_date(
            Found("date", found.start, found.end, found.parts | {"day": found.parts["dom"]}), context
        )
        days = days_of(dated.value) if dated else None
        return (
            Reading(value_at(days.first, "weekend"), anchor=context.source)
            if days
            else Reading("XXXX-WXX-WE")
        )
    if which in SAME:
        today = context.reference_day() or today
    if today is None:
        return Reading("XXXX-WXX-WE")
    if which in NEXT or (which not in LAST and context.direction(found) > 0):
        saturday = weekday_from(today, 6, 1)
    else:
        saturday = weekday_from(
            today - timedelta(days=1) if which in LAST and today.isoweekday() == 6 else today, 6, -1
        )
    return Reading(value_at(saturday, "weekend"), anchor=context.source)


def read_holiday(found: Found, context: Context) -> Reading | None:
    """A holiday: of the year written, or the one on the side of the anchor that the tense tells."""
    name, year, table = found.parts["name"], written_year(found, context), context.lexicon.holidays
    if year is not None:
        day = holiday(name, year, table)
        return Reading(day.isoformat() if day else f"{year:04}", anchor="text")
    base = context.base("day")
    known = [d for y in (-1, 0, 1) if base and (d := holiday(name, base.year + y, table))]
    if not base or not known:
        return Reading("XXXX-XX-XX", narrative=False)
    which, way = found.get("which") or "", context.direction(found)
    if which in LAST:
        day = max(d for d in known if d < base)
    elif which in NEXT:
        day = min((d for d in known if d > base), default=known[-1])
    else:
        near = min(known, key=lambda d: abs((d - base).days))
        close = abs((near - base).days) <= 10
        day = near if close else min(known, key=lambda d: distance(d, base, way))
    return Reading(value_at(day, "week") if "week" in found.parts else day.isoformat(), anchor=context.source)


def read_year_alone(found: Found, context: Context) -> Reading | None:
    """A year in digits or words."""
    year = written_year(found, context)
    return Reading(f"{year:04}", anchor="text") if year else None


def read_year_pair(found: Found, context: Context) -> list[Reading] | None:
    """ "1990-95", "2003-2006": two years; "2023/24" one season of sport or tax is read the same way."""
    first = int(found.parts["year"])
    last_text = found.parts["year2"]
    last = int(last_text) if len(last_text) == 4 else first // 100 * 100 + int(last_text)
    if not first < last <= first + 120:
        return None
    cut = found.start + 4
    return [
        Reading(f"{first:04}", anchor="text", span=Span(found.start, cut)),
        Reading(f"{last:04}", anchor="text", span=Span(found.end - len(last_text), found.end)),
    ]


def read_decade(found: Found, context: Context) -> Reading:
    """ "The 1980s", "the late '80s", "the nineties": of the 20th century unless written out."""
    if "decade" in found.parts:
        return Reading(found.parts["decade"], anchor="text", narrative=False)
    digit = (
        int(found.parts["short"])
        if "short" in found.parts
        else context.lexicon.file.decades[found.parts["word"]]
    )
    return Reading(f"19{digit}" if digit > 2 else f"20{digit}", anchor="text", narrative=False)


def read_century(found: Found, context: Context) -> Reading | None:
    """ "The 20th century" → 19."""
    number = context.lexicon.ordinal(found.parts["ord"])
    return Reading(f"{number - 1:02}", anchor="text", narrative=False) if 1 <= number <= 30 else None


def read_season(found: Found, context: Context) -> Reading:
    """ "Last winter", "the spring of 1995", "this summer"."""
    code = context.lexicon.file.seasons[found.parts["season"]]
    year, source = written_year(found, context), "text"
    if year is None and "rel" in found.parts:
        year, source = relative_year(found, context)
    base, which = context.base("season"), found.get("which") or ""
    if year is None and base is not None:
        source = context.source
        spans = [(y, days_of(f"{y:04}-{code}")) for y in range(base.year - 2, base.year + 2)]
        if which in LAST:
            year = max(y for y, d in spans if d and d.last < base)
        elif which in NEXT or context.direction(found) > 0:
            year = min(y for y, d in spans if d and (d.first > base if which in NEXT else d.last >= base))
        else:
            year = (
                base.year if which.startswith("this") else max(y for y, d in spans if d and d.first <= base)
            )
    return Reading(f"{year:04}-{code}" if year is not None else f"XXXX-{code}", anchor=source)  # type: ignore[arg-type]


def read_quarter(found: Found, context: Context) -> Reading:
    """ "The third quarter", "next year's first quarter", "Q3 2023"."""
    number = (
        int(found.parts["ord"])
        if found.parts["ord"].isdigit()
        else context.lexicon.ordinal(found.parts["ord"])
    )
    year, source = written_year(found, context), "text"
    if year is None and "short" in found.parts:
        year = full_year(found.parts["short"], context.anchor)
    if year is None and ("rel" in found.parts or "rel1" in found.parts):
        year, source = relative_year(found, context)
    base = context.base("month")
    if year is None and base is not None:
        current = (base.month + 2) // 3
        year, source = base.year, context.source
        if number > current and context.looks_back(found) and number - current > 1:
            year -= 1
        if "ago" in found.parts:
            year -= 1
    return Reading(f"{year:04}-Q{number}" if year else f"XXXX-Q{number}", anchor=source)  # type: ignore[arg-type]


def read_half(found: Found, context: Context) -> Reading:
    """ "The first half of 1990"."""
    number = 2 if found.get("ord") in ("second", "last", "latter") else 1
    year, source = written_year(found, context), "text"
    if year is None:
        year, source = relative_year(found, context)
    base = context.base("year")
    if year is None and base:
        year, source = base.year, context.source
    return Reading(f"{year:04}-H{number}" if year else f"XXXX-H{number}", anchor=source)  # type: ignore[arg-type]


__all__ = ["Days", "day_part", "grain"]
