"""Cuts a long row of tokens into windows that a model can read, along the borders of sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Window:
    """Token numbers: answers are wanted from `start` to `end`; tokens from `context` on are read along."""

    context: int
    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.context


def windows(segments: Iterable[tuple[int, int]], *, body: int, context: int) -> Iterator[Window]:
    """Whole segments (half-open ranges of tokens, in order), as many as fit into `body` tokens.

    A segment longer than that is cut. Every window but the first reads `context` tokens before it along.

    >>> list(windows([(0, 3), (3, 5), (5, 9)], body=6, context=2))
    [Window(context=0, start=0, end=5), Window(context=3, start=5, end=9)]
    """
    start = end = 0
    for first, last in _pieces(segments, body):
        if end > start and last - start > body:
            yield Window(max(0, start - context), start, end)
            start = first
        end = last
    if end > start:
        yield Window(max(0, start - context), start, end)


def _pieces(segments: Iterable[tuple[int, int]], body: int) -> Iterator[tuple[int, int]]:
    for first, last in segments:
        while last - first > body:
            yield first, first + body
            first += body
        if last > first:
            yield first, last


def batches(lengths: Sequence[int], *, tokens: int) -> Iterator[list[int]]:
    """Numbers of the items, shortest first, in groups that hold about `tokens` tokens when padded.

    Items of like length go together, so that little is computed on padding.
    """
    group: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda n: (lengths[n], n)):
        if group and (len(group) + 1) * lengths[number] > tokens:
            yield group
            group = []
        group.append(number)
    if group:
        yield group
