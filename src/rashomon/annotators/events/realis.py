"""Did it happen? Plans, attempts, conditions, denials and rumours around a trigger."""

from __future__ import annotations

from typing import Any

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.syntax import ancestors, negated
from rashomon.model import Realis


def add_realis(context: Context, draft: Draft) -> None:
    """Set `realis` and `negated` of a draft. Nearer words win over farther ones."""
    realis = context.lexicon.realis
    token = draft.token
    draft.negated = _negated(token)
    if _said_false(context, draft):
        draft.realis = "reported_false"
        return
    if draft.sense == "repel":
        draft.realis = "attempted"  # whoever attacked was beaten back
        return
    if asked(token):
        draft.realis = "hypothetical"
        return
    found = _own_auxiliaries(context, token) or _conditional(context, token) or _governed(context, token)
    if found:
        draft.realis = found
        return
    sentence = context.parse.sentences[draft.sentence].of(context.text).lower()
    if any(
        " ".join(parts) in sentence for first in realis["fail_after"].by_first.values() for parts in first
    ) and draft.sense in (
        "launch",
        "throw",
        "drop",
        "attack",
        "assault",
        "detonation",
        "target",
        "impact",
        "strike",
        "raid",
    ):
        draft.realis = "attempted"


def asked(token: Any) -> bool:
    """ "Asked whether the military struck …": a question tells nothing."""
    verb = token if token.pos_ in ("VERB", "AUX") else _light_verb(token)
    return verb is not None and any(c.dep_ == "mark" and c.lower_ == "whether" for c in verb.children)


def _negated(token: Any) -> bool:
    return negated(token) or any(
        negated(head) for head in ancestors(token, 1) if token.dep_ in ("xcomp", "dobj", "attr", "pcomp")
    )


def _own_auxiliaries(context: Context, token: Any) -> Realis | None:
    """ "will strike", "might cross", "would attack"; "would" under a report of the past still plans."""
    words = context.lexicon.realis
    verb = token if token.pos_ in ("VERB", "AUX") else _light_verb(token)
    if verb is None:
        return None
    for child in verb.children:
        if child.dep_ in ("aux", "auxpass"):
            if child.lower_ in ("will", "shall", "'ll", "’ll", "wo"):
                return "planned"
            if child.lower_ == "would":
                return "hypothetical" if _conditional(context, verb) or _feared(context, verb) else "planned"
            if child.lower_ in ("could", "might", "may", "can", "should", "must", "ca") and not _perfect(
                verb
            ):
                return "planned" if child.lower_ == "might" and not _feared(context, verb) else "hypothetical"
    infinitive = verb.tag_ == "VB" and any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)
    if infinitive and verb.dep_ in ("relcl", "acl") and verb.head.lemma_ not in _all(words, "attempted"):
        return "planned"
    return None


def _perfect(verb: Any) -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "have" for c in verb.children)


def _light_verb(noun: Any) -> Any | None:
    if noun.dep_ in ("dobj", "nsubj", "nsubjpass", "attr") and noun.head.pos_ in ("VERB", "AUX"):
        return noun.head
    return None


def _conditional(context: Context, token: Any) -> Realis | None:
    for head in [token, *ancestors(token, 4)]:
        if head.pos_ not in ("VERB", "AUX"):
            continue
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "lest") for c in head.children):
            return "hypothetical"
        if head.dep_ not in ("xcomp", "conj", "ccomp"):
            break
    return None


def _feared(context: Context, token: Any) -> bool:
    words = context.lexicon.realis["hypothetical"]
    near = list(ancestors(token, 3)) + [c for h in [token, *ancestors(token, 2)] for c in h.children]
    return any(
        h.lemma_.lower() in words
        for h in near
        if h.pos_ in ("VERB", "NOUN") and h.lemma_ not in ("can", "could")
    )


GOVERNS = {
    "attempted": {
        "dobj",
        "xcomp",
        "pcomp",
        "pobj",
        "acl",
        "nsubjpass",
        "compound",
        "ccomp",
        "relcl",
        "conj",
        "nsubj",
    },
    "planned": {"dobj", "xcomp", "pcomp", "pobj", "acl", "nsubjpass", "compound", "ccomp", "conj"},
    "hypothetical": {"dobj", "xcomp", "pcomp", "pobj", "acl", "nsubjpass", "ccomp", "amod"},
    "threatened": {"dobj", "xcomp", "pcomp", "pobj", "acl", "ccomp"},
}


def _governed(context: Context, token: Any) -> Realis | None:
    """Look up through complements: "tried to storm", "plans an operation", "fears of attacks", "foiled a plot"."""
    words = context.lexicon.realis
    for child in token.children:
        if child.dep_ in ("amod", "compound", "acl") and child.i < token.i + 3:
            lemma = child.lemma_.lower()
            if lemma in ("attempt", "attempted", "foil", "foiled", "fail", "failed", "abortive", "thwart"):
                return "attempted"
            if lemma in ("plan", "planned", "intended", "intend", "imminent", "impending", "prepare"):
                return "planned"
            if lemma in ("potential", "possible", "future", "fear", "feared"):
                return "hypothetical"
    below = token
    for head in ancestors(token, 5):
        lemma = head.lemma_.lower()
        for realis in ("attempted", "planned", "threatened", "hypothetical"):
            if lemma in words[realis] and below.dep_ in GOVERNS[realis] and _takes(head, below, realis):
                return realis
        if below.dep_ in ("advcl", "relcl", "ccomp", "nsubj", "parataxis") or (
            below.dep_ == "conj" and below.pos_ == "VERB" and head.pos_ != "VERB"
        ):
            break
        if head.dep_ == "ROOT" and head.pos_ not in ("VERB", "AUX", "NOUN"):
            break
        below = head
    return None


def _takes(head: Any, below: Any, realis: str) -> bool:
    """Verbs with two lives: "announced an attack" plans only what it announces to do; "set" needs "to"."""
    lemma = head.lemma_.lower()
    if lemma in (
        "announce",
        "expect",
        "order",
        "mean",
        "set",
        "aim",
        "want",
        "decide",
        "promise",
        "consider",
    ):
        return below.dep_ in ("xcomp", "ccomp") and below.tag_ == "VB"
    if realis == "planned" and below.dep_ == "conj" and below.pos_ == "VERB" == head.pos_:
        return False  # "planned and carried out attacks": what was joined to the planning was done
    if lemma == "warn":
        return below.dep_ in ("pobj", "pcomp") or any(
            c.lower_ in ("could", "would", "will", "may") for c in below.children
        )
    if lemma in ("beat", "repel", "repulse"):
        return bool(below.dep_ in ("dobj", "nsubjpass"))
    if lemma == "fail":
        return bool(below.dep_ == "xcomp")
    if lemma in ("prevent", "avert", "foil", "thwart", "try", "attempt", "seek"):
        return bool(below.dep_ != "nsubj")
    return True


def _said_false(context: Context, draft: Draft) -> bool:
    """A rumour, a story that is untrue, "did not happen"."""
    verdicts = context.lexicon.realis["false_verdicts"]
    token = draft.token
    if _did_not_happen(token):
        return True
    for head in ancestors(token, 5):
        if head.lemma_.lower() in verdicts and head.pos_ == "NOUN":
            return True
        if head.pos_ in ("AUX", "VERB") and head.lemma_ in ("be", "prove", "turn"):
            said = [c for c in head.children if c.dep_ in ("acomp", "attr", "oprd", "xcomp", "prep")]
            said += [g for c in said for g in c.children if g.dep_ in ("acomp", "attr")]
            if any(c.lemma_.lower() in verdicts for c in said) and not any(
                c.dep_ == "neg" for c in head.children
            ):
                return True
    return False


def _did_not_happen(token: Any) -> bool:
    near = [c for c in token.children if c.dep_ == "relcl"]
    if token.dep_ in ("nsubj", "nsubjpass"):
        near.append(token.head)
    for head in ancestors(token, 2):
        near += [c for c in head.children if c.dep_ == "relcl" and head.pos_ == "NOUN"]
    return any(
        v.lemma_ in ("happen", "occur", "place") and any(c.dep_ == "neg" for c in v.children) for v in near
    )


def _all(words: Any, name: str) -> set[str]:
    return set(words[name].by_first)
