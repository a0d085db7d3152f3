"""What the text itself says of its origin: dateline, agency credit, a line that tells when it was published.

It misses: credits in the middle of a text, and agencies that data/documents/agencies.yaml does not list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rashomon.documents.dates import written_day
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Stated

HEAD, TAIL = 700, 400  # characters at both ends of a text in which a credit can stand
DASH = r"(?:--?|–|—|―)"
DATELINE = re.compile(  # a place in capitals, perhaps a date, perhaps an agency in brackets, a dash
    r"^[ \t]*((?=[^a-z]{3,})[A-Z\u00c0-\u00de][^\n()–—]{1,80}?(?:\s*\(([^()\n]{2,40})\))?)\s*" + DASH + r"\s",
    re.MULTILINE,
)
CAPITALS = re.compile(r"[A-Z\u00c0-\u00de][A-Z\u00c0-\u00de'’.-]{2,}")
IN_BRACKETS = re.compile(r"\((?:with inputs? from |by |source:? )?([^()\n]{2,60})\)", re.IGNORECASE)
CREDIT_LINE = re.compile(
    r"^[ \t]*(?:" + DASH + r"|by|source:?|via|copyright|©)?[ \t]*(?:\d{4}[ \t]*)?([^\n]{2,40}?)[ \t.]*$",
    re.IGNORECASE | re.MULTILINE,
)
PUBLISHED_LINE = re.compile(
    r"^[ \t]*(?:first )?(published|posted|(?:last )?updated|last modified)(?: on| at)?:?[ \t]+([^\n]{6,60})$",
    re.IGNORECASE | re.MULTILINE,
)
SURE, LIKELY, PERHAPS = 0.95, 0.85, 0.6


@lru_cache(maxsize=1)
def agencies() -> dict[str, str]:
    """Agency by each way to credit it."""
    table = read_yaml(data_path("documents", "agencies.yaml"), dict[str, list[str]])
    return {alias: name for name, aliases in table.items() for alias in aliases}


def agency(words: str) -> str | None:
    """The agency that some words name, and nothing else.

    >>> agency("Reuters"), agency("Reuters/AFP"), agency("Reuters staff wrote")
    ('Reuters', 'Reuters', None)
    """
    known = agencies()
    first, *others = (part.strip() for part in re.split(r"[/,&]|\band\b", words.strip()))
    if first not in known or any(other not in known for other in others):
        return None
    return known[first]


def credits(text: str, byline: str | None) -> Iterator[Stated]:
    """Readings of wire, dateline and times from the text, and of the wire from the byline."""
    if byline and (name := agency(re.sub(r"^by\s+", "", byline, flags=re.IGNORECASE))):
        yield Stated("wire", name, "byline", SURE)
    head, tail = text[:HEAD], text[max(HEAD, len(text) - TAIL) :]
    for match in DATELINE.finditer(head):
        if not CAPITALS.search(match[1]):
            continue
        yield Stated("dateline", " ".join(match[1].split()), "text", LIKELY)
        if match[2] and (name := agency(match[2])):
            yield Stated("wire", name, "dateline", SURE)
        break
    for match in IN_BRACKETS.finditer(head[:300]):
        if name := agency(match[1]):
            yield Stated("wire", name, "text", LIKELY)
    for part, score in ((head[:200], PERHAPS), (tail, LIKELY)):
        for match in CREDIT_LINE.finditer(part):
            if name := agency(match[1]):
                yield Stated("wire", name, "credit line", score)
    for match in IN_BRACKETS.finditer(tail):
        if name := agency(match[1]):
            yield Stated("wire", name, "text", LIKELY)


def published_lines(text: str) -> Iterator[Stated]:
    """Times from lines such as "Published 5 January 2024" near the start of a text."""
    for match in PUBLISHED_LINE.finditer(text[:HEAD]):
        if day := written_day(match[2]):
            name = "published" if match[1].lower() in ("published", "posted") else "updated"
            yield Stated(name, day, "text", PERHAPS)
