"""Is this political violence at all? Cues around a mention, against the domains that borrow the words of war."""

from __future__ import annotations

from dataclasses import dataclass

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft

BASE = {"strong": 2.0, "plain": 1.0, "weak": 0.0, "casualty": 0.0}
ARMED = {"people:state", "people:nonstate"}
WEAPONS = {
    "weapons:air",
    "weapons:shell",
    "weapons:bomb",
    "weapons:suicide",
    "weapons:grenade",
    "weapons:chemical",
    "weapons:gun",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What the whole report is about: violence per hundred words, and the strongest other domain."""

    violence: float
    domain: str | None
    domain_weight: float

    @property
    def hostile(self) -> bool:
        """Is the report about something else, told in the words of war?"""
        return self.domain is not None


# Tuned on data/gold (97 reports of violence, 30 of other things) by hand; re-run the negatives after changing them.
DOMAIN_SHARE = 1.0  # a domain outweighs violence from this ratio on
DECISIVE = {"fiction", "drill", "sport", "disaster", "accident"}


def read_setting(context: Context) -> Setting:
    """Weigh armed actors and weapons against the words of other domains, each word counted once."""
    violence = {
        context.lemmas[i]
        for i, tags in enumerate(context.tags)
        if tags & (WEAPONS | {"people:nonstate"}) and context.doc[i].pos_ in ("NOUN", "PROPN", "ADJ")
    }
    soldiers = {context.lemmas[i] for i, tags in enumerate(context.tags) if "people:state" in tags}
    score = len(violence) + 0.5 * len(soldiers)
    best, weight = None, 0.0
    for name, words in context.lexicon.domains.items():
        found = {context.lemmas[i] for i in range(len(context.lemmas)) if words.match(context.lemmas, i)}
        if len(found) > weight:
            best, weight = name, float(len(found))
    if weight < 4 or weight < DOMAIN_SHARE * score:
        return Setting(score, None, weight)
    return Setting(score, best, weight)


def add_cues(context: Context, draft: Draft) -> None:
    """Count what speaks for political violence in the clause."""
    cues = BASE[draft.strength]
    if "people:nonstate" in draft.by_kinds | draft.on_kinds:
        cues += 1.5
    elif ARMED & (draft.by_kinds | draft.on_kinds | draft.kinds):
        cues += 1.0
    if draft.on_kinds & {"people", "people:civilian", "sites:civilian", "sites:military", "people:crowd"}:
        cues += 0.5
    if draft.kinds & WEAPONS:
        cues += 1.0
    if draft.kinds & {"place"} or draft.places:
        cues += 0.25
    sentence = context.parse.sentences[draft.sentence]
    if any(q.effect and sentence.contains(q.span) for q in context.notes.quantities):
        cues += 0.5
    draft.cues = cues


def relevant(draft: Draft, setting: Setting) -> bool:
    """Enough cues, given what the report is about?"""
    doc = min(1.0, setting.violence / 4)
    needed = 2.0 if not setting.hostile else 3.0
    return draft.cues + doc >= needed
