"""Inputs as the user names them → files, in an order that does not depend on the machine."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from rashomon.model import Issue
from rashomon.sources.found import problem
from rashomon.sources.streams import Carrier, peekable

FORMATS = {  # suffix: name of the reader in sources.READERS
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".eml": "email",
    ".pdf": "pdf",
    ".docx": "docx",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".warc": "warc",
    ".wacz": "wacz",
    ".zip": "zip",
}


def format_of(name: str) -> str | None:
    """Reader of a file by its name; a .gz around it does not count.

    >>> format_of("reports/2024.jsonl.gz")
    'jsonl'
    """
    lower = name.lower()
    lower = lower.removesuffix(".gz")
    return FORMATS.get(os.path.splitext(lower)[1])


def walk(inputs: tuple[str, ...]) -> Iterator[Carrier | Issue]:
    """Files behind the inputs: folders with all below them, sorted by path; "-" is standard input."""
    for name in inputs:
        path = Path(name)
        if name == "-":
            yield Carrier("standard input", stream=peekable(sys.stdin.buffer))
        elif path.is_dir():
            yield from _folder(name)
        elif path.exists():
            yield Carrier(name, path)
        else:
            yield problem("missing_file", f"{name}: no such file or folder; check the path")


def _folder(name: str) -> Iterator[Carrier | Issue]:
    found = False
    for path in sorted(_files(Path(name)), key=lambda p: p.parts):
        if format_of(path.name) is None:
            continue
        found = True
        if path.is_symlink() and not path.exists():
            yield problem("missing_file", f"{path} is a link to {os.readlink(path)}, which is not there")
        else:
            yield Carrier(str(path), path)
    if not found:
        kinds = " ".join(FORMATS)
        yield problem("no_reports", f"{name}: the folder holds no reports; known are {kinds}")


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [f for f in folders if not f.startswith(".")]
        for name in names:
            path = Path(parent, name)
            if not name.startswith(".") and (path.is_file() or (path.is_symlink() and not path.exists())):
                yield path
