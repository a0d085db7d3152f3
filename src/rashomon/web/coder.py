"""Reports coded in a process of their own: the models are loaded once there, and the app stays quick meanwhile.

One thing at a time: what is asked for while reports are added waits its turn.
"""

from __future__ import annotations

import itertools
import multiprocessing
import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from rashomon.config import Config
from rashomon.errors import RashomonError
from rashomon.model import Document

T = TypeVar("T")
KEPT = 200  # jobs that are remembered
_said: Any = None  # in the coding process: where it tells how far it is


@dataclass(frozen=True, slots=True)
class Given:
    """What a person dropped in: files as they came, and what was said about bare text."""

    files: tuple[tuple[str, bytes], ...]
    published: str | None = None
    publisher: str | None = None
    url: str | None = None


@dataclass
class Job:
    """Reports on their way into the register."""

    id: str
    name: str
    state: str = "waiting"  # waiting, coding, done, failed
    coded: int = 0
    total: int | None = None
    documents: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    known: tuple[str, ...] = ()  # documents that were there already
    issues: list[dict[str, Any]] = field(default_factory=list)
    error: str | None = None


class Coder:
    """Adds reports to a register, and annotates single ones, in a process of its own."""

    def __init__(self, register: str, config: Config, author: str) -> None:
        self.register, self.config, self.author = register, config, author
        self.jobs: dict[str, Job] = {}
        self._numbers = itertools.count(1)
        self._context = multiprocessing.get_context("spawn")
        self._pool: ProcessPoolExecutor | None = None
        self._progress: Any = None
        self._lock = threading.Lock()

    def add(self, given: Given) -> Job:
        """Start to add reports; the job tells how far it is."""
        number = next(self._numbers)
        names = ", ".join(name for name, _ in given.files[:3]) + ("…" if len(given.files) > 3 else "")
        job = Job(str(number), names)
        self.jobs[job.id] = job
        for old in list(self.jobs)[:-KEPT]:
            del self.jobs[old]
        folder = Path(tempfile.mkdtemp(prefix="rashomon-"))  # readable by its owner only
        paths = dict(zip(lay_out(folder, given.files), (name for name, _ in given.files), strict=True))
        told = (given.published, given.publisher, given.url)
        future = self._submit(add, job.id, paths, told, self.register, self.config, self.author)
        future.add_done_callback(lambda done: self._finish(job, done, folder))
        return job

    def job(self, id: str) -> Job | None:
        """A job, as far as it is now."""
        self._hear()
        return self.jobs.get(id)

    def annotate(self, doc: Document) -> dict[str, Any]:
        """All annotation layers of a document."""
        try:
            return self._submit(annotate, doc, self.config).result()
        except BrokenProcessPool:
            raise RashomonError(
                "the process that codes reports died, likely out of memory; try again"
            ) from None

    def close(self) -> None:
        """Stop, without waiting for what is under way: an ingest is one transaction, there or not there."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown(wait=False, cancel_futures=True)
                for process in list((self._pool._processes or {}).values()):
                    process.terminate()
                self._pool = None

    def _submit(self, task: Callable[..., T], *arguments: Any) -> Future[T]:
        with self._lock:
            for _ in range(2):
                if self._pool is None:
                    self._progress = self._context.SimpleQueue()
                    self._pool = ProcessPoolExecutor(
                        1, mp_context=self._context, initializer=begin, initargs=(self._progress,)
                    )
                try:
                    return self._pool.submit(task, *arguments)
                except BrokenProcessPool:  # it died since; another one
                    self._pool = None
            raise RashomonError("reports cannot be coded: the process that does it does not start")

    def _hear(self) -> None:
        with self._lock:
            while self._progress is not None and not self._progress.empty():
                id, coded, total = self._progress.get()
                job = self.jobs.get(id)
                if job and job.state in ("waiting", "coding"):
                    job.state, job.coded, job.total = "coding", coded, total

    def _finish(self, job: Job, done: Future[dict[str, Any]], folder: Path) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        error = done.exception() if not done.cancelled() else RashomonError("stopped")
        if error is None:
            for name, value in done.result().items():
                setattr(job, name, value)
            job.state = "done"
        else:
            job.state = "failed"
            job.error = (
                str(error) if isinstance(error, RashomonError) else f"unexpected {type(error).__name__}"
            )


def lay_out(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[str]:
    """Files on the disk under names of ours: of the given name only a plain ending is kept."""
    paths = []
    for number, (name, data) in enumerate(files):
        endings = [e for e in Path(name.replace("\\", "/")).suffixes[-2:] if e[1:].isalnum() and e.isascii()]
        inside = folder / f"{number:04d}"
        inside.mkdir()
        path = inside / ("report" + "".join(endings).lower()[:20])
        path.write_bytes(data)
        paths.append(str(path))
    return paths


# In the coding process --------------------------------------------------------------------------------------


def begin(progress: Any) -> None:
    """Set the process up: quieter than the app, and without a terminal's interrupt."""
    import signal

    global _said
    _said = progress
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "nice"):
        os.nice(5)


def add(
    id: str, paths: Mapping[str, str], told: tuple[str | None, str | None, str | None], register: str, config: Config,
    author: str,
) -> dict[str, Any]:  # fmt: skip
    """Read, code and add the reports of some files; says how far it is."""
    from rashomon import api
    from rashomon.model import as_json

    published, publisher, url = told
    given = api.Given(published=published, publisher=publisher, url=url)
    found = [doc.id for doc in api.read(paths, config=config, given=given)]

    def watch(items: Iterable[T]) -> Iterator[T]:
        for number, item in enumerate(items, 1):
            _said.put((id, number, len(found)))
            yield item

    _said.put((id, 0, len(found)))
    reading = api.read(paths, config=config, given=given)
    done, issues = api.ingest(reading, register, config=config, watch=watch, author=author)
    return {
        "documents": done.documents,
        "new": done.new,
        "changed": done.changed,
        "known": tuple(sorted(set(found) - set(done.documents))),
        "issues": [shown(as_json(issue), paths) for issue in issues],
    }


def shown(issue: dict[str, Any], paths: Mapping[str, str]) -> dict[str, Any]:
    """An issue with the names that files had, in place of those that they got here."""
    message = issue["message"]
    for path, name in paths.items():
        message = message.replace(path, name)
    return {**issue, "message": message}


def annotate(doc: Document, config: Config) -> dict[str, Any]:
    """The annotation layers of one document."""
    from rashomon import api

    return next(iter(api.annotate([doc], config=config)))
