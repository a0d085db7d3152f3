"""Adding coded reports: their bytes, texts and readings, in one transaction with the rebuild and the
log entry.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.ids import content_id, sha256_of, text_sha256
from rashomon.incidents import copies as copies_module
from rashomon.incidents.policies import Policy
from rashomon.lexicon import data_path
from rashomon.model import Document, Issue, as_json
from rashomon.store import log, search
from rashomon.store.columns import canonical
from rashomon.store.relink import Relinked, Relinker
from rashomon.store.schema import (
    VIEWS,
    captures,
    documents,
    former,
    incidents,
    meta,
    readings,
    runs,
)
from rashomon.store.shelf import HELD, body_of, chunks, document_row


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did: ids of new documents, and of incidents that are new, whose record changed,
    or that are gone.
    """

    documents: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()

    def __add__(self, later: Ingested) -> Ingested:
        """What two ingests did together: what came new and went again did not happen."""
        new, gone = {*self.new, *later.new}, {*self.gone, *later.gone}
        gone -= set(later.new)
        changed = {*self.changed, *later.changed} - new - gone
        return Ingested(
            tuple(sorted({*self.documents, *later.documents})),
            tuple(sorted(new - gone)),
            tuple(sorted(changed)),
            tuple(sorted(gone - set(self.new))),
            (*self.issues, *later.issues),
        )


@dataclass(frozen=True, slots=True)
class Run:
    """What coded: a version, and its data and models by hash."""

    version: str
    components: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Id of the run: its content."""
        return content_id(self.version, canonical(dict(self.components)))


def ingest(
    connection: sa.Connection, policy: Policy, reports: Sequence[Report], run: Run, *, author: str,
    originals: Mapping[str, bytes], again: bool = False,
) -> Ingested:  # fmt: skip
    """Add reports in the caller's transaction; those that are there change nothing.

    A document of a known id with another text is a new version of it, kept beside the old one under an id of
    its own. With `again`, known documents get another reading if this run has none of them yet.
    """
    named, issues = versioned(connection, reports)
    known = _known(connection, [r.doc.id for r in named])
    fresh = [r for r in named if r.doc.id not in known]
    repeated = [r for r in named if r.doc.id in known and again]
    read = set(_read_by(connection, run.id, [known[r.doc.id] for r in repeated]))
    held = _held(connection, [known[r.doc.id] for r in repeated])  # what was erased stays so
    repeated = [r for r in repeated if known[r.doc.id] in held - read]
    if not fresh and not repeated:
        return Ingested(issues=tuple(issues))
    sequence = log.last(connection)[0] + 1
    if not connection.execute(sa.select(runs.c.id).where(runs.c.id == run.id)).scalar():
        connection.execute(
            runs.insert().values(id=run.id, version=run.version, components=dict(run.components))
        )
    number = (connection.execute(sa.select(sa.func.max(documents.c.n))).scalar() or 0) + 1
    numbers = {r.doc.id: number + place for place, r in enumerate(fresh)}
    entries = _add_documents(connection, fresh, numbers, sequence, originals)
    numbers |= {r.doc.id: known[r.doc.id] for r in repeated}
    for report in repeated:
        entries[report.doc.id] = {"id": report.doc.id}
    _add_readings(connection, [*fresh, *repeated], numbers, run.id, sequence, entries)
    relinker = Relinker(connection, policy, sequence)
    done = relinker.run(
        added=[numbers[r.doc.id] for r in fresh], read_again=[numbers[r.doc.id] for r in repeated]
    )
    log.append(
        connection,
        author=author,
        action="ingest",
        object=run.id,
        details={"documents": [entries[id] for id in sorted(entries)], "incidents": done.digest},
    )
    return Ingested(tuple(sorted(entries)), done.new, done.changed, done.gone, tuple(issues))


def versioned(connection: sa.Connection, reports: Iterable[Report]) -> tuple[list[Report], list[Issue]]:
    """Reports under ids of their own: a known id with another text gets the text's hash added."""
    listed = list(reports)
    texts: dict[str, str] = {}
    for chunk in chunks(r.doc.id for r in listed):
        query = sa.select(documents.c.id, documents.c.text_sha256).where(documents.c.id.in_(chunk))
        texts |= {row.id: row.text_sha256 for row in connection.execute(query)}
    found: dict[str, Report] = {}
    issues = []
    for report in listed:
        sha = text_sha256(report.doc.text)
        first = texts.setdefault(report.doc.id, sha)
        if first != sha:
            id = version_id(report.doc)
            message = (
                f"{report.doc.id} was in the register with another text; this one is kept beside it as {id}"
            )
            issues.append(Issue(id, "register", "text_changed", message))
            report = renamed(report, id)
        found.setdefault(report.doc.id, report)
    return list(found.values()), issues


def new_among(docs: Iterable[Document], known: Mapping[str, str]) -> list[Document]:
    """Documents that are not in a register, nor the very text under another version's id."""
    return [
        doc
        for doc in docs
        if known.get(doc.id) != text_sha256(doc.text) and known.get(version_id(doc)) != text_sha256(doc.text)
    ]


def ids_of(docs: Iterable[Document]) -> list[str]:
    """The ids under which these very texts would stand in a register."""
    return [id for doc in docs for id in (doc.id, version_id(doc))]


def version_id(doc: Document) -> str:
    """Id of a later text under a known id."""
    return f"{doc.id}~{text_sha256(doc.text)[:8]}"


def renamed(report: Report, id: str) -> Report:
    """A report under another document id."""
    incidents = tuple(
        replace(
            i,
            document=id,
            mentions=tuple(replace(m, document=id) for m in i.mentions),
            claims=tuple(replace(c, document=id) for c in i.claims),
        )
        for i in report.incidents
    )
    return replace(
        report,
        doc=replace(report.doc, id=id),
        incidents=incidents,
        statements=tuple(replace(s, document=id) for s in report.statements),
        issues=tuple(replace(i, document=id) for i in report.issues),
    )


def _known(connection: sa.Connection, ids: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for chunk in chunks(ids):
        query = sa.select(documents.c.id, documents.c.n).where(documents.c.id.in_(chunk))
        found |= {row.id: row.n for row in connection.execute(query)}
    return found


def _held(connection: sa.Connection, numbers: Sequence[int]) -> set[int]:
    """Those of the documents that were not erased."""
    found: set[int] = set()
    for chunk in chunks(numbers):
        query = sa.select(readings.c.document).where(readings.c.document.in_(chunk))
        found |= set(connection.execute(query).scalars())
    return found


def _read_by(connection: sa.Connection, run: str, numbers: Sequence[int]) -> list[int]:
    found: list[int] = []
    for chunk in chunks(numbers):
        query = sa.select(readings.c.document).where(readings.c.run == run, readings.c.document.in_(chunk))
        found += connection.execute(query).scalars()
    return found


def _add_documents(
    connection: sa.Connection, fresh: Sequence[Report], numbers: Mapping[str, int], sequence: int,
    originals: Mapping[str, bytes],
) -> dict[str, dict[str, Any]]:  # fmt: skip
    rows, bytes_, entries = [], {}, {}
    for report in fresh:
        doc = report.doc
        data = originals.get(doc.id)
        if data is None or sha256_of(data) != doc.sha256:
            data = doc.text.encode("utf-8", "surrogatepass")
        sha = sha256_of(data)
        bytes_[sha] = data
        row = document_row(doc) | {"capture": sha, "text_sha256": text_sha256(doc.text)}
        first = doc.id.rpartition("~")[0]
        row["version_of"] = first if first and doc.id == f"{first}~{row['text_sha256'][:8]}" else None
        entries[doc.id] = {"id": doc.id, "capture": sha, "record": record_hash(row)}
        rows.append({**row, "n": numbers[doc.id], "sequence": sequence})
    there: set[str] = set()
    for chunk in chunks(bytes_):
        query = sa.select(captures.c.sha256).where(captures.c.sha256.in_(chunk))
        there |= set(connection.execute(query).scalars())
    missing = [{"sha256": s, "size": len(d), "data": d} for s, d in bytes_.items() if s not in there]
    if missing:
        connection.execute(captures.insert(), missing)
    if rows:
        connection.execute(documents.insert(), rows)
        search.put(connection, "document_words", ((r["n"], document_words(r)) for r in rows))
    return entries


def document_words(row: Mapping[str, Any]) -> str:
    """The text by which a document is found."""
    return f"{row['title'] or ''}\n{row['text']}"


def record_hash(row: Mapping[str, Any]) -> str:
    """sha256 of everything that a register says of a document, its text by hash."""
    said = {k: v for k, v in row.items() if k not in ("n", "text", "sequence")}
    return hashlib.sha256(canonical(said).encode("utf-8", "surrogatepass")).hexdigest()


def reading_hash(body: Any) -> str:
    """sha256 of a reading."""
    return hashlib.sha256(canonical(body).encode("utf-8", "surrogatepass")).hexdigest()


def _add_readings(
    connection: sa.Connection, reports: Sequence[Report], numbers: Mapping[str, int], run: str,
    sequence: int, entries: dict[str, dict[str, Any]],
) -> None:  # fmt: skip
    rows = []
    for report in reports:
        body = body_of(report)
        sha = reading_hash(body)
        entries[report.doc.id]["reading"] = sha
        rows.append(
            {
                "document": numbers[report.doc.id],
                "run": run,
                "sequence": sequence,
                "body": body,
                "sha256": sha,
            }
        )
    connection.execute(readings.insert(), rows)


# Linking at large --------------------------------------------------------------------------------------------


@cache
def linking_stamp() -> str:
    """Hash of the code and the data that link: another one means that what was linked must be linked anew."""
    parts = []
    for folder in (Path(copies_module.__file__).parent, data_path("linking")):
        for path in sorted(folder.iterdir()):
            if path.suffix in (".py", ".yaml", ".csv"):
                parts.append(f"{path.name} {sha256_of(path.read_bytes())}")
    return content_id(parts)


def rebuild(connection: sa.Connection, policy: Policy, *, author: str, reason: str) -> Relinked:
    """Make all views anew from the records, in the caller's transaction."""
    sequence = log.last(connection)[0] + 1
    numbers = list(connection.execute(sa.select(documents.c.n).where(HELD).order_by(documents.c.n)).scalars())
    for table in VIEWS:
        if table not in (incidents, former):  # to tell what changed; ids of older readings stay addresses
            connection.execute(table.delete())
    done = Relinker(connection, policy, sequence, anew=True).run(added=numbers)
    settle(connection, policy)
    details = {"incidents": done.digest, "linking": linking_stamp(), "policy": policy_json(policy)}
    log.append(connection, author=author, action="rebuild", object="register", reason=reason, details=details)
    return done


def settle(connection: sa.Connection, policy: Policy) -> None:
    """Note by which linking and which policy the incidents were made."""
    values = {"linking": linking_stamp(), "policy": canonical(policy_json(policy))}
    connection.execute(meta.delete().where(meta.c.key.in_(values)))
    connection.execute(meta.insert(), [{"key": k, "value": v} for k, v in values.items()])


def policy_json(policy: Policy) -> dict[str, Any]:
    """A policy as JSON."""
    return {"name": policy.name, "priority": list(as_json(policy.priority))}


def policy_of(connection: sa.Connection) -> Policy:
    """The policy that a register keeps."""
    value = connection.execute(sa.select(meta.c.value).where(meta.c.key == "policy")).scalar()
    found: dict[str, Any] = json.loads(value) if value else {"name": "range", "priority": []}
    return Policy(found["name"], tuple(found["priority"]))


def linked_by(connection: sa.Connection) -> str | None:
    """The stamp of the linking that made the incidents."""
    return connection.execute(sa.select(meta.c.value).where(meta.c.key == "linking")).scalar()
