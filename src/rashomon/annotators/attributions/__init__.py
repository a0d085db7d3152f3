"""Who says what: source, cue and content of every attribution, with stance, hedging and nesting.

A trained tagger finds most of them (tagging.py); rules over the syntax add what it is silent about (rules.py): attributions inside
the content of others, headlines, hedges without a source. docs/layers/attributions.md has the figures.
"""

from __future__ import annotations

from rashomon.annotators import Annotator
from rashomon.annotators.attributions.combine import combined
from rashomon.annotators.attributions.kinds import source_kind
from rashomon.annotators.attributions.reading import attribution_of, attributions_of, chain_of
from rashomon.annotators.attributions.rules import drafts
from rashomon.annotators.attributions.split import split_sources
from rashomon.annotators.attributions.stance import hedged, stance_of
from rashomon.annotators.attributions.words import words
from rashomon.config import Config
from rashomon.ids import content_id
from rashomon.model import Annotations, Attribution

__all__ = ["attribution_of", "attributions_of", "build", "chain_of", "split_sources"]


def build(config: Config) -> Annotator:
    """The annotator of this layer."""
    lists = words()

    def annotate(notes: Annotations) -> tuple[Attribution, ...]:
        parse = notes.parse
        found = combined([], list(drafts(parse, lists)))
        ids = [content_id(notes.doc.sha256, *((s.start, s.end) for s in draft.spans)) for draft in found]
        return tuple(
            Attribution(
                id=ids[n],
                source=draft.source,
                cue=draft.cue,
                content=draft.content,
                stance=stance_of(parse, draft, lists),
                hedged=hedged(parse, draft, lists),
                source_kind=source_kind(notes, draft.source),
                within=ids[draft.outer] if draft.outer is not None else None,
                score=round(draft.score, 4),
            )
            for n, draft in enumerate(found)
        )

    return annotate
