"""The order of the stages, and nothing else: documents → annotations → reported incidents → incidents.

One report that breaks a layer is named in an issue and left out; it never stops the others.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, TypeVar

from rashomon.annotators import NAMES, AnnotatorChain
from rashomon.claims import Report, read_report
from rashomon.config import Config
from rashomon.errors import RashomonError
from rashomon.incidents import link_reports
from rashomon.issues import in_order
from rashomon.model import Annotations, Coding, Document, Issue, annotations_json

T = TypeVar("T")
CHUNK = 4  # reports handed to a process at once
AHEAD = 4  # chunks in flight for each process: enough to keep it busy, few enough to stay small in memory


@dataclass
class Worker:
    """The chain of one process; built once, used for every document that reaches the process."""

    chain: AnnotatorChain
    limit: int


_worker: Worker | None = None


def _start(config: Config, names: tuple[str, ...]) -> None:
    global _worker
    _worker = Worker(AnnotatorChain(config, names), config.max_characters)


def annotate_one(doc: Document) -> Annotations:
    """All layers of one document in this process; none when it is not coded or a layer fails on it."""
    assert _worker is not None
    if not doc.coded:
        return Annotations(doc, issues=list(doc.issues))
    try:
        notes = _worker.chain(replace(doc, text=doc.text[: _worker.limit]))
    except RashomonError:  # a missing model, a broken data file: no report would fare better
        raise
    except Exception as error:
        return Annotations(doc, issues=[*doc.issues, _failure(doc, error)])
    notes.doc = doc
    notes.issues = [*doc.issues, *notes.issues]
    return notes


def _annotate_json(doc: Document) -> dict[str, Any]:
    return annotations_json(annotate_one(doc))


def _read(doc: Document) -> Report:
    notes = annotate_one(doc)
    if notes.parse is None:
        return Report(doc, (), (), tuple(notes.issues))
    try:
        return read_report(notes)
    except RashomonError:
        raise
    except Exception as error:
        return Report(doc, (), (), (*notes.issues, _failure(doc, error)))


def _failure(doc: Document, error: Exception) -> Issue:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "rashomon" in f.filename]
    place = f"{frames[-1].filename.rpartition('rashomon/')[2]} line {frames[-1].lineno}" if frames else "?"
    message = (
        f"{doc.id}: not coded, for {place} failed on it ({type(error).__name__}: {error}); please report this"
    )
    return Issue(doc.id, "annotators", "layer_failed", message)


def annotate(
    docs: Iterable[Document], config: Config, *, layers: tuple[str, ...] = NAMES, workers: int = 1
) -> Iterator[dict[str, Any]]:
    """The `annotate` line of each document, in the order given."""
    return _run(_annotate_json, docs, config, layers, workers)


def reports(docs: Iterable[Document], config: Config, *, workers: int = 1) -> Iterator[Report]:
    """What each document reports, in the order given."""
    return _run(_read, docs, config, NAMES, workers)


def code(
    docs: Iterable[Document],
    config: Config,
    *,
    workers: int = 1,
    min_score: float = 0.0,
    issues: Iterable[Issue] = (),
    watch: Callable[[Iterable[Report]], Iterable[Report]] = iter,
    read: Callable[[Sequence[Document]], Iterable[Report]] | None = None,
) -> Coding:
    """Code documents into incidents. The order of the documents does not change the result.

    `issues` are those of reading, joined to the result. Claims and incidents below `min_score` are left
    out: claims before values are fused from them, incidents also after. `watch` sees each report pass, for
    a progress bar. `read` codes the documents in place of `reports`.
    """
    ordered = sorted(docs, key=lambda d: d.id)
    coded = read(ordered) if read else reports(ordered, config, workers=workers)
    coding = link_reports([_above(report, min_score) for report in watch(coded)], config)
    if min_score:
        incidents = tuple(i for i in coding.incidents if i.score >= min_score)
        known = {i.id for i in incidents}
        incidents = tuple(replace(i, related=tuple(r for r in i.related if r[0] in known)) for i in incidents)
        about = {m.id for i in incidents for m in i.mentions} | known
        statements = tuple(s if s.about in about else replace(s, about=None) for s in coding.statements)
        coding = replace(coding, incidents=incidents, statements=statements)
    return replace(coding, issues=in_order(chain(issues, coding.issues)))


def _above(report: Report, min_score: float) -> Report:
    """A report without the claims and incidents that fall short of a score."""
    if not min_score:
        return report
    kept = [
        replace(i, claims=tuple(c for c in i.claims if c.score >= min_score))
        for i in report.incidents
        if i.score >= min_score
    ]
    known = {i.id for i in kept}
    incidents = tuple(replace(i, related=tuple(r for r in i.related if r[0] in known)) for i in kept)
    statements = tuple(s if s.about in known else replace(s, about=None) for s in report.statements)
    return replace(report, incidents=incidents, statements=statements)


def _run(
    task: Callable[[Document], T],
    docs: Iterable[Document],
    config: Config,
    names: tuple[str, ...],
    workers: int,
) -> Iterator[T]:
    """The task on every document, in order; with many processes, at most AHEAD chunks ahead of each."""
    if workers <= 1:
        _start(config, names)
        yield from map(task, docs)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(config, names)) as pool:
        waiting: deque[Future[list[T]]] = deque()
        try:
            for chunk in _chunks(docs):
                waiting.append(pool.submit(_each, task, chunk))
                if len(waiting) >= workers * AHEAD:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        except BrokenProcessPool:
            raise RashomonError("a worker process died, likely out of memory; give fewer --workers") from None
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _chunks(docs: Iterable[Document]) -> Iterator[list[Document]]:
    chunk: list[Document] = []
    for doc in docs:
        chunk.append(doc)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _each(task: Callable[[Document], T], docs: list[Document]) -> list[T]:
    return [task(doc) for doc in docs]


__all__ = ["Annotations", "annotate", "code", "reports"]
