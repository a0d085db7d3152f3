"""What kind of entity fills a role: by its actor, or by the noun that names it."""

from __future__ import annotations

from functools import lru_cache

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Actor, Annotations, EntityKind, Span


@lru_cache(maxsize=1)
def heads() -> dict[str, EntityKind]:
    """Noun → kind, from data/entities/heads.yaml."""
    table = read_yaml(data_path("entities", "heads.yaml"), dict[EntityKind, list[str]])
    return {noun: kind for kind, nouns in table.items() for noun in nouns}


def entity_kind(actor: Actor | None, span: Span, notes: Annotations) -> EntityKind:
    """The kind of a filler: its actor's (a named group is an organisation, "gunmen" a group), else its
    head noun's.
    """
    head = notes.parse.head(span)
    by_noun = heads().get(head.lower_) or heads().get(head.lemma_.lower())
    if actor is None:
        return by_noun or "other"
    if by_noun in ("facility", "vehicle") and actor.form == "nominal":
        return by_noun
    return "organisation" if actor.form == "name" and actor.entity_kind == "group" else actor.entity_kind
