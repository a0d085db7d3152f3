"""Words with offsets, folded for look-up, and a trie over them that finds every listed name in one pass."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Generic, TypeVar

from rashomon.annotators.actors.grammar import words as listed_words

WORD = re.compile(r"[^\W_]+")
BREAK = re.compile(r"[,;:!?\[\]…|]|\n\s*\n")  # between two words: no name runs over it
ABBREVIATION = 4  # a full stop after so few letters need not end a sentence ("Lt. Gen.", "U.S.")
LETTERS = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ð": "d"})
TITLE_FROM = 4  # an acronym of so many letters may also be written like a name ("Isis", "Farc")
PARTICLES = listed_words("particles")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text. `capitals`: it stands in a passage written in capitals, so its case says nothing."""

    start: int
    end: int
    raw: str
    folded: str
    capitals: bool = False
    joined: bool = True  # nothing between it and the word before ends a name

    @property
    def upper(self) -> bool:
        """Is it written with a capital that means something?"""
        return self.raw[0].isupper() and not self.capitals


@lru_cache(maxsize=100_000)
def fold(word: str) -> str:
    """A word without case and accents.

    >>> fold("Çırpanoğlu")
    'cirpanoglu'
    """
    low = word.casefold()
    if low.isascii():
        return low
    plain = unicodedata.normalize("NFKD", low).translate(LETTERS)
    return "".join(c for c in plain if not unicodedata.combining(c))


def words_of(text: str, copy: str | None = None) -> list[Word]:
    """The words of a text. `copy` is the parser's reading copy, which shows the passages in capitals.

    >>> [w.folded for w in words_of("Iraq's U.S.-led forces")]
    ['iraq', 's', 'u', 's', 'led', 'forces']
    """
    found: list[Word] = []
    for match in WORD.finditer(text):
        raw, start = match.group(), match.start()
        shouted = copy is not None and raw.isupper() and copy[start : match.end()] != raw
        joined = not found or _joined(text[found[-1].end : start], found[-1].raw)
        found.append(Word(start, match.end(), raw, fold(raw), shouted, joined))
    if copy is not None:
        return _in_capitals(found)
    if sum(w.raw.isupper() and len(w.raw) > 2 for w in found) > 1 and text.isupper():
        return [replace(w, capitals=True) for w in found]
    return found


def _joined(gap: str, before: str) -> bool:
    """Can a name run over this gap?"""
    if gap == " " or gap == "-":
        return True
    if len(gap) > 4 or BREAK.search(gap):
        return False
    return "." not in gap or len(before) <= ABBREVIATION or gap[gap.find(".") + 1 :].strip(" ") != ""


def _in_capitals(words: list[Word]) -> list[Word]:
    """Sentence starts keep their capital in the reading copy; they are in capitals when the word after is."""
    for i, word in enumerate(words):
        if not word.capitals and word.raw.isupper() and i + 1 < len(words) and words[i + 1].capitals:
            words[i] = replace(word, capitals=True)
    return words


def name_key(text: str) -> str:
    """Folded words of a name, joined: the same for spellings that differ in case and accents only."""
    return " ".join(fold(word) for word in WORD.findall(text))


@dataclass(slots=True)
class Node(Generic[T]):
    """A node of the trie: what ends here, each with the spelling it was listed in."""

    next: dict[str, Node[T]] = field(default_factory=dict)
    ends: list[tuple[tuple[str, ...], T]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Hit(Generic[T]):
    """Listed things found at words[first:last]."""

    first: int
    last: int
    found: tuple[T, ...]


class Trie(Generic[T]):
    """Names → things, looked up word by word."""

    def __init__(self, ordinary: frozenset[str] = frozenset()) -> None:
        self.root: Node[T] = Node()
        self.ordinary = ordinary

    def add(self, name: str, thing: T) -> None:
        """List a thing under one spelling."""
        spelt = tuple(WORD.findall(name))
        node = self.root
        for word in spelt:
            node = node.next.setdefault(fold(word), Node())
        if spelt and not any(kept is thing for _, kept in node.ends):
            node.ends.append((spelt, thing))

    def scan(self, words: list[Word]) -> Iterator[Hit[T]]:
        """Longest names from left to right, none inside another."""
        at = 0
        while at < len(words):
            hit = self._longest(words, at)
            if hit is None:
                at += 1
            else:
                yield hit
                at = hit.last

    def _longest(self, words: list[Word], at: int) -> Hit[T] | None:
        node: Node[T] | None = self.root
        best = None
        for last in range(at, len(words)):
            assert node is not None
            node = node.next.get(words[last].folded) if last == at or words[last].joined else None
            if node is None:
                break
            if node.ends:
                found = tuple(thing for spelt, thing in node.ends if self._agrees(spelt, words, at))
                if found:
                    best = Hit(at, last + 1, found)
        return best

    def _agrees(self, spelt: tuple[str, ...], words: list[Word], at: int) -> bool:
        """Is the case of the text that of the name? In capitals, ordinary words are not names."""
        if spelt[0][0].islower() and len(spelt) == 1:
            return True
        if words[at].capitals:
            return len(spelt) > 1 or spelt[0].islower() or fold(spelt[0]) not in self.ordinary
        for i, listed in enumerate(spelt):
            raw = words[at + i].raw
            if listed[0].islower() or not listed[0].isalpha():
                continue
            if len(listed) > 1 and listed.isupper() and not raw.isupper():
                if len(listed) < TITLE_FROM or not raw[0].isupper() or fold(listed) in self.ordinary:
                    return False
            elif not raw[0].isupper():
                if i == 0 or len(spelt) == 1 or fold(listed) in PARTICLES:
                    if fold(listed) not in PARTICLES:
                        return False
                elif not raw.islower() or len(spelt) < 3:
                    return False
        return True
