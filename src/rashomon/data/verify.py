#!/usr/bin/env python3
"""Checks an evidence bundle of a Rashomon register with nothing but Python: `python verify.py BUNDLE.zip [HEAD]`.

Needs none of Rashomon's code and shares none with it. It checks that

1. every file of the bundle has the sha256 that its manifest gives, and none is missing or too much;
2. the audit log is whole: each entry follows the one before, and (with HEAD, "number:hash") nothing was cut off
   or rewritten;
3. every original file, text, reading and decision is the one that the log names;
4. every quote of a claim, mention or statement reads what stands in its text.

Prints one line for each problem. Exit code: 0 whole, 4 problems found, 2 wrong usage.
"""

from __future__ import annotations

import hashlib
import json
import sys
import zipfile
from collections.abc import Iterator
from typing import Any

Files = dict[str, bytes]

START = "0" * 64


def sha(data: bytes) -> str:
    """sha256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def canonical(value: Any) -> bytes:
    """The bytes that a JSON value is hashed as."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def load(data: bytes) -> Any:
    """A JSON value out of bytes."""
    return json.loads(data.decode("utf-8", "surrogatepass"))


def lines(data: bytes) -> list[Any]:
    """JSON values, one a line."""
    return [load(line) for line in data.split(b"\n") if line]


def check_manifest(files: Files) -> Iterator[str]:
    """Are the files those of the manifest?"""
    wanted = load(files["manifest.json"])["files"]
    for name in sorted(set(wanted) | set(files) - {"manifest.json"}):
        if name not in files:
            yield f"{name} is missing"
        elif name not in wanted:
            yield f"{name} is not in the manifest"
        elif sha(files[name]) != wanted[name]:
            yield f"{name} does not match the manifest"


def check_log(raw: bytes, head: str | None) -> Iterator[str]:
    """Is the chain whole?"""
    previous, hashes = START, {0: START}
    for number, line in enumerate((item for item in raw.split(b"\n") if item), start=1):
        entry = load(line)
        if canonical(entry) != line:
            yield f"log entry {number} is not in canonical form"
        if entry.get("sequence") != number:
            yield f"log entry {number} says that it is {entry.get('sequence')}"
        if entry.get("previous") != previous:
            yield f"log entry {number} does not follow the one before it"
        previous = hashes[number] = sha(line)
    if head:
        wanted, _, hash_ = head.partition(":")
        if hashes.get(int(wanted)) != hash_:
            yield f"the log does not hold the head {head}"


def check_records(files: Files, log: list[Any]) -> Iterator[str]:
    """Are documents, readings and decisions those of the log?"""
    named: dict[str, list[Any]] = {}
    for entry in log:
        if entry["action"] == "ingest":
            for item in entry["details"]["documents"]:
                named.setdefault(item["id"], []).append((entry["sequence"], entry["object"], item))
    for doc in lines(files["documents.jsonl"]):
        told = named.get(doc["id"])
        if not told:
            yield f"document {doc['id']} is not in the log"
            continue
        item = told[0][2]
        if sha(canonical(doc)) != item["record"]:
            yield f"document {doc['id']} is not as the log has it"
        if sha(files.get(f"captures/{doc['capture']}", b"")) != item["capture"]:
            yield f"the original bytes of {doc['id']} are not those of the log"
        text = files.get(f"texts/{doc['text_sha256']}.txt", b"")
        if sha(text) != doc["text_sha256"]:
            yield f"the text of {doc['id']} does not match its hash"
    texts = {d["id"]: d["text_sha256"] for d in lines(files["documents.jsonl"])}
    for reading in lines(files["readings.jsonl"]):
        known = [i["reading"] for _, run, i in named.get(reading["document"], []) if run == reading["run"]]
        if sha(canonical(reading["body"])) not in known:
            yield f"a reading of {reading['document']} is not as the log has it"
        data = files.get(f"texts/{texts.get(reading['document'])}.txt", b"")
        yield from check_quotes(reading, data.decode("utf-8", "surrogatepass"))
    entries = {e["sequence"]: e for e in log}
    instead: dict[str, str] = {}  # decisions out of which erased words were taken
    for entry in log:
        if entry["action"] == "erase":
            instead |= entry["details"]["decisions"]
    for decision in lines(files["decisions.jsonl"]):
        entry = entries.get(decision["sequence"], {"details": {}})
        wanted = instead.get(str(decision["sequence"]), entry["details"].get("sha256"))
        if sha(canonical([decision["request"], decision["body"]])) != wanted:
            yield f"decision {decision['body'].get('id')} is not as the log has it"


def check_quotes(reading: Any, text: str) -> Iterator[str]:
    """Does every quote stand in the text?"""
    spans = []
    for incident in reading["body"]["incidents"]:
        spans += [("mention", m["id"], m) for m in incident["mentions"]]
        spans += [("claim", c["id"], c["evidence"]) for c in incident["claims"]]
    spans += [("statement", s["id"], s["evidence"]) for s in reading["body"]["statements"]]
    for kind, id_, span in spans:
        if text[span["start"] : span["end"]] != span["quote"]:
            yield f"{kind} {id_} of {reading['document']} quotes {span['quote'][:60]!r}, which does not stand there"


def check(path: str, head: str | None = None) -> Iterator[str]:
    """All problems of a bundle."""
    try:
        with zipfile.ZipFile(path) as bundle:
            files = {name: bundle.read(name) for name in bundle.namelist()}
        yield from check_manifest(files)
        yield from check_log(files["log.jsonl"], head)
        yield from check_records(files, lines(files["log.jsonl"]))
    except (OSError, zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError) as error:
        yield f"{path} cannot be read: {type(error).__name__}: {error}"


def main(arguments: list[str]) -> int:
    """Check the bundle that is named."""
    if len(arguments) not in (1, 2):
        print(__doc__)
        return 2
    problems = list(check(*arguments))
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems" if problems else "whole")
    return 4 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
