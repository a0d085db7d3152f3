"""Taking a decision: checked, tied to the words that it is about, applied and logged in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import sqlalchemy as sa

from rashomon.errors import ConflictError, NotFoundError
from rashomon.ids import content_id
from rashomon.incidents.policies import Policy
from rashomon.review import Anchor, Decision, Docket
from rashomon.review.decisions import DecisionError, DecisionKind, check
from rashomon.store import log
from rashomon.store.anchors import Named, documents_of, incident_named, resolve
from rashomon.store.columns import canonical
from rashomon.store.relink import Key, Relinked, Relinker
from rashomon.store.schema import decisions, documents, incidents, members
from rashomon.store.shelf import Shelf, all_decisions, decision_of

MOST_DETAILS = 100_000  # characters of a decision's details


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants to do. `expect` holds the versions of the incidents that they saw, by the
    ids they give.
    """

    kind: DecisionKind
    ids: tuple[str, ...]
    author: str
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)
    expect: Mapping[str, int] = field(default_factory=dict)
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision taken, and the incidents that it changed."""

    decision: Decision
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def decide(connection: sa.Connection, policy: Policy, wish: Wish) -> Decided:
    """Take a decision in the caller's transaction. The same request twice has one effect.

    Raises DecisionError, NotFoundError, or ConflictError when an incident has changed since the person saw
    it.
    """
    if not wish.author.strip():
        raise DecisionError("a decision needs an author; give a name")
    done = _done_before(connection, wish)
    if done is not None:
        return Decided(done)
    before = Docket(all_decisions(connection))
    shelf = Shelf(connection, before)
    anchors, details, incidents_ = _target(shelf, wish)
    _compare_and_set(connection, wish, incidents_)
    _check(shelf, wish, anchors, details)
    sequence, time = log.last(connection)[0] + 1, log.utc_now()
    id = content_id("decision", sequence, wish.kind, wish.author, time, [asdict(a) for a in anchors], details)
    decision = Decision(id, sequence, wish.kind, wish.author, time, wish.reason, anchors, details)
    body = body_of(decision)
    connection.execute(decisions.insert().values(sequence=sequence, id=id, request=wish.request, body=body))
    done_ = apply(connection, policy, before, decision)
    log.append(
        connection,
        author=wish.author,
        action=wish.kind,
        object=incidents_[0],
        reason=wish.reason,
        time=time,
        details={
            "decision": id,
            "sha256": log.digest(canonical([wish.request, body])),
            "incidents": done_.digest,
            "of": list(incidents_),
            "seen": dict(sorted(wish.expect.items())),
        },
    )
    return Decided(decision, done_.new, done_.changed, done_.gone)


def body_of(decision: Decision) -> dict[str, Any]:
    """A decision as it is stored."""
    values = {name: getattr(decision, name) for name in ("id", "kind", "author", "time", "reason")}
    return values | {
        "anchors": [asdict(a) for a in decision.anchors],
        "details": dict(decision.details),
    }


def _done_before(connection: sa.Connection, wish: Wish) -> Decision | None:
    """The decision that this request made already."""
    if wish.request is None:
        return None
    row = connection.execute(sa.select(decisions).where(decisions.c.request == wish.request)).first()
    if row is None:
        return None
    found = decision_of(row.sequence, row.body)
    if (found.kind, found.author, found.reason) != (wish.kind, wish.author, wish.reason):
        raise ConflictError(
            f"request {wish.request} was used for another decision ({found.id}); use a new key"
        )
    return found


def _target(shelf: Shelf, wish: Wish) -> tuple[tuple[Anchor, ...], dict[str, Any], list[str]]:
    """Anchors, details and incidents of what a wish is about."""
    details = dict(wish.details)
    if wish.kind == "undo":
        undone = _decision_named(shelf.connection, wish.ids)
        details["decision"] = undone.id
        return undone.anchors, details, _incidents_of(shelf.connection, undone.anchors) or [undone.id]
    if not wish.ids:
        raise DecisionError(f"nothing to {wish.kind}; give an id")
    named = [resolve(shelf, id) for id in wish.ids]
    whole = wish.kind in ("same", "merge", "different", "split", "assign", "add", "sensitive")
    if whole and any(x.anchor.role for x in named):
        raise DecisionError(f"one can {wish.kind} incidents only, not claims")
    if wish.kind in ("same", "merge") and len({x.incident for x in named}) < 2:
        raise DecisionError("these are one incident already; give two or more incidents")
    if wish.kind == "different" and (len(named) != 2 or named[0].anchor == named[1].anchor):
        raise DecisionError("give two incidents, or two mentions of one, that are different")
    if wish.kind == "split":
        anchors, details["parted"] = _parting(shelf, named)
        return anchors, details, [named[0].incident]
    if wish.kind not in ("same", "merge", "different") and len(named) > 1:
        raise DecisionError(f"one decision to {wish.kind} is about one incident or claim, not {len(named)}")
    incidents_ = list(dict.fromkeys(x.incident for x in named))
    if wish.kind == "merge":
        return _all_records(shelf, named), details, incidents_
    return tuple(x.anchor for x in named), details, incidents_


def _decision_named(connection: sa.Connection, ids: Sequence[str]) -> Decision:
    found = [d for d in all_decisions(connection) if len(ids) == 1 and ids[0] and d.id.startswith(ids[0])]
    if len(found) != 1:
        raise NotFoundError(f"{' '.join(ids)} names {len(found)} decisions; give the id of one")
    return found[0]


def _incidents_of(connection: sa.Connection, anchors: Iterable[Anchor]) -> list[str]:
    found = []
    for anchor in anchors:
        try:
            found.append(incident_named(connection, anchor.id))
        except NotFoundError:
            continue
    return list(dict.fromkeys(found))


def _all_records(shelf: Shelf, named: Sequence[Named]) -> tuple[Anchor, ...]:
    """The anchors given, then those of all other records of their incidents: a merge holds every one of them, whatever
    linking would make of the rest.
    """
    given = [x.anchor for x in named]
    held = {a.id for a in given}
    for incident in dict.fromkeys(x.incident for x in named):
        for anchor, own in _records(shelf, incident):
            if not own & held:
                given.append(anchor)
                held |= own
    return tuple(given)


def _records(shelf: Shelf, incident: str) -> Iterator[tuple[Anchor, set[str]]]:
    """The anchor of each record of an incident, with the ids of all its mentions."""
    query = sa.select(members).where(members.c.incident == incident).order_by(members.c.document)
    for row in shelf.connection.execute(query).all():
        record = shelf.reported(row.document, row.reported)
        doc = shelf.report(row.document).doc
        first = next((m for m in record.mentions if m.id == record.id), record.mentions[0])
        anchor = Anchor(first.id, doc.sha256, doc.id, first.start, first.end, first.quote)
        yield anchor, {record.id, *(m.id for m in record.mentions)}


def _parting(shelf: Shelf, named: Sequence[Named]) -> tuple[tuple[Anchor, ...], int]:
    """The anchors of all records of an incident: those that stay, then those that leave with the
    mentions given.
    """
    whole, leaving = named[0].incident, named[1:]
    if not leaving or any(x.incident != whole for x in leaving):
        raise DecisionError(f"give the mentions of {whole} that are another incident")
    stay: list[Anchor] = []
    leave: list[Anchor] = []
    for anchor, own in _records(shelf, whole):
        (leave if any(x.anchor.id in own for x in leaving) else stay).append(anchor)
    if not stay:
        raise DecisionError(f"all records of {whole} would leave it; name those of the other incident only")
    return (*stay, *leave), len(leave)


def _compare_and_set(connection: sa.Connection, wish: Wish, incidents_: Sequence[str]) -> None:
    for id, seen in wish.expect.items():
        incident = incident_named(connection, id)
        now = connection.execute(sa.select(incidents.c.changed).where(incidents.c.id == incident)).scalar()
        if now != seen:
            entry = next(log.entries(connection, since=(now or 1) - 1))
            raise ConflictError(
                f"{incident} was changed by {entry['author']} ({entry['action']}) at {entry['time']}, after you saw it "
                f"(version {seen}, now {now}); look at it again and decide anew"
            )


def _check(shelf: Shelf, wish: Wish, anchors: Sequence[Anchor], details: Mapping[str, Any]) -> None:
    text = ""
    if wish.kind in ("correct", "add"):
        query = sa.select(documents.c.text).where(documents.c.id == anchors[0].document)
        text = shelf.connection.execute(query).scalar() or ""
    about_claim = any(a.role for a in anchors)
    check(wish.kind, details, reason=wish.reason, about_claim=about_claim, text=text)
    if wish.kind == "add" and "role" not in details:
        raise DecisionError("a claim to add needs a role")
    if len(canonical(details)) + len(wish.reason) > MOST_DETAILS:
        raise DecisionError(f"this decision says more than {MOST_DETAILS} characters; say less")


def apply(connection: sa.Connection, policy: Policy, before: Docket, decision: Decision) -> Relinked:
    """Rebuild what a decision touches."""
    docket = Docket([*before.all, decision])
    relinker = Relinker(connection, policy, decision.sequence, docket=docket)
    about = decision
    if decision.kind == "undo":
        by_id = {d.id: d for d in before.all}
        while about.kind == "undo":
            about = by_id[about.details["decision"]]
    numbers = documents_of(connection, (a.sha256 for a in about.anchors))
    if about.about_claim or about.kind == "add":
        if about.kind in ("reject", "correct", "add", "accept"):
            return relinker.run(read_again=numbers, before=before)
        return relinker.run(before=before)
    relinker.touch(keys_of(connection, docket, about, numbers))
    return relinker.run(before=before)


def keys_of(
    connection: sa.Connection, docket: Docket, decision: Decision, numbers: Sequence[int]
) -> set[Key]:
    """The reported incidents that a decision about incidents is about, in today's readings."""
    from rashomon.review.attach import find_mention

    shelf = Shelf(connection, docket)
    shelf.load(numbers)
    keys = set()
    for anchor in decision.anchors:
        for n in numbers:
            if shelf.report(n).doc.sha256 == anchor.sha256:
                mention = find_mention(anchor, shelf.report(n))
                keys |= {(n, i.id) for i in shelf.report(n).incidents if mention in i.mentions}
    return keys


__all__ = ["Decided", "Wish", "apply", "body_of", "decide", "keys_of"]
