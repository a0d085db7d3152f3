"""kill -9 at random moments of ingests and decisions."""

from __future__ import annotations

import time
from pathlib import Path

from rashomon.store import Register
from tests.torture.workload import Child, Ledger, dice, same_as_undisturbed, work


def kills(where: str, calm: str, times: int, *, seed: int = 1, verify_every: int = 50) -> dict[str, object]:
    """Kill a working process again and again; after each, all that was acknowledged must be there once."""
    work(calm, 0, lambda _line: None, until=3)  # data files are read before the processes are split off
    chance, ledger, lost, problems, hit = dice(seed), Ledger(), list[str](), list[str](), 0
    for n in range(times):
        child = Child(where, ledger.next())
        deadline = time.monotonic() + chance.uniform(0.02, 0.6)
        before = len(ledger.seen)
        while time.monotonic() < deadline:
            ledger.seen.update(child.acknowledged())
            time.sleep(0.002)
        ledger.seen.update(child.kill())
        hit += len(ledger.seen) > before
        lost += ledger.missing(where)
        if n % verify_every == verify_every - 1 or n == times - 1:
            with Register.open(where, create=True) as register:
                problems += [p.message for p in register.verify(replay=n == times - 1)]
    equal = same_as_undisturbed(where, calm, ledger.next() + 1)
    return {
        "kills": times, "rounds with acknowledgements": hit, "acknowledged": len(ledger.seen),
        "lost or twice": len(lost),
        "verify problems": len(problems), "final export equal": equal,
    }  # fmt: skip


def run(folder: Path, times: int) -> dict[str, object]:
    """On SQLite files in a folder."""
    return kills(str(folder / "killed.db"), str(folder / "calm.db"), times)
