"""Which mentions of one report tell the same happening: a greedy walk, each mention weighed against the groups so far."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rashomon.annotators.events.attach import tree_distance
from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.syntax import ancestors
from rashomon.annotators.events.typing import FAMILIES
from rashomon.model import IncidentType

SAME = 0.5  # weight from which a mention joins a group
SOFT = {
    frozenset(pair)
    for pair in (
        ("attack", "armed_clash"), ("remote_explosive_ied", "suicide_bomb"), ("remote_explosive_ied", "grenade"),
        ("air_drone_strike", "shelling_artillery_missile"), ("remote_explosive_ied", "air_drone_strike"),
        ("remote_explosive_ied", "shelling_artillery_missile"), ("peaceful_protest", "protest_with_intervention"),
        ("peaceful_protest", "violent_demonstration"), ("attack", "mob_violence"), ("attack", "suicide_bomb"),
        ("attack", "looting_property_destruction"), ("armed_clash", "suicide_bomb"), ("attack", "remote_explosive_ied"),
        ("chemical_weapon", "air_drone_strike"), ("chemical_weapon", "shelling_artillery_missile"),
        ("violent_demonstration", "looting_property_destruction"), ("protest_with_intervention", "violent_demonstration"),
        ("protest_with_intervention", "excessive_force_against_protesters"), ("attack", "grenade"),
        ("attack", "excessive_force_against_protesters"), ("armed_clash", "nonstate_overtakes_territory"),
        ("armed_clash", "government_regains_territory"),
    )
}  # fmt: skip
GENERIC_SENSES = {"attack", "raid", "killing", "violence", "incident", "death", "injury", "massacre", "operation", "strike",
                  "explosion", "bombing", "destroy", "target", "under_fire", "shooting"}  # fmt: skip
OTHERNESS = {"another", "second", "separate", "separately", "elsewhere", "similar", "third", "other", "meanwhile", "later",
             "earlier", "previous", "previously", "likewise", "again"}  # fmt: skip
STRONG_OTHERNESS = {"another", "separate", "separately", "elsewhere", "similar", "previous", "earlier"}
APART = {
    "after",
    "following",
    "since",
    "before",
    "despite",
    "amid",
    "avenge",
    "retaliation",
    "response",
    "revenge",
    "reprisal",
}


@dataclass(slots=True)
class Group:
    """Mentions that tell one happening."""

    number: int
    drafts: list[Draft] = field(default_factory=list)

    @property
    def specific(self) -> tuple[IncidentType, float]:
        """The type that the surest mention fixes."""
        best = max(self.drafts, key=lambda d: d.weight)
        return best.type, best.weight

    @property
    def times(self) -> list[int]:
        """All times of its mentions."""
        return [t for d in self.drafts for t in d.times]

    @property
    def places(self) -> list[int]:
        """All places of its mentions."""
        return [p for d in self.drafts for p in d.places]


def group_drafts(context: Context, drafts: list[Draft]) -> list[Group]:
    """Groups of mentions, in the order of their first."""
    groups: list[Group] = []
    for draft in drafts:
        weighed = [(join_weight(context, draft, group), -n) for n, group in enumerate(groups)]
        best, place = max(weighed, default=(0.0, 0))
        if best >= SAME:
            group = groups[-place]
        elif draft.negated and draft.realis == "occurred":
            draft.group = -2  # "no group claimed an attack", "nobody was hurt": tells nothing by itself
            continue
        else:
            group = Group(len(groups))
            groups.append(group)
        draft.group = group.number
        group.drafts.append(draft)
    return groups


def join_weight(context: Context, draft: Draft, group: Group) -> float:
    """How much speaks for a mention belonging to a group; hard contradictions give −1."""
    last = group.drafts[-1]
    if not compatible_types(draft, group) or draft.aggregate != last.aggregate:
        return -1.0
    if not _compatible_realis(draft, group):
        return -1.0
    dates = compare_dates(context, draft.times, group.times)
    places = compare_places(context, draft.places, group.places)
    if dates < 0:
        return -1.0
    weight = 0.3 * dates + (0.25 if places > 0 else -0.45 if places < 0 else 0.0)
    same = [d for d in group.drafts if d.sentence == draft.sentence]
    if same:
        weight += _same_sentence(context, draft, same)
    else:
        gap = draft.sentence - last.sentence
        weight += 0.35 if gap == 1 else 0.25 if gap <= 3 else 0.15
        weight += _reference(context, draft)
        if draft.result:
            weight += 0.25 if gap <= 2 else 0.1
        if group.number == 0:
            weight += 0.1
    weight += _alike(draft, group)
    weight -= _otherness(context, draft)
    return weight


def compatible_types(draft: Draft, group: Group) -> bool:
    """Could one happening be told by these words?"""
    if draft.result:
        return True
    kind, weight = group.specific
    if draft.type == kind:
        return True
    if draft.sense in GENERIC_SENSES and (draft.weight < 0.6 or weight < 0.6):
        return violent(kind) and violent(draft.type)
    if frozenset((draft.type, kind)) in SOFT:
        return True
    return draft.weight < 0.4 and violent(draft.type) and violent(kind)


def violent(kind: str) -> bool:
    """Is the type one of violence against people or things?"""
    return FAMILIES.get(kind) in ("battles", "explosions", "civilians", "riots") or kind in (
        "excessive_force_against_protesters", "other", "looting_property_destruction",
    )  # fmt: skip


def _compatible_realis(draft: Draft, group: Group) -> bool:
    theirs = {d.realis for d in group.drafts}
    if draft.realis in theirs or (draft.result and draft.realis == "occurred"):
        return True
    if draft.realis == "reported_false" and "occurred" in theirs:
        return True
    return draft.realis == "occurred" and "reported_false" in theirs


def _same_sentence(context: Context, draft: Draft, same: list[Draft]) -> float:
    near = min(same, key=lambda d: tree_distance(draft.token, d.token))
    if _kept_apart(draft, near):
        return -0.5
    if draft.result or near.result:
        return 0.7
    steps = tree_distance(draft.token, near.token)
    return 0.6 if steps <= 2 else 0.45 if steps <= 4 else 0.3


def _kept_apart(draft: Draft, other: Draft) -> bool:
    """Is one told as the time or the ground of the other ("fired after a crowd stormed …")?"""
    if draft.result and other.result:
        return False
    first, second = sorted((draft, other), key=lambda d: d.token.i)
    between = range(first.token.i + 1, second.token.i)
    chain = [second.token, *ancestors(second.token)]
    doc = second.token.doc
    for i in between:
        if doc[i].lower_ in APART and any(doc[i].head.i == t.i or doc[i].i == t.i for t in chain):
            return not (first.result and doc[i].lower_ in ("after", "following"))
    return False


def _reference(context: Context, draft: Draft) -> float:
    """ "The attack", "this raid", "Thursday's strike" point back; "an attack" brings in something new."""
    if not draft.nominal:
        return 0.0
    words = [c.lower_ for c in draft.token.children if c.i < draft.token.i]
    if any(w in ("the", "this", "that", "its", "their", "both") for w in words):
        return 0.25
    if any(w in ("a", "an", "another", "several", "two", "three", "more", "new") for w in words):
        return -0.2
    return 0.0


def _alike(draft: Draft, group: Group) -> float:
    """Same verb family, same actor, same victims."""
    weight = 0.0
    kind, sure = group.specific
    if draft.type == kind and min(draft.weight, sure) >= 0.5:
        weight += 0.1
    elif (
        FAMILIES.get(draft.type) != FAMILIES.get(kind) and min(draft.weight, sure) >= 0.5 and not draft.result
    ):
        weight -= 0.25
    mine, theirs = _names(draft.on), {n for d in group.drafts for n in _names(d.on)}
    if mine and theirs:
        weight += 0.15 if mine & theirs else -0.05
    mine, theirs = _names(draft.by), {n for d in group.drafts for n in _names(d.by)}
    if mine and theirs:
        weight += 0.1 if mine & theirs else -0.1
    return weight


def _names(tokens: list) -> set[str]:  # type: ignore[type-arg]
    return {t.lemma_.lower() for t in tokens if t.pos_ in ("NOUN", "PROPN")}


def _otherness(context: Context, draft: Draft) -> float:
    near = {c.lower_ for c in draft.token.children} | {
        c.lower_ for t in [*draft.on, *draft.by] for c in t.children
    }
    first = context.parse.tokens(context.parse.sentences[draft.sentence])
    opening = {t.lower_ for t in first[:2]}
    weight = 0.35 if near & OTHERNESS else 0.0
    weight = max(weight, 0.4 if (near | opening) & STRONG_OTHERNESS else 0.0)
    if opening & {"meanwhile", "elsewhere", "separately"}:
        weight = 0.5
    if any(c.lower_ in ("also", "too") for c in draft.token.children):
        weight += 0.15
    return weight


def compare_dates(context: Context, ours: list[int], theirs: list[int]) -> int:
    """1 when two sets of times can be one day, −1 when they cannot, 0 when one is unknown."""
    mine, other = _interval(context, ours), _interval(context, theirs)
    if mine is None or other is None:
        return 0
    return 1 if mine[0] <= other[1] and other[0] <= mine[1] else -1


def _interval(context: Context, indices: list[int]) -> tuple[str, str] | None:
    known = [context.notes.times[i] for i in indices]
    known = [
        t
        for t in known
        if t.earliest and t.latest and not re.fullmatch(r"(PRESENT|PAST|FUTURE)_REF", t.value)
    ]
    if not known:
        return None
    finest = min(known, key=lambda t: (len(t.value) < 10, t.span.start))
    assert finest.earliest and finest.latest
    return finest.earliest, finest.latest


def compare_places(context: Context, ours: list[int], theirs: list[int]) -> int:
    """1 when two sets of places meet or one holds the other, −1 when they lie apart, 0 when one is unknown."""
    if not ours or not theirs:
        return 0
    toponyms = context.notes.toponyms
    verdicts = [_same_place(toponyms[a], toponyms[b]) for a in ours for b in theirs]
    if any(v > 0 for v in verdicts):
        return 1
    return -1 if verdicts and all(v < 0 for v in verdicts) else 0


def _same_place(a, b) -> int:  # type: ignore[no-untyped-def]
    if (a.name or "").lower() == (b.name or "").lower() and a.name:
        return 1
    if a.country and b.country and a.country != b.country:
        return -1
    coarse = ("country", "province", "district")
    if a.precision in coarse or b.precision in coarse:
        return (
            0
            if a.admin1 and b.admin1 and a.admin1 != b.admin1 and "country" not in (a.precision, b.precision)
            else 1
        )
    if a.lat is None or b.lat is None:
        return -1 if a.span != b.span else 0
    far = abs(a.lat - b.lat) + abs(a.lon - b.lon)
    return 1 if far < 0.25 else -1
