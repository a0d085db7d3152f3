"""Pairs for a person to judge, and what the judgements say about linking: precision and recall with intervals.

Half of a sample are pairs that were made one, half are the likeliest pairs that were not: errors of the first kind
cost precision, of the second recall. The draw depends on the ids alone, so that two people get the same sample.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rashomon.ids import content_id
from rashomon.incidents.blocking import Key
from rashomon.incidents.linker import Linker

NEARLY = 0.1  # pairs below this probability are no near misses
Z95 = 1.96


@dataclass(frozen=True, slots=True)
class Draw:
    """A pair of reported incidents for a person to judge."""

    a: Key
    b: Key
    merged: bool
    probability: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval (Wilson)."""

    share: float
    low: float
    high: float
    judged: int


def sample_merges(linker: Linker, size: int, *, seed: str = "") -> tuple[Draw, ...]:
    """`size` pairs, half of them merged and half nearly merged, drawn by hash of their ids."""
    home = {key: n for n, members in enumerate(linker.clusters()) for key in members}
    pairs = [(a, b, p) for a, row in linker.scores.items() for b, p in row.items() if a < b and p >= NEARLY]
    draws = [Draw(a, b, home[a] == home[b], p) for a, b, p in pairs]
    lots = {d: content_id(seed, d.a, d.b) for d in draws}
    merged = sorted((d for d in draws if d.merged), key=lambda d: lots[d])
    nearly = sorted((d for d in draws if not d.merged), key=lambda d: lots[d])
    half = min(size - size // 2, len(merged))
    return tuple(sorted([*merged[:half], *nearly[: size - half]], key=lambda d: (d.a, d.b)))


def estimates(draws: Sequence[Draw], same: Mapping[tuple[Key, Key], bool]) -> dict[str, Estimate]:
    """Precision among the merged pairs, and the share of the nearly merged ones that should have been."""
    judged = [(d, same[d.a, d.b]) for d in draws if (d.a, d.b) in same]
    return {
        "precision": wilson([s for d, s in judged if d.merged]),
        "missed": wilson([s for d, s in judged if not d.merged]),
    }


def wilson(hits: Sequence[bool]) -> Estimate:
    """Share of hits with its interval; of nothing judged, everything is possible."""
    n = len(hits)
    if n == 0:
        return Estimate(math.nan, 0.0, 1.0, 0)
    p = sum(hits) / n
    middle = p + Z95**2 / (2 * n)
    width = Z95 * math.sqrt(p * (1 - p) / n + Z95**2 / (4 * n * n))
    scale = 1 + Z95**2 / n
    return Estimate(round(p, 4), round((middle - width) / scale, 4), round((middle + width) / scale, 4), n)
