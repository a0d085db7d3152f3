"""The word lists of this layer, read from `data/quantities` into the shapes the code looks things up in."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pydantic import BaseModel, ConfigDict

from rashomon.lexicon import data_path, read_yaml

Effect = Literal["killed", "injured", "captured", "displaced"]
Manner = Literal["act", "weak", "die", "state"]


class VagueWord(BaseModel):
    """A phrase that stands for a number, with the range that the codebook gives it."""

    model_config = ConfigDict(extra="forbid")
    words: str
    low: int | None = None
    high: int | None = None
    hedged: bool = False


class NumberWords(BaseModel):
    """`numbers.yaml`."""

    model_config = ConfigDict(extra="forbid")
    digits: dict[str, int]
    tens: dict[str, int]
    scales: dict[str, int]
    suffixes: dict[str, int]
    vague: list[VagueWord]
    before: dict[Literal["low", "high", "about", "exact"], list[str]]
    after: dict[Literal["low", "high", "about"], list[str]]
    extra: list[str]
    range_joins: list[str]
    months: list[str]
    designators: list[str]
    age_before: list[str]
    currencies: list[str]
    clock: list[str]
    year_before: list[str]
    change: list[str]


class PeopleWords(BaseModel):
    """`people.yaml`."""

    model_config = ConfigDict(extra="forbid")
    people: list[str]
    partitive: list[str]
    things: list[str]
    times: list[str]
    kin: list[str]
    suffixes: list[str]
    singular_suffixes: list[str]
    groups: list[str]
    measures: list[str]


class Phrases(BaseModel):
    """Predicates of several words, by manner."""

    model_config = ConfigDict(extra="forbid")
    acts: dict[Effect, list[str]]
    die: dict[Effect, list[str]]


class SufferWords(BaseModel):
    """ "suffered … injuries": verbs and nouns."""

    model_config = ConfigDict(extra="forbid")
    verbs: list[str]
    nouns: list[str]


class ZeroWords(BaseModel):
    """Nouns that "no" turns into a count of zero."""

    model_config = ConfigDict(extra="forbid")
    both: list[str]
    killed: list[str]
    injured: list[str]


class PredicateWords(BaseModel):
    """`predicates.yaml`."""

    model_config = ConfigDict(extra="forbid")
    acts: dict[Effect, dict[str, list[str]]]
    weak: dict[Effect, dict[str, list[str]]]
    die: dict[Effect, dict[str, list[str]]]
    harm: list[str]
    phrases: Phrases
    states: dict[Effect, list[str]]
    nouns: dict[Effect, list[str]]
    things_of_harm: list[str]
    names: dict[Effect, list[str]]
    tolls: list[str]
    toll_links: list[str]
    claims: list[str]
    hypothetical: list[str]
    does_to: list[str]
    part_markers: list[str]
    with_words: list[str]
    puts: list[str]
    gives: list[str]
    days_before: list[str]
    cumulative: list[str]
    superlatives: list[str]
    be: list[str]
    have: list[str]
    between: list[str]
    doubtful: list[str]
    reflexives: list[str]
    suffer: SufferWords
    movers: list[str]
    released: list[str]
    zero: ZeroWords
    nobody: list[str]
    unhurt: list[str]


@dataclass(frozen=True, slots=True)
class Form:
    """What one word form says: the effect, how it takes its victim, and which form of the verb it is."""

    effect: Effect
    manner: Manner
    shape: Literal["base", "past", "participle", "both", "gerund", "word"]


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun of the lexicon: its singular and whether the form looked up is a plural."""

    singular: str
    plural: bool


@dataclass(frozen=True)
class Rules:
    """All word lists, indexed."""

    numbers: NumberWords
    words: PredicateWords
    vague: dict[tuple[str, ...], VagueWord]
    before: dict[tuple[str, ...], str]
    after: dict[tuple[str, ...], str]
    people: dict[str, Noun]
    plurals: dict[str, str]
    things: frozenset[str]
    times: frozenset[str]
    kin: frozenset[str]
    suffixes: tuple[str, ...]
    singular_suffixes: tuple[str, ...]
    partitive: frozenset[str]
    forms: dict[str, Form]
    phrases: dict[str, tuple[tuple[tuple[str, ...], Form], ...]]
    states: dict[str, Effect]
    nouns: dict[str, Effect]
    names: dict[str, Effect]
    vague_words: frozenset[str]
    groups: frozenset[str]
    measures: frozenset[str]
    movers: frozenset[str]
    reflexives: frozenset[str]
    suffer_verbs: frozenset[str]
    suffer_nouns: frozenset[str]
    unhurt: frozenset[str]


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """Read the packaged lists once."""
    numbers = read_yaml(data_path("quantities", "numbers.yaml"), NumberWords)
    people = read_yaml(data_path("quantities", "people.yaml"), PeopleWords)
    words = read_yaml(data_path("quantities", "predicates.yaml"), PredicateWords)
    nouns, plurals = _nouns(people.people)
    return Rules(
        numbers=numbers,
        words=words,
        vague={tuple(v.words.split()): v for v in numbers.vague},
        before={tuple(p.split()): kind for kind, phrases in numbers.before.items() for p in phrases},
        after={tuple(p.split()): kind for kind, phrases in numbers.after.items() for p in phrases},
        people=nouns,
        plurals=plurals,
        things=frozenset(form for entry in people.things for form in _number_forms(entry)),
        times=frozenset(people.times),
        kin=frozenset(form for entry in people.kin for form in _number_forms(entry)),
        suffixes=tuple(people.suffixes),
        singular_suffixes=tuple(people.singular_suffixes),
        partitive=frozenset(form for entry in people.partitive for form in _number_forms(entry)),
        forms=_forms(words),
        phrases=_phrases(words.phrases),
        states={w: effect for effect, listed in words.states.items() for w in listed},
        nouns={f: effect for effect, listed in words.nouns.items() for e in listed for f in _number_forms(e)},
        names={w: effect for effect, listed in words.names.items() for w in listed},
        vague_words=frozenset(w for v in numbers.vague for w in v.words.split()) | frozenset(numbers.scales),
        groups=frozenset(people.groups),
        measures=frozenset(form for entry in people.measures for form in _number_forms(entry)),
        movers=frozenset(words.movers),
        reflexives=frozenset(words.reflexives),
        suffer_verbs=frozenset(words.suffer.verbs),
        suffer_nouns=frozenset(words.suffer.nouns),
        unhurt=frozenset(words.unhurt),
    )


def plural_of(singular: str) -> str:
    """The regular plural, of the last word: "police officer" → "police officers".

    >>> plural_of("family"), plural_of("coach"), plural_of("policeman")
    ('families', 'coaches', 'policemen')
    """
    if singular.endswith("man"):
        return singular[:-2] + "en"
    if singular.endswith("y") and singular[-2:-1] not in "aeiou":
        return singular[:-1] + "ies"
    if singular.endswith(("s", "x", "z", "ch", "sh")):
        return singular + "es"
    return singular + "s"


def _number_forms(entry: str) -> tuple[str, ...]:
    singular, _, plural = entry.partition("/")
    return singular, plural or plural_of(singular)


def _nouns(entries: list[str]) -> tuple[dict[str, Noun], dict[str, str]]:
    nouns: dict[str, Noun] = {}
    plurals: dict[str, str] = {}
    for entry in entries:
        singular, plural = _number_forms(entry)
        nouns.setdefault(plural.split()[-1], Noun(singular.split()[-1], True))
        if singular != plural:
            nouns[singular.split()[-1]] = Noun(singular.split()[-1], False)
        plurals[singular] = plural
    return nouns, plurals


def _forms(words: PredicateWords) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    groups: tuple[tuple[Manner, dict[Effect, dict[str, list[str]]]], ...] = (
        ("act", words.acts),
        ("weak", words.weak),
        ("die", words.die),
    )
    for manner, by_effect in groups:
        for effect, verbs in by_effect.items():
            for verb, irregular in verbs.items():
                past, participle, gerund = irregular or _regular(verb)
                forms[verb] = forms[_third(verb)] = Form(effect, manner, "base")
                forms[gerund] = Form(effect, manner, "gerund")
                same = past == participle
                forms[past] = Form(effect, manner, "both" if same else "past")
                forms[participle] = Form(effect, manner, "both" if same else "participle")
    return forms


def _regular(verb: str) -> tuple[str, str, str]:
    if verb.endswith("e"):
        return verb + "d", verb + "d", verb[:-1] + "ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied", verb[:-1] + "ied", verb + "ing"
    if verb.endswith(("stab", "kidnap")):
        return verb + verb[-1] + "ed", verb + verb[-1] + "ed", verb + verb[-1] + "ing"
    return verb + "ed", verb + "ed", verb + "ing"


def _third(verb: str) -> str:
    return verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else plural_of(verb)


def _phrases(phrases: Phrases) -> dict[str, tuple[tuple[tuple[str, ...], Form], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], Form]]] = {}
    groups: tuple[tuple[Manner, dict[Effect, list[str]]], ...] = (("act", phrases.acts), ("die", phrases.die))
    for manner, by_effect in groups:
        for effect, listed in by_effect.items():
            for phrase in listed:
                parts = tuple(phrase.split())
                first = parts[0]
                shape: Literal["gerund", "both"] = "gerund" if first.endswith("ing") else "both"
                found.setdefault(first, []).append((parts, Form(effect, manner, shape)))
    return {first: tuple(sorted(items, key=lambda i: -len(i[0]))) for first, items in found.items()}
