"""Count phrase → what happened to the people counted.

Evidence in this order: the words right beside the number ("12 killed", "killed 12"), toll formulas ("the toll rose to 21"),
the syntax tree, words further off, and at last the neighbour that the phrase is joined to ("seven soldiers and three
militants were killed").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotators.quantities.phrases import Phrase
from rashomon.annotators.quantities.predicates import Predicate, Predicates
from rashomon.annotators.quantities.rules import Effect, Rules
from rashomon.annotators.quantities.view import View

NOUNS = frozenset({"NOUN", "PROPN", "NUM", "PRON", "ADJ"})
FAR = 18  # tokens to look ahead when syntax gives nothing


@dataclass(frozen=True, slots=True)
class Finding:
    """The effect of a phrase and the token that tells it. `side`: where it stands, for coordination."""

    effect: Effect
    at: int
    side: str  # left, right, own, toll, tree
    doubtful: bool = False


class EffectFinder:
    """Finds the effect of each count phrase of one text."""

    def __init__(self, view: View, predicates: Predicates, rules: Rules, phrases: Sequence[Phrase]) -> None:
        self.view, self.predicates, self.rules = view, predicates, rules
        words = rules.words
        self.between = frozenset(words.between) | frozenset(words.be) | frozenset(words.have)
        self.doubtful = frozenset(words.doubtful)
        self.released = frozenset(words.released)
        self.tolls, self.links = frozenset(words.tolls), frozenset(words.toll_links)
        self.number_tokens = {i for p in phrases for i in range(p.first, p.after)}

    def effect(self, phrase: Phrase) -> Finding | None:
        """What happened to the people of one phrase, by its own surroundings."""
        if phrase.sort == "things":
            return None
        if phrase.numeral.former:
            return None
        if phrase.sort == "harm":
            return self._harm(phrase)
        found = self.right(phrase.after) or self._own(phrase)
        if found is None or (phrase.sort == "bare" and found.side == "right" and not self._plain(phrase)):
            found = found or self.left(phrase.first) or self.toll(phrase)
        if found is None and phrase.sort == "unknown":
            return self.tree(phrase.head)
        return found or self.tree(phrase.head) or self.far(phrase)

    def _plain(self, phrase: Phrase) -> bool:
        return True

    def _own(self, phrase: Phrase) -> Finding | None:
        if phrase.own is None:
            return None
        if self._is_released(phrase) and phrase.own != "injured":
            return None
        assert phrase.own_at is not None
        return Finding(phrase.own, phrase.own_at, "own")

    def _is_released(self, phrase: Phrase) -> bool:
        """ "12 hostages were freed", "saved 12 lives"."""
        view = self.view
        before = view.words[max(view.first[phrase.number], phrase.first - 3) : phrase.first]
        after = view.words[phrase.after : min(phrase.after + 5, view.last[phrase.number])]
        return any(w in self.released for w in (*before, *after))

    def _harm(self, phrase: Phrase) -> Finding | None:
        """ "12 deaths", "claimed 12 lives", "361 injuries"."""
        if phrase.own is None or self._is_released(phrase):
            return None
        return Finding(phrase.own, phrase.own_at if phrase.own_at is not None else phrase.head, "own")

    # Beside the phrase ---------------------------------------------------------------------------------------

    def right(self, after: int, *, limit: int = 9) -> Finding | None:
        """A predicate right behind: "12 killed", "12 were reported dead", "12, who later died"."""
        view = self.view
        i, doubtful, finite, steps = after, False, False, 0
        end = view.last[after - 1] if after else 0
        while i < end and steps < limit:
            word = view.words[i]
            predicate = self.predicates.at.get(i)
            if predicate is not None and not (word in self.between and predicate.manner != "die" and False):
                return self._suffered(predicate, doubtful)
            if word == "not" or word == "n't":
                return None
            if word not in self.between and view.pos[i] not in ("ADV", "AUX") and not self._comma(i, after):
                return None
            if word in self.number_tokens:
                return None
            doubtful = doubtful or word in self.doubtful
            finite = finite or word in self.predicates.be
            i, steps = i + 1, steps + 1
        return None

    def _comma(self, i: int, after: int) -> bool:
        """A comma before "who" or a word of between is no barrier."""
        view = self.view
        return (
            view.words[i] in (",", "(")
            and i + 1 < len(view)
            and view.words[i + 1] in ("who", "all", "both", "which", "apparently", "reportedly", "were")
        )

    def _suffered(self, predicate: Predicate, doubtful: bool) -> Finding | None:
        if predicate.manner in ("act", "weak") and not predicate.passive:
            return None
        if predicate.negated:
            return None
        return Finding(predicate.effect, predicate.first, "right", doubtful)

    def left(self, first: int) -> Finding | None:
        """An active predicate right before: "killed 12", "killing at least 12", "the deaths of 12"."""
        view = self.view
        i = first - 1
        low = view.first[first] if first < len(view) else 0
        while i >= low and (
            view.pos[i] in ("ADV", "DET")
            or view.words[i]
            in ('"', "“", "'", "‘", "all", "another", "other", "also", "off", "on", "people", ":")
        ):
            i -= 1
        if i < low:
            return None
        predicate = self.predicates.ending.get(i)
        if predicate is not None and predicate.manner in ("act", "weak", "die") and not predicate.negated:
            if predicate.manner == "die":
                return None
            if not predicate.passive or (self.predicates.auxiliary(predicate.first) is None):
                return Finding(predicate.effect, predicate.first, "left")
        if view.words[i] in ("of", "to") and i - 1 >= low:
            effect = self.rules.names.get(view.words[i - 1])
            if effect is not None and view.words[i] == "of" and not self._saved(i - 1):
                return Finding(effect, i - 1, "left")
        return None

    def _saved(self, at: int) -> bool:
        view = self.view
        return any(w in self.released for w in view.words[max(view.first[at], at - 3) : at])

    # Tolls -----------------------------------------------------------------------------------------------------

    def toll(self, phrase: Phrase) -> Finding | None:
        """ "the death toll rose to 21", "put the dead at 13", "the number of wounded is 40", "a toll of 12"."""
        view = self.view
        link = phrase.first - 1
        low = max(view.first[phrase.first], link - 14)
        while link > low and view.pos[link] in ("ADV", "DET"):
            link -= 1
        if link < low or view.words[link] not in self.links:
            return None
        for i in range(link, low - 1, -1):
            word = view.words[i]
            if i < link and i in self.number_tokens and not self._former_near(i):
                return None
            if word in self.tolls:
                return self._toll_effect(i, link)
            if (
                word in self.rules.states
                and i > low
                and view.words[i - 1] in ("the", "of")
                and view.words[link] in ("at", "to", "is", "was", "number", "numbers", "numbered", ":", "now")
            ):
                return Finding(self.rules.states[word], i, "toll")
            if word in (";", ".") or (word == "," and i < link - 8):
                return None
        return None

    def _former_near(self, i: int) -> bool:
        return self.view.words[i - 1] == "from" or self.view.words[i + 1 : i + 2] == ["to"]

    def _toll_effect(self, toll: int, link: int) -> Finding | None:
        """Of "toll" itself people are dead; "the number of injured" says its own."""
        view = self.view
        for i in range(toll + 1, link + 1):
            effect = self.rules.states.get(view.words[i]) or self.rules.nouns.get(view.words[i])
            if effect is not None:
                return Finding(effect, i, "toll")
        before = view.words[toll - 1] if toll else ""
        if view.words[toll] in ("toll", "losses", "fatalities"):
            effect = {"injury": "injured", "injuries": "injured", "wounded": "injured"}.get(before, "killed")
            return Finding(effect, toll, "toll")  # type: ignore[arg-type]
        if before in ("casualty", "death", "body"):
            return Finding("killed", toll, "toll")
        return None

    # Syntax ----------------------------------------------------------------------------------------------------

    def tree(self, head: int) -> Finding | None:
        """The verb that governs the phrase in the syntax tree."""
        view = self.view
        clause = self._clause(head)
        if clause is not None:
            return clause
        for _ in range(6):
            if (
                view.deps[head] in ("conj", "nummod", "appos")
                and view.pos[view.heads[head]] in NOUNS
                and view.heads[head] != head
            ):
                head = view.heads[head]
            else:
                break
        dep, up = view.deps[head], view.heads[head]
        if dep in ("nsubj", "nsubjpass"):
            return self._subject(up)
        if dep in ("dobj", "dative", "oprd", "obj"):
            return self._object(up, head)
        if dep == "pobj":
            name = view.heads[up]
            effect = self.rules.names.get(view.words[name])
            if view.words[up] == "of" and effect is not None and not self._saved(name):
                return Finding(effect, name, "tree")
        return None

    def _clause(self, head: int) -> Finding | None:
        """A participle or a relative clause on the noun: "12 people killed in …", "12 people who died"."""
        view = self.view
        for child in view.children[head]:
            if view.deps[child] not in ("acl", "relcl") or child < head:
                continue
            predicate = self._predicate_of(child)
            if predicate is not None and predicate.manner in ("act", "weak", "die", "state"):
                subject = view.child(child, "nsubj", "nsubjpass")
                if (
                    view.deps[child] == "relcl"
                    and subject is not None
                    and view.words[subject] not in ("who", "that", "which")
                ):
                    continue
                return self._suffered(predicate, False)
        return None

    def _predicate_of(self, token: int) -> Predicate | None:
        """The predicate that a verb token is, or that its complement is ("were found dead", "are feared killed")."""
        view = self.view
        found = self.predicates.at.get(token) or self.predicates.ending.get(token)
        if found is not None:
            return found
        for child in view.children[token]:
            if view.deps[child] in ("acomp", "attr", "oprd", "xcomp", "ccomp") and child > token:
                found = self.predicates.at.get(child)
                if found is not None and (
                    view.deps[child] not in ("ccomp",) or view.child(child, "nsubj", "nsubjpass") is None
                ):
                    return found
            if view.deps[child] == "prep" and view.words[child] in ("among", "in"):
                inner = view.child(child, "pobj")
                found = self.predicates.at.get(inner) if inner is not None else None
                if found is not None and found.manner == "state":
                    return found
        return None

    def _subject(self, verb: int) -> Finding | None:
        """The verb whose subject the phrase is, or a verb joined to it."""
        view = self.view
        for _ in range(4):
            predicate = self._predicate_of(verb)
            if predicate is not None:
                return self._side(self._suffered(predicate, False), "tree")
            joined = next(
                (
                    c
                    for c in view.children[verb]
                    if view.deps[c] == "conj" and view.child(c, "nsubj", "nsubjpass") is None
                ),
                None,
            )
            if joined is None:
                return None
            if view.child(joined, "auxpass") is None and self._manner(joined) != "die":
                return None
            verb = joined
        return None

    def _manner(self, token: int) -> str | None:
        found = self.predicates.at.get(token)
        return found.manner if found is not None else None

    def _object(self, verb: int, head: int) -> Finding | None:
        """The verb whose object the phrase is."""
        predicate = self.predicates.at.get(verb)
        if predicate is not None and predicate.manner in ("act", "weak") and verb < head:
            if self.predicates.auxiliary(verb) in self.predicates.be and predicate.passive:
                return None
            return Finding(predicate.effect, predicate.first, "left") if not predicate.negated else None
        return None

    @staticmethod
    def _side(finding: Finding | None, side: str) -> Finding | None:
        return replace(finding, side=side) if finding is not None else None

    # Further off -------------------------------------------------------------------------------------------------

    def far(self, phrase: Phrase) -> Finding | None:
        """A passive or "died" further to the right, with no other verb, number or clause between."""
        view = self.view
        end = min(view.last[phrase.number], phrase.after + FAR)
        inside = False
        for i in range(phrase.after, end):
            word = view.words[i]
            if word == ",":
                inside = not inside
                continue
            if i in self.number_tokens and not inside:
                return None
            predicate = self.predicates.at.get(i)
            if predicate is not None and not inside:
                if predicate.manner == "die" or (
                    predicate.passive and self.predicates.auxiliary(i) in self.predicates.be
                ):
                    return self._side(self._suffered(predicate, False), "tree")
                return None
            if word in (
                ";",
                ":",
                "and",
                "but",
                "as",
                "when",
                "while",
                "after",
                "before",
                "because",
                "although",
                "where",
                "if",
                "by",
                "that",
            ):
                if not inside:
                    return None
            if view.tags[i] in ("VBD", "VBZ", "VBP", "MD") and word not in self.between and not inside:
                return None
        return None
