"""The tables of `data/events` as lookups: triggers, kinds of people, weapons and sites, cues, exclusions."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from pydantic import BaseModel

from rashomon.lexicon import data_path, read_csv, read_yaml
from rashomon.model import IncidentType

Strength = Literal["strong", "plain", "weak", "casualty"]


class TriggerRow(BaseModel):
    """A line of triggers.csv: a head lemma, the lemmas that must follow it, what it says and how surely."""

    model_config = {"populate_by_name": True, "extra": "forbid"}

    head: str
    pos: Literal["verb", "noun", "adj", "adp", "adv"]
    following: str = ""
    sense: str
    strength: Strength


class RuleRow(BaseModel):
    """A line of type_rules.csv: conditions that all must hold (see `typing`), and the type that follows."""

    senses: str = ""
    has: str = ""
    lacks: str = ""
    by: str = ""
    on: str = ""
    type: IncidentType
    weight: float = 1.0


class Senses(BaseModel):
    """senses.yaml: groups of senses, and what a sense asks of its object or subject."""

    model_config = {"extra": "forbid"}

    groups: dict[str, list[str]]
    needs_object: dict[str, list[str]]
    needs_subject: dict[str, list[str]]

    def expand(self, names: str) -> frozenset[str]:
        """The senses that a list of senses and groups stands for."""
        return frozenset(sense for name in names.split() for sense in self.groups.get(name, [name]))


class Relevance(BaseModel):
    """relevance.yaml: the words of other domains, and turns of phrase that are no event."""

    model_config = {"extra": "forbid"}

    domains: dict[str, list[str]]
    figures: list[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """A type rule, its conditions as sets."""

    senses: frozenset[str]
    has: frozenset[str]
    lacks: frozenset[str]
    by: frozenset[str]
    on: frozenset[str]
    type: IncidentType
    weight: float


@dataclass(frozen=True, slots=True)
class Words:
    """A set of one- and many-word lemmas, looked up from their first word."""

    by_first: dict[str, tuple[tuple[str, ...], ...]]

    @classmethod
    def of(cls, entries: list[str]) -> Words:
        """Index entries; the longest of those that share a first word comes first."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for entry in entries:
            parts = tuple(entry.lower().replace("-", " - ").split())
            found.setdefault(parts[0], set()).add(parts)
        return cls({first: tuple(sorted(v, key=lambda p: (-len(p), p))) for first, v in found.items()})

    def match(self, lemmas: list[str], at: int) -> int:
        """Number of words of the longest entry that stands at a position; 0 for none."""
        for parts in self.by_first.get(lemmas[at], ()):
            if tuple(lemmas[at : at + len(parts)]) == parts:
                return len(parts)
        return 0

    def __contains__(self, lemma: str) -> bool:
        return (lemma,) in self.by_first.get(lemma, ())


@dataclass(frozen=True)
class Lexicon:
    """All tables of the layer, indexed."""

    triggers: dict[str, tuple[TriggerRow, ...]]
    classes: dict[str, Words]  # "people:state", "weapons:air", "sites:civilian"
    realis: dict[str, Words]
    domains: dict[str, Words]
    figures: Words
    rules: tuple[Rule, ...]
    senses: Senses

    @cached_property
    def classes_by_first(self) -> dict[str, tuple[str, ...]]:
        """The classes with an entry that begins with a word: few of some hundred need a look at each token."""
        found: dict[str, list[str]] = {}
        for name, words in self.classes.items():
            for first in words.by_first:
                found.setdefault(first, []).append(name)
        return {first: tuple(names) for first, names in found.items()}


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """The packaged tables, validated."""
    triggers: dict[str, list[TriggerRow]] = {}
    for row in read_csv(data_path("events", "triggers.csv"), TriggerRow):
        triggers.setdefault(row.head, []).append(row)
    words = read_yaml(data_path("events", "words.yaml"), dict[str, dict[str, list[str]]])
    realis = read_yaml(data_path("events", "realis.yaml"), dict[str, list[str]])
    relevance = read_yaml(data_path("events", "relevance.yaml"), Relevance)
    domains, figures = relevance.domains, relevance.figures
    senses = read_yaml(data_path("events", "senses.yaml"), Senses)
    return Lexicon(
        {
            head: tuple(sorted(rows, key=lambda r: -len(r.following.split())))
            for head, rows in triggers.items()
        },
        {
            f"{group}:{name}": Words.of(entries)
            for group, names in words.items()
            for name, entries in names.items()
        },
        {name: Words.of(entries) for name, entries in realis.items()},
        {name: Words.of(entries) for name, entries in domains.items()},
        Words.of(figures),
        tuple(_rule(row, senses) for row in read_csv(data_path("events", "type_rules.csv"), RuleRow)),
        senses,
    )


def _rule(row: RuleRow, senses: Senses) -> Rule:
    has, lacks, by, on = (frozenset(cell.split()) for cell in (row.has, row.lacks, row.by, row.on))
    return Rule(senses.expand(row.senses), has, lacks, by, on, row.type, row.weight)


def cues(name: str) -> frozenset[str]:
    """One of the short lists of cues.yaml."""
    return frozenset(_cues()[name])


@lru_cache(maxsize=1)
def _cues() -> dict[str, list[str]]:
    return read_yaml(data_path("events", "cues.yaml"), dict[str, list[str]])
