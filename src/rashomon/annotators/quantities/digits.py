"""Digits of any script, with their separators, as a number."""

from __future__ import annotations

import re
import unicodedata

GROUPED = re.compile(r"\d{1,3}(?:[,٬]\d{2,3})*[,٬]\d{3}")
MAX_DIGITS = 12  # longer strings of digits count nobody; Python's own limit on int() is never met


def digits_value(word: str) -> float | None:
    """Value of digits in any script, with separators; None when it is no plain number.

    >>> [digits_value(word) for word in ("1,200", "1,00,000", "٣٢", "2.5", "1,2")]
    [1200.0, 100000.0, 32.0, 2.5, None]
    """
    plain = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in word)
    if len(plain) > MAX_DIGITS + 4:
        return None
    if plain.isascii() and plain.isdigit():
        return float(plain) if len(plain) <= MAX_DIGITS else None
    if GROUPED.fullmatch(plain):
        return float(plain.replace(",", "").replace("٬", ""))
    whole, point, part = plain.replace("٫", ".").partition(".")
    if point and whole.isdigit() and part.isdigit() and len(part) < 3:
        return float(f"{whole}.{part}")
    return None
