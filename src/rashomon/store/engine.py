"""Opening a database for a register: URL → engine, with settings under which "acknowledged" means durable."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rashomon.errors import RegisterError

DEFAULT = "rashomon.db"
SAFE_SQLITE = (3, 51, 3)  # earlier ones from 3.7.0 have the WAL-reset bug


def open_engine(where: str, *, create: bool) -> sa.Engine:
    """An engine for a register: a path of an SQLite file, or `postgresql://…`.

    Raises RegisterError when the file is missing (without `create`), is no database, or the driver is not installed.
    """
    if where.startswith(("postgresql://", "postgres://")):
        return postgres_engine(where)
    path = Path(where.removeprefix("sqlite:///"))
    if not create and not path.exists():
        raise RegisterError(
            f"{path}: there is no register here; make one with `rashomon ingest REPORTS --register {path}`"
        )
    return sqlite_engine(path)


def sqlite_engine(path: Path) -> sa.Engine:
    """SQLite through apsw: WAL, and an fsync for every commit."""
    from rashomon.store import driver

    if driver.sqlite_version_info < SAFE_SQLITE:
        raise RegisterError(
            f"SQLite {driver.sqlite_version} can corrupt a register when two programs write to it; upgrade apsw to 3.51.3 or later"
        )
    engine = sa.create_engine(sa.URL.create("sqlite+pysqlite", database=str(path)), module=driver)

    @sa.event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # NORMAL loses acknowledged commits in a power cut
        connection.execute("PRAGMA foreign_keys=ON")

    return engine


def postgres_engine(url: str) -> sa.Engine:
    """PostgreSQL through psycopg."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise RegisterError(
            "PostgreSQL registers need psycopg; install it with `pip install 'rashomon[postgres]'`"
        ) from None
    return sa.create_engine("postgresql+psycopg://" + url.split("://", 1)[1])
