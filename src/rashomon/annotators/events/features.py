"""What speaks for and against a mention bringing in an incident, and for two mentions telling the same one."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rashomon.annotators.events.attach import tree_distance
from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.group import Group
from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.linear import Features
from rashomon.annotators.events.mentions import caused_by, dates_another, names_again
from rashomon.annotators.events.realis import asked
from rashomon.annotators.events.relevance import WEAPONS, Setting
from rashomon.annotators.events.signals import compare_scenes, signals
from rashomon.annotators.events.syntax import ancestors
from rashomon.annotators.events.typing import FAMILIES, SOFT, violent

CAMPS = {"people:state", "people:nonstate", "people:crowd"}
HANGING = {"conj", "advcl", "relcl", "acl"}
RULERS = {"people:state", "people:government"}
OTHERNESS = cues("otherness")
STRONG_OTHERNESS = cues("strong_otherness")
OPENING = cues("opening")
APART = cues("apart")
SUBACTS = cues("subacts")
DEFINITES = cues("definites")
INDEFINITES = cues("indefinites")
NEVER_FOUND = cues("never_found")
ROLE_NOUNS = cues("role_nouns")


def describe(context: Context, draft: Draft) -> None:
    """Set `definite`, `refers` and `dependent`."""
    words = [c.lower_ for c in draft.token.children if c.i < draft.token.i] if draft.nominal else []
    dated = any(c.dep_ == "poss" and c.ent_type_ in ("DATE", "TIME") for c in draft.token.children)
    if dated or any(w in DEFINITES for w in words):
        draft.definite = 1
    elif any(w in INDEFINITES for w in words):
        draft.definite = -1
    draft.refers = any(_refers(t) for t in draft.by)
    bare = draft.token.tag_ in ("NNS", "NNPS") and not any(
        c.dep_ in ("det", "nummod", "poss", "quantmod") for c in draft.token.children
    )
    anchored = bool(draft.times or draft.places or draft.counts)
    told_here = bool(draft.times or draft.places)
    draft.dependent = (
        (draft.negated and draft.realis != "reported_false")
        or asked(draft.token)
        or (draft.sense in NEVER_FOUND and (not anchored or dates_another(draft)))
        or (bare and draft.nominal and not anchored and not draft.on)
        or (draft.result and draft.nominal and not told_here and not draft.aggregate)
        or (draft.definite > 0 and draft.nominal and not told_here and not _names(draft.on))
    )


def _refers(token: Any) -> bool:
    if token.pos_ == "PRON":
        return token.lower_ in ("they", "he", "she", "them", "who")
    return token.lemma_.lower() in ROLE_NOUNS and any(c.lower_ in DEFINITES for c in token.children)


# Does it bring in an incident? -----------------------------------------------------------------------------------


def founding_features(context: Context, draft: Draft, setting: Setting) -> Features:
    """Features of one mention by itself."""
    kinds = draft.by_kinds | draft.on_kinds
    at_home = setting.domain in ("politics", "court") and not violent(draft.type)
    sentence = context.parse.sentences[draft.sentence]
    return {
        f"strength={draft.strength}": 1,
        f"realis={draft.realis}": 1,
        f"type={draft.type}": 1,
        f"sense={draft.sense}": 1,
        "nominal": float(draft.nominal),
        "peaceful": float(not violent(draft.type)),
        "peaceful&strong": float(not violent(draft.type) and draft.strength == "strong"),
        "peaceful&crowd": float(not violent(draft.type) and "people:crowd" in kinds | draft.kinds),
        "peaceful&violence=0": float(not violent(draft.type) and setting.violence == 0),
        "verb&past": float(draft.token.tag_ in ("VBD", "VBN")),
        "definite": float(draft.definite > 0),
        "indefinite": float(draft.definite < 0),
        "negated": float(draft.negated),
        "aggregate": float(draft.aggregate),
        "refers": float(draft.refers),
        "by_nonstate": float("people:nonstate" in draft.by_kinds),
        "by_state": float(bool(RULERS & draft.by_kinds)),
        "by_other": float(bool(draft.by) and not RULERS & draft.by_kinds and "people:nonstate" not in draft.by_kinds),
        "by_none": float(not draft.by),
        "on_armed": float(bool({"people:state", "people:nonstate", "sites:military"} & draft.on_kinds)),
        "on_people": float("people:civilian" in draft.on_kinds),
        "on_crowd": float("people:crowd" in kinds),
        "on_site": float("sites:civilian" in draft.on_kinds),
        "on_place": float("place" in draft.on_kinds),
        "on_unknown": float(bool(draft.on) and not draft.on_kinds),
        "weapon": float(bool(draft.kinds & WEAPONS)),
        "dated": float(bool(draft.times)),
        "placed": float(bool(draft.places)),
        "counted": float(any(context.notes.quantities[i].effect for i in draft.counts)),
        "lead": float(draft.sentence == 0),
        "early": float(draft.sentence in (1, 2, 3)),
        "surety": draft.weight,
        "violence": min(setting.violence, 8) / 8,
        "violence=0": float(setting.violence == 0),
        "violence<=1": float(setting.violence <= 1),
        "soldiers": min(setting.soldiers, 6) / 6,
        "domain": float(setting.hostile and not at_home),
        "domain_margin": 0.0 if at_home else max(-1.0, min(1.0, (setting.domain_weight - setting.violence) / 5)),
        "domain_words": min(_domain_words(context, sentence), 4) / 4,
        "quoted": float(_quoted(context, draft)),
        "figurative": float(_figurative(draft)),
        "generic": float(draft.token.tag_ in ("VBP", "VBZ") and not draft.times),
    }  # fmt: skip


def _domain_words(context: Context, sentence: Any) -> int:
    tokens = context.parse.tokens(sentence)
    return sum(
        1 for t in tokens for name in ("sport", "fiction", "drill", "disaster", "accident", "business")
        if context.lexicon.domains[name].match(context.lemmas, t.i)
    )  # fmt: skip


def _quoted(context: Context, draft: Draft) -> bool:
    """Is the word alone in quotation marks (a "raid", "killed")?"""
    before = context.text[max(0, draft.trigger.start - 1) : draft.trigger.start]
    after = context.text[draft.trigger.end : draft.trigger.end + 1]
    return bool(before and after and before in "\"“‘'" and after in "\"”’'")


def _figurative(draft: Draft) -> bool:
    """As if, like, as though: a comparison."""
    return any(
        c.lower_ in ("like", "though") or (c.lower_ == "as" and c.head.lemma_ in ("if",))
        for t in [draft.token, *ancestors(draft.token, 3)]
        for c in [t, *t.children]
        if c.dep_ in ("mark", "prep", "advmod")
    )


# Do two tell the same? -------------------------------------------------------------------------------------------


def joining_features(context: Context, draft: Draft, group: Group) -> Features:
    """Features of one mention against the mentions of a group."""
    last = group.drafts[-1]
    features: Features = {
        "result": float(draft.result), "dependent": float(draft.dependent), "first_group": float(group.leading),
        "size": min(len(group.drafts), 6) / 6, "negated": float(draft.negated),
        "definite": float(draft.definite > 0), "indefinite": float(draft.definite < 0), "refers": float(draft.refers),
    }  # fmt: skip
    same = [d for d in group.near if d.sentence == draft.sentence]
    features.update(_nearness(draft, same, last))
    features.update(_kinship(draft, group))
    dates, places = (
        compare_dates(context, draft.times, group),
        compare_scenes(context, draft, group.near),
    )
    mine_old, theirs_old = is_old(context, draft.times), is_old(context, group.times)
    features |= {
        "old&undated": float(mine_old and not group.times and not same),
        "undated&old": float(theirs_old and not draft.times and not same),
        "far_from_story": float(group.number == 0 and not group.places and _abroad(context, draft)),
        "same_day": float(dates > 0), "other_day": float(dates < 0), "same_place": float(places > 0),
        "other_place": float(places < 0), "new_date": float(bool(draft.times) and not group.times and not same),
        "new_place": float(bool(draft.places) and not group.places and not same),
        "no_anchor": float(not draft.times and not draft.places),
    }  # fmt: skip
    features |= _others(context, draft)
    features |= signals(context, draft, group)
    mine, theirs = _toll(context, [draft]), _toll(context, group.near)
    features["same_toll"] = float(bool(mine & theirs))
    features["definite_result"] = float(draft.result and any(_refers(t) for t in draft.on))
    features["aggregates"] = float(draft.aggregate != group.aggregate)
    features["charge_apart"] = float(draft.charged != group.drafts[0].charged)
    features["caused_by"] = float(caused_by(draft, same))
    features["names_again"] = float(names_again(draft, group.near))
    features["realis_apart"] = float(not _same_realis(draft, group))
    if not same:
        features["subact"] = float(draft.sense in SUBACTS)
        for name in ("definite", "result", "refers", "dependent", "no_anchor", "subact"):
            if features[name]:
                features[f"{name}&away"] = 1.0
                if group.number == context.last_group:
                    features[f"{name}&latest"] = 1.0
    return features


def _nearness(draft: Draft, same: list[Draft], last: Draft) -> Features:
    if not same:
        gap = draft.sentence - last.sentence
        return {"gap=1": float(gap == 1), "gap=2": float(gap in (2, 3)), "gap=far": float(gap > 3)}
    near = min(same, key=lambda d: (tree_distance(draft.token, d.token), d.token.i))
    steps = tree_distance(draft.token, near.token)
    apart = _kept_apart(draft, near)
    return {
        "same_sentence": 1.0,
        "apart": float(apart),
        "steps<=1": float(steps <= 1),
        "steps<=2": float(steps <= 2),
        "steps<=4": float(steps <= 4),
        "steps>8": float(steps > 8),
        "same&result": float((draft.result or near.result) and not apart),
        "same&subact": float(draft.sense in SUBACTS and draft.token.dep_ in HANGING and not apart),
    }  # fmt: skip


def _kept_apart(draft: Draft, other: Draft) -> bool:
    """Is one told as the time or the ground of the other ("fired after a crowd stormed …")?"""
    if draft.result and other.result:
        return False
    first, second = sorted((draft, other), key=lambda d: d.token.i)
    chain = {t.i for t in [second.token, *ancestors(second.token)]}
    doc = second.token.doc
    for i in range(first.token.i + 1, second.token.i):
        if doc[i].lower_ in APART and (doc[i].head.i in chain or i in chain):
            return not (first.result and doc[i].lower_ in ("after", "following"))
    return False


def _kinship(draft: Draft, group: Group) -> Features:
    kind, sure = group.specific
    firm = min(draft.weight, sure) >= 0.5
    same = draft.type == kind
    soft = frozenset((draft.type, kind)) in SOFT
    family = FAMILIES.get(draft.type) == FAMILIES.get(kind)
    features = {
        "type=same&firm": float(same and firm), "type=same&loose": float(same and not firm),
        "type=soft": float(soft and not same), "type=family": float(family and not same),
        "type=other&firm": float(firm and not same and not soft and not draft.result),
        "type=other&loose": float(not firm and not same and not soft and not draft.result),
        "peaceful_apart": float(violent(draft.type) != violent(kind) and not draft.result),
        "same_sense": float(any(d.sense == draft.sense for d in group.near)),
        "same_word": float(any(d.token.lemma_ == draft.token.lemma_ for d in group.near)),
    }  # fmt: skip
    for name, mine, theirs in (
        ("on", _names(draft.on), {n for d in group.near for n in _names(d.on)}),
        ("by", _names(draft.by), {n for d in group.near for n in _names(d.by)}),
    ):
        features[f"{name}=same"] = float(bool(mine & theirs))
        features[f"{name}=other"] = float(bool(mine and theirs and not mine & theirs))
    camps = draft.by_kinds & CAMPS
    others = {k for d in group.near for k in d.by_kinds} & CAMPS
    features["by_kind=other"] = float(bool(camps and others and not camps & others))
    return features


def _names(tokens: list[Any]) -> set[str]:
    return {t.lemma_.lower() for t in tokens if t.pos_ in ("NOUN", "PROPN")}


def _toll(context: Context, drafts: list[Draft]) -> set[tuple[str, int]]:
    found = [context.notes.quantities[i] for d in drafts for i in d.counts]
    return {(q.effect, q.low) for q in found if q.effect and q.low is not None and q.low > 1}


def _others(context: Context, draft: Draft) -> Features:
    near = {c.lower_ for c in draft.token.children}
    near |= {c.lower_ for t in [*draft.on, *draft.by] for c in t.children}
    tokens = context.parse.tokens(context.parse.sentences[draft.sentence])
    opening = {t.lower_ for t in tokens[:2]}
    return {
        "otherness": float(bool(near & OTHERNESS)),
        "strong_otherness": float(bool((near | opening) & STRONG_OTHERNESS)),
        "opening": float(bool(opening & OPENING)),
        "also": float(bool(near & {"also", "too"})),
    }  # fmt: skip


def _same_realis(draft: Draft, group: Group) -> bool:
    theirs = {d.realis for d in group.near}
    if draft.realis in theirs or (draft.result and draft.realis == "occurred"):
        return True
    mixed = {draft.realis, *theirs}
    return mixed <= {"occurred", "reported_false"}


def compare_dates(context: Context, ours: list[int], group: Group) -> int:
    """1 when two sets of times can be one day, −1 when they cannot, 0 when one is unknown."""
    mine, other = interval(context, ours), interval(context, group.times)
    if mine is None or other is None:
        return 0
    return 1 if mine[0] <= other[1] and other[0] <= mine[1] else -1


def interval(context: Context, indices: list[int]) -> tuple[str, str] | None:
    """First and last day of the finest of some times."""
    known = [context.notes.times[i] for i in indices]
    known = [
        t
        for t in known
        if t.earliest and t.latest and not re.fullmatch(r"(PRESENT|PAST|FUTURE)_REF", t.value)
    ]
    if not known:
        return None
    finest = min(known, key=lambda t: (len(t.value) < 10, t.span.start))
    assert finest.earliest
    assert finest.latest
    return finest.earliest, finest.latest


def is_old(context: Context, indices: list[int]) -> bool:
    """Does some time lie more than ten days before publication?"""
    found = interval(context, indices)
    published = context.notes.doc.published
    if found is None or not published or len(published) < 10:
        return False
    try:
        return (date.fromisoformat(published[:10]) - date.fromisoformat(found[1])).days > 10
    except ValueError:
        return False


def _abroad(context: Context, draft: Draft) -> bool:
    """Do all the mention's places lie in other countries than those of the report's opening?"""
    toponyms = context.notes.toponyms
    limit = context.parse.sentences[min(1, len(context.parse.sentences) - 1)].end
    home = {t.country for t in toponyms if t.span.start < limit and t.country}
    mine = {toponyms[i].country for i in draft.places if toponyms[i].country}
    return bool(home and mine and not home & mine)
