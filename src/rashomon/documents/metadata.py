"""What is known about a report beside its text: which reading wins, and what is said when none can.

Readings come from the user's options, the record or page, and the text. All are kept in `Document.stated`,
so that a person can see where a value came from and what else was on offer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from rashomon.config import Config
from rashomon.documents.credits import credits, published_lines
from rashomon.documents.dates import day_of, iso_time, lies_ahead, page_time
from rashomon.documents.language import judge_language
from rashomon.documents.page import host_of
from rashomon.documents.readers import Body
from rashomon.model import Document, Issue, Stated
from rashomon.sources import Found

FIELDS = ("title", "publisher", "published", "url", "updated", "byline", "wire", "dateline")
TIMES = ("published", "updated")
STRICT = ("record", "option")  # sources that must write ISO 8601; pages, feeds and tables have their own ways
HOST_SCORE = 0.3  # a publisher that is only known as the host of an address
GRACE = timedelta(days=1)  # a page can be dated by a time zone ahead of the capture's
APART = timedelta(days=1)  # readings of one time that differ by more are told


@dataclass(frozen=True, slots=True)
class Options:
    """Metadata that the user gives for bare text. In records they only fill what the record leaves out."""

    published: str | None = None
    publisher: str | None = None
    url: str | None = None

    def stated(self, *, bare: bool) -> Iterable[Stated]:
        """As readings: above all others for bare text, below them for records."""
        for name in ("published", "publisher", "url"):
            value = getattr(self, name)
            if value is not None:
                yield Stated(name, value, "option", 1.0 if bare else 0.1)


def settle(
    doc: Document, found: Found, body: Body, options: Options, config: Config
) -> tuple[Document, list[Issue]]:
    """The document with the best reading of each piece of metadata, and what is wrong with the readings."""
    bare = found.form != "record"
    readings = [*options.stated(bare=bare), *found.stated, *body.stated]
    readings += from_text(doc.text, readings, bare=bare)
    kept, refused = check_times(readings, found.captured)
    kept.sort(key=lambda r: -r.score)  # stable: of equals, the first
    best: dict[str, str] = {}
    for reading in kept:
        best.setdefault(reading.field, reading.value)
    issues = [*about_times(kept, refused)] if doc.text or refused else []
    known: dict[str, Any] = {name: best[name] for name in FIELDS if name in best}
    doc = replace(doc, stated=tuple(kept), **known)
    language, coded, more = judge_language(doc.text, best.get("language"), config.languages)
    return replace(doc, language=language, coded=coded), issues + more


def from_text(text: str, readings: Iterable[Stated], *, bare: bool) -> list[Stated]:
    """Readings that the text and the address allow. A record's dates are its own: its text adds none."""
    best = {r.field: r.value for r in sorted(readings, key=lambda r: r.score)}
    found = list(credits(text, best.get("byline")))
    if bare:
        found += published_lines(text)
    if bare and (host := host_of(best.get("url", ""))):
        found.append(Stated("publisher", host, "host of the address", HOST_SCORE))
    return found


def check_times(readings: Iterable[Stated], captured: str | None) -> tuple[list[Stated], list[Stated]]:
    """Readings that can be, and times that cannot: no ISO date, or later than the bytes were taken."""
    limit = day_of(captured) if captured else None
    kept, refused = [], []
    for reading in readings:
        if reading.field not in TIMES:
            kept.append(reading)
            continue
        value = (iso_time if reading.source in STRICT else page_time)(reading.value)
        day = day_of(value) if value else None
        if value is None or (limit and day and day > limit + GRACE):
            refused.append(reading)
        else:
            kept.append(replace(reading, value=value))
    return kept, refused


def about_times(kept: Iterable[Stated], refused: Iterable[Stated]) -> Iterable[Issue]:
    """What a person should know about the publication time."""
    times = [r for r in kept if r.field == "published"]
    wrong = [r for r in refused if r.field == "published"]
    for reading in wrong:
        code = "published_doubtful" if times else "published_invalid"
        what = f"published {reading.value[:60]!r} ({reading.source})"
        ending = "ignored" if times else "left unknown"
        yield Issue(None, "documents", code, f"{what} is no plausible ISO 8601 date of a report; {ending}")
    if not times and not wrong:
        what = "no publication time is given; days of the week stay open"
        yield Issue(None, "documents", "published_missing", what)
    if times and lies_ahead(times[0].value):
        what = f"published is {times[0].value} ({times[0].source}), which lies in the future; it is used as it is"
        yield Issue(None, "documents", "published_doubtful", what)
    for reading in times[1:]:
        first, other = day_of(times[0].value), day_of(reading.value)
        if first and other and abs(first - other) > APART and reading.score >= 0.5:
            chosen = f"published is {times[0].value} ({times[0].source})"
            what = f"{chosen}, but {reading.value} by {reading.source}"
            yield Issue(None, "documents", "published_doubtful", what)
            break
