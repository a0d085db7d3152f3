"""How a happening is spoken of: told, or only named to say who somebody is, under a picture, as the date of another."""

from __future__ import annotations

import re

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.syntax import ancestors, prepositions

CHARGES = cues("charges")
CAPTION_WORDS = cues("caption_words")
CAUSAL = {"in", "by", "during"}
OPENING_WORDS = 4  # of a paragraph, among which the colon of a picture credit stands


def add_manner(context: Context, draft: Draft) -> None:
    """Set `charged` and `caption`."""
    draft.charged = _charged(draft)
    draft.caption = _in_caption(context, draft)


def _charged(draft: Draft) -> bool:
    """ "accused of staging recent attacks", "responsible for attacks on …": said to tell who somebody is."""
    if not draft.nominal or draft.token.tag_ not in ("NNS", "NNPS"):
        return False
    step = draft.token
    for above in ancestors(draft.token, 6):
        if step.dep_ in ("nsubj", "nsubjpass", "ROOT", "relcl", "ccomp"):
            return False
        if step.dep_ in ("pobj", "pcomp", "prep", "conj") and above.lemma_.lower() in CHARGES:
            return True
        step = above
    return False


def _in_caption(context: Context, draft: Draft) -> bool:
    """Does the paragraph open like the credit of a picture ("Image source: …", "File photo: …")?"""
    text = context.text
    start = text.rfind("\n", 0, draft.trigger.start) + 1
    opening = re.findall(r"[^\W\d_]+|:", text[start : start + 60])[: OPENING_WORDS + 1]
    return ":" in opening and any(w.lower() in CAPTION_WORDS for w in opening[: opening.index(":")])


def many_times(draft: Draft) -> bool:
    """ "came under attack at least 100 times"."""
    verb = draft.token if draft.token.pos_ == "VERB" else next(
        (t for t in ancestors(draft.token, 2) if t.pos_ == "VERB"), None
    )  # fmt: skip
    for word in {t.i: t for t in (draft.token, verb) if t is not None}.values():
        for child in word.children:
            if child.lower_ == "times" and any(
                c.dep_ in ("nummod", "amod") and c.lower_ not in ("two", "2") for c in child.children
            ):
                return True
    return False


def dates_another(draft: Draft) -> bool:
    """Is a war or conflict named only as the time of something else ("after the war broke out in October")?"""
    verb = draft.token if draft.token.pos_ == "VERB" else draft.token.head
    return verb.dep_ == "advcl" and any(
        c.dep_ in ("mark", "advmod") and c.lower_ in ("after", "since", "when", "before", "until", "as")
        for c in verb.children
    )


def caused_by(draft: Draft, others: list[Draft]) -> bool:
    """Is one of two mentions the deed in which the other's harm was done ("killed in a strike")?"""
    causes, deed = causes_of(draft), draft.nominal and not draft.aggregate
    return any(
        (other.nominal and not other.aggregate and other.token.i in causes)
        or (deed and draft.token.i in causes_of(other))
        for other in others
    )


def causes_of(harm: Draft) -> frozenset[int]:
    """The nouns in, by or during which a verb of harm was done, by number of token."""
    if harm.token.pos_ != "VERB":
        return frozenset()
    return frozenset(t.i for p, t in prepositions(harm.token) if p.split()[0] in CAUSAL)


def names_again(draft: Draft, others: list[Draft]) -> bool:
    """ "The strike", "Thursday's strike" after "a strike": the same noun, pointing back."""
    if draft.definite <= 0 or draft.token.tag_ not in ("NN", "NNP") or draft.aggregate:
        return False
    return any(
        d.token.lemma_.lower() == draft.token.lemma_.lower()
        and d.token.tag_ in ("NN", "NNP")
        and not d.aggregate
        for d in others
    )
