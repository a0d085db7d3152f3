"""Features of two reported incidents → the probability that they are one, with what each feature adds.

The weights are those of a logistic regression (`training/linking/fit.py`), so that the sum of what the
features add is the log-odds, and the probability is calibrated: of pairs scored 0.8, about eight in ten
are one incident.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter

from pydantic import BaseModel

from rashomon.errors import DataError
from rashomon.incidents.features import FEATURES, Feature, Pair
from rashomon.incidents.traces import Trace
from rashomon.lexicon import data_path, read_yaml


class Weights(BaseModel):
    """The file weights.yaml."""

    base: float
    weights: dict[str, float]


@dataclass(frozen=True, slots=True)
class Term:
    """What one feature adds to the log-odds of a pair."""

    feature: Feature
    value: float
    adds: float


Weighed = tuple[tuple[Callable[[Pair], float], float], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """Features that one thing of a pair decides: what they add is remembered for the next pair alike in it."""

    by: Callable[[Pair], object]
    features: Weighed
    known: dict[object, float] = field(default_factory=dict)

    def find(self, pair: Pair, key: object) -> float:
        """What the features add to a pair."""
        adds = sum([weight * value(pair) for value, weight in self.features])
        if len(self.known) < REMEMBERED:
            self.known[key] = adds
        return adds


@dataclass(frozen=True, slots=True)
class WordStep:
    """A feature that compares words: its place in the table, and the most that those after it can still add."""

    place: int
    value: Callable[[Pair], float]
    weight: float
    left: float  # when both are leads
    left_else: float


@dataclass(frozen=True, slots=True)
class Table:
    """The features whose weight is not zero: those that are quickly looked up first, then those of words."""

    base: float
    rows: tuple[tuple[Feature, float], ...]
    steps: tuple[Step, ...]
    quick: Weighed
    words: tuple[WordStep, ...]  # in the order in which they are tried
    most: float  # that those of words can add
    most_else: float


# Cheap ones and those that decide come first, so that most pairs are given up before the dear ones.
TRIED = ("names_shared", "names_not_shared", "reports_alike", "words_alike", "found_in_report")
LEADS_ONLY, NEVER_LEADS = "reports_alike", "found_in_report"  # what the other kind of pair cannot get
REMEMBERED = 1 << 16  # sums of one step
SLACK = 1e-9  # more than sums of so few terms can be off


@cache
def table() -> Table:
    """The table of weights."""
    path = data_path("linking", "weights.yaml")
    read = read_yaml(path, Weights)
    known = {f.name for f in FEATURES}
    if known != set(read.weights):
        odd = sorted(known ^ set(read.weights))[0]
        raise DataError(f"{path}: {odd!r} is a feature without a weight or a weight without a feature")
    rows = tuple((f, read.weights[f.name]) for f in FEATURES if read.weights[f.name])
    slow = [(f, w) for f, w in rows if f.of_words]
    place = {f.name: n for n, (f, _) in enumerate(slow)}
    words: list[WordStep] = []
    left = left_else = 0.0
    for feature, weight in sorted(slow, key=lambda row: -TRIED.index(row[0].name)):
        words.insert(0, WordStep(place[feature.name], feature.value, weight, left, left_else))
        left += max(0.0, weight) if feature.name != NEVER_LEADS else 0.0
        left_else += max(0.0, weight) if feature.name != LEADS_ONLY else 0.0
    decided: dict[str, list[tuple[Callable[[Pair], float], float]]] = {}
    for feature, weight in rows:
        if feature.by is not None:
            decided.setdefault(feature.by, []).append((feature.value, weight))
    steps = tuple(Step(attrgetter(by), tuple(features)) for by, features in decided.items())
    quick = tuple((f.value, w) for f, w in rows if f.by is None and not f.of_words)
    return Table(read.base, rows, steps, quick, tuple(words), left, left_else)


def log_odds(a: Trace, b: Trace, *, least: float = -math.inf) -> float:
    """Log-odds that two traces are one incident; minus infinity when they are sure to be below `least`."""
    pair, weights = Pair(a, b), table()
    total = weights.base
    for step in weights.steps:
        key = step.by(pair)
        adds = step.known.get(key)
        total += step.find(pair, key) if adds is None else adds
    for value, weight in weights.quick:
        total += weight * value(pair)
    leads = a.lead and b.lead
    least -= SLACK
    if total + (weights.most if leads else weights.most_else) < least:
        return -math.inf
    found = [0.0] * len(weights.words)
    told = total
    for tried in weights.words:
        found[tried.place] = tried.weight * tried.value(pair)
        told += found[tried.place]
        if told + (tried.left if leads else tried.left_else) < least:
            return -math.inf
    for adds in found:
        total += adds
    return total


def probability(a: Trace, b: Trace, *, least: float = 0.0) -> float:
    """Calibrated probability that two traces are one incident; 0 when it is sure to be below `least`."""
    found = log_odds(a, b, least=math.log(least / (1 - least)) if least else -math.inf)
    return 0.0 if found == -math.inf else logistic(found)


def logistic(odds: float) -> float:
    """Log-odds as a probability, rounded so that no machine differs in the last digit."""
    return round(1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds)))), 6)


def terms(a: Trace, b: Trace) -> tuple[float, tuple[Term, ...]]:
    """The base and what each feature adds, those that add most first."""
    pair = Pair(a, b)
    weights = table()
    found = [Term(f, round(f.value(pair), 3), round(w * f.value(pair), 3)) for f, w in weights.rows]
    return weights.base, tuple(
        sorted((t for t in found if t.adds), key=lambda t: (-abs(t.adds), t.feature.name))
    )
