"""Which counts are parts of another.

"12 people, including three children", "13 of them women", "69 dead: seven soldiers and …".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rashomon.annotators.quantities.counts import Count, fits, same_sentence
from rashomon.annotators.quantities.rules import Effect, Rules
from rashomon.annotators.quantities.view import View

LOOK_BACK = 40  # counts looked over for a whole, so that the cost stays linear
BEFORE = 400  # characters back in which "of them" finds its whole
GRAVE = frozenset({"critical", "critically", "grave"})
GRAVE_REACH = 5  # tokens behind the number in which its state is told
OPENERS = frozenset({":", "(", "–", "—", "-"})
LISTED = frozenset([",", "and", "as", "well"])
BE = frozenset({"was", "were", "is", "are", "include", "includes", "included", "been", "be"})
THE_DEAD = {"victims": "killed", "fatalities": "killed"}


def link_parts(counts: list[Count], view: View, rules: Rules) -> list[Count]:
    """Each part takes the effect of its whole, unless its own words say another."""
    for i, count in enumerate(counts):
        if not count.people:
            continue
        of_the_dead = count.phrase.part_effect or _among_the_dead(count, view, rules)
        if of_the_dead is not None:
            if count.effect is None or count.effect == of_the_dead:
                whole = _right_behind(i, counts, of_the_dead)
                whole = _latest(i, counts, of_the_dead) if whole is None else whole
                counts[i] = replace(count, effect=of_the_dead, side="part", whole=whole)
            continue
        if i and _rest_of_the_dead(counts[i - 1], count, view):
            counts[i] = replace(count, effect=counts[i - 1].effect, side="part", whole=counts[i - 1].whole)
            continue
        whole = _whole_of(i, counts, view, rules)
        whole = _gravely_hurt(i, counts, view) if whole is None else whole
        if whole is not None:
            counts[i] = _part(count, counts[whole], whole)
    return _sums(counts, view)


def _rest_of_the_dead(left: Count, right: Count, view: View) -> bool:
    """ "Fourteen of the dead were civilians, five were soldiers and one was a guard"."""
    told = (
        left.side == "part"
        and left.effect is not None
        and (left.phrase.part_effect or left.phrase.sort == "bare")
    )
    copula = view.words[right.after : right.after + 1] in (["were"], ["was"], ["are"])
    return (
        bool(told)
        and copula
        and right.effect is None
        and right.phrase.sort == "bare"
        and same_sentence(left, right, view)
    )


def _gravely_hurt(i: int, counts: Sequence[Count], view: View) -> int | None:
    """ "30 were injured. Six are in critical condition": the gravely hurt are some of the injured."""
    count = counts[i]
    if not _grave(count, view):
        return None
    whole = _latest(i, counts, "injured")
    if whole is None or view.starts[count.first] - view.starts[counts[whole].first] > BEFORE:
        return None
    most, total = count.phrase.numeral.high, counts[whole].phrase.numeral.low
    return whole if most is not None and total is not None and most < total else None


def _grave(count: Count, view: View) -> bool:
    """A bare number of injured whose state is told right behind it."""
    behind = view.words[count.after : min(view.last[count.phrase.number], count.after + GRAVE_REACH)]
    return count.phrase.sort == "bare" and count.effect == "injured" and bool(GRAVE & set(behind))


def _part(count: Count, whole: Count, index: int) -> Count:
    if count.effect is None:
        return replace(count, effect=whole.effect, side="part", at=whole.at, whole=index)
    return replace(count, whole=index if count.effect == whole.effect else None)


def _whole_of(i: int, counts: Sequence[Count], view: View, rules: Rules) -> int | None:
    """Index of the whole that a marker beside this phrase points back to."""
    count = counts[i]
    low = view.first[count.phrase.number]
    before = view.words[max(low, count.first - 3) : count.first]
    if any(word in rules.words.part_markers for word in before):
        return _nearest(i, counts, view, across=False)
    if count.phrase.part:
        return _of_them(i, counts, view)
    if (
        i
        and counts[i - 1].whole is not None
        and not _grave(counts[i - 1], view)
        and _in_list(counts[i - 1], count, view)
    ):
        return counts[i - 1].whole
    if before[-1:] and before[-1] in OPENERS and i and counts[i - 1].effect is not None and not count.single:
        noun = count.phrase.sort in ("people", "unknown")
        listed = noun and count.side in ("", "tree", "joined") and same_sentence(counts[i - 1], count, view)
        return _nearest(i, counts, view, across=False) if listed else None
    return None


def _of_them(i: int, counts: Sequence[Count], view: View) -> int | None:
    """ "13 of them women" in the sentence of its whole; "Fifty of them are children" in the next one."""
    count = counts[i]
    following = view.words[count.after : count.after + 1]
    if count.effect is None:
        head = count.phrase.head if count.phrase.sort == "bare" else count.phrase.number
        subject = view.deps[head] in ("nsubj", "nsubjpass") and following not in (
            ["are"],
            ["were"],
            ["is"],
        )
        verb = view.pos[view.heads[head]] == "VERB"
        bare_one = count.phrase.numeral.high == 1 and count.phrase.sort == "bare"
        if bare_one or (subject and verb):
            return None
    return _nearest(i, counts, view, across=True)


def _nearest(i: int, counts: Sequence[Count], view: View, *, across: bool) -> int | None:
    """The nearest whole before a part, in its sentence or (`across`) shortly before."""
    count = counts[i]
    for j in range(i - 1, max(-1, i - 1 - LOOK_BACK), -1):
        other = counts[j]
        if other.whole is not None or other.phrase.sort == "things" or other.single or not fits(count, other):
            continue
        if same_sentence(other, count, view):
            return j
        near = view.starts[count.first] - view.starts[other.first] <= BEFORE
        if not (across and near):
            return None
        if other.effect is not None:
            return j
    return None


def _in_list(left: Count, right: Count, view: View) -> bool:
    """The next item of a list that a marker opened: "including two women and a child"."""
    gap = view.words[left.after : right.first]
    if (
        (right.effect is not None and right.side not in ("joined", "tree"))
        or not gap
        or not same_sentence(left, right, view)
    ):
        return False
    if len(gap) <= 4 and all(word in LISTED for word in gap):
        return True
    finite = any(view.tags[k] in ("VBD", "VBZ", "VBP") for k in range(left.after, right.first))
    return gap[-1] == "and" and len(gap) <= 8 and not finite


def _right_behind(i: int, counts: Sequence[Count], effect: Effect) -> int | None:
    """ "Two of the 14 dead": the whole stands behind the part."""
    if i + 1 < len(counts) and counts[i + 1].first - counts[i].after <= 2 and counts[i + 1].effect == effect:
        return i + 1 if fits(counts[i], counts[i + 1]) else None
    return None


def _latest(i: int, counts: Sequence[Count], effect: Effect) -> int | None:
    """The nearest whole with this effect before a part."""
    for j in range(i - 1, max(-1, i - 1 - LOOK_BACK), -1):
        if (
            counts[j].effect == effect
            and counts[j].whole is None
            and not counts[j].single
            and fits(counts[i], counts[j])
        ):
            return j
    return None


def _among_the_dead(count: Count, view: View, rules: Rules) -> Effect | None:
    """ "Among the dead were six policemen": the effect is that of "the dead"."""
    low = view.first[count.phrase.number]
    words = view.words[max(low, count.first - 9) : count.first]
    for n in range(len(words) - 2):
        if words[n] != "the":
            continue
        effect = rules.states.get(words[n + 1]) or THE_DEAD.get(words[n + 1])
        rest = words[n + 2 :]
        among = n > 0 and words[n - 1] in ("among", "amongst")
        if effect is not None and rest[0] in BE and (among or rest[0].startswith("includ")):
            return effect  # type: ignore[return-value]
    return None


def _sums(counts: list[Count], view: View) -> list[Count]:
    """A run adding up to the count before it breaks that one down ("eight bodies, four men, four women")."""
    for i, whole in enumerate(counts):
        total = whole.phrase.numeral.low
        if whole.effect is None or whole.whole is not None or not total or total != whole.phrase.numeral.high:
            continue
        run, rest = [], total
        for j in range(i + 1, min(i + 7, len(counts))):
            count = counts[j]
            low = count.phrase.numeral.low
            if (
                count.effect is not None
                or count.phrase.sort != "people"
                or not low
                or not same_sentence(whole, count, view)
            ):
                break
            run.append(j)
            rest -= low
            if rest <= 0:
                break
        if rest == 0 and len(run) > 1:
            for j in run:
                counts[j] = _part(counts[j], whole, i)
    return counts
