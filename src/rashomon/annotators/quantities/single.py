"""Victims that no number counts: one person ("a sailor was killed"), and nobody ("no casualties")."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rashomon.annotators.quantities.counts import Count
from rashomon.annotators.quantities.effects import EffectFinder
from rashomon.annotators.quantities.numerals import Numeral
from rashomon.annotators.quantities.phrases import Phrase
from rashomon.annotators.quantities.rules import Effect, Rules, plural_of
from rashomon.annotators.quantities.view import View
from rashomon.model import Span

ARTICLES = frozenset(
    {"a", "an", "the", "his", "her", "their", "its", "another", "our", "my", "this", "that", "one"}
)
NOT_TOLD = frozenset({"other", "young", "old", "local", "year", "month", "second", "third"})
PRONOUNS = frozenset({"he", "she", "him"})
EVERY = 10  # tokens to look over for "casualties" behind "no"


def single_phrases(view: View, rules: Rules, phrases: Sequence[Phrase]) -> Iterator[Phrase]:
    """Every single person the text names or describes, as a phrase that counts one."""
    taken = {i for p in phrases for i in range(p.first, p.after)}
    i = 0
    while i < len(view):
        phrase = None if i in taken else _named(view, rules, i) or _described(view, rules, i, taken)
        if phrase is not None:
            yield phrase
            i = max(i + 1, phrase.after)
        else:
            i += 1


def _one(view: View, first: int, after: int, head: int, of: str) -> Phrase:
    span = Span(view.starts[first], view.ends[after - 1])
    numeral = Numeral(span.start, span.end, span, 1, 1)
    return Phrase(numeral, first, after, first, head, "people", of, single=True)


def _named(view: View, rules: Rules, i: int) -> Phrase | None:
    """A person's name, with the age or the post behind it."""
    if view.words[i] in PRONOUNS and view.pos[i] == "PRON":
        return _one(view, i, i + 1, i, "people")
    titled = _titled(view, rules, i)
    if titled is not None:
        return titled
    if view.ents[i] != "PERSON" or view.pos[i] != "PROPN":
        return None
    after = i
    while after < view.last[i] and (
        view.pos[after] == "PROPN" and (view.ents[after] == "PERSON" or _hyphened(view, after))
    ):
        after += 2 if view.words[after + 1 : after + 2] == ["-"] else 1
    after = min(after, view.last[i])
    head = after - 1
    title = view.words[i - 1] if i > view.first[i] else ""
    noun = rules.people.get(title)
    of = rules.plurals.get(noun.singular, "people") if noun is not None and not noun.plural else "people"
    if after < view.last[i] and view.words[after] in ("'s", "’s"):
        return None
    return _one(view, i, _over_age(view, after), head, of)


def _titled(view: View, rules: Rules, i: int) -> Phrase | None:
    """ "Bishop Benjamin de Jesus": an office in front of a name, whatever else the name is taken for."""
    noun = rules.people.get(view.words[i])
    name = view.pos[i : i + 2] == ["PROPN", "PROPN"] and view.ents[i] != "PERSON" and i + 1 < view.last[i]
    if noun is None or noun.plural or not name or noun.singular in rules.groups | rules.movers:
        return None
    after = i + 1
    while after < view.last[i] and view.pos[after] == "PROPN":
        after += 1
    if after < view.last[i] and (view.words[after] in ("'s", "’s", "-") or view.pos[after] == "NOUN"):
        return None
    return _one(view, i, _over_age(view, after), after - 1, rules.plurals.get(noun.singular, "people"))


def _hyphened(view: View, at: int) -> bool:
    """The second half of "Ken Saro-Wiwa"."""
    return view.words[at - 1] == "-" and view.ends[at - 1] == view.starts[at]


def _over_age(view: View, after: int) -> int:
    """The token behind ", 64," when that is a person's age."""
    words = view.words
    if (
        after + 2 < len(view)
        and words[after] == ","
        and words[after + 1].isdecimal()
        and words[after + 2] == ","
    ):
        return after + 3
    return after


def _described(view: View, rules: Rules, i: int, taken: set[int]) -> Phrase | None:
    """ "a coast guard", "the driver", "his wife": an article, then a singular noun of people."""
    if view.words[i] not in ARTICLES or view.pos[i] not in ("DET", "PRON"):
        return None
    at, head = i + 1, None
    while at < view.last[i] and at not in taken and at < i + 7:
        word, pos = view.words[at], view.pos[at]
        noun = rules.people.get(word)
        if pos in ("NOUN", "PROPN") or (noun is not None and pos == "ADJ"):
            person = (noun is not None and not noun.plural) or word.endswith(rules.singular_suffixes)
            head = at if person and word not in rules.groups else None
            if view.ents[at] == "PERSON" and head is None and at > i + 1:
                break
        elif (
            pos not in ("ADJ", "PUNCT", "NUM", "VERB")
            or (pos == "PUNCT" and view.words[at] not in ("-", '"', "“", "”"))
            or (pos == "VERB" and view.tags[at] not in ("VBN", "VBG"))
            or head is not None
        ):
            break
        at += 1
    if head is None:
        return None
    if head + 1 < view.last[i] and view.words[head + 1] in ("'s", "’s"):
        return None
    end = head + 1
    while end < view.last[i] and view.ents[end] == "PERSON" and view.pos[end] == "PROPN":
        end += 1
    plain = [
        k for k in range(i + 1, head) if view.pos[k] in ("ADJ", "NOUN", "PROPN") and view.words[k].isalpha()
    ]
    words = [view.shapes[k] if view.pos[k] == "PROPN" else view.words[k] for k in plain]
    words = [w for w in words if w.lower() not in rules.states and w.lower() not in NOT_TOLD]
    singular = view.words[head]
    noun = rules.people.get(singular)
    plural = rules.plurals.get(noun.singular) if noun is not None else None
    of = " ".join((*words, plural or plural_of(singular)))
    return _one(view, i, end, end - 1 if end > head + 1 and view.deps[head] == "compound" else head, of)


# Zeros ------------------------------------------------------------------------------------------------------


def find_zeros(view: View, finder: EffectFinder, rules: Rules) -> list[Count]:
    """ "no casualties", "nobody was hurt", "none of its fighters was killed", "escaped unharmed"."""
    found: list[Count] = []
    for i, word in enumerate(view.words):
        if i in finder.number_tokens and word != "zero":
            continue
        if word in ("no", "without", "zero"):
            found += _no(view, finder, rules, i)
        elif word in ("nobody", "none", "neither"):
            found += _nobody(view, finder, rules, i, i + 1)
        elif word in rules.unhurt:
            found += _unhurt(view, i)
        elif word == "not" and view.words[i + 1 : i + 3] == ["a", "single"]:
            found += _no(view, finder, rules, i + 2)
        if word == "no" and view.words[i + 1 : i + 2] == ["one"]:
            found += _nobody(view, finder, rules, i, i + 2)
    return found


def _zero(
    view: View, first: int, after: int, effect: Effect, of: str, at: int, *, hedged: bool = False
) -> Count:
    span = Span(view.starts[first], view.ends[after - 1])
    numeral = Numeral(span.start, span.end, span, 0, 0)
    phrase = Phrase(numeral, first, after, first, after - 1, "people", of)
    return Count(phrase, effect, of, hedged, "zero", at)


def _no(view: View, finder: EffectFinder, rules: Rules, i: int) -> list[Count]:
    """ "no" and a noun: of harm ("no casualties"), or of people and a predicate ("no soldier died")."""
    zero = rules.words.zero
    end = min(i + 1 + EVERY, view.last[i])
    words = view.words
    if (
        words[i + 1 : i + 2] == ["longer"]
        or "immediate" in words[i + 1 : i + 4]
        or "claim" in words[i + 1 : i + 4]
    ):
        return []
    for at in range(i + 1, end):
        word = words[at]
        harmless = word in rules.states or word in ("reported", "known") or words[i] == "without"
        if view.pos[at] in ("VERB", "AUX") and not harmless:
            break
        if at + 1 < end and view.pos[at + 1] == "NOUN" and words[at + 1] not in zero.both:
            continue
        if word in zero.both:
            return [_zero(view, i, at + 1, e, "people", at) for e in ("killed", "injured")]
        for effect, nouns in (("killed", zero.killed), ("injured", zero.injured)):
            if word in nouns and view.pos[at] != "VERB":
                both = words[at + 1 : at + 2] in (["or"], ["and"])
                other = rules.nouns.get(words[at + 2]) if both and at + 2 < len(words) else None
                effects = [effect, *([other] if other is not None and other != effect else [])]
                return [_zero(view, i, at + 1, e, "people", at) for e in effects]  # type: ignore[arg-type]
        if word == "loss" and words[at + 1 : at + 3] in (["of", "life"], ["of", "lives"]):
            return [_zero(view, i, at + 3, "killed", "people", at)]
        if word in rules.people or word.endswith((*rules.suffixes, *rules.singular_suffixes)):
            noun = rules.people.get(word)
            of = word if noun is None or noun.plural else rules.plurals.get(noun.singular, plural_of(word))
            return _suffering(view, finder, rules, i, at + 1, of, everyone=False)
    return []


def _nobody(view: View, finder: EffectFinder, rules: Rules, i: int, after: int) -> list[Count]:
    of = "people"
    everyone = view.words[i] in ("nobody", "no")
    if view.words[after : after + 1] == ["of"]:
        for at in range(after + 1, min(after + 7, view.last[i])):
            noun = rules.people.get(view.words[at])
            if noun is not None:
                of, after = view.words[at], at + 1
                break
        else:
            if view.words[after + 1] not in ("them", "us", "those"):
                return []
            after += 2
    return _suffering(view, finder, rules, i, after, of, everyone=everyone)


def _suffering(
    view: View, finder: EffectFinder, rules: Rules, first: int, after: int, of: str, *, everyone: bool
) -> list[Count]:
    """The predicates behind a phrase that counts nobody."""
    harmed = next(
        (k for k in range(after, min(after + 6, view.last[first])) if view.words[k] == "harmed"), None
    )
    if harmed is not None:
        return [_zero(view, first, after, e, of, harmed) for e in ("killed", "injured")]
    found = finder.right(after) or finder.done_before(first)
    if found is None:
        return []
    effects: list[Effect] = [found.effect]
    if everyone and view.words[found.at] in rules.words.harm:
        effects = ["killed", "injured"]
    for k in range(found.at + 1, min(found.at + 3, view.last[first])):
        second = rules.states.get(view.words[k])
        if second is not None and second not in effects and view.words[k - 1] in ("or", "and"):
            effects.append(second)
    return [_zero(view, first, after, e, of, found.at) for e in effects]


def _unhurt(view: View, i: int) -> list[Count]:
    """ "escaped unhurt" counts zero injured."""
    return [_zero(view, i, i + 1, "injured", "people", i)]
