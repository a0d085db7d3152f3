"""Finds the words that may tell an event: lexicon entries with fitting objects, figures of speech left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rashomon.annotators.events.clauses import clause_tokens
from rashomon.annotators.events.context import Context, span_of
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.lexicon import TriggerRow, cues
from rashomon.annotators.events.syntax import conjuncts, objects, passive, prepositions, subjects
from rashomon.model import Span

WINDOW = 6  # words within which the rest of a several-word entry must follow
PARTICLES = cues("particles")
LABOUR = cues("labour")
WARS = cues("wars")
POS = {
    "VERB": ("verb",),
    "AUX": ("verb",),
    "NOUN": ("noun", "adj"),
    "PROPN": ("noun", "adj"),
    "ADJ": ("adj", "noun"),
    "ADP": ("adp",),
    "SCONJ": ("adp",),
    "ADV": ("adv", "adp"),
    "NUM": (),
}


def find_drafts(context: Context) -> list[Draft]:
    """All candidate mentions, in the order of the text; of overlapping entries the longest."""
    figures = set(_figures(context))
    taken: set[int] = set(figures)
    drafts = []
    for token in context.doc:
        if token.i in taken or (not token.is_alpha and "-" not in token.text):
            continue
        if _is_name(token):
            continue
        found = _entry_at(context, token, taken)
        if found is None:
            continue
        row, tokens = found
        if not _holds(context, token, row):
            continue
        taken.update(t.i for t in tokens)
        drafts.append(_draft(context, token, tokens, row))
    return drafts


def _is_name(token: Any) -> bool:
    """A month, or a word inside somebody's or something's name ("Mine", "the National Accord")."""
    if token.text == "March" and token.i > token.sent.start:
        return True
    return token.pos_ == "PROPN" and token.ent_type_ in ("PERSON", "GPE", "NORP", "DATE", "ORG")


def _entry_at(context: Context, token: Any, taken: set[int]) -> tuple[TriggerRow, list[Any]] | None:
    allowed = POS.get(token.pos_, ())
    for row in context.lexicon.triggers.get(context.lemmas[token.i], ()):
        if row.pos not in allowed and not (row.following and row.pos in ("noun", "adj")):
            continue
        if not row.following:
            if (
                token.dep_ == "compound"
                and token.head.i == token.i + 1
                and not _head_is_plain(context, token)
            ):
                continue
            return row, [token]
        rest = _following(context, token, row.following.split(), taken, nominal=row.pos != "verb")
        if rest is not None:
            return row, [token, *rest]
    return None


def _head_is_plain(context: Context, token: Any) -> bool:
    """Is the word that a modifier stands before itself no event and no person ("bomb squad")?"""
    return context.lemmas[token.head.i] in (
        "site",
        "scene",
        "toll",
        "victim",
        "survivor",
        "suspect",
        "campaign",
        "wave",
    )


def _following(
    context: Context, token: Any, lemmas: list[str], taken: set[int], *, nominal: bool
) -> list[Any] | None:
    """The tokens that complete an entry, each within a few words of the last; nouns must be adjacent."""
    found: list[Any] = []
    at = token.i
    end = context.parse.sentences[context.sentence_of[token.i]].end
    window = 2 if nominal else WINDOW
    for lemma in lemmas:
        for i in range(at + 1, min(at + 1 + window, len(context.doc))):
            other = context.doc[i]
            if other.idx >= end or other.lower_ in (";", ":"):
                return None
            if other.text == "-":
                continue
            if (context.lemmas[i] == lemma or other.lower_ == lemma) and i not in taken:
                found.append(other)
                at = i
                break
            if nominal:
                return None
        else:
            return None
    return found


def _figures(context: Context) -> Iterator[int]:
    """Tokens of turns of phrase that are never an event; articles inside are skipped over."""
    content = [t for t in context.doc if t.lower_ not in ("the", "a", "an", "-")]
    lemmas = [context.lemmas[t.i] for t in content]
    for at in range(len(content)):
        length = context.lexicon.figures.match(lemmas, at)
        yield from (t.i for t in content[at : at + length])


def _holds(context: Context, token: Any, row: TriggerRow) -> bool:
    senses = context.lexicon.senses
    wanted = senses.needs_object.get(row.sense)
    spelled_out = any(
        word not in PARTICLES for word in row.following.split()
    )  # the entry names its object itself
    if wanted and not spelled_out and not _any_kind(context, _hit(context, token, row), wanted):
        return False
    wanted = senses.needs_subject.get(row.sense)
    if wanted:
        who = [t for s in subjects(token) for t in conjuncts(s)] if token.pos_ == "VERB" else _of(token)
        if not _any_kind(context, who, wanted):
            return False
    if row.sense == "air_or_missile" and any(context.lemmas[t.i] in LABOUR for t in token.sent):
        return False  # workers on strike
    if row.sense == "protest" and token.pos_ == "VERB" and _political(context, token):
        return False  # "the rebels protested against the embargo"
    if token.lemma_ == "rally" and objects(token):
        return False  # to rally opinion
    if row.sense == "break_out" and any(context.lemmas[s.i] in WARS for s in subjects(token)):
        return False  # "after the war broke out": its time, told by the noun
    if row.sense == "displacement" and token.i < token.head.i and token.head.pos_ in ("NOUN", "PROPN"):
        return False  # "displaced families"
    return not (
        row.sense == "clash" and token.lemma_ in ("fight", "battle") and _fights_a_thing(context, token)
    )


def _political(context: Context, token: Any) -> bool:
    """Do only armed groups or states protest: an objection, no demonstration?"""
    who = [context.kind_of(t) for s in subjects(token) for t in conjuncts(s)]
    armed = {"people:nonstate", "people:state", "people:government"}
    return bool(who) and all(kinds & armed and "people:crowd" not in kinds for kinds in who)


def _fights_a_thing(context: Context, token: Any) -> bool:
    """To fight corruption, a fire, for a cause: no fight between people."""
    things = objects(token) or [
        p for prep, p in prepositions(token) if prep in ("for", "over") and token.pos_ == "VERB"
    ]
    return bool(things) and not any(k.startswith("people:") for t in things for k in context.kind_of(t))


def _hit(context: Context, token: Any, row: TriggerRow) -> list[Any]:
    if token.pos_ not in ("VERB", "AUX"):
        return _of(token)
    found = subjects(token) if passive(token) else objects(token)
    if row.sense == "launch" and any(p in ("at", "on", "into", "upon") for p, _ in prepositions(token)):
        return [token]  # "fired on the crowd"
    return [t for f in found for t in conjuncts(f)]


def _of(token: Any) -> list[Any]:
    found = [p for prep, p in prepositions(token) if prep in ("of", "by")]
    found += [c for c in token.children if c.dep_ in ("poss", "compound")]
    if token.pos_ in ("NOUN", "PROPN") and not found:
        found = [c for c in token.children if c.dep_ == "acl"]
    return found


def _any_kind(context: Context, tokens: list[Any], wanted: list[str]) -> bool:
    for token in tokens:
        if token.pos_ == "VERB":
            return "weapons" in wanted  # the verb itself, shot at something
        kinds = context.kind_of(token)
        if "air_noun" in wanted and context.lemmas[token.i] in ("sortie",):
            return True
        if any(kind == w or kind.split(":")[0] == w for kind in kinds for w in wanted):
            return True
    return False


def _draft(context: Context, token: Any, tokens: list[Any], row: TriggerRow) -> Draft:
    token = _head_of(tokens)
    scope = clause_tokens(token)
    strength = row.strength
    by_nobody = not any(c.dep_ == "agent" for c in token.children) and not _by(token)
    if (
        row.sense == "killing"
        and strength == "plain"
        and token.pos_ == "VERB"
        and passive(token)
        and by_nobody
    ):
        strength = "casualty"  # "three people were killed": the result of something told elsewhere
    needs = context.lexicon.senses
    if strength == "weak" and row.sense in needs.needs_object | needs.needs_subject:
        strength = "plain"  # its object or subject has been found to fit
    if row.sense == "shooting" and any(t.lower_ == "dead" for t in tokens):
        strength = "strong"
    contiguous = tokens if tokens[-1].i - tokens[0].i == len(tokens) - 1 else [token]
    trigger = span_of(contiguous)
    clause = span_of(scope) if scope else trigger
    clause = Span(min(clause.start, trigger.start), max(clause.end, trigger.end))
    return Draft(token, trigger, row.sense, strength, context.sentence_of[token.i], clause, scope)


def _head_of(tokens: list[Any]) -> Any:
    """The word of an entry that the others hang on: "strike" of "air strike", "assaulted" of "sexually assaulted"."""
    if tokens[0].pos_ in ("VERB", "AUX"):
        return tokens[0]
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[0])


def _by(token: Any) -> bool:
    return any(prep == "by" for prep, _ in prepositions(token))
