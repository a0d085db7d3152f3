"""Text for table cells: no cell becomes a formula, and what was written is read back exactly."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

# What spreadsheet programs take for the start of a formula or command, also after blanks, and in full-width forms.
RISKY = re.compile(r"['\s\x00\ufeff]*[=+\-@\t\r\n\x00＝＋－﹣−＠|%]")
RULE = (
    "A text cell that begins with = + - @ | % (also full-width, also after blanks or apostrophes), TAB, CR, LF or NUL "
    "has one apostrophe (') put before it. To read the text, take one leading apostrophe away where what follows it "
    "would have been marked by this rule. Numbers are not marked. JSON formats are verbatim."
)


def guard(text: str) -> str:
    """A text that no spreadsheet takes for a formula.

    >>> guard("=1+1"), guard("'=1"), guard("Mosul")
    ("'=1+1", "''=1", 'Mosul')
    """
    return "'" + text if RISKY.match(text) else text


def unguard(text: str) -> str:
    """What `guard` was given.

    >>> unguard("'=1+1"), unguard("'tis")
    ('=1+1', "'tis")
    """
    return text[1:] if text[:1] == "'" and RISKY.match(text[1:]) else text


def plain(value: Any) -> str:
    """A value as text: unknown is empty, truth is true or false, numbers have no needless zeros."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return "; ".join(plain(v) for v in value)
    return str(value)


def cell(value: Any) -> Any:
    """A value as a CSV cell: texts guarded, numbers as they are."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value
    return guard(plain(value))


def write_csv(
    columns: Sequence[str], rows: Iterable[Sequence[Any]], *, bom: bool = False, delimiter: str = ","
) -> bytes:
    """A CSV file (RFC 4180, UTF-8) with guarded texts."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(v) for v in row] for row in rows)
    return utf8(("\ufeff" if bom else "") + out.getvalue())


def read_csv(data: bytes, *, delimiter: str = ",") -> list[dict[str, str]]:
    """Rows of a CSV file that `write_csv` made, with the very texts."""
    table = csv.DictReader(
        io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter, restkey="", restval=""
    )
    return [{k: unguard(v) for k, v in row.items() if k} for row in table]


def utf8(text: str) -> bytes:
    """UTF-8; half characters, which it cannot hold, become question marks."""
    return text.encode("utf-8", "replace")
