"""Long runs that were killed midway, and go on."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rashomon import api
from rashomon.cli.coding import _partial
from rashomon.config import Config
from tests.cli.helpers import REPORTS, invoke, run, write_reports


def test_code_killed_midway_resumes_to_the_same_bytes(tmp_path: Path) -> None:
    rows = [
        REPORTS[n % 2] | {"id": f"r{n:02}", "text": f"{REPORTS[n % 2]['text']} No. {n}."} for n in range(30)
    ]
    source, whole, out = (
        write_reports(tmp_path / "in.jsonl", rows),
        tmp_path / "whole.json",
        tmp_path / "out.json",
    )
    assert run("code", source, "-o", whole).returncode == 0
    killed_when_it_has_lines(["code", str(source), "-o", str(out)], tmp_path, lines=5)
    (journal,) = tmp_path.glob(".out.json.partial-*")
    had = journal.read_bytes().count(b"\n")
    assert 5 <= had < 30
    assert not out.exists()
    done = invoke("code", source, "-o", out, "--resume")
    assert done.exit_code == 0, done.output
    assert out.read_bytes() == whole.read_bytes()
    assert not journal.exists()


def test_code_resumed_over_changed_inputs_reads_only_those_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rashomon import pipeline

    out, coded = tmp_path / "out.json", []
    journal = _partial(str(out), Config(), ("code",), resume=True)
    assert journal is not None
    docs = list(api.read([str(write_reports(tmp_path / "in.jsonl"))]))
    api.code(docs, journal=journal)
    real = pipeline._read
    monkeypatch.setattr(pipeline, "_read", lambda doc: coded.append(doc.id) or real(doc))
    write_reports(tmp_path / "in.jsonl", [REPORTS[0], REPORTS[1] | {"published": "2024-03-07"}, REPORTS[2]])
    assert invoke("code", tmp_path / "in.jsonl", "-o", out, "--resume").exit_code == 0
    assert coded == ["b"]
    journal.write_bytes(b"\0" * 40)  # what a power cut can leave
    assert invoke("code", tmp_path / "in.jsonl", "-o", out, "--resume").exit_code == 0


def test_ingest_killed_midway_goes_on_to_the_same_register(tmp_path: Path) -> None:
    rows = [
        REPORTS[n % 2] | {"id": f"r{n:03}", "text": f"{REPORTS[n % 2]['text']} No. {n}."} for n in range(120)
    ]
    source = write_reports(tmp_path / "in.jsonl", rows)
    whole, other = tmp_path / "whole.db", tmp_path / "other.db"
    assert run("ingest", source, "--register", whole).returncode == 0
    command = [sys.executable, "-m", "rashomon", "ingest", str(source), "--register", str(other)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and documents_in(other) < 50:
        time.sleep(0.05)
    process.kill()
    process.communicate(timeout=60)
    assert 50 <= documents_in(other) < 120
    assert run("ingest", source, "--resume", "--register", other).returncode == 0
    assert run("verify", "--register", other).returncode == 0
    exports = [run("export", "jsonl", "--full", "--register", db).stdout for db in (whole, other)]
    assert exports[0] == exports[1] != b""


def documents_in(register: Path) -> int:
    """How many reports a register holds; none while it is being made."""
    import sqlite3

    if not register.exists():
        return 0
    try:
        with contextlib.closing(sqlite3.connect(f"file:{register}?mode=ro", uri=True)) as db:
            return int(db.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.Error:
        return 0


def killed_when_it_has_lines(arguments: list[str], folder: Path, *, lines: int) -> None:
    """Run the program and kill it (-9) when the file that it keeps has so many lines."""
    process = subprocess.Popen([sys.executable, "-m", "rashomon", *arguments], stderr=subprocess.PIPE)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None:
        if any(p.read_bytes().count(b"\n") >= lines for p in folder.glob(".*.partial-*")):
            break
        time.sleep(0.02)
    process.kill()
    process.communicate(timeout=60)
