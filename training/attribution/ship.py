"""Turns a checkpoint of the attribution tagger into the model folder that ships.

python -m training.attribution.ship --checkpoint FILE --base FOLDER --out FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

from training.attribution.data import LABELS
from training.attribution.network import LINK, PARTS
from training.attribution.train import BODY, CONTEXT
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
    parser.add_argument("--full", action="store_true", help="keep 32-bit weights, to compare with")
    options = parser.parse_args()
    about = {
        "name": "attribution",
        "version": VERSION,
        "labels": LABELS,
        "vectors": PARTS,
        "vector_size": LINK,
        "body": BODY,
        "context": CONTEXT,
    }
    ship(options.checkpoint, options.base, options.out, about, full=options.full)


if __name__ == "__main__":
    main()
