"""RSS and Atom: each entry is a report, as long as the feed gives it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from rashomon.model import Issue, Stated
from rashomon.sources.found import Found, Options, problem
from rashomon.sources.streams import Carrier

ENTITY = re.compile(rb"<!\s*ENTITY|<!DOCTYPE[^>\[]{0,2000}\[", re.IGNORECASE)
DECLARED = (  # (our field, key of an entry, how sure)
    ("title", "title", 0.9),
    ("url", "link", 0.9),
    ("published", "published", 0.9),
    ("updated", "updated", 0.9),
    ("byline", "author", 0.8),
)


def read_feed(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """The entries of a feed. A feed that declares entities is refused: they are how XML bombs are made."""
    yield from entries(carrier.name, carrier.read(options.limits))


def entries(name: str, data: bytes) -> Iterator[Found | Issue]:
    """The entries of a feed's bytes."""
    import feedparser

    plain = data.replace(b"\0", b"") if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:8] else data
    if ENTITY.search(plain):
        yield problem("refused", f"{name} declares XML entities, which are not read; remove the DTD")
        return
    feed = feedparser.parse(data, resolve_relative_uris=False, sanitize_html=False)
    if not feed.entries:
        reason = f": {feed.bozo_exception}" if feed.get("bozo") else ""
        yield problem("no_reports", f"{name} is no feed with entries{reason}")
        return
    for number, entry in enumerate(feed.entries, 1):
        yield _entry(f"{name} entry {number}", entry, feed.feed)


def _entry(where: str, entry: Any, feed: Any) -> Found | Issue:
    bodies = [c.get("value", "") for c in entry.get("content", [])] or [entry.get("summary", "")]
    body = max(bodies, key=len)
    if not body.strip():
        return problem("empty", f"{where} has no text")
    stated = [
        Stated(field, value, f"feed {key}", score)
        for field, key, score in DECLARED
        if (value := dict.get(entry, key))  # an entry's own get would give `updated` for `published`
    ]
    source = entry.get("source", {}).get("title")
    for value, score in ((source, 0.85), (feed.get("title"), 0.7)):
        if value:
            stated.append(Stated("publisher", value, "feed title", score))
    if feed.get("language"):
        stated.append(Stated("language", feed["language"], "feed language", 0.7))
    return Found(
        where, "fragment", body.encode("utf-8", "surrogatepass"), stated=tuple(stated), charset="utf-8"
    )
