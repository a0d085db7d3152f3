"""A BERT encoder in plain PyTorch, small enough to read and to export to ONNX without surprises.

Loads the weights of any BERT checkpoint in Hugging Face's names (`model.safetensors`, `config.json`). Dropout on
attention weights is left out: on a CPU its random numbers cost more than they give.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn


class Layer(nn.Module):
    """Self-attention and feed-forward, each with a residual and a layer norm after it."""

    def __init__(self, size: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads = heads
        self.qkv = nn.Linear(size, 3 * size)
        self.out = nn.Linear(size, size)
        self.norm1 = nn.LayerNorm(size, eps=1e-12)
        self.up = nn.Linear(size, inner)
        self.down = nn.Linear(inner, size)
        self.norm2 = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        b, n, size = x.shape
        q, k, v = self.qkv(x).view(b, n, 3, self.heads, size // self.heads).permute(2, 0, 3, 1, 4)
        if self.training:
            mixed = nn.functional.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        else:
            scores = q @ k.transpose(-1, -2) / (size // self.heads) ** 0.5 + bias
            mixed = scores.softmax(-1) @ v
        mixed = mixed.transpose(1, 2).reshape(b, n, size)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Token ids and a mask of real tokens in, one vector a token out."""

    def __init__(self, config: dict[str, int], dropout: float = 0.1) -> None:
        super().__init__()
        size = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], size)
        self.places = nn.Embedding(config["max_position_embeddings"], size)
        self.kind = nn.Parameter(torch.zeros(size))
        self.norm = nn.LayerNorm(size, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(
            Layer(size, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        bias = (1.0 - mask.to(torch.float32))[:, None, None, :] * -10000.0
        places = self.places.weight[: ids.shape[1]]
        x = self.dropout(self.norm(self.words(ids) + places + self.kind))
        for layer in self.layers:
            x = layer(x, bias)
        return x


def load_encoder(folder: Path, dropout: float = 0.1, layers: int | None = None) -> Encoder:
    """An encoder with the weights of a Hugging Face BERT checkpoint; `layers` keeps only the first ones."""
    config = json.loads((folder / "config.json").read_text("utf-8"))
    config["num_hidden_layers"] = layers or config["num_hidden_layers"]
    weights = {name.removeprefix("bert."): w for name, w in load_file(folder / "model.safetensors").items()}
    encoder = Encoder(config, dropout)
    state = {
        "words.weight": weights["embeddings.word_embeddings.weight"],
        "places.weight": weights["embeddings.position_embeddings.weight"],
        "kind": weights["embeddings.token_type_embeddings.weight"][0],
        "norm.weight": weights["embeddings.LayerNorm.weight"],
        "norm.bias": weights["embeddings.LayerNorm.bias"],
    }
    for n in range(config["num_hidden_layers"]):
        old = f"encoder.layer.{n}."
        for part in ("weight", "bias"):
            names = ("query", "key", "value")
            state[f"layers.{n}.qkv.{part}"] = torch.cat(
                [weights[f"{old}attention.self.{x}.{part}"] for x in names]
            )
            state[f"layers.{n}.out.{part}"] = weights[f"{old}attention.output.dense.{part}"]
            state[f"layers.{n}.norm1.{part}"] = weights[f"{old}attention.output.LayerNorm.{part}"]
            state[f"layers.{n}.up.{part}"] = weights[f"{old}intermediate.dense.{part}"]
            state[f"layers.{n}.down.{part}"] = weights[f"{old}output.dense.{part}"]
            state[f"layers.{n}.norm2.{part}"] = weights[f"{old}output.LayerNorm.{part}"]
    encoder.load_state_dict(state)
    return encoder
