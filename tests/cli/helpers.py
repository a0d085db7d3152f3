"""Running the program as a user does."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from rashomon.cli import build

REPORTS = [
    {
        "id": "a",
        "text": "The army said two people were killed when a drone hit a market in Kaya on Friday. "
        "Residents said that four people died.",
        "published": "2024-01-06",
        "publisher": "Example News",
    },
    {
        "id": "b",
        "text": "Gunmen abducted three teachers near Maiduguri, police said on Tuesday. "
        "No group has claimed the attack.",
        "published": "2024-02-07",
        "publisher": "Other News",
    },
    {"id": "c", "text": "The football club lost two points on Sunday.", "published": "2024-02-05"},
]


def write_reports(path: Path, rows: list[dict[str, Any]] = REPORTS) -> Path:
    """A JSONL file of reports."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def invoke(*arguments: object, input: str | None = None) -> Result:
    """A command in this process."""
    return CliRunner().invoke(build(), [str(a) for a in arguments], input=input)


def run(
    *arguments: object, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    command = [sys.executable, "-m", "rashomon", *map(str, arguments)]
    return subprocess.run(
        command, capture_output=True, cwd=cwd, env={**os.environ, **environment}, check=False
    )
