"""How a toll moved: one point per source and report time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from rashomon.model import Document, Incident


@dataclass(frozen=True, slots=True)
class TollPoint:
    """One count of the whole, as one source gave it in one report."""

    claim: str
    role: Literal["killed", "injured"]
    as_of: str | None
    source: str
    low: int | None
    best: int | None
    high: int | None


def toll_series(incident: Incident, documents: Mapping[str, Document]) -> list[TollPoint]:
    """The counts of killed and injured of an incident, oldest report first;
    subsets, denials and doubts are left out.
    """
    points = []
    for claim in incident.claims:
        if claim.role not in ("killed", "injured") or claim.subset_of or claim.stance in ("denies", "doubts"):
            continue
        if claim.low is None and claim.high is None:
            continue
        doc = documents.get(claim.document)
        outlet = claim.source.kind == "outlet" and doc is not None and doc.publisher
        name = str(doc.publisher) if outlet and doc else claim.source.name
        best = claim.best if claim.best is not None else claim.low if claim.low is not None else claim.high
        points.append(TollPoint(claim.id, claim.role, claim.as_of, name, claim.low, best, claim.high))
    return sorted(points, key=lambda p: (p.as_of or "", p.role, p.source, p.claim))
