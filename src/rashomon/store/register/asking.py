"""Asking for incidents: filters, counts, full text, what moved, saved queries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from rashomon.errors import NotFoundError, RegisterError
from rashomon.model import Document, Incident, from_json
from rashomon.store import log, search
from rashomon.store.changes import Change, changes
from rashomon.store.engine import reading
from rashomon.store.queries import Filter, bodies, counts, filter_of, selected
from rashomon.store.register.opening import OpenRegister, patient
from rashomon.store.schema import documents, incidents, queries
from rashomon.store.shelf import document_of
from rashomon.store.tables import Incidents

SECONDS = 30.0  # that a search may take


class Asking(OpenRegister):
    """What finds incidents and documents."""

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
    def changes(self, since: str | int, *, limit: int | None = None) -> list[Change]:
        """What moved from an ISO time on, or after a log entry, oldest first."""
        with reading(self.engine) as connection:
            return list(changes(connection, since=since, limit=limit))

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
