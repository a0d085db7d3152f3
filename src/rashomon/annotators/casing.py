"""Passages written in capitals (wire bulletins, headlines), put into sentence case for the parser without
moving an offset.

Names keep a capital: words that no English dictionary has, countries, their people and capitals, months,
titles and common given names.
Acronyms of armed groups and bodies stay in capitals. What remains ambiguous ("turkey", "may") is lowered.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from rashomon.lexicon import data_path, read_yaml

CAPITALS_SHARE = 0.7  # of the cased letters of a passage
MIN_LETTERS = 20
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
SENTENCE_END = re.compile(r"(?:[.!?][\"”)]*|[.!?]\s+[\"“])\s*$")
ENDINGS = (
    ("ies", "y"),
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("ly", ""),
    ("er", ""),
)
Known = Callable[[str], bool]


def lower_capitals(copy: str, blocks: list[tuple[int, int]], known: Known) -> str:
    """The text with passages in capitals put into sentence case; other passages stay as they are.

    `known` says whether a lower-case word is in the dictionary.
    """
    parts = []
    for start, end in blocks:
        block = copy[start:end]
        parts.append(sentence_case(block, known) if in_capitals(block) else block)
    return "".join(parts)


def in_capitals(block: str) -> bool:
    """Is most of a passage written in capitals?"""
    letters = [c for c in block if c.isalpha() and (c.isupper() or c.islower())]
    return len(letters) >= MIN_LETTERS and sum(map(str.isupper, letters)) >= CAPITALS_SHARE * len(letters)


def sentence_case(block: str, known: Known) -> str:
    """Lower a passage, keeping sentence starts, names and acronyms; characters never change in number."""
    out = []
    last = 0
    for match in WORD.finditer(block):
        between = block[last : match.start()]
        out.append(between)
        word = match.group()
        low = lower_same_length(word)
        if low in acronyms():
            out.append(word)
        elif last == 0 or SENTENCE_END.search(between) or is_name(low, known):
            out.append(low[0].upper() + low[1:] if len(low[0].upper()) == 1 else low)
        else:
            out.append(low)
        last = match.end()
    out.append(block[last:])
    return "".join(out)


def is_name(word: str, known: Known) -> bool:
    """Is a lower-case word a name: on our lists, or in no dictionary in any of its forms?"""
    stem = re.sub(r"['’]s?$", "", word)
    if stem in names():
        return True
    if len(stem) < 3 or "'" in stem or "’" in stem:
        return False
    forms = [stem, *(stem.removesuffix(end) + more for end, more in ENDINGS if stem.endswith(end))]
    doubled = [f[:-1] for f in forms if len(f) > 3 and f[-1:] == f[-2:-1]]
    return not any(known(form) for form in (*forms, *doubled))


def lower_same_length(word: str) -> str:
    """Lower case, letter by letter, leaving letters whose lower form is longer ("İ")."""
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in word)


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """Lower-case words that are names."""
    found = {
        word
        for group in read_yaml(data_path("casing", "names.yaml"), dict[str, list[str]]).values()
        for word in group
    }
    for cell in column_cells("countries.csv", ("name", "adjectives", "people", "capitals")):
        parts = cell.lower().split()
        if len(parts) == 1 or all(len(p) > 3 for p in parts):
            found.update(
                p
                for p in parts
                if len(p) > 3 and p not in ("states", "united", "republic", "islands", "south", "north")
            )
    return frozenset(found)


@lru_cache(maxsize=1)
def acronyms() -> frozenset[str]:
    """Lower-case acronyms of groups and bodies on our lists, save those that are words."""
    cells = [
        *column_cells("groups.csv", ("name", "aliases")),
        *column_cells("bodies.csv", ("name", "aliases")),
        *column_cells("international.csv", ("name", "aliases")),
    ]
    return frozenset(c.lower() for c in cells if c.isalpha() and c.isupper() and 2 < len(c) <= 6) - {
        "who",
        "are",
        "and",
    }


def column_cells(name: str, columns: tuple[str, ...]) -> list[str]:
    """Single entries of some columns of an actor table (cells hold lists separated by |)."""
    import csv

    with open(data_path("actors", name), encoding="utf-8", newline="") as source:
        rows = csv.DictReader(line for line in source if not line.startswith("#"))
        return [
            part.strip()
            for row in rows
            for column in columns
            for part in (row.get(column) or "").split("|")
            if part.strip()
        ]
