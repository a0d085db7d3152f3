"""Makes `src/rashomon/data/linking/words.csv`: how telling it is that two reports share a word.

    python training/linking/words.py FILE.jsonl… -o src/rashomon/data/linking/words.csv

Each line of a file is a report with `text` (or a sentence with `tokens`; those are joined to texts of 300
words). A word's weight is its inverse document frequency; words in fewer than FEWEST texts are left out
and count as rare. The shipped table was made from PolNeAR train, MUC-4 train, UDS-EWT train and the gold
corpus (dev): 2,919 texts.
"""

from __future__ import annotations

import argparse
import csv
import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from rashomon.incidents.words import WORD

FEWEST = 12
SENTENCES = 300


def texts(path: Path) -> Iterator[str]:
    """Reports of a file; loose sentences in pieces of about 300 words."""
    piece: list[str] = []
    with open(path, encoding="utf-8") as source:
        for line in source:
            row = json.loads(line)
            if "text" in row:
                yield row["text"]
                continue
            piece += row["tokens"]
            if len(piece) >= SENTENCES:
                yield " ".join(piece)
                piece = []


def weights(reports: Iterable[str]) -> dict[str, float]:
    """Word → inverse document frequency, for words in enough reports."""
    counts: Counter[str] = Counter()
    total = 0
    for text in reports:
        total += 1
        counts.update({w.casefold() for w in WORD.findall(text)})
    return {
        w: round(math.log((total + 1) / (n + 1)), 1)
        for w, n in sorted(counts.items())
        if n >= FEWEST and w.isalpha()
    }


def main() -> None:
    """Read the files, write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    options = parser.parse_args()
    table = weights(text for path in options.files for text in texts(path))
    with open(options.output, "w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow(["word", "weight"])
        writer.writerows(table.items())


if __name__ == "__main__":
    main()
