"""Scoring a coding against hand-coded records: how right the coder is, figure by figure."""

from rashomon.evaluate.gold import Gold, read_gold
from rashomon.evaluate.scores import evaluate

__all__ = ["Gold", "evaluate", "read_gold"]
