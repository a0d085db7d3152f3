"""The order of the stages, and nothing else: documents → annotations → reported incidents → incidents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from rashomon.annotators import NAMES, AnnotatorChain
from rashomon.claims import Report, read_report
from rashomon.config import Config
from rashomon.incidents import link_reports
from rashomon.model import Annotations, Coding, Document, annotations_json


@dataclass
class Worker:
    """The chain of one process; built once, used for every document that reaches the process."""

    chain: AnnotatorChain


_worker: Worker | None = None


def _start(config: Config, names: tuple[str, ...]) -> None:
    global _worker
    _worker = Worker(AnnotatorChain(config, names))


def _annotate_json(doc: Document) -> dict[str, object]:
    assert _worker is not None
    return annotations_json(_worker.chain(doc))


def _read(doc: Document) -> Report:
    assert _worker is not None
    return read_report(_worker.chain(doc))


def annotate(
    docs: Iterable[Document], config: Config, *, layers: tuple[str, ...] = NAMES, workers: int = 1
) -> Iterator[dict[str, object]]:
    """The `annotate` line of each document, in the order given."""
    yield from _run(_annotate_json, docs, config, layers, workers)


def reports(docs: Iterable[Document], config: Config, *, workers: int = 1) -> Iterator[Report]:
    """What each document reports, in the order given."""
    yield from _run(_read, docs, config, NAMES, workers)


def code(docs: Iterable[Document], config: Config, *, workers: int = 1) -> Coding:
    """Code documents into incidents. The order of the documents does not change the result."""
    ordered = sorted(docs, key=lambda d: d.id)
    return link_reports(list(reports(ordered, config, workers=workers)), config)


def _run(task, docs, config, names, workers):  # type: ignore[no-untyped-def]
    if workers <= 1:
        _start(config, names)
        yield from map(task, docs)
        return
    with ProcessPoolExecutor(workers, initializer=_start, initargs=(config, names)) as pool:
        yield from pool.map(task, docs, chunksize=4)


__all__ = ["Annotations", "annotate", "code", "reports"]
