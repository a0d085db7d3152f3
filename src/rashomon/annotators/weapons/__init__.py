"""The layer of weapons: what was used, of which kind, and how many.

A launcher is a mention of its own ("a drone fired two rockets" = drone, 1; rockets, 2). Words that tell of a
weapon without naming it ("opened fire", "shelled") are mentions with `implied`. Whether a weapon was used,
seized or only talked of is not said here: events decide that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rashomon.annotators import Annotator
from rashomon.annotators.parse import Parse
from rashomon.annotators.weapons.lexicon import Entry, WeaponTable, load_table
from rashomon.annotators.weapons.words import Word, read_words
from rashomon.config import Config
from rashomon.model import Annotations, Quantity, Span, Weapon, WeaponKind

NEAREST = 4  # counts before a weapon among which its own is
AHEAD = 8  # words between a suicide bomber and the vehicle he drives


@dataclass(frozen=True, slots=True)
class Match:
    """An entry of the table found in the text, words `first` to `after`."""

    first: int
    after: int
    entry: Entry
    kind: WeaponKind


def build(config: Config) -> Annotator:
    """The annotator of this layer."""
    table = load_table(config.overlay("weapons"))

    def annotate(notes: Annotations) -> tuple[Weapon, ...]:
        words = read_words(notes.doc.text, notes.parse)
        matches = _without_doubles(_merge(find_matches(words, notes.parse, table)), words)
        return tuple(_weapon(m, words, notes, table) for m in matches)

    return annotate


def find_matches(words: Sequence[Word], parse: Parse, table: WeaponTable) -> list[Match]:
    """The longest entries, from left to right, that are weapons here."""
    lower = [w.text for w in words]
    found: list[Match] = []
    at = 0
    while at < len(words):
        hit = table.longest(lower, at)
        if hit is None or not _contiguous(words, at, hit[0]) or _a_number(words, at, hit[0], parse.copy):
            at += 1
            continue
        size, entry = hit
        if entry.kind is not None and _is_weapon(words, lower, at, size, entry, table):
            found.append(_in_context(words, lower, at, at + size, entry, entry.kind, table))
        at += size
    return found


def _contiguous(words: Sequence[Word], at: int, size: int) -> bool:
    """Do the words stand side by side (a space, a hyphen or a line wrap between)?"""
    return all(words[i + 1].start - words[i].end <= 2 for i in range(at, at + size - 1))


def _a_number(words: Sequence[Word], at: int, size: int, text: str) -> bool:
    """Is it "a 10-year-old" or "a $10", and no A-10?"""
    if size != 2 or words[at].text != "a" or not words[at + 1].text.isdigit():
        return False
    return text[words[at].end : words[at + 1].start] not in ("-", "‑", "–")


def _is_weapon(
    words: Sequence[Word], lower: list[str], at: int, size: int, entry: Entry, table: WeaponTable
) -> bool:
    """A name must be no verb; an ambiguous one needs a word of attack in its sentence."""
    last = words[at + size - 1]
    if not entry.implied and size == 1 and last.pos in ("VERB", "AUX", "ADV"):
        return False
    if entry.implied and size == 1 and lower[at] in ("shot", "shoot", "shoots"):
        down = lower[at + 1 : at + 2] == ["down"]
        return last.pos in ("VERB", "AUX") and not down
    if not entry.in_use:
        return True
    sentence = last.sentence
    near = range(max(0, at - 40), min(len(words), at + 40))
    return any(
        words[i].sentence == sentence and lower[i] in table.use for i in near if not at <= i < at + size
    )


def _in_context(
    words: Sequence[Word],
    lower: list[str],
    first: int,
    after: int,
    entry: Entry,
    kind: WeaponKind,
    table: WeaponTable,
) -> Match:
    """The kind that the sentence gives: a bomb that aircraft drop, a suicide bomber in a truck."""
    vehicle = _filled_vehicle(lower, first, table) if lower[first] in table.fillings else None
    if vehicle is not None:
        return Match(vehicle, after, entry, "car_bomb")
    sentence = words[first].sentence
    end = next(
        (i for i in range(after, min(len(words), after + AHEAD)) if words[i].sentence != sentence),
        after + AHEAD,
    )
    if kind == "suicide_vest" and not entry.implied:
        for i in range(after, min(end, len(words))):
            if lower[i] in table.vehicles and any(
                w in ("in", "driving", "drove", "aboard", "riding", "using") for w in lower[after:i]
            ):
                return Match(first, i + 1 if "and" not in lower[after:i] else after, entry, "car_bomb")
    if lower[after - 1] in ("bomb", "bombs", "bombed", "bombing", "bombings") and after - first == 1:
        near = range(max(0, first - 25), min(len(words), after + 25))
        if any(words[i].sentence == sentence and lower[i] in table.air for i in near):
            return Match(first, after, entry, "bomb_air")
        if (
            lower[after : after + 1]
            and lower[after] in ("in", "on")
            and any(v in ("motorcycle", "motorbike", "bicycle") for v in lower[after:end])
        ):
            return Match(first, after, entry, "car_bomb")
    return Match(first, after, entry, kind)


def _filled_vehicle(lower: list[str], at: int, table: WeaponTable) -> int | None:
    """The vehicle of "a van loaded with explosives", as a position."""
    for phrase in table.filled:
        before = at - len(phrase)
        if before > 0 and tuple(lower[before:at]) == phrase:
            return next(
                (i for i in range(before - 1, max(-1, before - 3), -1) if lower[i] in table.vehicles), None
            )
    return None


def _merge(matches: list[Match]) -> list[Match]:
    """A match inside the words that another was widened to is dropped."""
    kept: list[Match] = []
    for match in matches:
        if kept and match.first < kept[-1].after:
            if match.after <= kept[-1].after:
                continue
            kept.pop()
        kept.append(match)
    return kept


def _without_doubles(matches: list[Match], words: Sequence[Word]) -> list[Match]:
    """ "Fired at" implies no small arms where the sentence names what was fired ("rockets were fired at")."""
    named = {words[m.first].sentence for m in matches if not m.entry.implied and m.kind != "small_arms"}
    return [
        m
        for m in matches
        if not (
            m.entry.implied
            and words[m.first].text in ("fired", "firing")
            and words[m.first].sentence in named
        )
    ]


def _weapon(match: Match, words: Sequence[Word], notes: Annotations, table: WeaponTable) -> Weapon:
    span = Span(words[match.first].start, words[match.after - 1].end)
    name = match.entry.name or span.of(notes.doc.text)
    weapon = Weapon(span, match.kind, name=name, implied=match.entry.implied)
    if match.entry.implied or _modifies(match, words):
        return weapon
    number = _number(span, notes.quantities)
    if number is not None:
        return replace(weapon, low=number.low, best=number.best, high=number.high)
    vehicle = words[match.first].text in table.vehicles  # "a van loaded with explosives"
    if (vehicle or not match.entry.plural) and _article(match.first, words, table):
        return replace(weapon, low=1, best=1, high=1)
    return weapon


def _modifies(match: Match, words: Sequence[Word]) -> bool:
    """Is the weapon's word only the first part of a compound ("a rocket attack", "drone strikes")?"""
    if match.after >= len(words):
        return False
    following = words[match.after]
    return following.pos == "NOUN" and following.start - words[match.after - 1].end == 1


def _number(span: Span, quantities: Sequence[Quantity]) -> Quantity | None:
    """The count whose noun phrase holds the weapon as its head; quantities come in the order of the text."""
    behind = bisect_right(quantities, span.start, key=lambda q: q.span.start)
    for quantity in quantities[max(0, behind - NEAREST) : behind]:
        counts = quantity.effect is None and quantity.number is not None and quantity.number.end <= span.start
        if counts and quantity.span.overlaps(span) and quantity.span.end <= span.end + 1:
            return quantity
    return None


def _article(first: int, words: Sequence[Word], table: WeaponTable) -> bool:
    """Does "a", "an" or "another" stand before it, with adjectives between?"""
    for i in range(first - 1, max(-1, first - 5), -1):
        if words[i].sentence != words[first].sentence:
            return False
        if words[i].text in table.one:
            return True
        if words[i].pos not in ("ADJ", "NOUN", "PROPN", "ADV") and not words[i].text[0].isdigit():
            return False
    return False
