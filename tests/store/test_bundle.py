"""Evidence bundles, checked by a program that shares no code with ours."""

from __future__ import annotations

import io
import runpy
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from rashomon.lexicon import data_path
from rashomon.store import Register
from tests.store.made import ingest, report
from tests.torture import damage

VERIFIER = runpy.run_path(str(data_path("verify.py")))


@pytest.fixture
def bundle(register: Register, tmp_path: Path) -> Path:
    """The bundle of a register with two reports, one of strange characters, and a decision."""
    odd = report(
        "odd", text="Police\x00 said \ud800 a drone \x1a killed 4 people in Kaya.", day="2023-03-03", lat=1.0
    )
    ingest(register, [report("a"), odd])
    register.reject(register.incidents()[0].id, author="Ana", reason="a film set")
    path = tmp_path / "bundle.zip"
    with open(path, "wb") as out:
        register.write_bundle(out)
    return path


def test_a_bundle_is_whole(bundle: Path, register: Register) -> None:
    assert list(VERIFIER["check"](bundle, register.head())) == []


def test_the_verifier_runs_alone(bundle: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(bundle) as opened:
        opened.extract("verify.py", tmp_path)
    command = [sys.executable, "-I", "-S", str(tmp_path / "verify.py"), str(bundle)]
    assert subprocess.run(command, check=False, capture_output=True).returncode == 0


def test_the_same_register_gives_the_same_bundle(register: Register, bundle: Path) -> None:
    again = io.BytesIO()
    register.write_bundle(again)
    assert again.getvalue() == bundle.read_bytes()


def test_a_bundle_of_one_incident_holds_its_documents_only(register: Register, bundle: Path) -> None:
    out = io.BytesIO()
    register.write_bundle(out, register.incidents()[0].id)
    with zipfile.ZipFile(out) as opened:
        assert opened.read("documents.jsonl").count(b"\n") == 0


@pytest.mark.parametrize(
    "name", ["log.jsonl", "documents.jsonl", "readings.jsonl", "decisions.jsonl", "captures/"]
)
def test_a_change_is_found_though_the_manifest_was_changed_too(bundle: Path, name: str) -> None:
    with zipfile.ZipFile(bundle) as opened:
        files = {n: opened.read(n) for n in opened.namelist()}
    chosen = next(n for n in files if n.startswith(name))
    data = bytearray(files[chosen])
    place = len(data) // 2
    data[place] ^= 1
    files[chosen] = bytes(data)
    found: list[Any] = []
    try:
        log = VERIFIER["lines"](files["log.jsonl"])
        found += VERIFIER["check_log"](files["log.jsonl"], None)
        found += VERIFIER["check_records"](files, log)
    except (ValueError, KeyError):
        found.append("unreadable")
    assert found


def test_both_verifiers_find_every_kind_of_tampering() -> None:
    def check(rows: damage.Rows, head: tuple[int, str]) -> bool:
        raw = "\n".join(entry for _, entry, _ in rows).encode()
        try:
            return bool(list(VERIFIER["check_log"](raw, f"{head[0]}:{head[1]}")))
        except ValueError:
            return True

    assert damage.tampering(40, [0, 7, 38, 39], check)["missed"] == []
    assert damage.tampering(40, [0, 7, 38, 39], damage.package_check)["missed"] == []
