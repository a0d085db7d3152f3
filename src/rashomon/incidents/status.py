"""Civilians and combatants among the dead, where accounts may contradict each other about who they were.

When one source counts civilians and another counts combatants, their status is contested, and the lowest number is
0 for both labels: what one side calls fighters is not taken as proof, nor is the other side's word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from rashomon.incidents.policies import Policy, toll
from rashomon.incidents.tolls import Figure, figures_of
from rashomon.incidents.voices import Origins
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Claim, ClaimRole, Toll

Status = Literal["civilian", "combatant"]


@dataclass(frozen=True, slots=True)
class ByStatus:
    """Tolls of civilians and of combatants; `contested` = sources differ about which they were."""

    civilian: Toll
    combatant: Toll
    contested: bool


def by_status(claims: Iterable[Claim], role: ClaimRole, origins: Origins, policy: Policy) -> ByStatus:
    """Tolls of a count role by the status that sources give to the people counted."""
    counted = [c for c in claims if status_of(c.of) is not None]
    series = {
        s: figures_of([c for c in counted if status_of(c.of) == s], role, origins)
        for s in ("civilian", "combatant")
    }
    contested = bool(_voices(series["civilian"]) and _voices(series["combatant"])) and (
        _voices(series["civilian"]) != _voices(series["combatant"])
    )
    found = {s: toll(figures, policy) for s, figures in series.items()}
    if contested:
        found = {s: replace(t, low=0, contested=True) for s, t in found.items()}
    return ByStatus(found["civilian"], found["combatant"], contested)


def _voices(figures: Iterable[Figure]) -> set[str]:
    return {f.voice.key for f in figures}


def status_of(people: str | None) -> Status | None:
    """Are the people counted civilians or combatants by the word used for them? "People" may be either."""
    words = (people or "").casefold().split()
    return next((status_words()[w] for w in words if w in status_words()), None)


@cache
def status_words() -> Mapping[str, Status]:
    """Word → status."""
    table = read_yaml(data_path("linking", "status.yaml"), dict[Status, list[str]])
    return {word: status for status, words in table.items() for word in words}
