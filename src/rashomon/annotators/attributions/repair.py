"""Mends what the tagger cuts too short, by syntax: holes in a content, the rest of a sentence that its cue breaks.

"A camp, he said, was hit before the others fled": the words after the cue belong to what he said as those before it do.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from rashomon.annotators.attributions.drafts import Draft, covered, runs
from rashomon.annotators.attributions.rules import subject_of
from rashomon.annotators.attributions.words import Words
from rashomon.annotators.parse import Parse
from rashomon.model import Span

HOLE = 8  # tokens that a hole in a content may have; swept 0-20 on gold dev
# "BAGHDAD (Agency) - ", "PARIS, Jan. 5 — ", "14:20 PLACE - ", "09:05 "
DATELINE = re.compile(
    r"(?:\d{1,2}[:.]\d\d(?: ?[ap]\.?m\.?)?\s+)?"
    r"(?:[A-ZÀ-Þ][A-ZÀ-Þ .'’-]{2,40}(?:,[^-–—\n]{2,40}?)?(?: ?\([^()\n]{2,40}\))? ?[-–—] )?"
)
GO_ON = frozenset({"SCONJ", "CCONJ"})  # what opens the rest of a broken sentence
# words before a source that are no part of it
BEFORE = frozenset({"by", "of", "from", "to", "with", "at", "in", "on", "for", "and", "but", "that"})
OF = 6  # tokens behind "of" in which the noun must end that a source was cut off before
AGREE = 0.5  # share of the tagger's content that the rule's must hold to be joined to it


def repaired(parse: Parse, tagged: Sequence[Draft], ruled: Sequence[Draft], words: Words) -> list[Draft]:
    """The tagger's drafts with whole contents and clean sources."""
    text = parse.copy
    datelines = [
        Span(p.start, p.start + m.end())
        for p in parse.paragraphs
        if (m := DATELINE.match(p.of(text))) and m.end()
    ]
    taken = sorted((s for d in tagged for s in (d.source, d.cue) if s is not None), key=lambda s: s.start)
    cited = [d for d in ruled if d.cue is not None and d.cue.of(parse.copy).lower() in ("citing", "quoting")]
    found = []
    for draft in tagged:
        if any(draft.cue is not None and d.cue is not None and d.cue.overlaps(draft.cue) for d in cited):
            continue  # the tagger takes who is cited for what is said; the rule turns it round
        draft = narrowed(parse, beside(parse, without(draft, datelines)), words)
        if not draft.content or is_nobody(parse, draft, words):
            continue
        numbers = {t.i for span in draft.content for t in parse.tokens(span)}
        numbers |= agreed(parse, draft, ruled)
        numbers |= after_cue(parse, draft, numbers)
        numbers |= holes(parse, sorted(numbers), taken)
        own = {t.i for span in (draft.source, draft.cue) if span is not None for t in parse.tokens(span)}
        content = runs(parse.doc, numbers - own)
        if content and has_letters(parse, content):
            found.append(replace(draft, source=clean(parse, draft.source), content=content))
    return found


def without(draft: Draft, datelines: Sequence[Span]) -> Draft:
    """A draft whose source and content begin after the dateline that they hold."""
    if not any(d.overlaps(s) for d in datelines for s in draft.spans):
        return draft
    source = cut(draft.source, datelines) if draft.source is not None else None
    content = tuple(s for s in (cut(span, datelines) for span in draft.content) if s is not None)
    return replace(draft, source=source, content=content)


def cut(span: Span, datelines: Sequence[Span]) -> Span | None:
    """What of a span is left behind a dateline."""
    for dateline in datelines:
        if dateline.overlaps(span):
            return Span(dateline.end, span.end) if dateline.end < span.end else None
    return span


def beside(parse: Parse, draft: Draft) -> Draft:
    """A draft without what earlier paragraphs say, unless the paragraph before quotes somebody."""
    if draft.cue is None:
        return draft
    n = parse.paragraph_index(draft.cue.start)
    start = parse.paragraphs[n].start
    if draft.start >= start:
        return draft
    before = parse.paragraphs[max(0, n - 1)]
    if any(mark in before.of(parse.copy) for mark in '"“”'):
        start = before.start
    return replace(draft, content=tuple(s for s in draft.content if s.end > start))


def narrowed(parse: Parse, draft: Draft, words: Words) -> Draft:
    """ "allegedly struck": the adverb is the cue, the verb is part of what is said."""
    if draft.cue is None or draft.source is not None:
        return draft
    tokens = list(parse.tokens(draft.cue))
    adverb = next((t for t in tokens if t.lower_ in words.hedge_adverbs), None)
    if adverb is None or any(t.lemma_.lower() in words.verbs for t in tokens):
        return draft
    cue = Span(adverb.idx, adverb.idx + len(adverb))
    rest = tuple(Span(t.idx, t.idx + len(t)) for t in tokens if t.i != adverb.i)
    return replace(draft, cue=cue, content=(*draft.content, *rest))


def is_nobody(parse: Parse, draft: Draft, words: Words) -> bool:
    """Is the source, or the subject of the cue, "nobody" or "no group"?"""
    firsts = []
    if draft.source is not None:
        firsts += list(parse.tokens(draft.source)[:1])
    elif draft.cue is not None:
        subject = subject_of(parse.head(draft.cue))
        firsts += list(subject[:1]) if subject is not None else []
    return any(token.lower_ in words.nobody for token in firsts)


def agreed(parse: Parse, draft: Draft, ruled: Sequence[Draft]) -> set[int]:
    """Tokens of the content that the syntax gives to the same cue, where it holds most of the tagger's."""
    if draft.cue is None:
        return set()
    for other in ruled:
        if other.cue is not None and other.cue.overlaps(draft.cue):
            size = sum(s.end - s.start for s in draft.content)
            common = sum(covered(other.content, s) * (s.end - s.start) for s in draft.content)
            if common >= AGREE * size:
                return {t.i for span in other.content for t in parse.tokens(span)}
    return set()


def after_cue(parse: Parse, draft: Draft, numbers: set[int]) -> set[int]:
    """The rest of a sentence that source and cue interrupt, up to the next verb of saying."""
    marks = [s for s in (draft.source, draft.cue) if s is not None]
    if not marks or not numbers:
        return set()
    end = max(s.end for s in marks)
    sentence = parse.sentence_of(marks[0].start)
    first = min(parse.doc[n].idx for n in numbers)
    if not sentence.start <= first < min(s.start for s in marks):
        return set()
    rest = [t for t in parse.tokens(Span(end, max(end + 1, sentence.end))) if t.idx >= end]
    comma = next((k for k, t in enumerate(rest[:6]) if t.text == ","), None)
    if comma is None or comma + 1 >= len(rest) or rest[comma + 1].pos_ not in GO_ON:
        return set()
    tail = rest[comma + 1 :]
    if tail[0].pos_ == "CCONJ" and not any(t.dep_ == "nsubj" or t.dep_ == "nsubjpass" for t in tail[:6]):
        return set()
    return {t.i for t in tail} if not numbers & {t.i for t in tail} else set()


def holes(parse: Parse, numbers: Sequence[int], taken: Sequence[Span]) -> set[int]:
    """Short gaps between two pieces of a content within a sentence, free of other sources and cues."""
    found: set[int] = set()
    for a, b in itertools.pairwise(numbers):
        if 1 < b - a <= HOLE + 1:
            gap = Span(parse.doc[a].idx + len(parse.doc[a]), parse.doc[b].idx)
            same = parse.sentence_index(parse.doc[a].idx) == parse.sentence_index(parse.doc[b].idx)
            if same and not any(s.overlaps(gap) for s in taken):
                found.update(range(a + 1, b))
    return found


def clean(parse: Parse, span: Span | None) -> Span | None:
    """A source without punctuation at its ends and without a preposition or a clock time before it."""
    if span is None:
        return None
    tokens = list(parse.tokens(span))
    while tokens and (tokens[0].is_punct or tokens[0].is_space or opened(tokens)):
        tokens.pop(0)
    tokens = whole_phrase(whole_word(tokens))
    while tokens and unended(tokens):
        tokens.pop()
    apposition = any(t.text == "," for t in tokens[:-1])
    while tokens and (
        tokens[-1].is_space or (tokens[-1].is_punct and not closing(tokens[-1].text, apposition))
    ):
        tokens.pop()
    return Span(tokens[0].idx, tokens[-1].idx + len(tokens[-1])) if tokens else span


def whole_word(tokens: list[Any]) -> list[Any]:
    """ "run Tass news agency", cut out of "state-run Tass news agency", with the rest of its first word."""
    while tokens and tokens[0].i > 1:
        before = tokens[0].nbor(-1)
        if before.text != "-" or before.whitespace_ or before.nbor(-1).whitespace_:
            break
        tokens = [before.nbor(-1), before, *tokens]
    return tokens


def whole_phrase(tokens: list[Any]) -> list[Any]:
    """ "the city of", cut off before the name, with what follows "of"."""
    last = tokens[-1] if tokens else None
    if last is None or last.lower_ != "of" or last.i + 1 >= len(last.doc):
        return tokens
    end = next((c.i for c in last.children if c.dep_ == "pobj" and c.i <= last.i + OF), last.i)
    return [*tokens, *last.doc[last.i + 1 : end + 1]]


def unended(tokens: list[Any]) -> bool:
    """Does a source end in a word that only leads on: "police on", "the minister and"?"""
    last = tokens[-1]
    return len(tokens) > 1 and (last.tag_ == "CC" or (last.tag_ == "IN" and last.dep_ in ("prep", "agent")))


def opened(tokens: list[Any]) -> bool:
    """Does a source begin in a word that is no part of it: "at Kutum Hospital", but not "at least one"?"""
    first = tokens[0]
    least = (
        first.lower_ == "at" and first.i + 1 < len(first.doc) and first.nbor(1).lower_ in ("least", "most")
    )
    return first.lower_ in BEFORE and first.tag_ in ("IN", "TO", "CC") and not least


def closing(mark: str, apposition: bool) -> bool:
    """Marks that may end a source: brackets, quotation marks, the comma that closes an apposition (as in PolNeAR)."""
    return mark in ")”\"'." or (mark == "," and apposition)


def has_letters(parse: Parse, content: Sequence[Span]) -> bool:
    """Does a content say anything at all?"""
    text: Any = parse.copy
    return any(c.isalnum() for span in content for c in span.of(text))
