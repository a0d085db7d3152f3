"""Full-text search, the same answers on SQLite (FTS5) and PostgreSQL (tsvector).

Words are made alike before they reach either: lower case, without accents and punctuation, and characters of
scripts without spaces (Chinese, Japanese, Thai …) stand apart, so that any run of them is found as a phrase.
Incidents are found by their label, names, places and the words of their claims; documents by title and text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

TABLES = ("incident_words", "document_words")
SPACELESS = re.compile("[぀-ヿ㐀-鿿豈-﫿฀-๿຀-໿က-႟ក-៿\U00020000-\U0003ffff]")
TOKEN = re.compile(r"[^\W_]+")
TERM = re.compile(r'(-?)(?:"([^"]*)"?|(\S+))')
LONGEST = 1_000_000  # characters of a text that are indexed; PostgreSQL's tsvector ends at about as much
MOST_TERMS = 32
LAST_PLACE = 16383  # PostgreSQL counts no further


def words_of(text: str) -> list[str]:
    """The words of a text as they are indexed.

    >>> words_of("Al-Qā‘ida, 北京")
    ['al', 'qa', 'ida', '北', '京']
    """
    plain = unicodedata.normalize("NFKD", SPACELESS.sub(r" \g<0> ", text[:LONGEST])).casefold()
    bare = "".join(c for c in plain if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return [w[:200] for w in TOKEN.findall(bare)]


def create(connection: sa.Connection) -> None:
    """The index tables."""
    for table in TABLES:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(
                f"CREATE TABLE {table} (n integer PRIMARY KEY, words tsvector NOT NULL)"
            )
            connection.exec_driver_sql(f"CREATE INDEX {table}_gin ON {table} USING gin (words)")
        else:
            connection.exec_driver_sql(
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize = 'unicode61 remove_diacritics 0')"
            )


def put(connection: sa.Connection, table: str, texts: Iterable[tuple[int, str]]) -> None:
    """Index texts under their numbers, in place of what stood there."""
    read = [(n, words_of(text)) for n, text in texts]
    if not read:
        return
    remove(connection, table, [n for n, _ in read])
    if connection.dialect.name == "postgresql":
        sql = f"INSERT INTO {table} (n, words) VALUES (:n, CAST(:words AS tsvector))"  # noqa: S608
        rows = [{"n": n, "words": _vector(words)} for n, words in read]
    else:
        sql = f"INSERT INTO {table} (rowid, words) VALUES (:n, :words)"  # noqa: S608
        rows = [{"n": n, "words": " ".join(words)} for n, words in read]
    connection.execute(sa.text(sql), rows)


def _vector(words: Sequence[str]) -> str:
    """Words with their places, as PostgreSQL writes them; its own parser would take some words apart."""
    return " ".join(f"'{word}':{min(place, LAST_PLACE)}" for place, word in enumerate(words, start=1))


def remove(connection: sa.Connection, table: str, numbers: Sequence[int]) -> None:
    """Take texts out of the index."""
    column = "n" if connection.dialect.name == "postgresql" else "rowid"
    if numbers:
        sql = sa.text(f"DELETE FROM {table} WHERE {column} = :n")  # noqa: S608
        connection.execute(sql, [{"n": n} for n in numbers])


def indexed(connection: sa.Connection, text: str) -> str:
    """A text as it stands in the index."""
    words = words_of(text)
    if connection.dialect.name == "postgresql":
        cast = sa.text("SELECT CAST(CAST(:words AS tsvector) AS text)").bindparams(words=_vector(words))
        return str(connection.execute(cast).scalar())
    return " ".join(words)


def stored(connection: sa.Connection, table: str) -> Iterator[tuple[int, str]]:
    """Number and words of every text in an index."""
    key = "n" if connection.dialect.name == "postgresql" else "rowid"
    for row in connection.exec_driver_sql(f"SELECT {key}, CAST(words AS text) FROM {table}"):  # noqa: S608
        yield row[0], row[1]


def matching(connection: sa.Connection, table: str, query: str) -> sa.Select[Any] | None:
    """Numbers of the texts that a query finds; None for a query without words, which finds nothing.

    Words must all occur; "in quotation marks" they must follow each other; -word must not occur; word* begins
    a word.
    """
    terms = terms_of(query)
    if not any(not negative for negative, _, _ in terms):
        return None
    if connection.dialect.name == "postgresql":
        condition = sa.text("words @@ CAST(:query AS tsquery)").bindparams(query=_tsquery(terms))
        return sa.select(sa.column("n", sa.Integer)).select_from(sa.table(table)).where(condition)
    condition = sa.text(f"{table} MATCH :query").bindparams(query=_fts5(terms))
    return sa.select(sa.column("rowid", sa.Integer)).select_from(sa.table(table)).where(condition)


Term = tuple[bool, list[str], bool]  # not wanted?, words that follow each other, the last one only begins?


def terms_of(query: str) -> list[Term]:
    """The parts of a query.

    >>> terms_of('hospital "car bomb" -drill')
    [(False, ['hospital'], False), (False, ['car', 'bomb'], False), (True, ['drill'], False)]
    """
    found = []
    for negative, phrase, word in TERM.findall(query):
        words = words_of(phrase or word)
        if words:
            found.append((bool(negative), words, word.endswith("*")))
    return found[:MOST_TERMS]


def _fts5(terms: Sequence[Term]) -> str:
    def written(term: Term) -> str:
        return '"' + " ".join(term[1]) + '"' + (" *" if term[2] else "")

    wanted = " AND ".join(written(t) for t in terms if not t[0])
    return " NOT ".join([f"({wanted})", *(written(t) for t in terms if t[0])])


def _tsquery(terms: Sequence[Term]) -> str:
    def written(term: Term) -> str:
        words = [f"'{w}'" for w in term[1]]
        if term[2]:
            words[-1] += ":*"
        return ("!" if term[0] else "") + "(" + " <-> ".join(words) + ")"

    return " & ".join(written(t) for t in terms)
