"""The mentions found so far in one text, and which of its words they take."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from rashomon.annotators.actors.grammar import words
from rashomon.annotators.actors.phrases import Reading, Text
from rashomon.annotators.actors.words import PARTICLES
from rashomon.annotators.parse import Parse
from rashomon.model import Span

ARTICLES = words("articles")
Form = Literal["name", "nominal", "pronoun"]


@dataclass(slots=True, eq=False)
class Mention:
    """A mention while it is being resolved. words[first:last] is all of it, [core:last] its name or head."""

    first: int
    last: int
    core: int
    span: Span
    reading: Reading
    form: Form = "nominal"
    name: str = ""
    person: bool = False
    definite: bool = False
    weak: bool = False  # stands for an actor only if an earlier mention fits it ("the secretary")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A base noun phrase as a range of words, with its syntactic head."""

    first: int
    last: int
    root: Any


@dataclass(slots=True)
class Book:
    """What the finders share: the text, its parse, and the mentions with the words they take."""

    text: Text
    parse: Parse
    never: frozenset[str] = frozenset()  # folded words that end no name of an organisation
    found: list[Mention] = field(default_factory=list)
    taken: bytearray = field(default_factory=bytearray)
    chunks: list[Chunk] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.taken = bytearray(len(self.text.words) + 1)
        for chunk in self.parse.doc.noun_chunks:
            if chunk.root.pos_ == "PRON":
                continue
            first, last = self.unpossessed(*self.text.range_of(chunk.start_char, chunk.end_char))
            if last > first:
                self.chunks.append(Chunk(first, last, chunk.root))

    def unpossessed(self, first: int, last: int) -> tuple[int, int]:
        """A range without the "s" of a genitive at its end, and without what a bracket adds."""
        for at in range(first + 1, last):
            if "(" in self.text.raw[self.text.words[at - 1].end : self.text.words[at].start]:
                last = at
                break
        while last > first and self.text.words[last - 1].folded == "s":
            last -= 1
        return first, last

    def limit(self, at: int) -> int:
        """The word after the last of the sentence that holds words[at - 1]."""
        sentence = self.parse.sentence_of(self.text.words[at - 1].start)
        return self.text.range_of(sentence.start, sentence.end)[1]

    def span(self, first: int, last: int) -> Span:
        """The characters of words[first:last]."""
        return Span(self.text.words[first].start, self.text.words[last - 1].end)

    def written(self, first: int, last: int) -> str:
        """The words as the text has them, line ends as spaces."""
        return " ".join(self.span(first, last).of(self.text.raw).split())

    def with_article(self, first: int) -> int:
        """Where a phrase begins when the article or possessive before it is counted in."""
        before = self.text.words[first - 1] if first else None
        if before is not None and before.folded in ARTICLES and self.text.words[first].joined:
            return first - 1
        return first

    def is_place(self, first: int, last: int) -> bool:
        """Does the layer of places hold the whole name?"""
        named = [w for w in self.text.words[first:last] if w.folded not in PARTICLES]
        return all(self.text.is_place(w.start) for w in named)

    def add(
        self,
        first: int,
        last: int,
        core: int,
        reading: Reading,
        form: Form,
        name: str,
        *,
        person: bool = False,
        definite: bool = False,
        weak: bool = False,
    ) -> None:
        """Enter a mention and mark its words."""
        self.taken[first:last] = b"\1" * (last - first)
        span = self.span(first, last)
        self.found.append(Mention(first, last, core, span, reading, form, name, person, definite, weak))
