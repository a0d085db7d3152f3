"""PostgreSQL: the power goes, and the server is restarted or killed in the middle of a run."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
import time
import warnings
from pathlib import Path
from unittest import mock

import psycopg

from rashomon.store import Register, engine
from tests.postgres import SAFE, Server, ServerError, open_folder
from tests.torture.powercuts import formatted, mounted
from tests.torture.workload import Child, Ledger, dice, work

MIB = 320
RISKY = {"fsync": "off", "full_page_writes": "off"}
LATE = {"synchronous_commit": "off", "wal_writer_delay": "1s"}


def cuts(
    folder: Path, times: int, *, settings: dict[str, str] | None = None, seed: int = 1
) -> dict[str, object]:
    """Cut the power of a server again and again; with `settings` (RISKY, LATE) it is a control, which must lose."""
    image, copied = folder / "disk.img", folder / "cut.img"
    chance, ledger, lost, losing, dead, broken = dice(seed), Ledger(), 0, 0, 0, 0
    points, allowed = open_folder(), {engine.UNSAFE: "1"} if settings else {}
    with (
        mock.patch.dict(os.environ, allowed),
        warnings.catch_warnings(
            action="ignore", category=RuntimeWarning
        ),  # the controls are unsafe, as they say
        mounted(formatted(image, MIB), points / "disk") as disk,
        Server(disk / "data", settings or SAFE) as server,
    ):
        child = Child(server.url, 0)
        for n in range(times):
            _until_more(child, ledger, chance.randrange(1, 8))
            time.sleep(chance.uniform(0.0, 0.2))
            child.stop()
            ledger.seen.update(child.acknowledged())  # what was acknowledged before the power went
            server.pause()
            subprocess.run(["cp", "--sparse=always", image, copied], check=True)
            server.go_on()
            child.stop(signal.SIGCONT)  # it works on while we look; what it says waits in the pipe
            missing, problems = _after(copied, points / "cut", ledger, settings or SAFE, replay=n % 10 == 9)
            dead += missing is None
            lost += len(ledger.seen if missing is None else missing)
            losing += missing is None or bool(missing)
            broken += problems
        child.kill()
    shutil.rmtree(points, ignore_errors=True)
    return {
        "cuts": times, "settings": settings or "safe", "acknowledged": len(ledger.seen), "lost": lost,
        "cuts that lost": losing, "did not start": dead, "verify problems": broken,
    }  # fmt: skip


def _until_more(child: Child, ledger: Ledger, wanted: int) -> None:
    """Wait until so many more records were acknowledged."""
    before, deadline = len(ledger.seen), time.monotonic() + 30
    while len(ledger.seen) < before + wanted and time.monotonic() < deadline:
        time.sleep(0.005)
        ledger.seen.update(child.acknowledged())


def _after(
    image: Path, point: Path, ledger: Ledger, settings: dict[str, str] | object, *, replay: bool
) -> tuple[list[str] | None, int]:
    """Start a server on what the disk held: what is missing (None: it does not start), and problems."""
    with mounted(image, point) as disk:
        (disk / "data" / "postmaster.pid").unlink(missing_ok=True)  # its process went with the power
        try:
            with Server(disk / "data", settings) as server:  # type: ignore[arg-type]
                missing = ledger.missing(server.url)
                with Register.open(server.url, create=True) as register:
                    return missing, len(register.verify(replay=replay))
        except ServerError:
            return None, 0
        except Exception:  # whatever a torn database does when it is read
            return sorted(ledger.seen), 1


class _EnoughError(Exception):
    """The worker has worked long enough."""


def restarts(times: int, *, seed: int = 1) -> dict[str, object]:
    """Stop, crash and kill a server at random moments: the program must go on by itself, with everything there once."""
    chance, ledger, over, fate = dice(seed), Ledger(), threading.Event(), list[str]()

    def acknowledge(line: str) -> None:
        ledger.seen.add(line)
        if over.is_set():
            raise _EnoughError

    def at_work(where: str) -> None:
        try:
            work(where, 0, acknowledge)
        except _EnoughError:
            fate.append("finished")
        except BaseException as error:  # any error at all is a finding
            fate.append(repr(error))

    with Server() as server:
        Register.open(server.url, create=True).close()
        worker = threading.Thread(target=at_work, args=(server.url,))
        worker.start()
        for n in range(times):
            wanted = len(ledger.seen) + chance.randrange(1, 12)
            while len(ledger.seen) < wanted and worker.is_alive():
                time.sleep(0.005)
            time.sleep(chance.uniform(0, 0.05))
            _strike(server, n % 4)
        over.set()
        worker.join()
        missing = ledger.missing(server.url)
        with Register.open(server.url) as register:
            problems = register.verify()
    return {
        "restarts": times, "worker": fate[0], "acknowledged": len(ledger.seen), "lost or twice": len(missing),
        "verify problems": len(problems),
    }  # fmt: skip


def _strike(server: Server, kind: int) -> None:
    """Stopped in order, stopped as by a crash, all processes killed, or one: then the others restart by themselves."""
    if kind < 3:
        server.stop((signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)[kind])
        server.start()
        return
    query = (
        "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(server.url) as connection:
        row = connection.execute(query).fetchone()
    if row:
        os.kill(row[0], signal.SIGKILL)
