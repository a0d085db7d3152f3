"""Words of reports as linking compares them: how telling each is, vectors of them, names and people.

How much a shared word tells is fixed beforehand (`data/linking/words.csv`), not counted over the reports
at hand. So the comparison of two incidents never depends on which other reports there are, and adding a
report changes no other pair.
"""

from __future__ import annotations

import math
import re
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import intern
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel

from rashomon.lexicon import data_path, read_csv, read_yaml

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
FULL_NAME = re.compile(
    r"\b[A-Z][\w’'-]+(?: [A-Z]\.)?(?: (?:al|bin|de|del|van|von|el)[ -])?(?: [A-Z][\w’'-]+){1,2}"
)
COMMON = 2.0  # words that weigh no more than this say nothing: every seventh report has them
RARE = 5.5  # weight of a word in none of the table's texts that is not a name
NAME = 1.5  # a word written with a capital only says this much more
RARE_NAME = 5.0  # from this weight on, a word is a family name rather than a word of a body's name
TELLING = 3.5  # from this weight on, a word with a capital is a name worth looking up
FEW_WORDS = 150.0  # as much as four rare words: two sentences that share the only name they have prove little
REMEMBERED = 1 << 17  # words as written, of which is kept what they tell

ONE = (
    1 << 30
)  # weights of vectors are whole numbers of this: their sums are exact, in any order, on any machine


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """Words of a text, by number, and how much each tells: a vector of length 1, or less when there are few."""

    numbers: npt.NDArray[np.int32]
    weights: npt.NDArray[np.int64]


class Form(NamedTuple):
    """A word as a report writes it, and what it tells."""

    word: str  # in small letters
    number: int
    weight: float
    capital: bool
    name: bool  # telling, and with a capital


@lru_cache(maxsize=REMEMBERED)
def form(written: str) -> Form:
    """What a word as written tells, looked up once."""
    word, capital = intern(written.casefold()), written[0].isupper()
    weight = weights().get(word, RARE)
    return Form(word, number_of(word), weight, capital, capital and len(written) > 2 and weight >= TELLING)


_numbers: dict[str, int] = {}
_numbering = threading.Lock()


def number_of(word: str) -> int:
    """The number of a word in this process, by which `Words` are compared."""
    with _numbering:
        return _numbers.setdefault(word, len(_numbers))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one report that tell something."""

    folded: dict[str, str]  # as written → in small letters
    worth: dict[
        str, tuple[int, float]
    ]  # word in small letters → its number, and how telling; a name tells more
    names: frozenset[
        str
    ]  # words that it only writes with a capital, and not common ones: people, places, bodies

    def telling(self, words: Iterable[str]) -> list[str]:
        """Those of some words as written that tell something, in small letters."""
        folded = self.folded
        return [folded[w] for w in words if w in folded]

    def vector(self, telling: Iterable[str], *, without: Iterable[str] = ()) -> Words:
        """Words that tell something as a vector; repeated ones weigh more."""
        counts: dict[str, int] = Counter(telling)
        for word in without:
            counts.pop(word, None)
        worth, log = self.worth, math.log
        numbers = [worth[w][0] for w in counts]
        weighed = [worth[w][1] * (1.0 + log(n)) if n > 1 else worth[w][1] for w, n in counts.items()]
        length = math.sqrt(math.fsum([v * v for v in weighed]) + FEW_WORDS)
        return Words(
            np.array(numbers, np.int32), np.rint(np.array(weighed) * (ONE / length)).astype(np.int64)
        )


def vocabulary(words: Iterable[str]) -> Vocabulary:
    """What the words of a report tell."""
    written = list(dict.fromkeys(words))
    lower = {w for w in written if w[0].islower()}
    folded, worth, names = {}, {}, set()
    for as_written in written:
        word, number, weight, capital, name = form(as_written)
        if weight > COMMON:
            folded[as_written] = word
            if capital and word not in lower:
                weight *= NAME
                if name:
                    names.add(word)
            worth[word] = number, weight
    return Vocabulary(folded, worth, frozenset(names))


class Spread(threading.local):
    """One vector spread out over the numbers of all words, so that many others are quickly compared with it."""

    def __init__(self) -> None:
        self.held: Words | None = None
        self._row = np.zeros(0, np.int64)

    def of(self, words: Words) -> npt.NDArray[np.int64]:
        """The weight of each word by number; it is kept until another vector is asked for."""
        if len(self._row) < len(_numbers):
            self._row = np.zeros(2 * len(_numbers), np.int64)
            self.held = None
        if self.held is not words:
            if self.held is not None:
                self._row[self.held.numbers] = 0
            self._row[words.numbers] = words.weights
            self.held = words
        return self._row

    def __call__(self, words: Words, other: Words) -> npt.NDArray[np.int64]:
        """The weights in `words` of the words of `other`."""
        return self.of(words).take(other.numbers)


SENTENCES, REPORTS = (
    Spread(),
    Spread(),
)  # a report and its sentences are compared with many, one after another


def alike(a: Words, b: Words, spread: Spread) -> float:
    """Cosine of two vectors."""
    if spread.held is b:
        a, b = b, a
    return int(spread(a, b).dot(b.weights)) / ONE**2


def covered(part: Words, report: Words) -> float:
    """How much of the words of some sentences stand in a report, by how telling they are."""
    if SENTENCES.held is part:
        shared = SENTENCES(part, report)
    else:
        shared = part.weights * (REPORTS(report, part) > 0)
    return int(shared.dot(shared)) / ONE**2


def people_in(text: str) -> frozenset[str]:
    """Names of two or more words with a capital each, the last of which is rare ("Front" and "Party" are not)."""
    return frozenset(
        found for m in FULL_NAME.finditer(text) if is_rare(WORD.findall(found := m.group().casefold())[-1])
    )


def is_rare(word: str) -> bool:
    """Is a word a family name rather than a word of a body's name?"""
    return weights().get(word, RARE) >= RARE_NAME


def content_words(phrase: str) -> list[str]:
    """Words of a phrase that say something."""
    return [f.word for f in map(form, WORD.findall(phrase)) if f.weight > COMMON and len(f.word) > 2]


# Tables --------------------------------------------------------------------------------------------


class WordRow(BaseModel):
    """A line of words.csv."""

    word: str
    weight: float


class Everyday(BaseModel):
    """The file everyday.yaml."""

    weight: float
    words: dict[str, list[str]]


@cache
def weights() -> Mapping[str, float]:
    """Word → how telling it is that two reports share it."""
    table = {row.word: row.weight for row in read_csv(data_path("linking", "words.csv"), WordRow)}
    everyday = read_yaml(data_path("linking", "everyday.yaml"), Everyday)
    return table | {w: everyday.weight for group in everyday.words.values() for w in group}
