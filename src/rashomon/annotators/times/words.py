"""The words of times (data/times/*.yaml), and the pieces of patterns made of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from rashomon.lexicon import data_path, read_yaml


class WordFile(BaseModel):
    """Shape of words.yaml; each field is explained there."""

    model_config = ConfigDict(extra="forbid")

    months: dict[str, int]
    month_abbreviations: dict[str, int]
    weekdays: dict[str, int]
    weekday_abbreviations: dict[str, int]
    seasons: dict[str, str]
    units: dict[str, str]
    plurals: dict[str, str]
    unit_abbreviations: dict[str, str]
    parts: dict[str, str]
    points: dict[str, str]
    numbers: dict[str, int]
    scales: dict[str, int]
    ordinals: dict[str, int]
    decades: dict[str, int]
    vague: list[str]
    zones: dict[str, int | None]
    counted: list[str]
    makes: list[str]
    ahead: list[str]
    references: dict[str, list[str]]
    planning: frozenset[str]
    scheduling: frozenset[str]
    lasting: frozenset[str]
    alike: frozenset[str]
    lasting_things: frozenset[str]
    plans: frozenset[str]
    appointments: frozenset[str]
    saying: frozenset[str]


class FixedDay(BaseModel):
    """A holiday of one date ("12-25"), or so many days from Easter Sunday."""

    at: str | int


class NthWeekday(BaseModel):
    """A holiday on the nth weekday of a month; nth −1 is the last."""

    month: int
    weekday: int
    nth: int


class HolidayFile(BaseModel):
    """Shape of holidays.yaml."""

    model_config = ConfigDict(extra="forbid")

    fixed: dict[str, FixedDay]
    easter: dict[str, FixedDay]
    weekday: dict[str, NthWeekday]
    moving: list[str]


@dataclass(frozen=True, slots=True)
class Words:
    """All words, ready for look-up, and `pieces`: named parts of patterns."""

    file: WordFile
    holidays: HolidayFile
    months: dict[str, int]
    weekdays: dict[str, int]
    units: dict[str, str]
    pieces: dict[str, str]

    def month(self, word: str) -> int:
        """Number of a month by name or abbreviation."""
        return self.months[word.rstrip(".")]

    def weekday(self, word: str) -> int:
        """Number of a weekday (Monday = 1) by name, plural or abbreviation."""
        word = word.rstrip(".")
        return self.weekdays.get(word) or self.weekdays[word.rstrip("s")]

    def unit(self, word: str) -> str:
        """TIMEX letter of a unit, singular or plural."""
        return self.units[word.rstrip(".")]

    def number(self, text: str) -> float | None:
        """Value of a number in digits or words; None for a vague one ("several").

        >>> words().number("twenty-four"), words().number("2 1/2"), words().number("a few")
        (24.0, 2.5, None)
        """
        return read_number(text, self.file)

    def ordinal(self, text: str) -> int:
        """Value of "5", "5th" or "fifth"."""
        digits = re.match(r"\d+", text)
        return int(digits.group()) if digits else self.file.ordinals[text.replace(" ", "-")]


@lru_cache(maxsize=1)
def words() -> Words:
    """The packaged words."""
    file = read_yaml(data_path("times", "words.yaml"), WordFile)
    holidays = read_yaml(data_path("times", "holidays.yaml"), HolidayFile)
    months = file.months | file.month_abbreviations
    weekdays = file.weekdays | file.weekday_abbreviations
    units = file.units | {file.plurals.get(word, word + "s"): letter for word, letter in file.units.items()}
    return Words(file, holidays, months, weekdays, units | file.unit_abbreviations, pieces(file, holidays))


def pieces(file: WordFile, holidays: HolidayFile) -> dict[str, str]:
    """Parts of patterns by name; patterns name them in braces-free form: <MONTH>, <UNIT> …"""
    numerals = [*file.numbers, *file.scales]
    small = f"(?:{either(numerals)})(?:(?:[- ]| and )(?:{either(numerals)})){{0,3}}"
    digits = r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?(?: ?1/2)?"
    plural_units = {file.plurals.get(word, word + "s") for word in file.units}
    year_words = f"(?:nineteen|twenty)[- ](?:hundred|{either([n for n in file.numbers if n != 'zero'])})"
    return {
        "MONTH": f"(?:{either(file.months)}|(?:{either(file.month_abbreviations)})\\.?)",
        "WEEKDAY": f"(?:{either(file.weekdays)})",
        "WEEKDAYISH": f"(?:{either(file.weekdays)}|(?:{either(file.weekday_abbreviations)})\\.?)",
        "DAYNUM": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
        "DAYORD": f"(?:(?:3[01]|[12]\\d|[1-9])(?:st|nd|rd|th)|{either(file.ordinals)})",
        "YEAR": r"(?:1[4-9]|20)\d\d",
        "YEARISH": r"(?:(?:1[4-9]|20)\d\d|'?\d\d)",
        "YEARWORDS": f"(?:two thousand(?:(?: and)? (?:{either(list(file.numbers))}))?|{year_words}"
        f"(?:[- ](?:{either(list(file.numbers))}))?)",
        "NUM": f"(?:a couple of|a couple|half a|half an|a dozen|an|a|{small}|{digits})",
        "COUNT": f"(?:{small}|{digits})",
        "VAGUE": f"(?:{either(file.vague)})",
        "UNIT": f"(?:{either([*file.units, *plural_units])})",
        "UNITS": f"(?:{either(sorted(plural_units))})",
        "LONGUNIT": "(?:day|week|month|quarter|year|decade|century)",
        "SEASON": f"(?:{either(file.seasons)})",
        "PART": f"(?:{either(file.parts)})",
        "POINT": f"(?:{either(file.points)})",
        "ZONE": f"(?:{either(file.zones)})",
        "HOURWORD": f"(?:{either([word for word, value in file.numbers.items() if 1 <= value <= 12])})",
        "DECADE": f"(?:{either(file.decades)})",
        "HOLIDAY": f"(?:{either([*holidays.fixed, *holidays.easter, *holidays.weekday, *holidays.moving])})",
    }


def either(words: object) -> str:
    """An alternation, longest words first so that "sept" wins over "sep"."""
    ordered = sorted(words, key=lambda w: (-len(w), w))  # type: ignore[call-overload]
    return "|".join(re.escape(word) for word in ordered)


def read_number(text: str, file: WordFile) -> float | None:
    """Value of a number in words or digits, None when vague."""
    text = text.strip()
    fixed = {
        "a": 1.0,
        "an": 1.0,
        "half a": 0.5,
        "half an": 0.5,
        "a couple of": 2.0,
        "a couple": 2.0,
        "a dozen": 12.0,
    }
    if text in fixed:
        return fixed[text]
    if text[:1].isdigit():
        half = text.endswith("1/2")
        whole = text.removesuffix("1/2").strip().replace(",", "") if half else text.replace(",", "")
        return float(whole) + (0.5 if half else 0.0)
    total = current = 0
    for part in re.split(r"[- ]", text):
        if part in file.numbers:
            current += file.numbers[part]
        elif part == "hundred":
            current = max(1, current) * 100
        elif part == "thousand":
            total, current = total + max(1, current) * 1000, 0
        elif part not in ("and", "a"):
            return None
    return float(total + current)


def read_year(text: str, file: WordFile) -> int | None:
    """Value of a spoken year.

    >>> read_year("nineteen ninety-four", words().file), read_year("two thousand", words().file)
    (1994, 2000)
    """
    parts = [p for p in re.split(r"[- ]", text) if p != "and"]
    if parts[:2] == ["two", "thousand"]:
        return 2000 + sum(file.numbers[p] for p in parts[2:])
    if parts[1] == "hundred":
        return file.numbers[parts[0]] * 100
    rest = sum(file.numbers[p] for p in parts[1:])
    return file.numbers[parts[0]] * 100 + rest if 10 <= rest <= 99 else None
