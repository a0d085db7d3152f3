"""From a mention's sense, participants and weapons to an event type, by the table type_rules.csv."""

from __future__ import annotations

from itertools import pairwise

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.lexicon import Lexicon
from rashomon.annotators.events.mentions import causes_of
from rashomon.model import IncidentType

FAMILIES: dict[str, str] = {
    "armed_clash": "battles", "government_regains_territory": "battles", "nonstate_overtakes_territory": "battles",
    "chemical_weapon": "explosions", "air_drone_strike": "explosions", "suicide_bomb": "explosions",
    "shelling_artillery_missile": "explosions", "remote_explosive_ied": "explosions", "grenade": "explosions",
    "sexual_violence": "civilians", "attack": "civilians", "abduction": "civilians",
    "peaceful_protest": "protests", "protest_with_intervention": "protests",
    "excessive_force_against_protesters": "protests", "violent_demonstration": "riots", "mob_violence": "riots",
}  # fmt: skip
# Types that reports mix up for one and the same happening.
SOFT = {
    frozenset(pair)
    for pair in (
        ("attack", "armed_clash"), ("remote_explosive_ied", "suicide_bomb"), ("remote_explosive_ied", "grenade"),
        ("air_drone_strike", "shelling_artillery_missile"), ("remote_explosive_ied", "air_drone_strike"),
        ("remote_explosive_ied", "shelling_artillery_missile"), ("peaceful_protest", "protest_with_intervention"),
        ("peaceful_protest", "violent_demonstration"), ("attack", "mob_violence"), ("attack", "suicide_bomb"),
        ("attack", "looting_property_destruction"), ("armed_clash", "suicide_bomb"), ("attack", "remote_explosive_ied"),
        ("chemical_weapon", "air_drone_strike"), ("chemical_weapon", "shelling_artillery_missile"),
        ("violent_demonstration", "looting_property_destruction"),
        ("protest_with_intervention", "violent_demonstration"),
        ("protest_with_intervention", "excessive_force_against_protesters"), ("attack", "grenade"),
        ("chemical_weapon", "remote_explosive_ied"), ("chemical_weapon", "attack"),
        ("attack", "excessive_force_against_protesters"), ("armed_clash", "nonstate_overtakes_territory"),
        ("armed_clash", "government_regains_territory"),
    )
}  # fmt: skip
TELLING = {
    "weapons:air", "weapons:shell", "weapons:bomb", "weapons:suicide", "weapons:grenade", "weapons:chemical",
}  # fmt: skip
UNKNOWN = frozenset({"-"})
SURE = 0.55  # weight from which the words of the mentions themselves decide
WEAPON_TYPES = {
    "air_drone_strike", "shelling_artillery_missile", "remote_explosive_ied", "suicide_bomb", "chemical_weapon",
}  # fmt: skip
ACCOMPANYING = {
    "abduction", "arrests", "looting_property_destruction", "peaceful_protest", "other", "agreement",
    "change_to_group_activity",
}  # fmt: skip
HARM = {"killing", "injury"}
TERRITORY = {"government_regains_territory", "nonstate_overtakes_territory"}  # outranks the fighting for it
WIDEST = 0.6  # what a type found with the words of the whole report is worth
WIDER = 0.75  # what a type found with the words of the whole sentence, not of the clause, is worth


def add_type(context: Context, draft: Draft) -> None:
    """Type by the words of the clause; if they leave it open, by those of the sentence at a lower weight."""
    draft.type, draft.weight = first_rule(
        context.lexicon, draft.sense, draft.kinds, draft.by_kinds, draft.on_kinds
    )
    if draft.weight < 0.5:
        around = draft.kinds | weapons_of(context, [draft.sentence])
        wider, weight = first_rule(context.lexicon, draft.sense, around, draft.by_kinds, draft.on_kinds)
        if weight * WIDER > draft.weight:
            draft.type, draft.weight = wider, weight * WIDER


def type_of(context: Context, drafts: list[Draft], *, main: bool, aggregate: bool) -> IncidentType:
    """The type of an incident: the votes of its mentions, each read with what all of them say of actors and weapons.

    When that leaves it open, the weapons of the neighbouring sentences decide, and for the report's own subject those
    of the whole report. A sum of deaths in a war without any such words is "other".
    """
    acts = [d for d in drafts if not d.result]
    by = frozenset(k for d in acts for k in d.by_kinds)
    on = frozenset(k for d in acts for k in d.on_kinds) or frozenset(k for d in drafts for k in d.on_kinds)
    kinds = frozenset(k for d in drafts for k in d.kinds)
    best = _vote(context, drafts, kinds, by, on)
    if aggregate and (any(d.sense == "war" for d in drafts) or (best[1] < SURE and not told_how(drafts))):
        return "other"
    if best[1] >= SURE:
        return best[0]
    near = _vote(context, drafts, kinds | weapons_of(context, _around(context, drafts)), by, on)
    if near[1] * WIDER > best[1]:
        best = near[0], near[1] * WIDER
    if best[1] < SURE and (
        main or any(d.sense in ("air_or_missile", "raid", "bombing", "explosion") for d in drafts)
    ):
        whole = _vote(context, drafts, kinds | main_weapon(context), by, on)
        if whole[1] * WIDEST > best[1] or (main and whole[0] in WEAPON_TYPES and best[1] < 0.5):
            best = whole[0], whole[1] * WIDEST
    return best[0]


def _around(context: Context, drafts: list[Draft]) -> list[int]:
    """The sentences of some mentions and their neighbours in the same paragraph."""
    parse = context.parse
    found = set()
    for number in {d.sentence for d in drafts}:
        own = parse.paragraph_index(parse.sentences[number].start)
        for other in range(max(0, number - 1), min(len(parse.sentences), number + 2)):
            if parse.paragraph_index(parse.sentences[other].start) == own:
                found.add(other)
    return sorted(found)


def told_how(drafts: list[Draft]) -> bool:
    """Do any words of a sum say how people came to harm?"""
    return any(d.sense in ("attack", "massacre", "protest", "clash") for d in drafts)


def _vote(
    context: Context, drafts: list[Draft], kinds: frozenset[str], by: frozenset[str], on: frozenset[str]
) -> tuple[IncidentType, float]:
    """The type with most votes, and the weight of its surest vote; violence outvotes what went with it."""
    votes: dict[IncidentType, list[float]] = {}
    leading: set[IncidentType] = set()  # what the first mention says
    lethal = any(d.sense in context.lexicon.senses.groups["lethal"] for d in drafts)
    lead = next((n for n, d in enumerate(drafts) if not _only_harm(d, drafts)), 0)
    for number, draft in enumerate(drafts):
        own = first_rule(context.lexicon, draft.sense, draft.kinds, draft.by_kinds, draft.on_kinds)
        shared = first_rule(context.lexicon, draft.sense, kinds, by, on)
        for (kind, weight), share in ((own, 1.0), (shared, 0.9)):
            weight *= share * (0.5 if _only_harm(draft, drafts) else 1.0)
            if lethal and kind in ACCOMPANYING and (number or draft.weight < SURE):
                weight *= 0.4
            if kind in TERRITORY:
                weight *= 1.3
            votes.setdefault(kind, []).append(weight)
            if number == lead:
                leading.add(kind)
    tally = {k: max(weights) + 0.07 * sum(weights) + 0.1 * (k in leading) for k, weights in votes.items()}
    kind = max(tally, key=lambda t: (tally[t], t))
    return kind, max(votes[kind])


def _only_harm(draft: Draft, drafts: list[Draft]) -> bool:
    """Does a mention tell only the harm done in a deed that another one names ("killed in a strike")?"""
    if draft.result or draft.sense not in HARM:
        return draft.result
    causes = causes_of(draft)
    return bool(causes) and any(
        deed.nominal and not deed.aggregate and deed.token.i in causes for deed in drafts if deed is not draft
    )


def main_weapon(context: Context) -> frozenset[str]:
    """The kind of weapon that the report names most often."""
    counts: dict[str, int] = {}
    for i in range(len(context.tags)):
        for tag in _telling(context, i):
            counts[tag] = counts.get(tag, 0) + 1
    return frozenset([max(counts, key=lambda t: (counts[t], t))]) if counts else frozenset()


def first_rule(
    lexicon: Lexicon, sense: str, kinds: frozenset[str], by: frozenset[str], on: frozenset[str]
) -> tuple[IncidentType, float]:
    """The first rule that holds."""
    for rule in lexicon.rules:
        if (
            sense in rule.senses
            and (not rule.has or rule.has & kinds)
            and not rule.lacks & kinds
            and (not rule.by or rule.by & (by or UNKNOWN))
            and (not rule.on or rule.on & on)
        ):
            return rule.type, rule.weight
    return "other", 0.1


def weapons_of(context: Context, sentences: list[int]) -> frozenset[str]:
    """Kinds of weapons named in some sentences."""
    spans = [context.parse.sentences[n] for n in sentences if 0 <= n < len(context.parse.sentences)]
    return frozenset(kind for s in spans for t in context.parse.tokens(s) for kind in _telling(context, t.i))


def _telling(context: Context, i: int) -> set[str]:
    """The kinds of weapon that a word away from the mention names: "the air force said" names none."""
    lemmas = context.lemmas[max(0, i - 1) : i + 2]
    if context.lemmas[i] in ("air", "force") and any(pair == ("air", "force") for pair in pairwise(lemmas)):
        return set()
    return context.tags[i] & TELLING


def violent(kind: str) -> bool:
    """Is the type one of violence against people or things?"""
    return FAMILIES.get(kind) in ("battles", "explosions", "civilians", "riots") or kind in (
        "excessive_force_against_protesters",
        "other",
        "looting_property_destruction",
    )
