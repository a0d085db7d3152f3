"""Which reported incidents are worth comparing: those that meet in a block.

A block is a rough answer to when and where, or when and who: a day in a country, a month in a country, a
rare name in a month. An incident *stands* in some blocks and *looks* into some; two are compared when one
looks where the other stands. Every block is bounded in time, so that a register that grows over the years
compares a new report with those of its own time only. Missed are incidents whose reports agree on none of
these.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import combinations

from rashomon.incidents.features import SHORT_DAYS, countries_of
from rashomon.incidents.traces import Trace

Key = tuple[str, str]  # (document id, id of the reported incident)
NAMES = 10  # how many names of an incident make blocks; the same ones in every report, by hash
PEOPLE = 10
OPENING_NAMES = 6  # any two of them shared by the openings of two reports are a block
MOST_MONTHS = 3  # longer periods stand in their first and last month only


class Blocks:
    """Blocks of the traces added so far. Which pairs meet does not depend on the order of adding."""

    def __init__(self) -> None:
        self.standing: dict[int, list[Key]] = defaultdict(list)
        self.looking: dict[int, list[Key]] = defaultdict(list)

    def add(self, trace: Trace) -> set[Key]:
        """Put a trace in its blocks; returns those that it meets there."""
        stands = {block(*parts) for parts in standing(trace)}
        looks = {block(*parts) for parts in looking(trace)}
        met: set[Key] = set()
        for number in looks:
            met.update(self.standing.get(number, ()))
        for number in stands:
            met.update(self.looking.get(number, ()))
        for number in stands:
            self.standing[number].append(trace.key)
        for number in looks - stands:
            self.looking[number].append(trace.key)
        return met


def block(*parts: object) -> int:
    """A block as a number. That two of them may fall together costs a comparison, nothing else."""
    return zlib.crc32("\t".join(map(str, parts)).encode("utf-8", "surrogatepass"))


def standing(trace: Trace) -> Iterator[tuple[object, ...]]:
    """The blocks in which a trace can be found."""
    countries, names = countries_of(trace.incident.place), chosen(trace.names, NAMES)
    if is_dated(trace):
        yield from (("day", day, c) for day in window(trace) for c in countries)
        yield from (("month", month, c) for month in months(trace) for c in countries)
        yield from (("dated", month, name) for month in months(trace) for name in names)
    elif trace.first is not None:
        yield from (("period", month, c) for month in months(trace) for c in countries)
        yield from (("period", month, name) for month in months(trace) for name in names)
    else:
        yield from (("undated", month, name) for month in published(trace) for name in names)
    if trace.lead:
        people, pairs = (
            chosen(trace.text.people, PEOPLE),
            combinations(chosen(trace.text.names, OPENING_NAMES), 2),
        )
        yield from (("person", quarter, name) for quarter in quarters(trace) for name in people)
        yield from (("opening", month, *sorted(two)) for two in pairs for month in published(trace))


def looking(trace: Trace) -> Iterator[tuple[object, ...]]:
    """The blocks in which a trace looks for others."""
    yield from standing(trace)
    countries, names = countries_of(trace.incident.place), chosen(trace.names, NAMES)
    if is_dated(trace):
        if not countries:
            yield from (("dated", month, name) for month in months(trace) for name in names)
    elif trace.first is not None:
        yield from (("month", month, c) for month in months(trace) for c in countries)
        yield from (("dated", month, name) for month in months(trace) for name in names)
    else:
        yield from (
            ("dated", month - back, name) for month in published(trace) for back in (0, 1) for name in names
        )


def is_dated(trace: Trace) -> bool:
    """Is the trace dated to a few days?"""
    return trace.first is not None and trace.last is not None and trace.last - trace.first < SHORT_DAYS


def window(trace: Trace) -> range:
    """Its days and the next one: two traces at most one day apart have a day of these in common."""
    assert trace.first is not None
    assert trace.last is not None
    return range(trace.first, trace.last + 2)


def months(trace: Trace) -> list[int]:
    """Months of the date of a trace."""
    assert trace.first is not None
    assert trace.last is not None
    first, last = month_of(trace.first), month_of(trace.last)
    return list(range(first, last + 1)) if last - first < MOST_MONTHS else [first, last]


def published(trace: Trace) -> list[int]:
    """Month of publication and the next; reports of neighbouring months have one in common."""
    if trace.text.published is None:
        return []
    month = month_of(trace.text.published)
    return [month, month + 1]


def quarters(trace: Trace) -> list[int]:
    """Quarter of publication and the next."""
    return sorted(
        {month // 3 for month in published(trace)} | {month // 3 + 1 for month in published(trace)[:1]}
    )


def month_of(day: int) -> int:
    """Months since the year 0 of a day number."""
    found = date.fromordinal(day)
    return 12 * found.year + found.month


def chosen(names: Iterable[str], most: int) -> list[str]:
    """At most so many names, the same in every report that has them."""
    return sorted(names, key=lambda n: (block(n), n))[:most]
