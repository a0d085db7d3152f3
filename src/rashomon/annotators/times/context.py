"""What a resolver knows besides the words: the anchor, the times already read, the tense."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from rashomon.annotators.times.anchors import Anchor, valid
from rashomon.annotators.times.reading import Found
from rashomon.annotators.times.tense import direction, verb_above
from rashomon.annotators.times.values import Days, day_part, days_of, grain
from rashomon.annotators.times.words import Words
from rashomon.model import Span

REMEMBERED = 60  # times kept for later ones to refer to: a text of a million dates stays linear
NEAR_PARAGRAPHS = 2  # how long a year that was written out holds
TOLD_DAYS = 45  # how near to a date written out a date without a year belongs to it
TimexType = Literal["DATE", "TIME", "DURATION", "SET"]
Source = Literal["published", "dateline", "text", "none"]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an expression means. `days` is given where it differs from what the value covers."""

    value: str
    type: TimexType = "DATE"
    anchor: Source = "none"
    days: Days | None = None
    span: Span | None = None  # when it is not the whole match
    narrative: bool = True  # may later times ("that day") refer to it?


@dataclass(slots=True)
class Context:
    """The document while its times are read, in order."""

    text: str
    plain: str
    parse: Any
    lexicon: Words
    anchor: Anchor | None
    mentions: list[tuple[int, str]] = field(
        default_factory=list
    )  # (offset, value) of calendar times read so far
    said: set[int] = field(default_factory=set)  # offsets of those that tell when somebody spoke
    upcoming: tuple[Found, ...] = ()  # all days found in the text, for times of day that stand before theirs
    explicit: list[tuple[int, str]] = field(default_factory=list)  # those that wrote their year out

    @property
    def source(self) -> Source:
        """Name of the anchor in output."""
        if self.anchor is None or self.anchor.days is None:
            return "none"
        return "dateline" if self.anchor.source == "dateline" else "published"

    def base(self, kind: str) -> date | None:
        """A day of the anchor if it is known finely enough to count units of this grain from it."""
        if self.anchor is None:
            return None
        if kind in ("day", "week", "weekend"):
            return self.anchor.day
        return self.anchor.month if kind in ("month", "quarter", "season", "half") else self.anchor.year

    def direction(self, found: Found) -> int:
        """−1 past, 1 future, 0 unknown."""
        return direction(self.parse, self.plain, Span(found.start, found.end))

    def looks_back(self, found: Found) -> bool:
        """Does it tell of the past? News does unless it says otherwise."""
        return self.direction(found) <= 0

    def reference(self, kinds: tuple[str, ...], *, until: date | None = None) -> str | None:
        """Value of the last time read whose grain is one of these, and which was over by a day."""
        for _, value in reversed(self.mentions):
            if grain(value) in kinds:
                days = days_of(value)
                if until is None or (days and days.last <= until):
                    return day_part(value)
        return None

    def period(self) -> str | None:
        """The quarter or half year that the text tells of (company reports), the last one that has ended."""
        return self.reference(("quarter", "half"), until=self.base("day"))

    def reference_day(self) -> date | None:
        """The last day told of; days of events go before days of saying ("police said on Thursday")."""
        days = self.day_mentions()
        if not days:
            return None
        here = self.parse.paragraph_index(days[-1][0])
        for offset, day in reversed(days):
            if here - self.parse.paragraph_index(offset) > NEAR_PARAGRAPHS:
                break
            if offset not in self.said:
                return day
        return days[-1][1]

    def day_mentions(self) -> list[tuple[int, date]]:
        """Offsets and days of the times read so far that name a day."""
        named = [(offset, days_of(value)) for offset, value in self.mentions if grain(value) == "day"]
        return [(offset, days.first) for offset, days in named if days]

    def told_year(self, found: Found, month: int, day: int = 15) -> int | None:
        """The year of a month named without one, where the text wrote out a date of that time shortly before.

        "… on 20 October 2020 … the prisons emptied on 19 October": within TOLD_DAYS of the date written out.
        """
        here = self.parse.paragraph_index(found.start)
        for offset, value in reversed(self.explicit):
            days = days_of(value)
            if days is None or here - self.parse.paragraph_index(offset) > NEAR_PARAGRAPHS:
                return None
            if grain(value) in ("day", "month"):
                years = (days.first.year - 1, days.first.year, days.first.year + 1)
                known = [d for year in years if (d := valid(year, month, min(day, 28)))]
                nearest = min(known, key=lambda d: abs((d - days.first).days))
                near = abs((nearest - days.first).days) <= TOLD_DAYS and self.looks_back(found)
                return nearest.year if near else None
        return None

    def past_part(self, found: Found, days: Days | None) -> Days | None:
        """Of a span that is still running, told in the past: the part up to the anchor."""
        today = self.anchor.day if self.anchor else None
        if not days or not today or not days.first <= today < days.last:
            return days
        way = self.direction(found)
        if way > 0 or (way == 0 and self.plain[found.end : found.end + 2] == "'s"):
            return days
        return Days(days.first, today, days.precision)


def note(context: Context, found: Found, reading: Reading, *, explicit: bool) -> None:
    """Remember a reading for the times that refer to it."""
    if reading.narrative and grain(reading.value):
        context.mentions = [*context.mentions[1 - REMEMBERED :], (found.start, reading.value)]
        if verb_above(context.parse, Span(found.start, found.end)).lemma_ in context.lexicon.file.saying:
            context.said.add(found.start)
        if explicit:
            context.explicit = [*context.explicit[1 - REMEMBERED :], (found.start, reading.value)]
