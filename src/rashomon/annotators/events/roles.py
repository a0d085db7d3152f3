"""The slots of an event as words of the text, each pointing at the annotation that it is, where it is one."""

from __future__ import annotations

from typing import Any

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.participants import doers
from rashomon.annotators.events.syntax import noun_phrase
from rashomon.model import ClaimRole, Role, Span

PEOPLE = ("people",)
DAMAGED = {"destroy", "demolition", "burning", "loot"}


def add_roles(context: Context, draft: Draft) -> None:
    """Fill the roles of a mention from its participants and the annotations that belong to it."""
    roles: list[Role] = []
    for token in doers(draft):
        roles.append(_participant(context, "perpetrator", token))
    for token in draft.on:
        roles.extend(_hit(context, draft, token))
    for index in draft.counts:
        quantity = context.notes.quantities[index]
        if quantity.effect:
            roles.append(Role(quantity.effect, quantity.span, "quantities", index))
    for index in draft.weapons:
        roles.append(Role("weapon", context.notes.weapons[index].span, "weapons", index))
    for index in draft.times:
        roles.append(Role("date", context.notes.times[index].span, "times", index))
    for index in draft.places:
        roles.append(Role("place", context.notes.toponyms[index].span, "toponyms", index))
    unique = {(r.role, r.span.start, r.span.end): r for r in roles}
    draft.roles = tuple(unique[key] for key in sorted(unique, key=lambda k: (k[1], k[2], k[0])))


def _hit(context: Context, draft: Draft, token: Any) -> list[Role]:
    index = context.annotation("quantities", token)
    if index is not None and context.notes.quantities[index].effect:
        return []  # counted people are a number claim; the count itself is attached to the mention
    if draft.sense in DAMAGED and not any(k.startswith("people:") for k in context.kind_of(token)):
        return [_participant(context, "damage", token)]
    person = token.ent_type_ == "PERSON" or (
        token.tag_ in ("NN", "NNP") and "people:civilian" in context.kind_of(token)
    )
    role: ClaimRole = "victim" if person and draft.sense not in ("attack", "raid", "strike") else "target"
    return [_participant(context, role, token)]


def _participant(context: Context, role: ClaimRole, token: Any) -> Role:
    index = context.annotation("actors", token)
    if index is not None:
        return Role(role, context.notes.actors[index].span, "actors", index)
    first, last = noun_phrase(token)
    doc = context.doc
    return Role(role, Span(doc[first].idx, doc[last].idx + len(doc[last])))
