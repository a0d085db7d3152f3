"""Reading reports from files, folders and standard input."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from rashomon.ids import text_sha256
from rashomon.model import Document


def read_jsonl(path: Path) -> Iterator[Document]:
    """Documents of a JSONL file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            sha = text_sha256(row["text"])
            yield Document(
                id=str(row.get("id") or sha[:16]),
                text=row["text"],
                sha256=sha,
                **{k: row.get(k) for k in ("title", "publisher", "published", "url", "language")},
            )
