"""The same reports give the same bytes: hash seed, language, time zone, workers and order of files aside."""

from pathlib import Path

import pytest

from tests.cli.helpers import REPORTS, run, write_reports

MACHINES = (
    {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Pacific/Kiritimati"},
    {"PYTHONHASHSEED": "4242", "LC_ALL": "C.UTF-8", "TZ": "America/Adak", "LANG": "tr_TR.UTF-8"},
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("reports")
    for row in REPORTS:
        write_reports(made / f"{row['id']}.jsonl", [row])
    (made / "empty.txt").touch()
    return made


@pytest.mark.parametrize("command", ["code", "annotate"])
def test_another_machine(folder: Path, command: str) -> None:
    first, second = (run(command, ".", cwd=folder, **machine) for machine in MACHINES)
    assert first.returncode == second.returncode == 3
    assert first.stdout == second.stdout


@pytest.mark.parametrize("command", ["code", "annotate"])
def test_workers(folder: Path, command: str) -> None:
    one, two = (run(command, ".", "--workers", n, cwd=folder) for n in (1, 2))
    assert one.stdout == two.stdout
    assert one.stdout


def test_code_with_another_order_of_files(folder: Path) -> None:
    names = [f"{row['id']}.jsonl" for row in REPORTS] + ["empty.txt", "missing.txt"]
    there = run("code", *names, cwd=folder)
    back = run("code", *reversed(names), cwd=folder)
    assert there.stdout == back.stdout
