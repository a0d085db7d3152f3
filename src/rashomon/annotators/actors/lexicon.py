"""The actors that the project and its user know, read from data/actors, as one trie."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import get_args

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator

from rashomon.annotators.actors.words import Trie, name_key
from rashomon.errors import DataError
from rashomon.ids import content_id
from rashomon.lexicon import data_path, numbered_rows, read_csv, read_yaml
from rashomon.model import EntityKind, Kind

KINDS = get_args(Kind)


class NamedRow(BaseModel):
    """A row of groups, bodies, international, monitors, media and people; lists are separated by |."""

    model_config = ConfigDict(extra="forbid")
    name: str
    country: str | None = None
    kind: Kind | None = None
    aliases: str = ""
    institution: str | None = None
    parent: str | None = None
    active_from: int | None = None
    active_to: int | None = None
    reference: str | None = None  # a public page or file that names the actor; `verified` looks at it
    verified: bool = False

    @field_validator("verified")
    @classmethod
    def _only_with_reference(cls, verified: bool, info: ValidationInfo) -> bool:
        """Nobody may call a row verified without saying where that can be checked."""
        if verified and not (info.data.get("reference") or "").startswith("https://"):
            raise ValueError("a verified row needs the https address that was opened in reference")
        return verified


class CountryRow(BaseModel):
    """A row of countries.csv."""

    iso3: str
    name: str
    aliases: str = ""
    adjectives: str = ""
    people: str = ""
    capitals: str = ""


class PeopleRow(BaseModel):
    """A row of peoples.csv."""

    name: str
    aliases: str = ""
    countries: str = ""


class Nominals(BaseModel):
    """nominals.yaml."""

    heads: dict[str, dict[str, list[str]]]
    generic: list[str]
    modifiers: dict[str, list[str]]
    state: list[str]
    plurals: dict[str, str]
    ambiguous: list[str]
    many: list[str]
    voices: list[str]
    collective: list[str]
    bodies: list[str]


class Offices(BaseModel):
    """offices.yaml."""

    ranks: dict[str, list[str]]
    honorifics: list[str]
    speaks_for: list[str]


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A known actor. `institution` is the id of the body that a person speaks for."""

    id: str
    name: str
    kind: Kind | None
    country: str | None
    entity_kind: EntityKind
    institution: str | None = None
    sort: str = "group"  # the table it comes from: groups, bodies, people, country …


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """A country's word: `form` is name, adjective, people or capital."""

    entity: Entity
    form: str


@dataclass(frozen=True, slots=True, eq=False)
class Folk:
    """An ethnic or religious community; `country` only when it is always the same."""

    name: str
    country: str | None
    plural: bool


@dataclass(frozen=True, slots=True, eq=False)
class Head:
    """What a noun says of the actor it names."""

    word: str
    kind: Kind | None = None
    entity_kind: EntityKind | None = None  # None: not a head of its own kind
    generic: bool = False
    sort: EntityKind = "person"  # entity kind of a mention that it heads
    modifier: Kind | None = None
    state: bool = False
    rank: Kind | None = None
    honorific: bool = False
    speaks: bool = False
    ambiguous: bool = False
    plural: bool = False
    voice: bool = False  # a report or a statement: a source, but nobody who acts


Thing = Entity | Land | Folk | Head


def entity_id(name: str, country: str | None) -> str:
    """The id of a known actor, the same in every document."""
    return content_id("actor", name_key(name), country)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that is known of actors before a text is read."""

    trie: Trie[Thing]
    heads: dict[str, Head]
    countries: dict[str, Entity]  # ISO3 → the state
    never: frozenset[str]  # folded words that the parser takes for organisations and that are none


TABLES: tuple[tuple[str, EntityKind], ...] = (
    ("groups", "group"),
    ("bodies", "organisation"),
    ("international", "organisation"),
    ("monitors", "organisation"),
    ("media", "organisation"),
    ("parties", "organisation"),
    ("companies", "organisation"),
    ("people", "person"),
)


def load_lexicon(overlays: tuple[Path, ...] = ()) -> Lexicon:
    """The packaged tables and the user's (the columns of groups.csv). Raises DataError for a wrong row."""
    return _load(overlays)


@lru_cache(maxsize=4)
def _load(overlays: tuple[Path, ...]) -> Lexicon:  # `load_lexicon()` and `load_lexicon(())` are one entry
    spared = read_yaml(data_path("actors", "acronyms.yaml"), dict[str, list[str]])
    trie: Trie[Thing] = Trie(frozenset(spared["ordinary"]))
    for path in overlays:
        _add_rows([row for _, row in numbered_rows(path, NamedRow)], "group", "overlay", trie)
    rows = {name: read_csv(data_path("actors", f"{name}.csv"), NamedRow) for name, _ in TABLES}
    known = {row.name: row.country for table in rows.values() for row in table}
    for name, entity_kind in TABLES:
        _check(rows[name], known, name)
        _add_rows(rows[name], entity_kind, name, trie, known)
    countries = _add_countries(trie)
    _add_peoples(trie)
    heads = _heads()
    for head in heads.values():
        trie.add(head.word, head)
    return Lexicon(trie, heads, countries, frozenset(spared["never"]))


def _check(rows: list[NamedRow], known: dict[str, str | None], table: str) -> None:
    for row in rows:
        for other in (row.institution, row.parent):
            if other is not None and other not in known:
                raise DataError(f"{table}.csv: {row.name!r} belongs to {other!r}, which no table names")


def _add_rows(
    rows: list[NamedRow],
    entity_kind: EntityKind,
    sort: str,
    trie: Trie[Thing],
    known: dict[str, str | None] | None = None,
) -> None:
    for row in rows:
        body = row.institution if known else None
        institution = entity_id(body, (known or {}).get(body)) if body else None
        kind: EntityKind = entity_kind
        if entity_kind == "organisation" and row.kind in ("military", "police"):
            kind = "armed_force"
        elif entity_kind == "group" and row.kind not in ("armed_group", None):
            kind = "armed_force" if row.kind == "military" else "organisation"
        entity = Entity(
            entity_id(row.name, row.country), row.name, row.kind, row.country, kind, institution, sort
        )
        for spelling in (row.name, *_list(row.aliases)):
            trie.add(spelling, entity)


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split("|") if part.strip()]


def _add_countries(trie: Trie[Thing]) -> dict[str, Entity]:
    states = {}
    for row in read_csv(data_path("actors", "countries.csv"), CountryRow):
        state = Entity(
            entity_id(row.name, row.iso3), row.name, "government", row.iso3, "organisation", sort="country"
        )
        states[row.iso3] = state
        name, adjective = Land(state, "name"), Land(state, "adjective")
        people, capital = Land(state, "people"), Land(state, "capital")
        for spelling in (row.name, *_list(row.aliases)):
            trie.add(spelling, name)
        for spelling in _list(row.adjectives):
            trie.add(spelling, adjective)
            if spelling.endswith(
                ("an", "i", "ese", "ian", "b", "t", "ek", "ik", "gian", "ot", "ish", "n", "k")
            ):
                trie.add(spelling + "s", people)
        for spelling in _list(row.people):
            trie.add(spelling, people)
        for spelling in _list(row.capitals):
            trie.add(spelling, capital)
    return states


def _add_peoples(trie: Trie[Thing]) -> None:
    for row in read_csv(data_path("actors", "peoples.csv"), PeopleRow):
        countries = _list(row.countries)
        country = countries[0] if len(countries) == 1 else None
        for spelling in (row.name, *_list(row.aliases)):
            trie.add(spelling, Folk(row.name, country, spelling.endswith("s")))


def _heads() -> dict[str, Head]:
    """Every noun of nominals.yaml and offices.yaml, singular and plural, as one record each."""
    nouns = read_yaml(data_path("actors", "nominals.yaml"), Nominals)
    offices = read_yaml(data_path("actors", "offices.yaml"), Offices)
    facts: dict[str, dict[str, object]] = {}
    many, collective = frozenset(nouns.many), frozenset(nouns.collective)

    def note(word: str, **values: object) -> None:
        for form in {word, plural_of(word, nouns.plurals)}:
            entry = facts.setdefault(form, {})
            for key, value in values.items():
                entry.setdefault(key, value)
            if form != word or word in many or word.split()[-1] in many:
                entry.setdefault("plural", True)

    for kind, sorts in nouns.heads.items():
        if kind != "none" and kind not in KINDS:
            raise DataError(f"nominals.yaml: {kind!r} is no kind of actor")
        for sort, words in sorts.items():
            for word in words:
                note(word, kind=None if kind == "none" else kind, entity_kind=sort)
                last = word.split(" of ")[0].split()[-1]
                if sort == "group" and not facts[word].get("plural") and last not in collective:
                    facts[word]["entity_kind"] = "person"
    for word in nouns.generic:
        body = word in nouns.bodies
        note(word, generic=True, sort="organisation" if body else "group" if word in collective else "person")
    for kind, words in nouns.modifiers.items():
        for word in words:
            facts.setdefault(word, {}).setdefault("modifier", kind)
    for word in nouns.state:
        note(word, state=True)
    for word in nouns.ambiguous:
        facts.setdefault(word, {})["ambiguous"] = True
    for word in nouns.voices:
        note(word, generic=True, voice=True)
    for kind, words in offices.ranks.items():
        for word in words:
            facts.setdefault(word, {}).setdefault("rank", kind)
    for word in offices.honorifics:
        facts.setdefault(word, {})["honorific"] = True
    for word in offices.speaks_for:
        facts.setdefault(word, {})["speaks"] = True
    for entry in facts.values():
        own = entry.get("entity_kind") or entry.get("sort") or "person"
        entry["sort"] = "group" if own == "person" and entry.get("plural") else own
    return {name_key(word): Head(word, **entry) for word, entry in facts.items()}  # type: ignore[arg-type]


def plural_of(word: str, irregular: dict[str, str]) -> str:
    """The plural of a noun phrase whose last word takes it.

    >>> plural_of("health ministry", {}), plural_of("police officer", {}), plural_of("rebels", {})
    ('health ministries', 'police officers', 'rebels')
    """
    stem, _, last = word.rpartition(" ")
    if last in irregular:
        plural = irregular[last]
    elif " of " in word or "-in-" in word:
        first, rest = word.split(" of ", 1) if " of " in word else (word, "")
        return f"{plural_of(first, irregular)} of {rest}" if rest else word
    elif last.endswith("man") and last not in ("human", "german", "ottoman"):
        plural = last[:-3] + "men"
    elif last.endswith(("s", "men", "people", "police", "military", "troops", "staff", "personnel", "media")):
        plural = last
    elif last.endswith("y") and last[-2:-1] not in "aeou":
        plural = last[:-1] + "ies"
    elif last.endswith(("ch", "sh", "x")):
        plural = last + "es"
    else:
        plural = last + "s"
    return f"{stem} {plural}".strip()
