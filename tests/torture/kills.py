"""kill -9 at random moments of ingests and decisions."""

from __future__ import annotations

import time
from pathlib import Path

from rashomon.store import Register
from tests.torture.workload import Child, Ledger, dice, same_as_undisturbed, work

FIRST = 3  # reports that the undisturbed register holds from the start: both are compared with at least these


def kills(where: str, calm: str, times: int, *, seed: int = 1, verify_every: int = 50) -> dict[str, object]:
    """Kill a working process again and again; after each, all that was acknowledged must be there once."""
    work(calm, 0, lambda _line: None, until=FIRST)  # data files are read before the processes are split off
    chance, ledger, lost, problems = dice(seed), Ledger(), list[str](), list[str]()
    opening = 0  # rounds that were killed before anything was acknowledged
    for n in range(times):
        child, before = Child(where, ledger.next()), len(ledger.seen)
        wanted = chance.choice((0, 1, 1, 2, 3, 4, 6, 8))  # acknowledgements; 0: the program is still opening
        deadline = time.monotonic() + (chance.uniform(0.0, 0.1) if wanted == 0 else 10.0)
        while time.monotonic() < deadline and len(ledger.seen) - before < max(wanted, 1):
            ledger.seen.update(child.acknowledged())
            time.sleep(0.0005)
        time.sleep(chance.uniform(0.0, 0.03))  # about as long as an ingest or a decision takes
        ledger.seen.update(child.kill())
        opening += len(ledger.seen) == before
        lost += ledger.missing(where)
        if n % verify_every == verify_every - 1 or n == times - 1:
            with Register.open(where, create=True) as register:
                problems += [p.message for p in register.verify(replay=n == times - 1)]
    equal = same_as_undisturbed(where, calm, max(FIRST, ledger.next() + 1))
    return {
        "kills": times, "while opening": opening, "acknowledged": len(ledger.seen),
        "lost or twice": len(lost),
        "verify problems": len(problems), "final export equal": equal,
    }  # fmt: skip


def run(folder: Path, times: int) -> dict[str, object]:
    """On SQLite files in a folder."""
    return kills(str(folder / "killed.db"), str(folder / "calm.db"), times)
