"""Puts the drafts of the tagger and of the rules together: the tagger's stand, the rules' fill in and nest."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rashomon.annotators.attributions.drafts import Draft, covered
from rashomon.annotators.parse import Cells

INSIDE = 0.8  # share of a cue that must lie in another's content to be nested in it


def combined(
    tagged: Sequence[Draft], ruled: Sequence[Draft], text: str, trusted: Callable[[Draft], bool]
) -> list[Draft]:
    """All drafts in the order of the text, with `outer` set on those that stand inside another.

    A rule's draft is dropped where another reads the same cue, and outside of all contents unless it is trusted.
    """
    kept = list(tagged)
    told, marks = _by_content(tagged), Cells()
    for n, draft in enumerate(kept):
        _enter(n, draft, marks)
    for draft in sorted(ruled, key=lambda d: (d.start, d.cue.start if d.cue else d.start)):
        if any(same_cue(draft, kept[n]) for n in _near(draft, marks)):
            continue
        if trusted(draft) or (
            draft.cue is not None and any(nests(draft, tagged[n]) for n in told.near(draft.cue))
        ):
            _enter(len(kept), draft, marks)
            kept.append(draft)
    kept.sort(key=lambda d: (d.start, -max(s.end for s in d.spans), d.cue.start if d.cue else d.start))
    cells = _by_content(kept)
    return [draft.with_outer(outer_of(n, kept, text, cells)) for n, draft in enumerate(kept)]


def _by_content(drafts: Sequence[Draft]) -> Cells:
    """Drafts by where their contents stand."""
    cells = Cells()
    for n, draft in enumerate(drafts):
        for span in draft.content:
            cells.add(n, span)
    return cells


def _enter(number: int, draft: Draft, marks: Cells) -> None:
    """Enter where a draft's cue and source stand."""
    for span in (draft.cue, draft.source):
        if span is not None:
            marks.add(number, span)


def _near(draft: Draft, marks: Cells) -> set[int]:
    """Numbers of the drafts whose cue or source may overlap this one's."""
    return {n for span in (draft.cue, draft.source) if span is not None for n in marks.near(span)}


def nests(draft: Draft, other: Draft) -> bool:
    """Does a draft's cue stand in another's content?"""
    return draft.cue is not None and covered(other.content, draft.cue) >= INSIDE


def same_cue(a: Draft, b: Draft) -> bool:
    """Do two drafts read the same words as a cue, or one's cue as the other's source?"""
    if a.cue is None or b.cue is None:
        return False
    return a.cue.overlaps(b.cue) or any(
        x is not None and x.overlaps(y) for x, y in ((a.source, b.cue), (b.source, a.cue))
    )


def outer_of(number: int, drafts: Sequence[Draft], text: str, cells: Cells) -> int | None:
    """Number of the narrowest draft whose content holds the cue (or the source) of this one.

    Two that hold each other ("The group said …, according to X"): what follows "according to" is the outer one.
    """
    draft = drafts[number]
    mark = draft.cue or draft.source
    if mark is None:
        return None
    holders = []
    for n in cells.near(mark):
        other = drafts[n]
        if n == number or covered(other.content, mark) < INSIDE:
            continue
        if other.cue is not None and covered(draft.content, other.cue) >= INSIDE and not relays(other, text):
            continue
        holders.append((sum(s.end - s.start for s in other.content), n))
    return (
        min(holders)[1] if holders and not (relays(draft, text) and _held_by_its_own(draft, drafts)) else None
    )


def relays(draft: Draft, text: str) -> bool:
    """Does it hand on a statement from outside?"""
    return draft.cue is not None and draft.cue.of(text).lower().startswith("according")


def _held_by_its_own(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """Does one of the drafts inside this one claim to hold it in turn?"""
    return any(
        other.cue is not None and draft.cue is not None and nests(draft, other) and nests(other, draft)
        for other in drafts
    )
