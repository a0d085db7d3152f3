"""Reads a noun phrase that names an actor: its kind, its country and the body that it speaks for.

The last noun of the phrase decides ("police *officers*"); a noun that says little ("official", "source")
takes its kind from the nearest word that says more, to its left ("hospital officials", "Boko Haram gunmen")
or after a preposition ("a spokesman for the rebels").
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from rashomon.annotators.actors.grammar import words
from rashomon.annotators.actors.lexicon import Entity, Folk, Head, Land, Lexicon, Thing
from rashomon.annotators.actors.words import Hit, Word
from rashomon.model import EntityKind, Kind

LINKS = words("links")
RELATIVES = words("relatives")
PLACING = words("placing")
AIMED = words("aimed")
REACH = 14  # words after a preposition in which the body that it names must end
ORIENTED = words("oriented")
AGAINST = words("against")
HEADING = words("heading")
ARMED = words("armed")
ARMS = words("arms")
DETERMINERS = words("determiners")

LOCAL = words("local")

PlaceCountry = Callable[[int, int], str | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a phrase says. `entity` is the known actor that it names; `body` the one it belongs to."""

    kind: Kind | None = None
    country: str | None = None
    entity_kind: EntityKind = "organisation"
    entity: Entity | None = None
    body: Entity | None = None
    head: Head | None = None
    head_at: tuple[int, int] = (0, 0)  # words of the head
    local: bool = False  # a town, a district or "local" stands with it
    backed: bool = False  # the head's kind comes from a word beside it
    after: bool = False  # its kind stands after a preposition
    folk: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a text with what is listed at each."""

    words: Sequence[Word]
    hits: dict[int, Hit[Thing]]  # by first word
    ends: dict[int, Hit[Thing]]  # by the word after the last
    place_country: PlaceCountry = lambda start, end: None
    raw: str = ""
    starts: tuple[int, ...] = ()
    is_place: Callable[[int], bool] = lambda start: False

    def range_of(self, start: int, end: int) -> tuple[int, int]:
        """The words that lie in a span of characters, as first and last + 1."""
        return bisect_left(self.starts, start), bisect_left(self.starts, end)


def text_of(
    words: Sequence[Word],
    lexicon: Lexicon,
    place: PlaceCountry,
    raw: str,
    is_place: Callable[[int], bool] = lambda start: False,
) -> Text:
    """Look every word up once."""
    hits = list(lexicon.trie.scan(list(words)))
    return Text(
        words,
        {h.first: h for h in hits},
        {h.last: h for h in hits},
        place,
        raw,
        tuple(w.start for w in words),
        is_place,
    )


def pick(hit: Hit[Thing] | None, sort: type) -> Thing | None:
    """The first thing of one sort that a hit found."""
    return next((t for t in hit.found if isinstance(t, sort)), None) if hit else None


def head_of(hit: Hit[Thing] | None) -> Head | None:
    """The noun that a hit found, when it can head a phrase."""
    head = pick(hit, Head)
    if isinstance(head, Head) and (head.entity_kind or head.generic or head.speaks or head.rank):
        return head
    return None


def read_phrase(text: Text, first: int, last: int, *, tail: int | None = None) -> Reading | None:
    """Read words[first:last] whose last word is the head; words[last:tail] may say more of it.

    None when nothing listed heads the phrase.
    """
    hit = text.ends.get(last)
    if hit is None or hit.first < first:
        return None
    entity = pick(hit, Entity)
    land = pick(hit, Land)
    head = head_of(hit)
    folk = pick(hit, Folk)
    if isinstance(entity, Entity):
        country = entity.country or _country(text, first, hit.first)
        return Reading(entity.kind, country, entity.entity_kind, entity, None, None, (hit.first, last))
    if head is not None:
        return _read_head(text, first, hit, head, tail or last)
    if isinstance(land, Land) and not _part_of_name(text, first, hit, land):
        people = land.form == "people" or (land.form == "adjective" and first < hit.first)
        kind: Kind = "civilians" if people else "government"
        return Reading(
            kind,
            land.entity.country,
            "group" if people else "organisation",
            None if people else land.entity,
            head_at=(hit.first, last),
            folk=people,
        )
    if isinstance(folk, Folk):
        country = folk.country or _country(text, first, hit.first)
        return Reading("civilians", country, "group", head_at=(hit.first, last), folk=True)
    return None


def _part_of_name(text: Text, first: int, hit: Hit[Thing], land: Land) -> bool:
    """Is "Danish" somebody's surname ("Mahmood Danish")?"""
    if land.form not in ("adjective", "people") or hit.first == first:
        return False
    before = text.words[hit.first - 1]
    return before.upper and hit.first not in text.ends


def _read_head(text: Text, first: int, hit: Hit[Thing], head: Head, tail: int) -> Reading:
    kind, body, backed = head.kind, None, False
    by_after = False
    near = _modifier(text, first, hit.first)
    after = None if _aimed(text, hit.last, tail) else read_after(text, hit.last, tail)
    if head.generic or head.kind is None or head.speaks:
        if near == "local_official" and head.kind is None and not head.speaks:
            near = None
        if near is not None and (head.generic or head.kind is None or isinstance(near, Entity)):
            if isinstance(near, Entity):
                person = near.sort == "people"
                kind, body = (head.kind if person and head.kind else near.kind), near
            else:
                kind = _stronger(near, head)
            backed = True
        elif after is not None and (
            after.kind is not None or after.entity is not None or after.body is not None
        ):
            if head.generic or head.kind is None:
                kind, backed, by_after = after.kind or kind, True, True
            body = after.entity or after.body
    elif isinstance(near, Entity):
        body = near
    elif after is not None and after.entity is not None and after.entity.sort not in ("people", "country"):
        body = after.entity
    country = _country(text, first, hit.first)
    if country is None and body is not None:
        country = body.country
    if country is None and after is not None:
        country = after.country
    if country is None:
        country = _country_after(text, hit.last, tail)
    if kind is None and head.rank is not None:
        kind = head.rank
    if kind == "government" and body is not None and body.kind == "armed_group":
        kind = body.kind  # a "minister" of an armed group speaks for the group
    if head.entity_kind == "armed_force" and head.ambiguous and _numbered(text, first, hit.first):
        backed = True
    if kind in (None, "civilians") and not backed and _armed(text, first, hit, tail):
        kind = "armed_group"
    return Reading(
        kind,
        country,
        head.sort,
        None,
        body,
        head,
        (hit.first, hit.last),
        _is_local(text, first, hit.first, tail),
        backed,
        by_after,
    )


def _aimed(text: Text, at: int, tail: int) -> bool:
    """An envoy *to* Syria is not Syria's."""
    return at < tail and text.words[at].folded in AIMED


def _stronger(near: Kind, head: Head) -> Kind:
    """A court official is the state's, a local official the town's; but local gunmen stay gunmen."""
    if near in ("local_official", "government") and head.kind not in (
        None,
        "government",
        "local_official",
        "unnamed",
    ):
        return head.kind
    return near


def _modifier(text: Text, first: int, last: int) -> Entity | Kind | None:
    """The nearest word on the left that gives a kind."""
    at = last
    local: Kind | None = None
    while at > first:
        hit = text.ends.get(at)
        if hit is None or hit.first < first:
            at -= 1
            continue
        at = hit.first
        if oriented(text, hit) or text.words[at].folded in ("a", "s"):
            continue
        entity = pick(hit, Entity)
        if isinstance(entity, Entity):
            return entity
        head = pick(hit, Head)
        if isinstance(head, Head):
            kind = head.modifier or (head.kind if head.entity_kind else None)
            if kind in ("civilians", "unnamed"):
                continue
            if kind == "local_official":
                local = kind
            elif kind is not None:
                return kind
    return local


def read_after(text: Text, at: int, tail: int) -> Reading | None:
    """The phrase after a preposition: "for the *rebels*", "in the *home ministry*"."""
    if at >= tail or text.words[at].folded not in LINKS | HEADING or not text.words[at].joined:
        return None
    first = at + 1
    end = first
    best = None
    while end < min(tail, first + REACH):
        word = text.words[end]
        if word.folded in RELATIVES or (end > first and not word.joined):
            break
        if best is not None and (word.folded in LINKS or end not in text.hits):
            break
        hit = text.hits.get(end)
        end = hit.last if hit is not None and hit.last <= min(tail, first + REACH) else end + 1
        found = read_phrase(text, first, end) if end in text.ends else None
        if found is not None:
            best = found
    if best is not None and best.kind is None and best.entity is None:
        best = replace(best, kind=_first_modifier(text, end, tail) or _first_modifier(text, first, tail))
    return best


def _first_modifier(text: Text, first: int, tail: int) -> Kind | None:
    """The first word after "Bureau of …" that gives a kind."""
    for at in range(first, min(tail, first + REACH)):
        if text.words[at].folded in RELATIVES or not text.words[at].joined:
            return None
        head = pick(text.hits.get(at), Head)
        if isinstance(head, Head) and head.modifier:
            return head.modifier
    return None


def after_end(text: Text, last: int, tail: int) -> int:
    """Where a phrase ends that "of" or "for" and a known name lengthen: "the president *of Mexico*"."""
    if last >= tail or text.words[last].folded not in ("of", "for") or not text.words[last].joined:
        return last
    at = last + 1
    while at < tail and text.words[at].folded in DETERMINERS and at not in text.hits:
        at += 1
    end = last
    while at < tail and at - last < 9 and text.words[at].joined:
        hit = text.hits.get(at)
        if hit is None or hit.last > tail:
            break
        if pick(hit, Entity) or pick(hit, Land) or head_of(hit):
            end = hit.last
        at = hit.last
    return end


def oriented(text: Text, hit: Hit[Thing]) -> bool:
    """Is it only whom the actor leans on ("Iran-backed", "pro-Syrian")?"""
    after = text.words[hit.last].folded if hit.last < len(text.words) else ""
    before = text.words[hit.first - 1].folded if hit.first else ""
    return (after in ORIENTED and _hyphen(text, hit.last)) or (before in AGAINST and _hyphen(text, hit.first))


def _hyphen(text: Text, at: int) -> bool:
    return 0 < at < len(text.words) and text.raw[text.words[at - 1].end : text.words[at].start] in (
        "-",
        "–",
        "- ",
    )


def _country(text: Text, first: int, last: int) -> str | None:
    """The country nearest to the left of a head: "Iraqi", "Iraq's", "Somalia-based", "Kyiv"."""
    at = last
    while at > first:
        hit = text.ends.get(at)
        if hit is not None and hit.first >= first:
            land, folk, entity = pick(hit, Land), pick(hit, Folk), pick(hit, Entity)
            at = hit.first
            if oriented(text, hit):
                continue
            if isinstance(land, Land):
                return land.entity.country
            if isinstance(folk, Folk) and folk.country:
                return folk.country
            if isinstance(entity, Entity) and entity.country:
                return entity.country
            continue
        word = text.words[at - 1]
        found = text.place_country(word.start, word.end) if word.raw[0].isupper() else None
        if found:
            return found
        at -= 1
    return None


def _country_after(text: Text, at: int, tail: int) -> str | None:
    """The country of a place after a preposition: "police in Kenya", "the governor of Lagos"."""
    if at >= tail or text.words[at].folded not in PLACING:
        return None
    found = None
    for i in range(at + 1, min(tail, at + 1 + REACH)):
        word = text.words[i]
        if word.folded in RELATIVES or not word.joined:
            break
        hit = text.hits.get(i)
        land = pick(hit, Land)
        if isinstance(land, Land) and hit is not None and not oriented(text, hit):
            return land.entity.country
        if found is None and word.raw[0].isupper():
            found = text.place_country(word.start, word.end)
    return found


def _numbered(text: Text, first: int, last: int) -> bool:
    """ "The 93rd brigade", "the 407th Air Expeditionary Group" are units; a brigade alone may be anything."""
    return any(text.words[i].raw[0].isdigit() for i in range(first, last))


def _armed(text: Text, first: int, hit: Hit[Thing], tail: int) -> bool:
    """ "Masked men", "men armed with machetes", "figures with rifles"."""
    if any(text.words[i].folded in ARMED for i in range(first, hit.first)):
        return not any(text.words[i].folded == "un" for i in range(first, hit.first))
    after = [text.words[i].folded for i in range(hit.last, min(tail, hit.last + 6))]
    return (
        bool(after)
        and after[0] in ("with", "carrying", "wielding", "armed")
        and any(w in ARMS for w in after)
    )


def _is_local(text: Text, first: int, last: int, tail: int) -> bool:
    if last < tail and any(text.words[i].folded == "there" for i in range(last, min(tail, last + 2))):
        return True
    return any(text.words[i].folded in LOCAL for i in range(first, last))
