"""A document's own date: when it was published, and what its dateline says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from rashomon.annotators.times.grammar import Found
from rashomon.annotators.times.values import Days, days_of
from rashomon.annotators.times.words import Words
from rashomon.model import DateRange

HEAD = 500  # characters of a text in which a dateline stands
# After a dateline's date: an agency in brackets, a dash, a colon.
DATELINE_END = re.compile(r"\s*,?\s*(?:\(|\[|--|-\s|-{2}|:|/|~)")
LABEL = re.compile(r"\W*(?:published|updated|posted|date|issued|dated)?(?: on)?[\s:|-]*")
PARTICLES = frozenset(["de", "la", "el", "los", "del", "al", "of", "the", "and", "en", "y"])
LONGEST_LEAD = 90  # characters from the line's start to the date
GREATEST_DELAY = 10  # days between writing and publication


@dataclass(frozen=True, slots=True)
class Anchor:
    """A date that relative times count from; `days` None when it lacks its year."""

    days: Days | None
    source: str  # published or dateline

    @property
    def day(self) -> date | None:
        """The day, when it is known to the day."""
        return self.days.first if self.days and self.days.precision == "day" else None

    @property
    def month(self) -> date | None:
        """A day that stands for the month, when the month is known."""
        return self.days.first if self.days and self.days.precision in ("day", "month") else None

    @property
    def year(self) -> date | None:
        """A day that stands for the year, when the year is known."""
        return self.days.first if self.days else None

    def range(self) -> DateRange:
        """The anchor as a date range."""
        if not self.days:
            return DateRange()
        return DateRange(self.days.first.isoformat(), self.days.last.isoformat(), self.days.precision)


def published_anchor(published: str | None) -> Anchor | None:
    """The publication date, from a date-time, a date, a month or a year.

    >>> published_anchor("1990-02").days.last.isoformat()
    '1990-02-28'
    """
    if not published:
        return None
    match = re.match(r"(\d{4})(-\d\d)?(-\d\d)?", published)
    days = days_of(match.group()) if match else None
    return Anchor(days, "published") if days else None


def dateline(
    text: str, found: list[Found], published: Anchor | None, lexicon: Words
) -> tuple[Found, Anchor] | None:
    """The date in the dateline ("BAGHDAD, Jan 5 (Agency) -"), or a full date alone on an early line."""
    for match in found:
        if match.start > HEAD:
            return None
        if match.kind not in ("date", "iso"):
            continue
        line_start = max(text.rfind("\n", 0, match.start), text.rfind("\r", 0, match.start)) + 1
        line_end = text.find("\n", match.end)
        lead, rest = (
            text[line_start : match.start],
            text[match.end : line_end if line_end >= 0 else len(text)],
        )
        if is_dateline(lead, rest, bool({"year", "short"} & set(match.parts))):
            day = dateline_day(match, published, lexicon)
            if day is not None:
                return match, Anchor(Days(day, day, "day"), "dateline")
    return None


def is_dateline(lead: str, rest: str, with_year: bool) -> bool:
    """Do the words before and after a date make it the dateline?"""
    if len(lead) > LONGEST_LEAD:
        return False
    if with_year and not rest.strip(" .|*_") and LABEL.fullmatch(lead.lower()):
        return True
    return names_places(lead) and bool(DATELINE_END.match(rest))


def names_places(lead: str) -> bool:
    """Do all words have a capital, as in "GUATEMALA CITY," or "JERUSALEM/BEIRUT,"?"""
    found = re.findall(r"[^\W\d_]+", lead)
    return bool(found) and all(word[0].isupper() or word in PARTICLES for word in found)


def dateline_day(match: Found, published: Anchor | None, lexicon: Words) -> date | None:
    """The day of a dateline; a missing year is the published one's, if the two agree."""
    month = int(match.parts["month"]) if match.kind == "iso" else lexicon.month(match.parts["month"])
    number = lexicon.ordinal(match.parts["day"])
    year = match.get("year") or match.get("short")
    if year:
        return valid(full_year(year, published), month, number)
    if not published or not published.days:
        return None
    for candidate in (published.days.first.year, published.days.first.year - 1):
        day = valid(candidate, month, number)
        if day and published.days.first - timedelta(
            days=GREATEST_DELAY
        ) <= day <= published.days.last + timedelta(days=1):
            return day
    return None


def full_year(text: str, near: Anchor | None) -> int:
    """A year of two digits is the one nearest to the anchor; without one 30 to 99 are of the 20th century."""
    digits = text.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    short = int(digits)
    if near and near.days:
        return min((1900 + short, 2000 + short), key=lambda y: abs(y - near.days.first.year))  # type: ignore[union-attr]
    return 1900 + short if short >= 30 else 2000 + short


def valid(year: int, month: int, day: int) -> date | None:
    """A date, or None for one that does not exist (31 June)."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def main_anchor(published: Anchor | None, line: Anchor | None) -> Anchor | None:
    """What relative times count from: the dateline, unless publication is known and lies far from it."""
    if line is None or line.day is None:
        return published
    if published is None or published.days is None:
        return line
    near = (
        published.days.first - timedelta(days=GREATEST_DELAY)
        <= line.day
        <= published.days.last + timedelta(days=1)
    )
    return line if near else published
