"""Finding: the plain copy of a text, all matches of the grammar in it, and which of them stand."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from rashomon.annotators.times.grammar import Found, compiled
from rashomon.annotators.times.guards import stands

QUOTES = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "ʼ": "'",
        "`": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "‐": "-",
        "‑": "-",
        "−": "-",
    }
)


def plain_copy(text: str) -> str:
    """A copy of the same length to search in: lower case, ASCII, one kind of quote, dash and blank.

    >>> plain_copy("L’été, le ٥ MAY")
    "l'xtx, le 5 may"
    """
    text = text.translate(QUOTES)
    if text.isascii():
        return re.sub(r"\s", " ", text).lower()
    return "".join(map(plain_character, text)).lower()


def plain_character(char: str) -> str:
    """One ASCII character for any character."""
    if char.isascii():
        return " " if char.isspace() else char
    if char.isspace():
        return " "
    if char.isdigit() and (value := unicodedata.digit(char, None)) is not None:
        return str(value)
    return "x" if char.isalnum() else "~"


def find(text: str, plain: str, parse: Any) -> list[Found]:
    """All expressions of a text in order, none overlapping another; longer ones win."""
    squeezed, offsets = squeeze(plain)
    matches: list[Found] = []
    for rank, rule in enumerate(compiled()):
        for match in rule.regex.finditer(squeezed):
            if match.end() == match.start():
                continue
            parts = {name: value for name, value in match.groupdict().items() if value is not None}
            lead = len(parts.pop("lead", ""))  # words that a rule needs before its expression
            start, end = offsets[match.start() + lead], offsets[match.end() - 1] + 1
            found = Found(rule.kind, start, end, parts, rank)
            if stands(found, text, plain, parse):
                matches.append(found)
    return longest(matches)


def squeeze(plain: str) -> tuple[str, list[int]]:
    """A copy with runs of blanks made one, and the offset of each of its characters."""
    offsets = [i for i, c in enumerate(plain) if not (c == " " and i and plain[i - 1] == " ")]
    return "".join([plain[i] for i in offsets]), offsets


def longest(matches: list[Found]) -> list[Found]:
    """Matches that do not overlap, preferring long ones, then earlier rules."""
    taken: list[Found] = []
    used: set[int] = set()
    for match in sorted(matches, key=lambda m: (m.start - m.end, m.rank, m.start)):
        if used.isdisjoint(range(match.start, match.end)):
            taken.append(match)
            used.update(range(match.start, match.end))
    return sorted(taken, key=lambda m: m.start)
