"""Resolver of months: "March 1996", "June last year", "last August", and the year of a month named alone."""

from __future__ import annotations

import re

from rashomon.annotators.times.calendar_dates import LAST, NEXT, relative_year, written_year
from rashomon.annotators.times.context import Context, Reading
from rashomon.annotators.times.grammar import Found
from rashomon.model import Span

SOON = 2  # months ahead: 1, 2 and 3 give the same on bench times dev
HALF_A_YEAR = 6
SINCE = re.compile(r"\b(?:since|after|following|from|between) (?:the |early |late |mid-?)*$")
THROUGH = re.compile(r"\bthrough $")


def read_month(found: Found, context: Context) -> Reading:
    """ "March 1996", "June last year", "last August", "October"."""
    month = context.lexicon.month(found.parts["month"])
    year, source = written_year(found, context), "text"
    if year is None and "rel" in found.parts:
        year, source = relative_year(found, context)
    if year is None:
        year, source = year_of_month(found, context, month)
    return Reading(f"{year:04}-{month:02}" if year else f"XXXX-{month:02}", anchor=source)  # type: ignore[arg-type]


def year_of_month(found: Found, context: Context, month: int) -> tuple[int | None, str]:
    """The year of a month named alone: the last to begin, or the next to come if the tense says so."""
    which, told, base = found.get("which") or "", context.told_year(found, month), context.base("year")
    if told and (not base or told != base.year) and not which:
        return told, "text"
    if base is None:
        return None, "none"
    if context.base("month") is None:
        return base.year + (-1 if which in LAST else 1 if which in NEXT else 0), context.source
    if which.startswith("this") and which not in LAST and which not in NEXT:
        return base.year, context.source
    if which in LAST:  # the month before this one is "last month"
        return base.year - (month >= base.month - 1), context.source
    if which in NEXT or (context.direction(found) > 0 and month != base.month):
        return base.year + (month <= base.month if which in NEXT else month < base.month), context.source
    ahead = month - base.month
    if ahead > 0 and soon_to_come(found, context, ahead):
        return base.year, context.source
    if ahead < -6 and THROUGH.search(context.plain, max(0, found.start - 10), found.start):
        return base.year + 1, context.source
    return base.year - (ahead > 0), context.source


def soon_to_come(found: Found, context: Context, ahead: int) -> bool:
    """Is a month that is near ahead and long past meant as the coming one?

    Nobody writes "a cut in September" in August of the September before ("last September"), but beside the verb
    ("moved in September") tense rules; an untold tense leaves it open up to half a year.
    """
    if SINCE.search(context.plain, max(0, found.start - 20), found.start):
        return False
    if context.direction(found) >= 0:
        return ahead <= HALF_A_YEAR
    token = context.parse.head(Span(found.start, found.end))
    owner = token.head if token.head.pos_ != "ADP" else token.head.head
    return ahead <= SOON and owner.pos_ not in ("VERB", "AUX")
