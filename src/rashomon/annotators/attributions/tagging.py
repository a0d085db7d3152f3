"""Attributions as the trained tagger reads them: labels of tokens, then links between cues, sources and content.

Every attribution hangs on its cue. A cue names the source that its query vector fits best (or none); each token of
content names its cue, and neighbouring tokens rather keep one cue than change it. What a window cannot link, the next
one may, as it reads the last tokens of the window before along.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from rashomon.annotators.attributions.drafts import Draft
from rashomon.lexicon import data_path
from rashomon.model import Span
from rashomon.models.tagger import Tagged, Tagger, Tokens, load_tagger

NOTHING, SOURCE, CUE, CUE_MORE, CONTENT = range(5)  # labels in the order of tagger.json
# Added to the log probabilities: a cue that is missed costs a whole attribution. Swept -0.3 to 1.2 on PolNeAR dev.
LEAN = np.array([0.0, 0.2, 0.8, 0.8, 0.0], np.float32)
CHANGE = 4.0  # log odds that it costs to pass from one cue's content to another's; swept 1-8 on PolNeAR dev
UNLINKED = -1

Numbers = NDArray[np.int64]


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The model that ships, loaded once."""
    return load_tagger(data_path("models", "attribution"))


def tagged_drafts(model: Tagger, text: str, sentences: Sequence[Span]) -> list[Draft]:
    """All attributions that the tagger finds in a text, in the order of their cues."""
    tokens = model.tokens(text)
    links = Links(tokens, text)
    for window in model.tag(tokens, [(s.start, s.end) for s in sentences]):
        links.read(window)
    return links.drafts()


class Links:
    """Labels and links of a text's tokens, filled window by window."""

    def __init__(self, tokens: Tokens, text: str) -> None:
        n = len(tokens.ids)
        self.tokens = tokens
        self.labels = np.zeros(n, np.int64)
        self.sure = np.zeros(n, np.float32)
        self.cue_of = np.full(n, UNLINKED, np.int64)
        self.source_of = np.full(n, UNLINKED, np.int64)
        self.inside = inside_words(tokens, text)

    def read(self, tagged: Tagged) -> None:
        """Take the labels of a window's own tokens, then link all that is open in it."""
        w = tagged.window
        scores = tagged.scores[w.start - w.context :]
        best = (scores + LEAN).argmax(1)
        self.sure[w.start : w.end] = np.exp(scores[np.arange(len(best)), best])
        self.labels[w.start : w.end] = best
        self._whole_words(w.start, w.end)
        cues = w.context + np.flatnonzero(self.labels[w.context : w.end] == CUE)
        if len(cues):
            self._link_sources(tagged, cues[cues >= w.start])
            self._link_content(tagged, cues)

    def _whole_words(self, start: int, end: int) -> None:
        """A word has the label of its first piece; a cue begins where its first word does."""
        labels = self.labels
        for n in (start + np.flatnonzero(self.inside[start:end])).tolist():
            if n > 0:
                labels[n] = CUE_MORE if labels[n - 1] == CUE else labels[n - 1]
        for n in (start + np.flatnonzero(labels[start:end] == CUE_MORE)).tolist():
            if n == 0 or labels[n - 1] not in (CUE, CUE_MORE):
                labels[n] = CUE

    def _link_sources(self, tagged: Tagged, cues: Numbers) -> None:
        w = tagged.window
        named = w.context + np.flatnonzero(self.labels[w.context : w.end] == SOURCE)
        if not len(named) or not len(cues):
            return
        query = tagged.vectors["source_query"][cues - w.context + 1]
        keys = tagged.vectors["source_key"]
        fit = query @ keys[named - w.context + 1].T
        none = query @ keys[0]
        best = fit.argmax(1)
        good = fit[np.arange(len(cues)), best] > none
        self.source_of[cues[good]] = named[best[good]]

    def _link_content(self, tagged: Tagged, cues: Numbers) -> None:
        w = tagged.window
        open_ = (self.labels[w.context : w.end] == CONTENT) & (self.cue_of[w.context : w.end] == UNLINKED)
        content = w.context + np.flatnonzero(open_)
        if not len(content):
            return
        size = tagged.vectors["cue_key"].shape[1]
        query = tagged.vectors["cue_query"][content - w.context + 1]
        fit = query @ tagged.vectors["cue_key"][cues - w.context + 1].T / size**0.5
        breaks = np.flatnonzero(np.diff(content) > 1) + 1
        edges = [0, *breaks.tolist(), len(content)]
        for a, b in itertools.pairwise(edges):
            self.cue_of[content[a:b]] = cues[smoothed(fit[a:b])]

    def drafts(self) -> list[Draft]:
        """The attributions: one a cue that has content."""
        found = []
        content: dict[int, list[int]] = {}
        for n in np.flatnonzero(self.cue_of != UNLINKED).tolist():
            content.setdefault(int(self.cue_of[n]), []).append(n)
        for cue in np.flatnonzero(self.labels == CUE).tolist():
            if cue in content:
                found.append(self._draft(cue, content[cue]))
        return found

    def _draft(self, cue: int, content: list[int]) -> Draft:
        end = cue + 1
        while end < len(self.labels) and self.labels[end] == CUE_MORE:
            end += 1
        source = None
        named = int(self.source_of[cue])
        if named != UNLINKED:
            first, last = self._run(named)
            source = self._span(first, last)
        runs = np.split(np.array(content), np.flatnonzero(np.diff(content) > 1) + 1)
        spans = tuple(self._span(int(run[0]), int(run[-1])) for run in runs)
        sure = float(np.mean([self.sure[cue], float(self.sure[content].mean())]))
        return Draft(source, self._span(cue, end - 1), spans, sure, "tagger")

    def _run(self, n: int) -> tuple[int, int]:
        """First and last of the neighbouring tokens with the same label."""
        first = last = n
        while first > 0 and self.labels[first - 1] == self.labels[n]:
            first -= 1
        while last + 1 < len(self.labels) and self.labels[last + 1] == self.labels[n]:
            last += 1
        return first, last

    def _span(self, first: int, last: int) -> Span:
        return Span(int(self.tokens.starts[first]), int(self.tokens.ends[last]))


def smoothed(fit: NDArray[np.float32]) -> Numbers:
    """Best row of choices when each change costs CHANGE (Viterbi), for tokens × candidates."""
    count, width = fit.shape
    if width == 1:
        return np.zeros(count, np.int64)
    logs = fit - fit.max(1, keepdims=True)
    came = np.empty((count, width), np.int64)
    total = logs[0].astype(np.float64)
    here = np.arange(width)
    for n in range(1, count):
        top = int(total.argmax())
        change = total[top] - CHANGE > total
        came[n] = np.where(change, top, here)
        total = np.where(change, total[top] - CHANGE, total) + logs[n]
    path = np.empty(count, np.int64)
    path[-1] = int(total.argmax())
    for n in range(count - 1, 0, -1):
        path[n - 1] = came[n, path[n]]
    return path


def inside_words(tokens: Tokens, text: str) -> NDArray[np.bool_]:
    """Which tokens go on with the word of the token before."""
    inside = np.zeros(len(tokens.ids), bool)
    close = np.flatnonzero(tokens.starts[1:] == tokens.ends[:-1]) + 1
    for n in close.tolist():
        at = int(tokens.starts[n])
        inside[n] = 0 < at < len(text) and text[at].isalnum() and text[at - 1].isalnum()
    return inside
