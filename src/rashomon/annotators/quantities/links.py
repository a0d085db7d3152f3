"""Joined counts lend each other their effect, their noun, and now and then become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.annotators.quantities.counts import Count, same_sentence
from rashomon.annotators.quantities.parts import link_parts
from rashomon.annotators.quantities.rules import Rules
from rashomon.annotators.quantities.view import View

JOINERS = frozenset(
    [
        ",",
        "and",
        "or",
        "&",
        "plus",
        "as",
        "well",
        "along",
        "with",
        "together",
        "also",
        "another",
        "the",
        "a",
        "an",
        "other",
        "then",
        "(",
        ")",
        "both",
        "-",
        "–",
        "—",
    ]
)
PLACES = frozenset(["in", "at", "on", "near", "outside", "inside", "while", "during", "from"])
POSSESSIVES = frozenset({"his", "her", "their"})
ELLIPSIS = 16  # tokens between the predicate and the elliptic number
LOOK_BACK = 12  # counts looked over for a noun, so that the cost stays linear
SPEAKERS = 8  # tokens behind a count in which other speakers may be joined to it
SAYING = frozenset({"said", "say", "says", "told", "tell", "added", "reported"})
GAP = 5  # tokens between joined phrases


def settle(counts: Sequence[Count], view: View, rules: Rules) -> list[Count]:
    """Spread effects over joined phrases, link parts to wholes, word what has no noun of its own."""
    settled = [_unharmed(c, view) for c in _without_appositions(list(counts), view)]
    settled = _backward(_forward(settled, view), view)
    settled = link_parts(settled, view, rules)
    settled = _ellipsis(_backward(_forward(settled, view), view), view, rules)
    return _cumulative(_families(_wording(settled, view), view, rules), view, rules)


def _without_appositions(counts: list[Count], view: View) -> list[Count]:
    """ "a sailor, David Ben Shitrit, 21," is one person."""
    kept: list[Count] = []
    for count in counts:
        last = kept[-1] if kept else None
        if (
            last is not None
            and last.single
            and count.single
            and view.words[last.after : count.first] in ([","], [])
        ) and last.after <= count.first:
            kept[-1] = _one_person(last, count)
            continue
        if last is None or not _both_again(last, count, view):
            kept.append(count)
    return kept


def _both_again(last: Count, count: Count, view: View) -> bool:
    """ "two men, both killed by a mine": "both" counts nobody new."""
    same = last.phrase.numeral.low == count.phrase.numeral.low and last.effect == count.effect
    return (
        same and view.words[count.phrase.number] == "both" and view.words[last.after : count.first] == [","]
    )


def _one_person(described: Count, named: Count) -> Count:
    giver = described if described.effect is not None else named
    of = described.of if described.of != "people" else named.of
    phrase = replace(described.phrase, after=named.after)
    return replace(giver, phrase=phrase, of=of)


# Coordination -----------------------------------------------------------------------------------------------


def _joined(left: Count, right: Count, view: View) -> bool:
    """Only commas, "and" and the like between two phrases, or behind the first one's predicate."""
    begin = left.after
    if left.at is not None and left.at >= begin and left.side in ("right", "tree"):
        begin = left.at + 1
    if begin > right.first or not same_sentence(left, right, view):
        return False
    gap = view.words[begin : right.first]
    if right.single and not ({"and", "or", "&", "plus", "well"} & set(gap)):
        return False
    return bool(gap) and len(gap) <= GAP and all(word in JOINERS for word in gap)


def _forward(counts: list[Count], view: View) -> list[Count]:
    """ "killed seven soldiers and three militants": the second takes the effect of the first."""
    for i in range(1, len(counts)):
        count, before = counts[i], counts[i - 1]
        if count.effect is not None or before.effect is None or not _may_take(count, view):
            continue
        if before.side != "zero" and _joined(before, count, view):
            counts[i] = _taking(count, before)
    return counts


def _may_take(count: Count, view: View) -> bool:
    """People, and for single persons only "a policeman" or a name."""
    if count.single and view.words[count.first] in ("he", "she", "him", "the", "his", "her", "its", "their"):
        return False
    if _speaks(count, view):
        return False
    told = count.phrase.own is not None or count.phrase.part_effect is not None or count.phrase.part
    after = count.after
    if not told and after < view.last[count.phrase.number]:
        told = view.tags[after] in ("VBD", "VBZ", "VBP", "MD")  # "and two are missing"
    return count.people and count.phrase.sort != "unknown" and not told


def _unharmed(count: Count, view: View) -> Count:
    """ "killing 14 people, a resident and two nurses said": joined to the dead by the parser, but they speak."""
    lead = view.words[count.first - 1] if count.first else ""
    if count.effect is None or lead not in (",", "and") or not _speaks(count, view):
        return count
    return replace(count, effect=None)


def _speaks(count: Count, view: View) -> bool:
    """ "killing dozens, two residents and a medic said": those who end in a verb of saying are no toll."""
    at, joined = count.after, False
    while at < min(view.last[count.phrase.number], count.after + SPEAKERS):
        if view.words[at] in SAYING:
            return joined or at == count.after
        joined = joined or view.words[at] == "and"
        if not joined or view.pos[at] not in ("CCONJ", "DET", "ADJ", "NOUN", "PROPN", "NUM"):
            return False
        at += 1
    return False


def _backward(counts: list[Count], view: View) -> list[Count]:
    """ "Five soldiers and three militants were killed": the first takes the effect of the second."""
    for i in range(len(counts) - 2, -1, -1):
        count, after = counts[i], counts[i + 1]
        if count.effect is not None or after.effect is None or not count.people:
            continue
        lends = after.side == "right" or (after.side in ("tree", "joined") and (after.at or 0) > after.first)
        if lends and after.phrase.sort != "bare" and _joined(count, after, view):
            counts[i] = _taking(count, after)
    return counts


def _taking(count: Count, giver: Count) -> Count:
    side = giver.side if giver.side in ("right", "tree") and (giver.at or 0) > count.first else "joined"
    return replace(count, effect=giver.effect, side=side, at=giver.at, whole=giver.whole)


def _ellipsis(counts: list[Count], view: View, rules: Rules) -> list[Count]:
    """ "two were killed in Tyre and one in Khiam": a bare number with a place takes the effect before it."""
    for i in range(1, len(counts)):
        count, before = counts[i], counts[i - 1]
        if count.effect is not None or before.effect is None or count.phrase.sort != "bare":
            continue
        lead = view.words[count.first - 1] if count.first else ""
        following = view.words[count.after] if count.after < len(view) else ""
        begin = max(before.after, (before.at or 0) + 1)
        near = same_sentence(before, count, view) and 0 < count.first - begin <= ELLIPSIS
        verbs = any(view.pos[k] == "VERB" for k in range(begin, count.first))
        where = (
            following in PLACES
            or " ".join(view.words[count.after : count.after + 3]) in rules.words.days_before
        )
        if near and not verbs and lead in (",", "and", "or", ";") and where:
            counts[i] = replace(count, effect=before.effect, side="ellipsis", at=before.at)
    return counts


# Wording ----------------------------------------------------------------------------------------------------


def _wording(counts: list[Count], view: View) -> list[Count]:
    """A number without a noun counts what the one before it counted ("killing 12 men and wounding six")."""
    for i, count in enumerate(counts):
        if count.of is None and count.effect is not None:
            counts[i] = replace(
                count, of=_noun_before(counts[max(0, i - LOOK_BACK) : i], count, view) or "people"
            )
    return counts


def _noun_before(before: Sequence[Count], count: Count, view: View) -> str | None:
    for other in reversed(before[-LOOK_BACK:]):
        if not same_sentence(other, count, view):
            return None
        if other.of and other.phrase.sort == "people" and other.whole is None and not other.single:
            return other.of
    return None


def _families(counts: list[Count], view: View, rules: Rules) -> list[Count]:
    """ "A father and his daughter died" counts two people."""
    for i in range(1, len(counts)):
        left, right = counts[i - 1], counts[i]
        if left.single and left.effect is not None and _kin(left, right, view, rules):
            high = (left.phrase.numeral.high or 0) + (right.phrase.numeral.high or 0)
            numeral = replace(left.phrase.numeral, low=high, high=high)
            counts[i - 1] = replace(
                left, phrase=replace(left.phrase, numeral=numeral, after=right.after), of="people"
            )
            counts[i] = replace(right, effect=None) if right.single else replace(right, whole=i - 1)
    return counts


def _cumulative(counts: list[Count], view: View, rules: Rules) -> list[Count]:
    """Mark totals over many events: "600 people have been killed since October"."""
    sums: dict[int, bool] = {}
    for i, count in enumerate(counts):
        if count.effect is None or count.single:
            continue
        start = view.first[count.phrase.number]
        if start not in sums:
            sums[start] = _sums_up(start, view, rules)
        if sums[start]:
            counts[i] = replace(count, cumulative=True)
    return counts


def _sums_up(start: int, view: View, rules: Rules) -> bool:
    """Does a sentence name the time of a total, and not that of a comparison ("the deadliest attack since 2015")?"""
    before: list[str] = []
    for at in range(start, view.last[start]):
        if view.words[at] in rules.words.superlatives:
            break
        before.append(view.words[at])
    sentence = " " + " ".join(before) + " "
    return any(f" {cue} " in sentence for cue in rules.words.cumulative)


def _kin(left: Count, right: Count, view: View, rules: Rules) -> bool:
    possessed = view.words[right.first] in POSSESSIVES or view.words[right.first - 1] in POSSESSIVES
    near = 0 <= right.first - left.after <= 3 and right.phrase.numeral.high is not None
    return possessed and near and right.effect == left.effect and view.words[right.phrase.head] in rules.kin
