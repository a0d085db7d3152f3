"""Syndicated copies: reports with the same text, reprinted, trimmed, re-headlined or lightly edited.

Two texts are compared by containment: the share of the shorter one's runs of five words that the other
has too. Jaccard similarity misses trimmed copies, since what was cut counts against them; containment
does not. Speech in quotation marks is left out, because two reporters at one press conference write down
the same words.

Each report points to the one earlier report that it shares most with, so that a digest of two wire
stories does not make one source of them. The first of a chain is the original: earliest published, else
longest, else smallest id. An index of every eighth run finds the candidates among the reports of
neighbouring months; only the likeliest are compared in full.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

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
FEWEST_SHARED = 2  # sampled runs in common from which two reports are compared in full
LIKELY = 32  # … and this many times those make up the shorter text; a share of 0.35 gives 23 on average

WORD = re.compile(r"[぀-ヿ㐀-鿿฀-๿ຮ-໿က-႟ក-៿]|[^\W_]+")  # scripts without spaces count by character
QUOTED = re.compile(r"“[^”\n]{20,800}”|\"[^\"\n]{20,800}\"|«[^»\n]{20,800}»|„[^“”\n]{20,800}[“”]")
MONTH = re.compile(r"\d{4}-\d\d$")
Runs = npt.NDArray[np.uint32]
Rank = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What the index keeps of a report: its runs, and its place in the order of originals."""

    id: str
    rank: Rank
    publisher: str | None
    month: int | None
    runs: Runs
    sample: tuple[int, ...]


@dataclass(frozen=True, slots=True, order=True)
class Parent:
    """The earlier report that a copy shares most with; those that share more, then earlier ones, come first."""

    shared: int  # sampled runs in common, negative so that more comes first
    rank: Rank
    share: float  # of the shorter text's runs


class CopyIndex:
    """Which of the reports added so far are copies, and of which. The order of adding does not matter."""

    def __init__(self) -> None:
        self.prints: dict[str, Fingerprint] = {}
        self.parents: dict[str, Parent] = {}
        self._postings: dict[int | None, dict[int, tuple[str, ...]]] = {}  # month → run → reports

    def add(self, doc: Document) -> list[tuple[str, str]]:
        """Take in a report; gives the pairs (copy, what it copies) that are new.

        Raises ValueError when there is one of its id.
        """
        if doc.id in self.prints:
            raise ValueError(f"report {doc.id!r} is in the index already")
        own = fingerprint(doc)
        near = [self._postings[month] for month in self._months(own.month)]
        shared = Counter([id for runs in near for run in own.sample if run in runs for id in runs[run]])
        self.prints[doc.id] = own
        runs = self._postings.setdefault(own.month, {})
        for run in own.sample:
            runs[run] = (*runs.get(run, ()), doc.id)
        return self._place(own, shared)

    def original(self, id: str) -> str:
        """The first report of the chain that a report was copied along; itself when it copies none."""
        while id in self.parents:
            id = self.parents[id].rank[-1]
        return id

    def originals(self) -> dict[str, str]:
        """Copy → original, for copies only."""
        return {id: self.original(id) for id in sorted(self.parents)}

    def _months(self, month: int | None) -> list[int | None]:
        """Where copies can stand: a text is reprinted within weeks; one without a date may be a copy of any."""
        near = [None, month - 1, month, month + 1] if month is not None else list(self._postings)
        return [m for m in near if m in self._postings]

    def _place(self, own: Fingerprint, shared: Mapping[str, int]) -> list[tuple[str, str]]:
        """Find the report that this one copies, and the later ones that are copies of this."""
        earlier: list[tuple[int, Rank, Fingerprint]] = []
        placed: list[tuple[str, str]] = []
        for id, n in shared.items():
            other = self.prints[id]
            if not is_likely(n, own, other):
                continue
            if other.rank < own.rank:
                earlier.append((-n, other.rank, other))
                continue
            known = self.parents.get(id)
            if known is None or (-n, own.rank) < (known.shared, known.rank):
                share = copied_share(own, other)
                if share is not None:
                    self.parents[id] = Parent(-n, own.rank, share)
                    placed.append((id, own.id))
        for n, rank, other in sorted(earlier, key=lambda e: e[:2]):
            share = copied_share(other, own)
            if share is not None:
                self.parents[own.id] = Parent(n, rank, share)
                return [*placed, (own.id, other.id)]
        return placed


def is_likely(shared: int, a: Fingerprint, b: Fingerprint) -> bool:
    """Do two reports share enough sampled runs to be compared in full?"""
    return shared >= FEWEST_SHARED and LIKELY * shared >= min(len(a.runs), len(b.runs))


def copied_share(a: Fingerprint, b: Fingerprint) -> float | None:
    """Share of the shorter text that the other has too, when that is enough for a copy."""
    both = np.concatenate((a.runs, b.runs))
    both.sort()
    common = int(np.count_nonzero(both[1:] == both[:-1]))  # each run is in either text once
    share = common / max(1, min(len(a.runs), len(b.runs)))
    enough = SHARE_OF_ONE_PUBLISHER if a.publisher and a.publisher == b.publisher else SHARE
    return round(share, 3) if common >= FEWEST_RUNS and share >= enough else None


def fingerprint(doc: Document) -> Fingerprint:
    """The runs of a report and its rank among copies."""
    runs = word_runs(doc.text)
    published = (doc.published or "")[:7]
    return Fingerprint(
        id=doc.id,
        rank=(doc.published or "9999", -len(doc.text), doc.id),
        publisher=doc.publisher,
        month=12 * int(published[:4]) + int(published[5:]) if MONTH.match(published) else None,
        runs=runs,
        sample=tuple(runs[runs % SAMPLE == 0].tolist()),
    )


def word_runs(text: str) -> Runs:
    """Hashes of all runs of five words, sorted. Quoted speech is left out unless the text is little else."""
    words = WORD.findall(QUOTED.sub(" | ", text).casefold())
    everything = WORD.findall(text.casefold()) if len(words) < 6 * RUN else words
    hashes = np.array([word_hash(w) for w in everything], dtype=np.uint64)
    if len(hashes) < RUN:
        return np.zeros(0, dtype=np.uint32)
    mixed = np.zeros(len(hashes) - RUN + 1, dtype=np.uint64)
    for n in range(RUN):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + hashes[n : len(hashes) - RUN + 1 + n]
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    runs = (mixed >> np.uint64(32)).astype(np.uint32)
    runs.sort()
    return runs[np.concatenate(([True], runs[1:] != runs[:-1]))]


@lru_cache(maxsize=1 << 16)
def word_hash(word: str) -> int:
    """A word as a number, the same everywhere."""
    return zlib.crc32(word.encode("utf-8", "surrogatepass"))


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
