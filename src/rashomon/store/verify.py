"""Proving a register: everything that it holds is what was put in, and everything that it shows follows from
that.

1. The log's chain is whole (against an earlier head: nothing was cut off).
2. Every record is the one that its log entry named: original bytes, documents, readings, decisions, history,
settings. 3. Every quote of a claim or a mention reads what stands in its document.
4. Linking everything anew from the records gives the very incidents, indexes and words that the register
shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.errors import RegisterError
from rashomon.ids import sha256_of, text_sha256
from rashomon.store import log, search
from rashomon.store.columns import canonical
from rashomon.store.engine import is_fixed, reading, told, unsafe_settings, writing
from rashomon.store.erasing import expected
from rashomon.store.ingesting import Run, linked_by, linking_stamp, reading_hash, record_hash
from rashomon.store.rows import digest
from rashomon.store.schema import (
    SCHEMA_VERSION,
    captures,
    decisions,
    documents,
    history,
    meta,
    queries,
    readings,
    runs,
)
from rashomon.store.shelf import report_of


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it must be. `where` names the part; `incidents` those that rest on it."""

    where: str
    message: str
    incidents: tuple[str, ...] = ()


Step = Callable[[sa.Connection], Iterable[Problem]]


def verify(engine: sa.Engine, *, head: str | None = None, replay: bool = True) -> Iterator[Problem]:
    """All problems of a register. `head` is "sequence:hash", as `head` once printed it; `replay`
    links anew (slow).
    """
    from rashomon.store.replay import check_views

    steps: list[tuple[str, Step]] = [
        ("database", _check_database),
        ("log", lambda c: (Problem("log", p) for p in log.check_chain(c, head=head_of(head)))),
        ("settings", _check_settings),
        ("captures", _check_captures),
        ("records", _check_records),
        ("readings", _check_readings),
        ("decisions", _check_decisions),
        ("history", _check_history),
    ]
    with reading(engine) as connection:  # one state of the register, though others write meanwhile
        if replay and not linked_elsewhere(connection):  # another version's views are not ours to compare
            steps.append(("incidents", check_views))
        for name, step in steps:
            yield from _step(connection, name, step)
    yield from check_index(engine)


def _step(connection: sa.Connection, name: str, step: Step) -> Iterator[Problem]:
    """One step; what it cannot read is a problem too."""
    try:
        with connection.begin_nested() if connection.dialect.name == "postgresql" else nullcontext():
            yield from step(connection)
    except sa.exc.DBAPIError as error:
        yield Problem(name, f"{name} cannot be read: {error.orig}")
    except (RegisterError, ValueError, KeyError, TypeError, AttributeError, LookupError) as error:
        yield Problem(name, f"{name} hold what no register writes ({type(error).__name__}: {error})")


def linked_elsewhere(connection: sa.Connection) -> bool:
    """Were the incidents linked by another version, so that they differ from what this one makes?"""
    return linked_by(connection) not in (None, linking_stamp())


def check_index(engine: sa.Engine) -> Iterator[Problem]:
    """Does SQLite's full-text index agree with the words that it indexes? SQLite asks this by writing."""
    if engine.dialect.name != "sqlite":
        return
    for table in search.TABLES:
        check = f"INSERT INTO {table} ({table}) VALUES ('integrity-check')"  # noqa: S608
        try:
            if is_fixed(Path(engine.url.database or "")):
                check_in_copy(engine, check)
                continue
            with writing(engine) as connection:
                connection.exec_driver_sql(check)
        except RegisterError as error:
            yield Problem("words", f"the search index {table} is damaged: {error}")


def check_in_copy(engine: sa.Engine, check: str) -> None:
    """Let SQLite check a register that can only be read in a passing copy of it."""
    from rashomon.store import driver

    with told(engine), engine.connect() as connection, driver.copied(connection.connection) as copy:
        copy.execute(check)


def head_of(text: str | None) -> tuple[int, str] | None:
    """A head from its text. Raises RegisterError for what is none."""
    if text is None:
        return None
    sequence, _, hash = text.strip().partition(":")
    if not sequence.isdigit() or len(hash) != 64:
        raise RegisterError(f"{text!r} is no head; give what `rashomon verify --head` printed (number:hash)")
    return int(sequence), hash


def _check_database(connection: sa.Connection) -> Iterator[Problem]:
    for setting in unsafe_settings(connection):
        yield Problem("database", setting)
    if connection.dialect.name == "sqlite":
        for row in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
            if row[0] != "ok":
                yield Problem("database", f"SQLite finds damage: {' '.join(str(row[0]).split())}")
        yield from _check_schema(connection)


def _check_schema(connection: sa.Connection) -> Iterator[Problem]:
    """Are the tables, indexes and triggers those of a new register?"""
    from rashomon.store import driver
    from rashomon.store.setup import make_tables

    fresh = sa.create_engine("sqlite+pysqlite://", module=driver, poolclass=sa.pool.StaticPool)
    query = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
    with fresh.begin() as other:
        make_tables(other)
        wanted = {(r[0], r[1]): r[2] for r in other.exec_driver_sql(query)}
    fresh.dispose()
    found = {(r[0], r[1]): r[2] for r in connection.exec_driver_sql(query)}
    for kind, name in sorted(wanted.keys() | found.keys()):
        if name.startswith("sqlite_"):
            continue
        if wanted.get((kind, name)) != found.get((kind, name)):
            state = "missing" if (kind, name) not in found else "not the one of a register"
            yield Problem("database", f"{kind} {name} is {state}")


def _check_settings(connection: sa.Connection) -> Iterator[Problem]:
    values = {row.key: row.value for row in connection.execute(sa.select(meta))}
    wanted: dict[str, str] = {"schema": str(SCHEMA_VERSION)}
    saved: dict[str, str] = {}
    for entry in log.entries(connection):
        if entry["action"] in ("create", "rebuild"):
            wanted["linking"] = entry["details"]["linking"]
            wanted["policy"] = canonical(entry["details"]["policy"])
        if entry["action"] == "query":
            saved[entry["object"]] = canonical(entry["details"]["body"])
    for key in sorted(values.keys() | wanted.keys()):
        if values.get(key) != wanted.get(key):
            yield Problem(
                "settings", f"setting {key} is {values.get(key)!r}, but the log says {wanted.get(key)!r}"
            )
    if wanted.get("linking") != linking_stamp():
        yield Problem(
            "settings",
            "the incidents were linked by another version; the next ingest, or `rashomon rebuild`, links them anew",
        )
    stored = {row.name: canonical(row.body) for row in connection.execute(sa.select(queries))}
    for name in sorted(stored.keys() | saved.keys()):
        if stored.get(name) != saved.get(name):
            yield Problem("settings", f"the saved query {name!r} is not the one in the log")


def _check_captures(connection: sa.Connection) -> Iterator[Problem]:
    damaged = []
    erased = {item["capture"] for item in expected(connection).documents.values()}
    for row in connection.execute(sa.select(captures)):
        data = bytes(row.data)
        if row.sha256 in erased and not data and not row.size:
            continue
        if sha256_of(data) != row.sha256 or len(data) != row.size:
            damaged.append(row.sha256)
    for sha in damaged:
        query = sa.select(documents.c.id).where(documents.c.capture == sha)
        ids = list(connection.execute(query).scalars())
        names = ", ".join(ids) or "no document"
        message = f"original bytes {sha[:16]}… (of {names}) do not match their hash"
        yield Problem("captures", message, _resting_on(connection, ids))


def _resting_on(connection: sa.Connection, ids: list[str]) -> tuple[str, ...]:
    from rashomon.store.schema import facets, incidents

    query = (
        sa.select(incidents.c.id)
        .join(facets, facets.c.incident == incidents.c.n)
        .where(facets.c.field == "document", facets.c.value.in_(ids))
    )
    return tuple(sorted(set(connection.execute(query).scalars())))


def _named_in_log(connection: sa.Connection) -> dict[str, list[tuple[int, str, dict[str, Any]]]]:
    """Document id → what each ingest said of it: sequence, run, and its hashes."""
    found: dict[str, list[tuple[int, str, dict[str, Any]]]] = {}
    for entry in log.entries(connection):
        if entry["action"] == "ingest":
            for item in entry["details"]["documents"]:
                found.setdefault(item["id"], []).append((entry["sequence"], entry["object"], item))
    return found


def _check_records(connection: sa.Connection) -> Iterator[Problem]:
    named, erased = _named_in_log(connection), expected(connection).documents
    seen = set()
    for row in connection.execute(sa.select(documents).order_by(documents.c.id)):
        seen.add(row.id)
        if row.id not in named:
            yield Problem("documents", f"document {row.id} is not in the log")
            continue
        sequence, _, item = named[row.id][0]
        if row.id in erased:
            item = erased[row.id]
            if row.text:
                yield Problem("documents", f"the text of document {row.id}, which was erased, is back")
        elif text_sha256(row.text) != row.text_sha256:
            yield Problem("documents", f"the text of document {row.id} does not match its hash")
        if record_hash(row._asdict()) != item.get("record") or row.sequence != sequence:
            yield Problem("documents", f"document {row.id} is not as the log entry {sequence} has it")
        if row.capture != item.get("capture"):
            yield Problem("documents", f"document {row.id} rests on other bytes than the log says")
    for id in sorted(named.keys() - seen):
        yield Problem("documents", f"document {id} of the log is missing")
    kept = set(connection.execute(sa.select(captures.c.sha256)).scalars())
    wanted = {items[0][2].get("capture") for items in named.values()}
    for sha in sorted(str(s) for s in kept ^ wanted):
        state = "missing" if sha not in kept else "of no document"
        yield Problem("captures", f"original bytes {sha[:16]}… are {state}")
    for run in connection.execute(sa.select(runs)):
        if Run(run.version, run.components).id != run.id:
            yield Problem("runs", f"run {run.id} does not match its id")


def _check_readings(connection: sa.Connection) -> Iterator[Problem]:
    erased = expected(connection).documents
    named = {
        (id, run, sequence): item["reading"]
        for id, items in _named_in_log(connection).items()
        if id not in erased
        for sequence, run, item in items
    }
    joined = readings.join(documents, documents.c.n == readings.c.document)
    query = sa.select(
        documents, readings.c.run, readings.c.sequence.label("read"), readings.c.body, readings.c.sha256.label("hash")
    ).select_from(joined)  # fmt: skip
    seen = set()
    for row in connection.execute(query.order_by(documents.c.id, readings.c.run)):
        key = (row.id, row.run, row.read)
        seen.add(key)
        found = reading_hash(row.body)
        if key not in named:
            yield Problem("readings", f"the reading of {row.id} by run {row.run} is not in the log")
        elif not found == row.hash == named[key]:
            yield Problem("readings", f"the reading of {row.id} by run {row.run} does not match its hash")
        for message in misquoted(report_of(row)):
            yield Problem("evidence", message)
    for id, run, _ in sorted(named.keys() - seen):
        yield Problem("readings", f"the reading of {id} by run {run} is missing")


def misquoted(report: Report) -> Iterator[str]:
    """Quotes of a report that do not stand in its text."""
    text = report.doc.text
    spans = [("mention", m.id, m.start, m.end, m.quote) for i in report.incidents for m in i.mentions]
    spans += [
        ("claim", c.id, c.evidence.start, c.evidence.end, c.evidence.quote)
        for i in report.incidents
        for c in i.claims
    ]
    spans += [
        ("statement", s.id, s.evidence.start, s.evidence.end, s.evidence.quote) for s in report.statements
    ]
    for kind, id, start, end, quote in spans:
        if not 0 <= start <= end <= len(text) or text[start:end] != quote:
            found = text[start:end][:60]
            yield f"{kind} {id} quotes {quote[:60]!r}, but {report.doc.id}[{start}:{end}] reads {found!r}"


def _check_decisions(connection: sa.Connection) -> Iterator[Problem]:
    named = {
        entry["sequence"]: entry
        for entry in log.entries(connection)
        if isinstance(entry["details"], dict) and "decision" in entry["details"]
    }
    seen, instead = set(), expected(connection).decisions
    for row in connection.execute(sa.select(decisions).order_by(decisions.c.sequence)):
        seen.add(row.sequence)
        entry = named.get(row.sequence)
        if entry is None:
            yield Problem("decisions", f"decision {row.id} is not in the log")
            continue
        body = row.body
        wanted = instead.get(row.sequence, entry["details"]["sha256"])
        if log.digest(canonical([row.request, body])) != wanted or row.id != body.get("id"):
            yield Problem("decisions", f"decision {row.id} is not as the log entry {row.sequence} has it")
        told = (entry["details"]["decision"], entry["author"], entry["action"], entry["reason"])
        if told != (row.id, body.get("author"), body.get("kind"), body.get("reason")):
            yield Problem("decisions", f"decision {row.id} and its log entry {row.sequence} differ")
    for sequence in sorted(named.keys() - seen):
        yield Problem("decisions", f"the decision of log entry {sequence} is missing")


def _check_history(connection: sa.Connection) -> Iterator[Problem]:
    wanted = {e["sequence"]: e["details"].get("incidents") for e in log.entries(connection)}
    wanted |= expected(connection).history
    events: list[dict[str, Any]] = []
    empty = digest([])

    def close(sequence: int) -> Iterator[Problem]:
        if digest(events) != wanted.pop(sequence, None):
            yield Problem("history", f"what log entry {sequence} did to incidents is not as it says")

    last: int | None = None
    for row in connection.execute(sa.select(history).order_by(history.c.sequence, history.c.incident)):
        if last is not None and row.sequence != last:
            yield from close(last)
            events.clear()
        last = row.sequence
        events.append(dict(row._mapping))
    if last is not None:
        yield from close(last)
    for sequence, found in sorted(wanted.items()):
        if found not in (None, empty):
            yield Problem("history", f"what log entry {sequence} did to incidents is missing")


def problem_json(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return {"where": problem.where, "message": problem.message, "incidents": list(problem.incidents)}
