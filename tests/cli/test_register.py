"""The commands over a register, without coding: the register is filled by hand."""

from __future__ import annotations

import json
from pathlib import Path

import apsw
import pytest

from rashomon.store import Register
from tests.cli.helpers import invoke
from tests.store.made import ingest, report


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register with one strike that two reports tell of."""
    path = str(tmp_path / "r.db")
    monkeypatch.setenv("RASHOMON_REGISTER", path)
    monkeypatch.setenv("RASHOMON_AUTHOR", "Ana")
    with Register.open(path, create=True) as opened:
        ingest(opened, [report("a", killed=4), report("b", killed=6, source="army")])
    return path


def strike(where: str) -> str:
    """The id of its incident."""
    with Register.open(where) as opened:
        return opened.incidents()[0].id


def test_list_filters_and_counts(where: str) -> None:
    assert len(invoke("list", "--json", "--country", "IRQ", "--min-killed", "4").stdout.splitlines()) == 1
    assert invoke("list", "--json", "--where", "source=nobody").stdout == ""
    assert json.loads(invoke("list", "--count-by", "source_kind", "--json").stdout.splitlines()[0]) == {
        "source_kind": "military", "incidents": 1,
    }  # fmt: skip
    assert invoke("list", "--where", "color=red").exit_code == 1


def test_a_query_can_be_saved(where: str) -> None:
    invoke("list", "--country", "FRA", "--save", "france")
    assert invoke("list", "--saved", "france", "--json").stdout == ""


def test_search_finds_evidence_and_reports(where: str) -> None:
    assert len(invoke("search", "baghdad", "drone", "--json").stdout.splitlines()) == 1
    assert len(invoke("search", "--documents", "drone killed", "--json").stdout.splitlines()) == 2
    assert invoke("search", '") OR (NEAR', "--json").exit_code == 0


def test_show_tells_state_and_version(where: str) -> None:
    shown = json.loads(invoke("show", strike(where)[:8], "--json").stdout)
    assert (shown["state"], shown["version"]) == ("coded", 2)
    assert invoke("show", "zzz").exit_code == 1


def test_decisions_from_the_command_line(where: str) -> None:
    id = strike(where)
    assert invoke("judge", "reject", id).exit_code == 1  # no reason
    assert invoke("judge", "correct", id, "type=attack", "--reason", "no drone").exit_code == 0
    assert json.loads(invoke("show", id, "--json").stdout)["type"] == "attack"
    assert invoke("judge", "accept", id, "--expect", "2").exit_code == 1  # it has changed since
    (decision,) = [json.loads(line) for line in invoke("judge", "list", "--json").stdout.splitlines()]
    assert invoke("judge", "undo", decision["id"]).exit_code == 0
    assert json.loads(invoke("show", id, "--json").stdout)["type"] == "air_drone_strike"
    assert "no drone" in invoke("log").stdout


def test_ids_are_whole_however_narrow_the_terminal_is(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    id = strike(where)
    invoke(
        "judge", "correct", id, "type=attack", "--reason", "there was no drone, says everybody who was there"
    )
    (decision,) = [json.loads(line) for line in invoke("judge", "list", "--json").stdout.splitlines()]
    monkeypatch.setenv("COLUMNS", "30")
    for terminal in ("", "1"):
        monkeypatch.setenv("FORCE_COLOR", terminal)  # taken for a terminal, or not
        monkeypatch.setenv("NO_COLOR", "1")
        assert decision["id"] in invoke("judge", "list").stdout
        logged = invoke("log").stdout
        for entry in (json.loads(line) for line in invoke("log", "--json").stdout.splitlines()):
            assert f"{entry['sequence']} " in logged
            assert str(entry["object"]) in logged
        assert id[:8] in invoke("list").stdout


def test_nothing_found_is_said(where: str) -> None:
    for arguments in (
        ("list", "--country", "FRA"),
        ("search", "submarine"),
        ("search", "--documents", "submarine"),
    ):
        result = invoke(*arguments)
        assert (result.stdout, result.exit_code) == ("", 0)
        assert "matches" in result.stderr


def test_help_gives_no_type_for_a_flag(where: str) -> None:
    for arguments in (("-h",), ("list", "-h"), ("judge", "-h"), ("judge", "list", "-h")):
        assert "bool" not in invoke(*arguments).stdout


def test_changes_since_a_log_entry(where: str) -> None:
    invoke("judge", "correct", strike(where), "type=attack", "--reason", "no drone")
    (change,) = [json.loads(line) for line in invoke("changes", "--since", "2", "--json").stdout.splitlines()]
    assert change["moved"]["type"] == ["air_drone_strike", "attack"]


def test_explain_says_why_reports_are_one_incident(where: str) -> None:
    assert invoke("explain", strike(where)).exit_code == 0


def test_verify_finds_a_changed_quote(where: str) -> None:
    assert invoke("verify").exit_code == 0
    head = invoke("verify", "--head", "-").stdout.strip()
    assert invoke("verify", "--head", head).exit_code == 0
    database = apsw.Connection(where)
    database.execute(
        "DROP TRIGGER keep_documents_update; UPDATE documents SET text = replace(text, 'drone', 'train')"
    )
    database.close()
    result = invoke("verify", "--quick")
    assert result.exit_code == 4
    assert "does not match its hash" in result.stdout


def test_backup_and_restore(where: str, tmp_path: Path) -> None:
    copy, again = str(tmp_path / "copy.db"), str(tmp_path / "again.db")
    assert invoke("backup", copy).exit_code == 0
    assert invoke("backup", copy).exit_code == 1  # there already
    assert invoke("restore", copy, "--register", again).exit_code == 0
    assert invoke("verify", "--register", again).exit_code == 0
    assert invoke("list", "--json", "--register", again).stdout == invoke("list", "--json").stdout
