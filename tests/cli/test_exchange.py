"""`rashomon export` and `import` as a user runs them; the registers are filled by hand."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path

import pytest

from rashomon.exports.text import read_csv
from rashomon.model import coding_json
from rashomon.store import Register
from tests.cli.helpers import invoke
from tests.exports.made import coding
from tests.store.made import ingest, report


@pytest.fixture
def where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register with one strike that two reports tell of."""
    path = str(tmp_path / "r.db")
    monkeypatch.setenv("RASHOMON_REGISTER", path)
    monkeypatch.setenv("RASHOMON_AUTHOR", "Ana Canary")
    with Register.open(path, create=True) as opened:
        ingest(opened, [report("a", killed=4), report("b", killed=6, source="army")])
    return path


def test_a_coding_file_is_exported(tmp_path: Path) -> None:
    source, out, loss = tmp_path / "c.json", tmp_path / "o.csv", tmp_path / "l.json"
    source.write_text(json.dumps(coding_json(coding())), encoding="utf-8")
    result = invoke("export", "acled", source, "-o", out, "--loss", loss)
    assert result.exit_code == 0, result.output
    assert read_csv(out.read_bytes())[0]["fatalities"] == "2"
    assert json.loads(loss.read_text())["incidents"] == 1
    assert "Not in this format" in result.stderr


def test_a_policy_chooses_the_toll_anew(where: str, tmp_path: Path) -> None:
    for policy, best in (("conservative", "4"), ("majority", ""), ("range", "4")):
        out = tmp_path / f"{policy}.csv"
        assert invoke("export", "csv", "-o", out, "--policy", policy).exit_code == 0
        (row,) = read_csv(out.read_bytes())
        assert (row["policy"], row["killed_best"]) == (policy, best)
    assert invoke("export", "csv", "--policy", "loudest").exit_code == 2


def test_only_what_was_accepted(where: str, tmp_path: Path) -> None:
    out = tmp_path / "o.csv"
    invoke("export", "csv", "-o", out, "--reviewed-only")
    assert read_csv(out.read_bytes()) == []
    with Register.open(where) as opened:
        opened.accept(opened.incidents()[0].id, author="Ana")
    invoke("export", "csv", "-o", out, "--reviewed-only")
    assert len(read_csv(out.read_bytes())) == 1


def test_names_and_notes_leave_only_with_full(where: str, tmp_path: Path) -> None:
    from rashomon.api import FORMATS

    with Register.open(where) as opened:
        opened.comment(opened.incidents()[0].id, "secret canary note", author="Ana Canary")
    for format in FORMATS:
        out = tmp_path / "out"
        assert invoke("export", format, "-o", out).exit_code == 0, format
        data = contents(out)
        assert b"canary note" not in data, format
        assert b"Ana Canary" not in data, format
    invoke("export", "jsonl", "--full", "-o", tmp_path / "out")
    assert b"canary note" in (tmp_path / "out").read_bytes()


def contents(path: Path) -> bytes:
    """The bytes of a file, with those of what it packs."""
    data = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            data += b"".join(archive.read(n) for n in archive.namelist())
    return data


def test_a_full_export_rebuilds_the_register(where: str, tmp_path: Path) -> None:
    first, again, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl", str(tmp_path / "other.db")
    assert invoke("export", "jsonl", "--full", "-o", first).exit_code == 0
    assert invoke("import", "jsonl", first, "--register", other).exit_code == 0
    assert invoke("verify", "--register", other).exit_code == 0
    assert invoke("export", "jsonl", "--full", "-o", again, "--register", other).exit_code == 0
    assert again.read_bytes() == first.read_bytes()


def test_decisions_and_older_readings_go_along_and_are_in_force_again(where: str, tmp_path: Path) -> None:
    first, again, other = tmp_path / "a.jsonl", tmp_path / "b.jsonl", str(tmp_path / "other.db")
    with Register.open(where) as opened:
        far = {"town": "Paris", "day": "2023-05-05", "lat": 48.8, "lon": 2.3, "country": "FRA"}
        ingest(
            opened, [report("c", **far), report("d", day="2022-02-02"), report("e", killed=9, source="army")]
        )
        ingest(opened, [report("a", killed=4, source="army")], version="later", again=True)  # another text
        ingest(opened, [report("b", killed=6, source="army")], version="later", again=True)  # another reading
        ids = [i.id for i in opened.incidents(order="id")]
        who = {"author": "Ana", "reason": "seen it"}
        merged = opened.merge(ids[0], ids[1], **who)
        opened.undo(merged.decision.id, author="Ben")
        opened.reject(opened.incidents(where={"document": "d"})[0].id, **who)
        strike = opened.incidents(where={"document": "a"})[0]
        opened.correct(
            next(c for c in strike.claims if c.document == "b").id, values={"best": 5, "low": 5}, **who
        )
        opened.add_claim(strike.id, author="Ana", values={"role": "injured", "start": 0, "end": 6, "best": 3})
        opened.mark_sensitive(strike.id, author="Ana")
        opened.split(strike.id, next(m.id for m in strike.mentions if m.document == "e"), **who)
        opened.set_policy("conservative", author="Ana", reason="house rule")
    assert invoke("export", "jsonl", "--full", "-o", first).exit_code == 0
    for _ in range(2):  # twice changes nothing
        result = invoke("import", "jsonl", first, "--register", other)
        assert result.exit_code == 0, result.output
    assert invoke("verify", "--register", other).exit_code == 0
    assert invoke("export", "jsonl", "--full", "-o", again, "--register", other).exit_code == 0
    assert again.read_bytes() == first.read_bytes()
    with Register.open(other) as opened, Register.open(where) as original:
        assert len(opened.decisions()) == len(original.decisions()) == 7
        assert opened.incidents(state="any") == original.incidents(state="any")
        assert opened.sensitive() == original.sensitive()


def test_a_dossier_of_a_register_proves_itself_to_plain_python(where: str, tmp_path: Path) -> None:
    with Register.open(where) as opened:
        id = opened.incidents()[0].id
        opened.accept(id, author="Ana Canary", reason="seen it")
        head = opened.head()
    out, folder = tmp_path / "d.zip", tmp_path / "d"
    assert invoke("export", "dossier", "-o", out).exit_code == 0
    with zipfile.ZipFile(out) as archive:
        archive.extractall(folder)
    check = ["python3", "-I", str(folder / "verify.py")]
    told = subprocess.run(check, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    proofs = json.loads((folder / "incidents" / id / "proofs.json").read_text())
    assert proofs["head"] == head
    assert set(proofs["reports"]) == {"a", "b"}
    assert invoke("verify", "--head", proofs["head"]).exit_code == 0
    for path in (next(folder.glob("reports/*/original")), folder / "incidents" / id / "proofs.json"):
        kept = path.read_bytes()
        path.write_bytes(kept.replace(b"a", b"b", 1))
        assert subprocess.run(check, capture_output=True, check=False).returncode == 1
        path.write_bytes(kept)


def test_an_import_leaves_what_was_read_here_as_it_is(where: str, tmp_path: Path) -> None:
    first, other = tmp_path / "a.jsonl", str(tmp_path / "other.db")
    assert invoke("export", "jsonl", "--full", "-o", first).exit_code == 0
    with Register.open(other, create=True) as opened:
        ingest(opened, [report("a", killed=4, source="army")], version="ours")
        ours = opened.readings("a")
    assert invoke("import", "jsonl", first, "--register", other).exit_code == 0
    with Register.open(other) as opened:
        assert opened.readings("a") == ours
        assert sorted(opened.known()) == ["a", "b"]


def test_our_own_acled_and_ucdp_come_back_into_the_same_incident(where: str, tmp_path: Path) -> None:
    for format, publisher in (("acled", "ACLED"), ("ucdp", "UCDP GED")):
        out = tmp_path / f"{format}.csv"
        assert invoke("export", format, "-o", out).exit_code == 0
        assert invoke("import", format, out).exit_code == 0
        assert invoke("import", format, out).exit_code == 0  # twice changes nothing
        with Register.open(where) as opened:
            (incident,) = opened.incidents()
            voices = {c.source.name for c in incident.claims}
            assert {publisher, "police", "army"} <= voices
            assert incident.independent_sources == 2
    assert invoke("verify").exit_code == 0


def test_a_broken_row_is_named_and_the_others_read(tmp_path: Path) -> None:
    source, register = tmp_path / "a.csv", str(tmp_path / "r.db")
    source.write_text(
        "event_id_cnty,event_date,sub_event_type,country,fatalities\nIRQ1,2024-01-04,Attack,Iraq,3\nIRQ2,soon,Attack,Iraq,3\n"
    )
    result = invoke("import", "acled", source, "--register", register)
    assert result.exit_code == 3
    assert "row 3" in result.stderr
    with Register.open(register) as opened:
        assert opened.incidents()[0].killed.best == 3
    source.write_text("a,b\n1,2\n")
    assert invoke("import", "acled", source, "--register", register).exit_code == 1


def test_the_place_of_a_marked_record_leaves_with_no_format(where: str, tmp_path: Path) -> None:
    from rashomon.api import FORMATS

    with Register.open(where) as opened:
        id = opened.incidents()[0].id
    assert invoke("judge", "sensitive", id, "--reason", "a witness lives there").exit_code == 0
    assert "sensitive: exports give its province only" in invoke("show", id).output
    assert json.loads(invoke("show", id, "--json").output)["sensitive"] is True
    for format in FORMATS:
        out, loss = tmp_path / "out", tmp_path / "loss"
        assert invoke("export", format, "-o", out, "--loss", loss).exit_code == 0
        assert b"33.34" not in contents(out), format
        assert "marked sensitive" in loss.read_text(), format
    invoke("export", "jsonl", "--full", "-o", tmp_path / "out")
    assert b"33.34" in contents(tmp_path / "out")
    assert invoke("judge", "sensitive", id, "--off").exit_code == 0
    invoke("export", "csv", "-o", tmp_path / "out")
    assert b"33.34" in contents(tmp_path / "out")


@pytest.mark.parametrize(
    ("given", "hint"), [("Syria", "try SYR"), ("syr", "try SYR"), ("XXZ", "such as IRQ")]
)
def test_a_country_that_is_no_code_is_wrong_usage(where: str, given: str, hint: str) -> None:
    result = invoke("export", "csv", "--country", given)
    assert result.exit_code == 2
    assert hint in " ".join(result.output.split())
