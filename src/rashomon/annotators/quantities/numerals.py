"""Number expressions in a text: "at least 1,200", "between ten and 15", "dozens", "٣٢".

Works on the characters of the text alone, so that no tagger can hide a number. What is a number but no count
(clock times, calendar days, years, ages, versions such as "F-16") is left out here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotators.quantities.digits import digits_value
from rashomon.annotators.quantities.rules import Rules
from rashomon.model import Span

# "207 N. Market Ave.", "40 Main Street": after the number of a house
ADDRESS = re.compile(
    r" (?:[NSEW]\.? )?(?:[A-Z][\w'’-]{1,20} ){1,3}"
    r"(?:St|Street|Ave|Avenue|Blvd|Boulevard|Rd|Road|Ln|Lane|Dr|Drive|Ct|Court|Hwy|Highway)\b"
)
ATOM = re.compile(r"\d[\d,.٬٫]*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Atom:
    """A word, a string of digits or a mark of the text."""

    start: int
    end: int
    text: str  # lower case


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number expression: `start` to `end` with the words that bend it, `core` the number alone.

    `extra`: counts people beyond those counted before ("another three"). `former`: the old figure of a rise
    ("from 18 to 21"). `vague`: words such as "dozens", which bound a figure and give none.
    """

    start: int
    end: int
    core: Span
    low: int | None
    high: int | None
    hedged: bool = False
    vague: bool = False
    extra: bool = False
    former: bool = False
    money: bool = False

    @property
    def best(self) -> int | None:
        """The figure itself: of "at least four" 4, of "up to 32" 32; of a range, unknown."""
        if self.low is not None and self.high is not None:
            return self.low if self.low == self.high else None
        if self.vague:
            return None
        return self.low if self.low is not None else self.high


@dataclass(frozen=True, slots=True)
class _Core:
    """A bare number between two atoms."""

    first: int
    after: int
    low: int | None
    high: int | None
    hedged: bool = False
    vague: bool = False


def find_numerals(text: str, rules: Rules) -> tuple[Numeral, ...]:
    """All number expressions that may count something, in order."""
    atoms = [Atom(m.start(), m.end() - _trailing(m.group()), m.group().lower()) for m in ATOM.finditer(text)]
    atoms = [replace(a, text=a.text[: a.end - a.start]) for a in atoms]
    reader = _Reader(text, atoms, rules)
    found: list[Numeral] = []
    at = 0
    while at < len(atoms):
        core = reader.core(at)
        if core is None:
            at += 1
            continue
        core = reader.range_from(core)
        numeral = reader.numeral(core, found[-1].end if found else 0)
        if numeral is not None:
            found.append(numeral)
        at = core.after
    return tuple(found)


def _trailing(word: str) -> int:
    """Length of the punctuation that ends a string of digits ("12," → 1)."""
    return len(word) - len(word.rstrip(",.٬٫")) if word[0].isdecimal() else 0


class _Reader:
    """Grammar of number expressions over the atoms of one text."""

    def __init__(self, text: str, atoms: Sequence[Atom], rules: Rules) -> None:
        self.text, self.atoms, self.rules = text, atoms, rules
        self.words = rules.numbers
        self.months = frozenset(self.words.months)
        self.currencies = frozenset(self.words.currencies)
        self.change = frozenset(self.words.change)
        self.clock = frozenset(self.words.clock)
        self.year_before = frozenset(self.words.year_before)
        self.designators = frozenset(self.words.designators)
        self.ages = frozenset(self.words.age_before)
        self.vague_first = frozenset(key[0] for key in rules.vague)
        self.longest = max(len(key) for key in rules.before)

    # Cores --------------------------------------------------------------------------------------------------

    def word(self, at: int) -> str:
        """The atom's text; empty outside the text."""
        return self.atoms[at].text if 0 <= at < len(self.atoms) else ""

    def core(self, at: int) -> _Core | None:
        """A number that begins with this atom."""
        word = self.word(at)
        if word in self.vague_first or word in ("a", "an", "half"):
            vague = self._vague(at)
            if vague is not None:
                return vague
        if word[:1].isdecimal():
            return self._digits(at)
        if (
            word in self.words.digits
            or word in self.words.tens
            or (word in ("a", "an") and self._scale(at + 1))
        ):
            return self._words(at)
        return None

    def _vague(self, at: int) -> _Core | None:
        for size in (4, 3, 2, 1):
            key = tuple(self.word(i) for i in range(at, at + size))
            entry = self.rules.vague.get(key)
            if entry is None or (key[0] == "many" and self.word(at - 1) in ("as", "how", "so", "too")):
                continue
            return _Core(at, at + size, entry.low, entry.high, entry.hedged, entry.low != entry.high)
        if self.word(at) == "half" and self.word(at + 1) == "-" and self.word(at + 2) == "dozen":
            return _Core(at, at + 3, 6, 6)
        return None

    def _digits(self, at: int) -> _Core | None:
        atom = self.atoms[at]
        value = digits_value(atom.text)
        if value is None or self._glued(at):
            return None
        after = at + 1
        suffix = self.word(after)
        if suffix and self.atoms[after].start == atom.end and suffix in self.words.suffixes:
            if suffix == "m" and not self._millions(at):
                return None  # metres
            value *= self.words.suffixes[suffix]
            after += 1
        value, after = self._scales(value, after)
        return _Core(at, after, int(value), int(value)) if value == int(value) else None

    def _millions(self, at: int) -> bool:
        """Does "2m" mean millions: of money, or of people?"""
        return self.word(at - 1) in self.currencies or self.word(at + 2) in self.rules.people

    def _glued(self, at: int) -> bool:
        """Is it part of a word, a date, a time, a version ("F-16", "11:30", "5/6", "3rd", "14-year-old")?"""
        atom = self.atoms[at]
        before, after = self.text[atom.start - 1 : atom.start], self.text[atom.end : atom.end + 1]
        following = self.text[atom.end + 1 : atom.end + 2]
        if before.isalnum() or before in ("_", "#", "@") or (before and before in "²³¹"):
            return True
        if before in ("-", "–", ":", "/", ".", "’", "'", "+") and atom.start > 1:
            earlier = self.text[atom.start - 2]
            if before in "-–" and earlier.isdecimal():
                pass
            elif earlier.isalnum() or before in "’'":
                return True
        if after in (":", "/", "_", "²", "³", "¹", "°") and (following.isalnum() or after in "²³¹°"):
            return True
        if after.isalpha():
            suffix = self.word(at + 1)
            return suffix not in self.words.suffixes
        return after in "-‑" and following.isalpha() and self.word(at + 2) not in self._joined()

    def _joined(self) -> frozenset[str]:
        return frozenset((*self.words.scales, "odd", "plus", "to", "strong"))

    def _words(self, at: int) -> _Core | None:
        """A number in words: "twenty-four", "one hundred and twenty", "two and a half million"."""
        total, current, i, seen = 0, 0, at, False
        if self.word(at) in ("a", "an"):
            current, i = 1, at + 1
        while True:
            word = self.word(i)
            if word in self.words.digits and self._takes(self.words.digits[word], current, seen):
                current += self.words.digits[word]
            elif word in self.words.tens and (not seen or current % 100 == 0):
                current += self.words.tens[word]
            elif word in self.words.scales and (seen or i > at):
                scale = self.words.scales[word]
                if scale < 1000:
                    current = max(current, 1) * scale
                else:
                    total, current = total + max(current, 1) * scale, 0
            elif seen and word in ("-", "and") and self._continues(i, current, total):
                i += 1
                continue
            else:
                break
            seen, i = True, i + 1
        if not seen:
            return None
        if self.word(i) == "-" and self.atoms[i].start == self.atoms[i - 1].end:
            glued = self.text[self.atoms[i].end : self.atoms[i].end + 1]
            if glued.isalpha() and self.word(i + 1) not in self._joined() and not self._number_word(i + 1):
                return None  # "two-storey", "five-member"
        return _Core(at, i, total + current, total + current)

    @staticmethod
    def _takes(unit: int, current: int, seen: bool) -> bool:
        """Does a unit fit behind what was read ("twenty" + "four", "hundred" + "twelve")?"""
        if not seen or current % 100 == 0:
            return True
        return unit < 10 and current % 10 == 0 and current % 100 >= 20

    def _continues(self, at: int, current: int, total: int) -> bool:
        """May the number go on after this hyphen or "and"?"""
        following = self.word(at + 1)
        if self.word(at) == "-":
            tight = self.atoms[at].end == self.atoms[at + 1].start if at + 1 < len(self.atoms) else False
            small = following in self.words.digits and 0 < self.words.digits[following] < 10
            return tight and (
                (small and current % 100 >= 20 and current % 10 == 0) or following in self.words.scales
            )
        big = (current and current % 100 == 0) or (total and not current)
        return bool(big) and (following in self.words.digits or following in self.words.tens)

    def _scale(self, at: int) -> bool:
        return self.word(at) in self.words.scales

    def _scales(self, value: float, after: int) -> tuple[float, int]:
        while self._scale(after) and self.word(after) != "dozen":
            value *= self.words.scales[self.word(after)]
            after += 1
        if self.word(after) == "-" and self._scale(after + 1):
            value, after = value * self.words.scales[self.word(after + 1)], after + 2
        elif self.word(after) == "dozen":
            value, after = value * 12, after + 1
        return value, after

    def _number_word(self, at: int) -> bool:
        word = self.word(at)
        return word[:1].isdecimal() or word in self.words.digits or word in self.words.tens

    # Ranges -------------------------------------------------------------------------------------------------

    def range_from(self, core: _Core) -> _Core:
        """The range that this number opens ("10 to 12", "between 10 and 15"), or the number itself."""
        join = self.word(core.after)
        if join not in self.words.range_joins or core.low is None:
            return core
        second_at = core.after + 1
        if join == "or" and self.word(second_at) in ("even", "maybe", "possibly"):
            second_at += 1
        second = self.core(second_at)
        if second is None or second.high is None:
            return core
        opener = self.word(core.first - 1)
        if join == "and" and opener != "between":
            return core
        if join in ("-", "–", "—") and not self._tight(core.after):
            return core
        if join == "to" and opener == "from" and self._changed(core.first - 1):
            return core
        low, high = core.low, second.high
        scale = self.words.scales.get(self.word(second.after - 1), 1)
        if (
            join in ("to", "or", "and", "-", "–")
            and scale >= 100
            and low * scale < high
            and core.after == core.first + 1
        ):
            low *= scale  # "two to three million"
        if core.high != core.low or not low < high < 10 * low + 20:
            return core
        first = core.first - 1 if opener in ("between", "from") else core.first
        return _Core(first, second.after, low, high)

    def _tight(self, at: int) -> bool:
        return (
            self.atoms[at - 1].end == self.atoms[at].start and self.atoms[at].end == self.atoms[at + 1].start
        )

    def _changed(self, at: int) -> bool:
        return any(self.word(i) in self.change for i in range(at - 5, at))

    # Whole expressions --------------------------------------------------------------------------------------

    def numeral(self, core: _Core, floor: int) -> Numeral | None:
        """The expression around a number, or None when it counts nothing."""
        if self._no_count(core):
            return None
        first, low, high, hedged, extra, bent = self._bend_before(core, floor)
        after, low, high, hedged = self._bend_after(core, low, high, hedged)
        start, end = self.atoms[first].start, self.atoms[after - 1].end
        span = Span(self.atoms[core.first].start, self.atoms[core.after - 1].end)
        former = self.word(core.first - 1) == "from" and self._changed(core.first - 1)
        money = self.word(core.first - 1) in self.currencies or self.word(core.after) in self.currencies
        year = self._looks_like_year(core) and not bent
        if year and (
            self.word(core.first - 1) in self.year_before or self.word(core.first - 1) in self.months
        ):
            return None
        return Numeral(start, end, span, low, high, hedged, core.vague, extra, former, money)

    def _looks_like_year(self, core: _Core) -> bool:
        word = self.word(core.first)
        return (
            core.after == core.first + 1 and len(word) == 4 and word.isdecimal() and 1800 <= int(word) <= 2100
        )

    def _no_count(self, core: _Core) -> bool:
        """A date, a time, an age, the number of a road, a house or a flight."""
        before, after = self.word(core.first - 1), self.word(core.after)
        if before == "[":
            return True  # a footnote
        small = core.high is not None and core.high <= 31
        if small and (after in self.months or (before in self.months and before != "may")):
            return self.atoms[core.first].text[0].isdecimal() or before in self.months
        if before == "may" and small and self.word(core.first)[0].isdecimal() and after in (",", "."):
            return True
        if (
            after in self.clock
            or before in self.ages
            or (before == "between" and self.word(core.first - 2) in self.ages)
        ):
            return True
        if not self.word(core.first)[0].isdecimal():
            return False
        if ADDRESS.match(self.text, self.atoms[core.after - 1].end):
            return True
        return before in self.designators and self.word(core.first - 2) != "the"

    def _bend_before(self, core: _Core, floor: int) -> tuple[int, int | None, int | None, bool, bool, bool]:
        """Words before the number: (first atom, low, high, hedged, extra, was it bent?)."""
        first, low, high, hedged, extra, bent = core.first, core.low, core.high, core.hedged, False, False
        for _ in range(4):
            found = self._phrase_before(first, floor)
            if found is None:
                break
            first, kind, words = found
            extra = extra or any(w in self.words.extra for w in words)
            if kind == "low":
                low, high, bent = low if low is not None else high, None, True
            elif kind == "high":
                low, high, bent = None, high if high is not None else low, True
            elif kind == "about":
                hedged, bent = True, True
        if bent and low is None and high is None:
            low, high = core.low, core.high
        return first, low, high, hedged, extra, bent

    def _phrase_before(self, first: int, floor: int) -> tuple[int, str, tuple[str, ...]] | None:
        for size in range(min(self.longest, first), 0, -1):
            at = first - size
            if self.atoms[at].start < floor:
                continue
            words = tuple(self.word(i) for i in range(at, first))
            kind = self.rules.before.get(words)
            if kind is not None and not self._breaks(at, first):
                return at, kind, words
        return None

    def _breaks(self, at: int, to: int) -> bool:
        gap = self.text[self.atoms[at].end : self.atoms[to].start]
        return gap.count("\n") > 1 or any(mark in gap for mark in ",.;:")

    def _close(self, left: int, right: int) -> bool:
        """Do two atoms stand side by side, with no sentence mark between?"""
        gap = self.text[self.atoms[left].end : self.atoms[right].start] if right < len(self.atoms) else "."
        return len(gap) <= 2 and not any(mark in gap for mark in ",.;:")

    def _bend_after(
        self, core: _Core, low: int | None, high: int | None, hedged: bool
    ) -> tuple[int, int | None, int | None, bool]:
        after = core.after
        if self.word(after) == "+" and self.atoms[after].start == self.atoms[after - 1].end:
            return after + 1, low, None, hedged
        skip = after + 1 if self.word(after) == "-" else after
        for size in (3, 2, 1):
            words = tuple(self.word(i) for i in range(skip, skip + size))
            kind = self.rules.after.get(words)
            if kind is None or not self._close(core.after - 1, skip):
                continue
            if size == 1 and skip == after and words[0] not in ("plus", "odd"):
                continue
            if kind == "low":
                return skip + size, low, None, hedged
            if kind == "high":
                return skip + size, None, high, hedged
            return skip + size, low, high, True
        return after, low, high, hedged
