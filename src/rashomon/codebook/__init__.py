"""The codebook: what each incident type and each word of the closed lists means, with examples.

`rashomon codebook` prints it, docs/codebook.md holds it, exports read ACLED's own names from it. A user's overlay file
of the kind `codebook` may reword entries and add examples; it cannot add types, which are fixed by the model.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from pydantic import BaseModel

from rashomon.config import Config
from rashomon.errors import DataError
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import IncidentType

Disorder = Literal["Political violence", "Demonstrations", "Strategic developments"]


class TypeEntry(BaseModel):
    """One incident type: ACLED's names, what it covers, and examples of our own."""

    model_config = {"frozen": True, "extra": "forbid"}

    code: str
    event: str
    disorder: Disorder
    definition: str
    includes: str
    excludes: str
    examples: tuple[str, ...]


class Amendment(BaseModel):
    """What an overlay may change of an entry."""

    model_config = {"frozen": True, "extra": "forbid"}

    definition: str | None = None
    includes: str | None = None
    excludes: str | None = None
    examples: tuple[str, ...] = ()


class Codebook(BaseModel):
    """All types and all other vocabularies, in the order of the model."""

    model_config = {"frozen": True}

    types: dict[IncidentType, TypeEntry]
    vocabularies: dict[str, dict[str, str]]


def load_codebook(config: Config | None = None) -> Codebook:
    """The packaged codebook with the user's overlays laid over it."""
    book = _packaged()
    for path in config.overlay("codebook") if config else ():
        book = _amended(book, path)
    return book


@lru_cache(maxsize=1)
def _packaged() -> Codebook:
    types = read_yaml(data_path("codebook", "types.yaml"), dict[IncidentType, TypeEntry])
    words = read_yaml(data_path("codebook", "vocabularies.yaml"), dict[str, dict[str, str]])
    missing = [name for name in get_args(IncidentType) if name not in types]
    if missing:
        raise DataError(f"{data_path('codebook', 'types.yaml')}: no entry for {missing[0]}")
    return Codebook(types={name: types[name] for name in get_args(IncidentType)}, vocabularies=words)


def _amended(book: Codebook, path: Path) -> Codebook:
    changes = read_yaml(path, dict[IncidentType, Amendment])
    types = dict(book.types)
    for name, change in changes.items():
        entry = types[name]
        fields = change.model_dump(exclude_none=True)
        fields["examples"] = entry.examples + change.examples
        types[name] = entry.model_copy(update=fields)
    return Codebook(types=types, vocabularies=book.vocabularies)


def as_markdown(book: Codebook) -> str:
    """The reference part of docs/codebook.md: a heading for every type and every word list."""
    lines: list[str] = ["## Incident types", ""]
    for name, entry in book.types.items():
        lines += [f"### {name}", "", f"ACLED: {entry.event} / {entry.code}. {entry.definition}", ""]
        lines += [f"- Includes: {entry.includes}", f"- Excludes: {entry.excludes}"]
        lines += [f"- Example: “{example}”" for example in entry.examples] + [""]
    lines += ["## Word lists", ""]
    for vocabulary, words in book.vocabularies.items():
        lines += [f"### {vocabulary}", "", "| word | meaning |", "|---|---|"]
        lines += [f"| {word} | {meaning} |" for word, meaning in words.items()] + [""]
    return "\n".join(lines).rstrip() + "\n"
