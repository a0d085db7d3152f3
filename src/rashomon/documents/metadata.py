"""What is known about a report beside its text: which reading wins, and what is said when none can.

Readings come from the user's options, the record or page, and the text. All are kept in `Document.stated`,
so that a person can see where a value came from and what else was on offer.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from rashomon.config import Config
from rashomon.documents.dates import iso_time
from rashomon.documents.language import judge_language
from rashomon.documents.readers import Body
from rashomon.model import Document, Issue, Stated
from rashomon.sources import Found

FIELDS = ("title", "publisher", "published", "url", "updated", "byline", "wire", "dateline")
TIMES = ("published", "updated")
BARE = ("text", "markdown", "html", "email", "pdf", "docx")  # one report a file: options speak for it


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
    bare = found.form in BARE
    readings = [*options.stated(bare=bare), *found.stated, *body.stated]
    issues = []
    kept = []
    for reading in readings:
        if reading.field in TIMES:
            value = iso_time(reading.value)
            if value is None:
                issues.append(_no_time(reading))
                continue
            reading = replace(reading, value=value)
        kept.append(reading)
    best: dict[str, str] = {}
    for reading in sorted(kept, key=lambda r: -r.score):  # stable: of equals, the first
        best.setdefault(reading.field, reading.value)
    doc = replace(doc, stated=tuple(kept))
    known: dict[str, Any] = {name: best[name] for name in FIELDS if name in best}
    doc = replace(doc, **known)
    language, coded, more = judge_language(doc.text, best.get("language"), config.languages)
    return replace(doc, language=language, coded=coded), issues + more


def _no_time(reading: Stated) -> Issue:
    what = f"{reading.field} {reading.value[:60]!r} ({reading.source})"
    message = f"{what} is no plausible ISO 8601 date; left unknown"
    return Issue(None, "documents", "published_invalid", message)
