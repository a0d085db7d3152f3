"""What a resolver knows besides the words: the anchor, the times already read, the tense."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from rashomon.annotators.times.anchors import Anchor, valid
from rashomon.annotators.times.grammar import Found
from rashomon.annotators.times.tense import direction, verb_above
from rashomon.annotators.times.values import Days, day_part, days_of, grain
from rashomon.annotators.times.words import Words
from rashomon.model import Span

LONGER_SPAN = re.compile(r"\b(?:six|nine|12|twelve) months\b|\b(?:for|in) the (?:full |fiscal )?year\b")
REMEMBERED = 60  # times kept for later ones to refer to: a text of a million dates stays linear
NEAR_PARAGRAPHS = 2  # how long a year that was written out holds
TOLD_DAYS = 45  # how near to a date written out a date without a year belongs to it
FRESH_DAYS = 20  # how recent news is
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


@dataclass(frozen=True, slots=True)
class Told:
    """A calendar time that was read, for later ones to refer to."""

    offset: int
    value: str  # without a time of day
    grain: str
    days: Days
    said: bool  # it tells when somebody spoke
    explicit: bool  # its year was written out


@dataclass(slots=True)
class Context:
    """The document while its times are read, in order."""

    text: str
    plain: str
    parse: Any
    lexicon: Words
    anchor: Anchor | None
    upcoming: tuple[Found, ...] = ()  # all matches of the text, for times of day that stand before their day
    dateline_at: int | None = None  # offset of the dateline's date: no day of the story
    told: deque[Told] = field(default_factory=lambda: deque(maxlen=REMEMBERED))  # read so far

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
        for one in reversed(self.told):
            if one.grain in kinds and (until is None or one.days.last <= until):
                return one.value
        return None

    def period(self, found: Found) -> str | None:
        """The quarter or half year that the text tells of (company reports), the last one that has ended.

        None where the sentence compares longer spans ("for the nine months … a year earlier").
        """
        if LONGER_SPAN.search(self.plain, self.parse.sentence_of(found.start).start, found.start):
            return None
        return self.reference(("quarter", "half"), until=self.base("day"))

    def reference_day(self) -> date | None:
        """The last day told of; days of events go before days of saying ("police said on Thursday")."""
        last: Told | None = None
        for one in reversed(self.told):
            if one.grain != "day":
                continue
            last = last or one
            apart = self.parse.paragraph_index(last.offset) - self.parse.paragraph_index(one.offset)
            if apart > NEAR_PARAGRAPHS:
                break
            if not one.said:
                return one.days.first
        return last.days.first if last else None

    def last_day_offset(self) -> int | None:
        """Where the last day that was read stands."""
        return next((one.offset for one in reversed(self.told) if one.grain == "day"), None)

    def told_year(self, found: Found, month: int, day: int = 15) -> int | None:
        """The year of a month named without one, where the text wrote out a date of that time shortly before.

        "… on 20 October 2020 … the prisons emptied on 19 October": within TOLD_DAYS of the date written out.
        """
        here = self.parse.paragraph_index(found.start)
        for one in reversed(self.told):
            if here - self.parse.paragraph_index(one.offset) > NEAR_PARAGRAPHS:
                return None
            if one.explicit and one.grain in ("day", "month"):
                middle = one.days.first
                years = (middle.year - 1, middle.year, middle.year + 1)
                known = [d for year in years if (d := valid(year, month, min(day, 28)))]
                nearest = min(known, key=lambda d: abs((d - middle).days))
                near = abs((nearest - middle).days) <= TOLD_DAYS and self.looks_back(found)
                return nearest.year if near else None
        return None

    def just_past(self, month: int, day: int) -> bool:
        """Does a date without its year lie shortly before the report? Then news means that one, whatever year it
        recalled just before ("the truce of Aug. 20, 1988 … the invasion on Aug. 2", written in August 1990)."""
        today = self.base("day")
        exact = valid(today.year, month, day) if today else None
        return exact is not None and today is not None and 0 <= (today - exact).days <= FRESH_DAYS

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
    kind, days = grain(reading.value), days_of(reading.value)
    if not reading.narrative or kind is None or days is None:
        return
    verb = verb_above(context.parse, Span(found.start, found.end)).lemma_
    said = verb in context.lexicon.file.saying or found.start == context.dateline_at
    context.told.append(Told(found.start, day_part(reading.value), kind, days, said, explicit))
