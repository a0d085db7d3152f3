"""One layer of annotation per module; this list says what runs, and in which order.

A layer's module has `build(config) -> Callable[[Annotations], tuple]`: it reads the document, its parse and the
layers it requires, and returns its own layer, sorted by position. It never changes another layer, and says what it
cannot read in `notes.issues`. To add a layer: write the module, add a line here, a field in `model.Annotations`, a
section in docs/layers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from rashomon.annotators.parse import Parser
from rashomon.config import Config
from rashomon.model import Annotations, Document

Annotator = Callable[[Annotations], tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of annotation: its name in `Annotations`, the layers it reads, and the module that makes it."""

    name: str
    requires: tuple[str, ...]
    module: str


LAYERS = (
    Layer("times", (), "times"),
    Layer("toponyms", (), "toponyms"),
    Layer("actors", ("toponyms",), "actors"),
    Layer("quantities", ("times",), "quantities"),
    Layer("weapons", ("quantities",), "weapons"),
    Layer("attributions", ("actors",), "attributions"),
    Layer("events", ("times", "toponyms", "weapons", "actors", "quantities", "attributions"), "events"),
    Layer("speeches", ("actors", "attributions", "events"), "speeches"),
)
NAMES = tuple(layer.name for layer in LAYERS)


def needed(names: tuple[str, ...]) -> tuple[Layer, ...]:
    """The layers asked for and all that they stand on, in running order."""
    wanted = set(names)
    for layer in reversed(LAYERS):
        if layer.name in wanted:
            wanted.update(layer.requires)
    return tuple(layer for layer in LAYERS if layer.name in wanted)


class AnnotatorChain:
    """Parses a document and runs the layers over it. Building it loads nothing; the first document does."""

    def __init__(self, config: Config, names: tuple[str, ...] = NAMES) -> None:
        self.config = config
        self.parser = Parser(config.spacy_model)
        self.layers = needed(names)
        self._built: dict[str, Annotator] = {}
        self.seconds: dict[str, float] = {}  # time spent per layer, for benchmarks

    def __call__(self, doc: Document) -> Annotations:
        """All layers of one document."""
        from time import perf_counter

        notes = Annotations(doc)
        began = perf_counter()
        notes.parse = self.parser(doc.text)
        self._spent("parse", began)
        for layer in self.layers:
            annotator = self._annotator(layer)
            began = perf_counter()
            setattr(notes, layer.name, annotator(notes))
            self._spent(layer.name, began)
        return notes

    def _annotator(self, layer: Layer) -> Annotator:
        if layer.name not in self._built:
            module = import_module(f"rashomon.annotators.{layer.module}")
            self._built[layer.name] = module.build(self.config)
        return self._built[layer.name]

    def _spent(self, name: str, began: float) -> None:
        from time import perf_counter

        self.seconds[name] = self.seconds.get(name, 0.0) + perf_counter() - began
