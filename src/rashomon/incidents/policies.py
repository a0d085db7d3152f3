"""Resolution policies: which number stands in the headline of a toll. No policy drops a claim.

| policy | low | best | high |
|---|---|---|---|
| range | lowest current low | figure of most voices; ties: later, then lower | highest current high |
| conservative | lowest number reported | the same (ACLED) | as range |
| ucdp | lowest of all stages | figure of most voices; ties: lower | highest of all stages |
| majority | as range | figure of most voices; ties: open | as range |
| source-priority | as range | first source of the list that gives one; else as range | as range |
| pending | as range | as range; open while contested | as range |
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rashomon.errors import ConfigError
from rashomon.incidents.tolls import Figure, current, is_contested
from rashomon.incidents.voices import plain_name
from rashomon.model import Claim, Toll


@dataclass(frozen=True, slots=True)
class Policy:
    """A named rule; `priority` lists source kinds or names, best first, for `source-priority`."""

    name: str = "range"
    priority: tuple[str, ...] = ()


def toll(series: Sequence[Figure], policy: Policy) -> Toll:
    """Low, best and high of a series of figures by a policy."""
    if not series:
        return Toll()
    try:
        rule = RULES[policy.name]
    except KeyError:
        raise ConfigError(f"policy {policy.name!r} is none of {', '.join(RULES)}") from None
    now = current(series)
    low, best, high = rule(series, now, policy)
    if low is not None and high is not None and best is not None:
        best = min(max(best, low), high)
    return Toll(low, best, high, is_contested(series))


Numbers = tuple[int | None, int | None, int | None]


def _range(series: Sequence[Figure], now: Sequence[Figure], policy: Policy) -> Numbers:
    lows = [f.low for f in now if f.low is not None]
    return min(lows, default=None), _most_held(now), _highest(now)


def _highest(now: Sequence[Figure]) -> int | None:
    """Largest high; open above when a current figure is and no other reaches as far."""
    highs = [f.high for f in now if f.high is not None]
    top = max(highs, default=None)
    open_from = [f.low for f in now if f.high is None and f.low is not None]
    return None if top is None or any(low > top for low in open_from) else top


def _most_held(now: Sequence[Figure]) -> int | None:
    votes = _votes(now)
    if not votes:
        return None
    return max(votes, key=lambda n: (len(votes[n].voices), votes[n].latest, -n))


def _conservative(series: Sequence[Figure], now: Sequence[Figure], policy: Policy) -> Numbers:
    points = [f.low if f.low is not None else f.point for f in now]
    lowest = min((n for n in points if n is not None), default=None)
    return lowest, lowest, _highest(now)


def _ucdp(series: Sequence[Figure], now: Sequence[Figure], policy: Policy) -> Numbers:
    votes = _votes(now)
    best = max(votes, key=lambda n: (len(votes[n].voices), -n)) if votes else None
    points = [f.point for f in series if f.point is not None]
    highs = [f.high if f.high is not None else f.point for f in series]
    lows = [f.low for f in series if f.low is not None]
    return min(lows or points, default=None), best, max((n for n in highs if n is not None), default=None)


def _majority(series: Sequence[Figure], now: Sequence[Figure], policy: Policy) -> Numbers:
    votes = _votes(now)
    most = max((len(v.voices) for v in votes.values()), default=0)
    winners = [n for n, v in votes.items() if len(v.voices) == most]
    low, _, high = _range(series, now, policy)
    return low, winners[0] if len(winners) == 1 else None, high


def _source_priority(series: Sequence[Figure], now: Sequence[Figure], policy: Policy) -> Numbers:
    low, best, high = _range(series, now, policy)
    for wanted in policy.priority:
        chosen = [f for f in now if speaks_as(f.claim, wanted) and f.point is not None]
        if chosen:
            return low, _most_held(chosen), high
    return low, best, high


def speaks_as(claim: Claim, wanted: str) -> bool:
    """Is a claim's source of that kind or name?"""
    source = claim.source
    return wanted in (source.kind, source.entity) or plain_name(wanted) == plain_name(source.name)


def _pending(series: Sequence[Figure], now: Sequence[Figure], policy: Policy) -> Numbers:
    low, best, high = _range(series, now, policy)
    return low, None if is_contested(series) else best, high


@dataclass(slots=True)
class _Vote:
    voices: set[str]
    latest: str


def _votes(now: Sequence[Figure]) -> dict[int, _Vote]:
    """Who holds which number."""
    votes: dict[int, _Vote] = defaultdict(lambda: _Vote(set(), ""))
    exact = [f for f in now if f.best is not None]  # "several" does not speak against "four"
    for figure in exact or now:
        if figure.point is not None:
            vote = votes[figure.point]
            vote.voices.add(figure.voice.key)
            vote.latest = max(vote.latest, figure.as_of)
    return dict(votes)


RULES: dict[str, Callable[[Sequence[Figure], Sequence[Figure], Policy], Numbers]] = {
    "range": _range,
    "conservative": _conservative,
    "ucdp": _ucdp,
    "majority": _majority,
    "source-priority": _source_priority,
    "pending": _pending,
}
