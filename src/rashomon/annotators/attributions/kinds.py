"""What kind of source speaks: read from the actors layer."""

from __future__ import annotations

from rashomon.annotators.actors import actor_at, describe_source
from rashomon.annotators.actors.describe import SPOKEN
from rashomon.model import Annotations, Kind, Span


def source_kind(notes: Annotations, source: Span | None) -> Kind | None:
    """Kind of the actor that the source names; None when there is none or its kind is not known."""
    if source is None:
        return None
    told = describe_source(source.of(notes.doc.text)).kind
    actor = actor_at(notes, source)
    found = actor.kind if actor is not None else None
    if found is None or told == "unnamed":
        found = told or found
    return SPOKEN.get(found, found)
