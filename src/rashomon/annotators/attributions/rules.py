"""Attributions read off the syntax: reporting verbs, "according to", "citing", passives and hedging adverbs.

Used where the tagger is silent: inside the content of another attribution, and for hedges without a source.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rashomon.annotators.attributions.drafts import Draft, runs, span_of
from rashomon.annotators.attributions.words import Words
from rashomon.annotators.parse import Parse
from rashomon.model import Span

CLAUSES = frozenset({"ccomp", "parataxis"})
OBJECTS = frozenset({"dobj", "obj", "attr", "oprd"})
SUBJECTS = frozenset({"nsubj", "csubj"})
RELATIVE = frozenset({"who", "which", "that", "whom"})


def drafts(parse: Parse, words: Words) -> Iterator[Draft]:
    """All attributions that the syntax of a text shows, in the order of their cues."""
    for token in parse.doc:
        lemma = token.lemma_.lower()
        if lemma in words.verbs and token.tag_.startswith("VB") and token.dep_ not in ("amod", "aux"):
            found = verb_draft(token, lemma, words)
        elif token.lower_ == "according":
            found = according_draft(token, words)
        elif token.lower_ in words.hedge_adverbs:
            found = adverb_draft(token)
        else:
            continue
        if found is not None:
            yield found


def verb_draft(verb: Any, lemma: str, words: Words) -> Draft | None:
    """A reporting verb with its subject (or agent) and what it governs."""
    doc = verb.doc
    passive = any(c.dep_ in ("nsubjpass", "auxpass") for c in verb.children)
    source = agent_of(verb) if passive else subject_of(verb)
    if lemma in words.citing and verb.tag_ == "VBG":
        return citing_draft(verb)
    content = clause_of(verb, source)
    if passive and not content:
        content = passive_content(verb, lemma, words)
    if not content and lemma not in words.clause_only and not passive:
        content = object_of(verb)
    if source is not None and source[0].lower_ in words.nobody:
        return None
    if not content or (source is None and not (passive and lemma in words.hedge_passives)):
        return None
    cue = cue_tokens(verb)
    taken = set(range(source.start, source.end)) if source is not None else set()
    spans = runs(doc, content - set(cue) - taken)
    if not spans:
        return None
    return Draft(
        span_of(source) if source is not None else None, span_of(doc[cue[0] : cue[-1] + 1]), spans, 0.6
    )


def subject_of(verb: Any, depth: int = 0) -> Any:
    """The noun phrase that speaks, as a spaCy Span, or None."""
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            if child.lower_ in RELATIVE and verb.dep_ == "relcl":
                return phrase(verb.head, stop=verb)
            return None if child.dep_ == "csubj" or child.lower_ in ("what", "it's") else phrase(child)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as":
        return quoted_of(verb.head.head)
    if depth < 3 and verb.dep_ in ("conj", "advcl", "xcomp") and verb.head.pos_ in ("VERB", "AUX"):
        return subject_of(verb.head, depth + 1)
    return None


def quoted_of(verb: Any) -> Any:
    """Who is quoted in "quoted a commander as saying", as a spaCy Span, or None."""
    for child in verb.children:
        if child.dep_ in OBJECTS or child.dep_ == "nsubjpass":
            return phrase(child)
    return None


def agent_of(verb: Any) -> Any:
    """The noun phrase after "by", as a spaCy Span, or None."""
    for child in verb.children:
        if child.dep_ == "agent":
            for noun in child.children:
                if noun.dep_ == "pobj":
                    return phrase(noun)
    return None


def phrase(noun: Any, stop: Any = None) -> Any:
    """A noun with what belongs to it, cut before a relative clause, as a spaCy Span."""
    doc = noun.doc
    first, last = noun.left_edge.i, noun.i
    for child in noun.subtree:
        if child.i > noun.i and child is not stop and not _under_clause(child, noun):
            last = max(last, child.i)
    while last > noun.i and (doc[last].is_punct or doc[last].is_space or doc[last].dep_ == "cc"):
        last -= 1
    return doc[first : last + 1]


def _under_clause(token: Any, noun: Any) -> bool:
    while token.i != noun.i:
        if token.dep_ in ("relcl", "acl", "advcl", "parataxis", "ccomp"):
            return True
        token = token.head
    return False


def clause_of(verb: Any, source: Any) -> set[int]:
    """Numbers of the tokens of the clause that the verb reports."""
    for child in verb.children:
        if child.dep_ in CLAUSES and child.i != verb.i:
            return {t.i for t in child.subtree}
    if verb.dep_ in ("parataxis", "ccomp") and source is not None and verb.head.i < verb.i:
        own = {t.i for t in verb.subtree}
        if not any(c.dep_ in (*OBJECTS, "xcomp") for c in verb.children):
            return {t.i for t in verb.head.subtree} - own
    for child in verb.children:
        if child.dep_ == "xcomp" and child.i > verb.i:
            return {t.i for t in child.subtree}
    return set()


def passive_content(verb: Any, lemma: str, words: Words) -> set[int]:
    """Subject and complement of "is believed to …", "was reported killed"."""
    if lemma not in words.hedge_passives:
        return set()
    subject = [c for c in verb.children if c.dep_ == "nsubjpass" and c.lower_ not in ("it", "what")]
    rest = [c for c in verb.children if c.i > verb.i and c.dep_ in ("xcomp", "ccomp", "oprd", "prep")]
    if not rest:
        return set()
    return {t.i for c in subject + rest for t in c.subtree}


def object_of(verb: Any) -> set[int]:
    """The object of a verb that reports a thing ("denied involvement", "blamed the group for the attack")."""
    parts = [c for c in verb.children if c.i > verb.i and c.dep_ in (*OBJECTS, "prep", "dative")]
    if not any(c.dep_ in OBJECTS for c in parts):
        return set()
    return {t.i for c in parts for t in c.subtree}


def citing_draft(verb: Any) -> Draft | None:
    """ "…, citing police": the object is the source, the clause around it the content."""
    objects = [c for c in verb.children if c.dep_ in OBJECTS]
    quotes = any(c.dep_ == "prep" and c.lower_ == "as" for c in verb.children)
    if verb.tag_ != "VBG" or not objects or verb.head.i == verb.i or quotes:
        return None
    source = phrase(objects[0])
    own = {t.i for t in verb.subtree}
    head = verb.head
    inner = [c for c in head.children if c.dep_ in CLAUSES]
    content = {t.i for c in inner for t in c.subtree} or {t.i for t in head.subtree}
    spans = runs(verb.doc, content - own)
    return Draft(span_of(source), Span(verb.idx, verb.idx + len(verb)), spans, 0.6) if spans else None


def according_draft(token: Any, words: Words) -> Draft | None:
    """ "according to X": X is the source, the rest of its clause the content."""
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].lower_ != "to":
        return None
    nouns = [t for t in doc[token.i + 1].children if t.dep_ == "pobj"] or [
        t for t in token.children if t.dep_ == "pobj"
    ]
    if not nouns or nouns[0].lemma_.lower() in words.not_sources:
        return None
    source = phrase(nouns[0])
    own = {t.i for t in token.subtree} | set(range(token.i, source.end))
    head = token.head
    while head.dep_ not in ("ROOT", "ccomp", "conj", "parataxis", "relcl", "advcl") and head.head.i != head.i:
        head = head.head
    spans = runs(doc, {t.i for t in head.subtree} - own)
    cue = span_of(doc[token.i : token.i + 2])
    return Draft(span_of(source), cue, spans, 0.7) if spans and head.i != token.i else None


def adverb_draft(token: Any) -> Draft | None:
    """ "allegedly": its clause, held back, without a source."""
    head = token.head
    if head.i == token.i:
        return None
    clause = head
    while clause.pos_ not in ("VERB", "AUX") and clause.head.i != clause.i:
        clause = clause.head
    spans = runs(token.doc, {t.i for t in clause.subtree} - {token.i})
    return Draft(None, Span(token.idx, token.idx + len(token)), spans, 0.6) if spans else None


def cue_tokens(verb: Any) -> list[int]:
    """The verb with its auxiliaries, negation and particle, as far as they stand together."""
    numbers = {verb.i} | {c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt")}
    first = last = verb.i
    while first - 1 in numbers:
        first -= 1
    while last + 1 in numbers:
        last += 1
    return list(range(first, last + 1))
