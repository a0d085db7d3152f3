"""The order in which incidents wait for review: by stated rules, and fair to every publisher.

Each publisher has a line of its own, in the order of RULES; the queue takes the first of every line, then the
second of every line, and so on. Whoever floods a register with a hundred thousand reports fills one line, and
buries nobody. Many made-up publishers can still crowd the others: look at `--count-by publisher`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from rashomon.store import Filter, Register
from rashomon.store.engine import reading
from rashomon.store.queries import conditions
from rashomon.store.schema import facets, history, incidents
from rashomon.views.sketches import SECONDS

LOW_SCORE = 0.5  # below it the coder doubts that this is an incident at all


@dataclass(frozen=True, slots=True)
class Rule:
    """A reason for an incident to come before others."""

    code: str
    words: str
    applies: Callable[[Any, bool], bool]  # of a row, and of whether new accounts came since its review


RULES = (
    Rule("new_accounts", "new accounts came since it was reviewed", lambda row, fresh: fresh),
    Rule("contested", "sources differ on a toll or on what it was", lambda row, _: row.contested),
    Rule("low_score", "the coder is unsure of it", lambda row, _: row.score < LOW_SCORE and row.main),
    Rule("main", "what a report is about", lambda row, _: row.main),
    Rule("background", "told in passing: earlier, planned or summed up", lambda row, _: True),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An incident in the queue, and the code of the rule that put it where it is."""

    id: str
    rule: str


def queue(register: Register, wanted: Filter) -> list[Waiting]:
    """The incidents that wait for review, of those that meet a filter, in the order to take them."""
    with reading(register.engine, seconds=SECONDS) as connection:
        c = incidents.c
        query = sa.select(
            c.n, c.id, c.main, c.contested, c.score, c.state, c.date_start, c.sources, c.reviewed, c.changed
        )
        rows = connection.execute(query.where(*conditions(connection, wanted))).all()
        fresh = _with_new_accounts(connection, rows)
        rows = [row for row in rows if row.state == "coded" or row.id in fresh]
        voices = _voices(connection, [row.n for row in rows])
    return _fair(rows, fresh, voices)


def _with_new_accounts(connection: sa.Connection, rows: Sequence[Any]) -> set[str]:
    """Ids of reviewed incidents that got claims or documents after their review."""
    since = {row.id: row.reviewed for row in rows if row.reviewed and row.changed > row.reviewed}
    found: set[str] = set()
    listed = sorted(since)
    for start in range(0, len(listed), 500):
        query = sa.select(history).where(
            history.c.incident.in_(listed[start : start + 500]), history.c.sequence > min(since.values())
        )
        for row in connection.execute(query):
            if row.sequence > since[row.incident] and "was" in row.details:
                found.add(row.incident)
    return found


def _voices(connection: sa.Connection, numbers: Sequence[int]) -> Mapping[int, str]:
    """The line in which each incident waits: that of its rarest publisher."""
    if not numbers:
        return {}
    wanted = set(numbers)
    query = sa.select(facets.c.incident, facets.c.value).where(facets.c.field == "publisher")
    rows = [row for row in connection.execute(query.order_by(facets.c.value)) if row.incident in wanted]
    size = Counter(row.value for row in rows)
    found: dict[int, str] = {}
    for row in rows:
        if row.incident not in found or size[row.value] < size[found[row.incident]]:
            found[row.incident] = row.value
    return found


def _fair(rows: Sequence[Any], fresh: set[str], voices: Mapping[int, str]) -> list[Waiting]:
    lines: dict[str, list[tuple[int, tuple[Any, ...], Waiting]]] = defaultdict(list)
    for row in rows:
        place, rule = next((n, r) for n, r in enumerate(RULES) if r.applies(row, row.id in fresh))
        key = (-_day_number(row.date_start), -row.sources, row.id)
        lines[voices.get(row.n, "")].append((place, key, Waiting(row.id, rule.code)))
    turns = []
    for voice in sorted(lines):
        for turn, (place, key, waiting) in enumerate(sorted(lines[voice], key=lambda x: x[:2])):
            turns.append((turn, place, key, waiting))
    return [turn[3] for turn in sorted(turns, key=lambda t: t[:3])]


def _day_number(day: str | None) -> int:
    """A day as a number, so that later days sort first; unknown ones last.

    >>> _day_number("2024-01-04")
    20240104
    """
    return int(day.replace("-", "")) if day and day.replace("-", "").isdigit() else 0
