"""Count phrase → what happened to the people counted.

Evidence in this order: the words right beside the number ("12 killed", "killed 12"), toll formulas ("the toll
rose to 21"), the syntax tree, words further off. What joined phrases lend each other is said in `links`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotators.quantities.phrases import Phrase
from rashomon.annotators.quantities.predicates import Predicate, Predicates
from rashomon.annotators.quantities.rules import Effect, Rules
from rashomon.annotators.quantities.tolls import Tolls
from rashomon.annotators.quantities.tree import Tree
from rashomon.annotators.quantities.view import View

BASES = frozenset(["some", "most", "many", "half", "few", "several", "none", "part"])
FAR = 18  # tokens to look ahead when syntax gives nothing
NEAR = 9  # tokens of auxiliaries and adverbs between a count and its predicate
AFTER_COMMA = frozenset(
    {"who", "all", "both", "most", "which", "apparently", "reportedly", "were", "had", "have"}
)
STOPS = frozenset(
    [
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
        "or",
        "whose",
        "since",
        "until",
    ]
)
SKIPPED_LEFT = frozenset(
    {'"', "“", "'", "‘", "all", "another", "other", "also", "off", "on", "people", "both"}
)


@dataclass(frozen=True, slots=True)
class Finding:
    """The effect of a phrase and the token that tells it. `side`: where it stands, for coordination."""

    effect: Effect
    at: int
    side: str  # left, right, own, toll, tree
    doubtful: bool = False


class EffectFinder:
    """Finds the effect of each count phrase of one text, in order."""

    def __init__(self, view: View, predicates: Predicates, rules: Rules, phrases: Sequence[Phrase]) -> None:
        self.view, self.predicates, self.rules = view, predicates, rules
        words = rules.words
        self.between = frozenset(words.between) | frozenset(words.be) | frozenset(words.have)
        self.doubtful, self.released = frozenset(words.doubtful), frozenset(words.released)
        self.hypothetical, self.claims = frozenset(words.hypothetical), frozenset(words.claims)
        self.with_words = tuple(tuple(p.split()) for p in words.with_words)
        self.markers = frozenset(words.part_markers)
        self.number_tokens = {i for p in phrases for i in range(p.first, p.after)}
        self.tolls = Tolls(view, rules, self.number_tokens)
        self.tree = Tree(view, predicates, rules)

    def effect(self, phrase: Phrase) -> Finding | None:
        """What happened to the people of one phrase, by its own surroundings."""
        if phrase.sort == "things" or phrase.numeral.former or self._agent(phrase):
            return None
        if phrase.sort == "harm":
            return self._own(phrase)
        if phrase.single and self.view.words[phrase.first] in ("he", "she") and self._speaks(phrase):
            return None
        found = self._beside(phrase) if not self._complement(phrase) else self.left(phrase)
        if found is None and not self.marked(phrase):
            found = self._governed(phrase)
        if found is None or self._ambiguous(found) or not self._moves(found, phrase):
            return None
        if phrase.sort == "unknown" and found.effect in ("captured", "displaced"):
            return None  # "captured 40 launchers"
        if found.side != "toll":
            self.tolls.told(found.effect)
        return found

    def _agent(self, phrase: Phrase) -> bool:
        """ "by two gunmen", unless something rose by two."""
        view = self.view
        before = view.words[max(view.first[phrase.first], phrase.first - 3) : phrase.first]
        if before[-1:] == ["not"] or (before[-1:] == ["by"] and phrase.sort != "bare"):
            return True
        return self._base(phrase)

    def _base(self, phrase: Phrase) -> bool:
        """The whole of "some of the 80 passengers": not what the predicate counts."""
        view = self.view
        of = phrase.first - 1
        if of > view.first[phrase.first] and view.words[of] in ("the", "those"):
            of -= 1
        return of > view.first[phrase.first] and view.words[of] == "of" and self._quantifies(of - 1, phrase)

    def _quantifies(self, at: int, phrase: Phrase) -> bool:
        """ "some of the 80", "seven of the nine soldiers" (but "two of the 14 dead" does count the dead)."""
        return self.view.words[at] in BASES or (at in self.number_tokens and phrase.own is None)

    def _complement(self, phrase: Phrase) -> bool:
        """ "bodyguards of the mayor": a single person behind a preposition is no subject of what follows."""
        before = self.view.pos[phrase.first - 1] if phrase.first > self.view.first[phrase.first] else ""
        return phrase.single and before == "ADP"

    def _moves(self, found: Finding, phrase: Phrase) -> bool:
        """Those who flee are displaced when they are residents or many, not when "one gunman fled"."""
        if found.effect != "displaced" or not self.view.words[found.at].startswith(("fle", "evacuat")):
            return True
        noun = self.rules.people.get(self.view.words[phrase.head])
        size = phrase.numeral.low or phrase.numeral.high or 0
        homes = "homes" in self.view.words[found.at : found.at + 4]
        return homes or size >= 50 or (size > 1 and noun is not None and noun.singular in self.rules.movers)

    def marked(self, phrase: Phrase) -> bool:
        """Does "including" or "among them" open the phrase, so that its effect is that of the whole?"""
        view = self.view
        before = view.words[max(view.first[phrase.number], phrase.first - 2) : phrase.first]
        return any(word in self.markers for word in before) and "," not in before[-1:]

    def _beside(self, phrase: Phrase) -> Finding | None:
        return (
            self.right(phrase.after)
            or (self._own(phrase) if phrase.sort == "bare" else None)
            or self.left(phrase)
            or self._own(phrase)
            or self._inverted(phrase)
            or self._toll(phrase)
            or self._part_of_many(phrase)
            or self._lives(phrase)
        )

    def _governed(self, phrase: Phrase) -> Finding | None:
        """By the tree; where that gives nothing, by words further off."""
        one_of_them = phrase.part and phrase.sort == "bare" and phrase.numeral.high == 1
        if one_of_them or self.tree.governs_otherwise(phrase.head):
            return None
        hit = self.tree.find(phrase.head)
        if hit is not None:
            predicate, side = hit
            if isinstance(predicate, Predicate):
                finding = self._suffered(predicate, False) if side == "subject" else self._done(predicate)
                return replace(finding, side="tree" if side == "subject" else "left") if finding else None
        if phrase.sort == "unknown" or phrase.single:
            return None
        return self.far(phrase)

    def _speaks(self, phrase: Phrase) -> bool:
        """ "he said", "she added" right behind."""
        after = self.view.words[phrase.after : phrase.after + 1]
        return after in (["said"], ["says"], ["added"], ["told"], ["adds"])

    def _own(self, phrase: Phrase) -> Finding | None:
        """The phrase says it itself: "12 deaths", "claimed 12 lives", "20 wounded civilians"."""
        if phrase.own is None or (phrase.own != "injured" and self._is_released(phrase)):
            return None
        return Finding(phrase.own, phrase.own_at if phrase.own_at is not None else phrase.head, "own")

    def _is_released(self, phrase: Phrase) -> bool:
        """ "12 hostages were freed", "saved 12 lives"."""
        view = self.view
        before = view.words[max(view.first[phrase.number], phrase.first - 3) : phrase.first]
        after = view.words[phrase.after : min(phrase.after + 5, view.last[phrase.number])]
        return any(w in self.released for w in (*before, *after))

    def _ambiguous(self, found: Finding) -> bool:
        """ "35 killed or wounded" counts neither the killed nor the wounded."""
        words = self.view.words
        end = self.predicates.at[found.at].after if found.at in self.predicates.at else found.at + 1
        if words[end : end + 1] not in (["or"], ["and/or"], ["/"]) or end + 1 >= len(words):
            return False
        other = self.rules.states.get(words[end + 1]) or (
            self.predicates.at[end + 1].effect if end + 1 in self.predicates.at else None
        )
        return other is not None and other != found.effect

    # Beside the phrase --------------------------------------------------------------------------------------

    def right(self, after: int) -> Finding | None:
        """A predicate right behind: "12 killed", "12 were reported dead", "12, who later died"."""
        view = self.view
        i, doubtful = after, False
        end = min(view.last[after - 1] if after else 0, after + NEAR)
        while i < end:
            word = view.words[i]
            predicate = self.predicates.at.get(i)
            if predicate is not None:
                return self._suffered(predicate, doubtful)
            if word in ("not", "n't") or i in self.number_tokens:
                return None
            if word in ("of", "them", "whom") and view.words[i - 1] in ("all", "both", "most", "of"):
                i += 1
                continue
            passable = word in self.between or (
                view.pos[i] in ("ADV", "AUX") and word not in self.hypothetical
            )
            if not passable and not self._comma(i):
                return None
            doubtful = doubtful or word in self.doubtful
            i += 1
        return None

    def _comma(self, i: int) -> bool:
        """A comma before "who", an auxiliary or a participle is no barrier."""
        view = self.view
        if view.words[i] not in (",", "(") or i + 1 >= len(view):
            return False
        following = self.predicates.at.get(i + 1)
        participle = following is not None and following.manner == "act" and following.passive
        return view.words[i + 1] in AFTER_COMMA or participle

    def _suffered(self, predicate: Predicate, doubtful: bool) -> Finding | None:
        """The predicate as what its subject suffers."""
        if predicate.manner in ("act", "weak") and not predicate.passive:
            return None
        if predicate.negated or predicate.hypothetical:
            return None
        return Finding(predicate.effect, predicate.first, "right", doubtful)

    def _done(self, predicate: Predicate) -> Finding | None:
        """The predicate as what its object suffers."""
        unreal = predicate.negated or predicate.hypothetical or self._or_another(predicate)
        if unreal or predicate.manner == "die":
            return None
        return Finding(predicate.effect, predicate.first, "left")

    def left(self, phrase: Phrase) -> Finding | None:
        """An active predicate right before: "killed 12", "killing at least 12", "the deaths of 12"."""
        view = self.view
        first = phrase.first
        i, low = first - 1, view.first[first]
        while (
            i >= low
            and (view.pos[i] in ("ADV", "DET") or view.words[i] in SKIPPED_LEFT)
            and i not in self.predicates.ending
        ):
            i -= 1
        if i < low:
            return None
        done = self.done_before(i + 1)
        if done is not None:
            return done
        if view.words[i] == "of" and i - 1 >= low and not self._saved(i - 1):
            effect = self.rules.names.get(view.words[i - 1])
            if effect is not None:
                return Finding(effect, i - 1, "left")
        return self._along(phrase)

    def done_before(self, first: int) -> Finding | None:
        """An active predicate that ends right before a token."""
        predicate = self.predicates.ending.get(first - 1)
        if predicate is None or predicate.manner not in ("act", "weak"):
            return None
        if predicate.passive and self.predicates.auxiliary(predicate.first) is not None:
            return None
        return self._done(predicate)

    def _or_another(self, predicate: Predicate) -> bool:
        """ "killing or wounding 50" counts neither."""
        first = predicate.first
        other = self.predicates.ending.get(first - 2)
        joined = self.view.words[first - 1 : first] in (["or"], ["and"]) and first > 1
        return joined and other is not None and other.effect != predicate.effect

    def _inverted(self, phrase: Phrase) -> Finding | None:
        """ "Killed in the blast were three engineers", "Killed: 12 civilians"."""
        view = self.view
        low = view.first[phrase.first]
        before = view.words[phrase.first - 1] if phrase.first > low else ""
        if before not in self.predicates.be and before != ":":
            return None
        for i in (low, low + 1, low + 2):
            predicate = self.predicates.at.get(i)
            if predicate is not None and predicate.passive and predicate.after < phrase.first <= i + 12:
                return Finding(predicate.effect, predicate.first, "left")
        return None

    def _part_of_many(self, phrase: Phrase) -> Finding | None:
        """ "Fighters were killed, 12 of them in an ambush": a part of a plural that no number counts."""
        view = self.view
        if (
            not phrase.part
            or phrase.part_effect is not None
            or view.pos[phrase.after : phrase.after + 1] != ["ADP"]
        ):
            return None
        for i in range(phrase.first - 1, max(view.first[phrase.first], phrase.first - 9) - 1, -1):
            if i in self.number_tokens:
                return None
            predicate = self.predicates.ending.get(i)
            if predicate is not None:
                return self._suffered(predicate, False)
        return None

    def _along(self, phrase: Phrase) -> Finding | None:
        """ "died along with 63 others", "were killed, as were 26 fighters"."""
        view = self.view
        low = max(view.first[phrase.first], phrase.first - 12)
        for words in self.with_words:
            start = phrase.first - len(words)
            if start >= low and tuple(view.words[start : phrase.first]) == words:
                for i in range(start - 1, low - 1, -1):
                    predicate = self.predicates.ending.get(i)
                    if predicate is not None:
                        return self._suffered(predicate, False)
        return None

    def _saved(self, at: int) -> bool:
        view = self.view
        return any(w in self.released for w in view.words[max(view.first[at], at - 6) : at])

    def _toll(self, phrase: Phrase) -> Finding | None:
        if phrase.single:
            return None
        hit = self.tolls.find(phrase)
        return Finding(hit[0], hit[1], "toll") if hit is not None else None

    def _lives(self, phrase: Phrase) -> Finding | None:
        """ "claimed five victims"."""
        view = self.view
        if view.words[phrase.head] not in ("victims", "victim"):
            return None
        before = view.words[max(view.first[phrase.first], phrase.first - 3) : phrase.first]
        return Finding("killed", phrase.head, "own") if any(w in self.claims for w in before) else None

    # Further off --------------------------------------------------------------------------------------------

    def far(self, phrase: Phrase) -> Finding | None:
        """A passive or "died" further to the right, with no other verb, number or clause between."""
        view = self.view
        inside = False
        for i in range(phrase.after, min(view.last[phrase.number], phrase.after + FAR)):
            word = view.words[i]
            if word == ",":
                inside = not inside
                continue
            if inside:
                continue
            predicate = self.predicates.at.get(i)
            if predicate is not None:
                suffers = predicate.manner == "die" or self.predicates.auxiliary(i) in self.predicates.be
                found = self._suffered(predicate, False) if suffers else None
                return replace(found, side="tree") if found is not None else None
            verb = view.tags[i] in ("VBD", "VBZ", "VBP", "MD") and word not in self.between
            if verb or word in STOPS or i in self.number_tokens:
                return None
        return None
