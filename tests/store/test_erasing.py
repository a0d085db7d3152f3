"""A report that must go: nothing of it is left, and everything else verifies."""

from __future__ import annotations

import runpy
from collections.abc import Callable
from pathlib import Path

import pytest

from rashomon.errors import NotFoundError, RegisterError
from rashomon.lexicon import data_path
from rashomon.store import Register
from rashomon.store.backup import backup, restore
from tests.store.made import batch, ingest, lines, report

WHY = {"author": "Ana", "reason": "order 7 of the court"}
SECRET = "Zylphora"
NAMED = (
    f"Police said a drone killed 6 people in Baghdad, among them {SECRET}, whose house it was. "
    + " ".join(
        f"Witness number {n} told the paper what happened near the market that morning." for n in range(9)
    )
)


def secret() -> object:
    """A report that names somebody."""
    return report("b", killed=6, source=f"{SECRET}'s brother", text=NAMED)


@pytest.fixture
def filled(register: Register) -> Register:
    """A register with three reports of one incident, decisions about them, and a copy of the one to go."""
    copied = report(
        "copy", killed=6, text=NAMED + " It was the second one.", day="2024-01-05", publisher="Echo"
    )
    ingest(register, [report("a"), secret()])  # type: ignore[list-item]
    ingest(register, [report("c", killed=5, source="army"), copied])
    claim = next(c for c in register.incident(secret().incidents[0].id).claims if c.best == 6)  # type: ignore[attr-defined]
    register.correct(claim.id, values={"value": SECRET}, author="Ben", reason="named")
    register.comment(claim.id, f"{SECRET} called us", author="Ben")
    return register


def test_what_is_left_is_what_there_would_be_without_the_report(filled: Register) -> None:
    filled.erase("copy", **WHY)
    filled.erase("b", **WHY)
    assert filled.verify() == []
    assert lines(filled.coding()) == lines(batch([report("a"), report("c", killed=5, source="army")]))
    assert [d.id for d in filled.documents()] == ["a", "c"]
    for ask in (filled.document, filled.original):
        with pytest.raises(NotFoundError):
            ask("b")
    assert filled.search_documents(SECRET) == []


def test_nobody_brings_it_back(filled: Register) -> None:
    filled.erase("b", **WHY)
    head = filled.head()
    assert ingest(filled, [secret()]).documents == ()  # type: ignore[list-item]
    assert ingest(filled, [secret()], version="next", again=True).documents == ()  # type: ignore[list-item]
    assert filled.head() == head


def test_the_copy_speaks_for_itself_afterwards(filled: Register) -> None:
    assert filled.copies() == {"copy": "b"}
    filled.erase("b", **WHY)
    assert filled.copies() == {}
    assert filled.verify() == []


def test_the_files_hold_nothing_of_it(tmp_path: Path) -> None:
    with Register.open(str(tmp_path / "r.db"), create=True) as register:
        ingest(register, [report("a"), secret()])  # type: ignore[list-item]
        id = secret().incidents[0].id  # type: ignore[attr-defined]
        register.comment(id, f"{SECRET} called us", author="Ben")
        register.correct(
            id, values={"label": f"Strike on the house of {SECRET}"}, author="Ben", reason="clearer"
        )
        register.erase("b", **WHY)
        assert register.verify() == []
        for path in tmp_path.iterdir():
            assert SECRET.lower().encode() not in path.read_bytes().lower(), path


def test_a_bundle_and_a_backup_verify_after_it(
    filled: Register, place: str, new_place: Callable[[], str], tmp_path: Path
) -> None:
    filled.erase("b", **WHY)
    with open(tmp_path / "bundle.zip", "wb") as out:
        filled.write_bundle(out)
    assert (
        list(runpy.run_path(str(data_path("verify.py")))["check"](tmp_path / "bundle.zip", filled.head()))
        == []
    )
    again = new_place()
    backup(place, tmp_path / "copy.db")
    restore(tmp_path / "copy.db", again)
    with Register.open(again) as other:
        assert other.verify() == []
        assert lines(other.coding()) == lines(filled.coding())
        ingest(other, [report("d")])
        other.rebuild(author="Ana", reason="to see")
        assert other.verify() == []


def test_the_log_says_who_and_why(filled: Register) -> None:
    with pytest.raises(RegisterError, match="reason"):
        filled.erase("b", author="Ana", reason=" ")
    with pytest.raises(NotFoundError):
        filled.erase("nothing", **WHY)
    head = filled.head()
    filled.erase("b", **WHY)
    entry = filled.log()[-1]
    assert (entry["action"], entry["object"], entry["author"]) == ("erase", "b", "Ana")
    assert filled.verify(head=head) == []
    head = filled.head()
    assert filled.erase("b", **WHY).documents == ("b",)
    assert filled.head() == head
