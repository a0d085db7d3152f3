"""Further signs that two mentions tell the same: their scenes, the people hit, the tolls, who tells them, the names."""

from __future__ import annotations

from rashomon.annotators.events.context import Context, Told
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.group import Group
from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.linear import Features
from rashomon.annotators.toponyms.happening import is_scene
from rashomon.model import Quantity, Span, Toponym

SIDES = ("people:state", "people:nonstate", "people:civilian", "people:crowd")
COMMON_HITS = cues("common_hits")
NAMED = ("PERSON", "ORG", "FAC", "NORP", "PRODUCT")


def signals(context: Context, draft: Draft, group: Group) -> Features:
    """Features of one mention against the mentions of a group, beyond words, days and places."""
    same = any(d.sentence == draft.sentence for d in group.near)
    features = _scenes(context, draft, group, same)
    features |= _hit_sides(context, draft, group)
    features |= _tolls(context, draft, group)
    features |= _weapons(context, draft, group)
    features |= _speakers(context, draft, group, same)
    features |= _layout(context, draft, group, same)
    features |= _names(context, draft, group, same)
    return features


def scenes_of(context: Context, draft: Draft) -> list[int]:
    """The places of a mention where something can happen: not the dateline's, not "Ankara" that blames."""
    toponyms = context.notes.toponyms
    for index in draft.places:
        if index not in context.scenes:
            context.scenes[index] = is_scene(context.notes, toponyms[index])
    return [i for i in draft.places if context.scenes[i]]


def _scenes(context: Context, draft: Draft, group: Group, same: bool) -> Features:
    """Places that meet, or lie apart, of those where something can happen."""
    toponyms = context.notes.toponyms
    mine = scenes_of(context, draft)
    theirs = [p for d in group.near for p in scenes_of(context, d)]
    verdict = compare_scenes(context, draft, group.near)
    here = {c for i in mine if (c := toponyms[i].country)}
    there = {c for i in theirs if (c := toponyms[i].country)}
    return {
        "scene=other&result": float(verdict < 0 and draft.result),
        "scene=other&away": float(verdict < 0 and not same),
        "scene=new": float(bool(mine) and not theirs and not same),
        "country=other": float(bool(here and there and not here & there)),
    }


def compare_scenes(context: Context, draft: Draft, others: list[Draft]) -> int:
    """1 when the scenes of mentions meet or one holds the other, −1 when they lie apart, 0 when one is unknown."""
    toponyms = context.notes.toponyms
    theirs = [p for d in others for p in scenes_of(context, d)]
    verdicts = [_same_place(toponyms[a], toponyms[b]) for a in scenes_of(context, draft) for b in theirs]
    if any(v > 0 for v in verdicts):
        return 1
    return -1 if verdicts and all(v < 0 for v in verdicts) else 0


def _same_place(a: Toponym, b: Toponym) -> int:
    if a.name and (a.name or "").lower() == (b.name or "").lower():
        return 1
    if a.country and b.country and a.country != b.country:
        return -1
    coarse = ("country", "province", "district")
    if a.precision in coarse or b.precision in coarse:
        fine = "country" not in (a.precision, b.precision)
        return -1 if fine and a.admin1 and b.admin1 and a.admin1 != b.admin1 else 1
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return 0
    return 1 if abs(a.lat - b.lat) + abs(a.lon - b.lon) < 0.25 else -1


def _hit_sides(context: Context, draft: Draft, group: Group) -> Features:
    """Are soldiers hit here and civilians there?"""
    mine = {s for s in SIDES if s in draft.on_kinds}
    theirs = {s for d in group.near for s in SIDES if s in d.on_kinds}
    return {
        "hit=same": float(bool(mine & theirs)),
        "hit=other": float(bool(mine and theirs and not mine & theirs)),
        "hit=words": float(any(told_of(context, draft).hit & told_of(context, d).hit for d in group.near)),
        "hit=state": float("people:state" in mine and bool(theirs) and "people:state" not in theirs),
    }


def told_of(context: Context, draft: Draft) -> Told:
    """What a mention's sentence tells, found at its first use."""
    at = draft.trigger.start
    if at not in context.told:
        context.told[at] = Told(speaker_of(context, draft), names_of(context, draft), _words_of(draft))
    return context.told[at]


def _words_of(draft: Draft) -> frozenset[str]:
    """The nouns of what was hit, those that only qualify too ("the US embassy compound")."""
    return frozenset(
        t.lemma_.lower()
        for head in draft.on
        for t in (head, *(c for c in head.children if c.dep_ in ("compound", "nmod", "poss", "appos")))
        if t.pos_ in ("NOUN", "PROPN") and t.ent_type_ != "GPE" and t.lemma_.lower() not in COMMON_HITS
    )


def _tolls(context: Context, draft: Draft, group: Group) -> Features:
    """Another number of people with the same fate, told by the same source, is another happening's."""
    mine = [q for i in draft.counts if (q := context.notes.quantities[i]).effect]
    theirs = [q for d in group.near for i in d.counts if (q := context.notes.quantities[i]).effect]
    same = any(q.effect == r.effect and q.low == r.low for q in mine for r in theirs)
    whole = [q for q in mine if q.subset_of is None]
    differs = any(_apart(q, r) for q in whole for r in theirs if r.subset_of is None)
    return {
        "toll=other": float(differs and not same),
        "toll=first": float(bool(mine) and not theirs),
        "toll&toll": float(bool(mine) and bool(theirs)),
    }


def _apart(one: Quantity, two: Quantity) -> bool:
    if one.effect != two.effect or one.low is None or two.low is None:
        return False
    return (one.high is not None and one.high < two.low) or (two.high is not None and two.high < one.low)


def _weapons(context: Context, draft: Draft, group: Group) -> Features:
    mine = {k for k in draft.kinds if k.startswith("weapons:")}
    theirs = {k for d in group.near for k in d.kinds if k.startswith("weapons:")}
    return {
        "weapon=same": float(bool(mine & theirs)),
        "weapon=other": float(bool(mine and theirs and not mine & theirs)),
    }


def speaker_of(context: Context, draft: Draft) -> str | None:
    """Who tells a mention, as a key: the actor's id, else the last word of the source; None for the report itself."""
    at = draft.trigger.start
    attributions = context.notes.attributions
    told = [
        (span.end - span.start, a.source)
        for a in (attributions[n] for n in context.places.contents.near(Span(at, at + 1)))
        for span in a.content
        if span.start <= at < span.end and a.source is not None
    ]
    if not told:
        return None
    source = min(told, key=lambda t: (t[0], t[1].start))[1]
    for n in context.places.actors.near(source):
        actor = context.notes.actors[n]
        if actor.span.start < source.end and source.start < actor.span.end:
            return actor.id
    return source.of(context.text).split()[-1].lower()


def _speakers(context: Context, draft: Draft, group: Group, same: bool) -> Features:
    mine = told_of(context, draft).speaker
    theirs = {told_of(context, d).speaker for d in group.near}
    return {
        "said": float(mine is not None),
        "speaker=other": float(mine is not None and mine not in theirs and not same),
        "speaker=same": float(mine is not None and mine in theirs and not same),
        "speaker=first": float(mine is not None and theirs == {None} and not same),
    }


def _layout(context: Context, draft: Draft, group: Group, same: bool) -> Features:
    """Does it open a paragraph; are other incidents told in between?"""
    here = context.parse.paragraph_index(draft.trigger.start)
    there = context.parse.paragraph_index(group.drafts[-1].trigger.start)
    sentence = context.parse.sentences[draft.sentence]
    paragraph = context.parse.paragraphs[here]
    opens = sentence.start == paragraph.start and not same
    told = bool(draft.by) and not draft.refers and not draft.result and draft.definite <= 0
    return {
        "paragraph=same": float(here == there and not same),
        "opens": float(opens),
        "opens&told": float(opens and told),
        "told&away": float(told and not same),
        "latest": float(group.number == context.last_group and not same),
        "latest&paragraph=same": float(group.number == context.last_group and here == there and not same),
        "only_group": float(group.number == 0 and context.last_group == 0 and not same),
    }


def names_of(context: Context, draft: Draft) -> frozenset[str]:
    """Names in a mention's sentence, other than places and who says it."""
    span = context.parse.sentences[draft.sentence]
    near = [context.notes.attributions[n].source for n in context.places.sources.near(span)]
    speakers = [source for source in near if source and source.overlaps(span)]
    return frozenset(
        t.lower_
        for t in context.parse.tokens(span)
        if t.ent_type_ in NAMED
        and t.pos_ == "PROPN"
        and len(t) > 2
        and not any(s.start <= t.idx < s.end for s in speakers)
    )


def _names(context: Context, draft: Draft, group: Group, same: bool) -> Features:
    if same:
        return {}
    mine = told_of(context, draft).names
    theirs = {n for d in group.near for n in told_of(context, d).names}
    return {
        "names=same": float(bool(mine & theirs)),
        "names=other": float(bool(mine) and bool(theirs) and not mine & theirs),
        "names>1": float(len(mine & theirs) > 1),
    }
