"""Finding again, in a new reading of a document, what a decision was about: by id, then by overlap,
then by quote.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from rashomon.claims import Report
from rashomon.model import Claim, Mention
from rashomon.review.decisions import Anchor


class Spanned(Protocol):
    """Something with an id and words of a text."""

    @property
    def id(self) -> str:
        """Its id."""


S = TypeVar("S", bound=Spanned)


def find_mention(anchor: Anchor, report: Report) -> Mention | None:
    """The mention of a report that an anchor means; None when no mention is left there."""
    mentions = [m for i in report.incidents for m in i.mentions]
    return _find(anchor, ((m, m.start, m.end, m.quote, None) for m in mentions))


def find_claim(anchor: Anchor, report: Report) -> Claim | None:
    """The claim of a report that an anchor means; None when there is none of its role at its words."""
    claims = [c for i in report.incidents for c in i.claims if c.role == anchor.role]
    return _find(
        anchor, ((c, c.evidence.start, c.evidence.end, c.evidence.quote, c.source.name) for c in claims)
    )


def _find(anchor: Anchor, things: Iterable[tuple[S, int, int, str, str | None]]) -> S | None:
    best: tuple[tuple[int, bool, int, int, str], S] | None = None
    for thing, start, end, quote, source in things:
        shared = min(end, anchor.end) - max(start, anchor.start)
        if thing.id == anchor.id:
            kind = 0
        elif shared > 0:
            kind = 1
        elif quote == anchor.quote:
            kind = 2
        else:
            continue
        rank = (kind, source != anchor.source, -shared, abs(start - anchor.start), thing.id)
        if best is None or rank < best[0]:
            best = rank, thing
    return best[1] if best else None
