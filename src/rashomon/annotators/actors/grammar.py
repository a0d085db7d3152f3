"""The small words of data/actors/grammar.yaml, by the name of their list."""

from __future__ import annotations

from functools import lru_cache

from rashomon.lexicon import data_path, read_yaml


@lru_cache(maxsize=1)
def _lists() -> dict[str, frozenset[str]]:
    lists = read_yaml(data_path("actors", "grammar.yaml"), dict[str, list[str]])
    return {name: frozenset(words) for name, words in lists.items()}


def words(name: str) -> frozenset[str]:
    """One list of words.

    >>> "of" in words("links")
    True
    """
    return _lists()[name]
