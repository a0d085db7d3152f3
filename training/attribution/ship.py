"""Turns a checkpoint into the model folder that ships: int8 network, tokenizer, and `tagger.json` with their sha256.

    python training/attribution/ship.py --checkpoint FILE --base FOLDER --out FOLDER

The model card (README.md of that folder) is written by hand.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import torch
from data import LABELS
from export import build, quantise
from network import LINK, PARTS
from train import BODY, CONTEXT

VERSION = "1"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument(
        "--base", type=Path, required=True, help="folder of the BERT checkpoint that was trained on"
    )
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--full", action="store_true", help="keep 32-bit weights, to compare with")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    state = {name: w.numpy() for name, w in torch.load(options.checkpoint, weights_only=True).items()}
    heads = json.loads((options.base / "config.json").read_text("utf-8"))["num_attention_heads"]
    network = options.out / "network.onnx"
    if options.full:
        network.write_bytes(build(state, heads).SerializeToString())
    else:
        quantise(build(state, heads), network)
    tokenizer = json.loads((options.base / "tokenizer.json").read_text("utf-8"))
    tokenizer |= {"truncation": None, "padding": None}
    (options.out / "tokenizer.json").write_text(json.dumps(tokenizer, ensure_ascii=False), "utf-8")
    card = {
        "name": "attribution",
        "version": VERSION,
        "files": {n: sha256(options.out / n) for n in ("network.onnx", "tokenizer.json")},
        "network": "network.onnx",
        "tokenizer": "tokenizer.json",
        "labels": LABELS,
        "vectors": PARTS,
        "vector_size": LINK,
        "body": BODY,
        "context": CONTEXT,
    }
    (options.out / "tagger.json").write_text(json.dumps(card, indent=1) + "\n", "utf-8")


def sha256(path: Path) -> str:
    """sha256 of a file, in hex."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


if __name__ == "__main__":
    main()
