# ruff: noqa: E501 (a pattern is easier to read on one line)
"""The table of patterns: what a time expression looks like, and which resolver reads it.

A pattern is written in lower case over the *plain copy* of a text (reading.plain_copy). <NAME> stands for a piece of
words.pieces. RE2 runs them, so that a hostile text costs no more than a plain one of its length. Where two patterns match
the same words the longer match wins, then the earlier rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from rashomon.annotators.times.words import Words, either, words


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and the name of its resolver (resolve.RESOLVERS)."""

    kind: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule ready to run."""

    kind: str
    regex: Any  # re2 pattern


@dataclass(frozen=True, slots=True)
class Found:
    """A match of a rule: its kind, offsets and named parts (absent ones left out)."""

    kind: str
    start: int
    end: int
    parts: dict[str, str]
    rank: int = 0  # place of the rule in the table

    def get(self, name: str) -> str | None:
        """A part by name, None when it did not match."""
        return self.parts.get(name)


WHICH = (
    "last|this past|past|previous|the previous|the last|the past|the preceding|preceding|this|this coming|the coming|"
    "coming|next|the next|the following|following|the current|current|the same|that same|that"
)
REL_YEAR = "this year|last year|next year|the same year|that year|the previous year|the following year|the year before"
EDGE = "(?:(?:the )?(?P<edge>beginning|start|middle|end|close|early part|latter part|rest|remainder) of )?"
MOD = "(?:(?P<mod>early|late|mid|earlier|later)[- ])?"
ABOUT = (
    "(?:nearly|almost|about|around|some|roughly|approximately|at least|at most|more than|less than|over|under|up to|"
    "no more than|not more than|no less than|fewer than|just over|just under|only|within|as little as|as long as|another|"
    "an additional|an estimated|just) "
)
SPAN_WORD = "the past|past|the last|last|the next|next|the coming|the first|first|the final|the previous|the preceding"
HALF = r"(?P<half>a\.?m\b\.?|p\.?m\b\.?|in the morning|in the afternoon|in the evening|at night)"
OF_YEAR = f"(?:,? (?:of )?(?P<year><YEAR>)|,? (?:of )?(?P<rel>{REL_YEAR}))"

RULES = (
    # Dates with a month
    Rule("date", r"(?:(?P<weekday><WEEKDAYISH>),? )?(?:the )?(?:(?P<which>last|next|this|this past) )?(?P<month><MONTH>) (?:the )?(?P<day><DAYNUM>|<DAYORD>)(?:,? (?P<year><YEAR>))"),
    Rule("date", rf"(?:(?P<weekday><WEEKDAYISH>),? )?(?:the )?(?:(?P<which>last|next|this|this past) )?(?P<month><MONTH>) (?:the )?(?P<day><DAYNUM>|<DAYORD>)(?:,? (?:of )?(?P<rel>{REL_YEAR}))?"),
    Rule("date", r"(?:(?P<weekday><WEEKDAYISH>),? )?(?:the )?(?P<day><DAYNUM>|<DAYORD>)(?: day)? (?:of )?(?P<month><MONTH>)(?:,? (?P<year><YEAR>)| (?P<short>'?\d\d))"),
    Rule("date", rf"(?:(?P<weekday><WEEKDAYISH>),? )?(?:the )?(?P<day><DAYNUM>|<DAYORD>)(?: day)? (?:of )?(?P<month><MONTH>)(?:,? (?:of )?(?P<rel>{REL_YEAR}))?"),
    Rule("date", r"(?P<day>3[01]|[12]\d|0?[1-9])-(?P<month><MONTH>)-(?P<year>\d{4}|\d\d)"),
    Rule("iso", r"(?P<year><YEAR>)-(?P<month>0[1-9]|1[0-2])-(?P<day>3[01]|[12]\d|0[1-9])(?:[t ](?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?: ?(?P<zone>z|utc|gmt))?)?"),
    Rule("numeric", r"(?P<a>\d{1,2})(?P<sep>[/.])(?P<b>\d{1,2})[/.](?P<year><YEAR>|\d\d)"),
    Rule("day_pair", r"(?P<month><MONTH>) (?P<day><DAYNUM>)(?P<link> ?- ?| to | and | or | through |, | until )(?P<day2><DAYNUM>)(?:,? (?P<year><YEAR>))?"),
    Rule("day_pair", r"(?P<day><DAYNUM>)(?P<link> ?- ?| to | and | or | until | through )(?P<day2><DAYNUM>) (?:of )?(?P<month><MONTH>)(?:,? (?P<year><YEARISH>))?"),
    Rule("month", rf"{EDGE}{MOD}(?P<month><MONTH>){OF_YEAR}"),
    Rule("month", rf"{EDGE}{MOD}(?P<month><MONTH>) '(?P<year>\d\d)"),
    Rule("month", r"(?P<month><MONTH>),? (?P<spoken><YEARWORDS>)"),
    Rule("month", rf"(?:the )?{EDGE}{MOD}(?:(?P<which>{WHICH}) )?{MOD.replace('mod', 'mod2')}(?P<month><MONTH>)"),
    Rule("week_of", r"the week (?:of|beginning|starting|ending) (?P<month><MONTH>) (?P<day><DAYNUM>)(?:,? (?P<year><YEAR>))?"),
    Rule("month_day", r"the (?P<day>(?:3[01]|[12]\d|[1-9])(?:st|nd|rd|th))(?: of (?P<which>this|last|next|the|that) month)?"),
    # Days of the week
    Rule("weekday", rf"{MOD}(?:(?P<which>{WHICH}) )?(?P<weekday><WEEKDAY>)(?: (?:of )?(?P<week>last week|this week|next week|the week before|a week ago|the previous week))?"),
    Rule("weekday", r"(?P<weekday>(?:mon|tues?|weds?|thu|thurs?|fri|sat|sun)\.)"),
    Rule("weekdays", r"(?:(?:each|every) (?P<weekday><WEEKDAY>)|(?P<plural><WEEKDAY>)s)(?: (?P<part><PART>)s?)?"),
    Rule("weekdays", r"(?P<weekday><WEEKDAY>) (?P<part><PART>)s"),
    Rule("weekdays", r"(?:each|every) (?P<month><MONTH>)"),
    Rule("back", r"(?P<day>(?:the )?day before yesterday|(?:the )?day after tomorrow)"),
    Rule("deictic", rf"{MOD}(?P<day>today|yesterday|tomorrow|tonight)"),
    Rule("weekend", rf"(?:(?P<which>{WHICH}) |the )?(?:long )?weekend(?: of (?P<month><MONTH>) (?P<dom><DAYNUM>))?"),
    Rule("holiday", rf"(?:(?P<which>{WHICH}) )?(?P<name><HOLIDAY>)(?:,? (?P<year><YEAR>))?(?: (?P<week>week))?"),
    # Years and longer
    Rule("year", rf"(?:the )?{EDGE}{MOD}(?:the year )?(?P<year><YEAR>)"),
    Rule("year", rf"(?:the )?{EDGE}{MOD}(?:the year )?(?P<spoken><YEARWORDS>)"),
    Rule("year", r"(?:fiscal(?: year)?|fy) ?'?(?P<year><YEAR>|\d\d)"),
    Rule("year", r"'(?P<year>\d\d)"),
    Rule("year_pair", r"(?P<year><YEAR>)(?P<link>-| - |/)(?P<year2><YEAR>|\d\d)"),
    Rule("decade", rf"(?:the )?{EDGE}{MOD}(?:the )?(?:(?P<decade>(?:1[4-9]|20)\d)0'?s|'?(?P<short>\d)0'?s|(?P<word><DECADE>))"),
    Rule("century", r"(?:the )?(?:early |late |mid-?)?(?P<ord>\d\d?(?:st|nd|rd|th)|<DAYORD>)[- ]century"),
    Rule("season", rf"{EDGE}(?:the )?{MOD}(?:(?P<which>{WHICH}) )?(?:the )?{MOD.replace('mod', 'mod2')}(?P<season><SEASON>)(?:{OF_YEAR}|,? (?:of )?(?P<spoken><YEARWORDS>))?"),
    Rule("quarter", rf"{EDGE}(?:(?:the|its|a|their|our) )?(?:flat )?(?:(?:(?P<year1><YEAR>)|(?P<rel1>next|last|this) year's|(?P<ago>year-ago|year-earlier)) )?(?:fiscal[- ])?(?P<ord>first|second|third|fourth)[- ]quarter(?:{OF_YEAR})?"),
    Rule("quarter", rf"q(?P<ord>[1-4])(?:{OF_YEAR}| '?(?P<short>\d\d))?"),
    Rule("half", rf"the (?P<ord>first|second|last|latter)[- ]half(?:{OF_YEAR}| of the year)"),
    Rule("half", rf"(?:the )?first two quarters(?:{OF_YEAR}| of the year)"),
    Rule("same_period", r"(?:(?:the|a|their|its) )?(?:(?:comparable|same|corresponding|similar|like) )?(?:year-ago|year-earlier|prior-year)(?: (?:period|quarter|month|half))?"),
    Rule("same_period", r"the (?:comparable|same|corresponding) (?:period|quarter|month) (?:(?:of )?(?P<rel>last year|the year before|the previous year)|a year (?:ago|earlier|before))"),
    Rule("same_period", r"the (?P<year><YEAR>) (?:period|quarter)"),
    Rule("this_period", r"(?P<which>the latest|this|the current) (?P<unit>quarter|period)"),
    # Relative units
    Rule("unit", rf"{EDGE}{MOD}(?:(?:sometime|some time) )?(?P<which>{WHICH}) (?:fiscal |calendar )?(?P<unit><LONGUNIT>)"),
    Rule("unit", r"(?:the )?(?P<which>same|following|next|previous|preceding) (?P<unit>day|night|week|month|year)"),
    Rule("unit", r"(?:the )?(?P<edge>end|beginning|start|middle) of the (?P<unit>week|month|year|decade)"),
    Rule("whole", r"the (?:full |fiscal |full fiscal |calendar )?(?P<unit>year|quarter|month|week)"),
    Rule("unit", r"(?P<edge>year[- ]end|year's end)"),
    Rule("unit", r"(?:earlier|later|late|early) in the (?P<unit>day|week|month|year)"),
    Rule("shift", rf"(?:{ABOUT})?(?P<num><NUM>|<VAGUE>)(?: (?P<numtail>and a half))? (?:or (?:so|two|more) )?(?P<unit><UNIT>)(?: or so)?,? (?P<way>ago|earlier|later|before|previously|beforehand|afterwards|after|from now|hence|from today|since)"),
    Rule("shift", r"(?P<num><NUM>)[- ](?P<unit><UNIT>) or (?:so|two) (?P<way>ago|earlier|later)"),
    Rule("day_before", r"the (?P<unit>day|night|evening|morning|afternoon|week|month|year) (?P<way>before last|before|after|earlier|later)"),
    # Times of day
    Rule("clock", rf"(?P<hour>1[0-2]|0?\d|<HOURWORD>)(?:[:.](?P<minute>[0-5]\d))?(?::[0-5]\d)? ?{HALF}(?: ?\(?(?P<zone><ZONE>)\b\)?)?"),
    Rule("clock", r"(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?: ?(?:hours|hrs|h)\b)?(?: ?\(?(?P<zone><ZONE>)\b\)?)?"),
    Rule("clock", r"(?P<hour>[01]\d|2[0-3])[.h:]?(?P<minute>[0-5]\d) ?(?:(?:hours|hrs|hour|h)\b(?: ?(?P<zone1><ZONE>))?|(?P<zone><ZONE>)\b)"),
    Rule("clock", r"(?P<hour>[01]?\d|2[0-3])[.](?P<minute>[0-5]\d) ?(?P<zone><ZONE>)"),
    Rule("clock", r"(?P<hour>[01]?\d|2[0-3]) ?(?P<zone>gmt|utc)"),
    Rule("clock", r"(?P<lead>at (?:about |around |approximately )?)(?P<hour>[01]\d|2[0-3])[:.]?(?P<minute>[0-5]\d)"),
    Rule("clock", rf"(?P<hour><COUNT>) o'clock(?: {HALF})?"),
    Rule("part", rf"{MOD}(?:(?P<which>this|last|that|the previous|the following|the next|the same|the|an?|tomorrow|yesterday) )?{MOD.replace('mod', 'mod2')}(?:very )?(?P<part><PART>)(?: hours)?"),
    Rule("part", r"(?:the )?(?:very )?(?P<hours>early|small|wee|late|pre-?dawn|dawn|evening|morning|night|afternoon)(?: morning| evening)? hours"),
    Rule("part", r"(?P<part>overnight|pre-?dawn|tonight|mid-?morning|mid-?afternoon|night-?time|lunch-?time)"),
    Rule("point", r"(?P<point><POINT>)"),
    # Durations and sets
    Rule("span", rf"(?:each of )?(?:(?P<which>{SPAN_WORD}) )(?:(?P<num><COUNT>|a couple of|couple of|a few|few|several|many) )(?:more |trading |fiscal |full |consecutive )?(?P<unit><UNIT>)(?: or so)?"),
    Rule("duration", rf"(?:{ABOUT})?(?:the )?(?P<num><NUM>|<VAGUE>)(?: (?P<frac>and a half))?(?: or more| more| full| whole| long| consecutive| straight| additional| extra| trading| working| business| calendar)? (?P<unit><UNIT>)(?P<tail> and a half)?(?: period| or so| or more)?"),
    Rule("duration", rf"(?:{ABOUT})?(?P<low><COUNT>)(?: to | or |-)(?P<num><COUNT>)[- ](?P<unit><UNIT>)"),
    Rule("duration", r"(?:a |the |an )?(?P<num><COUNT>|several|half|multi)[- ]?-[- ]?(?P<unit><UNIT>)(?:-long)?"),
    Rule("duration", r"(?:for )?(?P<bare>(?:weeks|months|years|days|hours|decades|centuries|minutes)(?: (?:or|and) (?:weeks|months|years))?)"),
    Rule("duration", r"recent (?P<bare>hours|weeks|months)"),
    Rule("duration", r"the coming (?P<bare>hours|days|weeks|months|years)|the (?P<bare2>hours|days|weeks|months|years) ahead"),
    Rule("duration", r"(?P<bare>day|week|month|year|hour|decades|days|weeks|months|years)-?long"),
    Rule("set", r"(?:each|every)(?: (?P<num>other|<COUNT>))? (?P<unit><UNIT>)"),
    Rule("set", r"(?P<adverb>daily|nightly|weekly|monthly|yearly|annually|hourly|biweekly|bimonthly)"),
    Rule("set", r"(?:once|twice|<COUNT> times|percent|per cent|%|<COUNT>) (?P<per>a|per|each|every) (?P<unit>day|week|month|year|hour|night|minute|second)"),
    Rule("reference", "(?P<ref><REFERENCE>)"),
)  # fmt: skip


@lru_cache(maxsize=1)
def compiled() -> tuple[Compiled, ...]:
    """The rules as RE2 patterns."""
    import re2

    pieces = dict(words().pieces)
    pieces["REFERENCE"] = reference_piece(words())
    options = re2.Options()
    options.max_mem = 64 << 20
    options.log_errors = False
    return tuple(
        Compiled(rule.kind, re2.compile(fill(rule.pattern, pieces), options=options)) for rule in RULES
    )


def reference_piece(lexicon: Words) -> str:
    """Alternation of all words that refer without a date."""
    return f"(?:{either([word for group in lexicon.file.references.values() for word in group])})"


def fill(pattern: str, pieces: dict[str, str]) -> str:
    """A pattern with its pieces put in, between word borders.

    >>> fill("<A>s", {"A": "(?:x)"})
    '(?:\\\\b|^)(?:(?:x)s)(?:\\\\b|$)'
    """
    body = re.sub(r"(?<!P)<([A-Z]+)>", lambda match: pieces[match.group(1)], pattern)
    return rf"(?:\b|^)(?:{body})(?:\b|$)"
