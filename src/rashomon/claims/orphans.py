"""Counts of people harmed that no event mention took: "No civilians were harmed", "the dead include five
soldiers".

They go to the incident told just before them: in their sentence, else up to two sentences before; where nothing has
been told yet, to that of the next sentence; else (for zeros, which are always about the report's subject) to the
report's first main incident. Totals over many events stay unattached.
"""

from __future__ import annotations

from dataclasses import replace

from rashomon.claims.groups import Group
from rashomon.model import Annotations, Quantity, Role

FAR = 2  # sentences back at most
AHEAD = 1  # sentences on, at the head of a text that has told of nothing yet


def adopt(groups: list[Group], notes: Annotations) -> list[Group]:
    """The groups with orphaned counts as roles of their nearest event."""
    if not groups:
        return groups
    taken = {
        role.index
        for group in groups
        for event in group.events
        for role in event.roles
        if role.layer == "quantities"
    }
    added: dict[str, list[Role]] = {}
    for index, quantity in enumerate(notes.quantities):
        if index in taken or quantity.effect is None or quantity.cumulative:
            continue
        event = nearest(quantity, groups, notes)
        if event is not None:
            added.setdefault(event, []).append(
                Role(quantity.effect, quantity.span, "quantities", index, score=0.8)
            )
    if not added:
        return groups
    return [
        replace(
            group,
            events=tuple(
                replace(e, roles=(*e.roles, *added[e.id])) if e.id in added else e for e in group.events
            ),
        )
        for group in groups
    ]


def nearest(quantity: Quantity, groups: list[Group], notes: Annotations) -> str | None:
    """Id of the event that a count belongs to."""
    parse = notes.parse
    here = parse.sentence_index(quantity.span.start)
    events = sorted(
        (e for group in groups for e in group.events if not e.aggregate),
        key=lambda e: (e.trigger.start, e.id),
    )
    before = [e for e in events if e.trigger.start <= quantity.span.start]
    if before and here - parse.sentence_index(before[-1].trigger.start) <= FAR:
        return before[-1].id
    same = [e for e in events if parse.sentence_index(e.trigger.start) == here]
    if same:
        return same[0].id
    ahead = [e for e in events if 0 < parse.sentence_index(e.trigger.start) - here <= AHEAD]
    if not before and ahead:
        return ahead[0].id
    main = next((e for e in events if not e.background), None)
    return main.id if main is not None and quantity.high == 0 else None
