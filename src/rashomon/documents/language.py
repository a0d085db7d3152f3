"""Which language a text is in, by its script and its commonest words; cheap, and silent when it cannot tell.

The word lists are in data/documents/languages.yaml. A text too short to tell keeps the language that it
claims, if any. It misses: languages without a list (they come out as unknown), and a text that mixes two.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Issue

SAMPLE = 20_000  # characters looked at: the start of a text tells
WORD = re.compile(r"[^\W\d_]+")
MIN_WORDS = 25  # below this, only a script can tell
MIN_HITS = 5
ENOUGH = (
    0.12  # share of words that are among the commonest of a language; running English text has 0.3 to 0.5
)
CLEARLY = 2.0  # times the hits of the language claimed
NO_LANGUAGE = 0.02  # a long text with fewer common words than this is no running text that we know


@dataclass(frozen=True, slots=True)
class Profile:
    """Common words by language, and scripts by language."""

    words: dict[str, frozenset[str]]
    scripts: tuple[tuple[str, re.Pattern[str]], ...]


@lru_cache(maxsize=1)
def profile() -> Profile:
    """The lists of the data file."""
    table = read_yaml(data_path("documents", "languages.yaml"), dict[str, dict[str, str]])
    words = {code: frozenset(text.split()) for code, text in table["words"].items()}
    scripts = tuple((code, re.compile(f"[{ranges}]")) for code, ranges in table["scripts"].items())
    return Profile(words, scripts)


def detect(text: str) -> str | None:
    """ISO 639-1 code of a text's language; "und" when it is none that we know, None when it is too short.

    >>> detect("Two people were killed when a drone hit a house in the north of the city on Monday, "
    ...        "and three others were hurt, according to a doctor at the hospital that took them in.")
    'en'
    """
    sample = text[:SAMPLE]
    script = _script(sample)
    if script:
        return script
    hits, total = _hits(sample)
    if total < MIN_WORDS:
        return None
    if not hits or hits[0][1] < max(MIN_HITS, ENOUGH * total):
        return "und" if total > 150 and (not hits or hits[0][1] < NO_LANGUAGE * total) else None
    return hits[0][0]


def _script(sample: str) -> str | None:
    letters = sum(map(str.isalpha, sample))
    if letters < 10:
        return None
    for code, pattern in profile().scripts:
        if sum(1 for _ in pattern.finditer(sample)) > 0.5 * letters:
            return _of_script(code, sample)
    return None


def _of_script(code: str, sample: str) -> str:
    """A script that several languages share is told apart by its words."""
    codes = code.split("-")
    if len(codes) == 1:
        return code
    hits, _ = _hits(sample)
    return next((found for found, _ in hits if found in codes), codes[0])


def _hits(sample: str) -> tuple[list[tuple[str, int]], int]:
    """Languages by how many words of the sample are among their commonest, most first; and all words."""
    words = [w.lower() for w in WORD.findall(sample)]
    counts = Counter(words)
    found = [(code, sum(counts[word] for word in common)) for code, common in profile().words.items()]
    return sorted((f for f in found if f[1]), key=lambda f: (-f[1], f[0])), len(words)


def judge_language(
    text: str, claimed: str | None, coded: tuple[str, ...]
) -> tuple[str | None, bool, list[Issue]]:
    """Language of a document, whether it is coded, and what to say about it."""
    found = detect(text)
    base = claimed.strip().lower().replace("_", "-").split("-")[0] if claimed else None
    if base and found and found != base and not _outweighs(text, base, found):
        found = None
    language = found if found not in (None, "und") else claimed if found is None else None
    if (found or base) is None or (found or base) in coded:
        return language, True, []
    listed = ", ".join(coded)
    if found == "und":
        what = "no running text in a language that is known"
    else:
        what = f"the language is {found or base!r}"
    return (
        language,
        False,
        [
            Issue(
                None,
                "documents",
                "language_not_coded",
                f"{what}; coded are {listed}, so the report is only listed",
            )
        ],
    )


def _outweighs(text: str, claimed: str, found: str) -> bool:
    """Does what the words say clearly contradict the language claimed?"""
    if claimed not in profile().words:
        return True
    hits, _ = _hits(text[:SAMPLE])
    counts = dict(hits)
    return found not in counts or counts[found] > CLEARLY * counts.get(claimed, 0)
