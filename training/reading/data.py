"""Training data of the reader: reports as token ids, the labels of each token, and the words that tell of one incident.

- MUC-4 (its answer keys): fillers by their words; every place of the text where the words stand is taken. The fillers
  of one template tell of one incident.
- WikiEvents: triggers of violent events and their arguments.
- Our own coded reports (`data/gold`): values and evidence of claims, mentions of incidents, main or background.

What a corpus does not mark is masked (`known`), not taken for absent.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

LABELS = ("perpetrator", "target", "victim", "weapon", "damage", "place", "trigger", "main", "count")
COPY = 0.5  # weight of a report that copies another
MUC_SLOTS = {
    "PERP: INDIVIDUAL ID": "perpetrator",
    "PERP: ORGANIZATION ID": "perpetrator",
    "PHYS TGT: ID": "target",
    "HUM TGT: NAME": "victim",
    "HUM TGT: DESCRIPTION": "victim",
    "INCIDENT: INSTRUMENT ID": "weapon",
}
WIKI_ROLES = {
    **dict.fromkeys(("Attacker", "Killer", "Injurer", "Perpetrator", "Jailer"), "perpetrator"),
    "Target": "target",
    "Victim": "victim",
    "Detainee": "victim",
    "Instrument": "weapon",
    "ExplosiveDevice": "weapon",
}
WIKI_VIOLENCE = (
    "Conflict.Attack",
    "Life.Die",
    "Life.Injure",
    "Justice.ArrestJailDetain",
    "ArtifactExistence.Damage",
    "Conflict.Demonstrate",
)
COUNTS = ("killed", "injured", "captured", "displaced")
SHORT = 40  # characters: evidence up to this length is the value, when the value's words are not in it

Labelled = tuple[str, int, int]  # label, start, end
Told = tuple[int, int, object]  # start, end, incident


@dataclass(frozen=True)
class Report:
    """One text. `told` holds token ranges with the incidents that they tell of."""

    id: str
    ids: np.ndarray
    labels: np.ndarray  # tokens × labels, 0 or 1
    known: np.ndarray  # labels, 1 where the corpus says
    segments: list[tuple[int, int]]
    told: tuple[tuple[int, int, frozenset[object]], ...]
    cluster: str = ""
    weight: float = 1.0


def make(
    id: str,
    text: str,
    labelled: Iterable[Labelled],
    told: Iterable[Told],
    known: Iterable[str],
    tokenizer: Tokenizer,
    cluster: str = "",
    weight: float = 1.0,
) -> Report:
    """Put labels of characters on tokens."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    starts = np.array([start for start, _ in encoding.offsets])
    ends = np.array([end for _, end in encoding.offsets])
    labels = np.zeros((len(starts), len(LABELS)), np.float32)
    for label, start, end in labelled:
        labels[(starts < end) & (ends > start), LABELS.index(label)] = 1
    incidents: dict[tuple[int, int], set[object]] = defaultdict(set)
    for start, end, incident in told:
        inside = np.flatnonzero((starts < end) & (ends > start))
        if len(inside):
            incidents[int(inside[0]), int(inside[-1]) + 1].add(incident)
    said = set(known)
    return Report(
        id,
        np.array(encoding.ids),
        labels,
        np.array([float(label in said) for label in LABELS], np.float32),
        segments(text, starts),
        tuple((a, b, frozenset(found)) for (a, b), found in sorted(incidents.items())),
        cluster,
        weight,
    )


def segments(text: str, starts: np.ndarray) -> list[tuple[int, int]]:
    """Token ranges of rough sentences: cut after end marks and at line ends."""
    ends = re.finditer(r"[.!?][\"”’')\]]*\s+(?=[A-Z\"“‘'(\[])|\n\s*", text)
    at = np.searchsorted(starts, [0, *(m.end() for m in ends), len(text)])
    return [(int(a), int(b)) for a, b in itertools.pairwise(at) if a < b]


def everywhere(words: str, text: str) -> list[tuple[int, int]]:
    """Every place where words stand in a text, whatever their case and the white space between them."""
    words = words.strip().strip('"').strip()
    if len(words) < 2:
        return []
    pattern = r"\s+".join(re.escape(w) for w in words.split())
    return [m.span() for m in re.finditer(rf"(?<!\w){pattern}(?!\w)", text, re.IGNORECASE)]


def lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file."""
    with open(path, encoding="utf-8") as source:
        return [json.loads(line) for line in source]


def muc(folder: Path, tokenizer: Tokenizer) -> list[Report]:
    """MUC-4: texts with the fillers of their templates, and the places named as the incidents'."""
    templates = {row["id"]: row["templates"] for row in lines(folder / "keys.jsonl")}
    known = {*MUC_SLOTS.values(), "place"}
    found = []
    for row in lines(folder / "input.jsonl"):
        labelled: list[Labelled] = []
        told: list[Told] = []
        for number, template in enumerate(templates.get(row["id"], ())):
            for slot, label in MUC_SLOTS.items():
                words = [w for value in template.get(slot, ()) for w in re.findall(r'"([^"]+)"', value)]
                for start, end in itertools.chain(*(everywhere(w, row["text"]) for w in words)):
                    labelled.append((label, start, end))
                    told.append((start, end, number))
            for value in template.get("INCIDENT: LOCATION", ()):
                for part in re.split(r":| - ", value)[1:]:  # what follows the country
                    name = re.sub(r"\(.*?\)", "", part).strip(" ?")
                    labelled += [("place", a, b) for a, b in everywhere(name, row["text"])]
        found.append(make(row["id"], row["text"], labelled, told, known, tokenizer))
    return found


def wikievents(path: Path, tokenizer: Tokenizer) -> list[Report]:
    """WikiEvents: triggers and arguments of violent events; what is no argument of those is not a filler."""
    known = {*WIKI_ROLES.values(), "trigger"}
    found = []
    for row in lines(path):
        tokens = [token for sentence in row["sentences"] for token in sentence[0]]
        entities = {e["id"]: (tokens[e["start"]][1], tokens[e["end"] - 1][2]) for e in row["entity_mentions"]}
        labelled: list[Labelled] = []
        for event in row["event_mentions"]:
            if not event["event_type"].startswith(WIKI_VIOLENCE):
                continue
            trigger = event["trigger"]
            labelled.append(("trigger", tokens[trigger["start"]][1], tokens[trigger["end"] - 1][2]))
            labelled += [
                (WIKI_ROLES[a["role"]], *entities[a["entity_id"]])
                for a in event["arguments"]
                if a["role"] in WIKI_ROLES and a["entity_id"] in entities
            ]
        found.append(make(row["doc_id"], row["text"], labelled, (), known, tokenizer))
    return found


def gold(folder: Path, tokenizer: Tokenizer) -> list[Report]:
    """Our own coded reports, with their cluster."""
    records = lines(folder / "gold.jsonl")
    documents = {r["id"]: r for r in records if r["record"] == "document"}
    labelled: dict[str, list[Labelled]] = {id: [] for id in documents}
    told: dict[str, list[Told]] = {id: [] for id in documents}
    for incident in (r for r in records if r["record"] == "incident"):
        for mention in incident["mentions"]:
            start, end = mention["start"], mention["end"]
            told[mention["document"]].append((start, end, incident["id"]))
            for label in ("trigger", "main") if incident["main"] else ("trigger",):
                labelled[mention["document"]].append((label, start, end))
        for claim in incident["claims"]:
            evidence = claim["evidence"]
            told[claim["document"]].append((evidence["start"], evidence["end"], incident["id"]))
            labelled[claim["document"]] += words_of(claim, documents[claim["document"]]["text"])
    return [
        make(
            id,
            documents[id]["text"],
            labelled[id],
            told[id],
            LABELS,
            tokenizer,
            str(documents[id]["cluster"]),
            COPY if documents[id]["copy_of"] else 1.0,
        )
        for id in documents
    ]


def words_of(claim: dict[str, Any], text: str) -> list[Labelled]:
    """The words of a report that give a claim's value: those in its evidence, and the same words elsewhere."""
    start, end = claim["evidence"]["start"], claim["evidence"]["end"]
    value, role = claim["value"] or "", claim["role"]
    here = [(a, b) for a, b in everywhere(value, text) if start <= a and b <= end]
    if role in COUNTS:
        return [("count", a, b) for a, b in here or [(start, end)]]
    if role == "damage":
        return [("damage", start, end)]
    if role not in LABELS or not value:
        return []
    if not here:
        wanted = {w for w in re.findall(r"\w+", value.lower()) if len(w) > 2}
        words = re.finditer(r"\w+", text[start:end])
        here = [(start + m.start(), start + m.end()) for m in words if m.group().lower() in wanted]
    if not here and end - start < SHORT:
        here = [(start, end)]
    return [(role, a, b) for a, b in {*here, *everywhere(value, text)}]
