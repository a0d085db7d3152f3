"""Guards: what looks like a time and is none, as case, neighbours and tags tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from rashomon.annotators.times.grammar import Found
from rashomon.annotators.times.words import words

MONTHS_THAT_ARE_WORDS = frozenset(
    {"may", "march", "mar", "sep", "dec", "jan", "jun", "nov", "apr", "oct", "feb", "sept", "aug", "jul"}
)
VAGUE = ("several", "a few", "many")
# What a rate counts; sums of money are left alone ("$1 billion a year").
RATE = re.compile(r"(?:^|[^$\d.,])\b\d[\d,.]*(?: [a-z]+)? $|\b(?:once|twice|times|hours|days) $")
COMMON_KINDS = frozenset({"unit", "duration", "span", "point", "set", "shift"})  # never capitals of their own
LONGEST_PARTICLE = 3  # letters of the words that headlines leave small
QUOTE_MARKS = "'\"`“‘"


def stands(found: Found, text: str, plain: str, parse: Any) -> bool:
    """Is a match a time, as far as case, neighbours and tags tell?"""
    before, after = plain[max(0, found.start - 24) : found.start], plain[found.end : found.end + 24]
    if before[-1:].isalnum() or (before[-1:] in "$#@" and before) or before.endswith(("&", "_")):
        return False
    if found.kind in COMMON_KINDS and in_title(found, text):
        return False
    guard = GUARDS.get(found.kind)
    return guard is None or guard(found, text, before, after, parse)


def in_title(found: Found, text: str) -> bool:
    """Do common words of time stand with capitals in a line of small letters: "High Noon", "60 Minutes"?"""
    line = text[text.rfind("\n", 0, found.start) + 1 : found.start].split()
    said = re.findall(r"[^\W\d_]+", text[found.start : found.end])
    if not said or not said[-1].istitle() or not any(w.islower() and len(w) > LONGEST_PARTICLE for w in line):
        return False
    last = line[-1].strip(QUOTE_MARKS)
    return found.end - found.start > len(said[-1]) or last[:1].isupper() or last.isdigit()


def month_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "May", "March" and short forms need a capital, and may not be a verb or a name."""
    word = found.parts["month"].rstrip(".")
    at = plain_index(found, word, text)
    token = parse.token_at(at)
    if (
        set(found.parts) & {"year", "rel", "spoken", "which", "mod", "mod2", "edge"}
        or word not in MONTHS_THAT_ARE_WORDS
    ):
        return text[at].isupper() or lowered(parse, at, text)
    if not text[at].isupper():
        return False
    if word not in ("may", "march"):
        return bool(re.search(r"\b(?:in|since|until|by|of|from|to|last|next|during|through)\s+$", before))
    if token.tag_ in ("MD", "VB", "VBP", "VBD"):
        return False
    return bool(
        re.search(
            r"\b(?:in|since|until|by|of|from|to|during|through|before|after|and|between|for|this|on)\s+$",
            before,
        )
    ) or (
        token.tag_ == "NNP"
        and (
            not after.lstrip()[:1].isalpha()
            or names_an_occasion(before + text[found.start : at].lower(), token)
        )
    )


def names_an_occasion(before: str, token: Any) -> bool:
    """Does a month stand before what happened in it: "the March offensive", "last May's vote"?"""
    noun = token.head
    return (
        bool(re.search(r"\b(?:the|a|an|this|last|its|their|his|her)\s+$", before))
        and token.dep_ in ("compound", "nmod", "amod")
        and noun.i == token.i + 1
        and noun.tag_ in ("NN", "NNS")
    )


def date_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """A day and month: not a part of a longer number, and "may 5" not a modal."""
    word = found.parts["month"].rstrip(".")
    if re.match(r"\.?\d|,\d{3}|%| (?:percent|people|soldiers|troops)", after) or re.search(
        r"\d[.,/-]$", before
    ):
        return False
    if "short" in found.parts and not short_year_stands(found, text, after):
        return False
    if word in ("may", "march") and not re.search(r"\d", text[found.start : found.end]):
        return text[plain_index(found, word, text)].isupper()
    if word == "may":
        at = plain_index(found, word, text)
        return text[at].isupper() or parse.token_at(at).tag_ != "MD"
    return True


def short_year_stands(found: Found, text: str, after: str) -> bool:
    """ "4 FEB 90" has a year; "5 September 35 civilians" has none."""
    if "'" in found.parts["short"]:
        return True
    return not re.match(r" [a-z]", after) or (
        int(found.parts["short"]) > 31 and not re.match(r" [a-z]+s\b", after)
    )


def year_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """A bare number of four digits is a year unless it counts, costs, or belongs to a code."""
    if "year" not in found.parts:
        return "spoken" in found.parts and not re.match(r"[- ](?:%|percent|million|people)", after)
    if len(found.parts["year"]) == 2:
        return (
            found.kind != "year"
            or "fiscal" in text[found.start : found.end].lower()
            or bool(
                re.search(r"\b(?:in|of|since|until|by|from|the|class|summer|winter|spring|fall)\s+$", before)
            )
        )
    if re.match(r"[.,:/-]?\d|%|[a-z]|-(?:page|seat|member|strong|pound|mile|meter|km|foot|year)", after):
        return False
    before = re.sub(r"\b(?:post|pre|mid)-$", "", before)  # "pre-1967 borders"
    if re.search(
        r"(?:[$€£#]|\bno\.? |\d[.,:/-]|[a-z]-|\bnumber |\broom |\bflight |\broute |\bus\$|\bphone )\s*$",
        before,
    ):
        return False
    if re.search(
        r"\b(?:some|about|around|nearly|almost|over|than|least|most|approximately|exactly|only|another|other)\s+$",
        before,
    ):
        nearby = re.match(r"\s*[a-z]+", after)
        return nearby is None
    if found.parts["year"] < "1700" and not re.search(
        r"\b(?:in|since|of|from|by|until|to|around|year)\s+$", before
    ):
        return False
    following = re.match(r" ([a-z]+)", after)
    return not (following and following.group(1) in (*words().file.counted, *words().file.makes))


def set_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "Every day", "daily"; not "a year ago", not a newspaper."""
    if "adverb" in found.parts:
        return plain_word_stands(found, text, before, after, parse)
    return duration_stands(found, text, before, after, parse)


def season_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "Fall" and "spring" are verbs too: they need a year or "last", or an article and a preposition."""
    if set(found.parts) & {"which", "year", "rel", "mod", "mod2", "spoken", "edge"}:
        return True
    with_article = text[found.start : found.start + 4].lower() == "the "
    in_phrase = bool(
        re.search(r"\b(?:in|since|until|by|during|before|after|for|of|over|through)\s+$", before)
    )
    if found.parts["season"] not in ("fall", "spring"):
        return with_article or in_phrase
    return with_article and in_phrase and parse.token_at(found.end - 1).pos_ in ("NOUN", "PROPN")


def weekday_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """Weekdays have a capital; a newspaper's name ("Sunday Times") is none."""
    word = (found.get("weekday") or found.get("plural") or found.get("month") or "").rstrip(".")
    at = plain_index(found, word, text)
    if not text[at].isupper() and not lowered(parse, at, text):
        return False
    return not re.match(r" (?:times|telegraph|herald|mirror|express|mail|tribune|post|world)\b", after)


def clock_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """A time of day, and no score, ratio or verse."""
    return not (re.search(r"\d[.,:/-]?$|[$]$", before) or re.match(r"[:.,/-]?\d", after))


def numeric_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """Digits with slashes: not a part of a longer one."""
    if re.search(r"[\d./]$", before) or re.match(r"[./]?\d", after):
        return False
    return found.parts["sep"] == "/" or len(found.parts["year"]) == 4


def duration_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """An amount of time: no age ("8-year-old", "aged 8 years"), and no "second" that is an ordinal."""
    if re.match(r" (?:ago|earlier|later)\b", after) and "per" in found.parts:
        return False
    if re.search(r"\bmatter of\s+$", before) or re.match(r" apart\b", after):
        return False
    if re.match(r"[- ]olds?\b|-to-", after) and not old_thing(found, after):
        return False
    if re.search(r"\baged?\s+$", before) or is_rate(found, before):
        return False
    unit = found.get("unit") or found.get("bare") or ""
    if unit in ("second", "seconds", "minute", "quarter", "quarters", "night"):
        if unit == "second" or (unit == "quarter" and found.get("num") in ("a", "first", "third", "three")):
            return False
        if (
            unit.startswith("quarter")
            and found.kind == "duration"
            and re.match(r" of ", after)
            and found.get("num") not in VAGUE
        ):
            return False
    return True


def is_rate(found: Found, before: str) -> bool:
    """ "24 hours a day", "700 seats a week" tell how often, not when."""
    return found.kind == "duration" and found.get("num") in ("a", "an") and RATE.search(before) is not None


def old_thing(found: Found, after: str) -> bool:
    """Is it the age of something that goes on ("the eight-month-old truce"), not of a person?"""
    following = re.match(r"-old ([a-z-]+)", after)
    return (
        found.kind == "duration"
        and following is not None
        and following.group(1) in words().file.lasting_things
    )


def month_day_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "On the 5th" is a day; "the 5th brigade" is none."""
    return bool(re.search(r"\b(?:on|by|until|since|of|from|to|before|after)\s+$", before)) and not re.match(
        r"[- ][a-z0-9]",
        re.sub(r"^ (?:and|to|at|in|when|but|after|the|a|by|he|she|they|it|we)\b.*", "", after),
    )


def decade_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "The 1980s" and "the eighties"; "in his seventies" and "the 20s" are ages or unclear."""
    if "decade" in found.parts:
        return True
    if re.search(r"\b(?:his|her|their|your|my|our)\b", before[-14:]):
        return False
    if "short" in found.parts:
        return "'" in text[found.start : found.end].replace("’", "'")[:6] or bool(
            re.search(r"\b(?:early|late|mid)\b", text[found.start : found.end].lower())
        )
    return text[found.start : found.end].lower().startswith("the ")


def unit_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "That day" and "this week"; not "the last day of", "this year-old", "the next century's"."""
    which = found.get("which") or ""
    if which in ("past", "current", "following", "coming", "preceding", "previous") and not re.search(
        r"\b(?:the|this|in|for|over|during)\s+$", before
    ):
        return which not in ("past", "following")
    return not re.match(r"-(?:old|long)", after)


def plain_word_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "Daily" and "today" are no times as parts of names ("USA Today"): with a capital inside a sentence."""
    word = text[found.start : found.end]
    if (
        not word[0].isupper()
        or word.isupper()
        or not (before.rstrip()[-1:].isalnum() or before.rstrip()[-1:] == "&")
    ):
        return True
    previous = text[max(0, found.start - 40) : found.start].split()[-1:]
    return not (previous and previous[0][0].isupper())


def holiday_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """A holiday, and no place or rising named after one ("Easter Island")."""
    if not text[found.start : found.end].islower() and re.match(r" [A-Z]", text[found.end : found.end + 2]):
        return bool(
            re.match(r" (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|day|eve|week)", after)
        )
    return True


def deictic_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "Tomorrow", and no "brighter tomorrow"."""
    if not plain_word_stands(found, text, before, after, parse):
        return False
    token = parse.token_at(found.end - 1)
    if found.parts["day"] != "tomorrow" or "mod" in found.parts or not token.i:
        return True
    previous = parse.doc[token.i - 1]
    return not (previous.pos_ in ("ADJ", "DET") and previous.head.i == token.i)


def whole_stands(found: Found, text: str, before: str, after: str, parse: Any) -> bool:
    """ "For the year", "the year ended March 31", "the full year"; not "the year in which"."""
    if found.parts["unit"] == "quarter" or " f" in text[found.start : found.end]:
        return not re.match(r" of ", after)
    return bool(
        re.match(r" (?:ended|ending)\b", after)
        or (re.search(r"\b(?:for|throughout|of)\s+$", before) and re.match(r"[,.;]", after))
    )


def plain_index(found: Found, word: str, text: str) -> int:
    """Offset of a part's word inside a match."""
    lower = text[found.start : found.end].lower()
    return found.start + max(0, lower.find(word[:3]))


def lowered(parse: Any, at: int, text: str) -> bool:
    """Is a word written without capitals in a passage that has none (a transcript)?"""
    sentence = parse.sentence_of(at)
    return not any(c.isupper() for c in text[sentence.start + 1 : sentence.end])


Guard = Callable[[Found, str, str, str, Any], bool]
GUARDS: dict[str, Guard] = {
    "month": month_stands,
    "date": date_stands,
    "day_pair": date_stands,
    "year": year_stands,
    "season": season_stands,
    "weekday": weekday_stands,
    "weekdays": weekday_stands,
    "clock": clock_stands,
    "numeric": numeric_stands,
    "duration": duration_stands,
    "shift": duration_stands,
    "span": duration_stands,
    "set": set_stands,
    "reference": plain_word_stands,
    "month_day": month_day_stands,
    "decade": decade_stands,
    "unit": unit_stands,
    "holiday": holiday_stands,
    "deictic": deictic_stands,
    "whole": whole_stands,
}
