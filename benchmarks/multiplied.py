"""A large register out of a small one: its rows again and again under other ids, dates and blocks.

Ingesting 150,000 reports takes more than an hour; the time that `list` and `show` take depends on how many rows
there are and how they lie, not on how they came there. Each copy has ids, document ids, hashes, dates, blocks and
shingles of its own, so that a new report meets as many others as it would have in the small register; places,
countries, groups and words are those of the first, so that a filter finds as large a share. Such a register does
not pass `verify`: it is for measuring only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from rashomon.store import Register
from rashomon.store.columns import canonical
from rashomon.store.engine import writing
from rashomon.store.schema import RECORDS, VIEWS, documents, incidents, log, runs

IDS = re.compile(r"(?<![\w.])(?:[0-9a-f]{64}|[0-9a-f]{16})\b")  # no digits of a fraction
DOCUMENTS = re.compile(r"\bd(\d+)(-\d+)\b")
YEARS = re.compile(r"\b20(\d\d)(-\d\d-\d\d)")
DOCUMENT_COLUMNS = ("document", "other_document", "parent")
ROWS = 2000


def multiply(register: Register, times: int) -> None:
    """Add so many copies of all that a register holds."""
    with writing(register.engine) as connection:
        last = {
            name: connection.execute(sa.select(sa.func.max(column))).scalar() or 0
            for name, column in (("n", documents.c.n), ("incident", incidents.c.n), ("entry", log.c.sequence))
        }
    for copy in range(1, times + 1):
        with writing(register.engine) as connection:
            for table in (*RECORDS, *VIEWS):
                if table is not runs:
                    _copy(connection, table, copy, last)
            _copy_words(connection, copy, last)


def _copy(connection: sa.Connection, table: sa.Table, copy: int, last: dict[str, int]) -> None:
    raw = sa.table(table.name, *(sa.column(c.name) for c in table.columns))
    query = sa.select(raw)
    for column, most in _numbered(table, last):
        query = query.where(raw.c[column] <= most)
    if table.name == "captures":
        held = (
            sa.select(sa.column("capture"))
            .select_from(sa.table("documents"))
            .where(sa.column("n") <= last["n"])
        )
        query = query.where(raw.c.sha256.in_(held))
    if table.name == "former":
        return
    for rows in _batches(connection, query):
        connection.execute(raw.insert(), [_changed(table, row, copy, last) for row in rows])


def _numbered(table: sa.Table, last: dict[str, int]) -> Iterator[tuple[str, int]]:
    """The columns that hold numbers of documents, incidents or log entries, with the last one of the first copy."""
    for column in (c.name for c in table.columns):
        if column in DOCUMENT_COLUMNS:
            yield column, last["n"]
        elif column == "n":
            yield column, last["n" if table is documents else "incident"]
        elif column == "incident" and isinstance(table.c.incident.type, sa.Integer):
            yield column, last["incident"]
        elif column in ("sequence", "changed"):
            yield column, last["entry"]


def _batches(connection: sa.Connection, query: sa.Select[Any]) -> Iterator[list[dict[str, Any]]]:
    rows = [dict(row._mapping) for row in connection.execute(query)]
    for start in range(0, len(rows), ROWS):
        yield rows[start : start + ROWS]


def _changed(table: sa.Table, row: dict[str, Any], copy: int, last: dict[str, int]) -> dict[str, Any]:
    for name, value in row.items():
        if isinstance(value, str) and name not in ("run", "text"):
            row[name] = _renamed(value, copy)
    for name, most in _numbered(table, last):
        row[name] += copy * most
    if table is log:
        row["entry"] = canonical({**json.loads(row["entry"]), "sequence": row["sequence"]})
    if table.name == "blocks":
        row["number"] ^= copy << 20
    if table.name == "shingles":
        row["run"] ^= copy << 20
        row["month"] += 24 * copy * (row["month"] >= 0)
    return row


def _renamed(text: str, copy: int) -> str:
    def other(found: re.Match[str]) -> str:
        id = found.group()
        return f"{int(id[:16], 16) ^ (copy * 0x9E3779B97F4A7C15) % 2**64:016x}{id[16:]}"

    text = DOCUMENTS.sub(lambda m: f"d{int(m.group(1)) + copy * 1_000_000}{m.group(2)}", IDS.sub(other, text))
    return YEARS.sub(lambda m: f"20{int(m.group(1)) + 2 * copy:02}{m.group(2)}", text)


def _copy_words(connection: sa.Connection, copy: int, last: dict[str, int]) -> None:
    key = "n" if connection.dialect.name == "postgresql" else "rowid"
    for table, kind in (("document_words", "n"), ("incident_words", "incident")):
        sql = (
            f"INSERT INTO {table} ({key}, words) SELECT {key} + :by, words FROM {table} WHERE {key} <= :most"  # noqa: S608
        )
        connection.execute(sa.text(sql), {"by": copy * last[kind], "most": last[kind]})
