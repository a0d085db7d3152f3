"""The cluster of one key without clustering everything: what `incidents.clusters` gives, looked up where it
is needed.

Average linkage is *reducible*: joining two clusters never makes the joined one a better neighbour than the
better of the two was, and what may not be joined stays so. Hence two clusters that are each other's best
neighbour will be joined in any case, whatever else happens first; following best neighbours from a key until
two choose each other, and joining those, leads to the very cluster that joining the best pair of all again
and again leads to. Chains rise in score, so they are short, however large the web of likely pairs is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from rashomon.incidents.clusters import SAME
from rashomon.store.schema import documents, links, members, mentions
from rashomon.store.shelf import chunks

Key = tuple[str, str]  # (document id, id of the reported incident), as in linking at large
Rank = tuple[float, Key, Key]


class Clusters:
    """Clusters around the keys that are asked for. `same` and `different` are pairs that persons judged."""

    def __init__(
        self, connection: sa.Connection, same: Iterable[tuple[Key, Key]], different: Iterable[tuple[Key, Key]]
    ) -> None:
        self.connection = connection
        self.number: dict[str, int] = {}
        self._name: dict[int, str] = {}
        self._rows: dict[Key, dict[Key, float]] = {}  # links of the keys that were looked up
        self._home: dict[Key, Key] = {}  # key → first key of its cluster
        self._members: dict[Key, list[Key]] = {}
        self._judged: dict[Key, set[Key]] = defaultdict(set)
        self._apart: dict[Key, set[Key]] = defaultdict(set)
        for table, pairs in ((self._judged, same), (self._apart, different)):
            for a, b in pairs:
                table[a].add(b)
                table[b].add(a)

    def cluster_of(self, key: Key) -> tuple[Key, ...]:
        """All keys that are one incident with this one."""
        self._meet([key])
        while (other := self._nearest(self._home[key])) is not None:
            a, b = self._home[key], other
            while (c := self._nearest(b)) is not None and c != a:
                a, b = b, c
            self._join(a, b)
        return tuple(self._members[self._home[key]])

    def around(self, seeds: Iterable[Key]) -> tuple[list[tuple[Key, ...]], dict[Key, str]]:
        """The clusters of all keys that may be clustered otherwise than before, and the incidents they were
        in.

        Whoever was together with a key, or is now, is looked at too, until nobody else is. The others were
        never joined with any of these, before or now, and so stay as they are.
        """
        found: dict[Key, tuple[Key, ...]] = {}
        before: dict[Key, str] = {}
        edge = set(seeds)
        while edge:
            self.look_up(edge)
            for key in sorted(edge):
                if key not in found:
                    group = self.cluster_of(key)
                    found |= dict.fromkeys(group, group)
            before |= self.together({*edge, *found} - before.keys())
            edge = {*before, *found} - found.keys()
            edge = self.alive(edge)
        return sorted(set(found.values())), before

    # What is stored ---------------------------------------------------------------------------------------

    def name(self, numbers: Iterable[int]) -> Mapping[int, str]:
        """Document numbers → ids."""
        for chunk in chunks(set(numbers) - self._name.keys()):
            query = sa.select(documents.c.n, documents.c.id).where(documents.c.n.in_(chunk))
            for row in self.connection.execute(query):
                self._name[row.n], self.number[row.id] = row.id, row.n
        return self._name

    def find(self, ids: Iterable[str]) -> None:
        """Learn the numbers of documents."""
        for chunk in chunks(set(ids) - self.number.keys()):
            query = sa.select(documents.c.n, documents.c.id).where(documents.c.id.in_(chunk))
            for row in self.connection.execute(query):
                self._name[row.n], self.number[row.id] = row.id, row.n

    def alive(self, keys: set[Key]) -> set[Key]:
        """Those of the keys that a newest reading still has."""
        self.find(document for document, _ in keys)
        found: set[Key] = set()
        for chunk in chunks({self.number[d] for d, _ in keys if d in self.number}):
            query = sa.select(mentions.c.document, mentions.c.reported).where(mentions.c.document.in_(chunk))
            found |= {(self._name[r.document], r.reported) for r in self.connection.execute(query)}
        return keys & found

    def look_up(self, keys: Iterable[Key]) -> None:
        """Read the links of keys, many at once."""
        new = {key for key in keys if key not in self._rows}
        self.find(document for document, _ in new)
        found: list[tuple[Key, int, str, float]] = []
        for chunk in chunks({self.number[d] for d, _ in new}):
            for row in self.connection.execute(sa.select(links).where(links.c.document.in_(chunk))):
                key = (self._name[row.document], row.reported)
                if key in new:
                    found.append((key, row.other_document, row.other, row.score))
        names = self.name(n for _, n, _, _ in found)
        self._rows |= {key: {} for key in new}
        for key, n, other, score in found:
            self._rows[key][names[n], other] = score

    def together(self, keys: set[Key]) -> dict[Key, str]:
        """The stored incidents of keys, with all their members."""
        self.find(document for document, _ in keys)
        ids: set[str] = set()
        for chunk in chunks({self.number[d] for d, _ in keys if d in self.number}):
            for row in self.connection.execute(sa.select(members).where(members.c.document.in_(chunk))):
                if (self._name[row.document], row.reported) in keys:
                    ids.add(row.incident)
        rows: list[Any] = []
        for some in chunks(ids):
            rows += self.connection.execute(sa.select(members).where(members.c.incident.in_(some))).all()
        names = self.name(row.document for row in rows)
        return {(names[row.document], row.reported): row.incident for row in rows}

    def _twins(self, keys: set[Key]) -> set[tuple[Key, Key]]:
        """Pairs of keys of the same words: one holds the id of the other, which comes before it."""
        self.find(document for document, _ in keys)
        a, b = mentions.alias("a"), mentions.alias("b")
        joined = a.join(
            b, sa.and_(a.c.id == b.c.id, sa.or_(a.c.document != b.c.document, a.c.reported != b.c.reported))
        )
        query = sa.select(a.c.id, a.c.document, a.c.reported, b.c.document, b.c.reported).select_from(joined)
        rows: list[Any] = []
        for chunk in chunks({self.number[d] for d, _ in keys}):
            rows += self.connection.execute(query.where(a.c.document.in_(chunk))).all()
        names = self.name(n for row in rows for n in (row[1], row[3]))
        found = set()
        for id, n, reported, m, other in rows:
            x, y = sorted(((names[n], reported), (names[m], other)))
            if x[1] == id:  # linking at large asks who holds the id of the smaller key
                found.add((x, y))
        return found

    # Clusters ---------------------------------------------------------------------------------------------

    def _meet(self, keys: Iterable[Key]) -> None:
        """Make the first clusters of keys: those that are one for sure."""
        edge = {key for key in keys if key not in self._home}
        web: dict[Key, set[Key]] = defaultdict(set)
        seen: set[Key] = set()
        while edge:
            seen |= edge
            pairs = self._twins(edge) | {(k, o) for k in edge for o in self._judged.get(k, ())}
            for a, b in pairs:
                web[a].add(b)
                web[b].add(a)
            edge = web.keys() - seen
        for key in sorted(seen):
            if key not in self._home:
                group = _connected(key, web)
                self._members[group[0]] = group
                self._home |= dict.fromkeys(group, group[0])

    def _nearest(self, home: Key) -> Key | None:
        """The cluster that agrees most with this one, enough to be joined with it."""
        own = self._members[home]
        self.look_up(own)
        sums: dict[Key, float] = defaultdict(float)
        rows = [self._rows[key] for key in own]
        self._meet(other for row in rows for other in row)
        for row in rows:
            for other, score in row.items():
                sums[self._home[other]] += score
        sums.pop(home, None)
        best: tuple[Rank, Key] | None = None
        for other, total in sums.items():
            average = round(total / (len(own) * len(self._members[other])), 9)
            if average < SAME or not self._may_join(home, other):
                continue
            rank = (-average, *sorted((home, other)))
            if best is None or rank < best[0]:
                best = rank, other  # type: ignore[assignment]
        return best[1] if best else None

    def _may_join(self, a: Key, b: Key) -> bool:
        """Are the two from different reports, and not judged different?"""
        mine, theirs = self._members[a], self._members[b]
        if {d for d, _ in mine} & {d for d, _ in theirs}:
            return False
        return not any(self._home.get(other) == b for key in mine for other in self._apart.get(key, ()))

    def _join(self, a: Key, b: Key) -> None:
        group = sorted([*self._members.pop(a), *self._members.pop(b)])
        self._members[group[0]] = group
        self._home |= dict.fromkeys(group, group[0])


def _connected(key: Key, web: Mapping[Key, set[Key]]) -> list[Key]:
    """All keys that a web connects with one."""
    found, edge = {key}, {key}
    while edge:
        edge = {other for k in edge for other in web.get(k, ())} - found
        found |= edge
    return sorted(found)
