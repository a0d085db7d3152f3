"""A file in which a person judges pairs of records: are they one incident? And what the judged file says of linking.

The file is a table (CSV) for any spreadsheet: `same` is for the person, who is not told what linking made of a pair.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from rashomon.errors import InputError
from rashomon.exports.text import read_csv, write_csv
from rashomon.ids import content_id
from rashomon.incidents import Linker
from rashomon.incidents.sampling import Draw, Estimate, Sample, estimates

SIDE = ("document", "record", "publisher", "published", "label", "words")
COLUMNS = (
    "same", *(f"a_{c}" for c in SIDE), *(f"b_{c}" for c in SIDE), "seal", "pairs_merged", "pairs_nearly",
)  # fmt: skip
WORDS: Mapping[str, bool | None] = {
    "yes": True, "y": True, "same": True, "1": True, "no": False, "n": False, "different": False, "0": False,
    "unsure": None, "?": None,
}  # fmt: skip
AROUND = 300  # characters of the report on either side of the words that tell of the incident


@dataclass(frozen=True, slots=True)
class Judged:
    """What a judged file says: estimates by name, and rows that count for nothing."""

    estimates: Mapping[str, Estimate] = field(default_factory=dict)
    unsure: int = 0
    open: int = 0


def judging_file(linker: Linker, sample: Sample) -> bytes:
    """The table of a sample. `seal` says how linking decided, so that nobody reads it by the way."""
    rows = []
    for draw in sample.draws:
        row: dict[str, Any] = {"seal": seal(draw.a, draw.b, merged=draw.merged)}
        for side, key in (("a", draw.a), ("b", draw.b)):
            row |= {f"{side}_{name}": value for name, value in _side(linker, key).items()}
        row |= {"pairs_merged": sample.merged, "pairs_nearly": sample.nearly}
        rows.append([row.get(c) for c in COLUMNS])
    return write_csv(COLUMNS, rows)


def _side(linker: Linker, key: tuple[str, str]) -> dict[str, Any]:
    doc, record = linker.docs[key[0]], linker.traces[key].incident
    first, last = record.mentions[0].start, max(m.end for m in record.mentions[:3])
    words = doc.text[max(0, first - AROUND) : last + AROUND]
    return {"document": doc.id, "record": key[1], "publisher": doc.publisher, "published": doc.published,
            "label": record.label, "words": " ".join(words.split())}  # fmt: skip


def seal(a: tuple[str, str], b: tuple[str, str], *, merged: bool) -> str:
    """How linking decided about a pair, as a word that tells a reader nothing."""
    return content_id("seal", list(a), list(b), merged)


def read_judged(data: bytes, name: str) -> Judged:
    """What a judged file says. Raises InputError for a file or a word that cannot be."""
    try:
        rows = read_csv(data)
    except UnicodeDecodeError:
        raise InputError(f"{name} is not UTF-8; save the table as CSV in UTF-8") from None
    if not rows or not set(COLUMNS) <= set(rows[0]):
        raise InputError(f"{name} is no judging file; make one with `rashomon evaluate --sample-merges N`")
    draws, same, unsure, left = [], {}, 0, 0
    for number, row in enumerate(rows, 2):
        draw = _draw(row, f"{name} row {number}")
        draws.append(draw)
        word = row["same"].strip().casefold()
        if word and word not in WORDS:
            raise InputError(f"{name} row {number}: {row['same']!r} is none of yes, no, unsure")
        verdict = WORDS[word] if word else None
        if verdict is not None:
            same[draw.a, draw.b] = verdict
        unsure, left = unsure + (bool(word) and verdict is None), left + (not word)
    sample = Sample(tuple(draws), *_totals(rows[0], name))
    return Judged(estimates(sample, same), unsure, left)


def _draw(row: Mapping[str, str], where: str) -> Draw:
    a, b = ((row[f"{side}_document"], row[f"{side}_record"]) for side in "ab")
    for merged in (True, False):
        if row["seal"] == seal(a, b, merged=merged):
            return Draw(a, b, merged, 0.0)
    raise InputError(f"{where}: ids or seal were changed; only the column `same` is for you")


def _totals(row: Mapping[str, str], name: str) -> Iterator[int]:
    for column in ("pairs_merged", "pairs_nearly"):
        if not row[column].isdecimal():
            raise InputError(f"{name}: {column} {row[column]!r} is no number")
        yield int(row[column])
