"""Event mentions of one text that tell of one happening."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from rashomon.claims.partition import partition
from rashomon.ids import content_id
from rashomon.model import Annotations, Document, Event, Mention, Span

TWINS = 0.8  # share of the longer of two clauses that both must hold to be the same words


@dataclass(frozen=True, slots=True)
class Group:
    """Events of one text that are one incident, in the order of the text."""

    id: str
    events: tuple[Event, ...]
    mentions: tuple[Mention, ...]


def group_events(notes: Annotations) -> list[Group]:
    """Groups by `same_as`, in the order of their first event."""
    home: dict[str, str] = {}
    for event in notes.events:
        home[event.id] = home.setdefault(event.same_as, event.same_as) if event.same_as else event.id
    join_twins(notes.events, home)
    owner = owners(notes.events, home)
    members: dict[str, list[Event]] = {}
    for event in notes.events:
        if owner[event.clause] == home[event.id]:
            members.setdefault(home[event.id], []).append(event)
    parts = [part for events in members.values() for part in partition(tuple(events), notes)]
    return [make_group(notes.doc, part) for part in parts]


def join_twins(events: tuple[Event, ...], home: dict[str, str]) -> None:
    """Put events whose clauses are nearly the same words into one group, the earlier one's."""
    ordered = sorted(events, key=lambda e: (e.clause.start, e.clause.end, e.id))
    for one, two in pairwise(ordered):
        common = min(one.clause.end, two.clause.end) - max(one.clause.start, two.clause.start)
        longer = max(one.clause.end - one.clause.start, two.clause.end - two.clause.start)
        if home[one.id] != home[two.id] and common >= TWINS * longer:
            gone, kept = home[two.id], home[one.id]
            for id, group in home.items():
                home[id] = kept if group == gone else group


def owners(events: tuple[Event, ...], home: dict[str, str]) -> dict[Span, str]:
    """The one group that each clause belongs to: that of its event which says most.

    "A car bomb killed three" may be found by its bomb and by its killing, and go to two groups. Words that
    stood in two incidents would give both the same id.
    """
    best: dict[Span, Event] = {}
    for event in events:
        known = best.get(event.clause)
        if known is None or (len(event.roles), event.score) > (len(known.roles), known.score):
            best[event.clause] = event
    return {clause: home[event.id] for clause, event in best.items()}


def make_group(doc: Document, events: tuple[Event, ...]) -> Group:
    """A group with its mentions; its id is the smallest of their ids."""
    mentions: dict[str, Mention] = {}
    for event in events:
        mention = mention_of(doc, event.clause)
        mentions.setdefault(mention.id, mention)
    return Group(min(mentions), events, tuple(mentions.values()))


def mention_of(doc: Document, span: Span) -> Mention:
    """The mention at a span: its id hashes the document's sha256, the span and its words."""
    quote = span.of(doc.text)
    return Mention(content_id(doc.sha256, span.start, span.end, quote), doc.id, span.start, span.end, quote)
