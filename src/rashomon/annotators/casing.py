"""Passages written in capitals (wire bulletins, headlines), lowered for the parser without moving an
offset.
"""

from __future__ import annotations

import re

CAPITALS_SHARE = 0.7  # of the cased letters of a passage
MIN_LETTERS = 20
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def lower_capitals(copy: str, blocks: list[tuple[int, int]]) -> str:
    """The text with passages in capitals put into sentence case; other passages stay as they are."""
    parts = []
    for start, end in blocks:
        block = copy[start:end]
        parts.append(sentence_case(block) if in_capitals(block) else block)
    return "".join(parts)


def in_capitals(block: str) -> bool:
    """Is most of a passage written in capitals?"""
    letters = [c for c in block if c.isalpha() and (c.isupper() or c.islower())]
    return len(letters) >= MIN_LETTERS and sum(map(str.isupper, letters)) >= CAPITALS_SHARE * len(letters)


def sentence_case(block: str) -> str:
    """Lower a passage, keeping sentence starts and short abbreviations; characters never change in number."""
    out = []
    last = 0
    starts = True
    for match in WORD.finditer(block):
        out.append(block[last : match.start()])
        if re.search(r"[.!?]\s*[\"”)]*\s*$", block[last : match.start()]):
            starts = True
        word = match.group()
        low = lower_same_length(word)
        out.append(low[0].upper() + low[1:] if starts and len(low[0].upper()) == 1 else low)
        starts = False
        last = match.end()
    out.append(block[last:])
    return "".join(out)


def lower_same_length(word: str) -> str:
    """Lower case, letter by letter, leaving letters whose lower form is longer ("İ")."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in word)
