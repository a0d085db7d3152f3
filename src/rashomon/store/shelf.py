"""Documents and their newest readings out of a register, with the decisions of persons applied,
loaded once each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.incidents.copies import credit
from rashomon.incidents.traces import Trace, traces_of
from rashomon.model import Document, Issue, ReportedIncident, Statement, as_json, from_json
from rashomon.review import Anchor, Decision, Docket
from rashomon.store.schema import decisions, documents, readings

T = TypeVar("T")
CHUNK = 500  # values in one `IN (…)`
COLUMNS = ("id", "text", "sha256", "title", "publisher", "published", "url", "language")
MORE = tuple(f.name for f in fields(Document) if f.name not in COLUMNS)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """Items in lists of at most so many."""
    listed = list(items)
    for start in range(0, len(listed), size):
        yield listed[start : start + size]


HELD = sa.exists().where(
    readings.c.document == documents.c.n
)  # a document that was erased has no reading left


def newest() -> sa.Select[Any]:
    """The newest reading of each document, with the document."""
    later = readings.alias()
    newer = sa.exists().where(later.c.document == readings.c.document, later.c.sequence > readings.c.sequence)
    joined = readings.join(documents, documents.c.n == readings.c.document)
    return sa.select(documents, readings.c.body).select_from(joined).where(~newer)


class Shelf:
    """What one piece of work needs of a register's documents, by number."""

    def __init__(self, connection: sa.Connection, docket: Docket | None = None) -> None:
        self.connection = connection
        self.docket = load_docket(connection) if docket is None else docket
        self._reports: dict[int, Report] = {}
        self._traces: dict[int, list[Trace]] = {}
        self.number: dict[str, int] = {}  # document id → number

    def load(self, numbers: Iterable[int]) -> None:
        """Load the documents of these numbers that are not there yet."""
        for chunk in chunks(sorted(set(numbers) - self._reports.keys())):
            for row in self.connection.execute(newest().where(documents.c.n.in_(chunk))):
                self.put(row.n, report_of(row))

    def put(self, n: int, report: Report) -> None:
        """Keep a report, with decisions applied, in place of what was known of its document."""
        self._reports[n] = self.docket.correct(report)
        self._traces.pop(n, None)
        self.number[report.doc.id] = n

    def report(self, n: int) -> Report:
        """The newest reading of a document, as persons corrected it."""
        if n not in self._reports:
            self.load([n])
        return self._reports[n]

    def traces(self, n: int) -> list[Trace]:
        """What linking needs of a document's incidents."""
        if n not in self._traces:
            report = self.report(n)
            self._traces[n] = traces_of(report.incidents, report.doc)
        return self._traces[n]

    def reported(self, n: int, id: str) -> ReportedIncident:
        """One reported incident."""
        return next(i for i in self.report(n).incidents if i.id == id)

    def outlet(self, n: int) -> str:
        """Who wrote the text of a document."""
        doc = self.report(n).doc
        return credit(doc) or doc.publisher or doc.id


def all_reports(connection: sa.Connection) -> Iterator[tuple[int, Report]]:
    """The newest reading of every document, by document id; without decisions."""
    for row in connection.execute(newest().order_by(documents.c.id)):
        yield row.n, report_of(row)


def report_of(row: Any) -> Report:
    """A reading from its row."""
    return Report(
        document_of(row),
        tuple(from_json(ReportedIncident, i) for i in row.body["incidents"]),
        tuple(from_json(Statement, s) for s in row.body["statements"]),
        tuple(from_json(Issue, i) for i in row.body["issues"]),
    )


def body_of(report: Report) -> dict[str, Any]:
    """A reading as it is stored."""
    return {
        "incidents": as_json(report.incidents),
        "statements": as_json(report.statements),
        "issues": as_json(report.issues),
    }


def document_of(row: Any) -> Document:
    """A document from its row."""
    return from_json(Document, {**row.more, **{name: getattr(row, name) for name in COLUMNS}})


def document_row(doc: Document) -> dict[str, Any]:
    """A document as columns."""
    return {name: getattr(doc, name) for name in COLUMNS} | {
        "more": {name: as_json(getattr(doc, name)) for name in MORE}
    }


def load_docket(connection: sa.Connection) -> Docket:
    """All decisions of a register."""
    return Docket(all_decisions(connection))


def all_decisions(connection: sa.Connection) -> list[Decision]:
    """Every decision, oldest first, those undone too."""
    query = sa.select(decisions.c.sequence, decisions.c.body).order_by(decisions.c.sequence)
    return [decision_of(row.sequence, row.body) for row in connection.execute(query)]


def decision_of(sequence: int, body: dict[str, Any]) -> Decision:
    """A decision from its row."""
    anchors = tuple(Anchor(**a) for a in body["anchors"])
    return Decision(**{**body, "anchors": anchors, "sequence": sequence})


def grouped(pairs: Sequence[tuple[T, Any]]) -> dict[T, list[Any]]:
    """Second parts by first part."""
    found: dict[T, list[Any]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return dict(found)


def numbers_of(connection: sa.Connection, ids: Iterable[str]) -> list[int]:
    """Numbers of the documents of these ids."""
    query = sa.select(documents.c.n).where(documents.c.id.in_(sorted(set(ids))))
    return list(connection.execute(query).scalars())
