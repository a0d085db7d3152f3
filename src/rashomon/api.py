"""The public interface: everything that the command line and the web app do, they do through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from rashomon import documents, pipeline, sources
from rashomon.annotators import NAMES
from rashomon.config import Config
from rashomon.documents import Reading
from rashomon.model import Coding, Document, Issue

__all__ = ["annotate", "code", "read"]


def read(
    inputs: Iterable[str],
    *,
    config: Config | None = None,
    options: sources.Options | None = None,
    given: documents.Options | None = None,
) -> Reading:
    """Documents behind files, folders and "-" (standard input), in order.

    Iterate over it once; afterwards its `issues` name every input that gave no document.
    """
    found = sources.find(inputs, options or sources.Options())
    return documents.read(found, options=given, config=config)


def annotate(
    docs: Iterable[Document],
    *,
    config: Config | None = None,
    layers: tuple[str, ...] = NAMES,
    workers: int = 1,
) -> Iterator[dict[str, Any]]:
    """The annotation layers of each document as JSON-ready objects, in the order given."""
    return pipeline.annotate(docs, config or Config(), layers=layers, workers=workers)


def code(
    docs: Iterable[Document],
    *,
    config: Config | None = None,
    workers: int = 1,
    min_score: float = 0.0,
    issues: Iterable[Issue] = (),
    watch: Callable[[Iterable[Any]], Iterable[Any]] = iter,
) -> Coding:
    """Incidents, claims and statements of a set of documents; see `pipeline.code`."""
    return pipeline.code(
        docs, config or Config(), workers=workers, min_score=min_score, issues=issues, watch=watch
    )
