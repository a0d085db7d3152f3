"""Opening a database for a register: URL → engine, with settings under which "acknowledged" means durable.

Writers wait for each other from the start of their transaction (BEGIN IMMEDIATE, an advisory lock on
PostgreSQL), so that nobody writes on what another has changed meanwhile, and no isolation level has to be
trusted for it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa

from rashomon.errors import RegisterError

T = TypeVar("T")
DEFAULT = "rashomon.db"
SAFE_SQLITE = (3, 51, 3)  # earlier ones from 3.7.0 have the WAL-reset bug
UNSAFE = (
    "RASHOMON_UNSAFE"  # environment variable: open a register on unsafe settings all the same; the log tells
)
NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "afs")  # WAL needs shared memory
WRITERS = 0x5261_7368  # number of the advisory lock that writers hold on PostgreSQL
PATIENCE = 60.0  # seconds to wait for a server that restarts
PATIENCE_AT_OPENING = 5.0  # the address may be wrong
ADVICE = {  # what SQLite says → what that means here
    "file is not a database": "this is no register, nor any other SQLite database; check --register",
    "unable to open database file": "the register cannot be opened; check who may read and write it and its folder",
    "attempt to write a readonly database": "the register can only be read here; copy it to where you may write",
}
POSTGRES = ("postgresql://", "postgres://")


def open_engine(where: str, *, create: bool) -> sa.Engine:
    """An engine for a register: a path of an SQLite file, or `postgresql://…`.

    Raises RegisterError when the file is missing (without `create`), is no database, the driver is not
    installed, or the settings would lose what was acknowledged.
    """
    if where.startswith(POSTGRES):
        return postgres_engine(where)
    path = Path(where.removeprefix("sqlite:///"))
    if not create and not path.exists():
        raise RegisterError(
            f"{path}: there is no register here; make one with `rashomon ingest REPORTS --register {path}`"
        )
    if create and path.exists() and is_fixed(path):
        raise RegisterError(f"{path}: {ADVICE['attempt to write a readonly database']}")
    return sqlite_engine(path)


def sqlite_engine(path: Path, *, synchronous: str = "FULL") -> sa.Engine:
    """SQLite through apsw: WAL, and an fsync for every commit."""
    from rashomon.store import driver

    if not path.parent.is_dir():
        raise RegisterError(f"{path}: there is no folder {path.parent}; create it first")
    problems = unsafe_file(path)
    if problems and not unsafe_allowed():
        raise RegisterError(f"{problems[0]} (set {UNSAFE}=1 to go on all the same; the log will tell)")
    if path.is_dir():
        raise RegisterError(f"{path} is a folder; a register is a file, such as {path / DEFAULT}")
    _create_private(path)
    fixed = is_fixed(path)
    where = sa.URL.create("sqlite+pysqlite", database=str(path))
    engine = sa.create_engine(where, module=driver, connect_args={"fixed": fixed})

    @sa.event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: object) -> None:
        if fixed:
            return
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute(f"PRAGMA synchronous={synchronous}")  # NORMAL loses commits in a power cut
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA cache_size=-65536")

    return engine


def postgres_engine(url: str) -> sa.Engine:
    """PostgreSQL through psycopg."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        raise RegisterError(
            "PostgreSQL registers need psycopg; install it with `pip install 'rashomon[postgres]'`"
        ) from None
    engine = sa.create_engine("postgresql+psycopg://" + url.split("://", 1)[1], pool_pre_ping=True)

    @sa.event.listens_for(engine, "connect")
    def _durable(connection: Any, _record: object) -> None:
        with connection.cursor() as cursor:
            if not unsafe_allowed():
                cursor.execute("SET synchronous_commit = on")
            cursor.execute("SET client_encoding = 'UTF8'")
        connection.commit()

    return engine


def unsafe_file(path: Path) -> list[str]:
    """What could corrupt a register at this place with this SQLite, one sentence each."""
    from rashomon.store import driver

    found = []
    if driver.sqlite_version_info < SAFE_SQLITE:
        found.append(
            f"SQLite {driver.sqlite_version} can corrupt a register when two programs write to it; "
            "upgrade apsw to 3.51.3 or later"
        )
    if (kind := filesystem_of(path)) in NETWORK:
        found.append(
            f"{path} is on a network file system ({kind}), where two programs can corrupt it; "
            "use a local disk or PostgreSQL"
        )
    return found


def unsafe(engine: sa.Engine) -> list[str]:
    """Everything under which a register could be corrupted or lose what was acknowledged, one sentence each."""
    if engine.dialect.name == "sqlite":
        return unsafe_file(Path(engine.url.database or ""))
    with reading(engine) as connection:
        return unsafe_settings(connection)


def unsafe_settings(connection: sa.Connection) -> list[str]:
    """Settings of the database under which what was acknowledged could be lost, one sentence each."""
    if connection.dialect.name != "postgresql":
        return []
    wanted = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on", "server_encoding": "UTF8"}
    found = {name: connection.exec_driver_sql(f"SHOW {name}").scalar() for name in wanted}
    return [
        f"the PostgreSQL server runs with {name} = {found[name]}; a register needs {name} = {value}"
        for name, value in wanted.items()
        if found[name] != value
    ]


def unsafe_allowed() -> bool:
    """Did the user ask for unsafe settings all the same?"""
    return os.environ.get(UNSAFE) == "1"


def filesystem_of(path: Path, mounts: Path = Path("/proc/mounts")) -> str | None:
    """Kind of the file system that holds a path, where the system tells."""
    try:
        lines = mounts.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return None
    real, found = os.path.realpath(path), ("", None)
    for line in lines:
        parts = line.split()
        point = parts[1].replace("\\040", " ") if len(parts) > 2 else ""
        if (real + "/").startswith(point.rstrip("/") + "/") and len(point) >= len(found[0]):
            found = (point, parts[2])  # type: ignore[assignment]
    return found[1]


def is_fixed(path: Path) -> bool:
    """Is this a register that can only be read: on a read-only disk, in a folder or a file that is not ours to write?

    SQLite's log needs files beside the register; without them it is read as a file that nobody changes. Where a log
    stands beside it, a program may be writing: then SQLite itself decides.
    """
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return not writable and not Path(f"{path}-wal").exists()


def _create_private(path: Path) -> None:
    """A new file that only its owner can read, whose name outlives a power cut."""
    if path.exists():
        return
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    from rashomon.files import sync_folder

    sync_folder(path.parent)


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """One transaction that writes; other writers wait for it. Errors of the database become
    RegisterErrors.
    """
    with told(engine), engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(WRITERS)))
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        yield connection


@contextmanager
def reading(engine: sa.Engine, *, seconds: float | None = None) -> Iterator[sa.Connection]:
    """One transaction that reads one state of the register; stopped after so many seconds."""
    with told(engine), engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ")
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            if seconds:
                connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(seconds * 1000)}")
        elif seconds:
            _limit(connection, seconds)
        try:
            yield connection
        finally:
            if seconds and connection.dialect.name == "sqlite":
                _limit(connection, None)


def _limit(connection: sa.Connection, seconds: float | None) -> None:
    """Stop SQLite's statements at a deadline."""
    handle = connection.connection.driver_connection.handle  # type: ignore[union-attr]
    if seconds is None:
        handle.set_progress_handler(None, 0)
        return
    deadline = time.monotonic() + seconds
    handle.set_progress_handler(lambda: time.monotonic() > deadline, 20_000)


@contextmanager
def told(engine: sa.Engine) -> Iterator[None]:
    """Errors of the database as RegisterErrors of one sentence."""
    from rashomon.store import driver

    try:
        yield
    except (
        driver.Error
    ) as error:  # of work that goes past SQLAlchemy: online backups, settings of a connection
        raise RegisterError(f"{name_of(engine)}: {_sentence(error)}") from error
    except sa.exc.DBAPIError as error:
        if error.connection_invalidated or _went_away(error.orig):
            raise LostConnectionError(
                f"{name_of(engine)}: the connection to the database was lost"
            ) from error
        raise RegisterError(f"{name_of(engine)}: {_sentence(error.orig)}") from error


def _sentence(error: object) -> str:
    """The first line of what a database says; some errors of SQLite's say that they are none."""
    said = str(error).strip()
    if said in ADVICE:
        return ADVICE[said]
    return (
        said.splitlines()[0]
        if said and said != "not an error"
        else f"disk I/O error ({type(error).__name__})"
    )


def _went_away(error: object) -> bool:
    """Did PostgreSQL end the connection (shutdown, crash, failover) or never take it?"""
    if not type(error).__module__.startswith("psycopg"):
        return False
    state = getattr(error, "sqlstate", None)
    broken = state is None and isinstance(error, _operational_error())
    return broken or str(state).startswith(("57P", "08"))


def _operational_error() -> type[Exception]:
    import psycopg

    return psycopg.OperationalError


class LostConnectionError(RegisterError):
    """The server went away, perhaps only for a moment."""


def insist(work: Callable[[], T], *, patience: float = PATIENCE) -> T:
    """Do a piece of work that may be repeated, again when the server went away meanwhile."""
    deadline, pause = time.monotonic() + patience, 0.2
    while True:
        try:
            return work()
        except LostConnectionError:
            if time.monotonic() + pause > deadline:
                raise
            time.sleep(pause)
            pause = min(2 * pause, 5.0)


def name_of(engine: sa.Engine) -> str:
    """The register's name for messages, without a password."""
    return engine.url.database or "?" if engine.dialect.name == "sqlite" else repr(engine.url)
