"""One person, hit and then dead, is one of the dead and not one of the injured as well.

"A boy was shot on Monday. The boy has died." Where a report tells of one dead person, a single person hit
who may be the same
(the same words, or words that fit anyone) is not counted among the injured. "Another man was shot" stays.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from pydantic import BaseModel

from rashomon.claims.groups import Group
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Annotations, Quantity, Role


class FateWords(BaseModel):
    """The lists of words.yaml."""

    hit: set[str]
    other: set[str]
    anyone: set[str]


@lru_cache(maxsize=1)
def words() -> FateWords:
    """The words, read once."""
    return read_yaml(data_path("fates", "words.yaml"), FateWords)


def settle_fates(groups: list[Group], notes: Annotations) -> list[Group]:
    """The groups without the injured who are told as dead."""
    return [settle(group, notes) for group in groups]


def settle(group: Group, notes: Annotations) -> Group:
    """One group without its injured who are told as dead."""
    dead = [q for q in counted(group, "killed", notes) if (q.low, q.high) == (1, 1)]
    if not dead:
        return group
    return replace(
        group,
        events=tuple(
            replace(e, roles=tuple(r for r in e.roles if not is_one_of(r, dead, notes))) for e in group.events
        ),
    )


def counted(group: Group, role: str, notes: Annotations) -> list[Quantity]:
    """The quantities in one role of a group."""
    return [
        notes.quantities[r.index]
        for e in group.events
        for r in e.roles
        if r.role == role and r.layer == "quantities" and r.index is not None
    ]


def is_one_of(role: Role, dead: list[Quantity], notes: Annotations) -> bool:
    """Is a role a single person hit who is told as dead elsewhere?"""
    if role.role != "injured" or role.layer != "quantities" or role.index is None:
        return False
    quantity = notes.quantities[role.index]
    said = quantity.span.of(notes.doc.text).casefold().split()
    if (quantity.low, quantity.high) != (1, 1) or set(said) & words().other:
        return False
    verb = notes.parse.head(quantity.predicate) if quantity.predicate is not None else None
    if verb is not None and verb.lemma_.lower() not in words().hit:
        return False
    return any(may_be_same(quantity, other) for other in dead)


def may_be_same(one: Quantity, two: Quantity) -> bool:
    """Do two counts of one person name the same kind of person, or one of them nobody in particular?"""
    first, second = (one.of or "people").casefold(), (two.of or "people").casefold()
    anyone = words().anyone
    return first in anyone or second in anyone or first.split()[-1] == second.split()[-1]
