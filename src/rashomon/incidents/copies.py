"""Syndicated copies: reports with the same text, reprinted, trimmed, re-headlined or lightly edited.

Two texts are compared by containment: the share of the shorter one's runs of five words that the other
has too. Jaccard similarity misses trimmed copies, since what was cut counts against them; containment
does not. Speech in quotation marks is left out, because two reporters at one press conference write down
the same words.

Each report points to the one earlier report that it shares most with, so that a digest of two wire
stories does not make one source of them. The first of a chain is the original: earliest published, else
longest, else smallest id. An index of every eighth run finds the candidates; only they are compared in
full.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Document

RUN = 5  # words in a run
# Edited copies of the gold corpus (dev) share 0.77 or more of the shorter text, independent reports 0.05
# or less. Heavier editing is made in tests/incidents/test_copies.py; re-run it and `bench gold` after a
# change.
SHARE = 0.35
SHARE_OF_ONE_PUBLISHER = 0.5  # a publisher's own boilerplate makes its short reports alike
FEWEST_RUNS = 8  # shorter texts are copies of nothing: a headline is not a story
SAMPLE = 8  # one run in so many is indexed
CANDIDATES = 6  # how many of the likeliest candidates are compared in full
POSTING = 48  # how many of the earliest reports with a run are candidates

WORD = re.compile(r"[぀-ヿ㐀-鿿฀-๿ຮ-໿က-႟ក-៿]|[^\W_]+")  # scripts without spaces count by character
QUOTED = re.compile(r"“[^”\n]{20,800}”|\"[^\"\n]{20,800}\"|«[^»\n]{20,800}»|„[^“”\n]{20,800}[“”]")
Runs = npt.NDArray[np.uint32]
Rank = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the index keeps of a report: its runs, and its place in the order of originals."""

    rank: Rank
    publisher: str | None
    runs: Runs
    sample: tuple[int, ...]


class CopyIndex:
    """Which of the reports added so far are copies, and of which. The order of adding does not matter."""

    def __init__(self) -> None:
        self.prints: dict[str, Fingerprint] = {}
        self.postings: dict[int, list[str]] = defaultdict(list)
        self.parents: dict[str, tuple[str, float]] = {}  # copy → (report that it shares most with, share)

    def add(self, doc: Document) -> set[str]:
        """Take in a report; returns the ids of the reports whose place among the copies is new."""
        if doc.id in self.prints:
            raise ValueError(f"report {doc.id!r} is in the index already")
        own = fingerprint(doc)
        self.prints[doc.id] = own
        later: set[str] = set()
        for run in own.sample:
            posting = self.postings[run]
            place = bisect(posting, own.rank, key=self._rank)
            if place < POSTING:
                later.update(posting[place:])
            posting.insert(place, doc.id)
        changed = {doc.id}
        for id in [doc.id, *sorted(later)]:
            before = self.parents.pop(id, None)
            parent = self._parent(id)
            if parent is not None:
                self.parents[id] = parent
            if parent != before:
                changed.add(id)
        return changed

    def original(self, id: str) -> str:
        """The first report of the chain that a report was copied along; itself when it copies none."""
        while id in self.parents:
            id = self.parents[id][0]
        return id

    def originals(self) -> dict[str, str]:
        """Copy → original, for copies only."""
        return {id: self.original(id) for id in sorted(self.parents)}

    def _rank(self, id: str) -> Rank:
        return self.prints[id].rank

    def _parent(self, id: str) -> tuple[str, float] | None:
        """The earlier report that shares most with this one, when that is enough for a copy."""
        own = self.prints[id]
        shared: Counter[str] = Counter()
        for run in own.sample:
            for other in self.postings[run][:POSTING]:
                if self._rank(other) >= own.rank:
                    break
                shared[other] += 1
        likely = [o for o, n in shared.items() if 2 * SAMPLE * n >= SHARE * self._fewer(id, o)]
        likely.sort(key=lambda o: (-shared[o], self._rank(o)))
        best: tuple[int, Rank, str, float] | None = None
        for other in likely[:CANDIDATES]:
            common = len(np.intersect1d(own.runs, self.prints[other].runs, assume_unique=True))
            share = common / max(1, self._fewer(id, other))
            if common < FEWEST_RUNS or share < self._enough(id, other):
                continue
            if best is None or (-common, self._rank(other)) < (-best[0], best[1]):
                best = (common, self._rank(other), other, share)
        return (best[2], round(best[3], 3)) if best else None

    def _fewer(self, a: str, b: str) -> int:
        return min(len(self.prints[a].runs), len(self.prints[b].runs))

    def _enough(self, a: str, b: str) -> float:
        publishers = {self.prints[a].publisher, self.prints[b].publisher}
        return SHARE_OF_ONE_PUBLISHER if len(publishers) == 1 and None not in publishers else SHARE


def fingerprint(doc: Document) -> Fingerprint:
    """The runs of a report and its rank among copies."""
    runs = word_runs(doc.text)
    return Fingerprint(
        rank=(doc.published or "9999", -len(doc.text), doc.id),
        publisher=doc.publisher,
        runs=runs,
        sample=tuple(int(r) for r in runs[runs % SAMPLE == 0]),
    )


def word_runs(text: str) -> Runs:
    """Hashes of all runs of five words, sorted. Quoted speech is left out unless the text is little else."""
    words = WORD.findall(QUOTED.sub(" | ", text).casefold())
    everything = WORD.findall(text.casefold()) if len(words) < 6 * RUN else words
    hashes = np.array([zlib.crc32(w.encode("utf-8", "surrogatepass")) for w in everything], dtype=np.uint64)
    if len(hashes) < RUN:
        return np.zeros(0, dtype=np.uint32)
    mixed = np.zeros(len(hashes) - RUN + 1, dtype=np.uint64)
    for n in range(RUN):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[n : len(hashes) - RUN + 1 + n]
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    return np.unique((mixed >> np.uint64(32)).astype(np.uint32))


# Credit lines -----------------------------------------------------------------------------------

DATELINE = re.compile(r"^[^\n()]{2,80}\(([A-Z][\w.&’' -]{1,40})\)\s*(?:-|–|—)")
LEAD = 300  # characters at either end of a text in which a credit line can stand


def credit(doc: Document) -> str | None:
    """The agency that a report credits in its dateline, byline or last line; None when it credits none.

    "ISTANBUL (Northgate Wire) - Turkish warplanes …" credits Northgate Wire.
    """
    dateline = DATELINE.match(doc.text)
    if dateline:
        name = agencies().get(dateline.group(1), dateline.group(1))
        return doc.publisher if doc.publisher and is_short_for(name, doc.publisher) else name
    for part in (doc.publisher or "", doc.text[:LEAD], doc.text[-LEAD:]):
        found = credit_pattern().search(part)
        if found:
            return agencies()[next(name for name in found.groups() if name)]
    return None


def is_short_for(name: str, publisher: str) -> bool:
    """Does a credit name the publisher itself: "Meridian" for Meridian Wire, "VPA" for Volta Press Agency?"""
    words = publisher.split()
    return publisher.casefold().startswith(name.casefold()) or name == "".join(w[0] for w in words)


@cache
def agencies() -> Mapping[str, str]:
    """Spelling → name of the agency."""
    table = read_yaml(data_path("linking", "agencies.yaml"), dict[str, list[str]])
    return {spelling: name for name, spellings in table.items() for spelling in spellings}


@cache
def credit_pattern() -> re.Pattern[str]:
    """Ways to credit an agency outside a dateline: "By X, Reuters", "Source: Xinhua", "© 2024 AP"."""
    names = "|".join(re.escape(n) for n in sorted(agencies(), key=lambda n: (-len(n), n)))
    ways = (
        rf"^({names})$",
        rf"(?:(?i:source|credit|via|inputs from|reporting by)|©(?: \d{{4}})?):?\s+(?:the )?({names})\b",
        rf"^[Bb]y [^\n]{{0,60}}?\b({names})$",
        rf"\(({names})\)\s*(?:-|–|—|$)",
        rf"(?:—|–|--?)\s?({names})\s*$",
    )
    return re.compile("|".join(f"(?:{way})" for way in ways), re.MULTILINE)
