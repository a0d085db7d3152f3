"""The kinds that an incident can be said to have been, and the words that name them (data/accounts/words.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import IncidentType


class Kind(BaseModel):
    """One line of `kinds`."""

    type: IncidentType
    generic: bool = False
    events: list[str] = []
    weapons: list[str] = []
    verbs: list[str] = []


class Naming(BaseModel):
    """Verbs and nouns of the frames that name."""

    call: set[str]
    cause: set[str]
    blame: set[str]
    wrap: set[str]
    exclude: set[str]
    hit: set[str]


class Open(BaseModel):
    """What leaves it open."""

    marks: set[str]
    verbs: set[str]
    adjectives: set[str]
    not_new: set[str]
    auxiliaries: set[str]


class Words(BaseModel):
    """The lists of words.yaml."""

    kinds: dict[str, Kind]
    apart: list[tuple[str, str]]
    things: set[str]
    pronouns: set[str]
    meant: set[str]
    neutral: set[str]
    naming: Naming
    open: Open
    hedges: set[str]
    happenings: set[str]
    occur: set[str]
    deny: set[str]
    reports: set[str]
    verdicts: set[str]
    invent: set[str]
    others: set[str]


@lru_cache(maxsize=1)
def words() -> Words:
    """The words, read once."""
    return read_yaml(data_path("accounts", "words.yaml"), Words)


def told_apart(one: str, two: str) -> bool:
    """Can two kinds not both be what one happening was?

    >>> told_apart("air", "shell"), told_apart("accident", "deed"), told_apart("bomb", "bombing")
    (True, True, False)
    """
    if "accident" in (one, two):
        return one != two
    return (one, two) in words().apart or (two, one) in words().apart


@lru_cache(maxsize=1)
def apart_types() -> frozenset[tuple[str, str]]:
    """Pairs of types whose kinds are told apart; a generic kind's type is none of them."""
    kinds = {name: kind for name, kind in words().kinds.items() if not kind.generic}
    return frozenset(
        (a.type, b.type)
        for one, a in kinds.items()
        for two, b in kinds.items()
        if a.type != b.type and told_apart(one, two)
    )


def types_apart(one: str, two: str) -> bool:
    """Can two types not both be what one happening was?

    >>> types_apart("air_drone_strike", "shelling_artillery_missile"), types_apart("attack", "abduction")
    (True, False)
    """
    return (one, two) in apart_types()


@dataclass(frozen=True, slots=True)
class Match:
    """A word of a kind in the text."""

    kind: str
    sort: str  # events, weapons, verbs
    first: int  # token
    head: Any


@lru_cache(maxsize=1)
def phrases() -> dict[str, list[tuple[tuple[str, ...], str, str]]]:
    """Head lemma → (all words, kind, sort), the longest first; of a verb with a particle the verb is the head."""
    found: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for name, kind in words().kinds.items():
        for sort in ("events", "weapons", "verbs"):
            for phrase in getattr(kind, sort):
                parts = tuple(phrase.replace("-", " - ").split())
                head = parts[0] if sort == "verbs" else parts[-1]
                found.setdefault(head, []).append((parts, name, sort))
    return {head: sorted(rows, key=lambda r: (-len(r[0]), r)) for head, rows in found.items()}


def matches(token: Any) -> list[Match]:
    """The kinds that a word, with the words before it, names: those of its longest phrase."""
    rows = phrases().get(token.lemma_.lower(), ()) if token.pos_ in ("NOUN", "PROPN", "VERB") else ()
    found: list[Match] = []
    length = 0
    for parts, kind, sort in rows:
        if len(parts) < length:
            break
        if sort == "verbs":
            fits = token.pos_ == "VERB" and (len(parts) == 1 or particle(token) == parts[1])
            first = token.i
        else:
            first = token.i - len(parts) + 1
            fits = token.pos_ != "VERB" and first >= 0 and lemmas(token.doc, first, token.i) == parts
        if fits:
            length = len(parts)
            found.append(Match(kind, sort, first, token))
    return found


def lemmas(doc: Any, first: int, last: int) -> tuple[str, ...]:
    """Lemmas of a run of tokens."""
    return tuple(doc[i].lemma_.lower() for i in range(first, last + 1))


def particle(verb: Any) -> str | None:
    """A verb's particle: "shot it DOWN"."""
    return next((c.lower_ for c in verb.children if c.dep_ == "prt"), None)
