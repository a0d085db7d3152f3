"""Disk full, and a second program at the same register."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

from rashomon.errors import RegisterError
from rashomon.store import Register
from tests.store.made import ingest, report
from tests.torture.workload import Ledger, work


def full(folder: Path, mib: int) -> dict[str, object]:
    """Fill a small file system: a clean error, everything acknowledged there, and writable again with more room."""
    point = folder / f"small{mib}"
    point.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={mib}m", "tmpfs", point], check=True)
    ledger, error = Ledger(), ""
    try:
        try:
            work(str(point / "r.db"), 0, lambda line: ledger.seen.add(line), until=3000)
        except RegisterError as failure:
            error = str(failure)
        subprocess.run(["mount", "-o", f"remount,size={mib + 64}m", point], check=True)
        missing = ledger.missing(str(point / "r.db"))
        work(str(point / "r.db"), ledger.next(), lambda _line: None, until=ledger.next() + 5)
        with Register.open(str(point / "r.db")) as register:
            problems = register.verify()
    finally:
        subprocess.run(["umount", point], check=True)
    return {
        "MiB": mib, "error": error.rpartition("/")[2], "acknowledged": len(ledger.seen), "lost": len(missing),
        "verify problems": len(problems),
    }  # fmt: skip


def together(where: str, writers: int, each: int) -> dict[str, object]:
    """Many connections ingest and decide at once: all of it must be there, in one line."""
    with Register.open(where, create=True) as register:
        ingest(register, [report("first")])
        id = register.incidents()[0].id
    errors: list[str] = []

    def write(number: int) -> None:
        with Register.open(where) as register:
            for n in range(each):
                try:
                    register.comment(id, f"{number} {n}", author=f"w{number}")
                except Exception as error:  # any error at all is a finding
                    errors.append(str(error))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with Register.open(where) as register:
        kept, problems = len(register.decisions()), register.verify()
    return {
        "writers": writers, "wanted": writers * each, "kept": kept, "errors": len(errors),
        "verify problems": len(problems),
    }  # fmt: skip
