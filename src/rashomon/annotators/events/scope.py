"""Why people were harmed: organised groups, states, protest and communal strife, or crime (`scope` in the record).

Battles, explosions of war, protests and politics are political by their type. What unarmed people suffered is
political when an army, an armed group or a party takes part in it, else as the words of the report weigh: crime only
where words of crime outnumber those of politics. What neither shows stays unclear, and exports keep it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.lexicon import Words
from rashomon.annotators.events.relevance import count_words
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import IncidentType, Scope

OPEN: frozenset[IncidentType] = frozenset(
    ("attack", "abduction", "sexual_violence", "arrests", "mob_violence", "looting_property_destruction",
     "grenade", "remote_explosive_ied", "armed_clash", "disrupted_weapons_use", "other")
)  # fmt: skip
ARMED = frozenset(("military", "armed_group", "party"))
CRIME = 3  # distinct words of crime from which a report without politics tells of a crime


@lru_cache(maxsize=1)
def words() -> dict[str, Words]:
    """The lists of scope.yaml."""
    table = read_yaml(data_path("events", "scope.yaml"), dict[str, list[str]])
    return {name: Words.of(entries) for name, entries in table.items()}


class Scopes:
    """The scope of each incident of one report; its words are counted once."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.political = count_words(context, words()["political"])
        self.criminal = count_words(context, words()["criminal"])

    def of(self, drafts: Iterable[Draft], kind: IncidentType) -> Scope:
        """The scope of the incident that some mentions tell."""
        if kind not in OPEN or self._organised(drafts):
            return "political"
        if self.criminal > self.political:
            return "criminal" if self.criminal >= CRIME else "unclear"
        return "political" if self.political else "unclear"

    def _organised(self, drafts: Iterable[Draft]) -> bool:
        """Does an army, an armed group or a party take part, by its name ("gunmen" may be anybody)?"""
        found = (
            self.context.annotation("actors", token) for draft in drafts for token in (*draft.by, *draft.on)
        )
        actors = (self.context.notes.actors[i] for i in found if i is not None)
        return any(
            actor.kind in ARMED and any(t.pos_ == "PROPN" for t in self.context.parse.tokens(actor.span))
            for actor in actors
        )
