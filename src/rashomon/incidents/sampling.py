"""Pairs for a person to judge, and what the judgements say about linking: precision and recall with intervals.

Half of a sample are pairs that were made one, half are the likeliest pairs that were not: errors of the first kind
cost precision, of the second recall. The draw depends on the ids alone, so that two people get the same sample.
Pairs of one text and its reprint are left out: they are one by finding copies, not by linking.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rashomon.ids import content_id
from rashomon.incidents.blocking import Key
from rashomon.incidents.linker import KEPT, Linker

Z95 = 1.96
Z975 = 2.2414  # of each of two shares, so that what follows from both holds in 95 of 100 samples at least


@dataclass(frozen=True, slots=True)
class Draw:
    """A pair of reported incidents for a person to judge."""

    a: Key
    b: Key
    merged: bool
    probability: float


@dataclass(frozen=True, slots=True)
class Sample:
    """Pairs that were drawn, and of how many: pairs that were merged, and pairs that nearly were."""

    draws: tuple[Draw, ...]
    merged: int
    nearly: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval (Wilson)."""

    share: float
    low: float
    high: float
    judged: int


def sample_merges(linker: Linker, size: int, *, seed: str = "") -> Sample:
    """`size` pairs, half of them merged and half nearly merged (KEPT likely or more), drawn by hash of their ids."""
    pairs = list(_merged(linker))
    together = {(d.a, d.b) for d in pairs}
    for a, row in linker.scores.items():
        pairs += [
            Draw(a, b, False, p) for b, p in row.items() if a < b and p >= KEPT and (a, b) not in together
        ]
    original = linker.copies.original
    pairs = [d for d in pairs if original(d.a[0]) != original(d.b[0])]
    lots = {d: content_id(seed, d.a, d.b) for d in pairs}
    merged = sorted((d for d in pairs if d.merged), key=lambda d: lots[d])
    nearly = sorted((d for d in pairs if not d.merged), key=lambda d: lots[d])
    half = min(size - size // 2, len(merged))
    drawn = sorted([*merged[:half], *nearly[: size - half]], key=lambda d: lots[d])
    return Sample(tuple(drawn), len(merged), len(nearly))


def _merged(linker: Linker) -> list[Draw]:
    """All pairs within incidents."""
    return [
        Draw(a, b, True, linker.scores.get(a, {}).get(b, 0.0))
        for members in linker.clusters()
        for n, a in enumerate(sorted(members))
        for b in sorted(members)[n + 1 :]
    ]


def estimates(sample: Sample, same: Mapping[tuple[Key, Key], bool]) -> dict[str, Estimate]:
    """Precision among the merged pairs, the share of nearly merged ones that should have been, and recall.

    Recall takes pairs that were not even nearly merged for rightly apart.
    """
    judged = [(d, same[d.a, d.b]) for d in sample.draws if (d.a, d.b) in same]
    merged, nearly = [s for d, s in judged if d.merged], [s for d, s in judged if not d.merged]
    right, lost = wilson(merged, Z975), wilson(nearly, Z975)
    return {
        "precision": wilson(merged),
        "missed": wilson(nearly),
        "recall": Estimate(
            _recall(sample, right.share, lost.share), _recall(sample, right.low, lost.high),
            _recall(sample, right.high, lost.low), len(judged),
        ),
    }  # fmt: skip


def _recall(sample: Sample, right: float, lost: float) -> float:
    """Merged pairs that are right, of all pairs that are one incident."""
    found = sample.merged * right if sample.merged else 0.0
    missed = sample.nearly * lost if sample.nearly else 0.0
    return round(found / (found + missed), 4) if found + missed else math.nan


def wilson(hits: Sequence[bool], z: float = Z95) -> Estimate:
    """Share of hits with its interval; of nothing judged, everything is possible."""
    n = len(hits)
    if n == 0:
        return Estimate(math.nan, 0.0, 1.0, 0)
    p = sum(hits) / n
    middle = p + z**2 / (2 * n)
    width = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n * n))
    scale = 1 + z**2 / n
    return Estimate(round(p, 4), round((middle - width) / scale, 4), round((middle + width) / scale, 4), n)
