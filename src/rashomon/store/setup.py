"""Making the tables of a register, guarding what must never change, and moving registers of older
versions up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import sqlalchemy as sa

from rashomon.errors import RegisterError
from rashomon.store import search
from rashomon.store.engine import UNSAFE, name_of, reading, unsafe_allowed, unsafe_settings, writing
from rashomon.store.schema import RECORDS, SCHEMA_VERSION, by_date, meta, metadata

Migration = Callable[[sa.Connection], None]


def _wider_index(connection: sa.Connection) -> None:
    """2 → 3: one index holds all that lists are filtered by."""
    for name in ("incidents_by_date", "ix_incidents_type", "ix_incidents_country", "ix_incidents_state"):
        connection.exec_driver_sql(f"DROP INDEX {name}")
    by_date.create(connection)


# Schema version → what makes the next one of it, in one transaction. Version 1 was never released.
MIGRATIONS: Mapping[int, Migration] = {2: _wider_index}


def prepare(engine: sa.Engine, *, create: bool, migrations: Mapping[int, Migration] = MIGRATIONS) -> None:
    """Check an opened register, making its tables with `create` and migrating an older one.

    Raises RegisterError when it is no register, was made by a newer version, or runs on unsafe settings.
    """
    with reading(engine) as connection:
        problems = unsafe_settings(connection)
        tables = set(sa.inspect(connection).get_table_names())
        version = _version(connection) if "meta" in tables else None
    if problems and not unsafe_allowed():
        raise RegisterError(f"{problems[0]} (set {UNSAFE}=1 to go on all the same; the log will tell)")
    if version is None:
        if tables - {"spatial_ref_sys"} or not create:
            raise RegisterError(f"{name_of(engine)} is a database, but no register")
        make(engine)
    elif version > SCHEMA_VERSION:
        raise RegisterError(
            f"{name_of(engine)} was made by a newer version (schema {version}); upgrade rashomon to open it"
        )
    elif version < SCHEMA_VERSION:
        migrate(engine, version, migrations)


def make(engine: sa.Engine, *, empty: bool = False) -> None:
    """The tables of a register without records; `empty`: without its schema version too, which a copy
    brings.
    """
    with writing(engine) as connection:
        if "meta" in sa.inspect(connection).get_table_names():
            return  # another program was faster
        make_tables(connection)
        if not empty:
            connection.execute(meta.insert().values(key="schema", value=str(SCHEMA_VERSION)))


def make_tables(connection: sa.Connection) -> None:
    """All tables, indexes and triggers."""
    metadata.create_all(connection, checkfirst=False)
    search.create(connection)
    guard(connection)


def migrate(engine: sa.Engine, version: int, migrations: Mapping[int, Migration]) -> None:
    """Move a register up to this version: all steps or none."""
    with writing(engine) as connection:
        for step in range(_version(connection) or version, SCHEMA_VERSION):
            if step not in migrations:
                raise RegisterError(
                    f"{name_of(engine)} is of schema {step}, which this version cannot read; ingest its reports anew"
                )
            migrations[step](connection)
            connection.execute(meta.update().where(meta.c.key == "schema").values(value=str(step + 1)))


def _version(connection: sa.Connection) -> int | None:
    found = connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema")).scalar()
    return int(found) if found and found.isdigit() else None


def guard(connection: sa.Connection) -> None:
    """Let the database itself refuse changes of records."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(
            "CREATE FUNCTION rashomon_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'records of a register are never changed'; END $$"
        )
    _refuse_changes(connection, RECORDS)


@contextmanager
def guarded(connection: sa.Connection, tables: Sequence[sa.Table]) -> Iterator[None]:
    """Let records be changed inside the block, for an erasure; the caller's transaction holds the whole."""
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            on = f" ON {table.name}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER keep_{table.name}_{act.lower()}{on}")
    yield
    _refuse_changes(connection, tables)


def _refuse_changes(connection: sa.Connection, tables: Sequence[sa.Table]) -> None:
    for table in tables:
        for act in ("UPDATE", "DELETE"):
            name = f"keep_{table.name}_{act.lower()}"
            if connection.dialect.name == "postgresql":
                how = "FOR EACH ROW EXECUTE FUNCTION rashomon_refuse()"
            else:
                how = "BEGIN SELECT RAISE(ABORT, 'records of a register are never changed'); END"
            connection.exec_driver_sql(f"CREATE TRIGGER {name} BEFORE {act} ON {table.name} {how}")
