"""Linking everything anew, from the records alone, and comparing it with what a register shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.config import Config
from rashomon.incidents import Linker
from rashomon.review.attach import find_mention
from rashomon.store import search
from rashomon.store.index import block_rows, mention_rows, month_of, statement_rows
from rashomon.store.ingesting import policy_of
from rashomon.store.rows import Shown, columns_of, facets_of, words_of
from rashomon.store.schema import (
    blocks,
    documents,
    facets,
    former,
    history,
    incidents,
    links,
    members,
    mentions,
    parents,
    shingles,
    statements,
)
from rashomon.store.shelf import HELD, Shelf, all_reports, load_docket

if TYPE_CHECKING:
    from rashomon.store.verify import Problem

Rows = Mapping[Any, Any]


def check_views(connection: sa.Connection) -> Iterator[Problem]:
    """Where a register shows something else than its records give."""
    from rashomon.store.verify import Problem

    shelf = Shelf(connection, load_docket(connection))
    policy = policy_of(connection)
    linker = Linker(Config(policy=policy.name, source_priority=policy.priority))
    numbers: dict[str, int] = {}
    for n, machine in all_reports(connection):
        shelf.put(n, machine)
        numbers[machine.doc.id] = n
        linker.add(shelf.report(n))
    judged = _bound(connection, shelf, linker)
    shown = _shown(connection, shelf, linker, numbers)
    for name, wanted, found in (
        ("blocks", _blocks(shelf, numbers), _rows(connection, blocks, 3)),
        ("mentions", _mentions(shelf, numbers), _rows(connection, mentions, 3)),
        ("statements", _statements(shelf, numbers), _rows(connection, statements, 2)),
        ("shingles", _shingles(linker, numbers), _rows(connection, shingles, 3)),
        ("parents", _parents(linker, numbers), _rows(connection, parents, 1)),
        ("links", _links(linker, numbers), _rows(connection, links, 4)),
        ("members", _members(linker, numbers), _rows(connection, members, 2)),
        ("incidents", _wanted(connection, shown), _incidents(connection)),
        ("values", _values(connection, shown), _rows(connection, facets, 3)),
        ("words", _words(connection, shown, shelf, numbers), _indexed(connection)),
    ):
        yield from (Problem("views", m) for m in _differences(name, wanted, found))
    yield from (Problem("views", message) for message in judged)


def _bound(connection: sa.Connection, shelf: Shelf, linker: Linker) -> list[str]:
    """Put the judgements of persons in force, found again in today's readings."""
    judgements = shelf.docket.judgements()
    anchors = shelf.docket.linking_anchors()
    instead: dict[str, str] = {}
    for id, anchor in anchors.items():
        held = connection.execute(sa.select(mentions.c.id).where(mentions.c.id == id).limit(1)).scalar()
        if held is None:
            query = (
                sa.select(documents.c.n)
                .where(documents.c.sha256 == anchor.sha256, HELD)
                .order_by(documents.c.id)
            )
            for n in connection.execute(query).scalars():
                mention = find_mention(anchor, shelf.report(n))
                if mention is not None:
                    instead.setdefault(id, mention.id)
    linker.judge(replace(j, a=instead.get(j.a, j.a), b=instead.get(j.b or "", j.b or "")) for j in judgements)
    return []


def _shown(
    connection: sa.Connection, shelf: Shelf, linker: Linker, numbers: Mapping[str, int]
) -> list[Shown]:
    older: dict[str, set[str]] = defaultdict(set)
    for row in connection.execute(sa.select(former).where(former.c.reported, former.c.mention.is_not(None))):
        older[row.mention].add(row.id)
    found = []
    for incident in linker.coding().incidents:
        ids = {m.document for m in incident.mentions}
        reports: dict[str, Report] = {id: shelf.report(numbers[id]) for id in sorted(ids)}
        before = {id for m in incident.mentions for id in older.get(m.id, ())}
        if before:
            incident = replace(incident, aliases=tuple(sorted({*incident.aliases, *before})))
        finished, standing = shelf.docket.finish(incident, reports)
        found.append(Shown(finished, standing, tuple(r.doc for r in reports.values())))
    return found


def _rows(connection: sa.Connection, table: sa.Table, keys: int) -> Rows:
    return {tuple(row[:keys]): tuple(row[keys:]) for row in connection.execute(sa.select(table))}


def _blocks(shelf: Shelf, numbers: Mapping[str, int]) -> Rows:
    return {row: () for n in numbers.values() for row in block_rows(n, shelf.traces(n))}


def _mentions(shelf: Shelf, numbers: Mapping[str, int]) -> Rows:
    rows = (r for n in numbers.values() for r in mention_rows(n, shelf.report(n).incidents))
    return {(r["id"], r["document"], r["reported"]): () for r in rows}


def _statements(shelf: Shelf, numbers: Mapping[str, int]) -> Rows:
    rows = (r for n in numbers.values() for r in statement_rows(n, shelf.report(n).statements))
    return {(r["document"], r["id"]): (r["about"], r["body"]) for r in rows}


def _shingles(linker: Linker, numbers: Mapping[str, int]) -> Rows:
    return {(month_of(p), run, numbers[id]): () for id, p in linker.copies.prints.items() for run in p.sample}


def _parents(linker: Linker, numbers: Mapping[str, int]) -> Rows:
    return {
        (numbers[id],): (numbers[p.rank[-1]], p.shared, p.share) for id, p in linker.copies.parents.items()
    }


def _links(linker: Linker, numbers: Mapping[str, int]) -> Rows:
    return {
        (numbers[a[0]], a[1], numbers[b[0]], b[1]): (score,)
        for a, row in linker.scores.items()
        for b, score in row.items()
    }


def _members(linker: Linker, numbers: Mapping[str, int]) -> Rows:
    return {
        (numbers[document], id): (min(i for _, i in group),)
        for group in linker.clusters()
        for document, id in group
    }


def _incidents(connection: sa.Connection) -> Rows:
    found = {}
    for row in connection.execute(sa.select(incidents)):
        values = dict(row._mapping)
        found[values["id"]] = {k: v for k, v in values.items() if k != "n"}
    return found


def _wanted(connection: sa.Connection, shown: Iterable[Shown]) -> Rows:
    """Incidents as they must stand; the history says which entry last changed each."""
    query = sa.select(history.c.incident, sa.func.max(history.c.sequence)).group_by(history.c.incident)
    changed = {row[0]: row[1] for row in connection.execute(query)}
    return {s.incident.id: columns_of(s) | {"changed": changed.get(s.incident.id)} for s in shown}


def _number_of(connection: sa.Connection) -> dict[str, int]:
    return {row.id: row.n for row in connection.execute(sa.select(incidents.c.id, incidents.c.n))}


def _values(connection: sa.Connection, shown: Iterable[Shown]) -> Rows:
    number = _number_of(connection)
    return {(field, value, number.get(s.incident.id)): () for s in shown for field, value in facets_of(s)}


def _words(
    connection: sa.Connection, shown: Iterable[Shown], shelf: Shelf, numbers: Mapping[str, int]
) -> Rows:
    number = _number_of(connection)
    found = {
        ("incident_words", number.get(s.incident.id)): search.indexed(connection, words_of(s.incident))
        for s in shown
    }
    for n in numbers.values():
        doc = shelf.report(n).doc
        found["document_words", n] = search.indexed(connection, f"{doc.title or ''}\n{doc.text}")
    return found


def _indexed(connection: sa.Connection) -> Rows:
    return {(table, n): words for table in search.TABLES for n, words in search.stored(connection, table)}


def _differences(name: str, wanted: Rows, found: Rows) -> list[str]:
    """The first few keys that differ, as sentences."""
    odd = [k for k in wanted.keys() | found.keys() if wanted.get(k, _NOTHING) != found.get(k, _NOTHING)]
    told = [f"{name}: {key!r} {_state(key, wanted, found)}" for key in sorted(odd, key=repr)[:MOST]]
    return [*told, f"{name}: {len(odd) - MOST} more differ"] if len(odd) > MOST else told


def _state(key: Any, wanted: Rows, found: Rows) -> str:
    if key not in found:
        return "is missing"
    return "is too much" if key not in wanted else "is not what the records give"


MOST = 20  # differences of one kind that are named
_NOTHING = object()
