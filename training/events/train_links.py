"""Trains the two linear models of the layer of events on hand-coded reports and writes their table of weights.

    python training/events/train_links.py GOLD_DIR --plover PLOVER_DIR

GOLD_DIR holds input.jsonl and gold.jsonl in the layout of `data/gold`. A mention is labelled with the incident whose
mentions or claims' evidence hold its trigger; `founds` learns which mentions bring in an incident, `joins` which pairs
of a mention and an incident told before belong together.

Tried and dropped, each by leaving out one cluster of gold at a time: MUC-4 templates as further pairs, 140 invented
reports as further pairs (they tell more incidents a report than gold), cosine of sentence embeddings, a ranking of all
groups against a new one, gradient-boosted and random trees, training on the groups that the model itself makes.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from rashomon.annotators import AnnotatorChain, needed
from rashomon.annotators.events.assembly import describe_drafts
from rashomon.annotators.events.context import read_context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.features import founding_features, joining_features
from rashomon.annotators.events.group import Group
from rashomon.annotators.events.lexicon import load_lexicon
from rashomon.annotators.events.linear import Features
from rashomon.annotators.events.links import found_group, in_order, place
from rashomon.annotators.events.relevance import read_setting
from rashomon.config import Config
from rashomon.ids import text_sha256
from rashomon.lexicon import data_path
from rashomon.model import Document

PLOVER_WEIGHT = 0.7  # of a record against a hand-coded report's mention
FOUNDS_C = 0.3
JOINS_C = 0.3
SMALLEST = 0.02  # weights below are left out of the table


@dataclass
class Examples:
    """Features, labels and the cluster that each comes from."""

    features: list[Features] = field(default_factory=list)
    labels: list[int] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    clusters: list[str] = field(default_factory=list)

    def add(self, features: Features, label: bool, cluster: str, weight: float) -> None:
        """One more example."""
        self.features.append(features)
        self.labels.append(int(label))
        self.weights.append(weight)
        self.clusters.append(cluster)


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file."""
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def read_gold(folder: Path) -> Iterator[tuple[Document, dict[str, Any], list[tuple[str, int, int]]]]:
    """(document, its gold record, (incident, start, end) of every mention and claim) per report."""
    rows = read_lines(folder / "gold.jsonl")
    published = {r["id"]: r.get("published") for r in read_lines(folder / "input.jsonl")}
    spans: dict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for row in rows:
        if row["record"] == "incident":
            for m in row["mentions"]:
                spans[m["document"]].append((row["id"], m["start"], m["end"]))
            for c in row["claims"]:
                spans[c["document"]].append((row["id"], c["evidence"]["start"], c["evidence"]["end"]))
    for row in rows:
        if row["record"] == "document":
            text = row["text"]
            doc = Document(row["id"], text, text_sha256(text), published=published[row["id"]])
            yield doc, row, spans[row["id"]]


def label_of(draft: Draft, spans: list[tuple[str, int, int]]) -> str | None:
    """The incident whose shortest span holds the trigger; None when none or two equally short do."""
    holding = sorted((end - start, name) for name, start, end in spans if start <= draft.trigger.start < end)
    if not holding or (
        len(holding) > 1 and holding[0][0] == holding[1][0] and holding[0][1] != holding[1][1]
    ):
        return None
    return holding[0][1]


def examples(folder: Path, annotate: Callable[[Document], Any]) -> tuple[Examples, Examples]:
    """Training examples of both models."""
    founds, joins = Examples(), Examples()
    lexicon = load_lexicon()
    for doc, row, spans in read_gold(folder):
        notes = annotate(doc)
        context = read_context(notes, lexicon)
        drafts = describe_drafts(context)
        setting = read_setting(context)
        cluster = row["id"] if row["negative"] else row["cluster"]
        weight = 0.3 if row["copy_of"] else 1.0
        groups: dict[str, Group] = {}
        for draft in in_order(drafts):
            label = label_of(draft, spans)
            if label is None:
                if not any(s <= draft.trigger.start < e for _, s, e in spans):
                    founds.add(founding_features(context, draft, setting), False, cluster, weight)
                continue
            for name, group in groups.items():
                joins.add(joining_features(context, draft, group), name == label, cluster, weight)
            if label not in groups:
                founds.add(founding_features(context, draft, setting), True, cluster, weight)
                told = list(groups.values())
                found_group(context, draft, told)
                groups[label] = told[-1]
            else:
                place(context, draft, groups[label])
    return founds, joins


def add_plover(founds: Examples, folder: Path, annotate: Callable[[Document], Any]) -> None:
    """One-sentence records of the CAMEO manual: accepted types found an incident, peaceful records do not."""
    lexicon = load_lexicon()
    gold = {r["id"]: r for r in read_lines(folder / "gold.jsonl")}
    for record in read_lines(folder / "input.jsonl"):
        doc = Document(
            record["id"], record["text"], text_sha256(record["text"]), published=record.get("published")
        )
        context = read_context(annotate(doc), lexicon)
        setting = read_setting(context)
        types = gold[record["id"]]["types"]
        for draft in describe_drafts(context):
            features = founding_features(context, draft, setting)
            if not types:
                founds.add(features, False, "plover", PLOVER_WEIGHT)
            elif draft.type in types:
                founds.add(features, True, "plover", PLOVER_WEIGHT)
                break


def fit(data: Examples, strength: float, leave_out: str | None = None) -> dict[str, float]:
    """Weights of a logistic model, without one cluster if asked."""
    keep = [i for i, c in enumerate(data.clusters) if c != leave_out]
    names = sorted({name for f in data.features for name in f})
    matrix = np.array([[data.features[i].get(name, 0.0) for name in names] for i in keep])
    labels = np.array([data.labels[i] for i in keep], dtype=float)
    coefficients = logistic(matrix, labels, np.array([data.weights[i] for i in keep]), 1.0 / strength)
    weights = {n: round(float(w), 3) for n, w in zip(names, coefficients, strict=False) if abs(w) >= SMALLEST}
    return {"bias": round(float(coefficients[-1]), 3), **weights}


def logistic(matrix: Any, labels: Any, weights: Any, ridge: float) -> Any:
    """Coefficients of a ridge logistic regression by Newton's method; the last is the free bias."""
    inputs = np.hstack([matrix, np.ones((len(matrix), 1))])
    penalty = np.full(inputs.shape[1], ridge)
    penalty[-1] = 1e-6
    beta = np.zeros(inputs.shape[1])
    for _ in range(50):
        chance = 1.0 / (1.0 + np.exp(-inputs @ beta))
        slope = inputs.T @ (weights * (labels - chance)) - penalty * beta
        curve = (inputs * (weights * chance * (1 - chance))[:, None]).T @ inputs + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        beta += step
        if np.abs(step).max() < 1e-6:
            break
    return beta


def write(weights: dict[str, dict[str, float]], path: Path) -> None:
    """The table, largest weights first."""
    head = "# Written by training/events/train_links.py: what a feature adds to the log-odds. On data/gold, PLOVER.\n"
    ordered = {name: dict(sorted(w.items(), key=lambda x: -abs(x[1]))) for name, w in weights.items()}
    path.write_text(head + yaml.safe_dump(ordered, sort_keys=False), encoding="utf-8")


def main() -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument(
        "--plover", type=Path, help="folder of PLOVER records (CC BY-SA 4.0), in the same layout"
    )
    args = parser.parse_args()
    chain = AnnotatorChain(
        Config(), tuple(layer.name for layer in needed(("events",)) if layer.name != "events")
    )
    founds, joins = examples(args.gold, chain)
    if args.plover:
        add_plover(founds, args.plover, chain)
    weights = {"founds": fit(founds, FOUNDS_C), "joins": fit(joins, JOINS_C)}
    write(weights, data_path("events", "weights.yaml"))


if __name__ == "__main__":
    main()
