"""The reader's network: an encoder, independent labels for each token, and a vector that says which incident it is of.

The mean vector of a filler or a mention points the way of the incident it belongs to: two of one incident are trained
to point the same way, two of different incidents of one report to point apart.
"""

from __future__ import annotations

import random
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits, cosine_similarity
from training.encoder import load_encoder
from training.reading.data import LABELS

VECTOR = 64
PAIRS_AT_MOST = 1500  # of one batch
PAIR_WEIGHT = 0.3
LABEL_WEIGHT = 4.0  # most tokens carry no label: their mean loss is small

Pair = tuple[int, int, int, int, int, float, float]  # row, two token ranges, same incident?, weight


class Network(nn.Module):
    """Encoder and one linear head over it: a score for each label, then the vector."""

    def __init__(self, folder: Path, layers: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = load_encoder(folder, dropout, layers)
        self.encoder.words.weight.requires_grad_(False)  # few texts: rare words keep what they meant
        self.dropout = nn.Dropout(dropout)
        self.head = nn.Linear(self.encoder.words.weight.shape[1], len(LABELS) + VECTOR)
        self.scale = nn.Parameter(torch.tensor([4.0, -1.0]))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        return self.head(self.dropout(self.encoder(ids, mask)))

    def start_from(self, checkpoint: Path) -> None:
        """Take the encoder, and a head of the same size, from another network."""
        state = torch.load(checkpoint, weights_only=True)
        own = self.state_dict()
        self.load_state_dict(
            {n: w for n, w in state.items() if n in own and w.shape == own[n].shape}, strict=False
        )


def label_loss(out: Tensor, labels: Tensor, known: Tensor) -> Tensor:
    """Mean cross entropy of the labels that the corpus marks."""
    loss = binary_cross_entropy_with_logits(out[..., : len(LABELS)], labels, reduction="none")
    return LABEL_WEIGHT * (loss * known).sum() / known.sum()


def pair_loss(network: Network, out: Tensor, pairs: list[Pair], chance: random.Random) -> Tensor:
    """Cross entropy of "do these two tell of one incident", from the angle between their vectors."""
    some = chance.sample(pairs, PAIRS_AT_MOST) if len(pairs) > PAIRS_AT_MOST else pairs
    at = torch.tensor([p[:5] for p in some])
    same, weight = torch.tensor([p[5] for p in some]), torch.tensor([p[6] for p in some])
    vectors = out[..., len(LABELS) :]
    sums = torch.cat([torch.zeros_like(vectors[:, :1]), vectors.cumsum(1)], 1)
    row, a, b, c, d = at.T
    one = (sums[row, b] - sums[row, a]) / (b - a)[:, None]
    two = (sums[row, d] - sums[row, c]) / (d - c)[:, None]
    score = network.scale[0] * cosine_similarity(one, two, dim=-1) + network.scale[1]
    loss = binary_cross_entropy_with_logits(score, same, reduction="none")
    return PAIR_WEIGHT * (loss * weight).sum() / weight.sum()
