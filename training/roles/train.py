"""Trains the models that choose the fillers of roles (src/rashomon/data/models/roles/weights.yaml).

    python training/roles/train.py --gold DATA/gold --folds FOLDS.npz --bench BENCH \\
        -o src/rashomon/data/models/roles/weights.yaml

Every candidate of every report of gold dev is an example: right when the coders made a claim of that role and
value in the incident that the system's is paired with (the benchmark's own rules), wrong otherwise. FOLDS.npz
(training/reading/train.py) holds what readers that never saw a report's cluster make of it: the reader that ships knows
these reports by heart. Folds leave whole clusters out; what is printed is of unseen clusters.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

import numpy as np

from rashomon.annotators import AnnotatorChain
from rashomon.annotators.events.linear import Features, LinearModel
from rashomon.annotators.reading import Reading, reader
from rashomon.claims import gather, keep, read_report
from rashomon.claims.gather import Candidate
from rashomon.claims.groups import Group
from rashomon.config import Config
from rashomon.ids import text_sha256
from rashomon.incidents import link_reports
from rashomon.model import Document, coding_json

ROLES = ("perpetrator", "target", "victim", "weapon", "place", "date", "damage")
RIDGE, LEAST, FOLDS = 20.0, 7, 6  # swept 5-60 and 6-10
COPY = 0.5  # weight of a report that copies another
GRID = np.arange(0.15, 0.55, 0.05)
Example = tuple[Features, bool, float]


@dataclass
class Told:
    """The candidates of one system incident in one report, with the coders' claims on the paired incident there."""

    cluster: str
    weight: float
    key: tuple[Any, ...]
    gold: list[dict[str, Any]]
    candidates: list[tuple[Candidate, dict[str, Any]]]
    level: list[int]  # how far each agrees with its nearest gold claim


class FoldReading(Reading):
    """What a reader that has not seen the report makes of it."""

    answers: ClassVar[dict[str, Any]] = {}

    @cached_property
    def _sums(self) -> Any:
        chances = 1 / (
            1 + np.exp(-self.answers[self._notes.doc.id][:, : len(reader().card.labels)].astype(float))
        )
        return np.cumsum(np.vstack([np.zeros((1, chances.shape[1])), chances]), axis=0)


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def document(row: dict[str, Any]) -> Document:
    given = {k: row.get(k) for k in ("published", "title", "publisher", "url")}
    return Document(row["id"], row["text"], text_sha256(row["text"]), **given)


def watching(seen: list[tuple[Group, list[Candidate]]]) -> Callable[..., list[Candidate]]:
    """`candidates_of`, noting what it returns."""
    original = gather.candidates_of

    def watched(group: Group, *rest: Any) -> list[Candidate]:
        found = original(group, *rest)
        seen.append((group, found))
        return found

    return watched


def gold_examples(folder: Path, score: Any) -> tuple[list[Told], Counter[str]]:
    records = rows(folder / "gold.jsonl")
    about = {r["id"]: r for r in records if r["record"] == "document"}
    chain, seen, reports = AnnotatorChain(Config()), [], []
    found: list[tuple[str, Group, list[Candidate]]] = []
    original = gather.candidates_of
    gather.candidates_of = watching(seen)
    for row in rows(folder / "input.jsonl"):
        seen.clear()
        reports.append(read_report(chain(document(row))))
        found += [(row["id"], group, candidates) for group, candidates in seen]
    gather.candidates_of = original
    coding = coding_json(link_reports(sorted(reports, key=lambda r: r.doc.id), Config()))
    gold = score.Gold(records)
    paired = {s: g for g, s in score.pair_incidents(gold, coding["incidents"]).items()}
    home = {
        (m["document"], m["start"], m["end"]): s
        for s, i in enumerate(coding["incidents"])
        for m in i["mentions"]
    }
    told = []
    for id, group, candidates in found:
        mention = group.mentions[0]
        g = paired.get(home[mention.document, mention.start, mention.end])
        claims = score.distinct(gold.incidents[g]["claims"]) if g is not None else []
        claims = [c for c in claims if c["document"] == id and c["role"] in ROLES]
        pairs = [(c, json.loads(json.dumps(asdict(c.claim)))) for c in candidates]
        level = [max([score.claim_level(c, d) for c in claims], default=0) for _, d in pairs]
        key = ("paired", g, id) if g is not None else ("alone", id, group.id)
        told.append(
            Told(about[id]["cluster"], COPY if about[id]["copy_of"] else 1.0, key, claims, pairs, level)
        )
    return told, Counter(c["role"] for i in gold.incidents for c in score.distinct(i["claims"]))


def examples_of(told: Iterable[Told], role: str) -> list[Example]:
    return [
        (c.features, level >= 2, t.weight)
        for t in told
        for (c, _), level in zip(t.candidates, t.level, strict=True)
        if c.claim.role == role
    ]


def fit(examples: list[Example]) -> dict[str, float]:
    """Logistic regression with a ridge, by Newton's method."""
    counts = Counter(n for f, _, _ in examples for n in f)
    names = sorted(n for n, c in counts.items() if c >= LEAST)
    column = {n: i for i, n in enumerate(names)}
    matrix = np.zeros((len(examples), len(names) + 1))
    matrix[:, -1] = 1.0
    for r, (features, _, _) in enumerate(examples):
        for name, value in features.items():
            if name in column:
                matrix[r, column[name]] = value
    right = np.array([float(y) for _, y, _ in examples])
    weight = np.array([w for _, _, w in examples])
    penalty = np.full(len(names) + 1, RIDGE)
    penalty[-1] = 1e-6
    solution = np.zeros(len(names) + 1)
    for _ in range(30):
        p = 1 / (1 + np.exp(-matrix @ solution))
        slope = matrix.T @ (weight * (right - p)) - penalty * solution
        curve = (matrix * (weight * p * (1 - p))[:, None]).T @ matrix + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        solution += step
        if abs(step).max() < 1e-3:
            break
    weights = {n: round(float(b), 3) for n, b in zip(names, solution, strict=False) if abs(b) >= 0.04}
    return {"bias": round(float(solution[-1]), 3), **weights}


def cross_validated(told: list[Told]) -> dict[int, list[float]]:
    """The probability of every candidate, by models that have not seen its cluster."""
    clusters = sorted({t.cluster for t in told}, key=str)
    chances: dict[int, list[float]] = {}
    for n in range(FOLDS):
        held = set(clusters[n::FOLDS])
        seen = [t for t in told if t.cluster not in held]
        models = {r: LinearModel(fit(examples_of(seen, r))) for r in ROLES}
        for i, t in enumerate(told):
            if t.cluster in held:
                chances[i] = [models[c.claim.role].probability(c.features) for c, _ in t.candidates]
    return chances


def tally(
    told: list[Told], chances: dict[int, list[float]], threshold: dict[str, float], score: Any, level: int = 2
) -> dict[str, tuple[int, int]]:
    """By role: claims that are right, claims made."""
    made: dict[tuple[Any, ...], list[dict[str, Any]]] = defaultdict(list)
    gold = {t.key: t.gold for t in told}
    for i, t in enumerate(told):
        order = sorted(
            (
                (p, c.claim, d)
                for p, (c, d) in zip(chances[i], t.candidates, strict=True)
                if p >= threshold[c.claim.role]
            ),
            key=lambda x: (-x[0], x[1].evidence.start, x[1].evidence.end, x[1].id),
        )
        kept: list[Any] = []
        for _, claim, row in order:
            if not any(gather.same_answer(claim, o) or gather.other_part(claim, o) for o in kept):
                kept.append(claim)
                made[t.key].append(row)
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for key, claims in made.items():
        theirs = score.distinct(claims)
        said.update(c["role"] for c in theirs)
        levels = {
            (a, b): score.claim_level(x, y) for a, x in enumerate(gold[key]) for b, y in enumerate(theirs)
        }
        right.update(
            gold[key][a]["role"] for a in score.match({k: 10 + v for k, v in levels.items() if v >= level})
        )
    return {r: (right[r], said[r]) for r in ROLES}


def best_thresholds(
    told: list[Told], chances: dict[int, list[float]], wanted: Counter[str], score: Any
) -> dict[str, float]:
    """By role, what gives the best F1 of all roles together: a claim pays when it is right half F1 of the time."""
    at = {round(float(t), 2): tally(told, chances, dict.fromkeys(ROLES, t), score) for t in GRID}
    f1, chosen = 0.5, dict.fromkeys(ROLES, 0.3)
    for _ in range(4):
        chosen = {r: max(at, key=lambda t: 2 * at[t][r][0] - f1 * at[t][r][1]) for r in ROLES}
        f1 = 2 * sum(at[chosen[r]][r][0] for r in ROLES) / sum(at[chosen[r]][r][1] + wanted[r] for r in ROLES)
    return chosen


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("gold", "folds", "bench"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, required=True)
    given = parser.parse_args()
    sys.path.insert(0, str(given.bench))
    import score_gold

    FoldReading.answers = dict(np.load(given.folds))
    keep.Reading = FoldReading  # type: ignore[misc]
    told, wanted = gold_examples(given.gold, score_gold)
    chances = cross_validated(told)
    threshold = best_thresholds(told, chances, wanted, score_gold)
    found = tally(told, chances, threshold, score_gold)
    for role, (right, said) in found.items():
        print(f"{role:12} gold {wanted[role]} made {said} right {right} threshold {threshold[role]}")
    for level, name in ((2, "value"), (3, "source"), (4, "stance")):
        counts = tally(told, chances, threshold, score_gold, level)
        f1 = 2 * sum(r for r, _ in counts.values()) / sum(wanted[r] + counts[r][1] for r in ROLES)
        print(f"cross-validated string F1, {name}: {f1:.4f}")
    with given.output.open("w", encoding="utf-8") as file:
        file.write(
            "# Written by training/roles/train.py: what a feature adds to the log-odds of being a claim.\n"
        )
        for role in ROLES:
            weights = fit(examples_of(told, role))
            file.write(f"{role}:\n")
            for name in sorted(weights, key=lambda n: (n != "bias", -abs(weights[n]), n)):
                file.write(f"  {json.dumps(name)}: {weights[name]}\n")


if __name__ == "__main__":
    main()
