"""Where a new report can meet others: the blocks of linking and the shingles of copies, kept in the database.

The index only has to find every document that could meet; `incidents.blocking` then says which pairs do.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from rashomon.incidents import blocking
from rashomon.incidents.copies import (
    FEWEST_SHARED,
    Fingerprint,
    Parent,
    copied_share,
    fingerprint,
    is_likely,
)
from rashomon.incidents.traces import Trace
from rashomon.model import as_json
from rashomon.store.schema import blocks, documents, mentions, parents, shingles, statements
from rashomon.store.shelf import Shelf, chunks

MEETS, STANDS, LOOKS, OPENING, PERSON = range(5)  # sides of a block
OTHER_SIDE = {MEETS: MEETS, STANDS: LOOKS, LOOKS: STANDS, OPENING: OPENING, PERSON: PERSON}
NO_MONTH = -1  # of a document without a date


def block_rows(n: int, traces: Sequence[Trace]) -> set[tuple[int, int, int]]:
    """Block number, side and document of everything by which a report can be found."""
    rows = set()
    for trace in traces:
        places = blocking.places_of(trace, blocking.lasting_block)
        for side, numbers in ((MEETS, places.meets), (STANDS, places.stands), (LOOKS, places.looks)):
            rows |= {(number, side, n) for number in numbers}
    if traces:
        rows |= {(number, OPENING, n) for number in blocking.openings(traces[0], blocking.lasting_block)}
        if any(t.lead for t in traces):
            rows |= {(number, PERSON, n) for number in blocking.people(traces, blocking.lasting_block)}
    return rows


def month_of(print_: Fingerprint) -> int:
    """The month under which a document's shingles stand."""
    return NO_MONTH if print_.month is None else print_.month


class Index:
    """The index of one register, in one transaction."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self.connection = shelf.connection
        self._prints: dict[int, Fingerprint] = {}

    def fingerprint(self, n: int) -> Fingerprint:
        """The fingerprint of a document's text."""
        if n not in self._prints:
            self._prints[n] = fingerprint(self.shelf.report(n).doc)
        return self._prints[n]

    def forget(self, numbers: Iterable[int]) -> None:
        """Take the readings of documents out of the index; their texts stay."""
        for chunk in chunks(numbers):
            for table in (blocks, mentions, statements):
                self.connection.execute(table.delete().where(table.c.document.in_(chunk)))

    def add(self, numbers: Sequence[int]) -> None:
        """Put the newest readings of documents in."""
        rows: list[dict[str, Any]] = []
        named: list[dict[str, Any]] = []
        said: list[dict[str, Any]] = []
        for n in numbers:
            report = self.shelf.report(n)
            rows += [
                {"number": b, "side": s, "document": n} for b, s, n in block_rows(n, self.shelf.traces(n))
            ]
            named += mention_rows(n, report.incidents)
            said += statement_rows(n, report.statements)
        for table, values in ((blocks, rows), (mentions, named), (statements, said)):
            if values:
                self.connection.execute(table.insert(), values)

    def meeting(self, numbers: Sequence[int]) -> list[tuple[Trace, Trace]]:
        """Pairs of reported incidents, one of them of these documents, that are worth comparing."""
        own = set(numbers)
        others = self._neighbours(own) - own
        self.shelf.load(others)
        met = blocking.Blocks()
        for n in sorted(others):
            met.add(self.shelf.traces(n))
        pairs: dict[tuple[Any, Any], tuple[Trace, Trace]] = {}
        for n in sorted(own):
            for a, b in met.add(self.shelf.traces(n)):
                if a.incident.document != b.incident.document:
                    first, second = (a, b) if a.key < b.key else (b, a)
                    pairs[first.key, second.key] = first, second
        return list(pairs.values())

    def _neighbours(self, numbers: set[int]) -> set[int]:
        wanted: dict[int, set[int]] = defaultdict(set)
        for n in numbers:
            for number, side, _ in block_rows(n, self.shelf.traces(n)):
                wanted[OTHER_SIDE[side]].add(number)
        found: set[int] = set()
        for side, those in wanted.items():
            for chunk in chunks(sorted(those)):
                query = sa.select(blocks.c.document).where(blocks.c.side == side, blocks.c.number.in_(chunk))
                found |= set(self.connection.execute(query.distinct()).scalars())
        return found

    # Copies -----------------------------------------------------------------------------------------------

    def add_texts(self, numbers: Sequence[int]) -> set[int]:
        """Index the texts of new documents; returns the documents whose parent this settles or changes."""
        rows = [
            {"month": month_of(self.fingerprint(n)), "run": run, "document": n}
            for n in numbers
            for run in self.fingerprint(n).sample
        ]
        if rows:
            self.connection.execute(shingles.insert(), rows)
        changed: set[int] = set()
        for n in sorted(numbers):
            changed |= self._place(n, self._shared(n))
        return changed

    def forget_texts(self, numbers: Sequence[int]) -> set[int]:
        """Take texts out of the search for copies; returns the documents that copied them."""
        orphans: set[int] = set()
        for chunk in chunks(numbers):
            query = sa.select(parents.c.document).where(parents.c.parent.in_(chunk))
            orphans |= set(self.connection.execute(query).scalars()) - set(numbers)
            gone = sa.or_(parents.c.parent.in_(chunk), parents.c.document.in_(chunk))
            self.connection.execute(parents.delete().where(gone))
            self.connection.execute(shingles.delete().where(shingles.c.document.in_(chunk)))
        for n in sorted(orphans):
            self._place(n, self._shared(n))
        return orphans

    def _shared(self, n: int) -> Mapping[int, int]:
        """How many sampled runs each other document shares with one."""
        own, counts = self.fingerprint(n), Counter[int]()
        for chunk in chunks(own.sample):
            query = (
                sa.select(shingles.c.document, sa.func.count())
                .where(shingles.c.run.in_(chunk), shingles.c.document != n)
                .group_by(shingles.c.document)
            )
            if own.month is not None:
                near = (NO_MONTH, own.month - 1, own.month, own.month + 1)
                query = query.where(shingles.c.month.in_(near))
            else:
                query = query.where(shingles.c.month.in_(self._months()))
            counts.update({row[0]: row[1] for row in self.connection.execute(query)})
        return counts

    def _months(self) -> list[int]:
        return list(self.connection.execute(sa.select(shingles.c.month).distinct()).scalars())

    def _place(self, n: int, shared: Mapping[int, int]) -> set[int]:
        """Settle the parent of a new document, and make it the parent of later ones that share more
        with it.
        """
        own, changed = self.fingerprint(n), {n}
        few = [other for other, count in shared.items() if count >= FEWEST_SHARED]
        self.shelf.load(few)
        earlier: list[tuple[int, Any, int]] = []
        for other in few:
            print_ = self.fingerprint(other)
            if not is_likely(shared[other], own, print_):
                continue
            if print_.rank < own.rank:
                earlier.append((-shared[other], print_.rank, other))
            elif self._adopt(other, Parent(-shared[other], own.rank, 0.0), n):
                changed.add(other)
        for negative, rank, other in sorted(earlier):
            share = copied_share(self.fingerprint(other), own)
            if share is not None:
                self._write_parent(n, other, Parent(negative, rank, share))
                break
        return changed

    def _adopt(self, child: int, offered: Parent, n: int) -> bool:
        """Make a new document the parent of a later one, if it shares more with it than the parent of now."""
        row = self.connection.execute(sa.select(parents).where(parents.c.document == child)).first()
        if row is not None:
            known = Parent(row.shared, self.fingerprint(row.parent).rank, row.share)
            if not (offered.shared, offered.rank) < (known.shared, known.rank):
                return False
        share = copied_share(self.fingerprint(n), self.fingerprint(child))
        if share is None:
            return False
        self._write_parent(child, n, Parent(offered.shared, offered.rank, share))
        return True

    def _write_parent(self, n: int, parent: int, how: Parent) -> None:
        values = {"document": n, "parent": parent, "shared": how.shared, "share": how.share}
        self.connection.execute(parents.delete().where(parents.c.document == n))
        self.connection.execute(parents.insert().values(**values))

    def descendants(self, numbers: Iterable[int]) -> set[int]:
        """Documents that copy one of these, directly or along a chain, and these."""
        found, edge = set(numbers), set(numbers)
        while edge:
            step: set[int] = set()
            for chunk in chunks(edge):
                query = sa.select(parents.c.document).where(parents.c.parent.in_(chunk))
                step |= set(self.connection.execute(query).scalars())
            edge = step - found
            found |= edge
        return found

    def originals(self, numbers: Iterable[int]) -> dict[int, int]:
        """Document → the first of the chain that it was copied along; itself when it copies none."""
        up: dict[int, int] = {}
        edge = set(numbers)
        wanted = set(edge)
        while edge:
            step: set[int] = set()
            for chunk in chunks(edge):
                query = sa.select(parents.c.document, parents.c.parent).where(parents.c.document.in_(chunk))
                rows = {row.document: row.parent for row in self.connection.execute(query)}
                up |= rows
                step |= set(rows.values())
            edge = step - up.keys()
        return {n: _top(n, up) for n in wanted}


def _top(n: int, up: Mapping[int, int]) -> int:
    while n in up:
        n = up[n]
    return n


def mention_rows(n: int, incidents: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Rows of `mentions` for one reading."""
    seen = set()
    for incident in incidents:
        for id in (incident.id, *(m.id for m in incident.mentions)):
            if (id, incident.id) not in seen:
                seen.add((id, incident.id))
                yield {"id": id, "document": n, "reported": incident.id}


def statement_rows(n: int, said: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Rows of `statements` for one reading."""
    seen = set()
    for statement in said:
        if statement.id not in seen:
            seen.add(statement.id)
            yield {"document": n, "id": statement.id, "about": statement.about, "body": as_json(statement)}


def copies_of(connection: sa.Connection) -> dict[str, str]:
    """Copy → original, by document id."""
    numbers = list(connection.execute(sa.select(parents.c.document)).scalars())
    originals = Index(Shelf(connection)).originals(numbers)
    names: dict[int, str] = {}
    for chunk in chunks({*originals, *originals.values()}):
        query = sa.select(documents.c.n, documents.c.id).where(documents.c.n.in_(chunk))
        names |= {row.n: row.id for row in connection.execute(query)}
    return {names[n]: names[o] for n, o in sorted(originals.items(), key=lambda x: names[x[0]])}
