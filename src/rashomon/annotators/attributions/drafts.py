"""What the tagger and the rules hand on: an attribution before it has an id, a stance and a kind of source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from rashomon.model import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """Source, cue and content as spans, how sure it is, and who found it.

    `outer` is the number of the enclosing draft in the list that both stand in.
    """

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    score: float = 1.0
    origin: Literal["tagger", "rule"] = "rule"
    outer: int | None = None

    @property
    def start(self) -> int:
        """Where the first of its parts begins."""
        return min(span.start for span in self.spans)

    @property
    def spans(self) -> tuple[Span, ...]:
        """All its parts."""
        return tuple(s for s in (self.source, self.cue, *self.content) if s is not None)

    def with_outer(self, outer: int | None) -> Draft:
        """The same inside another."""
        return replace(self, outer=outer)


def covered(spans: Iterable[Span], span: Span) -> float:
    """Share of a span's characters that lie in the others (which do not overlap each other)."""
    inside = sum(max(0, min(s.end, span.end) - max(s.start, span.start)) for s in spans)
    return inside / max(1, span.end - span.start)


def span_of(tokens: Any) -> Span:
    """Offsets of a spaCy Span."""
    return Span(tokens.start_char, tokens.end_char)


def runs(doc: Any, numbers: Iterable[int]) -> tuple[Span, ...]:
    """Spans of the runs of neighbouring tokens, without punctuation and spaces at their ends."""
    found: list[Span] = []
    run: list[int] = []
    for n in [*sorted(set(numbers)), -1]:
        if run and n != run[-1] + 1:
            found.extend(_trimmed(doc, run))
            run = []
        run.append(n)
    return tuple(found)


LOOSE = frozenset(",;:.-–—")


def _trimmed(doc: Any, run: list[int]) -> Iterable[Span]:
    first, last = 0, len(run) - 1
    while first <= last and (doc[run[first]].text in LOOSE or doc[run[first]].is_space):
        first += 1
    while last >= first and (doc[run[last]].text in LOOSE or doc[run[last]].is_space):
        last -= 1
    if first <= last:
        end = doc[run[last]]
        yield Span(doc[run[first]].idx, end.idx + len(end.text))
