"""The command line."""

import json
import os
import sys
from pathlib import Path


def main() -> None:
    """Entry point of `rashomon`."""
    from rashomon import api
    from rashomon.annotators import NAMES
    from rashomon.model import as_json
    from rashomon.sources import read_jsonl

    command, source, _, target = sys.argv[1:5]
    docs = list(read_jsonl(Path(source)))
    with open(target, "w", encoding="utf-8") as out:
        if command == "annotate":
            names = tuple(filter(None, os.environ.get("RASHOMON_LAYERS", "").split(","))) or NAMES
            for row in api.annotate(docs, layers=names):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")
        else:
            json.dump(as_json(api.code(docs)), out, ensure_ascii=False, indent=1)
