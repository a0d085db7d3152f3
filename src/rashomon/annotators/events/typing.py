"""From a mention's sense, participants and weapons to an event type, by the table type_rules.csv."""

from __future__ import annotations

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.lexicon import Lexicon
from rashomon.model import IncidentType

FAMILIES: dict[str, str] = {
    "armed_clash": "battles", "government_regains_territory": "battles", "nonstate_overtakes_territory": "battles",
    "chemical_weapon": "explosions", "air_drone_strike": "explosions", "suicide_bomb": "explosions",
    "shelling_artillery_missile": "explosions", "remote_explosive_ied": "explosions", "grenade": "explosions",
    "sexual_violence": "civilians", "attack": "civilians", "abduction": "civilians",
    "peaceful_protest": "protests", "protest_with_intervention": "protests",
    "excessive_force_against_protesters": "protests", "violent_demonstration": "riots", "mob_violence": "riots",
}  # fmt: skip
WIDER = 0.75  # what a type found with the words of the whole sentence, not of the clause, is worth


def add_type(context: Context, draft: Draft) -> None:
    """Type by the words of the clause; if they leave it open, by those of the sentence at a lower weight."""
    draft.type, draft.weight = first_rule(context.lexicon, draft, draft.kinds)
    if draft.weight < 0.5:
        around = frozenset(draft.kinds | _of_sentence(context, draft))
        wider, weight = first_rule(context.lexicon, draft, around)
        if weight * WIDER > draft.weight:
            draft.type, draft.weight = wider, weight * WIDER


def first_rule(lexicon: Lexicon, draft: Draft, kinds: frozenset[str]) -> tuple[IncidentType, float]:
    """The first rule that holds."""
    for rule in lexicon.rules:
        if (
            draft.sense in rule.senses
            and (not rule.has or rule.has & kinds)
            and not rule.lacks & kinds
            and (not rule.by or rule.by & draft.by_kinds)
            and (not rule.on or rule.on & draft.on_kinds)
        ):
            return rule.type, rule.weight
    return "other", 0.1


def _of_sentence(context: Context, draft: Draft) -> frozenset[str]:
    span = context.parse.sentences[draft.sentence]
    return frozenset(
        kind
        for token in context.parse.tokens(span)
        for kind in context.tags[token.i]
        if kind.startswith("weapons:")
    )
