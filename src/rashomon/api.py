"""The public interface: everything that the command line and the web app do, they do through here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rashomon import pipeline
from rashomon.annotators import NAMES
from rashomon.config import Config
from rashomon.model import Coding, Document

__all__ = ["annotate", "code"]


def annotate(
    docs: Iterable[Document], *, config: Config | None = None, layers: tuple[str, ...] = NAMES, workers: int = 1
) -> Iterator[dict[str, object]]:
    """The annotation layers of each document as JSON-ready objects, in the order given."""
    return pipeline.annotate(docs, config or Config(), layers=layers, workers=workers)


def code(docs: Iterable[Document], *, config: Config | None = None, workers: int = 1) -> Coding:
    """Incidents, claims and statements of a set of documents."""
    return pipeline.code(docs, config or Config(), workers=workers)
