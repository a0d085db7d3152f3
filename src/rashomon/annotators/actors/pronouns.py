"""Pronouns, where the text leaves one reading: he and she, they and it.

Misses: I and we (the speaker; the layer of attributions knows him), possessives, and what has two candidates.
"""

from __future__ import annotations

from collections.abc import Iterator

from rashomon.annotators.actors.book import Mention
from rashomon.annotators.actors.chains import Chain
from rashomon.annotators.actors.phrases import Reading, Text
from rashomon.annotators.parse import Parse
from rashomon.model import EntityKind, Span

LATEST = 60  # mentions of a sentence that are looked at
SUBJECTS = ("nsubj", "nsubjpass")
SORTS: dict[str, tuple[EntityKind, ...]] = {
    "he": ("person",),
    "she": ("person",),
    "him": ("person",),
    "they": ("group", "armed_force"),
    "it": ("organisation", "group", "armed_force"),
}
BACK = {"he": 2, "she": 2, "him": 1, "they": 1, "it": 1}  # sentences
Told = tuple[int, Chain, Mention]


def add_pronouns(told: list[Told], text: Text, parse: Parse) -> None:
    """Append pronouns to the chains that they take up. `told` is in the order of the text."""
    by_sentence: dict[int, list[tuple[Chain, Mention]]] = {}
    for sentence, chain, mention in told:
        by_sentence.setdefault(sentence, []).append((chain, mention))
    for at, word in enumerate(text.words):
        pronoun = word.folded
        if pronoun not in SORTS:
            continue
        token = parse.token_at(word.start)
        if token.pos_ != "PRON" or len(token) != len(word.raw):
            continue
        if pronoun in ("it", "they") and token.dep_ not in SUBJECTS:
            continue
        sentence = parse.sentence_index(token.idx)
        found = _meant(by_sentence, sentence, token.idx, pronoun, parse)
        if found is None:
            continue
        span = Span(token.idx, token.idx + len(token))
        reading = Reading(entity_kind=found.entity_kind)
        mention = Mention(at, at + 1, at, span, reading, "pronoun", found.name)
        found.mentions.append(mention)
        by_sentence.setdefault(sentence, []).append((found, mention))


def _meant(
    by_sentence: dict[int, list[tuple[Chain, Mention]]], sentence: int, at: int, pronoun: str, parse: Parse
) -> Chain | None:
    """The only candidate of the nearest sentence that has any, or the only subject among them."""
    for back in range(BACK[pronoun] + 1):
        here = [
            (chain, mention)
            for chain, mention in by_sentence.get(sentence - back, [])[-LATEST:]
            if mention.span.end <= at and _fits(chain, mention, pronoun)
        ]
        subjects = [(c, m) for c, m in here if parse.head(m.span).dep_ in SUBJECTS]
        if pronoun in ("it", "they"):
            here = [(c, m) for c, m in subjects if c.kind is not None]
            if not here:
                continue
        for candidates in (here, subjects):
            chains = list(_distinct(candidates))
            if len(chains) == 1:
                return chains[0]
        if here:
            return None
    return None


def _fits(chain: Chain, mention: Mention, pronoun: str) -> bool:
    head = mention.reading.head
    many = head is not None and head.plural
    if pronoun == "they":
        return many or (chain.entity is not None and chain.entity_kind == "group")
    if many:
        return False
    if pronoun == "it":
        return chain.entity_kind in SORTS["it"] and mention.form == "name"
    return chain.entity_kind == "person"


def _distinct(candidates: list[tuple[Chain, Mention]]) -> Iterator[Chain]:
    seen: set[int] = set()
    for chain, _ in candidates:
        if id(chain) not in seen:
            seen.add(id(chain))
            yield chain
