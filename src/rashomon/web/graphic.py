"""Paragraphs that tell of what was done to bodies, so that the desk can cover them until the reader asks.

By words (data/graphic), in English: it misses what is told in other words, and covers a paragraph on "the flesh of
an argument". Nothing but the cover depends on it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pydantic import BaseModel

from rashomon.lexicon import data_path, read_yaml


class Words(BaseModel):
    """The shape of data/graphic/words.yaml."""

    model_config = {"extra": "forbid"}

    words: list[str]


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """One pattern for all words."""
    words = read_yaml(data_path("graphic", "words.yaml"), Words).words
    written = [re.escape(w.removesuffix("*")) + (r"\w*" if w.endswith("*") else "") for w in sorted(words)]
    return re.compile(rf"\b(?:{'|'.join(written)})\b", re.IGNORECASE)


def graphic_spans(text: str) -> list[list[int]]:
    """Start and end of every paragraph to be covered.

    >>> graphic_spans("Talks went on.\\nBodies were mutilated.")
    [[15, 37]]
    """
    found, start = [], 0
    for line in text.split("\n"):
        if pattern().search(line):
            found.append([start, start + len(line)])
        start += len(line) + 1
    return found
