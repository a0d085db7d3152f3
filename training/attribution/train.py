"""Trains the attribution tagger and writes a checkpoint after every epoch.

    python -m training.attribution.train --corpus FOLDER --base FOLDER --out FOLDER

`--corpus` holds `train/input.jsonl`, `train/gold.jsonl`, `input.jsonl` and `gold.jsonl` (dev).
docs/layers/attributions.md says where the figures stand; ship.py turns a checkpoint into the file that ships.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from training.attribution.data import IGNORED, Article, Batch, batch, cut, read_articles
from training.attribution.network import LINK, Network, losses, split

from rashomon.models.windows import batches

BODY, CONTEXT = 150, 24  # tokens a window


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    train = []
    for part in ["gold.jsonl", "second.jsonl"] if options.second else ["gold.jsonl"]:
        train += read_articles(
            options.corpus / "train/input.jsonl", options.corpus / "train" / part, tokenizer
        )
    for extra in options.extra:
        train += read_articles(extra, extra, tokenizer) * options.repeat
    dev = read_articles(options.corpus / "input.jsonl", options.corpus / "gold.jsonl", tokenizer)
    network = Network(options.base, options.layers)
    if options.start:
        network.load_state_dict(torch.load(options.start, weights_only=True))
    special = {name: tokenizer.token_to_id(token) for name, token in SPECIAL.items()}
    fit(network, train, dev, special, options)


SPECIAL = {"cls": "[CLS]", "sep": "[SEP]", "pad": "[PAD]"}


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True, help="folder of a BERT checkpoint")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument(
        "--extra", type=Path, nargs="*", default=[], help="further files with texts and attributions"
    )
    parser.add_argument("--repeat", type=int, default=1, help="times that the extra texts are read an epoch")
    parser.add_argument("--start", type=Path, help="checkpoint to go on from")
    parser.add_argument("--second", action="store_true", help="read the further annotators' versions too")
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--steps", type=int, help="stop after so many steps (the rate falls to zero by then)")
    parser.add_argument("--rate", type=float, default=1.5e-4)
    parser.add_argument("--tokens", type=int, default=1600, help="tokens a step")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def fit(
    network: Network,
    train: list[Article],
    dev: list[Article],
    special: dict[str, int],
    options: argparse.Namespace,
) -> None:
    """AdamW with warm-up and a linear way down; the head learns faster than the encoder."""
    chance = random.Random(options.seed)
    head = [p for name, p in network.named_parameters() if name.startswith("head.")]
    body = [p for name, p in network.named_parameters() if not name.startswith("head.")]
    optimiser = torch.optim.AdamW(
        [{"params": body}, {"params": head, "lr": 5 * options.rate}],
        lr=options.rate,
        weight_decay=0.01,
        fused=True,
    )
    total = len(epoch_batches(train, special, options, random.Random(0))) * options.epochs
    total = min(total, options.steps or total)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.06 * total), max(0.0, (total - step) / (0.94 * total)))
    )
    options.out.mkdir(parents=True, exist_ok=True)
    for epoch in range(options.epochs):
        network.train()
        began, seen, sums = time.monotonic(), 0, np.zeros(3)
        for step, b in enumerate(epoch_batches(train, special, options, chance)):
            if schedule.last_epoch >= total:
                break
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = network(torch.from_numpy(b.ids), torch.from_numpy(b.mask))
            loss = losses(out, *(torch.from_numpy(x) for x in (b.mask, b.labels, b.cue_of, b.source_of)))
            loss.total.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            seen += int(b.mask.sum())
            sums += [float(loss.labels.detach()), float(loss.source.detach()), float(loss.cue.detach())]
            if step % 50 == 49:
                rate = seen / (time.monotonic() - began)
                print(
                    epoch,
                    step + 1,
                    "losses",
                    (sums / 50).round(4),
                    f"{rate:.0f} tokens/s",
                    file=sys.stderr,
                    flush=True,
                )
                sums = np.zeros(3)
                torch.save(network.state_dict(), options.out / "last.pt")
        torch.save(network.state_dict(), options.out / f"epoch{epoch + 1}.pt")
        print(f"epoch {epoch + 1}:", evaluate(network, dev, special), flush=True)


def epoch_batches(
    articles: list[Article], special: dict[str, int], options: argparse.Namespace, chance: random.Random
) -> list[Batch]:
    """All windows of an epoch, cut anew, in random order but of like length within a step."""
    cuts = [c for a in articles for c in cut(a, body=BODY, context=CONTEXT, skip=chance.randrange(4))]
    chance.shuffle(cuts)
    groups = []
    for at in range(0, len(cuts), 400):
        pool = cuts[at : at + 400]
        groups += [[pool[n] for n in g] for g in batches([len(w) for _, w in pool], tokens=options.tokens)]
    chance.shuffle(groups)
    return [batch(group, **special) for group in groups]


def evaluate(network: Network, articles: list[Article], special: dict[str, int]) -> dict[str, float]:
    """Token F1 of the three parts and accuracy of the links, over windows of whole articles."""
    network.eval()
    right, ours, gold = np.zeros(3), np.zeros(3), np.zeros(3)
    links = {"source": [0, 0], "cue": [0, 0]}
    parts = np.array([-1, 0, 1, 1, 2])
    cuts = [c for a in articles for c in cut(a, body=BODY, context=CONTEXT)]
    for group in batches([len(w) for _, w in cuts], tokens=4000):
        b = batch([cuts[n] for n in group], **special)
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            out = network(torch.from_numpy(b.ids), torch.from_numpy(b.mask)).float()
        scores, vectors = split(out)
        fresh = np.zeros_like(b.labels, bool)
        for row, n in enumerate(group):
            window = cuts[n][1]
            fresh[row, window.start - window.context + 1 : len(window) + 1] = True
        fresh &= b.labels != IGNORED
        a, g = parts[scores.argmax(-1).numpy()], parts[np.where(fresh, b.labels, 0)]
        for part in range(3):
            right[part] += ((a == part) & (g == part) & fresh).sum()
            ours[part] += ((a == part) & fresh).sum()
            gold[part] += ((g == part) & fresh).sum()
        for name, wanted in (("source", b.source_of), ("cue", b.cue_of)):
            found = vectors[f"{name}_query"] @ vectors[f"{name}_key"].transpose(1, 2) / LINK**0.5
            found = found - (1 - torch.from_numpy(b.mask).float())[:, None, :] * 1e4
            at = wanted != IGNORED
            links[name][0] += int((found.argmax(-1).numpy() == wanted)[at].sum())
            links[name][1] += int(at.sum())
    f = 2 * right / (ours + gold)
    figures = {name: float(f[n]) for n, name in enumerate(("source", "cue", "content"))}
    figures |= {f"{name} link": hit / max(1, all_) for name, (hit, all_) in links.items()}
    return {name: round(value, 4) for name, value in figures.items()}


if __name__ == "__main__":
    main()
