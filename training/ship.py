"""Turns a checkpoint into a model folder that ships: int8 network, tokenizer, and `tagger.json` with their sha256.

The model card (README.md of that folder) is written by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from training.export import build, quantise


def ship(
    checkpoint: Path,
    base: Path,
    out: Path,
    about: dict[str, Any],
    *,
    outputs: int | None = None,
    full: bool = False,
) -> None:
    """Write the folder of one tagger; `about` holds what `tagger.json` says of it.

    `outputs` keeps only so many of the head's first numbers, `full` keeps 32-bit weights, to compare with.
    """
    out.mkdir(parents=True, exist_ok=True)
    state = {name: w.numpy() for name, w in torch.load(checkpoint, weights_only=True).items()}
    state |= {name: np.ascontiguousarray(state[name][:outputs]) for name in ("head.weight", "head.bias")}
    heads = json.loads((base / "config.json").read_text("utf-8"))["num_attention_heads"]
    network = out / "network.onnx"
    if full:
        network.write_bytes(build(state, heads).SerializeToString())
    else:
        quantise(build(state, heads), network)
    tokenizer = json.loads((base / "tokenizer.json").read_text("utf-8"))
    tokenizer |= {"truncation": None, "padding": None}
    (out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    files = {name: sha256(out / name) for name in ("network.onnx", "tokenizer.json")}
    card = {**about, "files": files, "network": "network.onnx", "tokenizer": "tokenizer.json"}
    (out / "tagger.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def options(about: str | None) -> argparse.ArgumentParser:
    """The arguments that every model's ship.py has."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of the BERT checkpoint trained on")
    parser.add_argument("--out", type=Path, required=True)
    return parser


def sha256(path: Path) -> str:
    """sha256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
