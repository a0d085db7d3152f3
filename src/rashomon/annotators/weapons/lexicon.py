"""The weapon names of `data/weapons` and of a user's overlays, as a table of word sequences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from rashomon.lexicon import data_path, read_csv, read_yaml
from rashomon.model import WeaponKind

Words = tuple[str, ...]
SPLIT = re.compile(r"[\s\-‑–]+")


class ImpliedGroup(BaseModel):
    """Phrases that tell of a weapon without naming it."""

    model_config = ConfigDict(extra="forbid")
    words: list[str]
    name: str
    kind: WeaponKind


class WeaponWords(BaseModel):
    """`weapons.yaml`."""

    model_config = ConfigDict(extra="forbid")
    names: dict[WeaponKind, list[str]]
    only_in_use: list[str]
    use: list[str]
    never: list[str]
    implied: list[ImpliedGroup]
    air_context: list[str]
    vehicle_context: list[str]
    filled: list[str]
    fillings: list[str]
    one: list[str]


class OverlayWeapon(BaseModel):
    """A row of a user's file of weapons: name, kind and, if no rule makes it, the plural."""

    model_config = ConfigDict(extra="forbid")
    name: str
    kind: WeaponKind
    plural: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What a word sequence means. `name` None = as written; `kind` None = no weapon ("Rocket League")."""

    kind: WeaponKind | None
    plural: bool = False
    in_use: bool = False
    implied: bool = False
    name: str | None = None


@dataclass(frozen=True)
class WeaponTable:
    """Word sequences by their first word, longest first, and the context words."""

    entries: dict[str, tuple[tuple[Words, Entry], ...]]
    use: frozenset[str]
    air: frozenset[str]
    vehicles: frozenset[str]
    filled: tuple[Words, ...]
    fillings: frozenset[str]
    one: frozenset[str]

    def longest(self, words: list[str], at: int) -> tuple[int, Entry] | None:
        """The longest entry that begins with the word at a position: (number of words, entry)."""
        for sequence, entry in self.entries.get(words[at], ()):
            if tuple(words[at : at + len(sequence)]) == sequence:
                return len(sequence), entry
        return None


def load_table(overlays: tuple[Path, ...] = ()) -> WeaponTable:
    """Our names and those of a user's overlay files; a user's entry replaces ours of the same name.

    Raises DataError that names the file and the line of a wrong entry.
    """
    words = read_yaml(data_path("weapons", "weapons.yaml"), WeaponWords)
    entries: dict[Words, Entry] = {}
    for sequence, entry in (*_named(words), *_implied(words)):
        entries.setdefault(sequence, entry)
    for phrase in words.never:
        entries[split(phrase)] = Entry(None)
    for path in overlays:
        for row in read_csv(path, OverlayWeapon):
            entries[split(row.name)] = Entry(row.kind)
            entries[split(row.plural or plural_of(row.name))] = Entry(row.kind, plural=True)
    return WeaponTable(
        entries=_by_first(entries),
        use=frozenset(words.use),
        air=frozenset(words.air_context),
        vehicles=frozenset(words.vehicle_context),
        filled=tuple(split(p) for p in words.filled),
        fillings=frozenset(words.fillings),
        one=frozenset(words.one),
    )


def split(phrase: str) -> Words:
    """Words of a name, hyphens as spaces.

    >>> split("rocket-propelled grenade")
    ('rocket', 'propelled', 'grenade')
    """
    return tuple(word for word in SPLIT.split(phrase.lower()) if word)


def plural_of(name: str) -> str:
    """The regular plural of the last word.

    >>> plural_of("missile battery"), plural_of("torch")
    ('missile batteries', 'torches')
    """
    if name.endswith("y") and name[-2:-1] not in "aeiou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "x", "z", "ch", "sh")) else "s")


def _named(words: WeaponWords) -> Iterator[tuple[Words, Entry]]:
    guarded = set(words.only_in_use)
    for kind, names in words.names.items():
        for entry in names:
            singular, _, plural = entry.partition("/")
            in_use = singular in guarded
            if singular != plural:
                yield split(singular), Entry(kind, in_use=in_use)
            yield split(plural or plural_of(singular)), Entry(kind, plural=True, in_use=in_use)


def _implied(words: WeaponWords) -> Iterator[tuple[Words, Entry]]:
    for group in words.implied:
        for phrase in group.words:
            yield split(phrase), Entry(group.kind, implied=True, name=group.name)


def _by_first(entries: dict[Words, Entry]) -> dict[str, tuple[tuple[Words, Entry], ...]]:
    table: dict[str, list[tuple[Words, Entry]]] = {}
    for sequence, entry in entries.items():
        table.setdefault(sequence[0], []).append((sequence, entry))
    return {first: tuple(sorted(rows, key=lambda row: -len(row[0]))) for first, rows in table.items()}
