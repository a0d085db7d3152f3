"""The order of linking: copies → pairs → clusters of reported incidents → incidents, statements, actors.

`Linker` takes reports one at a time, comparing each with the blocks that it falls in; `link_reports` adds
all of them. The result depends on the set of reports alone, never on the order in which they came: a
pair's score is a function of the pair, and clusters are made anew wherever a pair is new.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from rashomon.config import Config
from rashomon.errors import NotFoundError
from rashomon.incidents.actors import actor_records
from rashomon.incidents.blocking import Blocks, Key
from rashomon.incidents.clusters import SAME, cluster
from rashomon.incidents.copies import CopyIndex, credit
from rashomon.incidents.fusion import FusionContext, fuse
from rashomon.incidents.judgements import Binding, Judgement, bind
from rashomon.incidents.policies import Policy
from rashomon.incidents.scoring import probability
from rashomon.incidents.traces import Trace, traces_of
from rashomon.incidents.voices import Origins
from rashomon.model import Coding, Document, Incident, Statement

if TYPE_CHECKING:
    from rashomon.claims import Report

KEPT = 0.1  # pairs less likely than this count as 0; keeping them would only cost memory


def link_reports(
    reports: Sequence[Report], config: Config, *, judgements: Iterable[Judgement] = ()
) -> Coding:
    """Link the incidents of many reports. The order of the reports does not change the result."""
    linker = Linker(config, judgements=judgements)
    for report in reports:
        linker.add(report)
    return linker.coding()


class Linker:
    """Reports added so far, and the incidents that they make together."""

    def __init__(self, config: Config, *, judgements: Iterable[Judgement] = ()) -> None:
        self.policy = Policy(config.policy, config.source_priority)
        self.judgements = tuple(judgements)
        self.reports: dict[str, Report] = {}
        self.docs: dict[str, Document] = {}
        self.outlets: dict[str, str] = {}
        self.traces: dict[Key, Trace] = {}
        self.scores: dict[Key, dict[Key, float]] = defaultdict(dict)
        self.copies = CopyIndex()
        self._blocks = Blocks()
        self._named: dict[str, list[Key]] = defaultdict(list)  # mention id → reported incidents
        self._told: dict[Key, str] = {}  # reported incident → its words, if its report tells no other in them
        self._families: Parts[str] = Parts()  # documents that are, or were, found to be copies of each other
        self._parts: Parts[Key] | None = Parts()  # None: to be made anew
        self._clusters: dict[Key, list[tuple[Key, ...]]] = {}  # root of a part → its clusters
        self._binding: Binding | None = None

    def add(self, report: Report) -> None:
        """Take in one report. Raises ValueError when one of the same document is there already."""
        placed = self.copies.add(report.doc)
        self.reports[report.doc.id] = report
        self.docs[report.doc.id] = report.doc
        self.outlets[report.doc.id] = credit(report.doc) or report.doc.publisher or report.doc.id
        new = traces_of(report.incidents, report.doc)
        for trace in new:
            self._add_trace(trace)
        for a, b in self._blocks.add(new):
            if a.incident.document != b.incident.document:
                self._compare(a, b)
        self._reprint(report, placed)

    def judge(self, judgements: Iterable[Judgement]) -> None:
        """Put another log of judgements in force."""
        self.judgements = tuple(judgements)
        self._forget()

    def coding(self) -> Coding:
        """All incidents, statements and actors of the reports added so far."""
        reports = [self.reports[id] for id in sorted(self.reports)]
        clusters = self.clusters()
        incident_of = {key: min(id for _, id in members) for members in clusters for key in members}
        context = self._context(incident_of)
        incidents = tuple(
            sorted((self._fuse(c, context) for c in clusters), key=lambda i: (i.id, i.mentions[0].document))
        )
        return Coding(
            documents=tuple(r.doc for r in reports),
            copies=self.copies.originals(),
            actors=actor_records(incidents),
            incidents=incidents,
            statements=tuple(point(s, incident_of) for r in reports for s in r.statements),
            issues=(*(issue for r in reports for issue in r.issues), *self.binding().issues),
        )

    def clusters(self) -> list[tuple[Key, ...]]:
        """The reported incidents of each incident."""
        roots = {self._root(key) for key in self.traces}
        return sorted(members for root in roots for members in self._part(root))

    def cluster_of(self, key: Key) -> tuple[Key, ...]:
        """The reported incidents that are one incident with a given one."""
        return next(members for members in self._part(self._root(key)) if key in members)

    def find(self, id: str) -> Key:
        """The reported incident that an id names: an incident's, or that of any mention. Raises NotFoundError."""
        keys = self._named.get(id)
        if not keys:
            raise NotFoundError(
                f"no incident or mention has the id {id!r}; `rashomon list` shows those there are"
            )
        return min(keys)

    def incidents_of(self, document: str) -> tuple[Incident, ...]:
        """The incidents that a document tells of, fused from all reports, at the cost of those only."""
        keys = [(document, i.id) for i in self.reports[document].incidents]
        found = {self.cluster_of(key) for key in keys}
        related = {
            (member[0], other)
            for members in found
            for member in members
            for other, _ in self.traces[member].incident.related
        }
        incident_of = {
            key: min(id for _, id in self.cluster_of(key)) for key in related if key in self.traces
        }
        context = self._context(incident_of)
        return tuple(sorted((self._fuse(c, context) for c in found), key=lambda i: i.id))

    def told_alike(self, a: Key, b: Key) -> bool:
        """Do copies of one text tell of both in the same words?"""
        return bool(self._copied([a, b]))

    def binding(self) -> Binding:
        """What the judgements ask for, given the reports added so far."""
        if self._binding is None:
            self._binding = bind(self.judgements, lambda id: tuple(sorted(self._named.get(id, ()))))
        return self._binding

    def origins(self) -> Origins:
        """Where each report's text comes from."""
        return Origins(docs=self.docs, original=self.copies.original, outlets=self.outlets)

    def _add_trace(self, new: Trace) -> None:
        self.traces[new.key] = new
        if self._parts is not None:
            self._parts.add(new.key)
        judged = self._judged_ids()
        for mention in new.incident.mentions:
            self._named[mention.id].append(new.key)
            if mention.id in judged:
                self._forget()
        for key in self._named[new.incident.id]:
            self._touch(key, new.key)  # the same words in a reprint

    def _compare(self, a: Trace, b: Trace) -> None:
        found = probability(a, b, least=KEPT)
        first, second = a.key, b.key
        if found >= KEPT:
            self.scores[first][second] = self.scores[second][first] = found
            self._touch(first, second, joins=found >= SAME)

    def _reprint(self, report: Report, placed: Iterable[tuple[str, str]]) -> None:
        """Copies were found: what they tell in the same words may be in one cluster."""
        own = report.doc.id
        self._families.add(own)
        self._told.update(own_words(report))
        for copy, original in placed:
            self._families.join(copy, original)
        if placed:
            family = self._families.members[self._families.root(own)]
            keys = [(document, i.id) for document in family for i in self.reports[document].incidents]
            for key in keys:
                self._touch(key, key, joins=False)
            for a, b in self._copied(keys):
                self._touch(a, b)

    def _copied(self, keys: Iterable[Key]) -> list[tuple[Key, Key]]:
        """Pairs that copies of one text tell in the same words: one incident, whatever day each was dated to."""
        groups: dict[tuple[str, str], list[Key]] = defaultdict(list)
        for key in sorted(keys):
            if key in self._told:
                groups[self.copies.original(key[0]), self._told[key]].append(key)
        return [pair for group in groups.values() for pair in pairwise(group)]

    def _touch(self, a: Key, b: Key, *, joins: bool = True) -> None:
        """A pair is new: what was clustered of either is out of date, and the two may be in one cluster."""
        if self._parts is None:
            return
        for key in (self._parts.root(a), self._parts.root(b)):
            self._clusters.pop(key, None)
        if joins:
            self._parts.join(a, b)

    def _forget(self) -> None:
        """Judgements changed, or bind something new: make parts and clusters anew when they are asked for."""
        self._binding = None
        self._parts = None
        self._clusters.clear()

    def _judged_ids(self) -> frozenset[str]:
        return frozenset(id for j in self.judgements for id in (j.a, j.b) if id)

    def _root(self, key: Key) -> Key:
        """The part that a key is in: all that likely pairs, the same words or judgements link."""
        if self._parts is None:
            self._parts = Parts()
            for other in self.traces:
                self._parts.add(other)
            likely = ((a, b) for a, row in self.scores.items() for b, p in row.items() if p >= SAME)
            for a, b in (*likely, *self._same(), *self._copied(self.traces)):
                self._parts.join(a, b)
        return self._parts.root(key)

    def _same(self) -> list[tuple[Key, Key]]:
        """Pairs that are one for sure: of the same id, and those judged the same."""
        reprints = [(key, other) for key in self.traces for other in self._named[key[1]] if key < other]
        return [*reprints, *self.binding().same]

    def _part(self, root: Key) -> list[tuple[Key, ...]]:
        if root not in self._clusters:
            assert self._parts is not None
            members = self._parts.members[root]
            self._clusters[root] = [tuple(members)] if len(members) == 1 else self._cluster(members)
        return self._clusters[root]

    def _cluster(self, members: Sequence[Key]) -> list[tuple[Key, ...]]:
        inside = set(members)
        scores = {(a, b): p for a in members for b, p in self.scores[a].items() if a < b and b in inside}
        reprints = [(a, b) for a in members for b in self._named[a[1]] if a < b]
        binding = self.binding()
        return cluster(
            members,
            scores,
            same=[*reprints, *(pair for pair in binding.same if pair[0] in inside)],
            copied=self._copied(members),
            different=binding.different,
        )

    def _context(self, incident_of: dict[Key, str]) -> FusionContext:
        return FusionContext(
            self.origins(), self.policy, lambda document, id: incident_of.get((document, id), id)
        )

    def _fuse(self, members: Iterable[Key], context: FusionContext) -> Incident:
        return fuse([self.traces[key].incident for key in members], context)


T = TypeVar("T")


class Parts(Generic[T]):
    """Disjoint sets of keys: two keys in different parts are never in one cluster."""

    def __init__(self) -> None:
        self._parent: dict[T, T] = {}
        self.members: dict[T, list[T]] = {}  # root → all keys of its part

    def add(self, key: T) -> None:
        """A new part of one key."""
        if key not in self._parent:
            self._parent[key] = key
            self.members[key] = [key]

    def root(self, key: T) -> T:
        """The key that stands for the part."""
        while self._parent[key] != key:
            self._parent[key] = self._parent[self._parent[key]]
            key = self._parent[key]
        return key

    def join(self, a: T, b: T) -> None:
        """Make one part of two; the larger one keeps its root."""
        kept, gone = self.root(a), self.root(b)
        if kept == gone:
            return
        if len(self.members[kept]) < len(self.members[gone]):
            kept, gone = gone, kept
        self._parent[gone] = kept
        self.members[kept] += self.members.pop(gone)


def own_words(report: Report) -> dict[Key, str]:
    """The words that each incident of a report is named after, where no other one of the report is."""
    words = {
        (i.document, i.id): next((m for m in i.mentions if m.id == i.id), i.mentions[0]).quote
        for i in report.incidents
    }
    times = Counter(words.values())
    return {key: quote for key, quote in words.items() if times[quote] == 1}


def point(statement: Statement, incident_of: dict[Key, str]) -> Statement:
    """A statement that names the incident instead of the report's own record of it."""
    if statement.about is None:
        return statement
    return replace(statement, about=incident_of.get((statement.document, statement.about), statement.about))
