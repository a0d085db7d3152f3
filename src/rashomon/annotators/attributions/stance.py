"""How a source stands to what it says, and whether the words hold back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rashomon.annotators.attributions.drafts import Draft
from rashomon.annotators.attributions.words import Words, has_phrase
from rashomon.annotators.parse import Parse
from rashomon.model import Span, Stance

NEAR = 4  # tokens beside the cue that may change its meaning ("could not … be verified")


def stance_of(parse: Parse, draft: Draft, words: Words) -> Stance:
    """Doubts and denials show in the cue, blame and responsibility in the cue or the content."""
    cue = cue_lemmas(parse, draft)
    content = [lemma for span in draft.content for lemma in lemmas(parse.tokens(span))]
    if has_phrase(cue, words.phrases("doubts")):
        return "doubts"
    if has_phrase(cue, words.phrases("denies")):
        return "accuses" if has_phrase(content[:6], ("responsibility claim",)) else "denies"
    if has_phrase(cue + content, words.phrases("claims"), gap=3) and not _negated(cue):
        return "claims" if _own(parse, draft, content, words) or has_phrase(cue, ("claim",)) else "asserts"
    if has_phrase(cue, words.phrases("accuses")):
        return "accuses"
    if has_phrase(content, words.innocence):
        return "denies"
    if has_phrase(content, words.blame):
        return "accuses"
    return "claims" if announces(parse, draft, words) else "asserts"


def lemmas(tokens: Any) -> list[str]:
    """Lemmas in lower case."""
    return [token.lemma_.lower() for token in tokens]


def cue_lemmas(parse: Parse, draft: Draft) -> list[str]:
    """Lemmas of the cue and of the auxiliaries and negation just before it."""
    if draft.cue is None:
        return []
    tokens = parse.tokens(draft.cue)
    if not len(tokens):
        return []
    first = tokens.start
    while (
        first > 0
        and tokens.start - first < NEAR
        and tokens.doc[first - 1].dep_ in ("aux", "auxpass", "neg", "advmod")
    ):
        first -= 1
    return lemmas(tokens.doc[first : tokens.end])


def _negated(cue: Sequence[str]) -> bool:
    return any(word in ("not", "n't", "never", "no") for word in cue)


def _own(parse: Parse, draft: Draft, content: Sequence[str], words: Words) -> bool:
    """Is it the source itself that takes responsibility ("it claimed …", "we …"), not somebody else?"""
    return not content or content[0] in words.own_words or has_phrase(content[:2], ("responsibility",))


def announces(parse: Parse, draft: Draft, words: Words) -> bool:
    """Does the source tell of an act of its own forces ("said its jets had struck …")?"""
    if draft.source is None or not draft.content:
        return False
    return any(_own_act(token, words) for span in draft.content for token in parse.tokens(span))


def _own_act(token: Any, words: Words) -> bool:
    if token.lemma_.lower() not in words.acts or token.pos_ != "VERB":
        return False
    if any(child.dep_ == "neg" for child in token.children):
        return False
    return any(child.dep_ == "nsubj" and _ours(child, words) for child in token.children)


def _ours(subject: Any, words: Words) -> bool:
    if subject.lower_ in words.own_words:
        return subject.lower_ in ("it", "we")
    owner = any(c.dep_ == "poss" and c.lower_ in words.own_words for c in subject.children)
    return owner and subject.lemma_.lower() in words.own_forces


def hedged(parse: Parse, draft: Draft, words: Words) -> bool:
    """Do the cue or the content hold back ("is believed to", "allegedly", "may have")?"""
    cue = [] if draft.cue is None else [t.lower_ for t in parse.tokens(draft.cue)]
    if set(cue) & words.hedge_words or set(cue_lemmas(parse, draft)) & words.hedge_cues:
        return True
    return any(
        token.lower_ in words.hedge_words for span in draft.content[:1] for token in _opening(parse, span)
    )


def _opening(parse: Parse, span: Span) -> Any:
    """Tokens of the content's main clause: hedges deeper down are about something smaller."""
    tokens = parse.tokens(span)
    return [t for t in tokens if t.head.i == tokens.root.i or t.i == tokens.root.i] if len(tokens) else []
