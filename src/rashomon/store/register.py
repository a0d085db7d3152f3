"""A register: the lasting record of what reports said, and of the incidents that they make together."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.config import Config
from rashomon.errors import NotFoundError, RegisterError
from rashomon.ids import content_id, sha256_of, text_sha256
from rashomon.incidents import link_reports
from rashomon.model import (
    Coding,
    Document,
    Incident,
    Issue,
    ReportedIncident,
    Statement,
    as_json,
    from_json,
)
from rashomon.store import log
from rashomon.store.engine import open_engine
from rashomon.store.schema import (
    SCHEMA_VERSION,
    addresses,
    captures,
    documents,
    incidents,
    meta,
    metadata,
    readings,
    runs,
    statements,
)


@dataclass(frozen=True, slots=True)
class Ingested:
    """What an ingest did: ids of new documents, and of incidents that are new or whose record changed."""

    documents: tuple[str, ...]
    new: tuple[str, ...]
    changed: tuple[str, ...]


class Register:
    """An open register. Use `Register.open`."""

    def __init__(self, engine: sa.Engine, config: Config) -> None:
        self.engine = engine
        self.config = config

    @classmethod
    def open(cls, where: str, *, config: Config | None = None, create: bool = False) -> Register:
        """Open a register (a file path or `postgresql://…`), making it when `create` is set.

        Raises RegisterError when it is missing, is no register, or was made by a newer version.
        """
        engine = open_engine(where, create=create)
        try:
            with engine.begin() as connection:
                if create:
                    metadata.create_all(connection)
                    known = connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema")).scalar()
                    if known is None:
                        connection.execute(meta.insert().values(key="schema", value=str(SCHEMA_VERSION)))
                version = connection.execute(sa.select(meta.c.value).where(meta.c.key == "schema")).scalar()
        except sa.exc.SQLAlchemyError as error:
            raise RegisterError(f"{where} is not a register: {error.__cause__ or error}") from None
        if int(version or 0) > SCHEMA_VERSION:
            raise RegisterError(
                f"{where} was made by a newer version (schema {version}); upgrade rashomon to open it"
            )
        return cls(engine, config or Config())

    # Writing ----------------------------------------------------------------------------------------------

    def known(self) -> set[str]:
        """Ids of the documents that are in the register."""
        with self.engine.connect() as connection:
            return set(connection.execute(sa.select(documents.c.id)).scalars())

    def ingest(
        self, reports: Sequence[Report], *, version: str, components: dict[str, Any], author: str = "rashomon",
        originals: dict[str, bytes] | None = None,
    ) -> Ingested:  # fmt: skip
        """Add coded reports and rebuild the incidents; reports already there change nothing.

        `originals` gives the original bytes of documents by id; without them the UTF-8 text is kept. One transaction: after
        a crash either all of it is there or nothing.
        """
        run = content_id(version, components)
        with self.engine.begin() as connection:
            there = set(connection.execute(sa.select(documents.c.id)).scalars())
            fresh = [r for r in reports if r.doc.id not in there]
            if not fresh:
                return Ingested((), (), ())
            if not connection.execute(sa.select(runs.c.id).where(runs.c.id == run)).scalar():
                connection.execute(runs.insert().values(id=run, version=version, components=components))
            for report in fresh:
                self._add(connection, report, run, (originals or {}).get(report.doc.id))
            sequence = log.append(
                connection,
                author=author,
                action="ingest",
                object=run,
                details={"documents": [r.doc.id for r in fresh]},
            )
            new, changed = self._rebuild(connection, sequence)
        return Ingested(tuple(r.doc.id for r in fresh), tuple(new), tuple(changed))

    def _add(self, connection: sa.Connection, report: Report, run: str, original: bytes | None) -> None:
        doc = report.doc
        data = original if original is not None else doc.text.encode("utf-8", "surrogatepass")
        sha = sha256_of(data)
        if not connection.execute(sa.select(captures.c.sha256).where(captures.c.sha256 == sha)).scalar():
            connection.execute(captures.insert().values(sha256=sha, size=len(data), data=data))
        row = {
            k: getattr(doc, k) for k in ("id", "text", "title", "publisher", "published", "url", "language")
        }
        connection.execute(documents.insert().values(**row, sha256=sha, text_sha256=text_sha256(doc.text)))
        body = {
            "incidents": as_json(report.incidents),
            "statements": as_json(report.statements),
            "issues": as_json(report.issues),
        }
        digest = sha256_of(json.dumps(body, sort_keys=True).encode("utf-8"))
        connection.execute(readings.insert().values(run=run, document=doc.id, body=body, sha256=digest))

    def _rebuild(self, connection: sa.Connection, sequence: int) -> tuple[list[str], list[str]]:
        """Link all readings anew and write what differs; returns (new, changed) incident ids."""
        coding = link_reports(list(self._reports(connection)), self.config)
        before: dict[str, Any] = {
            r.id: r.body for r in connection.execute(sa.select(incidents.c.id, incidents.c.body))
        }
        bodies = {i.id: json.loads(json.dumps(as_json(i))) for i in coding.incidents}
        gone = [id for id in before if id not in bodies]
        new = [id for id in bodies if id not in before]
        changed = [id for id in bodies if id in before and before[id] != bodies[id]]
        if gone or changed:
            connection.execute(incidents.delete().where(incidents.c.id.in_([*gone, *changed])))
        rows = [incident_row(i, bodies[i.id], sequence) for i in coding.incidents if i.id in {*new, *changed}]
        if rows:
            connection.execute(incidents.insert(), rows)
        connection.execute(addresses.delete())
        targets = {m.id: i.id for i in coding.incidents for m in i.mentions}
        targets |= {id: targets[id] for id in gone if id in targets}
        if targets:
            connection.execute(
                addresses.insert(), [{"id": a, "incident": i} for a, i in sorted(targets.items())]
            )
        connection.execute(statements.delete())
        if coding.statements:
            connection.execute(
                statements.insert(),
                [
                    {"id": s.id, "document": s.document, "about": s.about, "body": as_json(s)}
                    for s in coding.statements
                ],
            )
        for copy, original in coding.copies.items():
            connection.execute(documents.update().where(documents.c.id == copy).values(copy_of=original))
        return new, changed

    # Reading ----------------------------------------------------------------------------------------------

    def _reports(self, connection: sa.Connection) -> Iterable[Report]:
        """The newest reading of every document."""
        query = sa.select(documents, readings.c.body).join(readings, readings.c.document == documents.c.id)
        for row in connection.execute(query.order_by(documents.c.id)):
            yield Report(
                document_of(row),
                tuple(from_json(ReportedIncident, i) for i in row.body["incidents"]),
                tuple(from_json(Statement, s) for s in row.body["statements"]),
                tuple(from_json(Issue, i) for i in row.body["issues"]),
            )

    def documents(self) -> list[Document]:
        """All documents, by id."""
        with self.engine.connect() as connection:
            return [
                document_of(row) for row in connection.execute(sa.select(documents).order_by(documents.c.id))
            ]

    def copies(self) -> dict[str, str]:
        """Document id → id of the document that it copies."""
        with self.engine.connect() as connection:
            query = sa.select(documents.c.id, documents.c.copy_of).where(documents.c.copy_of.is_not(None))
            return {row.id: row.copy_of for row in connection.execute(query)}

    def incidents(
        self, *, country: str | None = None, type: str | None = None, since: str | None = None, until: str | None = None,
        contested: bool | None = None, main: bool | None = None, limit: int | None = None,
    ) -> list[Incident]:  # fmt: skip
        """Incidents that meet every filter, latest first. `since` and `until` are ISO days of when it happened."""
        query = sa.select(incidents.c.body)
        for condition in (
            incidents.c.country == country if country else None,
            incidents.c.type == type if type else None,
            incidents.c.date_end >= since if since else None,
            incidents.c.date_start <= until if until else None,
            incidents.c.contested == contested if contested is not None else None,
            incidents.c.main == main if main is not None else None,
        ):
            if condition is not None:
                query = query.where(condition)
        query = query.order_by(sa.func.coalesce(incidents.c.date_start, "").desc(), incidents.c.id).limit(
            limit
        )
        with self.engine.connect() as connection:
            return [from_json(Incident, body) for body in connection.execute(query).scalars()]

    def incident(self, id: str) -> Incident:
        """The incident that an id (its own, a mention's, a former one, or an unambiguous beginning) names.

        Raises NotFoundError when it names none or several.
        """
        with self.engine.connect() as connection:
            found = set(
                connection.execute(
                    sa.select(addresses.c.incident).where(addresses.c.id.startswith(id, autoescape=True))
                ).scalars()
            )
            if len(found) != 1:
                reason = (
                    "names no incident" if not found else f"names {len(found)} incidents; give more of it"
                )
                raise NotFoundError(f"{id} {reason}")
            body = connection.execute(
                sa.select(incidents.c.body).where(incidents.c.id == found.pop())
            ).scalar()
            return from_json(Incident, body)

    def statements_about(self, incident: str) -> list[Statement]:
        """Statements about one incident."""
        with self.engine.connect() as connection:
            query = (
                sa.select(statements.c.body).where(statements.c.about == incident).order_by(statements.c.id)
            )
            return [from_json(Statement, body) for body in connection.execute(query).scalars()]

    def coding(self) -> Coding:
        """Everything in the register as one coding."""
        with self.engine.connect() as connection:
            return link_reports(list(self._reports(connection)), self.config)

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def document_of(row: Any) -> Document:
    """A document from its row."""
    return Document(
        row.id, row.text, row.sha256, row.title, row.publisher, row.published, row.url, row.language
    )


def incident_row(incident: Incident, body: dict[str, Any], sequence: int) -> dict[str, Any]:
    """An incident as a row of its table."""
    return {
        "id": incident.id,
        "type": incident.type,
        "realis": incident.realis,
        "main": incident.main,
        "scope": incident.scope,
        "country": incident.place.country,
        "date_start": incident.date.start,
        "date_end": incident.date.end,
        "contested": incident.killed.contested or incident.injured.contested or incident.type_contested,
        "score": incident.score,
        "sources": incident.independent_sources,
        "killed_low": incident.killed.low,
        "killed_high": incident.killed.high,
        "label": incident.label,
        "body": body,
        "changed": sequence,
    }
