"""Writes short reports of war with marked attributions, from sentences that the project wrote (templates.yaml).

    python training/attribution/synthetic.py --number 400 --out FILE

The corpus is about an election; this shows the tagger police sources, headlines with the source at their end, lists and
datelines. Same number, same seed, same texts.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from pathlib import Path
from typing import Any

import yaml

SLOT = re.compile(r"\b(?:FACT2?|HEAD|SOURCE|SHORT|AGENCY|GROUP|PERSON|PLACE|DAY|NUM2?)\b")
MARK = re.compile(r"\{([sct])(\d?) ?([^{}]*)\}")
PARTS = {"s": "source", "c": "cue", "t": "content"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--number", type=int, default=400)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    templates = yaml.safe_load(Path(__file__).with_name("templates.yaml").read_text("utf-8"))
    chance = random.Random(options.seed)
    with open(options.out, "w", encoding="utf-8") as out:
        for n in range(options.number):
            text, attributions = report(templates, chance)
            out.write(json.dumps({"id": f"synthetic-{n}", "text": text, "attributions": attributions}) + "\n")


def report(templates: dict[str, list[Any]], chance: random.Random) -> tuple[str, list[dict[str, Any]]]:
    """A headline, an opening and some paragraphs of sentences; sometimes a list."""
    kinds = ["reported", "reported", "own"]
    blocks = []
    if chance.random() < 0.6:
        blocks.append([chance.choice(templates["headlines"])])
    if chance.random() < 0.4:
        blocks.append([chance.choice(templates["openings"])])
    for _ in range(chance.randint(2, 5)):
        blocks.append([chance.choice(templates[chance.choice(kinds)]) for _ in range(chance.randint(1, 3))])
    if chance.random() < 0.25:
        blocks += [[chance.choice(templates["lists"])] for _ in range(chance.randint(2, 4))]
    text, attributions = "", []
    for block in blocks:
        text += "\n\n" if text else ""
        for n, template in enumerate(block):
            text += " " if n else ""
            words, found = filled(template, templates, chance)
            attributions += [shifted(a, len(text)) for a in found]
            text += words
    return text, attributions


def filled(
    template: str, templates: dict[str, list[Any]], chance: random.Random
) -> tuple[str, list[dict[str, Any]]]:
    """A sentence with its slots filled and its marks read."""
    while SLOT.search(template):
        template = SLOT.sub(
            lambda m: str(chance.choice(templates[m.group().replace("FACT2", "FACT")])), template
        )
    text, at, groups = "", 0, {}
    for mark in MARK.finditer(template):
        text += template[at : mark.start()]
        kind, number, words = mark.groups()
        parts = groups.setdefault(number, {"source": [], "cue": [], "content": []})
        parts[PARTS[kind]].append({"start": len(text), "end": len(text) + len(words)})
        text += words
        at = mark.end()
    text += template[at:]
    text = text[:1].upper() + text[1:]
    return text, [a for a in groups.values() if a["cue"]]


def shifted(attribution: dict[str, Any], by: int) -> dict[str, Any]:
    """An attribution that stands later in a text."""
    return {
        part: [{"start": s["start"] + by, "end": s["end"] + by} for s in spans]
        for part, spans in attribution.items()
    }


if __name__ == "__main__":
    main()
