"""For other layers: the time of an event, the days it stands for, and the document's own dates."""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date
from typing import Any, Literal

from rashomon.annotators.times.anchors import HEAD, Anchor, is_dateline, main_anchor, published_anchor
from rashomon.annotators.times.reading import plain_copy
from rashomon.annotators.times.tense import verb_above
from rashomon.annotators.times.values import Days, day_part, days_of, grain
from rashomon.annotators.times.words import words
from rashomon.model import Annotations, DatePrecision, DateRange, Span, Time

# Crossing one of these arcs leaves the clause.
CLAUSE_ARCS = frozenset(
    {"ccomp", "advcl", "relcl", "acl", "conj", "parataxis", "csubj", "dep", "pcomp", "xcomp"}
)
ARC_COST = {
    "ccomp": 4.0,
    "parataxis": 4.0,
    "advcl": 3.0,
    "relcl": 2.5,
    "conj": 2.0,
    "acl": 1.0,
    "xcomp": 0.5,
    "pcomp": 1.0,
}
SAID_ON = 12.0  # a day that hangs on a verb of saying is the day of saying
TOO_FAR = 9.0  # beyond this cost a time says nothing about the event
LONGEST_LINK = 30  # characters between the ends of a range
RANGE_LINK = re.compile(r"\s*(?:-|--|to|until|till|through|and|and the)\s*(?:the |early |late |about |on )*$")


def anchors_of(notes: Annotations) -> dict[Literal["published", "dateline"], DateRange]:
    """The document's own dates by name; one that is not known is left out.

    "dateline" is there when the text opens with one that has a day ("BAGHDAD, Jan 5 (Agency) -").
    """
    found: dict[Literal["published", "dateline"], DateRange] = {}
    published = published_anchor(notes.doc.published)
    if published:
        found["published"] = published.range()
    line = dateline_of(notes)
    if line:
        found["dateline"] = line.range()
    return found


def dateline_of(notes: Annotations) -> Anchor | None:
    """The date of the dateline."""
    time = dateline_time(notes)
    return Anchor(days_of(time.value), "dateline") if time else None


def dateline_time(notes: Annotations) -> Time | None:
    """The dateline among the times already read."""
    text = notes.doc.text
    for time in notes.times:
        if time.span.start > HEAD:
            return None
        if time.type != "DATE" or grain(time.value) != "day":
            continue
        line_start = max(text.rfind("\n", 0, time.span.start), text.rfind("\r", 0, time.span.start)) + 1
        line_end = text.find("\n", time.span.end)
        rest = text[time.span.end : line_end if line_end >= 0 else len(text)]
        if is_dateline(
            text[line_start : time.span.start], rest, bool(re.search(r"\d{4}", time.span.of(text)))
        ):
            return time
    return None


def time_of(notes: Annotations, span: Span) -> Time | None:
    """The time that dates an event: the best one of the sentence that holds its words (trigger or clause).

    Counts the arcs between the two in the parse; leaving a clause costs more, a day of saying ("said on
    Friday") does not date what is said. Never a DURATION or SET, but for lengths that end at a known day
    ("in the last 24 hours"; "a day after the attack" dates the attack). None when the sentence has no time
    for the event; the caller decides what then.
    """
    parse = notes.parse
    sentence = parse.sentence_of(span.start)
    first = bisect_left(notes.times, sentence.start, key=lambda t: t.span.start)
    event = parse.head(span)
    line = dateline_time(notes)
    best: tuple[float, int, Time] | None = None
    for time in notes.times[first:]:
        if time.span.start >= max(sentence.end, span.end):
            break
        if time is line or not dates_events(time):
            continue
        cost = tree_cost(parse.head(time.span), event) + (3.0 if time.earliest is None else 0.0)
        if time.type == "DURATION":
            beside = is_beside(notes.doc.text, time)
            if beside and event.idx < time.span.end:
                continue
            cost -= 4.0 if beside else -2.0
        if span.contains(time.span):
            cost -= 2.0
        gap = min(abs(time.span.start - span.end), abs(span.start - time.span.end))
        if cost <= TOO_FAR and (best is None or (cost, gap) < best[:2]):
            best = (cost, gap, time)
    return best[2] if best else None


def tells_of_speaking(notes: Annotations, time: Time) -> bool:
    """Is a time the day on which somebody spoke ("police said on Friday")?

    Not so beside "six men accused of it", nor before the clause of the verb ("shelled on Friday after Kiev blamed …").
    """
    verb = verb_above(notes.parse, time.span)
    if verb.lemma_ not in words().file.saying or time.type == "DURATION":
        return False
    if verb.tag_ == "VBN" and verb.dep_ in ("acl", "amod"):
        return False
    return not any(
        c.dep_ in ("mark", "prep") and c.idx > time.span.start for c in verb.children if c.i < verb.i
    )


def is_beside(text: str, time: Time) -> bool:
    """ "A day after the raid": a length whose day is that of the event named next."""
    return time.span.of(text).lower().endswith((" after", " before", " on"))


def dates_events(time: Time) -> bool:
    """Can a time date an event at all?"""
    if time.type in ("SET", "DURATION"):
        return time.type == "DURATION" and time.earliest is not None
    return not time.value.endswith("_REF")


def tree_cost(time: Any, event: Any) -> float:
    """Cost of the way through the parse from a time to an event."""
    above = {}
    token, cost = time, 0.0
    while True:
        above[token.i] = cost
        if token.head.i == token.i:
            break
        cost += step_cost(token)
        token = token.head
    token, cost = event, 0.0
    while token.i not in above:
        if token.head.i == token.i:
            return 2 * TOO_FAR
        cost += (
            SAID_ON
            if token.dep_ in ("ccomp", "parataxis") and token.head.lemma_ in words().file.saying
            else step_cost(token)
        )
        token = token.head
    return above[token.i] + cost


def step_cost(token: Any) -> float:
    """Cost of one arc upwards; arcs inside a noun phrase or to a preposition are short."""
    if token.dep_ in CLAUSE_ARCS and token.pos_ in ("VERB", "AUX"):
        return ARC_COST.get(token.dep_, 3.0)
    return (
        0.5
        if token.dep_ in ("prep", "pobj", "compound", "poss", "nmod", "amod", "case", "npadvmod", "nummod")
        else 1.0
    )


def date_of(notes: Annotations, time: Time) -> DateRange:
    """The days that an event told with this time may fall on, the words around the time taken in.

    "Since October" runs from October to the report's date; "from 18 June to 1 July" and "the night of 13 to
    14 February" take both ends; else the time's own days.
    """
    own = days(time)
    if own is None:
        return DateRange()
    text = notes.doc.text
    before = plain_copy(text[max(0, time.span.start - 60) : time.span.start])
    if re.search(r"\bsince\b[^,.;:]*$", before):
        today = report_day(notes)
        if today and today >= own.first:
            return as_range(Days(own.first, today, "days" if own.precision == "day" else own.precision))
    other = partner(notes, time, text)
    if other:
        first, last = min(own.first, other.first), max(own.last, other.last)
        precision: DatePrecision = "days" if own.precision == other.precision == "day" else own.precision
        return as_range(Days(first, last, precision))
    return as_range(own)


def date_value(notes: Annotations, time: Time) -> str | None:
    """The value of a date claim made with this time ("2013-12/2016-04"), or None when unknown."""
    whole, own = date_of(notes, time), days(time)
    if own is None or whole.start is None or whole.end is None:
        return None
    if whole.start == own.first.isoformat() and whole.end == own.last.isoformat():
        value = day_part(time.value)
        if days_of(value) == own:
            return value
    width = 7 if own.precision in ("month", "year") else 10
    first = whole.start[:4] if own.precision == "year" else whole.start[:width]
    last = whole.end[:width]
    return first if first == last else f"{first}/{last}"


def partner(notes: Annotations, time: Time, text: str) -> Days | None:
    """The other end of a range, if the time is one end of it."""
    index = bisect_left(
        notes.times, (time.span.start, time.span.end), key=lambda t: (t.span.start, t.span.end)
    )
    for a, b, is_first in ((index, index + 1, True), (index - 1, index, False)):
        if a < 0 or b >= len(notes.times):
            continue
        one, two = notes.times[a], notes.times[b]
        if two.span.start - one.span.end > LONGEST_LINK:
            continue
        between = plain_copy(text[one.span.end : two.span.start])
        before = plain_copy(text[max(0, one.span.start - 24) : one.span.start])
        if not RANGE_LINK.match(between):
            continue
        if "and" in between and not re.search(r"\bbetween (?:the |early |late )*$", before):
            continue
        ends = days(one), days(two)
        if ends[0] and ends[1] and ends[0].first <= ends[1].last:
            return ends[1] if is_first else ends[0]
    return None


def days(time: Time) -> Days | None:
    """Days of a time."""
    if time.earliest is None or time.latest is None:
        return None
    precision: DatePrecision = time.precision  # type: ignore[assignment]
    return Days(date.fromisoformat(time.earliest), date.fromisoformat(time.latest), precision)


def report_day(notes: Annotations) -> date | None:
    """The last day of the document's own date."""
    anchor = main_anchor(published_anchor(notes.doc.published), dateline_of(notes))
    return anchor.days.last if anchor and anchor.days else None


def as_range(days: Days) -> DateRange:
    """Days as a record."""
    return DateRange(days.first.isoformat(), days.last.isoformat(), days.precision)
