"""The working record of one event mention, filled in stage by stage and frozen into a model.Event at the end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rashomon.model import IncidentType, Realis, Role, Span


@dataclass(slots=True)
class Draft:
    """A word that may tell an event, with what has been found out about it."""

    token: Any  # spaCy token
    trigger: Span
    sense: str
    strength: str
    sentence: int
    clause: Span
    scope: list[Any] = field(default_factory=list)  # tokens of the clause
    kinds: frozenset[str] = frozenset()
    by: list[Any] = field(default_factory=list)  # heads of who did it
    on: list[Any] = field(default_factory=list)  # heads of who or what was hit
    by_kinds: frozenset[str] = frozenset()
    on_kinds: frozenset[str] = frozenset()
    type: IncidentType = "other"
    weight: float = 0.0
    realis: Realis = "occurred"
    negated: bool = False
    aggregate: bool = False
    times: list[int] = field(default_factory=list)  # indices of the layer of times
    places: list[int] = field(default_factory=list)  # indices of the layer of toponyms
    counts: list[int] = field(default_factory=list)  # indices of the layer of quantities
    weapons: list[int] = field(default_factory=list)  # indices of the layer of weapons
    dependent: bool = (
        False  # can only tell more of something told elsewhere ("the wounds", "further bombings")
    )
    definite: int = 0  # 1 "the attack", −1 "an attack", 0 neither
    refers: bool = False  # its actor is "they", "the attackers"
    charged: bool = False  # named only to say what somebody is accused of
    compared: bool = False  # what the report's own story is measured by ("the deadliest since …, when …")
    caption: bool = False  # told under a picture
    founding: float = 0.0  # probability that it brings in an incident, if it joins none
    group: int = -1
    roles: tuple[Role, ...] = ()

    @property
    def nominal(self) -> bool:
        """Is it told by a noun?"""
        return self.token.pos_ in ("NOUN", "PROPN", "ADJ")

    @property
    def result(self) -> bool:
        """Does it tell only the result (deaths, injuries, damage)?"""
        return self.strength == "casualty"
