"""Our types in the vocabularies of PLOVER and CAMEO (data/exports/crosswalk.yaml)."""

from __future__ import annotations

from functools import lru_cache

from pydantic import BaseModel

from rashomon.lexicon import data_path, read_yaml

# PLOVER's scores and quadrants: 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.
PLOVER_EVENTS = {
    "AGREE": (2.5, 1), "RETREAT": (6.5, 2), "PROTEST": (-5.0, 4), "MOBILIZE": (-5.5, 4), "COERCE": (-7.0, 4),
    "ASSAULT": (-9.0, 4), "ACCUSE": (-3.0, 3), "THREATEN": (-3.5, 3), "REQUEST": (0.0, 3), "REJECT": (-2.0, 3),
    "SUPPORT": (5.0, 1), "CONSULT": (2.5, 1),
}  # fmt: skip
# Speech acts: PLOVER event with its mode, CAMEO code. What is None has no place there.
ACTS: dict[str, tuple[str | None, str | None, str]] = {
    "claim_responsibility": (None, None, "015"), "deny_responsibility": (None, None, "016"),
    "accuse": ("ACCUSE", "allege", "112"), "condemn": ("ACCUSE", "disapprove", "111"),
    "threaten": ("THREATEN", None, "130"), "demand": ("REQUEST", None, "100"), "reject": ("REJECT", None, "120"),
    "support": ("SUPPORT", None, "051"), "agree": ("AGREE", None, "030"), "consult": ("CONSULT", None, "040"),
    "promise": ("AGREE", None, "030"), "comment": (None, None, "010"),
}  # fmt: skip


class Crossing(BaseModel):
    """One of our types elsewhere; None: it has no place there."""

    model_config = {"frozen": True, "extra": "forbid"}

    plover: str | None
    modes: tuple[str, ...]
    cameo: str | None


@lru_cache(maxsize=1)
def crosswalk() -> dict[str, Crossing]:
    """The table, by incident type."""
    return read_yaml(data_path("exports", "crosswalk.yaml"), dict[str, Crossing])


def quad_of(cameo: str) -> int:
    """The quadrant of a CAMEO code, as GDELT counts them."""
    root = int(cameo[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4
