"""Publication times: read only when they are written as a real date, and never repaired."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

LAST_YEAR_IN_USE = 2031  # until when reports may be coded with this version: five years after its making
EARLIEST_YEAR, LATEST_YEAR = 1800, 2100  # outside of these a "date" is a mistake, whatever the clock says
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
FULL = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:?\d{2}.*)?")
FRACTION = re.compile(r"(:\d{2})[.,](\d{1,9})")
ZONE = re.compile(r"\s?([+-]\d{2})(\d{2})$")
MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?[\s-]+({MONTH})[,\s-]+(\d{{4}})\b", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"\b({MONTH})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)


def iso_time(value: str) -> str | None:
    """An ISO 8601 date, time, month or year as ISO 8601; None when it is anything else or cannot be.

    >>> iso_time("2024-01-05T14:02:00Z"), iso_time("2024-01"), iso_time("2024-02-31"), iso_time("Friday")
    ('2024-01-05T14:02:00Z', '2024-01', None, None)
    """
    value = value.strip()
    if not value.isascii() or len(value) > 60:
        return None
    if match := PARTIAL.fullmatch(value):
        year, month = int(match[1]), int(match[2] or 1)
        return value if plausible_year(year) and 1 <= month <= 12 else None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not plausible_year(read.year):
        return None
    return value if FULL.fullmatch(value) else _spelled(value, read)


def _spelled(value: str, read: datetime) -> str:
    """The basic and week forms ("20240105", "2024-W01-5") in the extended form."""
    return read.date().isoformat() if len(value) <= 10 else read.isoformat()


def page_time(value: str) -> str | None:
    """A time as pages, feeds and e-mails write it, as ISO 8601; None when it could mean two days or none.

    >>> page_time("Fri, 05 Jan 2024 14:02:00 GMT"), page_time("January 5, 2024"), page_time("05/01/2024")
    ('2024-01-05T14:02:00+00:00', '2024-01-05', None)
    """
    value = " ".join(value.split())[:100]
    tidy = ZONE.sub(r"\1:\2", FRACTION.sub(r"\1", value.replace(" UTC", "Z").replace(" GMT", "Z")))
    found = iso_time(tidy) or iso_time(tidy.replace(" +", "+").replace(" Z", "Z"))
    if found:
        return found
    try:
        read = parsedate_to_datetime(value)
    except (TypeError, ValueError, IndexError, OverflowError):
        return written_day(value)
    return read.isoformat() if plausible_year(read.year) else None


def written_day(text: str) -> str | None:
    """The only day that a short text names in words ("5 January 2024", "Jan. 5, 2024"); None if it names two.

    >>> written_day("Published on 5 January 2024 at 14:02")
    '2024-01-05'
    """
    days = {_day(m[3], m[2], m[1]) for m in DAY_FIRST.finditer(text)}
    days |= {_day(m[3], m[1], m[2]) for m in MONTH_FIRST.finditer(text)}
    days.discard(None)
    return days.pop() if len(days) == 1 else None


def _day(year: str, month: str, day: str) -> str | None:
    try:
        read = date(int(year), MONTHS.index(month[:3].lower()) + 1, int(day))
    except ValueError:
        return None
    return read.isoformat() if plausible_year(read.year) else None


def plausible_year(year: int) -> bool:
    """Can a report be of this year?"""
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def lies_ahead(value: str) -> bool:
    """Is a publication time in the future, as far as can be told without a clock, which no output may depend on?

    >>> lies_ahead("2099-03-01"), lies_ahead("2024-01-05T08:00Z")
    (True, False)
    """
    return value[:4] > str(LAST_YEAR_IN_USE)


def day_of(value: str) -> date | None:
    """The first day that an ISO time stands for; None when it is not ISO."""
    try:
        return date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value[:10])
    except ValueError:
        return None
