"""What a trained reader makes of each word of a report: which role it may fill in some incident of it.

The reader is a small encoder (data/models/reading, with its model card). It sees words, not grammar: it marks what is
told of as a perpetrator, a victim, a weapon anywhere in the report, and knows nothing of incidents or sources. Its
answers are signals for `rashomon.claims`, which decides; no claim is made of a reading alone.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from rashomon.lexicon import data_path
from rashomon.model import Annotations, Span
from rashomon.models.tagger import Tagger, Tokens, load_tagger


@lru_cache(maxsize=1)
def reader() -> Tagger:
    """The model that ships, loaded once."""
    return load_tagger(data_path("models", "reading"))


class Reading:
    """The reader's answers over one text; it reads when first asked, so that texts without incidents cost nothing."""

    def __init__(self, notes: Annotations) -> None:
        self._notes = notes

    def chance(self, span: Span, label: str) -> float:
        """How likely the words of a span carry a label: the mean over their tokens, 0 to 1. Without words, 0."""
        first = int(np.searchsorted(self._tokens.ends, span.start, side="right"))
        last = int(np.searchsorted(self._tokens.starts, span.end, side="left"))
        if first >= last:
            return 0.0
        column = reader().card.labels.index(label)
        return float(self._sums[last, column] - self._sums[first, column]) / (last - first)

    @cached_property
    def _tokens(self) -> Tokens:
        return reader().tokens(self._notes.doc.text)

    @cached_property
    def _sums(self) -> NDArray[np.float64]:
        """Probabilities of the labels, summed up from the text's first token to each."""
        sentences = [(s.start, s.end) for s in self._notes.parse.sentences]
        rows = [np.zeros((1, len(reader().card.labels)))]
        for tagged in reader().tag(self._tokens, sentences):
            rows.append(np.exp(tagged.scores[tagged.window.start - tagged.window.context :]))
        return np.cumsum(np.concatenate(rows), axis=0, dtype=np.float64)
