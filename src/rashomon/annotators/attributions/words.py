"""The word lists of the layer, read once from data/attributions/cues.yaml."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from rashomon.lexicon import data_path, read_yaml

Phrase = tuple[str, ...]
GAP = 2  # words that may stand between two words of a phrase ("take *full* responsibility")


class Words(BaseModel):
    """Shape of cues.yaml; every list is described there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    verbs: frozenset[str]
    clause_only: frozenset[str]
    counting: frozenset[str]
    tallies: frozenset[str]
    trusted: frozenset[str]
    nouns: frozenset[str]
    before_source: tuple[str, ...]
    citing: frozenset[str]
    carriers: frozenset[str]
    stances: dict[str, tuple[str, ...]]
    blame: tuple[str, ...]
    innocence: tuple[str, ...]
    own_forces: frozenset[str]
    own_words: frozenset[str]
    acts: frozenset[str]
    hedge_adverbs: frozenset[str]
    hedge_words: frozenset[str]
    hedge_cues: frozenset[str]
    hedge_passives: frozenset[str]
    nobody: frozenset[str]
    not_sources: frozenset[str]
    pictures: frozenset[str]
    turning: frozenset[str]
    reporter: frozenset[str]

    def phrases(self, stance: str) -> tuple[Phrase, ...]:
        """Cue phrases of a stance, as lemmas."""
        return _split(self.stances[stance])


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists. Raises DataError when the file is broken."""
    return read_yaml(data_path("attributions", "cues.yaml"), Words)


@lru_cache(maxsize=32)
def _split(phrases: tuple[str, ...]) -> tuple[Phrase, ...]:
    return tuple(tuple(phrase.split()) for phrase in phrases)


def has_phrase(lemmas: Sequence[str], phrases: tuple[str, ...] | tuple[Phrase, ...], gap: int = GAP) -> bool:
    """Does one of the phrases stand in a row of lemmas, with at most `gap` words between two of its words?

    >>> has_phrase(["take", "full", "responsibility"], ("take responsibility",))
    True
    """
    split = tuple(p if isinstance(p, tuple) else tuple(p.split()) for p in phrases)
    where: dict[str, list[int]] = {}
    for at, lemma in enumerate(lemmas):
        where.setdefault(lemma, []).append(at)
    return any(_found(where, phrase, gap) for phrase in split)


def _found(where: dict[str, list[int]], phrase: Phrase, gap: int) -> bool:
    ends = where.get(phrase[0], [])
    for word in phrase[1:]:
        ends = [at for at in where.get(word, ()) if any(0 < at - end <= gap + 1 for end in ends)]
    return bool(ends)
