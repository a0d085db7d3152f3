"""Turns a checkpoint of the reader into the model folder that ships.

    python -m training.reading.ship --checkpoint FILE --base FOLDER --out src/rashomon/data/models/reading

The vector that says which incident a word tells of helps the training and is left out: nothing reads it.
"""

from __future__ import annotations

from training.reading.data import LABELS
from training.reading.train import BODY, CONTEXT
from training.ship import options, ship

VERSION = "1"


def main() -> None:
    parser = options(__doc__)
    given = parser.parse_args()
    about = {
        "name": "reading",
        "version": VERSION,
        "labels": LABELS,
        "independent": True,
        "body": BODY,
        "context": CONTEXT,
    }
    ship(given.checkpoint, given.base, given.out, about, outputs=len(LABELS))


if __name__ == "__main__":
    main()
