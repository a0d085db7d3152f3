"""Who did it and who or what was hit, read off the syntax around a trigger."""

from __future__ import annotations

from typing import Any

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.syntax import conjuncts, objects, passive, prepositions, subjects

STRICT_AGAINST = cues("against")
VICTIM_NOUNS = cues("victim_nouns")
PERSONAL = cues("personal")
BYSTANDING = cues("reporting") | cues("bystanding")


def add_participants(context: Context, draft: Draft) -> None:
    """Fill `by`, `on`, and their kinds; places that can be hit count as what was hit."""
    token = draft.token
    if token.pos_ in ("VERB", "AUX"):
        _of_verb(draft, token)
    else:
        _of_noun(context, draft, token)
    draft.by = [t for t in _spread(draft.by) if not _thing(context, t)]
    draft.on = [t for t in _spread(draft.on) if t.i != token.i]
    draft.by_kinds = frozenset(k for t in draft.by for k in _kinds(context, t))
    draft.on_kinds = frozenset(k for t in draft.on for k in _kinds(context, t))
    draft.kinds = context.kinds(
        [t for t in draft.scope if t.i != token.i or draft.sense in ("bomb", "suicide")]
    )
    grave = _grave(context, draft) & {"weapons:chemical", "weapons:suicide"}
    draft.kinds |= context.kinds(_means(token)) | grave | ({"setting:protest"} if context.crowded else set())


def _means(token: Any) -> list[Any]:
    """The words of "using mortars" hung on the verb as a clause of its own.

    "Came under attack … with missiles": what it was done with, wherever the parser hung it.
    """
    if comes_under(token):
        return [t for t in token.sent if t.dep_ in ("pobj", "conj") and _with(t)]
    uses = [
        c for c in token.children if c.dep_ in ("advcl", "xcomp") and c.lemma_ in ("use", "employ", "wield")
    ]
    return [t for c in uses for t in c.subtree]


def _with(noun: Any) -> bool:
    """Is a noun, or the one it is joined to, governed by "with"?"""
    while noun.dep_ == "conj" and noun.head.i < noun.i:
        noun = noun.head
    return bool(noun.dep_ == "pobj" and noun.head.lower_ == "with")


def _grave(context: Context, draft: Draft) -> frozenset[str]:
    """Kinds of the whole sentence: gas or a suicide attacker named anywhere in it decides the type."""
    span = context.parse.sentences[draft.sentence]
    return context.kinds([t for t in context.parse.tokens(span) if t.ent_type_ != "ORG"])


def _of_verb(draft: Draft, token: Any) -> None:
    preps = prepositions(token)
    if draft.sense == "death":
        draft.on = subjects(token) if token.lemma_ != "claim" else objects(token)
        return
    if passive(token):
        draft.on = subjects(token)
        draft.by = [p for prep, p in preps if prep == "by"]
    else:
        draft.by = subjects(token)
        draft.on = objects(token)
    if draft.sense in (
        "launch",
        "throw",
        "drop",
        "shooting",
        "under_fire",
        "explosion",
        "impact",
        "detonation",
        "clash",
    ):
        draft.on = [t for t in draft.on if draft.sense == "shooting"]
        draft.on += [
            p for prep, p in preps if prep in STRICT_AGAINST | ({"with"} if draft.sense == "clash" else set())
        ]
    if draft.sense == "under_fire" or comes_under(token):
        draft.on, draft.by = subjects(token), [p for prep, p in preps if prep == "from"]
    if draft.sense == "target" and not draft.on:
        draft.on = [p for prep, p in preps if prep in STRICT_AGAINST]


def comes_under(verb: Any) -> bool:
    """ "has come under attack": whoever comes under it is hit."""
    return verb.lemma_.lower() == "come" and any(c.lower_ == "under" for c in verb.children)


def _of_noun(context: Context, draft: Draft, token: Any) -> None:
    preps = prepositions(token)
    draft.by = [p for prep, p in preps if prep == "by"]
    draft.on = [p for prep, p in preps if prep in STRICT_AGAINST]
    of = [p for prep, p in preps if prep == "of"]
    if draft.sense in VICTIM_NOUNS:
        draft.on += of
    for child in token.children:
        if child.dep_ == "poss" and child.ent_type_ not in ("DATE", "TIME"):
            (draft.on if draft.sense in PERSONAL else draft.by).append(child)
        elif child.dep_ in ("compound", "amod", "nmod") and context.tags[child.i] & _armed():
            draft.by.append(child)
        elif child.dep_ in ("relcl", "acl") and child.pos_ == "VERB" and not draft.on:
            draft.on = [
                o
                for o in objects(child)
                if child.lemma_ in ("kill", "wound", "injure", "target", "hit", "destroy")
            ]
    head = token.head
    if token.dep_ == "dobj" and head.pos_ == "VERB" and not draft.by:
        draft.by = subjects(head)
        draft.on += [p for prep, p in prepositions(head) if prep in STRICT_AGAINST]
    elif token.dep_ == "nsubjpass" and not draft.by:
        draft.by = [p for prep, p in prepositions(head) if prep == "by"]
    elif token.dep_ == "nsubj" and head.pos_ == "VERB" and not draft.on:
        if head.lemma_ in (
            "kill",
            "wound",
            "injure",
            "target",
            "hit",
            "strike",
            "destroy",
            "rock",
            "shake",
            "claim",
        ):
            draft.on = objects(head)
    elif token.dep_ == "pobj" and not draft.on and head.lower_ in ("in", "by", "with"):
        verb = head.head
        if verb.pos_ == "VERB" and verb.lemma_ in (
            "kill",
            "wound",
            "injure",
            "die",
            "hit",
            "destroy",
            "hurt",
        ):
            draft.on = subjects(verb) if passive(verb) or verb.lemma_ == "die" else objects(verb)


def doers(draft: Draft) -> list[Any]:
    """Who did it, without whoever only speaks of the deed, suffers or stops it ("condemned the strike")."""
    token = draft.token
    if token.dep_ != "dobj" or token.head.lemma_.lower() not in BYSTANDING:
        return draft.by
    bystanders = {t.i for t in _spread(subjects(token.head))}
    return [t for t in draft.by if t.i not in bystanders]


def _armed() -> set[str]:
    return {"people:state", "people:nonstate", "place"}


def _spread(tokens: list[Any]) -> list[Any]:
    found: dict[int, Any] = {}
    for token in tokens:
        for joined in conjuncts(token):
            found.setdefault(joined.i, joined)
    return [found[i] for i in sorted(found)]


def _thing(context: Context, token: Any) -> bool:
    """A blast, a bomb, a day: what cannot be the one who did it."""
    kinds = context.kind_of(token)
    if token.ent_type_ in ("DATE", "TIME") or token.lower_ in ("it", "that", "which", "this"):
        return True
    return any(k.startswith("weapons:") for k in kinds) and not any(k.startswith("people:") for k in kinds)


def _kinds(context: Context, token: Any) -> frozenset[str]:
    kinds = set(context.kind_of(token))
    if any(k.startswith("people:") for k in kinds):
        kinds.add("people")
    if kinds & {"people:state", "people:nonstate", "people:crowd"}:
        kinds.discard("people:civilian")
    if "people:crowd" in kinds and "people:state" not in kinds:
        kinds.discard("people:nonstate")
    if kinds & {"people:nonstate"} and "people:state" in kinds:
        kinds.discard("people:state" if _last_is(context, token, "people:nonstate") else "people:nonstate")
    return frozenset(kinds)


def _last_is(context: Context, token: Any, kind: str) -> bool:
    """Does the head word itself, not its modifier, bear the kind?"""
    return kind in context.tags[token.i] and "people:state" not in context.tags[token.i]
