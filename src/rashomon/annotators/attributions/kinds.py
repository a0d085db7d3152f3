"""What kind of source speaks: read from the actors layer."""

from __future__ import annotations

from functools import lru_cache

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Annotations, Kind, Span


def source_kind(notes: Annotations, source: Span | None) -> Kind | None:
    """Kind of the actor that the source names; None when there is none or its kind is not known."""
    if source is None:
        return None
    for actor in notes.actors:
        if actor.kind is not None and source.overlaps(actor.span) and actor.span.start < source.end:
            return actor.kind
    return by_words(source.of(notes.doc.text))


def by_words(name: str) -> Kind | None:
    """Kind by the last telling word of a name, for what the actors layer does not know."""
    table = _table()
    parts = [word.strip("'’s.,\"“”").lower() for word in name.split()]
    for word in reversed(parts):
        for form in (word, word.removesuffix("s")):
            if form in table:
                return table[form]
    return None


@lru_cache(maxsize=1)
def _table() -> dict[str, Kind]:
    lists = read_yaml(data_path("attributions", "kinds.yaml"), dict[Kind, list[str]])
    return {word: kind for kind, listed in lists.items() for word in listed}
