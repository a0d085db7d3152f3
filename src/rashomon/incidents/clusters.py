"""Scored pairs → incidents, without chaining: a cluster grows only while its members agree with each other.

Two clusters become one when, on average over all pairs of their members, they are likelier one incident
than not (average linkage). One strong link between two reports does not pull their neighbours along,
which keeps two bombs of one day in one city apart although one report tells of both. Two incidents of one
report are never made one: a report that tells of two things knows that they are two. A person's judgement
binds: what is judged the same is joined first, what is judged different is never joined.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Mapping

Key = tuple[str, str]  # (document id, id of the reported incident)
SAME = 0.3  # average probability from which two clusters are one incident; swept 0.2-0.6 on gold dev


def cluster(
    keys: Iterable[Key],
    scores: Mapping[tuple[Key, Key], float],
    *,
    same: Iterable[tuple[Key, Key]] = (),
    copied: Iterable[tuple[Key, Key]] = (),
    different: Iterable[tuple[Key, Key]] = (),
    threshold: float = SAME,
) -> list[tuple[Key, ...]]:
    """Groups of keys that are one incident, each sorted, in order of their first key.

    `scores` holds the probability of each pair that was compared, under (smaller key, larger key); the others
    count as 0. `copied` pairs are told in the same words by copies of one text: they are joined unless a person says
    that they are different. The result is a function of the sets given, whatever their order.
    """
    joined = _Clusters(sorted(set(keys)), scores, different)
    for a, b in sorted({(min(p), max(p)) for p in same}):
        joined.join(a, b)
    joined.agglomerate(threshold)
    for a, b in sorted({(min(p), max(p)) for p in copied}):
        joined.join_if_allowed(a, b)
    return sorted(tuple(sorted(members)) for members in joined.members.values())


class _Clusters:
    """Clusters by number, with the sum of the scores between each two that have any."""

    def __init__(
        self,
        keys: list[Key],
        scores: Mapping[tuple[Key, Key], float],
        different: Iterable[tuple[Key, Key]],
    ) -> None:
        self.members: dict[int, list[Key]] = {n: [key] for n, key in enumerate(keys)}
        self.home = {key: n for n, key in enumerate(keys)}
        self.documents: dict[int, set[str]] = {n: {key[0]} for n, key in enumerate(keys)}
        self.apart: dict[int, set[int]] = defaultdict(set)
        self.sums: dict[int, dict[int, float]] = defaultdict(dict)
        for a, b in different:
            if a in self.home and b in self.home:
                self.apart[self.home[a]].add(self.home[b])
                self.apart[self.home[b]].add(self.home[a])
        for (a, b), score in scores.items():
            if a in self.home and b in self.home:
                self.sums[self.home[a]][self.home[b]] = score
                self.sums[self.home[b]][self.home[a]] = score

    def join(self, a: Key, b: Key) -> None:
        """Make one cluster of two, as judged by a person."""
        if a in self.home and b in self.home and self.home[a] != self.home[b]:
            self.merge(self.home[a], self.home[b])

    def join_if_allowed(self, a: Key, b: Key) -> None:
        """Make one cluster of two, unless that goes against a judgement or makes one of two of a report."""
        if a in self.home and b in self.home and self.may_join(self.home[a], self.home[b]):
            self.join(a, b)

    def agglomerate(self, threshold: float) -> None:
        """Join the two clusters that agree most until none agree enough. Ties go to the smallest keys."""
        queue = [self.entry(a, b) for a in self.sums for b in self.sums[a] if a < b]
        heapq.heapify(queue)
        while queue:
            average, _, _, a, b = heapq.heappop(queue)
            if -average < threshold:
                return
            if a not in self.members or b not in self.members or not self.may_join(a, b):
                continue
            if self.entry(a, b)[0] != average:
                continue
            kept = self.merge(a, b)
            for other in self.sums[kept]:
                heapq.heappush(queue, self.entry(kept, other))

    def entry(self, a: int, b: int) -> tuple[float, Key, Key, int, int]:
        """A pair of clusters in the queue: the surest first."""
        pairs = len(self.members[a]) * len(self.members[b])
        first, second = sorted((self.members[a][0], self.members[b][0]))
        return -round(self.sums[a][b] / pairs, 9), first, second, min(a, b), max(a, b)

    def may_join(self, a: int, b: int) -> bool:
        """Are the two from different reports, and not judged different?"""
        return b not in self.apart[a] and not self.documents[a] & self.documents[b]

    def merge(self, a: int, b: int) -> int:
        """Make one cluster of two; returns its number."""
        kept, gone = min(a, b), max(a, b)
        self.members[kept] = sorted(self.members[kept] + self.members.pop(gone))
        for key in self.members[kept]:
            self.home[key] = kept
        self.documents[kept] |= self.documents.pop(gone)
        for other in self.apart.pop(gone, set()):
            self.apart[other].discard(gone)
            self.apart[other].add(kept)
            self.apart[kept].add(other)
        for other, total in self.sums.pop(gone, {}).items():
            self.sums[other].pop(gone, None)
            if other != kept:
                total += self.sums[kept].get(other, 0.0)
                self.sums[kept][other] = self.sums[other][kept] = total
        self.sums[kept].pop(gone, None)
        return kept
