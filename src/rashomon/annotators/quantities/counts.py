"""A quantity in the making, and its way into the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rashomon.annotators.quantities.effects import Finding
from rashomon.annotators.quantities.phrases import Phrase
from rashomon.annotators.quantities.rules import Effect
from rashomon.annotators.quantities.view import View
from rashomon.model import Quantity, Span


@dataclass(frozen=True, slots=True)
class Count:
    """A phrase with its effect: `at` is the predicate, `side` where it stands, `whole` what it is part of."""

    phrase: Phrase
    effect: Effect | None
    of: str | None
    hedged: bool
    side: str = ""
    at: int | None = None
    whole: int | None = None
    cumulative: bool = False

    @classmethod
    def of_phrase(cls, phrase: Phrase, finding: Finding | None) -> Count:
        """A phrase with what was found about it."""
        if finding is None:
            return cls(phrase, None, phrase.of, phrase.numeral.hedged)
        hedged = phrase.numeral.hedged or finding.doubtful
        return cls(phrase, finding.effect, phrase.of, hedged, finding.side, finding.at)

    @property
    def single(self) -> bool:
        """A victim that no number counts."""
        return self.phrase.single

    @property
    def first(self) -> int:
        """First token."""
        return self.phrase.first

    @property
    def after(self) -> int:
        """The token behind the phrase."""
        return self.phrase.after

    @property
    def people(self) -> bool:
        """May it count people?"""
        return self.phrase.sort in ("people", "bare", "unknown") and not self.phrase.numeral.former


def same_sentence(left: Count, right: Count, view: View) -> bool:
    """Do two phrases stand in one sentence?"""
    return view.first[left.phrase.number] == view.first[right.phrase.number]


def fits(part: Count, whole: Count) -> bool:
    """Can the whole hold the part?"""
    low, high = part.phrase.numeral.low, whole.phrase.numeral.high
    return low is None or high is None or low <= high


def quantities(counts: Sequence[Count], view: View) -> tuple[Quantity, ...]:
    """The layer's values, without single persons that nothing happened to."""
    kept = [i for i, c in enumerate(counts) if c.effect is not None or not c.single]
    index = {old: new for new, old in enumerate(kept)}
    return tuple(_quantity(counts[i], index, counts, view) for i in kept)


def _quantity(count: Count, index: dict[int, int], counts: Sequence[Count], view: View) -> Quantity:
    numeral = count.phrase.numeral
    whole = count.whole if count.whole is not None and fits(count, counts[count.whole]) else None
    return Quantity(
        span=Span(min(numeral.start, view.starts[count.first]), max(view.ends[count.after - 1], numeral.end)),
        low=numeral.low,
        best=numeral.best,
        high=numeral.high,
        effect=count.effect,
        of=count.of,
        hedged=count.hedged,
        subset_of=index.get(whole) if whole is not None else None,
        number=numeral.core,
        predicate=Span(view.starts[count.at], view.ends[count.at]) if count.at is not None else None,
        cumulative=count.cumulative,
    )
