"""Counts that belong together: coordination, and parts of a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotators.quantities.effects import Finding
from rashomon.annotators.quantities.phrases import Phrase
from rashomon.annotators.quantities.rules import Effect, Rules
from rashomon.annotators.quantities.view import View
from rashomon.model import Quantity, Span

JOINERS = frozenset(
    {
        ",",
        "and",
        "or",
        "&",
        "plus",
        "as",
        "well",
        "along",
        "with",
        "together",
        "also",
        "another",
        "the",
        "a",
        "an",
        "other",
        "then",
        "(",
        ")",
        "of",
        "them",
        "both",
    }
)
MARKERS = frozenset(
    {"including", "among", "include", "includes", "included", "amongst", "counting", "namely"}
)
REACH = 12  # tokens between a whole and "including"
BEFORE = 400  # characters back in which a whole is looked for across sentences


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity in the making: the model's value plus the tokens it stands on."""

    phrase: Phrase
    effect: Effect | None
    of: str | None
    hedged: bool
    side: str = ""
    at: int | None = None
    whole: int | None = None
    predicate: Span | None = None

    @classmethod
    def of_phrase(cls, phrase: Phrase, finding: Finding | None, view: View) -> Count:
        """A phrase with what was found about it."""
        if finding is None:
            return cls(phrase, None, phrase.of, phrase.numeral.hedged)
        predicate = Span(view.starts[finding.at], view.ends[finding.at])
        hedged = phrase.numeral.hedged or finding.doubtful
        return cls(phrase, finding.effect, phrase.of, hedged, finding.side, finding.at, None, predicate)

    @property
    def single(self) -> bool:
        """A victim that no number counts."""
        return self.phrase.single


def settle(counts: Sequence[Count], view: View, rules: Rules) -> list[Count]:
    """Spread effects over joined phrases, link parts to wholes, and drop singles that nothing happened to."""
    linked = _parts(list(counts), view, rules)
    joined = _backward(_forward(linked, view), view)
    return _families(_wording(joined, view), view, rules)


def quantities(counts: Sequence[Count], view: View) -> tuple[Quantity, ...]:
    """The layer's values; `subset_of` becomes an index into what is kept."""
    kept = [i for i, c in enumerate(counts) if c.effect is not None or not c.single]
    index = {old: new for new, old in enumerate(kept)}
    return tuple(_quantity(counts[i], index, counts, view) for i in kept)


def _quantity(count: Count, index: dict[int, int], counts: Sequence[Count], view: View) -> Quantity:
    numeral = count.phrase.numeral
    end = max(view.ends[count.phrase.after - 1], numeral.end)
    start = min(numeral.start, view.starts[count.phrase.first])
    whole = index.get(count.whole) if count.whole is not None else None
    if whole is not None and _more(count, counts[count.whole or 0]):
        whole = None
    return Quantity(
        span=Span(start, end),
        low=numeral.low,
        best=numeral.best,
        high=numeral.high,
        effect=count.effect,
        of=count.of,
        hedged=count.hedged,
        subset_of=whole,
        number=numeral.core,
        predicate=count.predicate,
    )


def _more(part: Count, whole: Count) -> bool:
    """Does the part count more than the whole can hold? Then it is no part."""
    low, high = part.phrase.numeral.low, whole.phrase.numeral.high
    return low is not None and high is not None and low > high


# Coordination ------------------------------------------------------------------------------------------------


def _joined(left: Count, right: Count, view: View) -> bool:
    """Only commas, "and" and the like between two phrases of a sentence."""
    a, b = left.phrase.after, right.phrase.first
    if a > b or view.first[left.phrase.number] != view.first[right.phrase.number]:
        return False
    gap = view.words[a:b]
    return bool(gap) and len(gap) <= 5 and all(word in JOINERS for word in gap)


def _forward(counts: list[Count], view: View) -> list[Count]:
    """ "killed seven soldiers and three militants": the second takes the effect of the first."""
    for i in range(1, len(counts)):
        count, before = counts[i], counts[i - 1]
        if (
            count.effect is None
            and before.effect is not None
            and _may_take(count)
            and _joined(before, count, view)
        ):
            if (
                before.side in ("left", "tree", "joined", "part", "toll")
                or count.phrase.after >= view.last[count.phrase.number] - 1
            ):
                counts[i] = _taking(count, before)
    return counts


def _backward(counts: list[Count], view: View) -> list[Count]:
    """ "Five soldiers and three militants were killed": the first takes the effect of the second."""
    for i in range(len(counts) - 2, -1, -1):
        count, after = counts[i], counts[i + 1]
        if count.effect is None and after.effect is not None and after.side in ("right", "tree", "joined"):
            if _may_take(count) and _joined(count, after, view):
                counts[i] = _taking(count, after)
    return counts


def _may_take(count: Count) -> bool:
    return count.phrase.sort in ("people", "bare") and not count.phrase.numeral.former


def _taking(count: Count, giver: Count) -> Count:
    return replace(count, effect=giver.effect, side="joined", at=giver.at, predicate=giver.predicate)


# Parts of a whole ----------------------------------------------------------------------------------------------


def _parts(counts: list[Count], view: View, rules: Rules) -> list[Count]:
    """Link "including three children", "13 of them women", "among them a child" to their whole."""
    for i, count in enumerate(counts):
        whole = _whole_of(i, counts, view)
        effect_of_part = count.phrase.part_effect or _dead_among(count, view, rules)
        if whole is None and effect_of_part is None:
            continue
        if effect_of_part is not None and (count.effect is None or count.side in ("own",)):
            count = replace(count, effect=effect_of_part, side="part")
            whole = _earlier(i, counts, effect_of_part)
        elif (
            count.effect is None
            and whole is not None
            and counts[whole].effect is not None
            and _may_be_part(count)
        ):
            giver = counts[whole]
            count = replace(count, effect=giver.effect, side="part", at=giver.at, predicate=giver.predicate)
        same = whole is not None and counts[whole].effect == count.effect
        counts[i] = replace(count, whole=whole if same else None)
    return counts


def _may_be_part(count: Count) -> bool:
    return count.phrase.sort in ("people", "bare", "unknown")


def _whole_of(i: int, counts: Sequence[Count], view: View) -> int | None:
    """Index of the whole that a marker beside this phrase points back to."""
    phrase = counts[i].phrase
    low = view.first[phrase.number]
    before = view.words[max(low, phrase.first - 4) : phrase.first]
    marked = any(word in MARKERS for word in before) or (phrase.part and not phrase.part_effect)
    if not marked:
        # the second of a list that a marker opened: "including two women and a child"
        if i and counts[i - 1].whole is not None and _joined(counts[i - 1], counts[i], view):
            return counts[i - 1].whole
        return None
    for j in range(i - 1, -1, -1):
        other = counts[j]
        if other.whole is not None or other.phrase.sort == "things" or other.single:
            continue
        if view.first[other.phrase.number] != low and (
            not phrase.part
            or view.starts[phrase.first] - view.starts[other.phrase.first] > BEFORE
            or other.effect is None
        ):
            return None
        return j
    return None


def _earlier(i: int, counts: Sequence[Count], effect: Effect) -> int | None:
    """The nearest whole with this effect before a part."""
    for j in range(i - 1, -1, -1):
        if counts[j].effect == effect and counts[j].whole is None and not counts[j].single:
            return j
    return None


def _dead_among(count: Count, view: View, rules: Rules) -> Effect | None:
    """ "Among the dead were six policemen": the effect is that of "the dead"."""
    phrase = count.phrase
    low = view.first[phrase.number]
    words = view.words[max(low, phrase.first - 9) : phrase.first]
    for n, word in enumerate(words[:-1]):
        if word in ("among", "amongst", "of", "including") and words[n + 1] == "the" and n + 2 < len(words):
            effect = rules.states.get(words[n + 2]) or {
                "victims": "killed",
                "fatalities": "killed",
                "casualties": None,
            }.get(words[n + 2])
            if effect is not None and any(w in ("was", "were", "is", "are") for w in words[n + 3 :]):
                return effect  # type: ignore[return-value]
    return None


# Wording ---------------------------------------------------------------------------------------------------------


def _wording(counts: list[Count], view: View) -> list[Count]:
    """A number without a noun counts what the number before it counted ("killing 12 soldiers and wounding six")."""
    for i, count in enumerate(counts):
        if count.of is not None or count.effect is None:
            continue
        before = next(
            (
                c
                for c in reversed(counts[:i])
                if c.of
                and c.phrase.sort == "people"
                and view.first[c.phrase.number] == view.first[count.phrase.number]
                and c.whole is None
            ),
            None,
        )
        counts[i] = replace(count, of=before.of if before is not None and not before.single else "people")
    return counts


def _families(counts: list[Count], view: View, rules: Rules) -> list[Count]:
    """ "A father and his daughter died" counts two people."""
    merged: list[Count] = []
    for count in counts:
        last = merged[-1] if merged else None
        if last is not None and last.single and last.effect is not None and _kin(last, count, view, rules):
            merged[-1] = _sum(last, count)
        else:
            merged.append(count)
    if len(merged) < len(counts):
        return [replace(c, whole=None) for c in merged]
    return counts


def _kin(left: Count, right: Count, view: View, rules: Rules) -> bool:
    possessed = right.phrase.first < len(view) and view.words[right.phrase.first] in ("his", "her", "their")
    possessed = possessed or view.words[right.phrase.first - 1] in ("his", "her", "their")
    return (
        possessed
        and right.effect == left.effect
        and view.words[right.phrase.head] in rules.kin
        and right.phrase.numeral.high is not None
        and right.phrase.first - left.phrase.after <= 3
    )


def _sum(left: Count, right: Count) -> Count:
    high = (left.phrase.numeral.high or 0) + (right.phrase.numeral.high or 0)
    numeral = replace(left.phrase.numeral, low=high, high=high)
    return replace(left, phrase=replace(left.phrase, numeral=numeral, after=right.phrase.after), of="people")
