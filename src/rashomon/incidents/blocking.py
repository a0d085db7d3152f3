"""Which reported incidents are worth comparing: those that meet in a block.

A block is a rough answer to when and where, or when and who: a day in a country, a month in a country, a rare name
in a month. An incident *stands* in some blocks and *looks* into some; two are compared when one looks where the
other stands. Reports meet too: when their openings share two names within a week, their vague incidents (without
a date or a place) are compared with all of the other's; when they share a person within half a year, what they are
about is compared. Every block is bounded in time, so that a register that grows over the years compares a new
report with those of its own time only. Missed are incidents whose reports agree on none of these.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import combinations

from rashomon.incidents.features import SHORT_DAYS
from rashomon.incidents.traces import Trace
from rashomon.incidents.words import RARE, TELLING, weights

Key = tuple[str, str]  # (document id, id of the reported incident)
Report = Sequence[Trace]
NAMES = 10  # how many names of an incident make blocks; the same ones in every report, by hash
PEOPLE = 10
OPENING_NAMES = 8  # any two of them shared by the openings of two reports are a block
FEW = 5.0  # names that tell less than this make no blocks: about one report in 150 has them
MOST_MONTHS = 3  # longer periods stand in their first and last month only


class Blocks:
    """Blocks of the reports added so far. Which pairs meet does not depend on the order of adding."""

    def __init__(self) -> None:
        self.traces: list[Trace] = []
        self.leads: list[Trace | None] = []  # of each report
        self.reports: list[Report] = []
        self.meeting, self.standing, self.looking = Sides(), Sides(), Sides()  # places of traces
        self.stories, self.people = Sides(), Sides()  # places of reports

    def add(self, traces: Sequence[Trace]) -> list[tuple[Trace, Trace]]:
        """Put the incidents of one report in their blocks; returns the pairs that meet there."""
        if not traces:
            return []
        told, people = self._in_stories(traces)
        found: list[tuple[Trace, Trace]] = []
        for trace in traces:
            met = {id(other): other for other in map(self.traces.__getitem__, self._in_blocks(trace))}
            met |= {
                id(b): b
                for report in told
                for b in report
                if trace.vague or b.vague or (trace.lead and b.lead)
            }
            if trace.lead:
                met |= {id(b): b for b in people}
            found += [(trace, other) for other in met.values()]
        return found

    def _in_blocks(self, trace: Trace) -> set[int]:
        """Traces that one meets in its blocks."""
        own, number = places_of(trace), len(self.traces)
        self.traces.append(trace)
        found = self.meeting.at(own.meets) | self.standing.at(own.looks) | self.looking.at(own.stands)
        self.meeting.put(number, own.meets)
        self.looking.put(number, own.looks)
        self.standing.put(number, own.stands)
        return found

    def _in_stories(self, traces: Sequence[Trace]) -> tuple[list[Report], list[Trace]]:
        """Reports whose openings share names with that of a new one, and what reports of the same people are about."""
        lead, number = next((t for t in traces if t.lead), None), len(self.reports)
        self.reports.append(traces)
        self.leads.append(lead)
        opened = set(openings(traces[0]))
        told = [self.reports[n] for n in self.stories.at(opened)]
        self.stories.put(number, opened)
        if lead is None:
            return told, []
        known = set(people(traces))
        leads = [other for n in self.people.at(known) if (other := self.leads[n]) is not None]
        self.people.put(number, known)
        return told, leads


class Sides(dict[int, tuple[int, ...]]):
    """What stands in each block, by number. Tuples of numbers, of which there are very many, cost little to keep."""

    def at(self, blocks: Iterable[int]) -> set[int]:
        """All that stands in some blocks."""
        found: set[int] = set()
        for block in blocks:
            if block in self:
                found.update(self[block])
        return found

    def put(self, number: int, blocks: Iterable[int]) -> None:
        """Make one stand in some blocks."""
        for block in blocks:
            self[block] = (*self.get(block, ()), number)


def block(*parts: object) -> int:
    """A block as a number; it groups what belongs together and is seen nowhere else."""
    return hash(parts)


def lasting_block(*parts: object) -> int:
    """A block as a number that is the same in every run, for an index that is kept (`store.index`)."""
    listed = "\t".join(map(str, parts)).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(listed, digest_size=8).digest(), "big", signed=True)


@lru_cache(maxsize=1 << 16)
def lot(name: str) -> tuple[int, str]:
    """The place of a name when some are chosen: arbitrary, but the same everywhere."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")), name


@dataclass(frozen=True, slots=True)
class Places:
    """The blocks where a trace meets others, those where it can be found, and those where it looks for others."""

    meets: set[int]
    stands: set[int]
    looks: set[int]


def places_of(trace: Trace, block: Callable[..., int] = block) -> Places:
    """The blocks of a trace. A vague date or place looks among the exact ones, not they in it."""
    countries, names, when = trace.spot.countries, chosen(trace.names, NAMES), months(trace)
    dated = {block("dated", month, name) for month in when for name in names}
    exact = {block("month", month, c) for month in when for c in countries}
    if is_dated(trace):
        days = {block("day", day, c) for day in window(trace) for c in countries}
        return Places(days, dated | exact, set() if countries else dated)
    if trace.first is not None:
        period = {block("period", month, x) for month in when for x in (*countries, *names)}
        return Places(period, set(), dated | exact)
    undated = {block("undated", month, name) for month in published(trace) for name in names}
    before = {month - back for month in published(trace)[:1] for back in (0, 1)}
    return Places(undated, set(), {block("dated", month, name) for month in before for name in names})


def openings(trace: Trace, block: Callable[..., int] = block) -> Iterator[int]:
    """The blocks of a report's story: any two of its opening's names, in its week and the next."""
    if trace.text.published is not None:
        week = trace.text.published // 7
        for two in combinations(chosen(trace.text.names, OPENING_NAMES, telling=TELLING), 2):
            yield from (block("opening", w, *two) for w in (week, week + 1))


def people(traces: Sequence[Trace], block: Callable[..., int] = block) -> Iterator[int]:
    """The blocks of a report's people, without those who are said to have done it: armed groups are everywhere."""
    if traces[0].text.published is not None:
        blamed = {name for t in traces for name in t.perpetrators}
        quarter = month_of(traces[0].text.published) // 3
        for name in chosen(traces[0].text.people - blamed, PEOPLE, telling=0.0):
            yield from (block("person", q, name) for q in (quarter, quarter + 1))


def is_dated(trace: Trace) -> bool:
    """Is the trace dated to a few days?"""
    return trace.first is not None and trace.last is not None and trace.last - trace.first < SHORT_DAYS


def window(trace: Trace) -> range:
    """Its days and the next one: two traces at most one day apart have a day of these in common."""
    assert trace.first is not None
    assert trace.last is not None
    return range(trace.first, trace.last + 2)


def months(trace: Trace) -> list[int]:
    """Months of the date of a trace; none when it is unknown."""
    if trace.first is None or trace.last is None:
        return []
    first, last = month_of(trace.first), month_of(trace.last)
    return list(range(first, last + 1)) if last - first < MOST_MONTHS else [first, last]


def published(trace: Trace) -> list[int]:
    """Month of publication and the next; reports of neighbouring months have one in common."""
    if trace.text.published is None:
        return []
    month = month_of(trace.text.published)
    return [month, month + 1]


def month_of(day: int) -> int:
    """Months since the year 0 of a day number."""
    found = date.fromordinal(day)
    return 12 * found.year + found.month


def chosen(names: Iterable[str], most: int, *, telling: float = FEW) -> list[str]:
    """At most so many names that tell enough, the same ones in every report that has them."""
    table = weights()
    return sorted((n for n in names if table.get(n, RARE) >= telling), key=lot)[:most]
