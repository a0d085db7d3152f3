"""A fault at every input and output system call of a small run: it fails, or the process is killed there.

strace answers the n-th call of a kind with an error instead of the system, for every kind and every n (`ONCE`: that
call alone; `ON`: that one and all that follow). Needs strace, and the right to trace one's own child.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from rashomon.errors import RashomonError
from rashomon.files import atomic_writer
from rashomon.store import Register
from rashomon.store.backup import backup
from tests.store.made import ingest, lines
from tests.torture.workload import made

CALLS = (
    "open", "openat", "read", "pread64", "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "fallocate", "rename",
    "link", "unlink", "unlinkat", "mkdir",
)  # fmt: skip
FAULTS = {
    "EIO once": "error=EIO:when={n}",
    "EIO from there on": "error=EIO:when={n}+",
    "ENOSPC once": "error=ENOSPC:when={n}",
    "ENOSPC from there on": "error=ENOSPC:when={n}+",
    "kill -9": "signal=SIGKILL:when={n}",
}
REPORTS = 2
UNCLEAN = 9  # exit code of a child that met an error that is no RashomonError


def available() -> bool:
    """Can a child be traced here?"""
    if shutil.which("strace") is None:
        return False
    command = ["strace", "-qq", "-e", "trace=none", "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def small_run(folder: Path, acknowledge: object) -> None:
    """Open, ingest, decide, export and back up; done again it goes on where it stopped."""
    say = acknowledge if callable(acknowledge) else str
    with Register.open(str(folder / "r.db"), create=True) as register:
        for n in range(REPORTS):
            ingest(register, [made(n)])  # type: ignore[list-item]
            say(f"d{n}")
            id = register.named(made(n - n % 3).incidents[0].id)[0]  # type: ignore[attr-defined]
            register.comment(id, f"seen {n}", author="Ana", request=f"r{n}")
            say(f"r{n}")
        with atomic_writer(folder / "export.zip") as out:
            register.write_bundle(out)
        say("export")
    if not (folder / "copy.db").exists():
        backup(str(folder / "r.db"), folder / "copy.db")
    say("backup")


@dataclass
class Attempt:
    """What one run under a fault came to."""

    code: int  # 0 it finished, 3 a clean error, UNCLEAN, or minus the signal that ended it
    acknowledged: set[str] = field(default_factory=set)
    said: str = ""  # its error


def attempt(folder: Path, inject: str = "", trace: Path | None = None) -> Attempt:
    """Do a small run under strace in a child of ours; what it says comes through a socket, which is not traced."""
    ours, theirs = socket.socketpair()
    child = os.fork()
    if child == 0:
        ours.close()
        os._exit(_child(folder, theirs))
    theirs.close()
    command = [
        "strace",
        "-qq",
        "-p",
        str(child),
        "-o",
        str(trace or "/dev/null"),
        "-e",
        f"trace={','.join(CALLS)}",
    ]
    tracer = subprocess.Popen(
        [*command, *(("-e", f"inject={inject}") if inject else ())], stderr=subprocess.PIPE
    )
    try:
        while not _traced(child):
            if tracer.poll() is not None:
                raise RuntimeError(f"strace: {tracer.stderr.read().decode() if tracer.stderr else ''}")
            time.sleep(0.002)
        ours.send(b"go\n")
        said = b"".join(iter(lambda: ours.recv(65536), b"")).decode()
    except BaseException:
        os.kill(child, signal.SIGKILL)
        raise
    finally:
        ours.close()
        status = os.waitpid(child, 0)[1]
        tracer.wait()
        if tracer.stderr:
            tracer.stderr.close()
    words = said.splitlines()
    errors = [w for w in words if w.startswith("! ")]
    return Attempt(os.waitstatus_to_exitcode(status), set(words) - set(errors), " ".join(errors))


def _child(folder: Path, theirs: socket.socket) -> int:
    theirs.recv(16)
    try:
        small_run(folder, lambda line: theirs.send(f"{line}\n".encode()))
    except RashomonError as error:
        theirs.send(f"! {error!r}\n".encode())
        return 3 if "\n" not in str(error) else UNCLEAN
    except OSError as error:  # what the command line tells in one sentence (a full disk under an export)
        theirs.send(f"! {error!r}\n".encode())
        return 3 if error.errno in (5, 28) else UNCLEAN
    except BaseException as error:
        with suppress(OSError):
            theirs.send(f"! {error!r}\n".encode())
        return UNCLEAN
    return 0


def _traced(pid: int) -> bool:
    return "TracerPid:\t0\n" not in Path(f"/proc/{pid}/status").read_text()


def points(folder: Path) -> Counter[str]:
    """How often an undisturbed small run makes each call."""
    trace = folder / "trace"
    small_run(_fresh(folder / "first"), None)  # everything that is read only once is read by now
    _warm()
    calm = attempt(_fresh(folder / "calm"), trace=trace)
    assert calm.code == 0, calm.said
    return Counter(re.findall(r"^(\w+)\(", trace.read_text(errors="replace"), re.MULTILINE))


def _warm() -> None:
    """Errors are told by modules that would otherwise be loaded under the fault."""
    import traceback  # noqa: F401

    with suppress(RashomonError):
        Register.open("/nowhere/r.db", create=True)


def _fresh(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    return folder


@dataclass
class Tally:
    """What a series of faults came to."""

    calls: int = 0
    runs: int = 0
    not_hit: int = 0
    finished: int = 0
    errors: int = 0
    killed: int = 0
    wrong: list[str] = field(default_factory=list)

    def json(self) -> dict[str, object]:
        """For the report."""
        return {
            "system calls": self.calls, "runs": self.runs, "fault not reached": self.not_hit,
            "finished all the same": self.finished, "clean errors": self.errors, "killed": self.killed,
            "wrong": len(self.wrong), "examples": self.wrong[:5],
        }  # fmt: skip


def run(folder: Path, *, every: int = 1, kinds: tuple[str, ...] = tuple(FAULTS)) -> dict[str, object]:
    """Every kind of fault at every call, or at every so-manieth one."""
    counted = points(folder)
    wanted = _content(folder / "calm")
    tally, place = Tally(calls=sum(counted.values())), folder / "hurt"
    for kind in kinds:
        for call, n in _spread(counted, every):
            what = f"{kind} at {call} {n}"
            trace = folder / "trace"
            done = attempt(_fresh(place), f"{call}:{FAULTS[kind].format(n=n)}", trace)
            tally.runs += 1
            seen = trace.read_text(errors="replace")
            tally.not_hit += "INJECTED" not in seen and "SIGKILL" not in seen
            tally.finished += done.code == 0
            tally.errors += done.code == 3
            tally.killed += done.code == -signal.SIGKILL
            if done.code not in (0, 3, -signal.SIGKILL):
                tally.wrong.append(f"{what}: {done.said or done.code}")
            tally.wrong += [f"{what}: {problem}" for problem in check(place, done.acknowledged)]
            if _content(place) != wanted:
                tally.wrong.append(f"{what}: done again, the register is another one")
    return tally.json()


def _spread(counted: Counter[str], every: int) -> Iterator[tuple[str, int]]:
    listed = [(call, n) for call in sorted(counted) for n in range(1, counted[call] + 1)]
    yield from listed[::every]


def check(folder: Path, acknowledged: set[str]) -> Iterator[str]:
    """What is missing or damaged after a run; then the run is done again, without a fault."""
    try:
        with Register.open(str(folder / "r.db"), create=True) as register:
            held = [f"d{int(x[1:])}" for x in register.known()]
            held += [f"r{d.details['text'][5:]}" for d in register.decisions()]
            yield from (f"{p.where}: {p.message}" for p in register.verify())
        wanted = acknowledged - {"export", "backup"}
        if wanted - set(held):
            yield f"lost {sorted(wanted - set(held))}"
        if len(set(held)) != len(held):
            yield "something is there twice"
        for name, word in (("export.zip", "export"), ("copy.db", "backup")):
            if not (folder / name).exists():
                if word in acknowledged:
                    yield f"{name} is gone"
            elif not _whole(folder / name):
                yield f"{name} is half a file"
        small_run(folder, None)
    except RashomonError as error:
        yield f"it cannot go on: {error}"


def _whole(path: Path) -> bool:
    if path.suffix == ".zip":
        return zipfile.is_zipfile(path) and zipfile.ZipFile(path).testzip() is None
    with Register.open(str(path)) as register:
        return not register.verify()


def _content(folder: Path) -> object:
    with Register.open(str(folder / "r.db"), create=True) as register:
        said = [(d.kind, d.details, d.anchors) for d in register.decisions()]
        return lines(register.coding()), said
