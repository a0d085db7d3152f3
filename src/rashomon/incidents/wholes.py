"""Which counts of a report are of everybody: joined ones are added, those of some of the counted are left out.

"Seven soldiers and three militants were killed" counts ten. "Four people were wounded … one is in critical
condition, the other three are stable" counts four. Such parts are claims like others, but no accounts of the toll:
a view that took them for one would see a contest where there is none.

Misses: a part told with nothing that points back ("one soldier died") by another source than the whole.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from rashomon.claims.sums import added, place_of
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Claim

NUMERAL = re.compile(
    r"(?i)(?:at least |about |around |some |nearly |only |up to |as many as |more than )?"
    r"(?:\d|one\b|two\b|three\b|four\b|five\b|six\b|seven\b|eight\b|nine\b|ten\b|single\b)"
)
JOINED = re.compile(r"\s*,\s*|[^.;:]*\band\s+")


class TollWords(BaseModel):
    """The lists of words.yaml."""

    back: frozenset[str]
    hit: frozenset[str]
    lived: frozenset[str]
    apart: frozenset[str]
    attackers: frozenset[str]
    anyone: frozenset[str]
    civilians: frozenset[str]
    alike: tuple[frozenset[str], ...]


@lru_cache(maxsize=1)
def words() -> TollWords:
    """The words, read once."""
    return read_yaml(data_path("tolls", "words.yaml"), TollWords)


@dataclass(frozen=True, slots=True)
class Count:
    """One account's count: a claim's own, or the sum of claims that are joined by "and"."""

    claim: Claim
    low: int | None
    best: int | None
    high: int | None
    of: str | None

    @property
    def point(self) -> int | None:
        """The one number to quote: best, else low, else high."""
        return next((n for n in (self.best, self.low, self.high) if n is not None), None)


def wholes(claims: Iterable[Claim], sums: Collection[str] = ()) -> list[Count]:
    """The counts of everybody among the claims of one role, document by document; what was added up is no part."""
    by_document: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_document[claim.document].append(claim)
    found: list[Count] = []
    for own in by_document.values():
        counts = joined(own)
        found += [c for c in counts if c.claim.id in sums or not is_part(c, counts)]
    return found


def sums_among(claims: Sequence[Claim]) -> set[str]:
    """Ids of counts to which those told before were added ("one other"): a part of one stands before its own words."""
    by_id = {c.id: c for c in claims}
    return {
        whole.id for c in claims if (whole := by_id.get(c.subset_of or "")) and place_of(c) < place_of(whole)
    }


def joined(claims: Sequence[Claim]) -> list[Count]:
    """The counts of one document; those that one verb joins as their sum."""
    counts: list[Count] = []
    taken: set[str] = set()
    for claim in claims:
        if claim.id in taken:
            continue
        members = [c for c in claims if c.id not in taken and (c is claim or are_joined(claim, c))]
        taken |= {c.id for c in members}
        counts.append(total(members))
    return counts


def are_joined(one: Claim, two: Claim) -> bool:
    """Does one verb tell two counts of different people: "killing six children and two adults"?"""
    a, b = one.evidence, two.evidence
    outer, inner = (a, b) if a.end - a.start >= b.end - b.start else (b, a)
    if not (outer.start <= inner.start and inner.end <= outer.end):
        return False
    if one.source != two.source or one.stance != two.stance or one.subset_of or two.subset_of:
        return False
    nouns = [(c.of or "people").casefold() for c in (one, two)]
    if nouns[0] == nouns[1] or set(nouns) & words().anyone:
        return False
    between = gap(outer.quote, one.original_value, two.original_value)
    return between is not None and JOINED.fullmatch(between) is not None


def gap(quote: str, one: str, two: str) -> str | None:
    """What stands between two phrases of a quote; None when they overlap or are not there."""
    a, b = quote.find(one), quote.rfind(two)
    if a < 0 or b < 0:
        return None
    (start, first), (end, _) = sorted([(a, one), (b, two)])
    return quote[start + len(first) : end] if end >= start + len(first) else None


def total(members: Sequence[Claim]) -> Count:
    """The sum of counts of different people; one count stays as it is."""
    first = members[0]
    if len(members) == 1:
        return Count(first, first.low, first.best, first.high, first.of)
    return Count(
        first,
        added([c.low for c in members]),
        added([c.best for c in members]),
        added([c.high for c in members]),
        "people",
    )


def is_part(count: Count, counts: Sequence[Count]) -> bool:
    """Does a count tell of some of those whom a larger one of the same report counts?"""
    point = count.point
    if point is None or not (points_back(count.claim) or is_individual(count.claim) or is_bare(count.claim)):
        return False
    larger = [c for c in counts if c.point is not None and c.point > point]
    if not is_bare(count.claim) or points_back(count.claim):
        return bool(larger)
    source = count.claim.source  # of two sources "one" and "four" are two accounts
    return bool(larger) and (source.kind == "outlet" or any(c.claim.source == source for c in larger))


def points_back(claim: Claim) -> bool:
    """Do the words of a count point at people already told: "one of them", "two others", "the other three"?"""
    said = re.findall(r"[^\W\d_]+", claim.original_value.casefold())
    return bool(set(said) & words().back)


def is_bare(claim: Claim) -> bool:
    """Is it "one" or "two" without a noun: "four wounded, one in critical condition"?"""
    return claim.original_value.casefold() in ("one", "two", "three")


def is_individual(claim: Claim) -> bool:
    """Is it one person, told without a numeral ("a boy", "Keith Smith, 24")?"""
    return (claim.low, claim.high) == (1, 1) and NUMERAL.match(claim.original_value) is None
