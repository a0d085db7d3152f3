"""How the time for one report grows with its length: python benchmarks/long.py [CHARACTERS ...].

Two hard texts: one sentence again and again on one line, and one incident told by many voices.
"""

from __future__ import annotations

import sys
import time
from itertools import cycle

from rashomon.annotators import AnnotatorChain
from rashomon.claims import read_report
from rashomon.config import Config
from rashomon.ids import text_sha256
from rashomon.model import Document

REPEATED = "A car bomb killed four people in Kabul on Monday, police said. "
TOLD = (
    "Witnesses said that the bomb went off at noon. ",
    "Ambulances took the wounded to a hospital. ",
    "The Taliban denied that it was behind the attack. ",
    "The bombing wounded 12 others, the ministry said. ",
)


def told(characters: int) -> str:
    """One incident, told by many voices."""
    text, sentences = [REPEATED], cycle(TOLD)
    while sum(map(len, text)) < characters:
        text.extend(next(sentences) for _ in TOLD)
    return "".join(text)[:characters]


def main(lengths: list[int]) -> None:
    """Print a line for each text and length: seconds of processor time for the layers and the claims."""
    chain = AnnotatorChain(Config())
    chain(Document("warm", REPEATED, text_sha256(REPEATED)))
    for length in lengths:
        for name, text in (("repeated", REPEATED * (length // len(REPEATED) + 1)), ("told", told(length))):
            doc = Document("long", text[:length], text_sha256(text[:length]), published="2024-10-25")
            began = time.process_time()
            notes = chain(doc)
            annotated = time.process_time()
            read_report(notes)
            done = time.process_time()
            print(
                f"{name:9} {length:7} characters: layers {annotated - began:6.1f} s, claims {done - annotated:6.1f} s"
            )


if __name__ == "__main__":
    main([int(n) for n in sys.argv[1:]] or [25_000, 50_000, 100_000])
