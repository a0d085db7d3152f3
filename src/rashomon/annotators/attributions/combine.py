"""Puts the drafts of the tagger and of the rules together: the tagger's stand, the rules' fill in and nest."""

from __future__ import annotations

from collections.abc import Sequence

from rashomon.annotators.attributions.drafts import Draft, covered
from rashomon.model import Span

INSIDE = 0.8  # share of a cue that must lie in another's content to be nested in it


def combined(tagged: Sequence[Draft], ruled: Sequence[Draft]) -> list[Draft]:
    """All drafts in the order of the text, with `outer` set on those that stand inside another."""
    kept = list(tagged)
    for draft in sorted(ruled, key=lambda d: (d.start, d.cue.start if d.cue else d.start)):
        if not any(same_cue(draft, other) for other in kept):
            kept.append(draft)
    kept.sort(key=lambda d: (d.start, -max(s.end for s in d.spans), d.cue.start if d.cue else d.start))
    return [draft.with_outer(outer_of(n, kept)) for n, draft in enumerate(kept)]


def same_cue(a: Draft, b: Draft) -> bool:
    """Do two drafts read the same words as a cue, or one's cue as the other's source?"""
    if a.cue is None or b.cue is None:
        return False
    return a.cue.overlaps(b.cue) or any(
        x is not None and x.overlaps(y) for x, y in ((a.source, b.cue), (b.source, a.cue))
    )


def outer_of(number: int, drafts: Sequence[Draft]) -> int | None:
    """Number of the narrowest draft whose content holds the cue (or the source) of this one."""
    draft = drafts[number]
    mark = draft.cue or draft.source
    if mark is None:
        return None
    holders = [
        (sum(s.end - s.start for s in other.content), n)
        for n, other in enumerate(drafts)
        if n != number and covered(other.content, mark) >= INSIDE and not _holds(draft, other.cue)
    ]
    return min(holders)[1] if holders else None


def _holds(draft: Draft, cue: Span | None) -> bool:
    return cue is not None and covered(draft.content, cue) >= INSIDE
