"""The figures: incidents found, their attributes, claims in three strictnesses, disagreement, merging,
statements.

Incidents are paired by where they are told: a gold mention counts 1 when a system mention overlaps it.
Definitions stand in
docs/accuracy.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rashomon.evaluate.gold import Gold
from rashomon.evaluate.matching import b_cubed, content_words, f1, km_between, overlap, pair_up, same_phrase

NUMERIC = frozenset({"killed", "injured", "captured", "displaced"})
GENERIC = frozenset(
    [
        "source",
        "sources",
        "official",
        "officials",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "statement",
        "people",
        "person",
        "man",
        "woman",
        "group",
        "authorities",
        "head",
        "chief",
        "local",
        "senior",
        "security",
        "reports",
        "report",
    ]
)
Record = Mapping[str, Any]


def evaluate(coding: Mapping[str, Any], gold: Gold) -> dict[str, float]:
    """Every figure, from 0 to 1 (`false_per_100_negatives`: incidents in a hundred reports that tell
    none).
    """
    system: Sequence[Record] = coding["incidents"]
    pairs = pair_incidents(gold, system)
    both = [(gold.incidents[g], system[s]) for g, s in pairs.items()]
    return {
        **incident_figures(gold, system, pairs),
        **attribute_figures(both),
        **claim_figures(gold, system, pairs),
        "disagreement_kept": disagreement(gold, system, pairs),
        "b3": merging(gold, system),
        "copies": copies(gold, coding["documents"]),
        "statements": statements(gold, coding["statements"]),
        "false_per_100_negatives": negatives(gold, system, set(pairs.values())),
    }


def pair_incidents(gold: Gold, system: Sequence[Record]) -> dict[int, int]:
    """Gold incident → system incident, by overlapping mentions."""
    here: dict[str, list[tuple[int, Record]]] = defaultdict(list)
    for s, incident in enumerate(system):
        for mention in incident["mentions"]:
            here[mention["document"]].append((s, mention))
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for g, incident in enumerate(gold.incidents):
        for mention in incident["mentions"]:
            for s in {s for s, theirs in here[mention["document"]] if overlap(mention, theirs)}:
                weights[g, s] += 1 + 0.1 * (incident["type"] == system[s]["type"])
    return pair_up(weights)


def incident_figures(gold: Gold, system: Sequence[Record], pairs: dict[int, int]) -> dict[str, float]:
    main = {g for g, i in enumerate(gold.incidents) if i["main"]}
    theirs = {s for s, i in enumerate(system) if i["main"]}
    right_main = (len([g for g in pairs if g in main]) + len([s for s in pairs.values() if s in theirs])) / 2
    return {
        "incidents": f1(len(pairs), len(system), len(gold.incidents)),
        "incidents_main": f1(right_main, len(theirs), len(main)),
    }


def attribute_figures(both: Sequence[tuple[Record, Record]]) -> dict[str, float]:
    """Shares over paired incidents."""
    dated = [(a, b) for a, b in both if a["date"]["start"]]
    placed = [
        (a["place"], b["place"]) for a, b in both if a["place"]["precision"] in ("site", "town", "near")
    ]
    near = [km_between(a, b) for a, b in placed if a["lat"] is not None]
    return {
        "type": share([a["type"] == b["type"] for a, b in both]),
        "realis": share([a["realis"] == b["realis"] for a, b in both]),
        "main": share([a["main"] == b["main"] for a, b in both]),
        "date": share(
            [
                (a["date"]["start"], a["date"]["end"]) == (b["date"]["start"], b["date"]["end"])
                for a, b in dated
            ]
        ),
        "place25": share([d is not None and d <= 25 for d in near]),
    }


def share(verdicts: list[bool]) -> float:
    return sum(verdicts) / len(verdicts) if verdicts else 0.0


def claim_figures(gold: Gold, system: Sequence[Record], pairs: dict[int, int]) -> dict[str, float]:
    """F1 of claims by value, value and source, value and source and stance; numbers and words apart."""
    right: dict[tuple[str, int], int] = defaultdict(int)
    found: dict[str, int] = defaultdict(int)
    wanted: dict[str, int] = defaultdict(int)
    for incident in system:
        for claim in claims_scored(incident):
            found[part_of(claim)] += 1
    for g, incident in enumerate(gold.incidents):
        ours = claims_scored(incident)
        for claim in ours:
            wanted[part_of(claim)] += 1
        if g not in pairs:
            continue
        theirs = claims_scored(system[pairs[g]])
        levels = {(a, b): level(x, y) for a, x in enumerate(ours) for b, y in enumerate(theirs)}
        for strict in (1, 2, 3):
            weights = {k: 1.0 + v for k, v in levels.items() if v >= strict}
            for a in pair_up(weights):
                right[part_of(ours[a]), strict] += 1
    names = {1: "value", 2: "source", 3: "stance"}
    return {
        f"claims_{names[strict]}_{part}": f1(right[part, strict], found[part], wanted[part])
        for strict in (1, 2, 3)
        for part in ("numeric", "string")
    }


def claims_scored(incident: Record) -> list[Record]:
    """Claims without repetitions and without the roles that gold does not code."""
    kept: dict[tuple[Any, ...], Record] = {}
    for c in incident["claims"]:
        if c["role"] in ("type", "occurrence"):
            continue
        words = (
            None
            if c["role"] in NUMERIC and (c["low"], c["high"]) != (None, None)
            else str(c["value"]).lower()
        )
        key = (c["document"], c["role"], c["low"], c["high"], words, c["source"]["name"].lower(), c["stance"])
        kept.setdefault(key, c)
    return list(kept.values())


def part_of(claim: Record) -> str:
    return "numeric" if claim["role"] in NUMERIC else "string"


def level(gold: Record, system: Record) -> int:
    """0 nothing, 1 the value, 2 and the source, 3 and the stance."""
    if (
        gold["role"] != system["role"]
        or gold["document"] != system["document"]
        or not same_value(gold, system)
    ):
        return 0
    if not same_source(gold["source"], system["source"]):
        return 1
    return 3 if gold["stance"] == system["stance"] else 2


def same_value(gold: Record, system: Record) -> bool:
    if gold["role"] in NUMERIC:
        if (gold["low"], gold["high"]) != (system["low"], system["high"]):
            return False
        return (
            gold["low"] is not None
            or gold["high"] is not None
            or overlap(gold["evidence"], system["evidence"]) > 0
        )
    if gold["role"] == "date":
        return bool(gold["value"] == system["value"])
    if gold["role"] == "damage" and overlap(gold["evidence"], system["evidence"]):
        return True
    return any(same_phrase(gold["value"], system[k]) for k in ("value", "original_value"))


def same_source(a: Record, b: Record) -> bool:
    """The same kind, or a word of substance shared."""
    shared = (content_words(a["name"]) - GENERIC) & (content_words(b["name"]) - GENERIC)
    return a["kind"] == b["kind"] or bool(shared)


def disagreement(gold: Gold, system: Sequence[Record], pairs: dict[int, int]) -> float:
    """Of the accounts of a number that several sources give differently, the share that the system holds."""
    kept = total = 0
    for g, incident in enumerate(gold.incidents):
        for role in sorted(NUMERIC):
            ours = {
                (c["source"]["name"].lower(), c["low"], c["high"]): c
                for c in incident["claims"]
                if c["role"] == role and (c["low"], c["high"]) != (None, None)
            }
            if len({key[1:] for key in ours}) < 2:
                continue
            total += len(ours)
            theirs = [c for c in system[pairs[g]]["claims"] if c["role"] == role] if g in pairs else []
            kept += len(
                pair_up(
                    {
                        (a, b): 1.0
                        for a, x in ours.items()
                        for b, y in enumerate(theirs)
                        if (x["low"], x["high"]) == (y["low"], y["high"])
                        and same_source(x["source"], y["source"])
                    }
                )
            )
    return kept / total if total else 0.0


def merging(gold: Gold, system: Sequence[Record]) -> float:
    """B-cubed F1 over gold mentions; a mention that was not found stands alone."""
    key: dict[int, set[int]] = defaultdict(set)
    response: dict[object, set[int]] = defaultdict(set)
    here: dict[str, list[tuple[int, Record]]] = defaultdict(list)
    for s, incident in enumerate(system):
        for m in incident["mentions"]:
            here[m["document"]].append((s, m))
    n = 0
    for g, incident in enumerate(gold.incidents):
        for mention in incident["mentions"]:
            key[g].add(n)
            best = max(((overlap(mention, m), -s) for s, m in here[mention["document"]]), default=(0, 0))
            response[-best[1] if best[0] else ("alone", n)].add(n)
            n += 1
    return b_cubed(list(key.values()), list(response.values()))


def copies(gold: Gold, documents: Sequence[Record]) -> float:
    """F1 of syndicated copies found, whichever document of the group is called the original."""
    root = {id: d["copy_of"] or id for id, d in gold.documents.items()}
    wanted = {id for id, d in gold.documents.items() if d["copy_of"]}
    said = {d["id"]: d["copy_of"] for d in documents if d["copy_of"]}
    right = sum(a in root and b in root and root[a] == root[b] for a, b in said.items())
    return f1(min(right, len(wanted)), len(said), len(wanted))


def statements(gold: Gold, found: Sequence[Record]) -> float:
    """F1 of statements: same document, act and speaker, overlapping words or the same neighbourhood."""
    weights = {
        (a, b): 1.0 + overlap(x["evidence"], y["evidence"])
        for a, x in enumerate(gold.statements)
        for b, y in enumerate(found)
        if x["document"] == y["document"]
        and x["act"] == y["act"]
        and abs(x["evidence"]["start"] - y["evidence"]["start"]) < 200
        and same_phrase(x["speaker"], y["speaker"])
    }
    return f1(len(pair_up(weights)), len(found), len(gold.statements))


def negatives(gold: Gold, system: Sequence[Record], paired: set[int]) -> float:
    """False incidents in a hundred reports that tell of none."""
    empty = {id for id, d in gold.documents.items() if d.get("negative")}
    false = [
        i
        for s, i in enumerate(system)
        if s not in paired and all(m["document"] in empty for m in i["mentions"])
    ]
    return 100.0 * len(false) / len(empty) if empty else 0.0
