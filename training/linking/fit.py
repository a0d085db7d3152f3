"""Fits `src/rashomon/data/linking/weights.yaml`: how much each feature tells about two reported incidents.

    python training/linking/fit.py GOLD_FOLDER [-o src/rashomon/data/linking/weights.yaml]

The folder holds `input.jsonl` and `gold.jsonl` of hand-coded clusters. Every pair of incidents of two
reports of one cluster is an example, and a sixth of the pairs across clusters, moved to one time and
country. Since the coder that linking follows is not as good as a person, each example is also shown with
faults put in: dates lost or a day off, places lost or only the province, tolls lost, types of a
neighbouring kind, other marks of standing. What the coder itself makes of the reports is shown too.
Logistic regression with an L2 penalty; weights keep the sign that the feature's definition asks for.

Prints precision and recall of pairs with each cluster left out of the fit in turn, and the calibration.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))  # tests/incidents/gold.py reads the gold corpus

from rashomon import pipeline
from rashomon.config import Config
from rashomon.ids import text_sha256
from rashomon.incidents.features import FEATURES, Pair, values
from rashomon.incidents.traces import Spot, Trace, families, family_table, traces_of
from rashomon.model import DateRange, Document, Place, ReportedIncident
from tests.incidents.gold import reported, rows

ROUNDS = 3  # faulty versions of each incident beside the true one
CODED_ROUNDS = 3  # how often the coder's own records of the same reports are shown
L2 = 1.0
# Where the corpus says little, weights stay near these: it has no protest and air strike of one day in one town, but
# a stream of news does. All other weights are pulled to 0.
PRIOR = {
    "unlike_kind": -4.0,
    "realis_differs": -4.0,
    "days_apart": -4.0,
    "far_apart": -3.0,
    "other_country": -3.0,
    "told_before": -2.0,
    "one_is_sum": -2.0,
    "reports_alike": 5.0,  # the corpus is retold in words of our own; news of one incident shares more
}
PRIOR_PULL = 40.0  # as strong as some forty examples that say so
Example = tuple[Trace, Trace, bool, str]


def main() -> None:
    """Fit, report, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    options = parser.parse_args()
    examples = [*read_examples(options.folder), *coded_examples(options.folder) * CODED_ROUNDS]
    x = np.array([values(Pair(a, b)) for a, b, _, _ in examples])
    y = np.array([same for _, _, same, _ in examples], dtype=float)
    groups = np.array([group for _, _, _, group in examples])
    report(y, held_out(x, y, groups))
    weights = fit(x, y)
    lines = [f"base: {weights[-1]:.2f}", "weights:"]
    lines += [f"  {f.name}: {w:.2f}  # {f.words}" for f, w in zip(FEATURES, weights, strict=False)]
    head = [f"# {line}" if line else "#" for line in STORY.format(n=len(y), p=int(y.sum())).splitlines()]
    text = "\n".join([*head, *lines]) + "\n"
    if options.output:
        options.output.write_text(text, encoding="utf-8")
    print(text)


STORY = """How much each feature moves the log-odds that two reported incidents are one.
Made by training/linking/fit.py on the gold corpus (dev): {n} pairs of incidents, {p} of them the same, most of them
with faults put in or as the coder has them, unrelated ones moved to one time and country. Weights that the fit
would turn against the meaning of their feature are 0. After a change to a feature, or when the coder has become
much better, fit again and run `bench gold` and `bench merge`."""


def read_examples(folder: Path) -> Iterator[Example]:
    """Pairs of incidents of two reports, with whether they are one and the cluster of the first."""
    gold = rows(folder / "gold.jsonl")
    docs = {d["id"]: Document(sha256=text_sha256(d["text"]), **d) for d in rows(folder / "input.jsonl")}
    home = {r["id"]: r["cluster"] for r in gold if r["record"] == "document"}
    told: dict[str, list[tuple[ReportedIncident, str]]] = {id: [] for id in docs}
    for row in gold:
        if row["record"] == "incident":
            for document in sorted({m["document"] for m in row["mentions"]}):
                told[document].append((reported(row, docs[document]), row["id"]))
    for number in range(ROUNDS + 1):
        dice = random.Random(number)
        traces = []
        for document, incidents in told.items():
            seen = [faulty(i, dice) if number else i for i, _ in incidents]
            true = [g for _, g in incidents]
            traces += [(t, g, document) for t, g in zip(traces_of(seen, docs[document]), true, strict=True)]
        for n, (a, id_a, doc_a) in enumerate(traces):
            for b, id_b, doc_b in traces[n + 1 :]:
                if doc_a == doc_b:
                    continue
                if home[doc_a] == home[doc_b]:
                    yield a, b, id_a == id_b, home[doc_a]
                elif zlib.crc32(repr((a.key, b.key, number)).encode()) % 6 == 0:
                    yield a, moved(b, a, dice), False, home[doc_a]


def coded_examples(folder: Path) -> list[Example]:
    """Pairs of the coder's own records of the reports; each stands for the gold incident that it overlaps most."""
    gold = rows(folder / "gold.jsonl")
    docs = [Document(sha256=text_sha256(d["text"]), **d) for d in rows(folder / "input.jsonl")]
    home = {r["id"]: r["cluster"] for r in gold if r["record"] == "document"}
    told: dict[str, list[tuple[int, int, str]]] = {d.id: [] for d in docs}
    for row in (r for r in gold if r["record"] == "incident"):
        for m in row["mentions"]:
            told[m["document"]].append((m["start"], m["end"], row["id"]))
    traces = [
        (trace, named(trace, told[report.doc.id]), report.doc.id)
        for report in pipeline.reports(docs, Config())
        for trace in traces_of(report.incidents, report.doc)
    ]
    dice, found = random.Random(0), []
    for n, (a, id_a, doc_a) in enumerate(traces):
        for b, id_b, doc_b in traces[n + 1 :]:
            if doc_a != doc_b and home[doc_a] == home[doc_b]:
                found.append((a, b, id_a == id_b, home[doc_a]))
            elif doc_a != doc_b and zlib.crc32(repr((a.key, b.key)).encode()) % 6 == 0:
                found.append((a, moved(b, a, dice), False, home[doc_a]))
    return found


def named(trace: Trace, told: list[tuple[int, int, str]]) -> str:
    """The gold incident that the mentions of a trace overlap most; its own id when they overlap none."""
    shared: Counter[str] = Counter()
    for mention in trace.incident.mentions:
        for start, end, id in told:
            shared[id] += max(0, min(end, mention.end) - max(start, mention.start))
    best = max(shared.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return best[0] if best[1] else trace.incident.id


def moved(trace: Trace, other: Trace, dice: random.Random) -> Trace:
    """An unrelated incident as if it had happened at about the time of the other, in the same country.

    The clusters of the corpus lie years and continents apart; in a stream of news most pairs do not.
    """
    later = dice.choice((0, 1, 2, dice.randint(3, 90)))
    text = replace(trace.text, published=(other.text.published or 0) + later)
    first, last, spot = trace.first, trace.last, trace.spot
    if other.first is not None and other.last is not None and dice.random() < 0.8:
        first = other.first + dice.choice((0, 0, 0, 1, 1, 2, 5))
        last = first + (other.last - other.first)
    there = other.spot
    if there.lat is not None and there.lon is not None and dice.random() < 0.8:
        north, east = (dice.choice((-1, 1)) * dice.uniform(0.2, 3.0) for _ in range(2))
        spot = Spot(there.lat + north, there.lon + east, 10.0, there.countries, spot.name)
    return replace(trace, text=text, first=first, last=last, spot=spot)


def faulty(incident: ReportedIncident, dice: random.Random) -> ReportedIncident:
    """The incident as a coder might get it wrong."""
    date, place, kind = incident.date, incident.place, incident.type
    chance = dice.random()
    if chance < 0.12:
        date = DateRange()
    elif chance < 0.20 and date.start and date.precision == "day":
        shift = dice.choice((-1, 1, 1, 2, -7, 7))
        day = str(np.datetime64(date.start) + shift)
        date = DateRange(day, day, "day")
    chance = dice.random()
    if chance < 0.12:
        place = Place()
    elif chance < 0.25 and place.lat is not None and place.lon is not None:
        place = replace(place, precision="province", radius_km=150.0, name=place.admin1, lat=place.lat + 0.4)
    elif chance < 0.30 and place.lat is not None and place.lon is not None:
        place = replace(place, lat=place.lat + dice.uniform(-3, 3), lon=place.lon + dice.uniform(-3, 3))
    if dice.random() < 0.25:
        family = families()[kind]
        near = [*family_table().families[family], "attack", "armed_clash"]
        kind = dice.choice(near)  # type: ignore[assignment]
    claims = tuple(c for c in incident.claims if dice.random() > 0.3)
    return replace(
        incident,
        date=date,
        place=place,
        type=kind,
        claims=claims,
        main=incident.main != (dice.random() < 0.1),
        aggregate=incident.aggregate != (dice.random() < 0.08),
        realis="occurred" if dice.random() < 0.1 else incident.realis,
    )


def fit(x: np.ndarray, y: np.ndarray, *, steps: int = 2500) -> np.ndarray:
    """Weights and, last, the base: accelerated gradient steps, kept on the right side of zero."""
    a = np.c_[x, np.ones(len(x))]
    low = np.array([0.0 if f.wanted == "for" else -np.inf for f in FEATURES] + [-np.inf])
    high = np.array([0.0 if f.wanted == "against" else np.inf for f in FEATURES] + [np.inf])
    prior = np.array([PRIOR.get(f.name, 0.0) for f in FEATURES] + [0.0])
    penalty = np.array([PRIOR_PULL if f.name in PRIOR else L2 for f in FEATURES] + [0.01])
    size = 0.25 * np.linalg.norm(a, 2) ** 2 + penalty.max()
    weights, ahead, t = np.zeros(a.shape[1]), np.zeros(a.shape[1]), 1.0
    for _ in range(steps):
        p = 1 / (1 + np.exp(-np.clip(a @ ahead, -40, 40)))
        new = np.clip(ahead - (a.T @ (p - y) + penalty * (ahead - prior)) / size, low, high)
        t_new = (1 + np.sqrt(1 + 4 * t * t)) / 2
        weights, ahead, t = new, new + (t - 1) / t_new * (new - weights), t_new
    return weights


def held_out(x: np.ndarray, y: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Probabilities of each cluster's pairs by weights fitted without that cluster."""
    p = np.zeros(len(y))
    for group in sorted(set(groups)):
        rest = groups != group
        w = fit(x[rest], y[rest], steps=600)
        p[~rest] = 1 / (1 + np.exp(-np.c_[x[~rest], np.ones((~rest).sum())] @ w))
    return p


def report(y: np.ndarray, p: np.ndarray) -> None:
    """Precision and recall by threshold, and how often pairs of each probability are one."""
    for threshold in (0.3, 0.5, 0.7):
        said = p >= threshold
        print(json.dumps({"threshold": threshold, "p": y[said].mean(), "r": y[said].sum() / y.sum()}))
    for low in np.arange(0, 1, 0.1):
        part = (p >= low) & (p < low + 0.1)
        print(f"said {low:.1f}-{low + 0.1:.1f}: {part.sum()} pairs, {y[part].mean():.2f} the same")


if __name__ == "__main__":
    main()
