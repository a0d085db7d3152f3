"""When two phrases name the same thing."""

from __future__ import annotations

import re

from rashomon.claims.fillers import words


def content_words(phrase: str) -> frozenset[str]:
    """Words of a phrase that carry meaning; all of them when none does.

    >>> sorted(content_words("the Bogside, in Derry"))
    ['bogside', 'derry']
    """
    found = re.findall(r"\w+", re.sub(r"['’]s\b", " ", phrase.casefold()))
    return frozenset(w for w in found if w not in words().empty) or frozenset(found)


def same_words(one: str, two: str) -> bool:
    """Equal, one within the other, or half of their words shared."""
    a, b = content_words(one), content_words(two)
    common = len(a & b)
    return bool(a and b) and (common == min(len(a), len(b)) or 2 * common >= len(a | b))
