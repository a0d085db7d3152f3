"""Simulated power cuts: a file system in a file is copied while a register on it is written to, and the copy is opened.

The copy holds what had reached the "disk" and nothing that only waited in memory. Needs root, loop devices and
mkfs.ext4. It models a disk that keeps what it says it keeps; it does not model firmware that lies.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from rashomon.store import Register, engine
from tests.torture.workload import Child, Ledger, dice

MIB = 96


def available() -> bool:
    """Can file systems be mounted here?"""
    return all(shutil.which(tool) for tool in ("mkfs.ext4", "mount", "losetup"))


def formatted(image: Path, mib: int) -> Path:
    """An empty file system in a file."""
    with open(image, "wb") as out:
        out.truncate(mib << 20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True, capture_output=True)
    return image


@contextmanager
def mounted(image: Path, point: Path) -> Iterator[Path]:
    """An image's file system, mounted."""
    point.mkdir(exist_ok=True)
    subprocess.run(["mount", "-o", "loop", image, point], check=True, capture_output=True)
    try:
        yield point
    finally:
        for _ in range(50):
            if subprocess.run(["umount", point], capture_output=True, check=False).returncode == 0:
                break
            time.sleep(0.05)


def cuts(folder: Path, times: int, *, synchronous: str = "FULL", seed: int = 1) -> dict[str, object]:
    """Cut the power again and again; `synchronous="OFF"` is the negative control, which must lose records."""
    image, copied = folder / "disk.img", folder / "cut.img"
    chance, ledger, lost, broken, losing = dice(seed), Ledger(), 0, 0, 0
    real = engine.sqlite_engine
    risky = mock.patch.object(engine, "sqlite_engine", lambda path: real(path, synchronous=synchronous))
    with risky, mounted(formatted(image, MIB), folder / "disk") as disk:
        child = Child(str(disk / "r.db"), 0)
        for n in range(times):
            time.sleep(chance.uniform(0.02, 0.25))
            child.stop()
            ledger.seen.update(child.acknowledged())  # what was acknowledged before the power went
            shutil.copyfile(image, copied)
            with mounted(copied, folder / "cut") as after:
                try:
                    missing = ledger.missing(str(after / "r.db"))
                    with Register.open(str(after / "r.db"), create=True) as register:
                        broken += len(register.verify(replay=n % 20 == 19))
                except Exception:  # whatever a torn register does when it is opened
                    missing, broken = sorted(ledger.seen), broken + 1
                lost += len(missing)
                losing += bool(missing)
            child.stop(signal.SIGCONT)
        child.kill()
    return {
        "cuts": times, "synchronous": synchronous, "acknowledged": len(ledger.seen), "lost": lost,
        "cuts that lost": losing, "verify problems": broken,
    }  # fmt: skip
