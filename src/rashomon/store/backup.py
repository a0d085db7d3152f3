"""Copies of a register that may be in use, and registers out of copies.

A backup is an SQLite register, whatever it is a copy of: it can be opened, verified and searched as it is.
SQLite is copied by its online backup; PostgreSQL in one snapshot, table by table. What is written is checked
before it takes its name.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rashomon.errors import RegisterError
from rashomon.files import sync_folder
from rashomon.model import Incident, from_json
from rashomon.store import search
from rashomon.store.engine import POSTGRES, open_engine, reading, sqlite_engine, told, writing
from rashomon.store.ingesting import document_words
from rashomon.store.rows import words_of
from rashomon.store.schema import RECORDS, VIEWS, documents, incidents, meta, queries
from rashomon.store.setup import make, prepare
from rashomon.store.shelf import HELD
from rashomon.store.verify import verify

ROWS = 1000  # copied at a time
TABLES = (meta, *RECORDS, queries, *VIEWS)


def backup(register: str, target: Path) -> None:
    """Copy a register to an SQLite file, which must not exist yet. Others may write meanwhile.

    Raises RegisterError, and leaves no file, when the copy is not whole.
    """
    if target.exists():
        raise RegisterError(f"{target} is there already; give another file name")
    if not target.parent.is_dir():
        raise RegisterError(f"{target}: there is no folder {target.parent}; create it first")
    working = target.with_name(f".{target.name}.tmp-{os.getpid()}")
    engine = open_engine(register, create=False)
    try:
        prepare(engine, create=False)
        with told(engine):
            if engine.dialect.name == "sqlite":
                _copy_file(engine, working)
            else:
                copy(engine, working)
        _check(working, f"the copy of {register}")
        _publish(working, target)
    finally:
        engine.dispose()
        _remove(working)


def restore(source: Path, register: str) -> None:
    """Make a register out of a backup; there must be none yet. Raises RegisterError when the backup
    is damaged.
    """
    if not source.is_file():
        raise RegisterError(f"{source}: there is no backup here")
    target = Path(register.removeprefix("sqlite:///"))
    if not register.startswith(POSTGRES) and target.exists():
        raise RegisterError(f"{target} is there already; restore to another name, then compare or move it")
    _check(source, f"the backup {source}")
    if not register.startswith(POSTGRES):
        backup(str(source), target)
        return
    engine, origin = open_engine(register, create=True), open_engine(str(source), create=False)
    try:
        with reading(engine) as connection:
            if sa.inspect(connection).get_table_names():
                raise RegisterError("the database is not empty; give a new one")
        make(engine, empty=True)
        with reading(origin) as old, writing(engine) as new:
            _copy_rows(old, new)
    finally:
        engine.dispose()
        origin.dispose()


def copy(engine: sa.Engine, target: Path) -> None:
    """Copy all rows of a register to a new SQLite register."""
    other = sqlite_engine(target)
    try:
        make(other, empty=True)
        with reading(engine) as old, writing(other) as new:
            _copy_rows(old, new)
        with told(other), other.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        other.dispose()


def _copy_file(engine: sa.Engine, target: Path) -> None:
    """SQLite's online backup: pages that change meanwhile are copied again."""
    import apsw

    from rashomon.store.driver import translated

    os.close(os.open(target, os.O_CREAT | os.O_RDWR | os.O_EXCL, 0o600))
    with engine.connect() as connection, translated():
        source = connection.connection.driver_connection.handle  # type: ignore[union-attr]
        copied = apsw.Connection(str(target))
        with copied.backup("main", source, "main") as work:
            work.step(-1)
        copied.execute("PRAGMA journal_mode=DELETE")
        copied.close()


def _copy_rows(old: sa.Connection, new: sa.Connection) -> None:
    for table in TABLES:
        for rows in _batches(old, sa.select(table).order_by(*table.primary_key.columns)):
            new.execute(table.insert(), rows)
    for rows in _batches(old, sa.select(documents).where(HELD).order_by(documents.c.n)):
        search.put(new, "document_words", ((row["n"], document_words(row)) for row in rows))
    for bodies in _batches(old, sa.select(incidents.c.n, incidents.c.body).order_by(incidents.c.n)):
        read = ((row["n"], from_json(Incident, row["body"])) for row in bodies)
        search.put(new, "incident_words", ((n, words_of(incident)) for n, incident in read))


def _batches(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[list[dict[str, Any]]]:
    for rows in connection.execution_options(yield_per=ROWS).execute(query).partitions(ROWS):
        yield [dict(row._mapping) for row in rows]


def _check(path: Path, name: str) -> None:
    """Raises RegisterError when a copy is not whole; linking is not done anew, the rows are those of
    the original.
    """
    engine = open_engine(str(path), create=False)
    try:
        prepare(engine, create=False)
        problem = next((p for p in verify(engine, replay=False) if p.where != "settings"), None)
    finally:
        engine.dispose()
    if problem is not None:
        raise RegisterError(f"{name} is damaged: {problem.message}")


def _publish(working: Path, target: Path) -> None:
    """Flush the copy to the disk and give it its name."""
    handle = os.open(working, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    os.link(working, target)  # fails when somebody made the target meanwhile
    sync_folder(target.parent)


def _remove(working: Path) -> None:
    for end in ("", "-wal", "-shm", "-journal"):
        working.with_name(working.name + end).unlink(missing_ok=True)
