"""What a resolver knows besides the words: the anchor, the times already read, the tense."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from rashomon.annotators.times.anchors import Anchor
from rashomon.annotators.times.reading import Found
from rashomon.annotators.times.tense import PAST, direction
from rashomon.annotators.times.values import Days, day_part, days_of, grain
from rashomon.annotators.times.words import Words
from rashomon.model import Span

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

    def reference(self, kinds: tuple[str, ...], before: int | None = None) -> str | None:
        """Value of the last time read whose grain is one of these."""
        for offset, value in reversed(self.mentions):
            if (before is None or offset < before) and grain(value) in kinds:
                return day_part(value)
        return None

    def reference_day(self) -> date | None:
        """The last day that the text told of."""
        value = self.reference(("day",))
        days = days_of(value) if value else None
        return days.first if days else None

    def told_year(self, found: Found) -> date | None:
        """A day of the year that the passage tells of, if the text wrote one out shortly before in the same paragraph."""
        if not self.explicit:
            return None
        offset, value = self.explicit[-1]
        same = self.parse.paragraph_index(offset) == self.parse.paragraph_index(found.start)
        days = days_of(value)
        return days.first if same and days else None

    def past_part(self, found: Found, days: Days | None) -> Days | None:
        """Of a span that is still running, told in the past: the part up to the anchor."""
        today = self.anchor.day if self.anchor else None
        if not days or not today or not days.first <= today < days.last or self.direction(found) > 0:
            return days
        return Days(days.first, today, days.precision)


def note(context: Context, found: Found, reading: Reading, *, explicit: bool) -> None:
    """Remember a reading for the times that refer to it."""
    if reading.narrative and grain(reading.value):
        context.mentions.append((found.start, reading.value))
        if explicit:
            context.explicit.append((found.start, reading.value))


__all__ = ["PAST", "Context", "Reading", "Source", "TimexType", "note"]
