"""Features of two reported incidents → the probability that they are one, with what each feature adds.

The weights are those of a logistic regression (`training/linking/fit.py`), so that the sum of what the
features add is the log-odds, and the probability is calibrated: of pairs scored 0.8, about eight in ten
are one incident.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

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


@dataclass(frozen=True, slots=True)
class Table:
    """The features whose weight is not zero: those that are quickly looked up first, then those of words."""

    base: float
    rows: tuple[tuple[Feature, float], ...]
    quick: tuple[tuple[Callable[[Pair], float], float], ...]
    slow: tuple[tuple[Callable[[Pair], float], float], ...]
    most: float  # that the slow ones can add
    most_of_report: float  # of that, what comes from comparing whole reports: only leads are compared so


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
    slow = tuple((f.value, w) for f, w in rows if f.of_words)
    quick = tuple((f.value, w) for f, w in rows if not f.of_words)
    return Table(
        read.base,
        rows,
        quick,
        slow,
        sum(max(0.0, w) for _, w in slow),
        max(0.0, read.weights["reports_alike"]),
    )


def log_odds(a: Trace, b: Trace, *, least: float = -math.inf) -> float:
    """Log-odds that two traces are one incident; minus infinity when they are sure to be below `least`."""
    pair, weights = Pair(a, b), table()
    total = weights.base
    for value, weight in weights.quick:
        total += weight * value(pair)
    most = weights.most if a.lead and b.lead else weights.most - weights.most_of_report
    if total + most < least:
        return -math.inf
    for value, weight in weights.slow:
        total += weight * value(pair)
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
