"""A person's word on two incidents: the same, different, or unsure. It binds later runs and can be undone.

Judgements are an append-only log, kept apart from what the machine decides; what is in force is a pure
function of the log. Nothing is deleted: to take a judgement back, another entry undoes it, and that one
can be undone in turn. The two ids may name an incident or any mention; both stand for the report's record
that holds the mention.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from rashomon.ids import content_id
from rashomon.model import Issue

Key = tuple[str, str]  # (document id, id of the reported incident)
Verdict = Literal["same", "different", "unsure", "undo"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """One entry of the log. An `undo` names in `a` the entry that it takes back."""

    verdict: Verdict
    a: str
    b: str | None = None
    author: str = ""
    time: str = ""  # ISO 8601, given by whoever keeps the log
    reason: str = ""

    @property
    def id(self) -> str:
        """Id of the entry: its content."""
        return content_id("judgement", self.verdict, self.a, self.b, self.author, self.time, self.reason)


@dataclass(frozen=True, slots=True)
class Binding:
    """What the judgements in force ask of clustering."""

    same: tuple[tuple[Key, Key], ...] = ()
    different: tuple[tuple[Key, Key], ...] = ()
    unsure: tuple[tuple[Key, Key], ...] = ()
    issues: tuple[Issue, ...] = ()


def in_force(log: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that nobody undid, newest first. Order and repetitions of the log do not matter."""
    entries = {entry.id: entry for entry in log}
    undone_by: dict[str, list[str]] = defaultdict(list)
    for id, entry in entries.items():
        if entry.verdict == "undo":
            undone_by[entry.a].append(id)

    def holds(id: str) -> bool:
        return not any(holds(other) for other in undone_by[id])

    held = [e for id, e in entries.items() if e.verdict != "undo" and holds(id)]
    return tuple(sorted(held, key=lambda e: (e.time, e.id), reverse=True))


def bind(log: Iterable[Judgement], find: Callable[[str], tuple[Key, ...]]) -> Binding:
    """What the log asks for; `find` gives the reported incidents that an id names.

    A judgement that contradicts a newer one is overruled; one whose ids name nothing waits. Both become
    issues.
    """
    same: list[tuple[Key, Key]] = []
    different: list[tuple[Key, Key]] = []
    unsure: list[tuple[Key, Key]] = []
    issues: list[Issue] = []
    groups = _Groups()
    for entry in in_force(log):
        found = find(entry.a), find(entry.b or "")
        if not all(found):
            missing = entry.a if not found[0] else entry.b
            issues.append(
                _issue("judgement_unattached", f"judgement {entry.id} names {missing}, which no report has")
            )
            continue
        pair = (found[0][0], found[1][0])
        if entry.verdict == "unsure":
            unsure.append(pair)
        elif entry.verdict == "same" and groups.may_join(*pair):
            groups.join(*pair)
            same.append(pair)
        elif entry.verdict == "different" and groups.may_part(*pair):
            groups.part(*pair)
            different.append(pair)
        else:
            issues.append(
                _issue(
                    "judgement_overruled", f"judgement {entry.id} contradicts newer ones and is not in force"
                )
            )
    return Binding(tuple(sorted(same)), tuple(sorted(different)), tuple(sorted(unsure)), tuple(issues))


def _issue(code: str, message: str) -> Issue:
    return Issue(None, "linking", code, message)


class _Groups:
    """Which keys are one, and which groups are not, by the judgements taken so far."""

    def __init__(self) -> None:
        self.parent: dict[Key, Key] = {}
        self.apart: list[tuple[Key, Key]] = []

    def root(self, key: Key) -> Key:
        while key in self.parent:
            key = self.parent[key]
        return key

    def may_join(self, a: Key, b: Key) -> bool:
        roots = {self.root(a), self.root(b)}
        return not any({self.root(x), self.root(y)} == roots for x, y in self.apart)

    def join(self, a: Key, b: Key) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        if first != second:
            self.parent[second] = first

    def may_part(self, a: Key, b: Key) -> bool:
        return self.root(a) != self.root(b)

    def part(self, a: Key, b: Key) -> None:
        self.apart.append((a, b))
