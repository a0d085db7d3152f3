"""Counts that add up: a source that tells of a dead man and then of "one other" counts two.

A number with "other", "another" or "more" leaves out those told before. It becomes the sum of itself and of what the
same side told last of the same fate in the incident; the counts it adds to stay as parts of it (`subset_of`), so that
each keeps its own words. So does a single person joined to a number: "four employees died as well as the driver".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from pydantic import BaseModel

from rashomon.claims.order import in_order
from rashomon.ids import content_id
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import COUNT_ROLES, Annotations, Claim, Evidence

ALONG = 20  # characters before a count in which words that join it may stand
EVERYBODY = "people"
LOOK_BACK = 40  # counts looked over for those told before, so that the cost stays linear


class SumWords(BaseModel):
    """The lists of words.yaml."""

    others: set[str]
    bounds: set[str]
    along: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> SumWords:
    """The words, read once."""
    return read_yaml(data_path("sums", "words.yaml"), SumWords)


def add_up(claims: Sequence[Claim], notes: Annotations) -> list[Claim]:
    """The claims of an incident with counts of "others" as sums, in the order of the text."""
    kept = sorted((c for c in claims if c.role in COUNT_ROLES), key=lambda c: (place_of(c), c.id))
    renamed: dict[str, str] = {}
    for n, claim in enumerate(kept):
        if not adds(claim, notes):
            continue
        near = kept[max(0, n - LOOK_BACK) : n]
        before = told_before(claim, near, notes)
        parts = latest(before, notes)
        if not parts:
            continue
        whole = whole_of(claim, parts, before, near)
        if whole is None:
            whole = sum_of(claim, parts, notes)
            renamed[claim.id] = whole.id
            kept[n] = whole
        else:
            kept[n] = replace(claim, subset_of=whole.id)
        inside = {p.id for p in parts} - {whole.id}
        for at in range(max(0, n - LOOK_BACK), n):
            if kept[at].id in inside:
                kept[at] = replace(kept[at], subset_of=whole.id)
    found = [c for c in claims if c.role not in COUNT_ROLES]
    found += [replace(c, subset_of=renamed.get(c.subset_of or "", c.subset_of)) for c in kept]
    return in_order(found)


def place_of(claim: Claim) -> int:
    """Where the words of a count stand in the text."""
    return claim.evidence.start + max(0, claim.evidence.quote.find(claim.original_value))


def adds(claim: Claim, notes: Annotations) -> bool:
    """Does a count leave out those told before it?"""
    if not counts_whole(claim):
        return False
    said = claim.original_value.casefold().split()
    for n, word in enumerate(said):
        if word in words().others and not {*said[n - 1 : n], *said[n + 1 : n + 2]} & words().bounds:
            return True
    single = (claim.low, claim.high) == (1, 1) and said[0] != "one"
    before = " ".join(notes.doc.text[max(0, place_of(claim) - ALONG) : place_of(claim)].casefold().split())
    return single and before.endswith(words().along)


def counts_whole(claim: Claim) -> bool:
    """Is it a number of people, not of a part of others, that its source holds?"""
    return (
        claim.role in COUNT_ROLES
        and claim.subset_of is None
        and claim.stance not in ("denies", "doubts")
        and claim.low is not None
        and claim.low > 0
    )


def told_before(claim: Claim, claims: Sequence[Claim], notes: Annotations) -> list[Claim]:
    """What the same side told, before a count, of the same fate: in its sentence or the one before, and single persons
    wherever the incident tells of them."""
    index = notes.parse.sentence_index
    here = index(place_of(claim))
    return [
        c
        for c in claims
        if c.role == claim.role
        and counts_whole(c)
        and place_of(c) < place_of(claim)
        and same_side(c, claim)
        and (here - index(place_of(c)) <= 1 or (c.low, c.high) == (1, 1))
    ]


def latest(claims: Sequence[Claim], notes: Annotations) -> list[Claim]:
    """Those of the last sentence, in the order of the text."""
    index = notes.parse.sentence_index
    last = max((index(place_of(c)) for c in claims), default=-1)
    return sorted((c for c in claims if index(place_of(c)) == last), key=lambda c: (place_of(c), c.id))


def whole_of(
    claim: Claim, parts: Sequence[Claim], before: Sequence[Claim], claims: Sequence[Claim]
) -> Claim | None:
    """The number told before that already holds the others: "20 were hurt, 16 by bullets and four others by glass"."""
    for whole in before:
        inside = [c for c in claims if c.subset_of == whole.id] or [p for p in parts if p.id != whole.id]
        if inside and whole.low == sum(c.low or 0 for c in [*inside, claim]):
            return whole
    return None


def same_side(one: Claim, two: Claim) -> bool:
    """Do one person or one institution and its spokesman make both claims?"""
    if one.source.name.casefold() == two.source.name.casefold():
        return True
    first, second = ({c.source.entity, c.source.institution} - {None} for c in (one, two))
    return bool(first & second)


def sum_of(claim: Claim, parts: Sequence[Claim], notes: Annotations) -> Claim:
    """A count of others with those it leaves out; it quotes them too if they stand in its sentence."""
    every = [*parts, claim]
    low, best, high = (added([getattr(c, end) for c in every]) for end in ("low", "best", "high"))
    kinds = {(c.of or EVERYBODY).casefold().rsplit(" ", 1)[-1].rstrip("s") for c in every}
    of = claim.of if len(kinds) == 1 else EVERYBODY
    index, evidence = notes.parse.sentence_index, claim.evidence
    if index(place_of(parts[0])) == index(place_of(claim)):
        start = min(c.evidence.start for c in every)
        end = max(c.evidence.end for c in every)
        evidence = Evidence(start, end, notes.doc.text[start:end])
    key = [claim.role, "sum", low, high, of, claim.stance, claim.source.name, claim.source.kind]
    return replace(
        claim,
        id=content_id(notes.doc.sha256, evidence.start, evidence.end, *key),
        low=low,
        best=best,
        high=high,
        of=of,
        evidence=evidence,
        hedged=any(c.hedged for c in every),
        score=min(c.score for c in every),
    )


def added(numbers: Sequence[int | None]) -> int | None:
    """The sum, unknown if a part of it is."""
    known = [n for n in numbers if n is not None]
    return sum(known) if len(known) == len(numbers) else None
