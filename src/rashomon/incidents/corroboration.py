"""How well an incident is corroborated, in Airwars' terms, by rules that are said with the result.

| grade | rule |
|---|---|
| discounted | it is reported as not having happened; or only combatants are counted among the dead |
| contested | more than one actor took or was given responsibility |
| confirmed | the actor itself took responsibility |
| fair | two or more independent sources tell of it |
| weak | one source tells of it, or none is shown to be independent |

The first rule that holds gives the grade.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rashomon.incidents.status import status_of
from rashomon.incidents.tolls import NOT_HELD
from rashomon.incidents.voices import plain_name
from rashomon.model import Claim, Incident

Grade = Literal["confirmed", "fair", "weak", "contested", "discounted"]


@dataclass(frozen=True, slots=True)
class Corroboration:
    """A grade and the rule that gave it."""

    grade: Grade
    because: str


def corroboration(incident: Incident) -> Corroboration:
    """Grade an incident by the first rule that holds."""
    for rule in RULES:
        found = rule(incident)
        if found is not None:
            return found
    return Corroboration("weak", "a single source tells of it, or none is shown to be independent")


def _not_happened(incident: Incident) -> Corroboration | None:
    if incident.realis == "reported_false":
        return Corroboration("discounted", "it is reported as not having happened")
    return None


def _contested(incident: Incident) -> Corroboration | None:
    blamed = {c.entity_id or plain_name(c.value or ""): c.value for c in incident.claims if _blames(c)}
    if len(blamed) > 1:
        names = sorted(name for name in blamed.values() if name)
        return Corroboration("contested", f"responsibility is put on {' and on '.join(names)}")
    return None


def _blames(claim: Claim) -> bool:
    """Does a claim put responsibility on a body that has a name? "Gunmen" and single people are no rival accounts."""
    if claim.role != "perpetrator" or claim.stance not in ("claims", "accuses") or not claim.value:
        return False
    return claim.entity_kind != "person" and bool(claim.entity_id or claim.value[:1].isupper())


def _confirmed(incident: Incident) -> Corroboration | None:
    own = next((line.actor for line in incident.responsibility if line.stance == "claims"), None)
    return Corroboration("confirmed", f"{own} took responsibility") if own else None


def _combatants(incident: Incident) -> Corroboration | None:
    counted = [
        c for c in incident.claims if c.role == "killed" and c.stance not in NOT_HELD and (c.best or c.low)
    ]
    if counted and all(status_of(c.of) == "combatant" for c in counted):
        return Corroboration("discounted", "only combatants are counted among the dead")
    return None


def _fair(incident: Incident) -> Corroboration | None:
    if incident.independent_sources > 1:
        return Corroboration("fair", f"{incident.independent_sources} independent sources tell of it")
    return None


RULES: tuple[Callable[[Incident], Corroboration | None], ...] = (
    _not_happened,
    _contested,
    _combatants,
    _confirmed,
    _fair,
)
