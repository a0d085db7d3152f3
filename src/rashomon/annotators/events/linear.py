"""Named features, added up: small logistic models whose weights are a table one can read (data/events/weights.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import exp

from rashomon.lexicon import data_path, read_yaml

Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights by feature name; what has no weight counts nothing."""

    weights: dict[str, float]

    def probability(self, features: Features) -> float:
        """Logistic of the weighted sum."""
        total = sum(self.weights.get(name, 0.0) * value for name, value in sorted(features.items()))
        total += self.weights.get("bias", 0.0)
        return 1.0 / (1.0 + exp(-max(-30.0, min(30.0, total))))


@lru_cache(maxsize=1)
def load_models() -> dict[str, LinearModel]:
    """The trained models: `founds` (does a mention bring in an incident?) and `joins` (do two tell the same?)."""
    tables = read_yaml(data_path("events", "weights.yaml"), dict[str, dict[str, float]])
    return {name: LinearModel(weights) for name, weights in tables.items()}
