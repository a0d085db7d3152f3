"""What sources say an incident was, and whether it was at all: claims of the roles `type` and `occurrence`.

"An air strike" says one, "a misfired rocket" another, "it never happened" a third. Most reports agree with
themselves and give no such claim: one is made only where two voices name kinds that cannot both be right, where one
rejects a kind or calls it an accident, or where one says that it did not happen. Then everybody whose words take a
side has a claim.

Misses: accounts told over several sentences, ironic quotation marks, and rumours that nobody but the report rejects.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rashomon.annotators.parse import Cells
from rashomon.claims.groups import Group
from rashomon.claims.kinds import matches, told_apart, words
from rashomon.claims.namings import Account, read_accounts
from rashomon.claims.occurrence import Denial, read_denials
from rashomon.claims.order import in_order
from rashomon.claims.voices import UNNAMED, Voice, Voices
from rashomon.ids import content_id
from rashomon.model import Annotations, Claim, ClaimRole, Event, Evidence, Span, Stance

BEHIND = 2  # sentences behind a mention in which "it" may still mean its incident
# What a claim is worth beside its event: named outright, only told.
SURE, TOLD = 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Side:
    """One voice's word on one incident."""

    voice: Voice
    kind: str  # of words.yaml; "" for whether it happened and for a type that no word of the list gives
    value: str  # a type, or a realis
    stance: Stance
    hedged: bool
    sure: bool
    phrase: Span
    evidence: Span
    event: Event
    reported: bool = False
    absent: bool = False

    @property
    def who(self) -> str:
        """Whose account it is: the body behind a name, else the name."""
        source = self.voice.source
        return source.institution or source.entity or source.name.casefold()

    @property
    def held(self) -> bool:
        """Does the voice hold the value, rather than reject or doubt it?"""
        return self.stance == "asserts"


def account_claims(groups: Sequence[Group], notes: Annotations, voices: Voices) -> dict[str, list[Claim]]:
    """Group id → its claims of what it was and whether it was, in the order of the text."""
    if not groups:
        return {}
    homes = Homes(groups, notes)
    types: dict[str, list[Side]] = {}
    for account in read_accounts(notes):
        group = homes.of_account(account)
        if group is not None:
            types.setdefault(group.id, []).extend(
                sides_of(account, group, homes.nearest(group, account.phrase.start), notes, voices)
            )
    denials: dict[str, list[Denial]] = {}
    for denial in read_denials(notes):
        group = homes.holding(denial.head.idx) or homes.before(denial.head.idx)
        if group is not None and not group.events[0].aggregate and is_of(denial, group):
            denials.setdefault(group.id, []).append(denial)
    claims: dict[str, list[Claim]] = {}
    for group in groups:
        no = denied_by(group, denials.get(group.id, []), notes, voices)
        happened = whether(group, no, notes, voices)
        named = [s for s in types.get(group.id, []) if s.held or not said_already(s, happened)]
        kept = [to_claim(s, "type", notes) for s in disputed(named, group, notes, voices)]
        kept += [to_claim(s, "occurrence", notes) for s in happened]
        if kept:
            claims[group.id] = in_order(kept)
    return claims


class Homes:
    """Which group some words are about."""

    def __init__(self, groups: Sequence[Group], notes: Annotations) -> None:
        self.notes = notes
        self.told = sorted(
            ((e, g) for g in groups for e in g.events), key=lambda t: (t[0].trigger.start, t[0].trigger.end)
        )
        self.starts = [event.trigger.start for event, _ in self.told]
        self.orders: dict[str, list[Event]] = {}  # what `nearest` has found
        self.cells = Cells()
        for n, (event, _) in enumerate(self.told):
            self.cells.add(n, event.clause)
            self.cells.add(n, event.trigger)

    def nearest(self, group: Group, offset: int) -> Event:
        """The mention of a group that is nearest to a place in the text."""
        if group.id not in self.orders:
            self.orders[group.id] = sorted(group.events, key=lambda e: e.trigger.start)
        order = self.orders[group.id]
        here = bisect_left(order, offset, key=lambda e: e.trigger.start)
        first = bisect_left(order, order[max(0, here - 1)].trigger.start, key=lambda e: e.trigger.start)
        return min(order[first : here + 1], key=lambda e: (abs(e.trigger.start - offset), e.trigger.start))

    def holding(self, offset: int) -> Group | None:
        """The group of the narrowest mention that holds a place in the text."""
        inside = []
        for n in self.cells.near(Span(offset, offset + 1)):
            event = self.told[n][0]
            if within(offset, event):
                inside.append((event.clause.end - event.clause.start, n))
        return self.told[min(inside)[1]][1] if inside else None

    def before(self, offset: int) -> Group | None:
        """The group told of last before a place, at most BEHIND sentences back; of a sentence's groups the main one."""
        index = self.notes.parse.sentence_index
        here = index(offset)
        n = bisect_left(self.starts, offset)
        last = index(self.starts[n - 1]) if n else -1
        if last < 0 or here - last > BEHIND:
            return None
        of_sentence = self._of_sentence(last, offset)
        main = [g for g in of_sentence if not all(e.background for e in g.events)]
        return (main or of_sentence)[-1]

    def _of_sentence(self, number: int, before: int) -> list[Group]:
        """The groups told of in a sentence before a place in the text, in its order."""
        index = self.notes.parse.sentence_index
        end = n = bisect_left(self.starts, before)
        while n and index(self.starts[n - 1]) == number:
            n -= 1
        return [group for _, group in self.told[n:end]]

    def of_account(self, account: Account) -> Group | None:
        """What an account is about: the happening that its subject names, what "it" can mean, its own mention."""
        start = account.evidence.start
        if account.about is not None:
            index = self.notes.parse.sentence_index
            noun = account.about.lower_ not in words().pronouns
            found = self.holding(account.about.idx) if noun else None
            same = self._of_sentence(index(start), start)
            return (
                found or (same[-1] if same else None) or self.before(start) or self.holding(account.head.idx)
            )
        return self.holding(account.head.idx) or (self.before(start) if account.sure else None)


def within(offset: int, event: Event) -> bool:
    """Does a mention hold a place in the text?"""
    return (
        event.clause.start <= offset < event.clause.end or event.trigger.start <= offset < event.trigger.end
    )


# What it was ----------------------------------------------------------------------------------------------


def sides_of(account: Account, group: Group, event: Event, notes: Annotations, voices: Voices) -> list[Side]:
    """An account of a group, whose mention `event` is the nearest, in the voice of each who gives it."""
    found = []
    for voice in heard(account.phrase, account.speaker, notes, voices):
        against = voice.stance in ("denies", "doubts")
        if against and account.denied and account.speaker is None:
            continue  # "denied that it was no accident" is too clever to be read
        stance: Stance = "denies" if account.denied or voice.stance == "denies" else "asserts"
        stance = "doubts" if voice.stance == "doubts" else stance
        side = Side(
            voice, account.kind, told_type(account, group, stance), stance,
            account.hedged or voice.hedged, account.sure, account.phrase, account.evidence, event,
            account.reported, account.absent,
        )  # fmt: skip
        found.append(side)
    return found


def told_type(account: Account, group: Group, stance: Stance) -> str:
    """The type that an account gives. "An attack" asserts that it was meant; its kind is the report's."""
    own = group.events[0].type
    return own if account.kind == "deed" and stance == "asserts" and own != "other" else account.type


def heard(span: Span, speaker: object, notes: Annotations, voices: Voices) -> list[Voice]:
    """Who says some words; where nobody is found to, whoever performs the verb that says them."""
    found = voices.of(span)
    if speaker is None or any(v.source != voices.own.source and v.source.name != UNNAMED for v in found):
        return found
    token: object = speaker
    start = int(token.idx)  # type: ignore[attr-defined]
    place = Span(start, start + len(token))  # type: ignore[arg-type]
    return [voices.speaker(place)] if voices.can_speak(place) else found


def nearest(group: Group, offset: int) -> Event:
    """The mention of a group that is nearest to a place in the text."""
    return min(group.events, key=lambda e: (abs(e.trigger.start - offset), e.trigger.start))


def disputed(sides: Sequence[Side], group: Group, notes: Annotations, voices: Voices) -> list[Side]:
    """The sides of a dispute over what it was; none where nothing is disputed."""
    sides = settled(sides)
    own = report_side(sides, group, notes, voices)
    everybody = [*sides, *([own] if own is not None else [])]
    parties: dict[tuple[str, str, Stance], Side] = {}
    for side in everybody:
        others = [o for o in everybody if o.who != side.who]
        if any(opposed(side, o) for o in others) or stands_alone(side, everybody, group):
            known = parties.get((side.who, side.value, side.stance))
            if known is None or (side.sure and not known.sure):
                parties[side.who, side.value, side.stance] = side
    return list(parties.values())


def stands_alone(side: Side, everybody: Sequence[Side], group: Group) -> bool:
    """Does a source reject what it was, or call it an accident, with no other voice that names a kind?"""
    if side.voice.source.kind in ("outlet", "unnamed"):
        return False
    if side.held:
        instead = any(o.who == side.who and rejects(o) and told_apart(side.kind, o.kind) for o in everybody)
        return instead or (side.sure and side.kind == "accident" and group.events[0].type != "other")
    return rejects(side)


def rejects(side: Side) -> bool:
    """Is it a rejection of violence of some kind: "it was no air strike", "rejected reports of a massacre"?"""
    return side.stance == "denies" and side.kind != "accident" and (side.sure or side.reported)


def settled(sides: Iterable[Side]) -> list[Side]:
    """Each voice's own account without what contradicts it: what it says outright holds, two of a rank hold nothing."""
    by_voice: dict[str, list[Side]] = {}
    first: dict[tuple[str, str, Stance, bool, bool], Side] = {}
    for side in sides:
        first.setdefault((side.who, side.kind, side.stance, side.sure, side.reported), side)
    for side in first.values():
        by_voice.setdefault(side.who, []).append(side)
    kept = []
    for own in by_voice.values():
        for side in own:
            others = [o for o in own if contradicts(side, o)]
            if not others or (side.sure and not any(o.sure for o in others)):
                kept.append(side)
    return kept


def contradicts(one: Side, two: Side) -> bool:
    """Can two accounts not both be held?"""
    if one.held and two.held:
        return told_apart(one.kind, two.kind)
    return one.held != two.held and one.kind == two.kind


def opposed(one: Side, two: Side) -> bool:
    """Do two voices differ on what it was? Of two that are held, the later one takes up what was told."""
    if one.held and two.held:
        later = max(one, two, key=lambda s: s.phrase.start)
        return told_apart(one.kind, two.kind) and (later.sure or "accident" in (one.kind, two.kind))
    if one.held == two.held:
        return False
    no, yes = (two, one) if one.held else (one, two)
    if no.kind == yes.kind:
        return no.sure or no.reported or no.absent
    generic = words().kinds[no.kind].generic and yes.kind != "accident"
    return (no.sure or no.reported) and (no.value == yes.value or generic)


def report_side(sides: Sequence[Side], group: Group, notes: Annotations, voices: Voices) -> Side | None:
    """The type that the report gives where it tells of it first, as an account of whoever speaks there.

    Only where no word of the list says what it was: "gunmen opened fire" against "a road accident". Its kind is the
    one that stands against accidents alone, for the type is the coder's reading.
    """
    event = group.events[0]
    voice = voices.of(event.trigger)[0]
    side = Side(
        voice,
        "deed",
        event.type,
        "asserts",
        voice.hedged,
        False,
        event.trigger,
        event.clause,
        event,
    )
    known = any(
        s.who == side.who or s.value == side.value or s.evidence.overlaps(event.clause)
        for s in sides
        if s.held
    )
    bare = notes.parse.head(event.trigger).lemma_.lower() in words().neutral
    if known or bare or event.type == "other" or voice.stance in ("denies", "doubts"):
        return None
    return side if event.realis == "occurred" else None


# Whether it was -------------------------------------------------------------------------------------------


def said_already(side: Side, happened: Iterable[Side]) -> bool:
    """Is what a voice rejects the happening itself, which it has been heard on?"""
    return any(side.who == other.who and side.phrase.overlaps(other.phrase) for other in happened)


def is_of(denial: Denial, group: Group) -> bool:
    """Can a denied happening be a group's? No clash is no denial of a kidnapping, nor that people were killed."""
    kinds = [(m.kind, words().kinds[m.kind]) for m in matches(denial.head)]
    type = group.events[0].type
    return not kinds or any(kind.generic or (kind.type == type and name != "clash") for name, kind in kinds)


def denied_by(group: Group, denials: Iterable[Denial], notes: Annotations, voices: Voices) -> list[Side]:
    """Who says that a group did not happen."""
    found = []
    for denial in denials:
        event = nearest(group, denial.head.idx)
        span = Span(denial.head.idx, denial.head.idx + len(denial.head))
        for voice in heard(span, denial.speaker, notes, voices):
            stance: Stance = "asserts" if denial.stated else "denies"
            value = "reported_false" if denial.stated else "occurred"
            found.append(Side(voice, "", value, stance, voice.hedged, True, span, denial.evidence, event))
    return found


def whether(group: Group, no: list[Side], notes: Annotations, voices: Voices) -> list[Side]:
    """Who says that it happened and who that it did not, where both do; a rumour's denial stands alone."""
    if not no:
        return []
    yes: dict[str, Side] = {}
    for event in group.events:
        if event.realis != "occurred" or any(s.evidence.overlaps(event.trigger) for s in no):
            continue
        for voice in voices.of(event.trigger):
            if voice.stance not in ("denies", "doubts"):
                side = Side(
                    voice, "", "occurred", "asserts", voice.hedged, False, event.trigger, event.clause, event
                )
                yes.setdefault(side.who, side)
    against: dict[str, Side] = {}
    for side in no:
        if side.who not in yes:
            against.setdefault(side.who, side)
    rumour = all(e.realis == "reported_false" for e in group.events)
    if not against or not (yes or rumour):
        return []
    return [*yes.values(), *against.values()]


# Claims ---------------------------------------------------------------------------------------------------


def to_claim(side: Side, role: ClaimRole, notes: Annotations) -> Claim:
    """One side as a claim with its words."""
    text, source, span = notes.doc.text, side.voice.source, side.evidence
    key = [role, side.value, side.stance, source.name, source.kind]
    return Claim(
        id=content_id(notes.doc.sha256, span.start, span.end, *key),
        document=notes.doc.id,
        role=role,
        value=side.value,
        original_value=" ".join(side.phrase.of(text).split()),
        source=source,
        evidence=Evidence(span.start, span.end, span.of(text)),
        stance=side.stance,
        hedged=side.hedged,
        as_of=notes.doc.published,
        score=round(side.event.score * (SURE if side.sure else TOLD), 3),
    )
