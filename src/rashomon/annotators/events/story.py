"""The report's own subject against what it recalls, and single happenings against sums of many."""

from __future__ import annotations

from typing import Any

from rashomon.annotators.events.context import Context
from rashomon.annotators.events.draft import Draft
from rashomon.annotators.events.group import Group
from rashomon.annotators.events.lexicon import cues
from rashomon.annotators.events.mentions import many_times
from rashomon.annotators.events.syntax import ancestors, passive, prepositions, subjects
from rashomon.model import Time

COUNTABLE = cues("countable")
SUMMING = cues("summing")
MANY = cues("many")
WHEN = 9  # tokens between "since" and the "when" that tells what happened then


def add_aggregate(context: Context, draft: Draft) -> None:
    """Mark a mention that sums up many happenings."""
    draft.aggregate = (
        _counted_plural(draft)
        or draft.charged
        or many_times(draft)
        or _since(draft)
        or _on_many(draft)
        or any(context.notes.quantities[i].cumulative for i in draft.counts)
        or (draft.result and (_in_many(draft) or _over_a_year(context, draft)))
    )


def _counted_plural(draft: Draft) -> bool:
    """ "65 massacres", "at least 100 attacks", "45 drone raids"; two may still be one story."""
    token = draft.token
    if token.tag_ not in ("NNS", "NNPS") or draft.sense not in COUNTABLE:
        return False
    for child in token.children:
        if child.dep_ == "nummod" and child.lower_ not in ("two", "2", "twin", "one"):
            return True
        if child.lower_ in ("dozens", "hundreds", "scores", "several", "numerous", "many", "most"):
            return True
    return any(
        c.lower_ in ("dozens", "hundreds", "scores", "series", "spate", "string", "wave", "cases")
        for c in ancestors(token, 2)
    )


def compared(draft: Draft) -> bool:
    """Is it only what another is measured by: "the deadliest since May, when …", "the worst since gunmen …"?"""
    before = [t for t in draft.token.sent if t.i < draft.token.i]
    since = next((t.i for t in before if t.lower_ == "since"), None)
    if since is None:
        return False
    topped = any(t.tag_ in ("JJS", "RBS") and t.i < since for t in before)
    then = any(t.lower_ in ("when", "where") and since < t.i <= since + WHEN for t in before)
    told = any(
        c.dep_ == "mark" and c.i == since
        for t in (draft.token, *ancestors(draft.token, 3))
        for c in t.children
    )
    return then or (topped and told)


def _since(draft: Draft) -> bool:
    """ "since October" on the mention's own verb in the perfect, or on its noun."""
    verb = (
        draft.token
        if draft.token.pos_ == "VERB"
        else next((t for t in ancestors(draft.token, 2) if t.pos_ == "VERB"), None)
    )
    perfect = verb is not None and any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    for word in [draft.token] if verb is None or verb == draft.token else [draft.token, verb]:
        for child in word.children:
            if (
                child.dep_ in ("prep", "mark", "advmod")
                and child.lower_ == "since"
                and (perfect or draft.nominal)
            ):
                return True
            if child.dep_ == "advcl" and any(g.lower_ == "since" for g in child.children):
                return perfect
    return False


def _on_many(draft: Draft) -> bool:
    """ "have attacked several ships": the perfect, with many hit and no day."""
    verb = draft.token
    if (
        verb.pos_ != "VERB"
        or draft.times
        or not any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    ):
        return False
    if any(c.dep_ == "aux" and c.lower_ == "had" for c in verb.children):
        return False
    return any(t.tag_ in ("NNS", "NNPS") and any(c.lower_ in MANY for c in t.children) for t in draft.on)


def _in_many(draft: Draft) -> bool:
    """People killed "in several operations", "in attacks", "in the unrest", "in decades of conflict"."""
    verb = draft.token
    for preposition, noun in prepositions(verb):
        if preposition.split()[0] not in ("in", "during", "by", "from", "amid"):
            continue
        if noun.lower_ in (
            "conflict",
            "war",
            "unrest",
            "turmoil",
            "violence",
            "insurgency",
            "fighting",
            "uprising",
            "clashes",
        ):
            return True
        if noun.lower_ in SUMMING and not any(
            c.lower_ in ("the", "two", "twin", "both", "these") for c in noun.children
        ):
            return True
    agents = subjects(verb) if verb.pos_ == "VERB" and not passive(verb) else []
    return any(a.lower_ in ("conflict", "war", "violence", "insurgency", "decades") for a in agents)


def _over_a_year(context: Context, draft: Draft) -> bool:
    """Deaths counted over a month or a year ("4,600 violent deaths in 2022"), not those of one attack."""
    if any(
        noun.tag_ == "NN"
        for preposition, noun in prepositions(draft.token)
        if preposition in ("in", "by", "from", "when")
    ):
        return False
    if any(c.dep_ == "advcl" for c in draft.token.children):
        return False
    return any(
        t.precision in ("month", "year")
        and (t.latest or "") < (context.notes.doc.published or "9999")[:10]
        and any((context.notes.quantities[q].low or 0) > 4 for q in draft.counts)
        for t in (context.notes.times[i] for i in draft.times)
    )


# Main and background ---------------------------------------------------------------------------------------------


def main_groups(context: Context, groups: list[Group]) -> set[int]:
    """Numbers of the groups that the report is about: the weightiest, and what it tells beside it in the lead."""
    if not groups:
        return set()
    weighed = {g.number: _weight(context, g) for g in groups}
    top = max(weighed, key=lambda n: (weighed[n], -n))
    if weighed[top] <= 0:
        return set()
    return {top}


def _weight(context: Context, group: Group) -> float:
    first = group.drafts[0]
    if first.caption:
        return 0.05
    if all(d.realis not in ("occurred", "attempted", "reported_false") for d in group.drafts):
        return 0.1
    weight = min(len(group.drafts), 8) * 0.35
    paragraph = context.parse.paragraph_index(first.trigger.start)
    weight += (
        2.0
        if first.sentence == 0
        else 1.2
        if paragraph <= 1 and first.sentence <= 2
        else 0.4
        if first.sentence <= 4
        else 0
    )
    weight += 0.4 if group.number == 0 else 0.0
    weight += 0.5 if any(d.counts for d in group.drafts) else 0.0
    weight -= 1.0 if first.aggregate else 0.0
    weight -= 1.5 if first.compared else 0.0
    weight -= 0.8 * recalled(context, group)
    return weight


def recalled(context: Context, group: Group) -> float:
    """How much marks a group as recalled: an old date, the pluperfect, "last year", "followed"."""
    published = context.notes.doc.published
    weight = 0.0
    days = [_age(context.notes.times[i], published) for d in group.drafts for i in d.times]
    known = [day for day in days if day is not None]
    if known and min(known) > 10:
        weight += 1.5 if min(known) > 60 else 1.0
    if known and max(known) < 0:
        weight += 0.5
    if all(_pluperfect(d.token) for d in group.drafts):
        weight += 0.5
    return weight


def _age(time: Time, published: str | None) -> int | None:
    """Days from the end of a time to publication."""
    from datetime import date

    if not time.latest or not published or len(published) < 10:
        return None
    try:
        return (date.fromisoformat(published[:10]) - date.fromisoformat(time.latest[:10])).days
    except ValueError:
        return None


def _pluperfect(token: Any) -> bool:
    return token.pos_ == "VERB" and any(c.dep_ == "aux" and c.lower_ == "had" for c in token.children)
