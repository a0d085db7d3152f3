"""How fast and how big: `rashomon code` on one core, beside bare spaCy on the same text, and each layer's
share.

python benchmarks/speed.py [REPORTS.jsonl] [--times 3]
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

from rashomon import api, pipeline
from rashomon.annotators import AnnotatorChain
from rashomon.annotators.parse import Parser
from rashomon.claims import read_report
from rashomon.config import Config
from rashomon.incidents import link_reports
from rashomon.model import Document


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("reports", nargs="?", default="examples/reports.jsonl")
    parser.add_argument(
        "--times", type=int, default=3, help="read the reports so often (with ids of their own)"
    )
    args = parser.parse_args()
    docs = copies(list(api.read([args.reports])), args.times)
    config = Config()
    warm = AnnotatorChain(config)
    warm(docs[0])
    tokens, bare = bare_spacy(docs, config)
    print(f"{len(docs)} documents, {tokens} tokens, Python {sys.version.split()[0]}")
    print(f"bare spaCy        {tokens / bare:8.0f} tokens/s   {len(docs) / bare:6.1f} documents/s")
    whole, shares = one_core(docs, config)
    print(f"rashomon, 1 core  {tokens / whole:8.0f} tokens/s   {len(docs) / whole:6.1f} documents/s")
    for name, seconds in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"  {name:14} {100 * seconds / whole:5.1f} %  {1e6 * seconds / tokens:7.1f} µs a token")
    for workers in (1, 2):
        began = time.perf_counter()
        pipeline.code(docs, config, workers=workers)
        rate = tokens / (time.perf_counter() - began)
        print(f"code --workers {workers}  {rate:8.0f} tokens/s, start of workers included")
    print(f"peak memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:8.0f} MB")
    cold(args.reports)


def copies(docs: list[Document], times: int) -> list[Document]:
    """The documents several times over, with different ids and texts that differ in their last character."""
    return [
        Document(
            f"{d.id}-{n}", d.text + "\n" * n, d.sha256, d.title, d.publisher, d.published, d.url, d.language
        )
        for n in range(times)
        for d in docs
    ]


def bare_spacy(docs: list[Document], config: Config) -> tuple[int, float]:
    """Tokens, and seconds that the parse alone takes."""
    parse = Parser(config.spacy_model)
    began = time.perf_counter()
    tokens = sum(len(parse(d.text).doc) for d in docs)
    return tokens, time.perf_counter() - began


def one_core(docs: list[Document], config: Config) -> tuple[float, dict[str, float]]:
    """Seconds of the whole in one process, and of each stage."""
    chain = AnnotatorChain(config)
    chain(docs[0])
    chain.seconds.clear()
    began = time.perf_counter()
    notes = [chain(d) for d in docs]
    marks = time.perf_counter()
    reports = [read_report(n) for n in notes]
    read = time.perf_counter()
    link_reports(reports, config)
    end = time.perf_counter()
    return end - began, {**chain.seconds, "claims": read - marks, "linking": end - read}


def cold(reports: str) -> None:
    """Wall time of whole commands, started cold."""
    with open(reports, encoding="utf-8") as source:
        first = json.loads(source.readline())
    one = Path("/tmp") / "rashomon-one-report.jsonl"
    one.write_text(json.dumps(first) + "\n", encoding="utf-8")
    for name, command in (
        ("--help", [sys.executable, "-m", "rashomon", "--help"]),
        ("code, one report", [sys.executable, "-m", "rashomon", "code", str(one), "-o", "/dev/null"]),
    ):
        took = []
        for _ in range(3):
            began = time.perf_counter()
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            took.append(time.perf_counter() - began)
        print(f"{name:18}{sorted(took)[1]:7.2f} s (median of 3)")


if __name__ == "__main__":
    main()
