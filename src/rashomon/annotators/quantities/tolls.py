"""Toll formulas: "the death toll rose to 21", "put the dead at 13", "the number of wounded is 40"."""

from __future__ import annotations

from rashomon.annotators.quantities.phrases import Phrase
from rashomon.annotators.quantities.rules import Effect, Rules
from rashomon.annotators.quantities.view import View

REACH = 14  # tokens between the toll word and its figure
FAR = 60  # the same, where a verb of change says that they belong together
TOLL_NOUNS = frozenset({"toll", "losses", "fatalities"})
COUNTS = frozenset({"count", "tally"})  # whose: of the dead told before
PLAIN_LINKS = frozenset(
    {"at", "to", "is", "was", "are", "were", "number", "numbers", "numbered", ":", "now", "reached", "of"}
)


class Tolls:
    """Reads toll formulas from left to right; "put it at 43" takes up the last one."""

    def __init__(self, view: View, rules: Rules, number_tokens: set[int]) -> None:
        self.view, self.rules, self.number_tokens = view, rules, number_tokens
        self.words, self.links = frozenset(rules.words.tolls), frozenset(rules.words.toll_links)
        self.change = frozenset(rules.numbers.change)
        self.puts = tuple(tuple(p.split()) for p in rules.words.puts)
        self.gives = frozenset(rules.words.gives)
        self.last: Effect | None = None
        self.after: Effect | None = None  # the effect told right after it: "35 killed and 60 wounded"
        self.given = -1  # token behind the number that took it up again: "gave 40"

    def find(self, phrase: Phrase) -> tuple[Effect, int] | None:
        """The effect that a toll formula before the phrase gives it, and the token that says so."""
        found = self._formula(phrase)
        if found is not None:
            self.last = found[0]
            return found
        return self._again(phrase)

    def told(self, effect: Effect) -> None:
        """Remember an effect as the toll that others take up."""
        if effect == "killed":
            self.last, self.after = effect, None
        elif self.last is not None:
            self.after = effect

    def _formula(self, phrase: Phrase) -> tuple[Effect, int] | None:
        view = self.view
        start = view.first[phrase.first]
        link = phrase.first if view.words[phrase.first] in self.links else phrase.first - 1
        while link > start and view.pos[link] in ("ADV", "DET"):
            link -= 1
        if link < start or view.words[link] not in self.links:
            return None
        low = max(start, link - (FAR if self._changes(link) else REACH))
        for i in range(link, low - 1, -1):
            found = self._marker(i, link)
            if found is not None:
                return found
            if (i < link and self._another_number(i)) or view.words[i] == ";":
                return None
        return None

    def _changes(self, link: int) -> bool:
        """ "rose to", "put … at": the subject may stand far before."""
        view = self.view
        near = view.words[max(view.first[link], link - 3) : link]
        return view.words[link] in ("to", "at") and any(
            w in self.change or w in ("put", "puts", "stands", "stood") for w in near
        )

    def _another_number(self, i: int) -> bool:
        """A number between, unless it is the old figure ("rose from 18 to 21", "18 and 12")."""
        words = self.view.words
        before = words[i - 1] if i else ""
        return (
            i in self.number_tokens
            and before not in ("from", "at")
            and words[i + 1 : i + 2] not in (["to"], ["and"])
        )

    def _marker(self, i: int, link: int) -> tuple[Effect, int] | None:
        view, rules = self.view, self.rules
        word = view.words[i]
        before = view.words[i - 1] if i > view.first[i] else ""
        if word in self.words and not (i == link and before in rules.states):
            return self._toll(i, link)
        plain = view.words[link] in PLAIN_LINKS
        if word in rules.states and before in ("the", "of") and plain and i < link:
            return rules.states[word], i
        if word in ("deaths", "fatalities", "injuries") and plain and i < link and view.words[link] != "of":
            return rules.nouns[word], i
        return None

    def _toll(self, toll: int, link: int) -> tuple[Effect, int] | None:
        """Of a "toll" people are dead; "the number of injured" says its own."""
        view, rules = self.view, self.rules
        for i in range(toll + 1, link + 1):
            word = view.words[i]
            form = rules.forms.get(word)
            effect = (
                rules.states.get(word) or rules.nouns.get(word) or (form.effect if form is not None else None)
            )
            if effect is not None:
                return effect, i
        before = view.words[toll - 1] if toll else ""
        if view.words[toll] in COUNTS and toll < link and self.last is not None:
            return self.last, toll
        if view.words[toll] in TOLL_NOUNS or before in ("casualty", "death", "body"):
            return ("injured" if before in ("injury", "injuries", "wounded") else "killed"), toll
        return None

    def _again(self, phrase: Phrase) -> tuple[Effect, int] | None:
        """ "put it at 43", "Saturday's count of 140": the toll spoken of before."""
        view = self.view
        if self.last is None or phrase.sort not in ("bare", "people"):
            return None
        if self.after is not None and self.given == phrase.first - 1 and view.words[self.given] == "and":
            return self.after, self.given - 1
        gives = view.words[phrase.first - 1 : phrase.first]
        if phrase.sort == "bare" and gives and gives[0] in self.gives and self._alone(phrase):
            self.given = phrase.after
            return self.last, phrase.first - 1
        for words in self.puts:
            start = phrase.first - len(words)
            if start >= view.first[phrase.first] and tuple(view.words[start : phrase.first]) == words:
                return self.last, phrase.first - 1
        return None

    def _alone(self, phrase: Phrase) -> bool:
        """Does nothing follow a number that it could count ("gave 40." or "gave 40 and 74")?"""
        view = self.view
        end = phrase.after
        return end >= view.last[phrase.number] or view.pos[end] in ("PUNCT", "CCONJ")
