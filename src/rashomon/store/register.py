"""A register: the lasting record of what reports said, of the incidents that they make together, and
of what persons decided.
"""

from __future__ import annotations

import json
import uuid
import warnings
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any, BinaryIO, ParamSpec, TypeVar

import sqlalchemy as sa

from rashomon.claims import Report
from rashomon.config import POLICIES, Config
from rashomon.errors import NotFoundError, RegisterError
from rashomon.incidents.actors import actor_records
from rashomon.incidents.linker import Linker, point
from rashomon.incidents.policies import Policy
from rashomon.model import Coding, Document, Incident, Issue, Statement, from_json
from rashomon.review import Decision
from rashomon.review.decisions import DecisionKind
from rashomon.store import log, search
from rashomon.store.anchors import incident_named, resolve
from rashomon.store.changes import Change, changes
from rashomon.store.deciding import Decided, Wish, decide
from rashomon.store.engine import (
    PATIENCE_AT_OPENING,
    UNSAFE,
    insist,
    open_engine,
    reading,
    unsafe,
    unsafe_allowed,
    writing,
)
from rashomon.store.erasing import Erased, erase, scrub
from rashomon.store.index import Index
from rashomon.store.ingesting import Ingested, Run, ingest, linking_stamp, policy_json, rebuild, settle
from rashomon.store.moving import Batch, Proofs, batches, proofs, runs_by_document, take_over
from rashomon.store.queries import Filter, bodies, counts, filter_of, selected
from rashomon.store.relink import Relinked
from rashomon.store.schema import (
    SCHEMA_VERSION,
    captures,
    documents,
    incidents,
    members,
    meta,
    parents,
    queries,
    readings,
    runs,
    statements,
)
from rashomon.store.sensitive import sensitive_incidents
from rashomon.store.setup import prepare
from rashomon.store.shelf import (
    HELD,
    Shelf,
    all_decisions,
    all_reports,
    chunks,
    document_of,
    load_docket,
)
from rashomon.store.tables import Incidents

if TYPE_CHECKING:
    from rashomon.incidents.explain import Explanation
    from rashomon.store.verify import Problem

T = TypeVar("T")
P = ParamSpec("P")
SECONDS = 30.0  # that a search may take


def patient(method: Callable[P, T]) -> Callable[P, T]:
    """A method that only reads, done again when the server went away meanwhile."""

    @wraps(method)
    def repeated(*arguments: P.args, **named: P.kwargs) -> T:
        return insist(lambda: method(*arguments, **named))

    return repeated


class Register:
    """An open register. Use `Register.open`, or `rashomon.open`."""

    def __init__(self, engine: sa.Engine, config: Config) -> None:
        self.engine = engine
        self.config = config
        self._risks: list[
            str
        ] = []  # unsafe settings that are to be told in the log before anything else is written

    @classmethod
    def open(cls, where: str, *, config: Config | None = None, create: bool = False) -> Register:
        """Open a register (a file path or `postgresql://…`), making it when `create` is set.

        A register keeps the policy that it was made with. Raises RegisterError when it is missing, is no
        register, was made by a newer version, or runs on settings that could lose what was acknowledged.
        """
        config = config or Config()
        engine = open_engine(where, create=create)
        try:
            insist(lambda: prepare(engine, create=create), patience=PATIENCE_AT_OPENING)
            register = cls(engine, config)
            register._warn()
            if create:
                register._begin()
        except BaseException:
            engine.dispose()
            raise
        return register

    def __enter__(self) -> Register:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def _warn(self) -> None:
        """Tell of unsafe settings that the user asked to bear."""
        if unsafe_allowed():
            self._risks = unsafe(self.engine)
            for risk in self._risks:
                warnings.warn(f"{risk}; records may be lost ({UNSAFE} is set)", RuntimeWarning, stacklevel=4)

    def _begin(self) -> None:
        """The first log entry of a new register."""
        policy = Policy(self.config.policy, self.config.source_priority)

        def work(connection: sa.Connection) -> None:
            if log.last(connection)[0] == 0:
                from rashomon import __version__

                details = {"schema": SCHEMA_VERSION, "version": __version__, "linking": linking_stamp()}
                settle(connection, policy)
                log.append(
                    connection,
                    author="rashomon",
                    action="create",
                    object="register",
                    details={**details, "policy": policy_json(policy)},
                )

        self._write(work)
        if self._risks:
            self._write(lambda _connection: None)

    def _write(self, work: Callable[[sa.Connection], T]) -> T:
        """Do work in one transaction, again if the server went away: the work must bear that."""

        def once() -> tuple[T, bool]:
            with writing(self.engine) as connection:
                tell = bool(self._risks) and log.last(connection)[0] > 0
                if tell:
                    details = {"settings": self._risks}
                    log.append(
                        connection, author="rashomon", action="unsafe", object="register", details=details
                    )
                return work(connection), tell

        done, told = insist(once)
        if told:
            self._risks = []
        return done

    # Writing ----------------------------------------------------------------------------------------------

    @patient
    def known(self, among: Iterable[str] | None = None) -> dict[str, str]:
        """Document id → sha256 of its text, for all documents, or for those of these ids that are there."""
        query = sa.select(documents.c.id, documents.c.text_sha256)
        with reading(self.engine) as connection:
            if among is None:
                return {row.id: row.text_sha256 for row in connection.execute(query)}
            found: dict[str, str] = {}
            for chunk in chunks(sorted(set(among))):
                rows = connection.execute(query.where(documents.c.id.in_(chunk)))
                found |= {row.id: row.text_sha256 for row in rows}
            return found

    def ingest(
        self, reports: Sequence[Report], *, version: str, components: dict[str, Any], author: str = "rashomon",
        originals: Mapping[str, bytes] | None = None, again: bool = False,
    ) -> Ingested:  # fmt: skip
        """Add coded reports and rebuild the incidents that they touch; reports already there change nothing.

        `originals` gives the original bytes of documents by id; without them the UTF-8 text is kept. With
        `again`, known documents get another reading. One transaction: after a crash either all of it is there
        or nothing, and when this returns it is on the disk.
        """
        run = Run(version, components)

        def work(connection: sa.Connection) -> Ingested:
            self._refresh(connection, author)
            return ingest(
                connection, policy_of(connection), reports, run, author=author, originals=originals or {},
                again=again,
            )  # fmt: skip

        return self._write(work)

    def _refresh(self, connection: sa.Connection, author: str) -> None:
        """Link everything anew if it was linked by another version."""
        stamp = connection.execute(sa.select(meta.c.value).where(meta.c.key == "linking")).scalar()
        if stamp != linking_stamp():
            rebuild(connection, policy_of(connection), author=author, reason="another version of linking")

    @patient
    def is_linked(self) -> bool:
        """Did this version link it? If not, the first write links everything anew, which takes long in a large one."""
        with reading(self.engine) as connection:
            stamp = connection.execute(sa.select(meta.c.value).where(meta.c.key == "linking")).scalar()
        return bool(stamp == linking_stamp())

    def refresh(self, *, author: str) -> None:
        """Link everything anew if another version linked it, as the first write would."""
        self._write(lambda connection: self._refresh(connection, author))

    def rebuild(self, *, author: str, reason: str) -> Relinked:
        """Make all incidents anew from readings and decisions."""
        return self._write(
            lambda connection: rebuild(connection, policy_of(connection), author=author, reason=reason)
        )

    def erase(self, document: str, *, author: str, reason: str) -> Erased:
        """Erase a document's content for good; docs/register.md says what stays. Copies elsewhere are yours to find."""
        erased = self._write(
            lambda connection: erase(
                connection, policy_of(connection), document, author=author, reason=reason
            )
        )
        try:
            scrub(self.engine)
        except RegisterError as error:
            raise RegisterError(
                f"{document} is erased, but free space of the files may still hold it; erase it again ({error})"
            ) from error
        return erased

    def set_policy(self, name: str, *, priority: Sequence[str] = (), author: str, reason: str) -> Relinked:
        """Let another policy choose the headline values; all incidents are made anew."""
        if name not in POLICIES:
            raise RegisterError(f"policy {name!r} is none of {', '.join(POLICIES)}")
        policy = Policy(name, tuple(priority))
        return self._write(lambda connection: rebuild(connection, policy, author=author, reason=reason))

    @property
    @patient
    def policy(self) -> Policy:
        """The policy that chooses the headline values."""
        with reading(self.engine) as connection:
            return policy_of(connection)

    # Deciding ---------------------------------------------------------------------------------------------

    def decide(
        self, kind: DecisionKind, *ids: str, author: str, reason: str = "", details: Mapping[str, Any] | None = None,
        expect: Mapping[str, int] | int | None = None, request: str | None = None,
    ) -> Decided:  # fmt: skip
        """Take a decision (docs/register.md lists the kinds); it is on the disk when this returns.

        `expect` is the version of the incident that the person saw (several: by id): when it has changed
        since, a ConflictError says by whom, and nothing is written. The same `request` twice has one effect.
        """
        if isinstance(expect, int):
            expect = {ids[0]: expect}
        wish = Wish(
            kind, ids, author, reason, details or {}, expect or {}, request or f"once-{uuid.uuid4().hex}"
        )

        def work(connection: sa.Connection) -> Decided:
            self._refresh(connection, author)
            return decide(connection, policy_of(connection), wish)

        return self._write(work)

    def accept(self, id: str, *, author: str, **how: Any) -> Decided:
        """Accept an incident or a claim as right."""
        return self.decide("accept", id, author=author, **how)

    def reject(self, id: str, *, author: str, reason: str, **how: Any) -> Decided:
        """Reject an incident (it leaves lists and exports) or a claim (it leaves its incident)."""
        return self.decide("reject", id, author=author, reason=reason, **how)

    def correct(self, id: str, *, author: str, reason: str, values: Mapping[str, Any], **how: Any) -> Decided:
        """Give an incident's field or a claim another value, or a claim another evidence (start, end)."""
        return self.decide("correct", id, author=author, reason=reason, details=values, **how)

    def add_claim(self, id: str, *, author: str, values: Mapping[str, Any], **how: Any) -> Decided:
        """Add a claim that the machine missed to an incident, with its role and its words (start, end)."""
        return self.decide("add", id, author=author, details=values, **how)

    def merge(self, *ids: str, author: str, reason: str, **how: Any) -> Decided:
        """Make one incident of several."""
        return self.decide("merge", *ids, author=author, reason=reason, **how)

    def split(self, id: str, *mentions: str, author: str, reason: str, **how: Any) -> Decided:
        """Make an incident of its own of the records that hold these mentions."""
        return self.decide("split", id, *mentions, author=author, reason=reason, **how)

    def undo(self, decision: str, *, author: str, reason: str = "", **how: Any) -> Decided:
        """Take a decision back; an undo too."""
        return self.decide("undo", decision, author=author, reason=reason, **how)

    def comment(self, id: str, text: str, *, author: str, **how: Any) -> Decided:
        """Say something about an incident or a claim."""
        return self.decide("comment", id, author=author, details={"text": text}, **how)

    def assign(self, id: str, to: str | None, *, author: str, **how: Any) -> Decided:
        """Give an incident to a person to review, or to nobody."""
        return self.decide("assign", id, author=author, details={"to": to}, **how)

    def mark_sensitive(self, id: str, sensitive: bool = True, *, author: str, **how: Any) -> Decided:
        """Mark an incident as sensitive: exports that are not `full` give its province only. Or take the mark off."""
        return self.decide("sensitive", id, author=author, details={"sensitive": sensitive}, **how)

    @patient
    def sensitive(self) -> frozenset[str]:
        """Ids of the incidents that are marked as sensitive."""
        with reading(self.engine) as connection:
            return sensitive_incidents(connection)

    @patient
    def decisions(self, about: str | None = None) -> list[Decision]:
        """All decisions, oldest first, undone ones too; or those whose words stand in one incident."""
        with reading(self.engine) as connection:
            everything = all_decisions(connection)
            if about is None:
                return everything
            incident = self._load(connection, [incident_named(connection, about)])[0]
            held = {(m.document, m.start, m.end) for m in incident.mentions}
            claims = {c.id for c in incident.claims}
            shelf = Shelf(connection)
            numbers = _numbers(connection, [m.document for m in incident.mentions])
            shelf.load(numbers)
            reports = {shelf.report(n).doc.id: shelf.report(n) for n in numbers}
            whole = {d.id for d in shelf.docket.about(incident, reports)}
            return [
                d
                for d in everything
                if d.id in whole
                or any(a.id in claims or (a.document, a.start, a.end) in held for a in d.anchors)
            ]

    # Reading ----------------------------------------------------------------------------------------------

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
    def incidents(
        self, filter: Filter | None = None, /, *, order: str = "date", limit: int | None = None, offset: int = 0,
        **asked: Any,
    ) -> Incidents:  # fmt: skip
        """Incidents that meet every filter, latest first; see `Filter` for what can be asked.

        `register.incidents(country="IRQ", since="2024-01-01", words="drone").to_pandas()`
        """
        wanted = filter_of({**(filter or Filter()).json(), **_given(asked)})
        with reading(self.engine, seconds=SECONDS) as connection:
            found = bodies(connection, wanted, order=order, limit=limit, offset=offset)
            return Incidents(from_json(Incident, body) for body in found)

    @patient
    def count(self, filter: Filter | None = None, /, **asked: Any) -> int:
        """How many incidents meet every filter."""
        wanted = filter_of({**(filter or Filter()).json(), **_given(asked)})
        with reading(self.engine, seconds=SECONDS) as connection:
            inner = selected(connection, wanted, incidents.c.n).order_by(None).subquery()
            return int(connection.execute(sa.select(sa.func.count()).select_from(inner)).scalar_one())

    @patient
    def counts(
        self, field: str, filter: Filter | None = None, /, *, limit: int | None = None, **asked: Any
    ) -> list[tuple[str, int]]:
        """Incidents for each value of a field, commonest first."""
        wanted = filter_of({**(filter or Filter()).json(), **_given(asked)})
        with reading(self.engine, seconds=SECONDS) as connection:
            return counts(connection, wanted, field, limit=limit)

    def search(self, words: str, *, limit: int | None = 50, **asked: Any) -> Incidents:
        """Incidents whose label, names, places or evidence hold all words ("a phrase", -without, begin*)."""
        return self.incidents(words=words, limit=limit, **asked)

    @patient
    def search_documents(self, words: str, *, limit: int | None = 50) -> list[Document]:
        """Documents whose title or text hold all words, latest first."""
        with reading(self.engine, seconds=SECONDS) as connection:
            numbers = search.matching(connection, "document_words", words)
            if numbers is None:
                return []
            query = sa.select(documents).where(documents.c.n.in_(numbers))
            query = query.order_by(sa.func.coalesce(documents.c.published, "").desc(), documents.c.id)
            return [document_of(row) for row in connection.execute(query.limit(limit))]

    @patient
    def incident(self, id: str) -> Incident:
        """The incident that an id (its own, a mention's, a former one, or an unambiguous beginning) names.

        Raises NotFoundError when it names none or several.
        """
        with reading(self.engine) as connection:
            return self._load(connection, [incident_named(connection, id)])[0]

    def _load(self, connection: sa.Connection, ids: Sequence[str]) -> list[Incident]:
        query = sa.select(incidents.c.body).where(incidents.c.id.in_(ids)).order_by(incidents.c.id)
        return [from_json(Incident, body) for body in connection.execute(query).scalars()]

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

    @patient
    def explain(self, id: str) -> Explanation:
        """Why an incident holds the reports that it holds, and why the nearest other one is another."""
        from rashomon.store.explaining import explanation

        with reading(self.engine) as connection:
            return explanation(connection, policy_of(connection), incident_named(connection, id))

    @patient
    def batches(self, documents: Collection[str]) -> list[Batch]:
        """All readings of these documents, as the machine made them, in the order in which they came."""
        with reading(self.engine) as connection:
            return list(batches(connection, documents))

    @patient
    def proofs(self) -> Proofs:
        """Which entries of the log added each document and took each decision."""
        with reading(self.engine) as connection:
            return proofs(connection)

    @patient
    def runs_by_document(self) -> dict[str, set[str]]:
        """Document id → ids of the runs that read it."""
        with reading(self.engine) as connection:
            return runs_by_document(connection)

    def take_over(self, decision: Decision, *, by: str) -> bool:
        """Put a decision of another register in force; False when it is here already. See `store.moving`."""
        return self._write(lambda connection: take_over(connection, policy_of(connection), decision, by=by))

    @patient
    def machine_links(self) -> Linker:
        """The newest readings linked anew by the machine alone: without any decision of a person."""
        linker = Linker(Config(policy=self.policy.name, source_priority=self.policy.priority))
        with reading(self.engine) as connection:
            for _, report in all_reports(connection):
                linker.add(report)
        return linker

    # Changes, log, proof ----------------------------------------------------------------------------------

    @patient
    def changes(self, since: str | int, *, limit: int | None = None) -> list[Change]:
        """What moved from an ISO time on, or after a log entry, oldest first."""
        with reading(self.engine) as connection:
            return list(changes(connection, since=since, limit=limit))

    @patient
    def log(self, since: int = 0) -> list[dict[str, Any]]:
        """Entries of the audit log after a sequence number."""
        with reading(self.engine) as connection:
            return list(log.entries(connection, since=since))

    @patient
    def head(self) -> str:
        """The head of the log, to be kept elsewhere: sequence number and hash of the last entry."""
        with reading(self.engine) as connection:
            sequence, hash = log.last(connection)
            return f"{sequence}:{hash}"

    def write_bundle(self, out: BinaryIO, *ids: str) -> None:
        """Write the evidence bundle of some incidents, or of the whole register; see `store.bundle`."""
        from rashomon.store.bundle import write_bundle

        with reading(self.engine) as connection:
            write_bundle(connection, out, ids)

    def verify(self, *, head: str | None = None, replay: bool = True) -> list[Problem]:
        """What is wrong with the register; empty when it is whole. See `store.verify`."""
        from rashomon.store.verify import verify

        return list(verify(self.engine, head=head, replay=replay))

    # Saved queries ----------------------------------------------------------------------------------------

    def save_query(self, name: str, filter: Filter, *, author: str) -> None:
        """Keep a filter under a name; logged."""

        def work(connection: sa.Connection) -> None:
            connection.execute(queries.delete().where(queries.c.name == name))
            connection.execute(queries.insert().values(name=name, body=filter.json()))
            log.append(
                connection, author=author, action="query", object=name, details={"body": filter.json()}
            )

        self._write(work)

    @patient
    def saved_query(self, name: str) -> Filter:
        """The filter that was kept under a name. Raises NotFoundError."""
        with reading(self.engine) as connection:
            body = connection.execute(sa.select(queries.c.body).where(queries.c.name == name)).scalar()
            if body is None:
                names = connection.execute(sa.select(queries.c.name).order_by(queries.c.name)).scalars().all()
                raise NotFoundError(f"{name!r} is no saved query; saved are {', '.join(names) or 'none'}")
        return filter_of(body)

    def query(self, saved: str | None = None, /, **asked: Any) -> Filter:
        """A filter: a saved one, with what is asked beside."""
        return filter_of({**(self.saved_query(saved).json() if saved else {}), **_given(asked)})

    @patient
    def saved_queries(self) -> dict[str, Filter]:
        """All saved queries by name."""
        with reading(self.engine) as connection:
            rows = connection.execute(sa.select(queries).order_by(queries.c.name))
            return {row.name: filter_of(row.body) for row in rows}


def _given(asked: Mapping[str, Any]) -> dict[str, Any]:
    known = set(Filter.__dataclass_fields__)
    for name in asked:
        if name not in known:
            raise RegisterError(f"{name!r} is nothing to filter by; known are {', '.join(sorted(known))}")
    return {k: v for k, v in asked.items() if v is not None}


def policy_of(connection: sa.Connection) -> Policy:
    """The policy that a register keeps."""
    value = connection.execute(sa.select(meta.c.value).where(meta.c.key == "policy")).scalar()
    found: dict[str, Any] = json.loads(value) if value else {"name": "range", "priority": []}
    return Policy(found["name"], tuple(found["priority"]))


def copies_of(connection: sa.Connection) -> dict[str, str]:
    """Copy → original, by document id."""
    numbers = list(connection.execute(sa.select(parents.c.document)).scalars())
    originals = Index(Shelf(connection)).originals(numbers)
    names: dict[int, str] = {}
    for chunk in chunks({*originals, *originals.values()}):
        query = sa.select(documents.c.n, documents.c.id).where(documents.c.n.in_(chunk))
        names |= {row.n: row.id for row in connection.execute(query)}
    return {names[n]: names[o] for n, o in sorted(originals.items(), key=lambda x: names[x[0]])}


def members_of(connection: sa.Connection) -> dict[int, dict[tuple[int, str], str]]:
    """Document number → its reported incidents → incidents."""
    found: dict[int, dict[tuple[int, str], str]] = {}
    for row in connection.execute(sa.select(members)):
        found.setdefault(row.document, {})[row.document, row.reported] = row.incident
    return found


def _numbers(connection: sa.Connection, ids: Sequence[str]) -> list[int]:
    query = sa.select(documents.c.n).where(documents.c.id.in_(sorted(set(ids))))
    return list(connection.execute(query).scalars())
