"""A register of 100,000 incidents and a million claims: how long `list`, `show`, search and one more report take.

    python benchmarks/register.py [--incidents 100000] [--ingested 8000] [--register FILE|postgresql://…]

Ingests the made-up stream of `benchmarks/linking.py` (two reports of each incident at most, with more claims: about
twelve an incident) until there are `--ingested` incidents, copies their rows under other ids and dates until there are
enough (`benchmarks/multiplied.py`), then asks. A register that is there already is gone on with. Reach on 2 cores:
lists with filters and `show` in 200 ms at the median, one more report in 1 s.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parent))

from linking import World, stream
from multiplied import multiply
from rashomon.claims import Report
from rashomon.ids import content_id
from rashomon.model import Claim, ClaimRole, ReportedIncident
from rashomon.store import Register
from rashomon.store.engine import reading
from rashomon.store.schema import facets

BATCH = 1000
ROUNDS = 21
MORE: tuple[ClaimRole, ...] = ("target", "weapon")


def made(seed: int) -> Iterator[Report]:
    """Reports without end: at most two of each incident, so that there are many incidents."""
    for report, _, _ in stream(World(seed), 10**9):
        if report.doc.id.endswith(("-0", "-1")):
            yield replace(report, incidents=tuple(map(fuller, report.incidents)))


def fuller(incident: ReportedIncident) -> ReportedIncident:
    """A reported incident with a claim of every role."""
    first = incident.claims[0]

    def other(role: ClaimRole) -> Claim:
        id = content_id(incident.id, role)
        return replace(first, id=id, role=role, value=role, low=None, best=None, high=None, of=None)

    return replace(incident, claims=(*incident.claims, *map(other, MORE)))


def fill(register: Register, reports: Iterator[Report], wanted: int) -> tuple[int, float]:
    """Ingest until there are enough incidents; returns reports and seconds."""
    count, start = 0, time.perf_counter()
    while register.count(state="any") < wanted:
        batch = list(islice(reports, BATCH))
        register.ingest(batch, version="benchmark", components={})
        count += len(batch)
        held, seconds = register.count(state="any"), time.perf_counter() - start
        print(f"  {count} reports, {held} incidents, {seconds:.0f} s", file=sys.stderr)
    return count, time.perf_counter() - start


def claims(register: Register) -> int:
    """How many claims the incidents hold."""
    query = sa.select(sa.func.count()).where(facets.c.field == "claim")
    with reading(register.engine) as connection:
        return int(connection.execute(query).scalar_one())


def timed(name: str, work: Callable[[int], Any]) -> None:
    """Median and slowest of some rounds."""
    found = []
    for n in range(ROUNDS):
        start = time.perf_counter()
        work(n)
        found.append(1000 * (time.perf_counter() - start))
    print(f"{name:34} median {statistics.median(found):8.1f} ms   slowest {max(found):8.1f} ms")


def ask(register: Register, reports: Iterator[Report]) -> None:
    """Ask for everything that people ask for."""
    countries = [value for value, _ in register.counts("country", limit=20)]
    ids = [i.id for i in register.incidents(order="id", limit=ROUNDS)]
    groups = [value for value, _ in register.counts("perpetrator", limit=20)]
    more = list(islice(reports, ROUNDS))
    last = int(register.head().partition(":")[0])
    timed("list, latest 50", lambda n: register.incidents(limit=50))
    timed("list, country and dates", lambda n: register.incidents(
        country=countries[n % 20], since="2016-01-01", until="2016-12-31", limit=50
    ))  # fmt: skip
    timed("list, page 1,000 (offset 49,950)", lambda n: register.incidents(limit=50, offset=49_950))
    timed("list, type, contested, killed ≥ 5", lambda n: register.incidents(
        type="attack", contested=True, min_killed=5, limit=50
    ))  # fmt: skip
    timed("list, one perpetrator", lambda n: register.incidents(
        where={"perpetrator": groups[n % 20]}, limit=50
    ))  # fmt: skip
    timed("show", lambda n: register.incident(ids[n % len(ids)][:12]))
    timed("search, two words", lambda n: register.search(groups[n % 20], limit=50))
    timed("list --count", lambda n: register.count(country=countries[n % 20]))
    timed("count by type, all", lambda n: register.counts("type"))
    timed("count by type", lambda n: register.counts("type", country=countries[n % 20]))
    timed("changes, last 5 entries", lambda n: register.changes(last - 5, limit=50))
    timed("ingest one more report", lambda n: register.ingest(
        [more[n]], version="benchmark", components={}
    ))  # fmt: skip
    timed("accept an incident", lambda n: register.accept(ids[n % len(ids)], author="benchmark"))


def main() -> None:
    """Fill and ask."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--ingested", type=int, default=8_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--register", default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        where = options.register or f"{folder}/register.db"
        with Register.open(where, create=True) as register:
            known = register.known()
            reports = (r for r in made(options.seed) if r.doc.id not in known)
            count, seconds = fill(register, reports, min(options.ingested, options.incidents))
            held = register.count(state="any")
            if count:
                print(f"{count} reports ingested in {seconds:.0f} s ({1000 * seconds / count:.1f} ms each)")
            if held < options.incidents:
                multiply(register, -(-options.incidents // held) - 1)
            print(
                f"{register.count(state='any')} incidents, {claims(register)} claims, {len(register.known())} reports"
            )
            if "://" not in where:
                print(f"file: {Path(where).stat().st_size / 2**20:.0f} MiB")
            ask(register, reports)


if __name__ == "__main__":
    main()
