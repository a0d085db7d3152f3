"""Which mentions of one report tell the same: a greedy walk, each mention weighed against the groups so far."""

from __future__ import annotations

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.features import joining_features
from rashomon.annotators.events.group import Group
from rashomon.annotators.events.linear import Features, LinearModel
from rashomon.annotators.events.relevance import DECISIVE, Setting
from rashomon.annotators.events.typing import FAMILIES

JOIN = 0.3  # probability from which a mention joins a group
JOIN_DEPENDENT = 0.2  # and for one that can found none
FOUND = 0.4  # probability from which a mention founds a group of its own
FOUND_BRIEF = (
    0.22  # for the likeliest mention of a brief of at most three sentences that would tell nothing else
)
FOUND_BARE = 0.6  # for one without a day or a place, once something has been told
FOUND_HOSTILE = 0.9  # and in a report about something else
# What all but rules out that two mentions tell the same, and what is left of the probability then. Of the pairs in
# data/gold that have the feature, 17 of 20 (apart) and 132 of 138 (another day) tell different happenings.
QUALIFIERS = (("apart", 0.2), ("other_day", 0.2), ("other_place", 0.5))

REACH = 40  # sentences; more than any hand-coded report has between two mentions of one incident but the leading one

CAUSED = 0.9  # at least, for harm and the deed it was done in ("killed in a strike")
CHARGE_APART = 0.1  # what is left when one is only what somebody is accused of


def group_drafts(context: Context, drafts: list[Draft], model: LinearModel, setting: Setting) -> list[Group]:
    """Groups of mentions, in the order of their first."""
    groups: list[Group] = []
    for draft in in_order(drafts):
        if draft.caption and groups:
            place(context, draft, next((g for g in groups if g.leading), groups[0]))
            continue
        weighed = [
            (joining(model, joining_features(context, draft, g)), -g.number)
            for g in within_reach(groups, draft)
        ]
        best, where = max(weighed, default=(0.0, 0))
        if best >= (JOIN_DEPENDENT if draft.dependent or goes_on(draft) else JOIN):
            place(context, draft, groups[-where])
        elif draft.founding >= bar(draft, setting, first=not groups) and (
            not draft.dependent or (not groups and not draft.negated)
        ):
            found_group(context, draft, groups)
        elif best >= JOIN_DEPENDENT:
            place(context, draft, groups[-where])
    if not groups and drafts and len(context.parse.sentences) <= 3 and not setting.hostile:
        best_draft = max(drafts, key=lambda d: (d.founding, -d.trigger.start))
        if best_draft.founding >= FOUND_BRIEF and not best_draft.negated:
            found_group(context, best_draft, groups)
    return groups


def within_reach(groups: list[Group], draft: Draft) -> list[Group]:
    """The groups a mention is compared with: those told of not too far before, and the leading one."""
    near = [g for g in groups if g.leading or draft.sentence - g.drafts[-1].sentence <= REACH]
    return [g for g in near if not measured(g, draft)]


def measured(group: Group, draft: Draft) -> bool:
    """Is a mention what the group is measured by ("the deadliest since May, when …"), and so never the same?"""
    if not draft.compared or group.drafts[0].compared:
        return False
    return group.leading or any(d.sentence == draft.sentence and not d.compared for d in group.near)


def found_group(context: Context, draft: Draft, groups: list[Group]) -> None:
    """A new group; the first that tells a single happening leads the report."""
    leading = not (draft.charged or draft.aggregate) and not any(g.leading for g in groups)
    groups.append(Group(len(groups), leading=leading))
    place(context, draft, groups[-1])


def in_order(drafts: list[Draft]) -> list[Draft]:
    """As the report tells them, what stands under pictures last."""
    return sorted(drafts, key=lambda d: d.caption)


def goes_on(draft: Draft) -> bool:
    """ "They torched the trucks": told of somebody already there, without a day or a place of its own."""
    return draft.refers and not draft.times and not draft.places


def joining(model: LinearModel, features: Features) -> float:
    """Probability that two tell the same, lowered by what all but rules it out."""
    probability = model.probability(features)
    close = features.get("steps<=1")
    if features.get("charge_apart"):
        probability *= CHARGE_APART
    for name, factor in QUALIFIERS:
        if features.get(name) and not (close and name != "apart"):
            probability *= factor
    if features.get("caused_by"):
        probability = max(probability, CAUSED)
    return probability


def bar(draft: Draft, setting: Setting, *, first: bool) -> float:
    """How likely a mention must be to found a group; protests do belong into reports of politics and of courts."""
    if not setting.hostile:
        return FOUND if draft.times or draft.places or first else FOUND_BARE
    if setting.domain in ("politics", "court") and FAMILIES.get(draft.type) in ("protests", "riots"):
        return FOUND
    return 1.0 if setting.domain in DECISIVE else FOUND_HOSTILE


def place(context: Context, draft: Draft, group: Group) -> None:
    """Add a mention to a group; the next "the attack" looks there first."""
    draft.group = group.number
    group.drafts.append(draft)
    context.last_group = group.number
