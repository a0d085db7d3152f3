"""Mentions of a report that tell one happening."""

from __future__ import annotations

from dataclasses import dataclass, field

from rashomon.annotators.events.draft import Draft
from rashomon.model import IncidentType

FIRST, LATEST = 8, 32  # mentions of a long group that others are compared with, so that long texts stay cheap


@dataclass(slots=True)
class Group:
    """Mentions that tell one happening."""

    number: int
    drafts: list[Draft] = field(default_factory=list)
    leading: bool = False  # the first that is no sum and no accusation

    @property
    def near(self) -> list[Draft]:
        """The mentions that another is compared with: all, or of many the first and the latest."""
        if len(self.drafts) <= FIRST + LATEST:
            return self.drafts
        return [*self.drafts[:FIRST], *self.drafts[-LATEST:]]

    @property
    def specific(self) -> tuple[IncidentType, float]:
        """The type that the surest mention fixes."""
        best = max(self.near, key=lambda d: d.weight)
        return best.type, best.weight

    @property
    def times(self) -> list[int]:
        """All times of its mentions."""
        return [t for d in self.near for t in d.times]

    @property
    def places(self) -> list[int]:
        """All places of its mentions."""
        return [p for d in self.near for p in d.places]

    @property
    def aggregate(self) -> bool:
        """Does the mention that brought it in, or most of them, sum up many happenings?"""
        return self.drafts[0].aggregate or sum(d.aggregate for d in self.drafts) * 2 > len(self.drafts)
