"""Number expression → count phrase: which noun is counted, and what kind of thing it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rashomon.annotators.quantities.numerals import Numeral
from rashomon.annotators.quantities.rules import Effect, Rules
from rashomon.annotators.quantities.view import View
from rashomon.annotators.quantities.wording import noun_wording

Sort = Literal["people", "things", "bare", "harm", "unknown"]
MAX_WORDS = 8  # of a noun phrase behind its number
NOT_ONE_BEHIND = frozenset(
    ["no", "this", "that", "the", "which", "every", "any", "each", "some", "only", "last", "-", "at"]
)
NOT_ONE_BEFORE = frozenset(["another", "day", "year", "thing", "way", "time", "-", "such"])
PRONOUNS = frozenset({"them", "us", "whom", "those", "these", "which"})
CASES = frozenset({"case", "cases", "instance", "instances"})
QUOTES = frozenset("\"'“”‘’-‑")
MORE = frozenset({"more", "other", "others", "further", "additional", "another"})
PARTS = frozenset(
    {
        "the",
        "its",
        "his",
        "her",
        "their",
        "our",
        "my",
        "those",
        "these",
        "them",
        "us",
        "whom",
        "which",
        "this",
        "that",
        "your",
    }
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number with its noun. Tokens `first` to `after`; `head` is the token that other words govern.

    sort: people, things, bare (no noun: "killed 12"), harm ("12 deaths"), unknown (a noun of neither list).
    `own`: the effect that the phrase itself tells ("12 wounded civilians", "27 dead"), at token `own_at`.
    `part`: the phrase counts a part of others ("two of them", "four of the wounded").
    """

    numeral: Numeral
    first: int
    after: int
    number: int  # first token of the bare number
    head: int
    sort: Sort
    of: str | None
    own: Effect | None = None
    own_at: int | None = None
    part: bool = False
    part_effect: Effect | None = None
    single: bool = False  # one person that no number counts


def find_phrases(view: View, numerals: Sequence[Numeral], rules: Rules) -> Iterator[Phrase]:
    """A phrase for each numeral, in order."""
    builder = _Builder(view, rules)
    end = 0
    for numeral in numerals:
        if view.token_at(numeral.core.start) < end:
            continue  # "eleven members of one family"
        phrase = builder.phrase(numeral)
        if phrase is not None:
            end = phrase.after
            yield phrase


@dataclass(frozen=True, slots=True)
class _Nouns:
    """What was read behind a number."""

    tokens: tuple[int, ...]
    after: int
    own: Effect | None = None
    own_at: int | None = None


class _Builder:
    def __init__(self, view: View, rules: Rules) -> None:
        self.view, self.rules = view, rules

    def phrase(self, numeral: Numeral) -> Phrase | None:
        """The count phrase of one numeral; None where a token is a number only by accident."""
        view = self.view
        first, number = view.token_at(numeral.start), view.token_at(numeral.core.start)
        after = view.token_from(numeral.end)
        if after <= number:
            return None
        if self._single_one(numeral, number, after) or self._age(number, after):
            return None
        part, part_effect, after = self._partitive(after)
        if self._measure(after) or self._page(number, after):
            return None
        nouns = self._nouns(after)
        if not nouns.tokens:
            return self._without_noun(numeral, first, number, nouns, part, part_effect)
        head = nouns.tokens[-1]
        sort = self.sort_of(head)
        own, own_at = nouns.own, nouns.own_at
        end = nouns.after
        harm = self.rules.nouns.get(view.words[head])
        if harm is not None and sort != "people":
            sort, own, own_at = "harm", own or harm, own_at if own is not None else head
        elif harm is not None:
            own, own_at = own or harm, own_at if own is not None else head
        cases = self._cases(head, end)
        if cases is not None:
            return Phrase(
                numeral,
                first,
                cases + 1,
                number,
                head,
                "harm",
                "people",
                self.rules.nouns[view.words[cases]],
                cases,
            )
        of, end = noun_wording(view, self.rules, nouns.tokens, after, end, MORE | QUOTES - {"-", "‑"})
        numeral, end = self._more_behind(numeral, end)
        if own is None:
            own, own_at, end = self._bodies(end)
        if numeral.money or (numeral.low == numeral.high == 1 and view.words[head] in self.rules.groups):
            sort = "things"
        return Phrase(numeral, first, end, number, head, sort, of, own, own_at, part, part_effect)

    def _cases(self, head: int, end: int) -> int | None:
        """The harm of "32 cases of enforced disappearance", as a token."""
        view = self.view
        if view.words[head] not in CASES or view.words[end : end + 1] != ["of"]:
            return None
        near = range(end + 1, min(end + 7, view.last[head]))
        return next((k for k in near if view.pos[k] == "NOUN" and view.words[k] in self.rules.nouns), None)

    def _more_behind(self, numeral: Numeral, end: int) -> tuple[Numeral, int]:
        """ "20 people or more" is open above."""
        if self.view.words[end : end + 2] == ["or", "more"] and numeral.low is not None:
            return replace(numeral, high=None), end + 2
        return numeral, end

    def _bodies(self, end: int) -> tuple[Effect | None, int | None, int]:
        """ "11 soldiers' bodies" are 11 killed soldiers."""
        words = self.view.words
        if words[end : end + 1] in (["'"], ["’"], ["'s"], ["’s"]) and end + 1 < len(words):
            effect = self.rules.nouns.get(words[end + 1])
            if effect is not None:
                return effect, end + 1, end + 2
        return None, None, end

    def _single_one(self, numeral: Numeral, number: int, after: int) -> bool:
        """ "one" that is a pronoun or an adverb of time: "this one", "one day", "no one", "one another"."""
        view = self.view
        if view.words[number] != "one" or numeral.low != 1:
            return False
        before = view.words[number - 1] if number > view.first[number] else ""
        following = view.words[after] if after < len(view) else ""
        return before in NOT_ONE_BEHIND or following in NOT_ONE_BEFORE

    def _age(self, number: int, after: int) -> bool:
        """ ", 64," behind a person is an age."""
        view = self.view
        if not view.words[number].isdecimal() or number < 2 or view.words[number - 1] not in (",", "("):
            return False
        if after < len(view) and view.words[after] not in (",", ")", ".", ";"):
            return False
        before = self.rules.people.get(view.words[number - 2])
        person = view.pos[number - 2] == "PROPN" or (before is not None and not before.plural)
        return person and int(view.words[number]) <= 120

    def _measure(self, after: int) -> bool:
        """ "17 year old", "three month-old": an age."""
        words = self.view.words
        if words[after : after + 1] and words[after] in self.rules.measures:
            return any(w in ("old", "olds") for w in words[after + 1 : after + 3])
        return False

    def _page(self, number: int, after: int) -> bool:
        """ "1 of 4" and the "4" of it, when nothing is counted."""
        view, words = self.view, self.view.words
        if not words[number].isdecimal():
            return False
        if words[after : after + 1] == ["of"] and after + 1 < len(view) and words[after + 1].isdecimal():
            return after + 2 >= len(view) or view.pos[after + 2] not in ("NOUN", "PROPN", "ADJ")
        paged = number >= 2 and words[number - 1] == "of" and words[number - 2].isdecimal()
        return paged and (after >= len(view) or view.pos[after] not in ("NOUN", "PROPN", "ADJ"))

    def _partitive(self, after: int) -> tuple[bool, Effect | None, int]:
        """ "of the" behind a number: (is it a part?, effect of "of the dead", next token)."""
        view = self.view
        words = view.words
        if after >= len(view) or words[after] != "of":
            return False, None, after
        at = after + 1
        part = pronoun = False
        while at < len(view) and words[at] in PARTS:
            pronoun = pronoun or words[at] in PRONOUNS
            part, at = True, at + 1
        if part and at + 1 < len(view) and words[at].isdecimal() and words[at + 1] in self.rules.states:
            return True, self.rules.states[words[at + 1]], after
        if part and at < len(view):
            effect = self.rules.states.get(words[at])
            following = words[at + 1] if at + 1 < len(view) else ""
            noun_follows = at + 1 < len(view) and view.pos[at + 1] in ("NOUN", "PROPN")
            if effect is not None and not noun_follows and following != "-":
                return True, effect, at + 1
            return pronoun, None, at
        return False, None, at

    def _nouns(self, at: int) -> _Nouns:
        """The adjectives and nouns that follow a number."""
        view, rules = self.view, self.rules
        tokens: list[int] = []
        own: Effect | None = None
        own_at: int | None = None
        limit = min(len(view), at + MAX_WORDS, view.last[at] if at < len(view) else 0)
        while at < limit:
            word, pos = view.words[at], view.pos[at]
            state = rules.states.get(word)
            if state is not None:
                if not self._noun_follows(at):
                    if tokens and own is None:
                        break  # "five soldiers dead": the predicate stands behind the phrase
                    if not tokens:
                        own, own_at = state, at
                        at += 1
                    break
                own, own_at = own or state, own_at if own is not None else at
            elif word in rules.times:
                break
            elif word in MORE or (word in QUOTES and self._noun_follows(at)):
                pass
            elif pos in ("NOUN", "PROPN") or word in rules.people:
                if (
                    word in rules.forms
                    and tokens
                    and word not in rules.people
                    and rules.forms[word].shape != "gerund"
                ):
                    break
                if tokens and self._ends_before(tokens[-1], at):
                    break
                tokens.append(at)
            elif pos == "ADJ" or (self._adjectival(at) and word not in rules.forms):
                if tokens and pos != "ADJ":
                    break
                if tokens and not self._noun_follows(at):
                    break
            elif pos == "NUM" and tokens:
                break
            else:
                break
            at += 1
        if tokens:
            at = max(tokens[-1], own_at or 0) + 1
        elif own_at is None:
            while at > 0 and view.words[at - 1] in QUOTES:
                at -= 1
        return _Nouns(tuple(tokens), at, own, own_at)

    def _adjectival(self, at: int) -> bool:
        """A participle or adverb in front of a noun ("three masked gunmen")."""
        front = self.view.tags[at] in ("VBN", "VBG") or self.view.pos[at] == "ADV"
        return front and self._noun_follows(at)

    def _ends_before(self, last: int, at: int) -> bool:
        """Does a plural noun of people end the phrase before this noun ("20 people police")?"""
        noun = self.rules.people.get(self.view.words[last])
        return (
            noun is not None
            and noun.plural
            and self.view.words[last] not in ("police", "staff", "crew", "security")
        )

    def _noun_follows(self, at: int) -> bool:
        """Is the next word (or the one after an adjective) a noun of the same phrase?"""
        view = self.view
        for i in range(at + 1, min(at + 4, view.last[at])):
            word, pos = view.words[i], view.pos[i]
            if word in self.rules.times:
                return False
            if pos in ("NOUN", "PROPN") or word in self.rules.people:
                return word not in ("hostage", "captive", "prisoner")
            if pos not in ("ADJ",) and word not in QUOTES:
                return False
        return False

    def _without_noun(
        self, numeral: Numeral, first: int, number: int, nouns: _Nouns, part: bool, effect: Effect | None
    ) -> Phrase:
        sort: Sort = "things" if numeral.money else "bare"
        after = max(nouns.after, number + 1)
        head = max(number, self.view.token_at(numeral.core.end - 1))
        return Phrase(numeral, first, after, number, head, sort, None, nouns.own, nouns.own_at, part, effect)

    def sort_of(self, head: int) -> Sort:
        """Does this noun mean people?"""
        word = self.view.words[head]
        if word in self.rules.people or word in ("others", "more"):
            return "people"
        if word in self.rules.things:
            return "things"
        if word.endswith(self.rules.suffixes) and len(word) > 4:
            return "people"
        if self.view.pos[head] == "PROPN" and word.endswith(("is", "ans", "ese", "ns", "sh")):
            return "people"
        return "unknown"
