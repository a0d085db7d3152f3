"""The same reports give the same bytes, whatever the hash seed, locale, time zone, workers and order of files.

Everything is changed at once, since each run loads the models: a failure says that something matters, and running
the two commands by hand says what.
"""

from pathlib import Path

import pytest

from tests.cli.helpers import REPORTS, run, write_reports

HERE = {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"}
THERE = {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "America/Adak"}


@pytest.fixture
def names(tmp_path: Path) -> list[str]:
    for row in REPORTS:
        write_reports(tmp_path / f"{row['id']}.jsonl", [row])
    (tmp_path / "empty.txt").touch()
    return [*(f"{row['id']}.jsonl" for row in REPORTS), "empty.txt", "missing.txt"]


def test_code(tmp_path: Path, names: list[str]) -> None:
    one = run("code", *names, cwd=tmp_path, **HERE)
    two = run("code", *reversed(names), "--workers", 2, cwd=tmp_path, **THERE)
    assert one.returncode == two.returncode == 3, one.stderr
    assert one.stdout == two.stdout


def test_annotate(tmp_path: Path, names: list[str]) -> None:
    one = run("annotate", *names, cwd=tmp_path, **HERE)
    two = run("annotate", *names, "--workers", 2, cwd=tmp_path, **THERE)
    assert one.returncode == two.returncode == 3, one.stderr
    assert one.stdout == two.stdout
