"""The attribution network: an encoder, a label for each token, and two links between tokens.

All that comes out is one vector a token: label scores first, then four small vectors. A cue's source is the token whose
`source key` best matches the cue's `source query`; a content token's cue the one whose `cue key` best matches its
`cue query`. So one ONNX file holds everything, and the links are computed only where they are wanted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from training.attribution.data import IGNORED, LABELS
from training.encoder import load_encoder

LINK = 64  # size of the link vectors
PARTS = ("source_query", "source_key", "cue_query", "cue_key")


@dataclass(frozen=True)
class Losses:
    """Mean losses of a batch."""

    labels: Tensor
    source: Tensor
    cue: Tensor

    @property
    def total(self) -> Tensor:
        """What is trained on."""
        return self.labels + 0.3 * self.source + 0.3 * self.cue


class Network(nn.Module):
    """Encoder and one linear head over it."""

    def __init__(self, folder: Path, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = load_encoder(folder, dropout, layers)
        self.dropout = nn.Dropout(dropout)
        size = self.encoder.words.weight.shape[1]
        self.head = nn.Linear(size, len(LABELS) + len(PARTS) * LINK)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.head(self.dropout(self.encoder(ids, mask)))


def split(out: Tensor) -> tuple[Tensor, dict[str, Tensor]]:
    """Label scores and link vectors of the network's output."""
    parts = out[..., len(LABELS) :].split(LINK, dim=-1)
    return out[..., : len(LABELS)], dict(zip(PARTS, parts, strict=True))


def losses(out: Tensor, mask: Tensor, labels: Tensor, cue_of: Tensor, source_of: Tensor) -> Losses:
    """Cross entropy of labels, of each cue's source and of each content token's cue."""
    scores, parts = split(out.float())
    closed = (1.0 - mask.float())[:, None, :] * -1e4
    source = parts["source_query"] @ parts["source_key"].transpose(1, 2) / LINK**0.5 + closed
    cue = parts["cue_query"] @ parts["cue_key"].transpose(1, 2) / LINK**0.5 + closed
    return Losses(_mean(scores, labels), _mean(source, source_of), _mean(cue, cue_of))


def _mean(scores: Tensor, wanted: Tensor) -> Tensor:
    if not bool((wanted != IGNORED).any()):
        return scores.sum() * 0.0
    return cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED)
