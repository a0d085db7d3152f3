"""Turns a checkpoint of the attribution tagger into the model folder that ships.

python -m training.attribution.ship --checkpoint FILE --base FOLDER --out FOLDER
"""

from __future__ import annotations

from training.attribution.data import LABELS
from training.attribution.network import LINK, PARTS
from training.attribution.train import BODY, CONTEXT
from training.ship import options, ship

VERSION = "1"


def main() -> None:
    parser = options(__doc__)
    parser.add_argument("--full", action="store_true", help="keep 32-bit weights, to compare with")
    given = parser.parse_args()
    about = {
        "name": "attribution",
        "version": VERSION,
        "labels": LABELS,
        "vectors": PARTS,
        "vector_size": LINK,
        "body": BODY,
        "context": CONTEXT,
    }
    ship(given.checkpoint, given.base, given.out, about, full=given.full)


if __name__ == "__main__":
    main()
