"""A group whose mentions exclude each other is two happenings: other days, or towns far apart.

The layer of events joins mentions by likeness; here what they say outright has the last word. Mentions
without a day or a town of their own
go with the last mention before them that has one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from rashomon.annotators.times import date_of
from rashomon.annotators.toponyms.happening import is_scene
from rashomon.gazetteer import distance_km
from rashomon.model import Annotations, DateRange, Event, IncidentType, Span, Toponym, WeaponKind

DAYS_APART = 1  # days that time zones and late reporting may lie between
FAR_KM = 60.0  # further apart, two towns are two places
EXACT = ("day", "days", "week", "month")  # precisions whose ranges may exclude each other
TOWNS = ("site", "town", "near", "district")


# The type that a weapon alone tells, by the codebook's rules; the first that is named decides.
TYPE_OF_WEAPON: tuple[tuple[WeaponKind, IncidentType], ...] = (
    ("suicide_vest", "suicide_bomb"),
    ("drone", "air_drone_strike"),
    ("aircraft", "air_drone_strike"),
    ("helicopter", "air_drone_strike"),
    ("bomb_air", "air_drone_strike"),
    ("barrel_bomb", "air_drone_strike"),
    ("car_bomb", "remote_explosive_ied"),
    ("ied", "remote_explosive_ied"),
    ("mine", "remote_explosive_ied"),
    ("grenade", "grenade"),
    ("rocket", "shelling_artillery_missile"),
    ("missile", "shelling_artillery_missile"),
    ("mortar", "shelling_artillery_missile"),
    ("artillery", "shelling_artillery_missile"),
    ("chemical", "chemical_weapon"),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """The day and the town that a mention gives outright."""

    day: DateRange | None
    town: Toponym | None

    @property
    def key(self) -> object:
        """What two settings share that exclude the same ones."""
        return self.day, None if self.town is None else (self.town.lat, self.town.lon)


def partition(events: tuple[Event, ...], notes: Annotations) -> list[tuple[Event, ...]]:
    """The parts of a group, each in the order of the text; one when nothing in it excludes anything else."""
    parts: list[list[Event]] = []
    settings: list[dict[object, Setting]] = []  # of each part, one of those that say the same
    last = 0
    outright = {clause: together(told, notes) for clause, told in by_clause(events).items()}
    for event in events:
        own = outright[event.clause]
        if not parts:
            where = 0
        elif own.day is None and own.town is None:
            where = last
        else:
            fits = [
                n for n, known in enumerate(settings) if not any(excludes(own, o) for o in known.values())
            ]
            where = last if last in fits else fits[0] if fits else len(parts)
        if where == len(parts):
            parts.append([])
            settings.append({})
        parts[where].append(event)
        settings[where].setdefault(own.key, own)
        last = where
    return [tuple(parts[0]), *(on_its_own(part, notes) for part in parts[1:])]


def on_its_own(part: list[Event], notes: Annotations) -> tuple[Event, ...]:
    """A part that was split off: background, and of the type that its own weapons tell."""
    kinds = {
        notes.weapons[role.index].kind
        for event in part
        for role in event.roles
        if role.role == "weapon" and role.layer == "weapons" and role.index is not None
    }
    told = next((type for kind, type in TYPE_OF_WEAPON if kind in kinds), None)
    return tuple(replace(e, type=told or e.type, background=True) for e in part)


def by_clause(events: tuple[Event, ...]) -> dict[Span, list[Event]]:
    """The mentions of each clause, in the order of the text."""
    found: dict[Span, list[Event]] = {}
    for event in events:
        found.setdefault(event.clause, []).append(event)
    return found


def together(events: list[Event], notes: Annotations) -> Setting:
    """The day and the town of all mentions in one clause: they cannot part."""
    known = [setting_of(e, notes) for e in events]
    return Setting(next((s.day for s in known if s.day), None), next((s.town for s in known if s.town), None))


def setting_of(event: Event, notes: Annotations) -> Setting:
    """The day and the town in an event's own roles."""
    day = town = None
    for role in event.roles:
        if role.index is None:
            continue
        if role.role == "date" and role.layer == "times" and day is None:
            found = date_of(notes, notes.times[role.index])
            day = found if found.start is not None and found.precision in EXACT else None
        if role.role == "place" and role.layer == "toponyms" and town is None:
            toponym = notes.toponyms[role.index]
            fine = toponym.lat is not None and toponym.precision in TOWNS
            town = toponym if fine and is_scene(notes, toponym) else None
    return Setting(day, town)


def excludes(one: Setting, other: Setting) -> bool:
    """Can two mentions not be of one happening?"""
    return days_apart(one.day, other.day) > DAYS_APART or far_apart(one.town, other.town)


def days_apart(one: DateRange | None, other: DateRange | None) -> int:
    """Days between two ranges; 0 when they touch or one is unknown."""
    if one is None or other is None or one.start is None or other.start is None:
        return 0
    assert one.end is not None
    assert other.end is not None
    first, second = sorted([(one.start, one.end), (other.start, other.end)])
    return max(0, (date.fromisoformat(second[0]) - date.fromisoformat(first[1])).days)


def far_apart(one: Toponym | None, other: Toponym | None) -> bool:
    """Are two towns further apart than one place reaches?"""
    if one is None or other is None:
        return False
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return False
    return distance_km((one.lat, one.lon), (other.lat, other.lon)) > FAR_KM
