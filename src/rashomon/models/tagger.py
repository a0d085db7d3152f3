"""Runs a trained token tagger: text in, scores and vectors for every token out. What labels mean is not its affair.

A model is a folder with `tagger.json` (labels, window sizes, and the sha256 of the other files), an ONNX network and a
tokenizer. The same text gives the same numbers on every run: one thread, windows and batches cut by the text alone.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, ValidationError

from rashomon.errors import ModelError
from rashomon.ids import sha256_of
from rashomon.models.windows import Window, batches, windows

BATCH_TOKENS = 1024  # tokens computed at once; larger batches fall out of the processor's cache
CHUNK = 48  # windows that are sorted by length together, and held in memory together

Floats = NDArray[np.float32]


class Card(BaseModel):
    """`tagger.json`: what the runtime must know of a model.

    The network's output is, for each token, a score for each label and then, for each name of `vectors`, `vector_size`
    numbers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    files: dict[str, str]  # file name → sha256
    network: str
    tokenizer: str
    labels: tuple[str, ...]
    independent: bool = False  # may a token have several labels, or none? Else exactly one
    vectors: tuple[str, ...] = ()
    vector_size: int = 0
    body: int  # tokens a window answers for
    context: int  # tokens before them that it reads along
    begin: str = "[CLS]"
    end: str = "[SEP]"
    pad: str = "[PAD]"


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one text: their ids and half-open offsets into it."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the network says of one window.

    `scores` holds log probabilities (tokens × labels), `vectors` one array a name; row 0 of a vector is the window's
    begin mark, row n + 1 is token `window.context + n`. Scores have no row for the mark.
    """

    window: Window
    scores: Floats
    vectors: dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A run of tokens with one label, and its mean probability."""

    start: int
    end: int
    label: str
    score: float


class Tagger:
    """A loaded model."""

    def __init__(self, card: Card, network: Any, tokenizer: Any) -> None:
        self.card = card
        self._network = network
        self._tokenizer = tokenizer
        self._marks = {name: _mark(tokenizer, getattr(card, name)) for name in ("begin", "end", "pad")}

    def tokens(self, text: str) -> Tokens:
        """Cut a text into the model's tokens."""
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = np.array(encoding.offsets, np.int64).reshape(-1, 2)
        return Tokens(np.array(encoding.ids, np.int64), offsets[:, 0], offsets[:, 1])

    def tag(self, tokens: Tokens, segments: Sequence[tuple[int, int]]) -> Iterator[Tagged]:
        """Answers window by window, in the order of the text; `segments` are offsets of its sentences."""
        cuts = np.searchsorted(tokens.starts, [start for start, _ in segments][1:]).tolist()
        edges = [0, *cuts, len(tokens.ids)]
        ranges = [(a, b) for a, b in itertools.pairwise(edges) if b > a]
        found = list(windows(ranges, body=self.card.body, context=self.card.context))
        for at in range(0, len(found), CHUNK):
            yield from self._chunk(tokens, found[at : at + CHUNK])

    def label(self, text: str, segments: Sequence[tuple[int, int]]) -> list[Labelled]:
        """Runs of equally labelled tokens; label 0 (no label) is left out."""
        tokens = self.tokens(text)
        rows = [t.scores[t.window.start - t.window.context :] for t in self.tag(tokens, segments)]
        if not rows:
            return []
        scores = np.concatenate(rows)
        best = scores.argmax(1)
        edges = [0, *(np.flatnonzero(np.diff(best)) + 1).tolist(), len(best)]
        return [
            Labelled(
                int(tokens.starts[a]),
                int(tokens.ends[b - 1]),
                self.card.labels[best[a]],
                round(float(np.exp(scores[a:b, best[a]]).mean()), 4),
            )
            for a, b in itertools.pairwise(edges)
            if best[a] != 0
        ]

    def _chunk(self, tokens: Tokens, chunk: list[Window]) -> list[Tagged]:
        answers: dict[int, Tagged] = {}
        for group in batches([len(w) + 2 for w in chunk], tokens=BATCH_TOKENS):
            out = self._run(tokens, [chunk[n] for n in group])
            for row, n in enumerate(group):
                answers[n] = self._read(chunk[n], out[row])
        return [answers[n] for n in range(len(chunk))]

    def _run(self, tokens: Tokens, group: list[Window]) -> Floats:
        longest = max(len(w) for w in group) + 2
        ids = np.full((len(group), longest), self._marks["pad"], np.int64)
        mask = np.zeros((len(group), longest), np.int32)
        for row, w in enumerate(group):
            n = len(w)
            ids[row, 0], ids[row, n + 1] = self._marks["begin"], self._marks["end"]
            ids[row, 1 : n + 1] = tokens.ids[w.context : w.end]
            mask[row, : n + 2] = 1
        out: Floats = self._network.run(["out"], {"ids": ids, "mask": mask})[0]
        return out

    def _read(self, window: Window, out: Floats) -> Tagged:
        width, n = len(self.card.labels), len(window)
        raw = out[1 : n + 1, :width]
        if self.card.independent:
            scores = -np.logaddexp(0.0, -raw)
        else:
            top = raw.max(1, keepdims=True)
            scores = raw - top - np.log(np.exp(raw - top).sum(1, keepdims=True))
        size = self.card.vector_size
        vectors = {
            name: out[: n + 1, width + k * size : width + (k + 1) * size]
            for k, name in enumerate(self.card.vectors)
        }
        return Tagged(window, scores, vectors)


def _mark(tokenizer: Any, word: str) -> int:
    number = tokenizer.token_to_id(word)
    if number is None:
        raise ModelError(f"the tokenizer does not know its mark {word!r}; the model folder is broken")
    return int(number)


@lru_cache(maxsize=8)
def load_tagger(folder: Path) -> Tagger:
    """A model from its folder, loaded once.

    Raises ModelError when a file is missing or its bytes are not those that `tagger.json` pins.
    """
    import onnxruntime
    from tokenizers import Tokenizer

    card = read_card(folder)
    content = {name: _pinned(folder / name, digest) for name, digest in card.files.items()}
    for name in (card.network, card.tokenizer):
        if name not in content:
            raise ModelError(f"{folder / 'tagger.json'} pins no sha256 for {name}; add it under files")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    network = onnxruntime.InferenceSession(content[card.network], options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_str(content[card.tokenizer].decode("utf-8"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Tagger(card, network, tokenizer)


def read_card(folder: Path) -> Card:
    """`tagger.json` of a model folder. Raises ModelError when it is missing or wrong."""
    path = folder / "tagger.json"
    try:
        return Card.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise ModelError(f"{path} is missing; install rashomon again") from None
    except ValidationError as error:
        problem = error.errors()[0]
        raise ModelError(f"{path}: {'.'.join(map(str, problem['loc']))}: {problem['msg']}") from None


def _pinned(path: Path, digest: str) -> bytes:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}); install rashomon again") from None
    found = sha256_of(content)
    if found != digest:
        raise ModelError(
            f"{path} has sha256 {found[:12]}…, but {digest[:12]}… is pinned: install rashomon again"
        )
    return content
