"""A short title of an incident for lists: what, where, when."""

from __future__ import annotations

from rashomon.codebook import load_codebook
from rashomon.model import DateRange, IncidentType, Place


def label_of(type: IncidentType, date: DateRange, place: Place) -> str:
    """Such as "Air/drone strike, Baghdad, 2024-01-04"."""
    parts = [load_codebook().types[type].code]
    if place.name:
        parts.append(place.name)
    if date.start:
        parts.append(date.start if date.start == date.end else f"{date.start} to {date.end}")
    return ", ".join(parts)
