"""A number that somebody else rejects or cannot confirm: "The union does not believe it", "Neither could be verified".

Whoever does so makes a claim of the same number, with the stance `denies` or `doubts`. The number is the last one told
before, in the same sentence or one of the two before it. Words are in data/rejections/words.yaml.

Misses: rejections without a word for the number ("Its own count is lower"), and numbers further back.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from pydantic import BaseModel

from rashomon.annotators.events.syntax import noun_phrase, objects
from rashomon.annotators.speeches.verbs import performer
from rashomon.claims.order import in_order
from rashomon.claims.voices import Voice, Voices
from rashomon.ids import content_id
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import COUNT_ROLES, Annotations, Claim, Evidence, Quantity, Span

LOOK_BACK = 40  # numbers looked over, so that the cost stays linear
NEAR = 60  # tokens before a verb in which a semicolon may part it from what was told
BACK = 2  # sentences in which the number may stand before its rejection
CLIMB = 3  # verbs above "confirm" that may carry the "not" ("has not been able to confirm")
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "neither", "nor", "no", "cannot"})


class RejectionWords(BaseModel):
    """The lists of words.yaml."""

    deny: set[str]
    hold: set[str]
    verify: set[str]
    find: set[str]
    evidence: set[str]
    bodies: set[str]
    call: set[str]
    falsehoods: set[str]
    unable: set[str]
    pronouns: set[str]
    numbers: set[str]
    definite: set[str]


@lru_cache(maxsize=1)
def words() -> RejectionWords:
    """The words, read once."""
    return read_yaml(data_path("rejections", "words.yaml"), RejectionWords)


@dataclass(frozen=True, slots=True)
class Rejection:
    """Some numbers that a voice denies or doubts, and the words by which it does."""

    stance: Literal["denies", "doubts"]
    voice: Voice
    span: Span
    numbers: tuple[Quantity, ...]


def find_rejections(notes: Annotations, voices: Voices) -> list[Rejection]:
    """All rejections of numbers in a text, in its order."""
    if notes.parse is None or not any(q.effect for q in notes.quantities):
        return []
    found = []
    for verb in notes.parse.doc:
        if verb.pos_ not in ("VERB", "AUX"):
            continue
        stance = stance_of(verb)
        if stance is None:
            continue
        numbers = meant(verb, stance, notes)
        if numbers:
            found.append(Rejection(stance, speaker(verb, voices), clause(verb, notes), tuple(numbers)))
    return found


def rejected(claims: Sequence[Claim], rejections: Sequence[Rejection], notes: Annotations) -> list[Claim]:
    """The claims of an incident with those of whoever rejects its numbers."""
    if not rejections:
        return list(claims)
    kept = {c.id: c for c in claims}
    by_number: dict[tuple[str | None, int | None, int | None], list[Claim]] = {}
    for claim in claims:
        by_number.setdefault((claim.role, claim.low, claim.high), []).append(claim)
    for rejection in rejections:
        for number in rejection.numbers:
            same = by_number.get((number.effect, number.low, number.high), [])
            told = [c for c in same if tells(c, number)]
            if told and all(c.source.name != rejection.voice.source.name for c in told):
                claim = rejecting(told[0], rejection, notes)
                kept.setdefault(claim.id, claim)
    return in_order(kept.values())


def tells(claim: Claim, number: Quantity) -> bool:
    """Is a claim made by these words of the text?"""
    here = Span(claim.evidence.start, claim.evidence.end)
    return claim.role in COUNT_ROLES and here.overlaps(number.span)


def rejecting(claim: Claim, rejection: Rejection, notes: Annotations) -> Claim:
    """The claim of whoever rejects a number."""
    source, span = rejection.voice.source, rejection.span
    key = [claim.role, claim.low, claim.high, claim.of, rejection.stance, source.name, source.kind]
    return replace(
        claim,
        id=content_id(notes.doc.sha256, span.start, span.end, *key),
        source=source,
        stance=rejection.stance,
        hedged=False,
        subset_of=None,
        evidence=Evidence(span.start, span.end, span.of(notes.doc.text)),
    )


# Words of rejection --------------------------------------------------------------------------------------------------


def stance_of(verb: Any) -> Literal["denies", "doubts"] | None:
    """How a verb stands to what it takes, if it rejects it."""
    lemma, negated = verb.lemma_.lower(), is_negated(verb)
    lists = words()
    if lemma in lists.call and any(t.lemma_.lower() in lists.falsehoods for t in complements(verb)):
        return None if negated else "denies"
    if lemma in lists.deny:
        return None if negated else "denies"
    if lemma in lists.hold and negated:
        return "denies"
    if lemma in lists.verify and (negated or neither(verb)):
        return "doubts"
    if lemma in lists.find and any(is_missing(t, negated=negated) for t in taken(verb)):
        return "doubts"
    if lemma == "be" and not negated and any(t.lemma_.lower() in lists.falsehoods for t in complements(verb)):
        return "denies"
    return None


def is_negated(verb: Any) -> bool:
    """Does "not" stand with a verb, or with what it hangs on ("was not able to", "declined to")?"""
    above = verb
    for _ in range(CLIMB):
        if any(c.dep_ == "neg" or c.lower_ in NEGATIONS for c in above.children if c.dep_ != "det"):
            return True
        if above is not verb and above.lemma_.lower() in words().unable:
            return True
        if above.dep_ not in ("xcomp", "acomp", "ccomp", "advcl") or above.head.i == above.i:
            return False
        if above.dep_ in ("ccomp", "advcl") and above.tag_ != "VB":
            return False
        above = above.head
        if above.lemma_.lower() in words().unable:
            return True
    return False


def taken(verb: Any) -> list[Any]:
    """What a verb takes: its objects, or the subject of its passive."""
    return [*objects(verb), *(c for c in verb.children if c.dep_ == "nsubjpass")]


def neither(verb: Any) -> bool:
    """ "Confirmed neither"."""
    return any(t.lower_ in ("neither", "none") for t in taken(verb))


def is_missing(noun: Any, *, negated: bool) -> bool:
    """ "no evidence", "has not found any body"."""
    none = negated or any(c.lower_ in ("no", "little", "neither") for c in noun.children)
    return none and noun.lemma_.lower() in words().evidence | words().bodies


def complements(verb: Any) -> list[Any]:
    """What something is called, with what describes it ("as mere rumour", "the fanciful figure")."""
    found = [c for c in verb.children if c.dep_ in ("attr", "acomp", "oprd", "xcomp", "ccomp")]
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ == "as":
            found += [c for c in child.children if c.dep_ in ("pobj", "amod")]
    return [t for f in found for t in (f, *(c for c in f.children if c.dep_ in ("amod", "acomp", "attr")))]


# What is rejected ----------------------------------------------------------------------------------------------------


def meant(verb: Any, stance: str, notes: Annotations) -> list[Quantity]:
    """The numbers that a verb of rejection takes."""
    if verb.lemma_.lower() == "be":
        things = [c for c in verb.children if c.dep_ == "nsubj"]
    else:
        things = taken(verb)
    for noun in list(things):
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "for", "to"):
                things += [c for c in child.children if c.dep_ == "pobj"]
    for thing in things:
        own = within(thing, notes)
        if own:
            return own
    if any(points_back(t, verb) for t in things):
        return told_last(verb, notes)
    if stance == "doubts" and any(t.lemma_.lower() in words().bodies for t in objects(verb)):
        return [q for q in told_last(verb, notes) if q.effect == "killed"]
    return []


def within(thing: Any, notes: Annotations) -> list[Quantity]:
    """The numbers inside a phrase: "the figure of 65 dead"."""
    if thing.lemma_.lower() not in words().numbers:
        return []
    first, last = thing.left_edge, thing.right_edge
    span = Span(first.idx, last.idx + len(last))
    return [q for q in notes.quantities if q.effect is not None and span.contains(q.span)]


def points_back(thing: Any, verb: Any) -> bool:
    """Is it a word for a number told before: "the figure", or "it", "neither" of what one believes or confirms?"""
    if thing.lower_ in words().pronouns:
        return verb.lemma_.lower() not in words().deny | {"be"}
    return thing.lemma_.lower() in words().numbers and any(
        c.lower_ in words().definite or c.dep_ == "poss" for c in thing.children
    )


def told_last(verb: Any, notes: Annotations) -> list[Quantity]:
    """The numbers of people of the last sentence that has any, up to the verb; parts of others left out."""
    index = notes.parse.sentence_index
    here = index(verb.idx)
    end = bisect_left(notes.quantities, verb.idx, key=lambda q: q.span.start)
    back = 0 if told_beside(verb) else BACK
    before = [
        q
        for q in notes.quantities[max(0, end - LOOK_BACK) : end]
        if q.effect is not None
        and q.subset_of is None
        and q.span.end <= verb.idx
        and here - index(q.span.start) <= back
    ]
    last = max((index(q.span.start) for q in before), default=-1)
    return [q for q in before if index(q.span.start) == last]


def told_beside(verb: Any) -> bool:
    """Does its sentence tell something before a rejection, which then means that ("…; officials confirmed neither")?"""
    return bool(breaks_before(verb))


def breaks_before(verb: Any) -> list[int]:
    """The semicolons shortly before a verb in its sentence."""
    start = max(verb.sent.start, verb.i - NEAR)
    return [t.i for t in verb.doc[start : verb.i] if t.text == ";"]


# Who rejects it ------------------------------------------------------------------------------------------------------


def speaker(verb: Any, voices: Voices) -> Voice:
    """Whoever rejects it; nobody named, the report itself."""
    subject = next(subjects_of(verb), None)
    if subject is None:
        return voices.of(Span(verb.idx, verb.idx + len(verb)))[0]
    first, last = noun_phrase(subject)
    end = verb.doc[last]
    return voices.speaker(Span(verb.doc[first].idx, end.idx + len(end)))


def subjects_of(verb: Any) -> Iterator[Any]:
    """The subject of a verb, or of what it hangs on ("was not able to confirm"); not that of "this is false"."""
    if verb.lemma_.lower() == "be":
        return
    above = verb
    for _ in range(CLIMB):
        found = performer(above)
        if found is not None:
            yield found
            return
        if above.dep_ not in ("xcomp", "acomp") or above.head.i == above.i:
            return
        above = above.head
        own = next((c for c in above.children if c.dep_ == "nsubj"), None)
        if own is not None:
            yield own
            return


def clause(verb: Any, notes: Annotations) -> Span:
    """The words of a rejection: the verb's clause, without what is joined to it."""
    top = verb
    while top.dep_ in ("xcomp", "acomp") and top.head.i != top.i:
        top = top.head
    out = {t.i for c in top.children if c.dep_ in ("conj", "parataxis", "advcl") for t in c.subtree}
    inside = [t for t in top.subtree if t.i not in out and not t.is_space]
    sentence = notes.parse.sentence_of(verb.idx)
    breaks = breaks_before(verb)
    inside = [
        t for t in inside if sentence.start <= t.idx < sentence.end and t.i > max(breaks, default=-1)
    ] or [verb]
    first, last = min(inside, key=lambda t: t.i), max(inside, key=lambda t: t.i)
    while last.is_punct and last.i > first.i:
        last = last.nbor(-1)
    return Span(first.idx, last.idx + len(last))
