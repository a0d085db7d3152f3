"""Comparing values and pairing records one to one."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Hashable, Mapping
from typing import Any, TypeVar

L = TypeVar("L", bound=Hashable)
R = TypeVar("R", bound=Hashable)
STOPWORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "for",
        "from",
        "with",
        "and",
        "or",
        "its",
        "his",
        "her",
        "their",
        "this",
        "that",
        "these",
        "those",
        "some",
        "one",
        "who",
        "which",
        "is",
        "was",
        "were",
        "be",
        "been",
        "near",
    ]
)


def pair_up(weights: Mapping[tuple[L, R], float]) -> dict[L, R]:
    """One-to-one pairs, heaviest first (greedy: at most half below the best total, near it in practice)."""
    left: set[L] = set()
    right: set[R] = set()
    pairs: dict[L, R] = {}
    for (a, b), weight in sorted(weights.items(), key=lambda item: (-item[1], str(item[0]))):
        if weight > 0 and a not in left and b not in right:
            pairs[a] = b
            left.add(a)
            right.add(b)
    return pairs


def f1(right: float, found: int, wanted: int) -> float:
    """F1 of `right` correct among `found`, where `wanted` exist."""
    return 2 * right / (found + wanted) if found + wanted else 0.0


def overlap(a: Mapping[str, Any], b: Mapping[str, Any]) -> int:
    """Characters that two spans share."""
    return int(max(0, min(a["end"], b["end"]) - max(a["start"], b["start"])))


def content_words(text: object) -> set[str]:
    """Words of a phrase that carry meaning: lower case, no accents."""
    plain = unicodedata.normalize("NFKD", str(text or "").lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("'s ", " ").replace("’s ", " ")
    words = re.sub(r"[^\w\s]", " ", plain).split()
    return {w for w in words if w not in STOPWORDS} or set(words)


def same_phrase(a: object, b: object) -> bool:
    """Equal, one within the other, or half of all words shared."""
    one, two = content_words(a), content_words(b)
    if not one or not two:
        return False
    common = len(one & two)
    return common == min(len(one), len(two)) or common / len(one | two) >= 0.5


def km_between(a: Mapping[str, Any], b: Mapping[str, Any]) -> float | None:
    """Great-circle kilometres between two places, None when one has no coordinates."""
    points = [(p.get("lat"), p.get("lon")) for p in (a, b)]
    if any(c is None for point in points for c in point):
        return None
    (lat1, lon1), (lat2, lon2) = ((math.radians(float(p[0])), math.radians(float(p[1]))) for p in points)  # type: ignore[arg-type]
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(min(1.0, math.sqrt(h)))


def b_cubed(key: list[set[Any]], response: list[set[Any]]) -> float:
    """B-cubed F1 (Bagga & Baldwin 1998) of two clusterings of the same items."""

    def one_way(these: list[set[Any]], those: list[set[Any]]) -> float:
        home = {item: group for group in those for item in group}
        total = sum(map(len, these))
        return (
            sum(len(g & home.get(item, set())) / len(g) for g in these for item in g) / total
            if total
            else 0.0
        )

    recall, precision = one_way(key, response), one_way(response, key)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
