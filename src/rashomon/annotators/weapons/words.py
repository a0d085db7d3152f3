"""Words of a text for the weapon table: letters and digits, with the tag of the token they lie in."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rashomon.annotators.parse import Parse

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its offsets, part of speech and the number of its sentence."""

    start: int
    end: int
    text: str  # lower case
    pos: str
    sentence: int


def read_words(text: str, parse: Parse) -> tuple[Word, ...]:
    """All words of a text, in order.

    One walk over tokens and sentences beside the words, so that the cost is that of the text's length.
    """
    doc, starts, sentences = parse.doc, parse.starts, parse.sentences
    found: list[Word] = []
    token = sentence = 0
    for match in WORD.finditer(text):
        start, end = match.span()
        while token + 1 < len(starts) and starts[token + 1] <= start:
            token += 1
        while sentence + 1 < len(sentences) and sentences[sentence + 1].start <= start:
            sentence += 1
        pos = doc[token].pos_ if len(doc) else "X"
        found.append(Word(start, end, match.group().lower(), pos, sentence))
    return tuple(found)
