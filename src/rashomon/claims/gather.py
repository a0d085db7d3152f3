"""The claims of one incident in one report: candidates, weighed, the best of each answer kept.

Numbers of people are taken as the event layer reads them; the other roles are chosen among all that stands around the
incident's mentions (`fillers`), by a model for each role (`keep`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from rashomon.annotators.events.linear import Features
from rashomon.claims.fillers import Filler, around, read, widened
from rashomon.claims.groups import Group
from rashomon.claims.keep import Rivals, Scene, describe, load_models
from rashomon.claims.order import in_order
from rashomon.claims.responsibility import Blame
from rashomon.claims.roles import blame_claim, link_subset, role_claims, usable
from rashomon.claims.select import distinct_counts, roles_of
from rashomon.claims.voices import Voices
from rashomon.claims.wording import same_words
from rashomon.model import COUNT_ROLES, Claim, DateRange, Place, Role

# Least probability of a kept claim, by role: what gave the best F1 of all roles together in cross-validation on
# gold dev. training/roles/train.py prints them; change them with the weights.
THRESHOLD = {
    "perpetrator": 0.35,
    "target": 0.25,
    "victim": 0.15,
    "weapon": 0.3,
    "place": 0.3,
    "date": 0.45,
    "damage": 0.4,
}


OUTRIGHT = 0.15  # probability from which responsibility that a source takes, puts or rejects outright is kept
REACH = 2  # sentences behind a mention in which blame may mean its incident, whatever event stands nearer
SIDES = {"perpetrator", "target", "victim"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A claim that could be made, with what speaks for and against it."""

    claim: Claim
    filler: Filler
    features: Features


def claims_of(
    group: Group, scene: Scene, voices: Voices, blames: list[Blame], date: DateRange, place: Place
) -> list[Claim]:
    """Every role value of a group, once per source that says it, in the order of the text."""
    notes = scene.context.notes
    roles = roles_of(group.events, notes)
    counted: list[tuple[Claim, Role]] = [
        (claim, role)
        for event, role in roles
        if role.role in COUNT_ROLES
        for claim, _ in role_claims(role, event.score, notes, voices)
    ]
    by_quantity: dict[int, list[Claim]] = {}
    for claim, role in counted:
        if role.layer == "quantities" and role.index is not None:
            by_quantity.setdefault(role.index, []).append(claim)
    kept = chosen(candidates_of(group, scene, voices, blames, date, place))
    unique = {c.id: c for c in [*kept, *distinct_counts(counted)]}
    claims = [link_subset(c, notes, by_quantity, unique) for c in unique.values()]
    return in_order(claims)


def candidates_of(
    group: Group, scene: Scene, voices: Voices, blames: list[Blame], date: DateRange, place: Place
) -> list[Candidate]:
    """Every claim of the roles without numbers that the report could be read to make."""
    notes = scene.context.notes
    fillers = [f for f in _fillers(group, scene) if usable(f.role, notes)]
    rivals = Rivals(fillers, scene.context, date, place)
    found = [
        Candidate(claim, filler, describe(filler, claim, voice, group, scene, rivals))
        for filler in fillers
        for claim, voice in role_claims(filler.role, filler.event.score, notes, voices)
    ]
    return [*_blamed(group, scene, blames, rivals), *found]


def _fillers(group: Group, scene: Scene) -> Iterator[Filler]:
    """Those read by the event layer, then those around that it did not read in the same role."""
    context = scene.context
    notes = context.notes
    roles = [(e, r) for e, r in roles_of(group.events, notes) if r.role not in COUNT_ROLES]
    taken: set[tuple[str, int]] = set()
    for filler in [*read(group, roles), *around(group, scene.surroundings)]:
        if filler.role.role == "perpetrator" and scene.surroundings.counts(filler.role.span):
            continue
        known = (
            filler.how == "read" and filler.role.role != "place"
        )  # two readings of one phrase are both weighed
        wide = widened(filler, context)
        own = {(filler.role.role, t.i) for t in context.parse.tokens(filler.role.span)}
        if own & taken and not known:
            continue
        taken |= {(filler.role.role, t.i) for t in context.parse.tokens(wide.role.span)}
        yield wide


def _blamed(group: Group, scene: Scene, blames: list[Blame], rivals: Rivals) -> list[Candidate]:
    """The statements of responsibility as candidates."""
    notes, found = scene.context.notes, []
    parse = scene.context.parse
    own = {e.id: e for e in group.events}
    main = any(not e.background for e in group.events)
    for blame in blames:
        here = parse.sentence_index(blame.span.start)
        before = [e for e in group.events if 0 <= here - parse.sentence_index(e.trigger.start) <= REACH]
        event = own.get(blame.event) or (before[-1] if before else group.events[0] if main else None)
        if event is None:
            continue
        claim = blame_claim(blame, event, notes)
        span = blame.perpetrator if blame.perpetrator is not None else blame.span
        how = "blame" if blame.perpetrator is not None else "nobody"
        filler = Filler(event, Role("perpetrator", span), how if blame.event in own else f"{how} of another")
        found.append(Candidate(claim, filler, describe(filler, claim, blame.voice, group, scene, rivals)))
    return found


def chosen(candidates: list[Candidate]) -> list[Claim]:
    """The likely candidates, each answer of a source once: the likeliest wording stands for the others."""
    models = load_models()
    weighed = []
    for candidate in candidates:
        model = models.get(candidate.claim.role)
        chance = model.probability(candidate.features) if model is not None else candidate.claim.score
        if candidate.filler.how == "nobody" or (outright(candidate) and chance >= OUTRIGHT):
            chance = max(chance, THRESHOLD["perpetrator"])  # said outright: who did it, or that nobody knows
        if chance >= THRESHOLD[candidate.claim.role]:
            weighed.append((chance, candidate.claim))
    weighed.sort(key=lambda w: (-w[0], w[1].evidence.start, w[1].evidence.end, w[1].id))
    kept: list[Claim] = []
    for chance, claim in weighed:
        if not any(same_answer(claim, other) or other_part(claim, other) for other in kept):
            kept.append(replace(claim, score=round(chance, 3)))
    return kept


def outright(candidate: Candidate) -> bool:
    """Does a source say in so many words who did it, or that an actor did not?"""
    how = candidate.filler.how
    return how == "blame" or (
        how == "read" and candidate.claim.role == "perpetrator" and candidate.claim.stance == "denies"
    )


def other_part(one: Claim, two: Claim) -> bool:
    """Does one source give the same words another part: who hit cannot have been hit?"""
    if one.role == two.role or not {one.role, two.role} <= SIDES or one.source != two.source:
        return False
    return one.evidence.start < two.evidence.end and two.evidence.start < one.evidence.end


def same_answer(one: Claim, two: Claim) -> bool:
    """Do two claims give one source's one answer?"""
    stances = {one.stance, two.stance}
    if one.role != two.role or (
        len(stances) == 2 and (one.role != "perpetrator" or stances & {"denies", "doubts"})
    ):
        return False
    if one.source.name.casefold() != two.source.name.casefold():
        return False
    if one.entity_id is not None and one.entity_id == two.entity_id:
        return True
    return same_words(one.value or one.original_value, two.value or two.original_value)
