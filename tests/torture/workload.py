"""Work on a register whose every acknowledgement is written down outside of it; the check that nothing is missing."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from rashomon.store import Register
from tests.store.made import ingest, lines, report

TOWNS = ("Kaya", "Dori", "Gao", "Mopti", "Goma", "Aden")
COUNTRIES = ("BFA", "BFA", "MLI", "MLI", "COD", "YEM")


def made(n: int) -> object:
    """The n-th report: three of a kind tell of one incident."""
    place = (n // 3) % len(TOWNS)
    day = f"2024-{1 + (n // 90) % 12:02}-{1 + (n // 3) % 28:02}"
    return report(
        f"d{n:05}", killed=n % 7, town=TOWNS[place], country=COUNTRIES[place], day=day,
        source=("police", "army")[n % 2], lat=12.0 + place, lon=float(place),
    )  # fmt: skip


def work(where: str, start: int, acknowledge: Callable[[str], None], *, until: int = 10**9) -> None:
    """Ingest report after report, with a decision after every second one; resumes where it stopped."""
    with Register.open(where, create=True) as register:
        for n in range(start, until):
            ingest(register, [made(n)])  # type: ignore[list-item]
            acknowledge(f"d{n:05}")
            if n % 2:
                id = register.named(made(n - n % 3).incidents[0].id)[0]  # type: ignore[attr-defined]
                register.comment(id, f"seen after {n}", author="Ana", request=f"r{n:05}")
                acknowledge(f"r{n:05}")


@dataclass
class Ledger:
    """Everything that was acknowledged."""

    seen: set[str] = field(default_factory=set)

    def missing(self, where: str) -> list[str]:
        """What was acknowledged and is not there, or there twice; opens the register as any program would."""
        with Register.open(where, create=True) as register:
            there = [*register.known(), *(d.details["text"][11:] for d in register.decisions())]
        held = [x if x.startswith("d") else f"r{int(x):05}" for x in there]
        twice = {x for x, times in Counter(held).items() if times > 1}
        return sorted((self.seen - set(held)) | twice)

    def next(self) -> int:
        """The report to go on with: the last one acknowledged may lack its decision."""
        return max((int(x[1:]) for x in self.seen), default=0)


class Child:
    """A process at work, whose acknowledgements come through a pipe."""

    def __init__(self, where: str, start: int) -> None:
        self._read, write = os.pipe()
        self.id = os.fork()
        if self.id == 0:
            os.close(self._read)
            code = 0
            try:
                work(where, start, lambda line: os.write(write, (line + "\n").encode()) and None)
            except BaseException:
                code = 1
            finally:
                os._exit(code)
        os.close(write)
        os.set_blocking(self._read, False)
        self._rest = b""

    def acknowledged(self) -> Iterator[str]:
        """What came through the pipe since the last time."""
        while True:
            try:
                data = os.read(self._read, 65536)
            except BlockingIOError:
                return
            if not data:
                return
            *whole, self._rest = (self._rest + data).split(b"\n")
            yield from (line.decode() for line in whole)

    def stop(self, number: signal.Signals = signal.SIGSTOP) -> None:
        """Send a signal."""
        os.kill(self.id, number)

    def kill(self) -> list[str]:
        """kill -9; returns what was acknowledged at last."""
        os.kill(self.id, signal.SIGKILL)
        os.waitpid(self.id, 0)
        last = list(self.acknowledged())
        os.close(self._read)
        return last


def same_as_undisturbed(where: str, calm: str, count: int) -> bool:
    """Does a register that was disturbed hold what one holds that never was?"""
    for place in (where, calm):
        with Register.open(place, create=True) as register:
            ingest(register, [made(n) for n in range(count)])  # type: ignore[misc]
    with Register.open(where) as one, Register.open(calm) as other:
        return lines(one.coding()) == lines(other.coding())


def dice(seed: int) -> random.Random:
    """Repeatable chance."""
    return random.Random(seed)
