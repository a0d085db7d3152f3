"""Which words tell that people were killed, injured, captured or displaced, and whom they hit."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.annotators.quantities.rules import Effect, Form, Manner, Rules
from rashomon.annotators.quantities.view import View

BACK = 5  # tokens that may stand between "was" and its participle
OBJECT_POS = frozenset({"DET", "NUM", "NOUN", "PROPN", "PRON"})
SUBJECT_WORDS = frozenset({"who", "whom", "which", "that", "there"})


@dataclass(frozen=True, slots=True)
class Predicate:
    """A word or phrase, tokens `first` to `after`; `passive`: its subject suffers it."""

    first: int
    after: int
    effect: Effect
    manner: Manner
    passive: bool
    negated: bool = False
    hypothetical: bool = False  # "would be killed"


class Predicates:
    """All predicates of a text, by their first token, and the questions the rules ask of them."""

    def __init__(self, view: View, rules: Rules) -> None:
        self.view, self.rules = view, rules
        self.be, self.have = frozenset(rules.words.be), frozenset(rules.words.have)
        self.hypothetical = frozenset(rules.words.hypothetical)
        self.at: dict[int, Predicate] = {}
        self.ending: dict[int, Predicate] = {}
        self._find()

    def _find(self) -> None:
        i = 0
        while i < len(self.view):
            found = self._phrase(i) or self._wounds(i) or self._word(i)
            if found is None:
                i += 1
                continue
            self.at[found.first] = found
            self.ending[found.after - 1] = found
            i = found.after

    def _phrase(self, i: int) -> Predicate | None:
        words = self.view.words
        for parts, form in self.rules.phrases.get(words[i], ()):
            after = i + len(parts)
            if after <= self.view.last[i] and all(p in ("~", words[i + n]) for n, p in enumerate(parts)):
                return self._predicate(i, after, form)
        return None

    def _wounds(self, i: int) -> Predicate | None:
        """ "suffered non-life-threatening injuries", "with gunshot wounds" as one predicate."""
        view = self.view
        if view.words[i] not in self.rules.suffer_verbs:
            return None
        for k in range(i + 1, min(i + 9, view.last[i])):
            if view.words[k] in self.rules.suffer_nouns:
                return Predicate(i, k + 1, "injured", "die", False, self._negated(i))
            if view.words[k] in (",", "of", "no", "and", "to") or view.tags[k] in ("VBD", "VBZ", "VBP", "MD"):
                return None
        return None

    def _word(self, i: int) -> Predicate | None:
        word = self.view.words[i]
        form = self.rules.forms.get(word)
        if form is not None:
            if form.manner == "weak":
                return self._weak(i, form)
            if word in (
                "hurt",
                "arrest",
                "capture",
                "murder",
                "massacre",
                "slaughter",
                "evacuate",
            ) and self.view.pos[i] in (
                "NOUN",
                "PROPN",
            ):
                return None
            return self._predicate(i, i + 1, form)
        effect = self.rules.states.get(word)
        if effect is not None:
            return Predicate(i, i + 1, effect, "state", True)
        return None

    def _weak(self, i: int, form: Form) -> Predicate | None:
        """ "shot" hurts, unless the clause goes on to say "dead", "to death", "and killed" or "fatally"."""
        view = self.view
        words = view.words[i + 1 : min(i + 20, view.last[i])]
        if words[1:2] == ["at"] and view.pos[i + 1] == "ADV":
            return None
        if words[:1] in (["at"], ["down"], ["back"], ["off"], ["into"], ["up"], ["through"]) or view.pos[
            i
        ] in ("NOUN", "PROPN", "ADJ"):
            return None
        for n, word in enumerate(words):
            if word in (".", ";") or self._counts(i + 1 + n):
                break
            if (word in ("dead", "fatally") and n < 8) or (word == "death" and n and words[n - 1] == "to"):
                return self._predicate(i, i + 1, Form("killed", "act", form.shape))
            if (
                word in ("killed", "died")
                and n
                and words[n - 1] in ("and", "then", "later", "has", "have", "had")
            ):
                return self._predicate(i, i + 1, Form("killed", "act", form.shape))
        return self._predicate(i, i + 1, form)

    def _counts(self, at: int) -> bool:
        """A number that begins another count ("four were shot, one fatally"), not the day of a date."""
        number = self.view.pos[at] == "NUM" or self._numeric(self.view.words[at])
        return number and self.view.pos[at - 1] != "PROPN"

    def _predicate(self, first: int, after: int, form: Form) -> Predicate:
        passive = form.manner in ("act", "weak") and self._passive(first, after, form)
        return Predicate(
            first,
            after,
            form.effect,
            form.manner,
            passive,
            self._negated(first),
            self._hypothetical(first, form),
        )

    def _passive(self, first: int, after: int, form: Form) -> bool:
        """Does the subject of this verb form suffer?"""
        if self.view.words[after : after + 1] and self.view.words[after] in self.rules.reflexives:
            return True
        if form.shape == "base":
            return False
        auxiliary = self.auxiliary(first)
        if form.shape == "gerund":
            return auxiliary == "being"
        if auxiliary in self.be:
            return True
        if auxiliary in self.have or form.shape == "past":
            return False
        return not self._object_follows(after)

    def auxiliary(self, at: int) -> str | None:
        """The form of "be" or "have" that belongs to a verb, looking back over adverbs."""
        view = self.view
        for i in range(at - 1, max(view.first[at], at - BACK) - 1, -1):
            word = view.words[i]
            if word in self.be or word in self.have:
                return word
            if (
                view.pos[i] not in ("ADV", "PART", "AUX", "PUNCT")
                and word not in ("all", "both", "also", "and", "or")
                and word not in self.rules.words.between
            ):
                return self._joined_auxiliary(i, at)
            if word in (".", ";", ":"):
                return None
        return None

    def _joined_auxiliary(self, i: int, at: int) -> str | None:
        """ "were wounded or killed": the second participle shares the auxiliary of the first."""
        view = self.view
        if at - 1 > i and view.words[at - 1] in ("and", "or", ",") and view.words[i] in self.rules.forms:
            return self.auxiliary(i)
        return None

    def _object_follows(self, after: int) -> bool:
        view = self.view
        for i in range(after, min(after + 3, view.last[after - 1])):
            word, pos = view.words[i], view.pos[i]
            if word in self.rules.times or word in SUBJECT_WORDS:
                return False
            if pos in OBJECT_POS or word in self.rules.vague_words or word[:1].isdecimal():
                return True
            if word in (
                "at",
                "up",
                "as",
                "more",
                "over",
                "about",
                "nearly",
                "some",
                "around",
                "almost",
                "least",
            ):
                ahead = view.words[i + 1 : i + 4]
                return any(w[:1].isdecimal() or self._numeric(w) for w in ahead)
            if pos not in ("ADJ", "ADV") or word in ("when", "while", "after", "near", "outside", "inside"):
                return False
        return False

    def _numeric(self, word: str) -> bool:
        numbers = self.rules.numbers
        return word in numbers.digits or word in numbers.tens or word in self.rules.vague_words

    def _hypothetical(self, first: int, form: Form) -> bool:
        """ "would be killed", "could die", "tried to kill"."""
        view = self.view
        if (
            form.effect != "displaced"
            and view.tags[first] == "VB"
            and view.words[first - 1 : first] == ["to"]
            and first >= 2
        ):
            return view.words[first - 2] not in self.rules.words.does_to
        for i in range(first - 1, max(view.first[first], first - 4) - 1, -1):
            if view.words[i] in self.hypothetical:
                return True
            if view.pos[i] not in ("AUX", "ADV", "PART"):
                return False
        return False

    def _negated(self, first: int) -> bool:
        """ "were not killed", "was almost killed"."""
        view = self.view
        if view.words[first - 1 : first] in (["almost"], ["nearly"]):
            return True
        return any(
            view.words[i] in ("not", "n't", "never") for i in range(max(view.first[first], first - 4), first)
        )
