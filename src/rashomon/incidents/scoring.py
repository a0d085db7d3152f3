"""Features of two reported incidents → the probability that they are one, with what each feature adds.

The weights are those of a logistic regression (`training/linking/fit.py`), so that the sum of what the
features add is the log-odds, and the probability is calibrated: of pairs scored 0.8, about eight in ten
are one incident.
"""

from __future__ import annotations

import math
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


@cache
def table() -> tuple[float, tuple[tuple[Feature, float], ...]]:
    """The base and the features whose weight is not zero."""
    path = data_path("linking", "weights.yaml")
    read = read_yaml(path, Weights)
    known = {f.name for f in FEATURES}
    if known != set(read.weights):
        odd = sorted(known ^ set(read.weights))[0]
        raise DataError(f"{path}: {odd!r} is a feature without a weight or a weight without a feature")
    return read.base, tuple((f, read.weights[f.name]) for f in FEATURES if read.weights[f.name])


def log_odds(a: Trace, b: Trace) -> float:
    """Log-odds that two traces are one incident."""
    pair = Pair(a, b)
    base, rows = table()
    return base + sum(weight * feature.value(pair) for feature, weight in rows)


def probability(a: Trace, b: Trace) -> float:
    """Calibrated probability that two traces are one incident."""
    return logistic(log_odds(a, b))


def logistic(odds: float) -> float:
    """Log-odds as a probability, rounded so that no machine differs in the last digit."""
    return round(1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, odds)))), 6)


def terms(a: Trace, b: Trace) -> tuple[float, tuple[Term, ...]]:
    """The base and what each feature adds, those that add most first."""
    pair = Pair(a, b)
    base, rows = table()
    found = [Term(f, round(f.value(pair), 3), round(w * f.value(pair), 3)) for f, w in rows]
    return base, tuple(sorted((t for t in found if t.adds), key=lambda t: (-abs(t.adds), t.feature.name)))
