"""A flat view of a parse: token arrays that the rules of this layer walk over."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from rashomon.annotators.parse import Parse


@dataclass(frozen=True, slots=True)
class View:
    """Tokens of a text as parallel lists; `first` and `last` bound each token's sentence."""

    words: list[str]  # lower case
    shapes: list[str]  # as written
    pos: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    ents: list[str]
    children: list[list[int]]
    starts: list[int]
    ends: list[int]
    first: list[int]
    last: list[int]

    def __len__(self) -> int:
        return len(self.words)

    def token_from(self, offset: int) -> int:
        """The first token that starts at or after an offset."""
        return bisect_left(self.starts, offset)

    def token_at(self, offset: int) -> int:
        """The token that holds an offset."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def child(self, token: int, *deps: str) -> int | None:
        """The first child of a token with one of these dependencies."""
        return next((c for c in self.children[token] if self.deps[c] in deps), None)


def view_of(parse: Parse) -> View:
    """Read the arrays off spaCy once."""
    rows = [
        (t.lower_, t.text, t.pos_, t.tag_, t.dep_, t.head.i, t.ent_type_, t.idx, t.idx + len(t))
        for t in parse.doc
    ]
    columns = [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(9)]
    words, shapes, pos, tags, deps, heads, ents, starts, ends = columns
    size = len(rows)
    children: list[list[int]] = [[] for _ in range(size)]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    first, last = [0] * size, [size] * size
    for sentence in parse.sentences:
        a, b = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        for i in range(a, b):
            first[i], last[i] = a, b
    return View(words, shapes, pos, tags, deps, heads, ents, children, starts, ends, first, last)
