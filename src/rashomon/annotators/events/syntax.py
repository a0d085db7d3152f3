"""Small readings of a dependency tree: who stands in which place of a verb or noun. Tokens are spaCy's."""

from __future__ import annotations

from typing import Any

SUBJECTS = {"nsubj", "csubj"}
PASSIVES = {"nsubjpass", "csubjpass"}
OBJECTS = {"dobj", "dative", "obj", "oprd"}
CONTROLLED = {"of", "for", "from"}  # "accused X of shelling", "kept X from firing": X is who does it
CLAUSAL = {"advcl", "relcl", "ccomp", "parataxis", "acl", "csubj"}


def passive(token: Any) -> bool:
    """Is the verb in the passive, or a bare participle that follows its noun ("people killed by")?"""
    if any(child.dep_ in PASSIVES or child.dep_ == "auxpass" for child in token.children):
        return True
    return bool(token.tag_ == "VBN" and token.dep_ in ("acl", "amod") and not _active_aux(token))


def _active_aux(token: Any) -> bool:
    return any(child.dep_ == "aux" and child.lemma_ == "have" for child in token.children)


def subjects(token: Any, depth: int = 0) -> list[Any]:
    """Heads of the grammatical subject: its own, the antecedent of a relative clause, or that of a governing verb."""
    own = [c for c in token.children if c.dep_ in SUBJECTS | PASSIVES]
    if own:
        return [_antecedent(token, c) for c in own]
    if depth > 4:
        return []
    head = token.head
    if head.i == token.i:
        return []
    if token.dep_ == "acl" and token.tag_ == "VBN":
        return [head]
    if token.dep_ == "acl" and token.tag_ == "VBG":
        return [head]
    if token.dep_ == "relcl":
        return [head]
    if token.dep_ in ("conj", "xcomp", "advcl", "dep", "ccomp") and head.pos_ in ("VERB", "AUX"):
        if token.dep_ in ("advcl", "ccomp") and token.tag_ not in ("VBG", "VB", "VBN"):
            return []
        return subjects(head, depth + 1)
    if token.dep_ == "pcomp" and head.head.pos_ in ("VERB", "AUX"):
        done_by = [c for c in head.head.children if c.dep_ == "dobj" and c.i < token.i]
        if done_by and head.lower_ in CONTROLLED:
            return done_by
        return subjects(head.head, depth + 1)
    return []


def _antecedent(verb: Any, subject: Any) -> Any:
    if subject.tag_ in ("WP", "WDT") and verb.dep_ == "relcl":
        return verb.head
    return subject


def objects(token: Any) -> list[Any]:
    """Heads of the direct object; that of the first verb when two verbs share one ("killed or wounded ten")."""
    own = [c for c in token.children if c.dep_ in OBJECTS]
    told_of = any(c.dep_ in SUBJECTS and c.tag_ not in ("WP", "WDT") for c in token.children)
    if not own and token.dep_ == "relcl" and told_of and not passive(token):
        return [token.head]
    if not own:
        for child in token.children:
            if (
                child.dep_ == "conj"
                and child.pos_ == "VERB"
                and not any(c.dep_ in SUBJECTS for c in child.children)
            ):
                return [c for c in child.children if c.dep_ in OBJECTS]
    return own


def prepositions(token: Any) -> list[tuple[str, Any]]:
    """(preposition, head of its object) of a token's prepositional phrases, chained ones too."""
    found: list[tuple[str, Any]] = []
    for child in token.children:
        if child.dep_ in ("prep", "agent") or (child.pos_ == "ADP" and child.dep_ not in ("prt", "mark")):
            for part in child.children:
                if part.dep_ in ("pobj", "pcomp"):
                    found.append((child.lower_, part))
                elif part.dep_ == "prep":
                    found.extend(
                        (child.lower_ + " " + part.lower_, p) for p in part.children if p.dep_ == "pobj"
                    )
    return found


def conjuncts(token: Any) -> list[Any]:
    """A head with those joined to it by "and", "or" or a comma."""
    return [token, *token.conjuncts] if token.dep_ != "conj" else [token]


def ancestors(token: Any, limit: int = 12) -> list[Any]:
    """The chain of heads, nearest first."""
    found: list[Any] = []
    while token.head.i != token.i and len(found) < limit:
        token = token.head
        found.append(token)
    return found


def negated(token: Any) -> bool:
    """Does a negation stand directly on the word, its subject, its object or its auxiliaries?"""
    for child in token.children:
        if child.dep_ == "neg" or child.lower_ in ("no", "never", "nor", "neither"):
            return True
        if child.dep_ in SUBJECTS | PASSIVES | OBJECTS:
            if child.lower_ in ("nobody", "none", "nothing", "neither") or child.lower_ == "no":
                return True
            if any(g.lower_ in ("no", "neither", "not") for g in child.children if g.i <= child.i):
                return True
    if (
        token.pos_ == "NOUN"
        and token.head.pos_ in ("VERB", "AUX")
        and token.dep_ in ("dobj", "attr", "nsubj")
    ):
        return any(c.dep_ == "neg" for c in token.head.children)
    return False


def noun_phrase(token: Any) -> tuple[int, int]:
    """First and last token index of the phrase of a head without relative clauses, appositions and joined phrases."""
    first = last = token.i
    for child in token.children:
        if child.dep_ in (
            "det",
            "amod",
            "nummod",
            "compound",
            "poss",
            "quantmod",
            "advmod",
            "nmod",
            "case",
            "predet",
        ):
            first, last = min(first, child.left_edge.i), max(last, child.right_edge.i)
        elif child.dep_ == "prep" and child.lower_ == "of" and child.i > token.i:
            last = max(last, _limited(child))
    return first, last


def _limited(preposition: Any) -> int:
    """End of an "of" phrase, stopping before relative clauses and further attachments."""
    for part in preposition.children:
        if part.dep_ == "pobj":
            return max(int(preposition.i), noun_phrase(part)[1])
    return int(preposition.i)
