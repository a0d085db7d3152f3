"""The words that surround place names, read once from data/places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from rashomon.gazetteer import demonyms
from rashomon.lexicon import data_path, read_csv, read_yaml


class _Words(BaseModel):
    kinds: dict[str, list[str]]
    leading: list[str]
    prepositions: list[str]
    strong_prepositions: list[str]
    directions: list[str]
    near_words: list[str]
    organisation_words: list[str]
    titles: list[str]
    person_verbs: list[str]
    inside: list[str]
    articles: list[str]
    official_words: list[str]
    event_words: list[str]
    publisher_prefixes: list[str]
    publisher_words: list[str]
    generic_endings: list[str]
    english_press: list[str]
    speaking_verbs: list[str]
    telling: list[str]
    taking_verbs: list[str]
    ambiguous: list[str]
    personal: list[str]
    phrases: list[str]


class _Short(BaseModel):
    short: str
    name: str
    country: str


class _Group(BaseModel):
    """A line of actors/groups.csv, read for its names."""

    name: str
    country: str = ""
    kind: str = ""
    aliases: str = ""
    parent: str = ""
    active_from: str = ""
    active_to: str = ""
    reference: str = ""
    verified: str = ""


@dataclass(frozen=True, slots=True)
class Cues:
    """Sets of words, all lower case; `kinds` maps a word to the sort of place it announces."""

    kinds: dict[str, str]
    leading: frozenset[str]
    prepositions: frozenset[str]
    strong_prepositions: frozenset[str]
    directions: frozenset[str]
    near_words: frozenset[str]
    organisation_words: frozenset[str]
    titles: frozenset[str]
    person_verbs: frozenset[str]
    inside: frozenset[str]
    articles: frozenset[str]
    official_words: frozenset[str]
    event_words: frozenset[str]
    publisher_prefixes: frozenset[str]
    publisher_words: frozenset[str]
    generic_endings: frozenset[str]
    english_press: frozenset[str]
    speaking_verbs: frozenset[str]
    telling: frozenset[str]  # lemmas
    taking_verbs: frozenset[str]
    ambiguous: frozenset[str]
    personal: frozenset[str]
    phrases: frozenset[str]
    short_names: dict[str, tuple[str, str]]  # "Ky." → (Kentucky, USA)
    demonyms: dict[str, tuple[str, ...]]
    groups: frozenset[str]  # armed groups with names of one word


@lru_cache(maxsize=1)
def cues() -> Cues:
    """The project's word lists for places."""
    words = read_yaml(data_path("places", "cues.yaml"), _Words)
    kinds = {word: kind for kind, group in words.kinds.items() for word in group}
    lists = {name: frozenset(getattr(words, name)) for name in _Words.model_fields if name != "kinds"}
    rows = read_csv(data_path("places", "abbreviations.csv"), _Short)
    return Cues(
        kinds,
        **lists,
        short_names={r.short: (r.name, r.country) for r in rows},
        demonyms=demonyms(),
        groups=_groups(),
    )


def _groups() -> frozenset[str]:
    """One-word names of armed groups ("Hamas", "Wagner"): a place of which one is another spelling is not meant."""
    rows = read_csv(data_path("actors", "groups.csv"), _Group)
    names = {name for row in rows for name in (row.name, *row.aliases.split("|"))}
    return frozenset(name.lower() for name in names if name and " " not in name)
