"""Check an evidence bundle: every file is what the manifest says, every claim quotes the words of its report.

Needs Python 3.8 or later and nothing else:  python3 verify.py
"""

import hashlib
import json
import sys
from pathlib import Path


def main() -> int:
    root = Path(__file__).resolve().parent
    problems = []
    listed = set()
    for line in (root / "manifest-sha256.txt").read_text(encoding="utf-8").splitlines():
        digest, _, name = line.partition("  ")
        listed.add(name)
        path = root / name
        if not path.is_file():
            problems.append(name + " is missing")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            problems.append(name + " has changed")
    for path in root.rglob("*"):
        name = path.relative_to(root).as_posix()
        if path.is_file() and name not in listed and name != "manifest-sha256.txt":
            problems.append(name + " is not in the manifest")
    quotes, found = check_quotes(root)
    problems += found
    for problem in problems:
        print(problem)
    print(len(listed), "files,", quotes, "quotes,", len(problems), "problems")
    return 1 if problems else 0


def check_quotes(root: Path) -> "tuple[int, list[str]]":
    """Does every claim and mention quote the words that stand in its report?"""
    texts: dict[str, str] = {}
    problems: list[str] = []
    count = 0
    for path in root.glob("reports/*/report.json"):
        row = json.loads(path.read_text(encoding="utf-8"))
        data = (path.parent / "text.txt").read_bytes()
        texts[row["id"]] = data.decode("utf-8", "surrogatepass")
        original = path.parent / "original"
        if original.is_file() and hashlib.sha256(original.read_bytes()).hexdigest() != row["sha256"]:
            problems.append(path.parent.name + "/original is not the file that was coded")
    for path in root.glob("incidents/*/record.json"):
        row = json.loads(path.read_text(encoding="utf-8"))
        quotes = [(c["document"], c["evidence"]) for c in row["claims"]] + [
            (m["document"], m) for m in row["mentions"]
        ]
        for document, words in quotes:
            count += 1
            text = texts.get(document, "")
            if text and text[words["start"] : words["end"]] != words["quote"]:
                problems.append(
                    row["id"] + ": a quote does not stand in " + document + ": " + repr(words["quote"])
                )
    return count, problems


if __name__ == "__main__":
    sys.exit(main())
