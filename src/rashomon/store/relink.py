"""Rebuilding the incidents that new reports, new readings or decisions touch, and no others.

The result is that of linking everything anew (`incidents.link_reports`): a pair's score is a function of the
pair, two keys are only ever clustered together when likely pairs, the same words or judgements connect them,
and an incident is a function of its members, of where their texts come from, and of the ids of related
incidents. So what is made anew are the connected parts around what changed; then the incidents whose members,
texts or related ids changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from rashomon.incidents.clusters import SAME
from rashomon.incidents.fusion import FusionContext, fuse
from rashomon.incidents.judgements import Binding, bind
from rashomon.incidents.linker import KEPT
from rashomon.incidents.policies import Policy
from rashomon.incidents.scoring import probability
from rashomon.incidents.voices import Origins
from rashomon.model import Document
from rashomon.review import Docket
from rashomon.review.attach import find_mention
from rashomon.store.clustering import Clusters
from rashomon.store.index import Index
from rashomon.store.rows import Shown, write_incidents
from rashomon.store.schema import documents, former, incidents, links, members, mentions
from rashomon.store.shelf import Shelf, chunks, newest, report_of

Key = tuple[int, str]  # (document number, id of the reported incident)


@dataclass(frozen=True, slots=True)
class Relinked:
    """What a rebuild did: ids of new, changed and gone incidents, and the digest of its history."""

    new: tuple[str, ...]
    changed: tuple[str, ...]
    gone: tuple[str, ...]
    digest: str


class Relinker:
    """One rebuild in one transaction."""

    def __init__(
        self, connection: sa.Connection, policy: Policy, sequence: int, *, docket: Docket | None = None,
        anew: bool = False,
    ) -> None:  # fmt: skip
        self.connection = connection
        self.policy = policy
        self.sequence = sequence
        self.anew = anew  # the views are empty but for `incidents`
        self.shelf = Shelf(connection, docket)
        self.index = Index(self.shelf)
        self.binding = Binding()
        self.seeds: set[Key] = set()  # keys whose parts are made anew
        self._touched: set[Key] = set()
        self._before: dict[int, set[tuple[str, str]]] = {}
        self._original: dict[int, int] = {}
        self._incident_of: dict[Key, str] = {}
        self._former: dict[str, list[str]] = {}
        self.stale: set[int] = set()  # documents whose incidents are fused anew in any case

    def run(
        self, *, added: Sequence[int] = (), read_again: Sequence[int] = (), before: Docket | None = None
    ) -> Relinked:
        """Take in new documents, new readings of old ones, and decisions (`before` are those that
        were in force).
        """
        touched = sorted({*added, *read_again})
        old_binding = self._bind(before) if before is not None else self._bind(self.shelf.docket)
        self._unlink(read_again)
        self.shelf.load(touched)
        self.index.add(touched)
        self._remember(read_again)
        self.binding = self._bind(self.shelf.docket)
        moved = self.index.descendants(self.index.add_texts(added)) if added else set()
        self.stale |= moved | set(touched)
        self._compare(touched)
        self._seed_judged(old_binding)
        self.seeds |= {(n, i.id) for n in touched for i in self.shelf.report(n).incidents}
        return self._rebuild()

    def remove(self, numbers: Sequence[int]) -> Relinked:
        """Take documents out whose readings are gone; copies of theirs are now copies of others, or of none."""
        old_binding = self._bind(self.shelf.docket)
        copies = self.index.descendants(numbers) - set(numbers)
        self._unlink(numbers)
        for ids in chunks(sorted({id for own in self._before.values() for id, _ in own})):
            self.connection.execute(former.update().where(former.c.mention.in_(ids)).values(mention=None))
        self.stale |= self.index.forget_texts(numbers) | copies
        self.binding = self._bind(self.shelf.docket)
        self._seed_judged(old_binding)
        return self._rebuild()

    def touch(self, keys: Iterable[Key]) -> None:
        """Fuse the incidents of these reported incidents anew although nothing of them was linked anew."""
        self._touched = set(keys)

    # What changed -----------------------------------------------------------------------------------------

    def _unlink(self, numbers: Sequence[int]) -> None:
        """Forget the readings of documents that are read again; what they were linked with is made anew."""
        for chunk in chunks(numbers):
            query = sa.select(links).where(links.c.document.in_(chunk), links.c.score >= SAME)
            self.seeds |= {(r.other_document, r.other) for r in self.connection.execute(query)}
            together = sa.select(members.c.incident).where(members.c.document.in_(chunk))
            query = sa.select(members).where(members.c.incident.in_(together))
            self.seeds |= {(r.document, r.reported) for r in self.connection.execute(query)}
            ids = sa.select(mentions.c.id).where(mentions.c.document.in_(chunk))
            query = sa.select(mentions).where(mentions.c.id.in_(ids))
            self.seeds |= {(r.document, r.reported) for r in self.connection.execute(query)}
            for column in (links.c.document, links.c.other_document):
                self.connection.execute(links.delete().where(column.in_(chunk)))
        self._before = self._ids_of(numbers)
        self.index.forget(numbers)

    def _ids_of(self, numbers: Sequence[int]) -> dict[int, set[tuple[str, str]]]:
        found: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for chunk in chunks(numbers):
            for row in self.connection.execute(sa.select(mentions).where(mentions.c.document.in_(chunk))):
                found[row.document].add((row.id, row.reported))
        return found

    def _remember(self, numbers: Sequence[int]) -> None:
        """Ids that a new reading no longer has stay addresses of what took their place."""
        now = self._ids_of(numbers)
        for n, ids in sorted(self._before.items()):
            left = {id for id, _ in now.get(n, set())}
            reported = {key for _, key in ids}
            for id in sorted({id for id, _ in ids} - left):
                self._put_former(id, self._successor(n, id), id in reported)
            for id in sorted(left):  # it is back
                self.connection.execute(former.delete().where(former.c.id == id))

    def _put_former(self, id: str, mention: str | None, reported: bool) -> None:
        self.connection.execute(former.delete().where(former.c.id == id))
        self.connection.execute(former.insert().values(id=id, mention=mention, reported=reported))
        self.connection.execute(former.update().where(former.c.mention == id).values(mention=mention))

    def _successor(self, n: int, id: str) -> str | None:
        """The mention of the newest reading that stands where an older one stood."""
        from rashomon.store.anchors import anchor_in_any_reading

        anchor = anchor_in_any_reading(self.connection, n, id)
        found = find_mention(anchor, self.shelf.report(n)) if anchor else None
        return found.id if found else None

    def _bind(self, docket: Docket) -> Binding:
        """What the judgements ask of the reported incidents in the index now."""
        judgements = docket.judgements()
        if not judgements:
            return Binding()
        anchors = docket.linking_anchors()
        where: dict[str, list[Any]] = defaultdict(list)
        for chunk in chunks(sorted(anchors)):
            query = (
                sa.select(mentions.c.id, mentions.c.reported, documents.c.id.label("document"))
                .join(documents, documents.c.n == mentions.c.document)
                .where(mentions.c.id.in_(chunk))
            )
            for row in self.connection.execute(query):
                where[row.id].append((row.document, row.reported))
        for id in sorted(anchors.keys() - where.keys()):
            where[id] = self._attach(anchors[id])
        return bind(judgements, lambda id: tuple(sorted(where.get(id, ()))))

    def _attach(self, anchor: Any) -> list[tuple[str, str]]:
        """The reported incidents that stand where an anchor stood in an older reading."""
        query = newest().where(documents.c.sha256 == anchor.sha256).order_by(documents.c.id)
        found = []
        for row in self.connection.execute(query):
            report = report_of(row)
            mention = find_mention(anchor, report)
            found += [(report.doc.id, i.id) for i in report.incidents if mention in i.mentions]
        return found

    def _seed_judged(self, old: Binding) -> None:
        """Where judgements ask for something else than before, parts are made anew."""
        changed = {
            key
            for mine, theirs in ((old.same, self.binding.same), (old.different, self.binding.different))
            for pair in set(mine) ^ set(theirs)
            for key in pair
        }
        numbers = self._numbers({document for document, _ in changed})
        keys = {(numbers[document], id) for document, id in changed if document in numbers}
        for chunk in chunks({n for n, _ in keys}):
            together = sa.select(members.c.incident).where(members.c.document.in_(chunk))
            query = sa.select(members).where(members.c.incident.in_(together))
            self.seeds |= {(r.document, r.reported) for r in self.connection.execute(query)}
        self.seeds |= keys

    def _numbers(self, ids: Iterable[str]) -> dict[str, int]:
        found: dict[str, int] = {}
        for chunk in chunks(ids):
            query = sa.select(documents.c.id, documents.c.n).where(documents.c.id.in_(chunk))
            found |= {row.id: row.n for row in self.connection.execute(query)}
        return found

    def _compare(self, numbers: Sequence[int]) -> None:
        """Score the pairs that the new readings meet."""
        rows = []
        for a, b in self.index.meeting(numbers):
            score = probability(a, b, least=KEPT)
            if score >= KEPT:
                x = self.shelf.number[a.incident.document], a.incident.id
                y = self.shelf.number[b.incident.document], b.incident.id
                for (n, id), (m, other) in ((x, y), (y, x)):
                    rows.append(
                        {"document": n, "reported": id, "other_document": m, "other": other, "score": score}
                    )
        if rows:
            self.connection.execute(links.insert(), rows)

    # Parts and clusters -----------------------------------------------------------------------------------

    def _rebuild(self) -> Relinked:
        local = Clusters(self.connection, self.binding.same, self.binding.different)
        names = local.name(n for n, _ in self.seeds)
        named, before = local.around(local.alive({(names[n], id) for n, id in self.seeds}))
        before |= local.together({(names[n], id) for n, id in self.seeds} - before.keys())
        number = local.number
        clusters = [tuple((number[document], id) for document, id in group) for group in named]
        old = {(number[document], id): incident for (document, id), incident in before.items()}
        now = {key: min(id for _, id in group) for group in clusters for key in group}
        groups: dict[str, set[Key]] = defaultdict(set)
        for key, incident in old.items():
            groups[incident].add(key)
        due: dict[str, Sequence[Key]] = {
            incident_id(group): group
            for group in clusters
            if groups.get(incident_id(group)) != set(group) or any(n in self.stale for n, _ in group)
        }
        gone = set(groups) - {incident_id(group) for group in clusters}
        self._write_members(old, now)
        renamed = {key for key in now if old.get(key) != now[key]}
        for id in self._also_due(renamed) - due.keys() - gone:
            due[id] = self._members_of(id)
        return self._write(due, gone)

    def _write_members(self, old: Mapping[Key, str], now: Mapping[Key, str]) -> None:
        for n, id in sorted(set(old) - set(now)):
            self.connection.execute(members.delete().where(members.c.document == n, members.c.reported == id))
        moved = [k for k in now if k in old and old[k] != now[k]]
        if moved:
            self.connection.execute(
                members.update()
                .where(members.c.document == sa.bindparam("n"), members.c.reported == sa.bindparam("key"))
                .values(incident=sa.bindparam("to")),
                [{"n": n, "key": id, "to": now[n, id]} for n, id in sorted(moved)],
            )
        fresh = [
            {"document": n, "reported": id, "incident": now[n, id]} for n, id in sorted(set(now) - set(old))
        ]
        if fresh:
            self.connection.execute(members.insert(), fresh)

    def _also_due(self, renamed: set[Key]) -> set[str]:
        """Incidents to be fused anew although their members stay: texts that got another origin,
        related ids.
        """
        ids: set[str] = set()
        wanted = self.stale | {n for n, _ in renamed} | {n for n, _ in self._touched}
        self.shelf.load({n for n, _ in renamed})
        for chunk in chunks(wanted):
            for row in self.connection.execute(sa.select(members).where(members.c.document.in_(chunk))):
                key = (row.document, row.reported)
                if row.document in self.stale or key in self._touched:
                    ids.add(row.incident)
                    continue
                related = self.shelf.reported(*key).related
                if any((row.document, other) in renamed for other, _ in related):
                    ids.add(row.incident)
        return ids

    def _members_of(self, incident: str) -> tuple[Key, ...]:
        query = sa.select(members.c.document, members.c.reported).where(members.c.incident == incident)
        return tuple(sorted((row.document, row.reported) for row in self.connection.execute(query)))

    # Incidents --------------------------------------------------------------------------------------------

    def _write(self, due: Mapping[str, Sequence[Key]], gone: set[str]) -> Relinked:
        shown = [self._show(group) for _, group in sorted(self._fusable(due).items())]
        if self.anew:
            gone = set(self.connection.execute(sa.select(incidents.c.id)).scalars()) - due.keys()
        return Relinked(*write_incidents(self.connection, shown, sorted(gone), self.sequence, anew=self.anew))

    def _fusable(self, due: Mapping[str, Sequence[Key]]) -> Mapping[str, Sequence[Key]]:
        """Load all that fusing these incidents needs."""
        numbers = {n for group in due.values() for n, _ in group}
        self.shelf.load(numbers)
        self._original = self.index.originals(numbers)
        self.shelf.load(self._original.values())
        self._incident_of = self._incidents_near(numbers)
        self._former = self._former_ids(due)
        return due

    def _incidents_near(self, numbers: set[int]) -> dict[Key, str]:
        found: dict[Key, str] = {}
        for chunk in chunks(numbers):
            for row in self.connection.execute(sa.select(members).where(members.c.document.in_(chunk))):
                found[row.document, row.reported] = row.incident
        return found

    def _former_ids(self, due: Mapping[str, Sequence[Key]]) -> dict[str, list[str]]:
        ids = [m.id for group in due.values() for key in group for m in self.shelf.reported(*key).mentions]
        found: dict[str, list[str]] = defaultdict(list)
        for part in chunks(ids):
            query = sa.select(former).where(former.c.mention.in_(part), former.c.reported)
            for row in self.connection.execute(query):
                found[row.mention].append(row.id)
        return found

    def _show(self, group: Sequence[Key]) -> Shown:
        reports = {self.shelf.report(n).doc.id: self.shelf.report(n) for n, _ in group}
        incident = fuse([self.shelf.reported(*key) for key in group], self._context(group))
        older = {id for m in incident.mentions for id in self._former.get(m.id, ())}
        if older:
            incident = replace(incident, aliases=tuple(sorted({*incident.aliases, *older})))
        finished, standing = self.shelf.docket.finish(incident, reports)
        return Shown(finished, standing, tuple(r.doc for _, r in sorted(reports.items())))

    def _context(self, group: Sequence[Key]) -> FusionContext:
        shelf = self.shelf
        docs: dict[str, Document] = {shelf.report(n).doc.id: shelf.report(n).doc for n, _ in group}
        above = {shelf.report(n).doc.id: self._original[n] for n, _ in group}
        outlets = {shelf.report(n).doc.id: shelf.outlet(n) for n in above.values()}

        def original(document: str) -> str:
            return shelf.report(above[document]).doc.id if document in above else document

        def incident_of(document: str, id: str) -> str:
            return self._incident_of.get((shelf.number[document], id), id)

        return FusionContext(Origins(docs, original, outlets), self.policy, incident_of)


def incident_id(group: Sequence[Key]) -> str:
    """The id of an incident: the smallest of its reported incidents'."""
    return min(id for _, id in group)
