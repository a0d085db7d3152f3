"""Event mentions of one text that tell of one happening."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.ids import content_id
from rashomon.model import Annotations, Document, Event, Mention, Span


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
        first = event.same_as if event.same_as in home else None
        home[event.id] = home[first] if first else event.id
    members: dict[str, list[Event]] = {}
    for event in notes.events:
        members.setdefault(home[event.id], []).append(event)
    return [make_group(notes.doc, tuple(events)) for events in members.values()]


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
