"""A register on a disk that can only be read: an archived copy, a colleague's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rashomon.errors import RegisterError
from rashomon.store import Register
from tests.store.made import ingest, report


@pytest.fixture
def archived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A register whose file and folder cannot be written to (not even by root)."""
    place = str(tmp_path / "r.db")
    with Register.open(place, create=True) as register:
        ingest(register, [report("a"), report("b", killed=9)])
    monkeypatch.setattr(os, "access", lambda _path, mode: not mode & os.W_OK)
    return place


def test_it_is_read_and_verified(archived: str) -> None:
    with Register.open(archived) as register:
        assert len(register.incidents()) == 1
        assert register.verify() == []
    assert {p.name for p in Path(archived).parent.iterdir()} == {"r.db"}


def test_it_says_that_it_is_not_written_to(archived: str) -> None:
    with pytest.raises(RegisterError, match="can only be read here"):
        Register.open(archived, create=True)
    with Register.open(archived) as register, pytest.raises(RegisterError, match="can only be read here"):
        register.accept(register.incidents()[0].id, author="Ada")


def test_a_folder_is_no_register(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="is a folder"):
        Register.open(str(tmp_path), create=True)
