"""`rashomon evaluate --sample-merges` and `--judged`: a person's judgements of drawn pairs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rashomon.exports.text import read_csv, write_csv
from rashomon.store import Register
from tests.cli.helpers import invoke
from tests.store.made import ingest, report


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table to judge, of a register in which one strike is told by three papers, and another near it by one."""
    where, out = tmp_path / "r.db", tmp_path / "pairs.csv"
    reports = [report(id, killed=n, publisher=id, text=f"{id} writes: a drone killed {n} in Baghdad, it is said.")
               for n, id in enumerate(("alpha", "bravo", "charlie"), 4)]  # fmt: skip
    with Register.open(str(where), create=True) as opened:
        ingest(opened, reports)
    assert invoke("evaluate", "--sample-merges", 20, "--register", where, "-o", out).exit_code == 0
    return out


def judge(table: Path, word: str) -> None:
    """Give every pair the same judgement."""
    rows = read_csv(table.read_bytes())
    table.write_bytes(
        write_csv(tuple(rows[0]), [[word if k == "same" else v for k, v in r.items()] for r in rows])
    )


def test_a_table_shows_both_records_and_hides_what_linking_made_of_them(table: Path) -> None:
    rows = read_csv(table.read_bytes())
    assert len(rows) == 3
    assert {r["same"] for r in rows} == {""}
    assert all("killed" in r["a_words"] and r["a_publisher"] != r["b_publisher"] for r in rows)
    assert b"merged," not in table.read_bytes().partition(b"\n")[2]


def test_a_judged_table_gives_precision_and_recall_with_intervals(table: Path) -> None:
    judge(table, "yes")
    found = json.loads(invoke("evaluate", "--judged", table, "--json").output)
    assert found["precision"]["share"] == 1.0
    assert 0 < found["precision"]["low"] < 1.0 == found["precision"]["high"]
    assert found["precision"]["judged"] == 3
    judge(table, "no")
    assert "0.000 (0.000 to" in invoke("evaluate", "--judged", table).output
    assert invoke("evaluate", "--judged", table, "--min", "precision=0.5").exit_code == 4
    judge(table, "unsure")
    assert "unsure 3, not judged 0" in invoke("evaluate", "--judged", table).output


def test_a_word_or_a_row_that_cannot_be_is_named(table: Path) -> None:
    judge(table, "perhaps")
    assert "row 2: 'perhaps' is none of yes, no, unsure" in str(
        invoke("evaluate", "--judged", table).exception
    )
    judge(table, "yes")
    table.write_bytes(table.read_bytes().replace(b"alpha", b"omega"))
    assert "ids or seal were changed" in str(invoke("evaluate", "--judged", table).exception)
    assert invoke("evaluate").exit_code == 2
    assert invoke("evaluate", "gold.jsonl", "--judged", table).exit_code == 2
