"""What a register holds of one incident or one document, and everything at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.errors import NotFoundError
from rashomon.incidents.actors import actor_records
from rashomon.incidents.linker import point
from rashomon.model import Coding, Document, Incident, Issue, Statement, from_json
from rashomon.store.anchors import incident_named, resolve
from rashomon.store.engine import reading
from rashomon.store.index import copies_of
from rashomon.store.ingesting import Run
from rashomon.store.register.opening import OpenRegister, patient
from rashomon.store.rows import incidents_by_id
from rashomon.store.schema import captures, documents, incidents, members, readings, runs, statements
from rashomon.store.sensitive import sensitive_incidents
from rashomon.store.shelf import HELD, Shelf, all_reports, chunks, document_of, load_docket


class Reading(OpenRegister):
    """What gives back what is held."""

    # Incidents --------------------------------------------------------------------------------------------

    @patient
    def incident(self, id: str) -> Incident:
        """The incident that an id (its own, a mention's, a former one, or an unambiguous beginning) names.

        Raises NotFoundError when it names none or several.
        """
        with reading(self.engine) as connection:
            return incidents_by_id(connection, [incident_named(connection, id)])[0]

    @patient
    def standing(self, id: str) -> dict[str, Any]:
        """Where an incident stands: state, who it is assigned to, whether it is sensitive, and the version to
        `expect` in a decision.
        """
        with reading(self.engine) as connection:
            query = sa.select(incidents).where(incidents.c.id == incident_named(connection, id))
            row = connection.execute(query).one()
            marked = row.id in sensitive_incidents(connection)
        return {
            "state": row.state, "assigned": row.assigned, "sensitive": marked, "version": row.changed,
        }  # fmt: skip

    @patient
    def named(self, id: str) -> tuple[str, int]:
        """The incident that an id names or (a claim's) is in, and its version. Raises NotFoundError."""
        with reading(self.engine) as connection:
            found = resolve(Shelf(connection), id)
        return found.incident, found.version

    @patient
    def statements_about(self, incident: str) -> list[Statement]:
        """Statements about one incident."""
        with reading(self.engine) as connection:
            joined = statements.join(
                members,
                sa.and_(
                    members.c.document == statements.c.document, members.c.reported == statements.c.about
                ),
            )
            id = incident_named(connection, incident)
            query = sa.select(statements.c.body).select_from(joined).where(members.c.incident == id)
            query = query.order_by(statements.c.id)
            return [
                replace(from_json(Statement, body), about=id) for body in connection.execute(query).scalars()
            ]

    @patient
    def reports_of(self, incident: str) -> list[Report]:
        """The readings, as persons corrected them, of the documents that tell of an incident."""
        with reading(self.engine) as connection:
            id = incident_named(connection, incident)
            numbers = set(
                connection.execute(sa.select(members.c.document).where(members.c.incident == id)).scalars()
            )
            shelf = Shelf(connection)
            shelf.load(numbers)
            return [shelf.report(n) for n in sorted(numbers)]

    # Documents --------------------------------------------------------------------------------------------

    @patient
    def documents(self) -> list[Document]:
        """All documents, by id."""
        with reading(self.engine) as connection:
            query = sa.select(documents).where(HELD).order_by(documents.c.id)
            return [document_of(row) for row in connection.execute(query)]

    @patient
    def document(self, id: str) -> Document:
        """One document. Raises NotFoundError."""
        with reading(self.engine) as connection:
            row = connection.execute(sa.select(documents).where(documents.c.id == id, HELD)).first()
        if row is None:
            raise NotFoundError(f"{id} names no document")
        return document_of(row)

    @patient
    def documents_of(self, incident: Incident) -> dict[str, Document]:
        """The documents that tell of an incident, by id."""
        ids = {m.document for m in incident.mentions} | {c.document for c in incident.claims}
        with reading(self.engine) as connection:
            found: dict[str, Document] = {}
            for chunk in chunks(sorted(ids)):
                query = sa.select(documents).where(documents.c.id.in_(chunk))
                found |= {row.id: document_of(row) for row in connection.execute(query)}
            return found

    @patient
    def original(self, id: str) -> bytes:
        """The original bytes of a document. Raises NotFoundError."""
        with reading(self.engine) as connection:
            query = sa.select(captures.c.data).join(documents, documents.c.capture == captures.c.sha256)
            data = connection.execute(query.where(documents.c.id == id, HELD)).scalar()
        if data is None:
            raise NotFoundError(f"{id} names no document")
        return bytes(data)

    @patient
    def versions(self, id: str) -> list[Document]:
        """All texts that came under one document id, the first one first."""
        with reading(self.engine) as connection:
            same = sa.or_(documents.c.id == id, documents.c.version_of == id)
            query = sa.select(documents).where(same, HELD).order_by(documents.c.sequence, documents.c.id)
            return [document_of(row) for row in connection.execute(query)]

    @patient
    def copies(self) -> dict[str, str]:
        """Document id → id of the first document of the chain along which it was copied."""
        with reading(self.engine) as connection:
            return copies_of(connection)

    @patient
    def runs(self) -> list[Run]:
        """What coded the readings of this register."""
        with reading(self.engine) as connection:
            return [
                Run(r.version, r.components) for r in connection.execute(sa.select(runs).order_by(runs.c.id))
            ]

    @patient
    def read_by(self, version: str, components: Mapping[str, Any]) -> set[str]:
        """Ids of the documents of which this run has a reading."""
        with reading(self.engine) as connection:
            query = sa.select(documents.c.id).join(readings, readings.c.document == documents.c.n)
            run = Run(version, components).id
            return set(connection.execute(query.where(readings.c.run == run)).scalars())

    @patient
    def readings(self, document: str) -> list[tuple[str, Any]]:
        """Every reading of a document, oldest first: run and record."""
        with reading(self.engine) as connection:
            query = (
                sa.select(readings.c.run, readings.c.body)
                .join(documents, documents.c.n == readings.c.document)
                .where(documents.c.id == document)
                .order_by(readings.c.sequence)
            )
            return [(row.run, row.body) for row in connection.execute(query)]

    # Everything -------------------------------------------------------------------------------------------

    @patient
    def coding(self) -> Coding:
        """Everything in the register as one coding, without what persons rejected."""
        with reading(self.engine) as connection:
            docket = load_docket(connection)
            query = (
                sa.select(incidents.c.body).where(incidents.c.state != "rejected").order_by(incidents.c.id)
            )
            found = tuple(from_json(Incident, body) for body in connection.execute(query).scalars())
            incident_of = members_of(connection)
            docs, said, issues = [], [], []
            for n, report in all_reports(connection):
                docs.append(report.doc)
                own = {(report.doc.id, id): incident for (m, id), incident in incident_of.get(n, {}).items()}
                said += [point(s, own) for s in report.statements]
                issues += [*report.issues, *docket.unattached(report)]
            return Coding(
                documents=tuple(docs),
                copies=copies_of(connection),
                actors=actor_records(found),
                incidents=found,
                statements=tuple(said),
                issues=tuple(issues),
            )

    @patient
    def issues(self) -> list[Issue]:
        """Decisions whose words the newest readings no longer have."""
        with reading(self.engine) as connection:
            docket = load_docket(connection)
            if not docket.all:
                return []
            return [issue for _, report in all_reports(connection) for issue in docket.unattached(report)]


def members_of(connection: sa.Connection) -> dict[int, dict[tuple[int, str], str]]:
    """Document number → its reported incidents → incidents."""
    found: dict[int, dict[tuple[int, str], str]] = {}
    for row in connection.execute(sa.select(members)):
        found.setdefault(row.document, {})[row.document, row.reported] = row.incident
    return found
