"""Resolvers of relative expressions: today, last month, three days earlier, that year; lengths and sets."""

from __future__ import annotations

import re
from datetime import date, timedelta

from rashomon.annotators.times.calendar_dates import LAST, NEXT, SAME
from rashomon.annotators.times.context import Context, Reading, Source
from rashomon.annotators.times.grammar import Found
from rashomon.annotators.times.values import UNIT_GRAINS, Days, days_of, duration, grain, shift, value_at
from rashomon.annotators.times.words import words
from rashomon.model import Span

UNKNOWN_VALUES = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX", "year": "XXXX",
    "decade": "XXX", "century": "XX",
}  # fmt: skip
COARSE = ("quarter", "half", "year", "month", "season")


def read_deictic(found: Found, context: Context) -> Reading:
    """ "Today", "yesterday", "tomorrow": days from the anchor."""
    word = found.parts["day"]
    step = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}[word]
    today = context.base("day")
    if word == "tonight":
        return Reading((today.isoformat() if today else "XXXX-XX-XX") + "TNI", "TIME", context.source)
    if today is None:
        return Reading("XXXX-XX-XX")
    return Reading((today + timedelta(days=step)).isoformat(), anchor=context.source)


def read_back(found: Found, context: Context) -> Reading:
    """ "The day before yesterday", "the day after tomorrow"."""
    today = context.base("day")
    if today is None:
        return Reading("XXXX-XX-XX")
    return Reading(
        (today + timedelta(days=-2 if "yesterday" in found.parts["day"] else 2)).isoformat(),
        anchor=context.source,
    )


def read_unit(found: Found, context: Context) -> Reading | None:
    """ "Last month", "this week", "the following year", "that day", "the end of the month"."""
    if "unit" not in found.parts:
        return whole_unit(found, context, "year")
    letter = context.lexicon.unit(found.parts["unit"])
    kind = UNIT_GRAINS.get(letter)
    if kind is None:
        return None
    which = found.get("which")
    if which == "that" and kind == "day" and not context.reference(("day",)):
        return None
    if which is None:
        return whole_unit(found, context, kind)
    if which in (
        "following",
        "the following",
        "preceding",
        "the preceding",
        "previous",
        "the previous",
    ) or which in (*SAME, "same"):
        return from_text(found, context, kind, which)
    if kind == "day":
        if which in ("next", "the next"):
            return from_text(found, context, kind, which)
        return None
    base = context.base(kind)
    if which in ("past", "the past") and kind in ("decade", "century"):
        return read_span(
            Found("span", found.start, found.end, {**found.parts, "which": which, "num": "one"}), context
        )
    if base is None:
        return Reading(UNKNOWN_VALUES[kind])
    step = -1 if which in LAST else 1 if which in NEXT else 0
    moved = shift(base, step, kind)
    value = value_at(moved, kind) if moved else UNKNOWN_VALUES[kind]
    days = context.past_part(found, days_of(value)) if step == 0 else None
    return Reading(value, anchor=context.source, days=days)


def whole_unit(found: Found, context: Context, kind: str) -> Reading:
    """ "The end of the month": the unit that holds the time told of, or the anchor."""
    base = context.base(kind)
    if base is None:
        return Reading(UNKNOWN_VALUES[kind])
    edge = found.get("edge")
    if edge and "year" in edge and edge != "year":
        since = re.search(r"\bsince\s+$", context.plain[max(0, found.start - 8) : found.start])
        return Reading(f"{base.year - bool(since):04}-12-31", anchor=context.source)
    return Reading(value_at(base, kind), anchor=context.source)


def from_text(found: Found, context: Context, kind: str, which: str) -> Reading:
    """ "That day", "the following year": counted from the last time of the text that is fine enough."""
    finer = {"day": ("day",), "week": ("day", "week"), "month": ("day", "month")}.get(
        kind, ("day", "week", "month", "quarter", "season", "half", "year")
    )
    told = context.reference(finer)
    days = days_of(told) if told else None
    step = -1 if which in LAST or which == "preceding" else 1 if which in NEXT else 0
    source: Source = "text"
    base = days.first if days else None
    if base is None and which in (
        "previous",
        "the previous",
        "preceding",
        "the preceding",
        "next",
        "the next",
    ):
        base, source = context.base(kind), context.source
    if base is None:
        return Reading(UNKNOWN_VALUES[kind], narrative=False)
    moved = shift(base, step, kind)
    return Reading(value_at(moved, kind) if moved else UNKNOWN_VALUES[kind], anchor=source)


def read_shift(found: Found, context: Context) -> Reading | None:
    """ "Three days ago", "a year earlier", "two weeks later"."""
    way, letter = found.parts["way"], context.lexicon.unit(found.parts["unit"])
    amount = context.lexicon.number(found.parts["num"])
    if "numtail" in found.parts and amount is not None:
        amount += 0.5
    kind = UNIT_GRAINS.get(letter)
    if way == "since":
        return None
    if amount is None and way not in ("ago", "previously"):
        return Reading(duration(None, letter), "DURATION", narrative=False)
    if amount is None:
        return Reading(
            "PAST_REF" if way in ("ago", "earlier", "before", "previously") else "FUTURE_REF", narrative=False
        )
    backward = way in ("ago", "earlier", "before", "previously", "beforehand", "since")
    if way in ("before", "after"):
        return beside_event(found, context, amount, letter, backward=way == "before")
    if kind is None:
        return clock_shift(found, context, amount, letter, backward)
    step = -amount if backward else amount
    compared = read_year_before(found, context, amount, kind, backward=backward)
    if compared:
        return compared
    if way in ("ago", "from now", "hence", "from today"):
        base, source = context.base(kind), context.source
    else:
        base, source, kind = told_base(context, kind)
    if base is None:
        return Reading(UNKNOWN_VALUES[kind])
    moved = shift_by(base, step, kind, letter)
    return Reading(value_at(moved, kind), anchor=source) if moved else Reading(UNKNOWN_VALUES[kind])


def read_year_before(
    found: Found, context: Context, amount: float, kind: str, *, backward: bool
) -> Reading | None:
    """ "A year ago" beside a quarter or half that the passage tells of means that period a year before."""
    if kind != "year" or not backward or amount != 1:
        return None
    told = context.period(found)
    days = days_of(told) if told else None
    moved = shift(days.first, -1, "year") if days else None
    if not told or not moved:
        return None
    return Reading(value_at(moved, grain(told) or "year"), anchor="text", narrative=False)


def shift_by(base: date, step: float, kind: str, letter: str) -> date | None:
    """A shift that may hold a half ("a year and a half ago" = 18 months)."""
    if step == int(step):
        return shift(base, int(step) * (1 if letter != "L" else 10), kind)
    smaller, per = {"year": ("month", 12), "month": ("day", 30), "week": ("day", 7)}.get(kind, (kind, 1))
    return shift(base, round(step * per), smaller)


def told_base(context: Context, kind: str) -> tuple[date | None, Source, str]:
    """What "earlier" and "later" count from (the last time told of, else the anchor), and the grain."""
    finer = (
        ("day",)
        if kind == "day"
        else ("day", "week")
        if kind == "week"
        else ("day", "week", "month", *COARSE)
    )
    told = context.reference(finer)
    days = days_of(told) if told else None
    if told and days:
        return days.first, "text", kind
    return context.base(kind), context.source, kind


def clock_shift(found: Found, context: Context, amount: float, letter: str, backward: bool) -> Reading:
    """ "Two hours later", "24 hours ago": a length, with the day where hours make whole days."""
    today = context.base("day") if found.parts["way"] == "ago" else context.reference_day()
    length = duration(amount, letter)
    if letter != "TH" or today is None or amount > 24 * 30:
        return Reading(length, "DURATION", narrative=False)
    moved = shift(today, round(amount / 24) * (-1 if backward else 1), "day")
    if amount < 12 or moved is None:
        return Reading(length, "DURATION", narrative=False)
    return Reading(moved.isoformat(), anchor="text" if found.parts["way"] != "ago" else context.source)


def beside_event(found: Found, context: Context, amount: float, letter: str, *, backward: bool) -> Reading:
    """ "A day after the attack", "three years before the war": a length; its days are those of that event.

    "On Monday, two days after the blast" puts the blast on Saturday. Without a day in the sentence the
    length is counted from the report's own day, so the event's day is known only where the anchor is.
    """
    kind, length = UNIT_GRAINS.get(letter), duration(amount, letter)
    after = context.plain[found.end : found.end + 12].lstrip()
    if kind is None or amount != int(amount):
        return Reading(length, "DURATION", narrative=False)
    if not after[:1].isalpha() and after[:1] != '"':  # "a day after." means later
        base, source, kind = told_base(context, kind)
        moved = shift(base, int(-amount if backward else amount), kind) if base else None
        return Reading(value_at(moved, kind), anchor=source) if moved else Reading(UNKNOWN_VALUES[kind])
    sentence = context.parse.sentence_of(found.start)
    told = (one for one in reversed(context.told) if one.offset >= sentence.start and one.grain == "day")
    near = next(told, None)
    base, source = (near.days.first, "text") if near else (context.base(kind), context.source)
    if base is None or context.direction(found) > 0:
        return Reading(length, "DURATION", narrative=False)
    moved = shift(base, int(amount if backward else -amount), kind)
    covered = days_of(value_at(moved, "day" if kind == "week" else kind)) if moved else None
    return Reading(length, "DURATION", source if covered else "none", covered, narrative=False)


def read_same_period(found: Found, context: Context) -> Reading:
    """ "The year-ago quarter", "the same period last year", "the 1988 period": the period told of, then."""
    if "year" in found.parts:
        told = context.period(found)
        return Reading(found.parts["year"] + (told[4:] if told else ""), anchor="text", narrative=False)
    told = context.period(found) or context.reference(("month",))
    days = days_of(told) if told else None
    if told and days:
        moved = shift(days.first, -1, "year")
        value = value_at(moved, grain(told) or "year") if moved else "XXXX"
        return Reading(value, anchor="text", narrative=False)
    base = context.base("year")
    return Reading(f"{base.year - 1:04}" if base else "XXXX", anchor=context.source, narrative=False)


def read_this_period(found: Found, context: Context) -> Reading | None:
    """ "The latest quarter", "the current quarter": the last one told of that has ended, or the anchor's."""
    if found.parts["which"] == "the latest":
        told = context.reference(("quarter",), until=context.base("quarter")) or context.reference(
            ("quarter",)
        )
        if told:
            return Reading(told, anchor="text")
        return this_quarter(context, -1) if found.parts["unit"] == "quarter" else None
    return this_quarter(context, 0) if found.parts["unit"] == "quarter" else None


def read_whole(found: Found, context: Context) -> Reading:
    """ "The quarter": the one told of, or the anchor's; "the year ended May 31" is a length."""
    unit = found.parts["unit"]
    if unit == "quarter":
        told = context.reference(("quarter",))
        return Reading(told, anchor="text") if told else this_quarter(context, 0)
    if context.plain.startswith((" ended", " ending"), found.end):
        return Reading(duration(1.0, context.lexicon.unit(unit)), "DURATION", narrative=False)
    base = context.base(unit)
    return Reading(
        value_at(base, unit) if base else UNKNOWN_VALUES[unit], anchor=context.source, narrative=False
    )


def this_quarter(context: Context, step: int) -> Reading:
    """The anchor's quarter, or one beside it."""
    base = context.base("quarter")
    moved = shift(base, step, "quarter") if base else None
    return Reading(value_at(moved, "quarter") if moved else "XXXX-QX", anchor=context.source)


def read_span(found: Found, context: Context) -> Reading:
    """ "The past two weeks", "the last 24 hours": a length that ends or begins at the anchor."""
    which, letter = found.parts["which"], context.lexicon.unit(found.parts["unit"])
    number = found.get("num")
    amount = (
        context.lexicon.number(number.removeprefix("a ") if number == "a couple of" else number)
        if number
        else None
    )
    if number in ("couple of", "a couple of"):
        amount = 2.0
    kind = UNIT_GRAINS.get(letter)
    today = context.base("day")
    hours = letter == "TH" and amount is not None and amount >= 24
    if (
        amount is None
        or today is None
        or (kind is None and not hours)
        or "first" in which
        or "final" in which
    ):
        return Reading(duration(amount, letter), "DURATION", narrative=False)
    back = any(word in which for word in ("past", "last", "previous", "preceding"))
    step = round(amount / 24) if hours else int(amount)
    other = shift(today, -step if back else step, "day" if hours or kind is None else kind)
    if other is None:
        return Reading(duration(amount, letter), "DURATION", narrative=False)
    first, last = min(today, other), max(today, other)
    days = Days(first, last, "day" if first == last else "days")
    return Reading(duration(amount, letter), "DURATION", context.source, days, narrative=False)


def read_duration(found: Found, context: Context) -> Reading | None:
    """ "Five hours", "nearly two years", "several weeks", "a three-day"."""
    bare = found.get("bare") or found.get("bare2")
    if bare:
        word = bare.split()[0]
        return Reading(
            duration(None if word.endswith("s") else 1.0, context.lexicon.unit(word)),
            "DURATION",
            narrative=False,
        )
    text = found.parts["num"]
    if context.plain[found.start : found.end] == "one day" and some_day(found, context):
        return Reading("FUTURE_REF", narrative=False)
    amount = None if text in ("several", "multi") else 0.5 if text == "half" else context.lexicon.number(text)
    if amount is not None and (found.get("frac") or found.get("tail")):
        amount += 0.5
    return Reading(duration(amount, context.lexicon.unit(found.parts["unit"])), "DURATION", narrative=False)


def some_day(found: Found, context: Context) -> bool:
    """ "It will one day be the largest": a day to come, no length ("in one day")."""
    before = context.plain[max(0, found.start - 12) : found.start]
    return context.direction(found) > 0 and not re.search(
        r"\b(?:in|within|for|than|after|lasts?)\s+$", before
    )


def read_set(found: Found, context: Context) -> Reading:
    """ "Every day", "daily", "twice a week"."""
    adverbs = {
        "daily": "P1D", "nightly": "P1D", "weekly": "P1W", "monthly": "P1M", "yearly": "P1Y",
        "annually": "P1Y",
        "hourly": "PT1H", "quarterly": "P3M", "biweekly": "P2W", "bimonthly": "P2M",
    }  # fmt: skip
    if "adverb" in found.parts:
        return Reading(adverbs[found.parts["adverb"]], "SET", narrative=False)
    if "per" in found.parts:
        start = context.plain.rfind(found.parts["per"], found.start, found.end - len(found.parts["unit"]))
        length = duration(1.0, context.lexicon.unit(found.parts["unit"]))
        return Reading(length, "SET", span=Span(start, found.end), narrative=False)
    number = found.get("num")
    amount = 2.0 if number == "other" else context.lexicon.number(number) if number else 1.0
    return Reading(duration(amount, context.lexicon.unit(found.parts["unit"])), "SET", narrative=False)


def read_reference(found: Found, context: Context) -> Reading:
    """ "Now", "recently", "soon": a direction without a date."""
    name = next(n for n, group in words().file.references.items() if found.parts["ref"] in group)
    return Reading(name, narrative=False)
