"""Those who were hit, less those of them who died: the injured of an incident.

"Five people were shot" says that five were hit, not that five live. Where the reports also count dead, the injured are
the rest: "six people were shot, one of them died" counts five; "a boy was shot", and a later report "the boy died",
none.

Misses: two single persons of one kind, one shot and one killed, told without "another".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from rashomon.incidents.wholes import Count, is_individual, words


def living(injured: Sequence[Count], killed: Sequence[Count]) -> list[Count]:
    """The counts of the injured without the dead among those hit."""
    dead = [k for k in killed if not is_attacker(k)]
    return [less(count, dead_among(count, dead, injured)) for count in injured]


def said(count: Count) -> set[str]:
    """The words behind a count."""
    return set(re.findall(r"[^\W\d_]+", count.claim.evidence.quote.casefold()))


def is_hit(count: Count) -> bool:
    """Does a count tell that people were hit, and not that they lived?"""
    return bool(said(count) & words().hit) and not said(count) & words().lived


def is_attacker(count: Count) -> bool:
    """Does a count tell of those who attacked?"""
    return bool(nouns(count) & words().attackers)


def nouns(count: Count) -> set[str]:
    """The last word of what a count is of."""
    return set((count.of or "people").casefold().split()[-1:])


def dead_among(count: Count, dead: Sequence[Count], injured: Sequence[Count]) -> int:
    """How many of those whom a count tells of are dead by the same report, or by one that is not older."""
    here = [k for k in dead if k.claim.document == count.claim.document]
    alone = is_individual(count.claim)
    if said(count) & words().apart:
        return 0
    if is_hit(count):
        known = here or [k for k in dead if not is_older(k, count)]
    elif alone and not here:
        silent = {k.claim.document for k in dead} - {i.claim.document for i in injured}
        known = [k for k in dead if k.claim.document in silent and not is_older(k, count)]
    else:
        return 0
    if alone or count.point == 1:
        known = the_same(count, [k for k in known if k.point == 1])
    most = max((k.point or 0 for k in known), default=0)
    return most if count.point is not None and most <= count.point else 0


def is_older(one: Count, two: Count) -> bool:
    """Is one count's report known to be older than the other's?"""
    a, b = one.claim.as_of, two.claim.as_of
    return a is not None and b is not None and a[:10] < b[:10]


def the_same(count: Count, dead: Sequence[Count]) -> list[Count]:
    """The single dead, if nothing said of any of them keeps them apart from the one person of a count."""
    return list(dead) if all(may_be_same(k, count) for k in dead) else []


def may_be_same(one: Count, two: Count) -> bool:
    """May two counts of one person mean the same person?"""
    first, second = nouns(one), nouns(two)
    if first == second or (first | second) & words().anyone:
        return True
    return any(first <= group and second <= group for group in words().alike)


def less(count: Count, dead: int) -> Count:
    """A count without some of those it counts."""
    if not dead:
        return count
    low, best, high = (None if n is None else max(n - dead, 0) for n in (count.low, count.best, count.high))
    return replace(count, low=low, best=best, high=high)
