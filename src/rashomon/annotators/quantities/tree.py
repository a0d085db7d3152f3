"""The verb or noun that governs a count phrase in the syntax tree."""

from __future__ import annotations

from rashomon.annotators.quantities.predicates import Predicate, Predicates
from rashomon.annotators.quantities.rules import Rules
from rashomon.annotators.quantities.view import View

NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ"})
SUBJECTS = ("nsubj", "nsubjpass")
STEPS = 6  # of coordination and apposition to climb
Hit = tuple[Predicate, str]  # the predicate, and whether the phrase is its "subject" or its "object"


class Tree:
    """Answers what governs a noun; trusts the parse no further than one clause."""

    def __init__(self, view: View, predicates: Predicates, rules: Rules) -> None:
        self.view, self.predicates, self.rules = view, predicates, rules

    def find(self, head: int) -> Hit | None:
        """The predicate of a noun: its own clause, then its verb, then a noun of harm ("the killing of")."""
        view = self.view
        clause = self._clause(head)
        if clause is not None:
            return clause, "subject"
        head = self._top(head)
        dep, up = view.deps[head], view.heads[head]
        if dep in SUBJECTS:
            verb = self._subject_of(up)
            return (verb, "subject") if verb is not None else None
        if dep in ("dobj", "dative", "oprd", "obj"):
            predicate = self.predicates.at.get(up)
            if (
                predicate is not None
                and predicate.manner in ("act", "weak")
                and up < head
                and not self._passive(up, predicate)
            ):
                return predicate, "object"
        if dep == "pobj" and view.words[up] == "of":
            name = view.heads[up]
            effect = self.rules.names.get(view.words[name])
            if effect is not None:
                return Predicate(name, name + 1, effect, "act", False), "object"
        return None

    def governs_otherwise(self, head: int) -> bool:
        """Is the phrase the agent ("killed by two gunmen") or the subject of an active verb of harm?"""
        view = self.view
        top = self._top(head)
        up = view.heads[top]
        return view.deps[top] == "pobj" and view.words[up] == "by" and view.deps[up] in ("agent", "prep")

    def _top(self, head: int) -> int:
        """The first noun of a coordination."""
        view = self.view
        for _ in range(STEPS):
            up = view.heads[head]
            if view.deps[head] in ("conj", "nummod", "appos") and view.pos[up] in NOUNS and up != head:
                head = up
            else:
                break
        return head

    def _passive(self, verb: int, predicate: Predicate) -> bool:
        return predicate.passive and self.predicates.auxiliary(verb) in self.predicates.be

    def _clause(self, head: int) -> Predicate | None:
        """A participle or a relative clause on the noun: "12 people killed in …", "12 people who died"."""
        view = self.view
        for child in view.children[head]:
            if view.deps[child] not in ("acl", "relcl") or child < head:
                continue
            predicate = self._predicate_of(child)
            if predicate is None:
                continue
            subject = view.child(child, *SUBJECTS)
            relative = subject is None or view.words[subject] in ("who", "that", "which")
            if view.deps[child] != "relcl" or relative:
                return predicate
        return None

    def _predicate_of(self, token: int) -> Predicate | None:
        """The predicate that a verb is, or that its complement is ("were found dead")."""
        view = self.view
        found = self.predicates.at.get(token) or self.predicates.ending.get(token)
        if found is not None:
            return found
        for child in view.children[token]:
            if child < token or (child and view.pos[child - 1] == "NUM"):
                continue  # "spoke of ten dead": they are others
            if view.deps[child] in ("acomp", "attr", "oprd", "xcomp"):
                found = self.predicates.at.get(child)
                if found is not None and (found.passive or found.manner in ("die", "state")):
                    return found
            if view.deps[child] == "prep" and view.words[child] == "among":
                inner = view.child(child, "pobj")
                found = self.predicates.at.get(inner) if inner is not None else None
                if found is not None and found.manner == "state":
                    return found
        return None

    def _subject_of(self, verb: int) -> Predicate | None:
        """The predicate of a subject's verb, or of a verb joined to it ("opened fire and were killed")."""
        view = self.view
        for _ in range(STEPS):
            predicate = self._predicate_of(verb)
            if predicate is not None:
                return predicate
            joined = next((c for c in view.children[verb] if view.deps[c] == "conj" and c > verb), None)
            if joined is None or view.child(joined, *SUBJECTS) is not None:
                return None
            own = self.predicates.at.get(joined)
            if view.child(joined, "auxpass") is None and (own is None or own.manner != "die"):
                return None
            verb = joined
        return None
