"""Times: finds time expressions and gives them TIMEX3 values and days.

Finding is a table of linear patterns (grammar); normalising reads each match against the publication date
or the dateline, the tense of its verb and the times told before it (resolve). A relative time that nothing
anchors keeps its days unknown.

For other layers: `time_of` (the time of an event's clause), `date_of` (the days that it stands for, "since
October" taken in), `date_value` (the same as the value of a claim), `anchors_of` (the document's own
dates).
"""

from __future__ import annotations

from rashomon.annotators import Annotator
from rashomon.annotators.times.anchors import dateline, main_anchor, published_anchor
from rashomon.annotators.times.choose import (
    anchors_of,
    date_of,
    date_value,
    dateline_time,
    tells_of_speaking,
    time_of,
)
from rashomon.annotators.times.context import Context
from rashomon.annotators.times.reading import find, plain_copy
from rashomon.annotators.times.resolve import join, read_all
from rashomon.annotators.times.words import words as time_words
from rashomon.config import Config
from rashomon.model import Annotations, Time

__all__ = [
    "anchors_of",
    "build",
    "date_of",
    "date_value",
    "dateline_time",
    "read_times",
    "tells_of_speaking",
    "time_of",
]


def build(config: Config) -> Annotator:
    """The annotator of this layer."""
    return read_times


def read_times(notes: Annotations) -> tuple[Time, ...]:
    """All time expressions of a parsed document, in order."""
    text = notes.doc.text
    plain = plain_copy(text)
    found = find(text, plain, notes.parse)
    published = published_anchor(notes.doc.published)
    line = dateline(text, found, published, time_words())
    anchor = main_anchor(published, line[1] if line else None)
    at = line[0].start if line else None
    context = Context(text, plain, notes.parse, time_words(), anchor, upcoming=tuple(found), dateline_at=at)
    times = read_all(join(found, plain), context)
    return tuple(sorted(times, key=lambda t: (t.span.start, t.span.end)))
