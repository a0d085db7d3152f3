"""What the register can show and do, in the words of the app. The one place that knows both."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from typing import Any

from rashomon import api
from rashomon.config import Config
from rashomon.errors import ConflictError, NotFoundError
from rashomon.model import Document, Incident, as_json, document_json
from rashomon.views import board_of, toll_series
from rashomon.views.decisions import undone
from rashomon.views.queue import RULES, Waiting, queue
from rashomon.views.sketches import (
    Filter,
    Sketch,
    named,
    page,
    points,
    recent_reports,
    sketch,
    timeline,
    titles,
)
from rashomon.web.coder import Coder
from rashomon.web.graphic import graphic_spans
from rashomon.web.problems import Problem

NEED_VERSION = frozenset(
    {"accept", "reject", "correct", "add", "same", "different", "merge", "split", "assign"}
)
PRECISION_OF = {  # a place of the gazetteer, as a record says how well a place is known
    "site": "site", "town": "town", "quarter": "town", "admin2": "district", "admin1": "province", "country": "country",
    "water": "sea",
}  # fmt: skip
QUEUES = 8  # orders of review that are kept ready


class Desk:
    """A register open for review by one person."""

    def __init__(self, where: str, *, config: Config | None = None, author: str) -> None:
        self.where, self.author, self.config = where, author, config or Config()
        self.register = api.open(where, config=self.config, create=True)
        self.coder = Coder(where, self.config, author)
        self._queues: dict[
            str, tuple[str, list[Waiting]]
        ] = {}  # filter → head of the log, and the order then
        self._layers: dict[str, dict[str, Any]] = {}
        self._copies: tuple[str, dict[str, str]] = ("", {})
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The register's name for people, without its folder or a password."""
        return self.where.replace("\\", "/").rpartition("/")[2].partition("?")[0]

    def close(self) -> None:
        """Close the register and stop coding."""
        self.coder.close()
        self.register.close()

    def copies(self) -> dict[str, str]:
        """Copy → original, by document id; kept until something is written."""
        head = self.register.head()
        if self._copies[0] != head:
            self._copies = (head, self.register.copies())
        return self._copies[1]

    # Lists ------------------------------------------------------------------------------------------------

    def waiting(self, wanted: Filter, *, going_on: bool = False) -> list[Waiting]:
        """The queue; kept until something is written. Who goes on in it goes on in the order that they began with."""
        key, head = repr(sorted(wanted.json().items(), key=str)), self.register.head()
        with self._lock:
            then, found = self._queues.get(key, ("", None))
        if found is None or (then != head and not going_on):
            found = queue(self.register, wanted)
            with self._lock:
                self._queues.pop(key, None)
                while len(self._queues) >= QUEUES:
                    self._queues.pop(next(iter(self._queues)))
                self._queues[key] = (head, found)
        return found

    def listed(self, wanted: Filter, order: str, limit: int, after: Sequence[Any] | None) -> dict[str, Any]:
        """A page of a list: results, the key after which the next ones come, and how many there are in all."""
        if order == "queue":
            return self._queued(wanted, limit, after)
        key = (after[0], after[1]) if after else None
        found = page(self.register, wanted, order=order, limit=limit, after=key)  # type: ignore[arg-type]
        return {
            "results": [sketch_json(s) for s in found.sketches],
            "after": list(found.after) if found.after else None,
            "total": self.register.count(wanted),
        }

    def _queued(self, wanted: Filter, limit: int, after: Sequence[Any] | None) -> dict[str, Any]:
        waiting = self.waiting(wanted, going_on=bool(after))
        start = 0
        if (
            after
        ):  # [place, id]: the id tells where we are, the place where we were when it has gone meanwhile
            place, last = int(after[0]), str(after[1])
            start = next((n + 1 for n, w in enumerate(waiting) if w.id == last), min(place, len(waiting)))
        chosen = waiting[start : start + limit]
        rules = {w.id: w.rule for w in chosen}
        end = start + len(chosen)
        return {
            "results": [
                sketch_json(s, rules.get(s.id)) for s in named(self.register, [w.id for w in chosen])
            ],
            "after": [end, chosen[-1].id] if chosen and end < len(waiting) else None,
            "total": len(waiting),
        }

    def points(self, wanted: Filter) -> dict[str, list[Any]]:
        """Every incident that meets a filter, as columns."""
        return points(self.register, wanted)

    def timeline(self, wanted: Filter) -> dict[str, Any]:
        """Incidents by day, and reports by day."""
        return dict(timeline(self.register, wanted))

    # One incident -----------------------------------------------------------------------------------------

    def incident(self, id: str) -> dict[str, Any]:
        """Everything about an incident but why it is one."""
        incident = self.register.incident(id)
        docs = self.register.documents_of(incident)
        copies = {copy: first for copy, first in self.copies().items() if copy in docs}
        decisions = self.register.decisions(incident.id)
        return {
            "incident": as_json(incident),
            "sketch": sketch_json(sketch(self.register, incident.id)),
            "board": as_json(board_of(incident, docs, copies)),
            "tolls": as_json(toll_series(incident, docs)),
            "documents": [meta_json(docs[id], copies.get(id)) for id in in_time(docs.values())],
            "statements": [as_json(s) for s in self.register.statements_about(incident.id)],
            "related": self._related(incident),
            "decisions": self._told(decisions),
        }

    def _related(self, incident: Incident) -> list[dict[str, Any]]:
        relation = dict(incident.related)
        return [{**sketch_json(s), "relation": relation[s.id]} for s in named(self.register, list(relation))]

    def explanation(self, id: str) -> dict[str, Any]:
        """Why an incident is one, and the nearest one that is another."""
        found = api.explanation_json(self.register.explain(self.register.incident(id).id))
        if found["nearest"]:
            found["nearest"]["incident"] = self.register.named(found["nearest"]["b"]["id"])[0]
        return found

    # Documents --------------------------------------------------------------------------------------------

    def documents(self, words: str, limit: int) -> list[dict[str, Any]]:
        """Documents that hold words, latest first; without words, the latest of all."""
        if not words.strip():
            return [
                {**row, "copy_of": self.copies().get(row["id"])}
                for row in recent_reports(self.register, limit)
            ]
        found = self.register.search_documents(words, limit=limit)
        return [meta_json(doc, self.copies().get(doc.id)) for doc in found]

    def search(self, words: str, limit: int) -> dict[str, Any]:
        """Incidents and documents that hold all words."""
        ids = [i.id for i in self.register.search(words, limit=limit)]
        incidents = [sketch_json(s) for s in named(self.register, ids)]
        return {"incidents": incidents, "documents": self.documents(words, limit) if words.strip() else []}

    def titles(self, ids: Sequence[str], most: int = 60) -> list[dict[str, Any]]:
        """What the first of some documents are called, by whom and when they were published."""
        known = titles(self.register, ids[:most])
        return [known[id] for id in ids[:most] if id in known]

    def places(self, name: str, country: str | None, limit: int) -> list[dict[str, Any]]:
        """Places of a name, likeliest first, those of the country before others; for a person to choose from."""
        world = api.gazetteer.open_gazetteer(self.config)
        found = world.lookup(name) or world.lookup(name, loose=True)
        ordered = sorted(found, key=lambda place: country is not None and place.country != country)
        return [
            {
                "name": place.name,
                "admin1": world.admin1_name(place),
                "country": place.country,
                "lat": place.lat,
                "lon": place.lon,
                "geonameid": place.geonameid,
                "precision": PRECISION_OF.get(place.group),
                "population": place.population,
            }
            for place in ordered[:limit]
        ]

    def document(self, id: str) -> dict[str, Any]:
        """A document with its text, the claims and mentions in it, and where its metadata were read."""
        doc = self.register.document(id)
        told = self.register.incidents(where={"document": id}, state="any", limit=1000)
        parts = []
        for incident in sorted(
            told, key=lambda i: (min((m.start for m in i.mentions if m.document == id), default=0), i.id)
        ):
            parts.append(
                {
                    "id": incident.id,
                    "label": incident.label,
                    "version": self.register.standing(incident.id)["version"],
                    "mentions": [as_json(m) for m in incident.mentions if m.document == id],
                    "claims": [as_json(c) for c in incident.claims if c.document == id],
                }
            )
        return {
            "document": meta_json(doc, self.copies().get(id)),
            "text": doc.text,
            "stated": as_json(doc.stated),
            "issues": as_json(doc.issues),
            "versions": [d.id for d in self.register.versions(id)],
            "incidents": parts,
            "graphic": graphic_spans(doc.text),
        }

    def layers(self, id: str) -> dict[str, Any]:
        """The annotation layers of a document."""
        doc = self.register.document(id)
        with self._lock:
            found = self._layers.get(doc.sha256 + doc.id)
        if found is None:
            found = self.coder.annotate(doc)
            with self._lock:
                while len(self._layers) >= 100:
                    self._layers.pop(next(iter(self._layers)))
                self._layers[doc.sha256 + doc.id] = found
        return found

    # Deciding ---------------------------------------------------------------------------------------------

    def decide(
        self, kind: Any, ids: Sequence[str], *, reason: str, details: Mapping[str, Any],
        expect: Mapping[str, int], request: str | None,
    ) -> dict[str, Any]:  # fmt: skip
        """Take a decision and tell what became of the incident. A conflict tells the difference."""
        expect = {self.register.named(id)[0]: version for id, version in expect.items()}
        try:
            done = self.register.decide(
                kind,
                *ids,
                author=self.author,
                reason=reason,
                details=dict(details),
                expect=expect,
                request=request,
            )
        except ConflictError as error:
            if (difference := self._difference(expect)) is None:
                raise
            raise Problem(412, str(error), difference=difference) from None
        incidents = []
        for id in dict.fromkeys([*self._addresses(ids), *done.new, *done.changed]):
            incidents += [sketch_json(s) for s in named(self.register, [id])]
        return {
            "decision": decision_json(done.decision),
            "new": list(done.new),
            "changed": list(done.changed),
            "gone": list(done.gone),
            "incidents": incidents,
        }

    def _addresses(self, ids: Iterable[str]) -> Iterable[str]:
        for id in ids:
            try:
                yield self.register.named(id)[0]
            except NotFoundError:
                continue

    def _difference(self, expect: Mapping[str, int]) -> list[dict[str, Any]] | None:
        """What others did to incidents since the versions that a person saw; None when nothing moved."""
        found = []
        for id, seen in expect.items():
            try:
                incident, now = self.register.named(id)
            except NotFoundError:
                continue
            if now == seen:
                continue
            since = [c for c in self.register.changes(seen) if c.incident in (incident, id)]
            found.append(
                {"incident": incident, "seen": seen, "now": now, "changes": [as_json(c) for c in since]}
            )
        return found or None

    def decisions(self, about: str | None = None, limit: int = 200) -> list[dict[str, Any]]:
        """Decisions, newest first, each with whether it is in force."""
        return self._told(self.register.decisions(about))[:limit]

    def _told(self, decisions: Sequence[Any]) -> list[dict[str, Any]]:
        gone = undone(self.register.decisions())
        return [{**decision_json(d), "undone": d.id in gone} for d in reversed(decisions)]


def sketch_json(found: Sketch, rule: str | None = None) -> dict[str, Any]:
    """An incident in a list; `rule` says why it stands where it stands in the queue."""
    row = asdict(found)
    row["publishers"] = list(found.publishers)
    row["version"] = row.pop("changed")
    return row if rule is None else {**row, "rule": rule}


def meta_json(doc: Document, copy_of: str | None) -> dict[str, Any]:
    """A document without its text."""
    more = {"updated": doc.updated, "byline": doc.byline, "wire": doc.wire, "dateline": doc.dateline}
    counts = {"characters": len(doc.text), "opening": doc.text[:120]}
    return {**document_json(doc, copy_of=copy_of), **more, **counts}


def in_time(docs: Iterable[Document]) -> list[str]:
    """Ids of documents, first published first."""
    return [d.id for d in sorted(docs, key=lambda d: (d.published or "~", d.id))]


def decision_json(decision: Any) -> dict[str, Any]:
    """A decision, with what it is about."""
    row: dict[str, Any] = as_json(replace(decision, details=dict(decision.details)))
    return row


@lru_cache(maxsize=1)
def rules() -> list[dict[str, str]]:
    """Why incidents come first in the queue, in order."""
    return [{"code": rule.code, "words": rule.words} for rule in RULES]
