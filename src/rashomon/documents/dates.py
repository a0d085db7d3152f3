"""Publication times: read only when they are written as a real date, and never repaired."""

from __future__ import annotations

import re
from datetime import date, datetime

EARLIEST_YEAR, LATEST_YEAR = 1800, 2100  # outside of these a "date" is a mistake, whatever the clock says
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")
FULL = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ]\d{2}:?\d{2}.*)?")


def iso_time(value: str) -> str | None:
    """An ISO 8601 date, time, month or year as ISO 8601; None when it is anything else or cannot be.

    >>> iso_time("2024-01-05T14:02:00Z"), iso_time("2024-01"), iso_time("2024-02-31"), iso_time("Friday")
    ('2024-01-05T14:02:00Z', '2024-01', None, None)
    """
    value = value.strip()
    if match := PARTIAL.fullmatch(value):
        year, month = int(match[1]), int(match[2] or 1)
        return value if plausible_year(year) and 1 <= month <= 12 else None
    if not value.isascii():
        return None
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


def plausible_year(year: int) -> bool:
    """Can a report be of this year?"""
    return EARLIEST_YEAR <= year <= LATEST_YEAR


def day_of(value: str) -> date | None:
    """The first day that an ISO time stands for; None when it is not ISO."""
    try:
        return date.fromisoformat((value + "-01-01")[:10] if len(value) < 10 else value[:10])
    except ValueError:
        return None
