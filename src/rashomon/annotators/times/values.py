"""Arithmetic of TIMEX3 values: shifting, cutting, and the days that a value covers.

Values handled here are calendar ones: "1990", "1990-02", "1990-02-04", "1990-W05", "1990-W05-WE", "1990-Q1",
"1990-H1", "1990-SU", "199" (a decade), "19" (a century); days also with a time ("1990-02-04TNI").
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from rashomon.annotators.times.words import HolidayFile
from rashomon.model import DatePrecision

# First month of each season's year part; winter runs into the next year.
SEASON_MONTHS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
GRAINS = ("day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century")
PRECISIONS: dict[str, DatePrecision] = {
    "day": "day", "week": "week", "weekend": "days", "month": "month", "quarter": "month", "season": "month",
    "half": "year", "year": "year", "decade": "year", "century": "year",
}  # fmt: skip
SHAPES = (
    ("day", re.compile(r"(\d{4})-(\d\d)-(\d\d)$")),
    ("weekend", re.compile(r"(\d{4})-W(\d\d)-WE$")),
    ("week", re.compile(r"(\d{4})-W(\d\d)$")),
    ("month", re.compile(r"(\d{4})-(\d\d)$")),
    ("quarter", re.compile(r"(\d{4})-Q(\d)$")),
    ("half", re.compile(r"(\d{4})-H(\d)$")),
    ("season", re.compile(r"(\d{4})-(SP|SU|FA|WI)$")),
    ("year", re.compile(r"(\d{4})$")),
    ("decade", re.compile(r"(\d{3})$")),
    ("century", re.compile(r"(\d\d)$")),
)
UNIT_GRAINS = {
    "D": "day",
    "W": "week",
    "M": "month",
    "Q": "quarter",
    "Y": "year",
    "DE": "decade",
    "CE": "century",
}


@dataclass(frozen=True, slots=True)
class Days:
    """The days that a value covers, and how exactly it names them."""

    first: date
    last: date
    precision: DatePrecision


def grain(value: str) -> str | None:
    """Calendar grain of a value, without its time of day; None when it is not a known date."""
    value = day_part(value)
    return next((name for name, shape in SHAPES if shape.match(value)), None)


def day_part(value: str) -> str:
    """A value without its time of day: "1990-02-04TNI" → "1990-02-04"."""
    return value if value.startswith(("P", "T")) else value.split("T", 1)[0]


def days_of(value: str) -> Days | None:
    """First and last day of a value, or None when it is underspecified or no date.

    >>> days_of("2024-02").last.isoformat(), days_of("XXXX-02")
    ('2024-02-29', None)
    """
    value = day_part(value)
    kind = grain(value)
    if kind is None:
        return None
    try:
        first, last = _ends(value, kind)
    except (ValueError, OverflowError):
        return None
    return Days(first, last, PRECISIONS[kind])


def _ends(value: str, kind: str) -> tuple[date, date]:
    if kind == "day":
        day = date.fromisoformat(value)
        return day, day
    if kind in ("week", "weekend"):
        monday = date.fromisocalendar(int(value[:4]), int(value[6:8]), 1)
        return (monday if kind == "week" else monday + timedelta(days=5)), monday + timedelta(days=6)
    if kind in ("decade", "century"):
        years = 10 if kind == "decade" else 100
        begin = int(value) * years
        return date(begin, 1, 1), date(begin + years - 1, 12, 31)
    year = int(value[:4])
    if kind == "year":
        return date(year, 1, 1), date(year, 12, 31)
    if kind == "month":
        start, months = int(value[5:]), 1
    elif kind == "season":
        start, months = SEASON_MONTHS[value[5:]], 3
    elif kind == "quarter":
        start, months = int(value[6:]) * 3 - 2, 3
    else:
        start, months = int(value[6:]) * 6 - 5, 6
    first = date(year, start, 1)
    return first, month_start(first, months) - timedelta(days=1)


def month_start(day: date, months: int) -> date:
    """First day of the month so many months away."""
    index = day.year * 12 + day.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def value_at(day: date, kind: str) -> str:
    """The value of a grain that holds a day.

    >>> value_at(date(1990, 2, 4), "week"), value_at(date(1990, 2, 4), "quarter")
    ('1990-W05', '1990-Q1')
    """
    if kind == "day":
        return day.isoformat()
    if kind in ("week", "weekend"):
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if kind == "weekend" else "")
    if kind == "month":
        return f"{day.year:04}-{day.month:02}"
    if kind == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if kind == "half":
        return f"{day.year:04}-H{1 if day.month < 7 else 2}"
    if kind == "season":
        return season_of(day)
    width = {"year": 4, "decade": 3, "century": 2}[kind]
    return f"{day.year:04}"[:width]


def season_of(day: date) -> str:
    """Northern season of a day; January and February belong to the winter of the year before."""
    year = day.year if day.month >= 3 else day.year - 1
    code = next(c for c, m in (("WI", 12), ("FA", 9), ("SU", 6), ("SP", 3), ("WI", 0)) if day.month >= m)
    return f"{year:04}-{code}"


def shift(day: date, amount: int, kind: str) -> date | None:
    """A day so many units away (clamped to the month's length); None outside the calendar."""
    try:
        if kind in ("day", "week", "weekend"):
            return day + timedelta(days=amount * (1 if kind == "day" else 7))
        months = (
            amount
            * {"month": 1, "quarter": 3, "season": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[
                kind
            ]
        )
        first = month_start(day, months)
        return first.replace(day=min(day.day, monthrange(first.year, first.month)[1]))
    except (ValueError, OverflowError):
        return None


def weekday_from(day: date, weekday: int, direction: int) -> date:
    """The weekday nearest to a day: on or before it (−1), on or after it (1)."""
    away = (day.isoweekday() - weekday) % 7
    return day - timedelta(days=away) if direction < 0 else day + timedelta(days=(-away) % 7)


def duration(amount: float | None, letter: str) -> str:
    """TIMEX3 value of a duration; an unknown amount is X.

    >>> duration(2.5, "Y"), duration(None, "D"), duration(2, "DE"), duration(None, "CE"), duration(1.5, "TM")
    ('P2Y6M', 'PXD', 'P20Y', 'PXC', 'PT1M30S')
    """
    scale = {"DE": ("Y", 10), "CE": ("Y", 100), "L": ("Y", 1000)}.get(letter)
    if amount is None:
        return (
            "PXC"
            if letter == "CE"
            else f"P{'T' if letter[0] == 'T' else ''}X{scale[0] if scale else letter[-1]}"
        )
    if scale:
        letter, amount = scale[0], amount * scale[1]
    whole, rest = int(amount), amount - int(amount)
    time, unit = ("T" if letter[0] == "T" else ""), letter[-1]
    if not rest:
        return f"P{time}{whole}{unit}"
    smaller, per = {
        "Y": ("M", 12),
        "TH": ("M", 60),
        "TM": ("S", 60),
        "D": ("H", 24),
        "W": ("D", 7),
        "M": ("D", 30),
    }.get(letter, ("", 0))
    if not per:
        return f"P{time}{amount:g}{unit}"
    head = f"{whole}{unit}" if whole else ""
    tail = f"{round(rest * per)}{smaller}"
    return f"P{head}T{tail}" if letter == "D" else f"P{time}{head}{tail}"


def holiday(name: str, year: int, table: HolidayFile) -> date | None:
    """Day of a holiday in a year; None for one of a moving calendar."""
    if name in table.fixed:
        return date.fromisoformat(f"{year:04}-{table.fixed[name].at}")
    if name in table.easter:
        return easter(year) + timedelta(days=int(table.easter[name].at))
    if name in table.weekday:
        row = table.weekday[name]
        if row.nth < 0:
            last = month_start(date(year, row.month, 1), 1) - timedelta(days=1)
            return weekday_from(last, row.weekday, -1)
        return weekday_from(date(year, row.month, 1), row.weekday, 1) + timedelta(days=7 * (row.nth - 1))
    return None


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher).

    >>> easter(2024).isoformat()
    '2024-03-31'
    """
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)
