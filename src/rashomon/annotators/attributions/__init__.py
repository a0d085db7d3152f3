"""Who says what: source, cue and content of every attribution, with stance, hedging and nesting.

A trained tagger finds most of them (tagging.py). Rules over the syntax add what it leaves out (rules.py, counts.py,
headlines.py): attributions inside the content of others, figures, headlines, hedges without a source.
docs/layers/attributions.md has the figures.
"""

from __future__ import annotations

from rashomon.annotators import Annotator
from rashomon.annotators.attributions.carry import carried
from rashomon.annotators.attributions.combine import combined
from rashomon.annotators.attributions.counts import count_drafts
from rashomon.annotators.attributions.drafts import Draft
from rashomon.annotators.attributions.headlines import headline_drafts, is_credit
from rashomon.annotators.attributions.kinds import source_kind
from rashomon.annotators.attributions.reading import attribution_of, attributions_of, chain_of
from rashomon.annotators.attributions.repair import repaired
from rashomon.annotators.attributions.rules import drafts
from rashomon.annotators.attributions.split import split_sources
from rashomon.annotators.attributions.stance import hedged, stance_of
from rashomon.annotators.attributions.tagging import tagged_drafts, tagger
from rashomon.annotators.attributions.words import Words, words
from rashomon.annotators.parse import Parse
from rashomon.config import Config
from rashomon.ids import content_id
from rashomon.model import Annotations, Attribution

__all__ = ["attribution_of", "attributions_of", "build", "chain_of", "split_sources"]

MARKS = frozenset({":", "-", "–", "—", "according", "citing"})


def build(config: Config) -> Annotator:
    """The annotator of this layer."""
    lists = words()

    def annotate(notes: Annotations) -> tuple[Attribution, ...]:
        parse = notes.parse
        found = find(parse, notes.doc.text, lists)
        ids = [draft_id(notes, draft) for draft in found]
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


def draft_id(notes: Annotations, draft: Draft) -> str:
    """The id of an attribution: its document and its spans."""
    parts = [
        [[s.start, s.end] for s in spans if s is not None]
        for spans in ((draft.source,), (draft.cue,), draft.content)
    ]
    return content_id("attribution", notes.doc.sha256, parts)


def find(parse: Parse, text: str, lists: Words) -> list[Draft]:
    """All attributions of a text as drafts, in its order."""
    ruled = list(drafts(parse, lists))
    tagged = tagged_drafts(tagger(), parse.copy, parse.sentences)
    tagged = [d for d in repaired(parse, tagged, ruled, lists) if not credits(text, d)]
    ruled += [*count_drafts(parse, lists), *headline_drafts(parse, text)]
    told = {parse.sentence_index(draft.start) for draft in tagged}
    found = combined(tagged, ruled, text, lambda draft: trusted(parse, draft, lists, told))
    extra = carried(parse, found, lists)
    return combined([*found, *extra], [], text, lambda draft: True)


def credits(text: str, draft: Draft) -> bool:
    """Is it the credit of a picture: "Image source: …"?"""
    if draft.source is None or draft.cue is None or draft.cue.of(text) != ":":
        return False
    return is_credit(draft.source.of(text))


def trusted(parse: Parse, draft: Draft, lists: Words, told: set[int]) -> bool:
    """May a rule's draft stand outside of the tagger's?

    Those of figures and marks may; others only in sentences where the tagger found nothing (`told` are the rest).
    """
    if draft.cue is None:
        return True
    lemmas = {token.lemma_.lower() for token in parse.tokens(draft.cue)} | {draft.cue.of(parse.copy).lower()}
    if lemmas & (lists.counting | lists.tallies | lists.hedge_adverbs | MARKS):
        return True
    return bool(lemmas & lists.trusted) and parse.sentence_index(draft.cue.start) not in told
