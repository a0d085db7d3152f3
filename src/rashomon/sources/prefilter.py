"""A look at the bytes of an archived page before it is read in full: is it English, and can it be about violence?

Archives of the press hold a thousand pages for each that is worth coding, and reading a page in full takes twenty
times as long as this look. It is wide: a page is passed over only when its words are clearly of another language, or
when it has next to none of the words that such reports are made of. What is passed over is counted and said.
It misses: a report whose words are all in pictures or in data that scripts put into the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Issue
from rashomon.sources.found import problem

WORD = re.compile(rb"[A-Za-z\x80-\xff]+")
TAG = re.compile(rb"<[^<>]*>")
RAW = ((b"<script", b"</script"), (b"<style", b"</style"))  # what is no text of the page
FEWEST_WORDS = 50  # fewer words tell nothing: the page is read
ENGLISH = (
    0.04  # share of common words; running English has 0.25, pages with long menus 0.08, other languages 0.01
)
SHORT = 300  # words; a shorter page needs one telling word
TELLING = (
    2  # different beginnings of telling words that a longer one needs; measured in docs/formats/inputs.md
)

Reason = Literal["language", "words"]


@dataclass
class Passed:
    """How many pages of an archive were passed over, by reason, and how many were looked at."""

    seen: int = 0
    over: dict[Reason, int] = field(default_factory=dict)

    def add(self, reason: Reason | None) -> bool:
        """Count a page; is it passed over?"""
        self.seen += 1
        if reason is not None:
            self.over[reason] = self.over.get(reason, 0) + 1
        return reason is not None

    def issue(self, name: str) -> Issue | None:
        """What to say about it, if anything was passed over."""
        if not self.over:
            return None
        words = {"language": "in other languages", "words": "with too few words of violence or protest"}
        told = " and ".join(f"{n} {words[reason]}" for reason, n in sorted(self.over.items()))
        return problem(
            "passed_over",
            f"{name}: of {self.seen} pages, {told} were passed over unread; --all-pages reads them too",
        )


def passed_over(body: bytes, languages: tuple[str, ...]) -> Reason | None:
    """Why a page need not be read, None when it must be."""
    if b"\0" in body[:1024] or b"\0" in body[-1024:]:  # UTF-16 and the like: not to be judged by bytes
        return None
    words = [w.lower() for w in WORD.findall(TAG.sub(b" ", without_raw(body)))]
    if len(words) < FEWEST_WORDS:
        return None
    common, telling = lists()
    if languages == ("en",) and sum(w in common for w in words) < ENGLISH * len(words):
        return "language"
    found = {match[1] for w in set(words) if (match := telling.match(w))}
    return "words" if len(found) < (1 if len(words) < SHORT else TELLING) else None


def without_raw(body: bytes) -> bytes:
    """A page without its scripts and style sheets, in linear time also when they are never closed."""
    for start, end in RAW:
        lower, kept, at = body.lower(), [], 0
        while (opened := lower.find(start, at)) >= 0:
            kept.append(body[at:opened])
            closed = lower.find(end, opened)
            at = len(body) if closed < 0 else closed
        body = b" ".join([*kept, body[at:]])
    return body


@cache
def lists() -> tuple[frozenset[bytes], re.Pattern[bytes]]:
    """Common words, and a pattern of the beginnings of telling ones."""
    read = read_yaml(data_path("documents", "prefilter.yaml"), dict[str, str])
    beginnings = sorted(read["telling"].split(), key=lambda w: (-len(w), w))
    return (
        frozenset(w.encode() for w in read["common"].split()),
        re.compile(b"(" + b"|".join(w.encode() for w in beginnings) + b")"),
    )
