"""How other stages read the layer: which attribution stands behind a passage, and what encloses it."""

from __future__ import annotations

from rashomon.annotators.attributions.drafts import covered
from rashomon.model import Annotations, Attribution, Span

ENOUGH = 0.5  # share of a passage that must lie in an attribution's content


def attributions_of(notes: Annotations, span: Span) -> list[Attribution]:
    """Attributions whose content holds most of a passage, innermost first.

    Innermost = the deepest nested, then the one with the shortest content.
    """
    depth = {a.id: len(chain_of(notes, a)) for a in notes.attributions}
    holding = [a for a in notes.attributions if covered(a.content, span) >= ENOUGH]
    return sorted(holding, key=lambda a: (-depth[a.id], sum(s.end - s.start for s in a.content), a.id))


def attribution_of(notes: Annotations, span: Span) -> Attribution | None:
    """The innermost attribution with a named source behind a passage; None = the report's own voice."""
    return next((a for a in attributions_of(notes, span) if a.source is not None), None)


def chain_of(notes: Annotations, attribution: Attribution) -> tuple[Attribution, ...]:
    """Attributions that enclose one, outermost first, and itself last."""
    by_id = {a.id: a for a in notes.attributions}
    chain = [attribution]
    while chain[0].within is not None and by_id[chain[0].within] not in chain:
        chain.insert(0, by_id[chain[0].within])
    return tuple(chain)
