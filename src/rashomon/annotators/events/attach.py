"""Which mention a time, place, weapon or number belongs to: the nearest one up the syntax, else across it."""

from __future__ import annotations

from typing import Any

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.syntax import ancestors
from rashomon.model import Span

REPORTING = cues("reporting")
FAR = 99


def attach_layers(context: Context, drafts: list[Draft]) -> None:
    """Hand each annotation of the other layers to one mention of its sentence."""
    by_sentence: dict[int, list[Draft]] = {}
    for draft in drafts:
        by_sentence.setdefault(draft.sentence, []).append(draft)
    notes = context.notes
    for layer, slot in (
        ("times", "times"),
        ("toponyms", "places"),
        ("quantities", "counts"),
        ("weapons", "weapons"),
    ):
        for index, item in enumerate(getattr(notes, layer)):
            near = by_sentence.get(context.parse.sentence_index(item.span.start), [])
            if not near or (layer == "times" and item.type in ("DURATION", "SET")):
                continue
            head = context.parse.head(
                item.predicate if layer == "quantities" and item.predicate else item.span
            )
            owner = _owner(head, near, blocked=layer == "times")
            if owner is not None and not (layer == "times" and _dates_the_death(context, owner, item.span)):
                getattr(owner, slot).append(index)


def _dates_the_death(context: Context, draft: Draft, time: Span) -> bool:
    """ "One of whom died four months later": when somebody died of it, not when it happened."""
    return draft.sense == "death" and time.of(context.text).lower().split()[-1] in ("later", "afterwards")


def _owner(head: Any, drafts: list[Draft], *, blocked: bool) -> Draft | None:
    """The mention that governs a word; without one, the mention fewest steps away in the tree."""
    heads = {draft.token.i: draft for draft in drafts}
    if head.i in heads:
        return heads[head.i]
    for above in _above(head):
        if above.i in heads:
            return heads[above.i]
        if blocked and above.pos_ == "VERB":
            if above.lemma_.lower() in REPORTING:
                return None
            break
    near = [
        (tree_distance(head, draft.token), abs(head.i - draft.token.i), draft.token.i) for draft in drafts
    ]
    steps, _, where = min(near)
    return heads[where] if steps < FAR else None


def _above(word: Any) -> list[Any]:
    """What governs a word; a clause that opens after it does not ("hit targets on Thursday after Ankara blamed …"),
    wherever the parser hung it."""
    found = []
    for above in ancestors(word):
        opens = [c.i for c in above.children if c.dep_ == "mark"] if above.pos_ in ("VERB", "AUX") else []
        if not any(word.i < at < above.i for at in opens):
            found.append(above)
    return found


def tree_distance(a: Any, b: Any) -> int:
    """Steps between two words of one sentence's tree; FAR across trees."""
    above_a = {a.i: 0, **{t.i: n for n, t in enumerate(ancestors(a, 30), 1)}}
    for n, token in enumerate([b, *ancestors(b, 30)]):
        if token.i in above_a:
            return n + above_a[token.i]
    return FAR
