"""apsw behind Python's database interface (PEP 249), as far as SQLAlchemy needs it.

Why not the standard library's sqlite3: it uses whatever SQLite the system has, and versions 3.7.0 to 3.51.2
can corrupt a WAL database when two connections write or checkpoint at once (the "WAL-reset" bug). apsw
carries its own SQLite.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote

import apsw

apilevel = "2.0"
threadsafety = 1
paramstyle = "qmark"
sqlite_version = apsw.sqlite_lib_version()
sqlite_version_info = tuple(int(part) for part in sqlite_version.split("."))

Binary = bytes
READS = ("SELECT", "PRAGMA", "EXPLAIN", "WITH", "VALUES")
UNWRAPPED = ("PRAGMA", "VACUUM", "ATTACH", "DETACH", "BEGIN", "COMMIT", "ROLLBACK")


class Warning(Exception):
    """PEP 249: an important warning."""


class Error(Exception):
    """PEP 249: base of all errors."""


class InterfaceError(Error):
    """PEP 249: the driver was used wrongly."""


class DatabaseError(Error):
    """PEP 249: an error of the database."""


class OperationalError(DatabaseError):
    """PEP 249: disk full, file locked, file damaged …: nothing the statement could help."""


class InternalError(DatabaseError):
    """PEP 249: the database met a state that should not be."""


class ProgrammingError(DatabaseError):
    """PEP 249: a statement that is wrong."""


class NotSupportedError(DatabaseError):
    """PEP 249: something that this database cannot do."""


class DataError(DatabaseError):
    """PEP 249: a value that does not fit."""


class IntegrityError(DatabaseError):
    """PEP 249: a constraint or a trigger refused."""


TRANSLATED: tuple[tuple[type[Exception], type[Error]], ...] = (
    (apsw.ConstraintError, IntegrityError),
    (apsw.MismatchError, DataError),
    (apsw.TooBigError, DataError),
    (apsw.RangeError, ProgrammingError),
    (apsw.BindingsError, ProgrammingError),
    (apsw.SQLError, ProgrammingError),
    (apsw.InternalError, InternalError),
    (apsw.MisuseError, InterfaceError),
    (apsw.ThreadingViolationError, InterfaceError),
    (apsw.CursorClosedError, InterfaceError),
    (apsw.ConnectionClosedError, InterfaceError),
    (apsw.Error, OperationalError),
)


@contextmanager
def translated() -> Iterator[None]:
    """Errors of apsw as those that PEP 249 names."""
    try:
        yield
    except apsw.Error as error:
        kind = next(ours for theirs, ours in TRANSLATED if isinstance(error, theirs))
        raise kind(str(error)) from error


def connect(database: str, **options: Any) -> Connection:
    """Open a database file. `timeout` is how long to wait for another writer, in seconds; `fixed`: it is only read,
    and nobody changes it."""
    with translated():
        if options.get("fixed"):
            address = f"file:{quote(os.path.abspath(database))}?immutable=1"
            handle = apsw.Connection(address, flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        else:
            handle = apsw.Connection(database)
        handle.set_busy_timeout(int(options.get("timeout", 30.0) * 1000))
    return Connection(handle)


@contextmanager
def copied(connection: Any) -> Iterator[Connection]:
    """A copy of a whole database that is gone afterwards, in a temporary file of SQLite's own."""
    with translated():
        copy = apsw.Connection("")
        with copy.backup("main", connection.driver_connection.handle, "main") as work:
            while not work.done:
                work.step(1000)
    try:
        yield Connection(copy)
    finally:
        copy.close()


class Connection:
    """A connection that opens a transaction with the first statement and ends it with commit or rollback."""

    def __init__(self, handle: apsw.Connection) -> None:
        self.handle = handle
        self.isolation_level: str | None = ""

    def cursor(self) -> Cursor:
        return Cursor(self)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        return self.cursor().execute(sql, parameters)

    def begin_for(self, sql: str) -> None:
        """Open a transaction unless one is open: at once a writing one for statements that write, so that two
        writers wait for each other instead of failing half-way."""
        word = sql.lstrip().split(None, 1)[0].upper() if sql.strip() else ""
        if self.handle.in_transaction or word in UNWRAPPED or self.isolation_level is None:
            return
        with translated():
            self.handle.execute("BEGIN" if word in READS else "BEGIN IMMEDIATE")

    def commit(self) -> None:
        if self.handle.in_transaction:
            with translated():
                self.handle.execute("COMMIT")

    def rollback(self) -> None:
        if self.handle.in_transaction:
            with translated():
                self.handle.execute("ROLLBACK")

    def close(self) -> None:
        self.handle.close()

    def create_function(
        self, name: str, arguments: int, function: Any, *, deterministic: bool = False
    ) -> None:
        """A function for SQL (SQLAlchemy adds one for regular expressions)."""
        self.handle.create_scalar_function(name, function, arguments, deterministic=deterministic)


class Cursor:
    """Rows of one statement."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.handle = connection.handle.cursor()
        self.handle.exec_trace = self._describe  # apsw forgets the columns of a result without rows
        self._columns: tuple[tuple[str, str], ...] = ()
        self.description: tuple[tuple[Any, ...], ...] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self._rows: list[Any] = []
        self._next = 0

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> Cursor:
        self.connection.begin_for(sql)
        before = self.connection.handle.total_changes()
        with translated():
            self.handle.execute(sql, tuple(parameters))
            self._collect(before)
        return self

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> Cursor:
        self.connection.begin_for(sql)
        before = self.connection.handle.total_changes()
        with translated():
            self.handle.executemany(sql, [tuple(row) for row in rows])
            self._collect(before)
        return self

    def _describe(self, cursor: apsw.Cursor, _sql: str, _bindings: Any) -> bool:
        self._columns = cursor.get_description()
        return True

    def _collect(self, changes_before: int) -> None:
        self.description = (
            tuple((name, kind, None, None, None, None, None) for name, kind in self._columns) or None
        )
        self._rows, self._next = list(self.handle), 0
        self.rowcount = self.connection.handle.total_changes() - changes_before
        self.lastrowid = self.connection.handle.last_insert_rowid()

    def fetchone(self) -> Any:
        if self._next >= len(self._rows):
            return None
        self._next += 1
        return self._rows[self._next - 1]

    def fetchmany(self, size: int | None = None) -> list[Any]:
        rows = self._rows[self._next : self._next + (size or self.arraysize)]
        self._next += len(rows)
        return rows

    def fetchall(self) -> list[Any]:
        rows, self._next = self._rows[self._next :], len(self._rows)
        return rows

    def close(self) -> None:
        self._rows = []

    def setinputsizes(self, sizes: Any) -> None:
        """Nothing to prepare."""

    def setoutputsize(self, size: Any, column: Any = None) -> None:
        """Nothing to prepare."""
