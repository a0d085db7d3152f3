"""Why an incident holds the reports that it holds, and why the nearest other one is not part of it.

For each member the strongest link to the others is shown as a waterfall: the log-odds with which any pair begins,
what each feature adds, and the probability in which that ends. The numbers add up: they are those that decided.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rashomon.incidents.blocking import Key
from rashomon.incidents.clusters import SAME
from rashomon.incidents.linker import Linker
from rashomon.incidents.scoring import Term, probability, terms

Reason = Literal[
    "score", "same_words", "judged_same", "judged_different", "same_report", "average", "not_met"
]

WHY: dict[Reason, str] = {
    "score": "the two agree enough",
    "same_words": "the words are the same: a reprint",
    "judged_same": "a person judged them the same",
    "judged_different": "a person judged them different",
    "same_report": "one report tells of both as two incidents",
    "average": "on average over all their reports the two incidents do not agree enough",
    "not_met": "the two agree in no day, place or name by which they would be compared",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One bar of a waterfall: a feature, its value, what it adds, and the log-odds reached."""

    feature: str
    words: str
    value: float
    adds: float
    reached: float


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports' records of an incident, or of two, and how far they agree."""

    a: Key
    b: Key
    labels: tuple[str, str]
    probability: float
    base: float
    steps: tuple[Step, ...]
    reason: Reason

    @property
    def why(self) -> str:
        """The reason in words."""
        return WHY[self.reason]


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why the members of an incident are one, and the nearest incident that is another."""

    incident: str
    members: tuple[Key, ...]
    links: tuple[Link, ...]  # enough to connect all members, the strongest ones
    nearest: Link | None  # to the nearest incident that is not part of this one
    nearest_average: float | None


def explain(linker: Linker, id: str) -> Explanation:
    """Explain the incident that an id names. Raises NotFoundError when it names none."""
    members = linker.cluster_of(linker.find(id))
    nearest, average = _nearest(linker, members)
    return Explanation(min(i for _, i in members), members, _links(linker, members), nearest, average)


def _links(linker: Linker, members: Sequence[Key]) -> tuple[Link, ...]:
    """The strongest links that connect all members: a spanning tree, grown from the first."""
    inside, links = [members[0]], []
    outside = list(members[1:])
    while outside:
        _, a, b = min((-_strength(linker, a, b), a, b) for a in inside for b in outside)
        links.append(link(linker, a, b, reason=_why_joined(linker, a, b)))
        inside.append(b)
        outside.remove(b)
    return tuple(links)


def _strength(linker: Linker, a: Key, b: Key) -> float:
    return 2.0 if _why_joined(linker, a, b) != "score" else linker.scores[a].get(b, 0.0)


def _why_joined(linker: Linker, a: Key, b: Key) -> Reason:
    if a[1] == b[1] or linker.told_alike(a, b):
        return "same_words"
    return "judged_same" if (a, b) in _pairs(linker.binding().same) else "score"


def _pairs(pairs: Iterable[tuple[Key, Key]]) -> set[tuple[Key, Key]]:
    return {p for a, b in pairs for p in ((a, b), (b, a))}


def _nearest(linker: Linker, members: Sequence[Key]) -> tuple[Link | None, float | None]:
    """The incident whose reports agree most with these, and why it is another."""
    around = {other for key in members for other in linker.scores[key]} - set(members)
    clusters = {linker.cluster_of(key) for key in around}
    if not clusters:
        return None, None
    averages = {c: _average(linker, members, c) for c in clusters}
    other = min(clusters, key=lambda c: (-averages[c], c))
    a, b = min(
        ((a, b) for a in members for b in other), key=lambda p: (-linker.scores[p[0]].get(p[1], 0.0), p)
    )
    return link(linker, a, b, reason=_why_apart(linker, members, other, averages[other])), averages[other]


def _average(linker: Linker, a: Sequence[Key], b: Sequence[Key]) -> float:
    return round(sum(linker.scores[x].get(y, 0.0) for x in a for y in b) / (len(a) * len(b)), 6)


def _why_apart(linker: Linker, a: Sequence[Key], b: Sequence[Key], average: float) -> Reason:
    judged = _pairs(linker.binding().different)
    if any((x, y) in judged for x in a for y in b):
        return "judged_different"
    if {document for document, _ in a} & {document for document, _ in b} and average >= SAME:
        return "same_report"
    return "average"


def link(linker: Linker, a: Key, b: Key, *, reason: Reason) -> Link:
    """How far two reports' records agree, step by step."""
    first, second = linker.traces[min(a, b)], linker.traces[max(a, b)]
    base, found = terms(first, second)
    labels = (linker.traces[a].incident.label, linker.traces[b].incident.label)
    return Link(a, b, labels, probability(first, second), base, tuple(_steps(base, found)), reason)


def _steps(base: float, found: Iterable[Term]) -> Iterable[Step]:
    reached = base
    for term in found:
        reached = round(reached + term.adds, 3)
        yield Step(term.feature.name, term.feature.words, term.value, term.adds, reached)


# As words and as JSON ----------------------------------------------------------------------------------


def as_words(explanation: Explanation) -> str:
    """The explanation as a text to read in a terminal."""
    lines = [f"Incident {explanation.incident}: {len(explanation.members)} report(s) tell of it."]
    for one in explanation.links:
        lines += ["", f"{one.b[0]} belongs to {one.a[0]}: {one.why}.", *_waterfall(one)]
    if explanation.nearest is None:
        lines += ["", "No other incident comes near it."]
    else:
        near = explanation.nearest
        lines += [
            "",
            f"Nearest other incident: {near.labels[1]} ({near.b[1]}, told by {near.b[0]}).",
            f"Apart, since {near.why}",
        ]
        lines[-1] += f" (average {explanation.nearest_average:.2f}, needed {SAME:.2f})."
        lines += _waterfall(near)
    return "\n".join(lines)


def _waterfall(one: Link) -> list[str]:
    rows = [f"  {'to begin with':<48}        {one.base:+6.2f}"]
    rows += [f"  {step.words:<48} {step.adds:+6.2f} {step.reached:+6.2f}" for step in one.steps]
    return [*rows, f"  probability that they are one: {one.probability:.2f}"]


def as_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation as a JSON object."""
    return {
        "incident": explanation.incident,
        "threshold": SAME,
        "members": [{"document": d, "id": i} for d, i in explanation.members],
        "links": [_link_json(one) for one in explanation.links],
        "nearest": _link_json(explanation.nearest) if explanation.nearest else None,
        "nearest_average": explanation.nearest_average,
    }


def _link_json(one: Link) -> dict[str, Any]:
    return {
        "a": {"document": one.a[0], "id": one.a[1], "label": one.labels[0]},
        "b": {"document": one.b[0], "id": one.b[1], "label": one.labels[1]},
        "probability": one.probability,
        "reason": one.reason,
        "why": one.why,
        "base": one.base,
        "steps": [
            {"feature": s.feature, "words": s.words, "value": s.value, "adds": s.adds, "reached": s.reached}
            for s in one.steps
        ],
    }


__all__ = ["WHY", "Explanation", "Link", "Step", "as_json", "as_words", "explain", "link"]
