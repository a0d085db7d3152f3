"""Turns a checkpoint of the reader into the model folder that ships.

    python -m training.reading.ship --checkpoint FILE --base FOLDER --out src/rashomon/data/models/reading

The vector that says which incident a word tells of helps the training and is left out: nothing reads it.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.reading.data import LABELS
from training.reading.train import BODY, CONTEXT
from training.ship import ship

VERSION = "1"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument(
        "--base", type=Path, required=True, help="folder of the BERT checkpoint that was trained on"
    )
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    about = {
        "name": "reading",
        "version": VERSION,
        "labels": LABELS,
        "independent": True,
        "body": BODY,
        "context": CONTEXT,
    }
    ship(options.checkpoint, options.base, options.out, about, outputs=len(LABELS))


if __name__ == "__main__":
    main()
