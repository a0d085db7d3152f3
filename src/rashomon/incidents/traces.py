"""What linking keeps of a reported incident: its values ready to compare, and the words around its mentions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import NamedTuple

from pydantic import BaseModel

from rashomon.incidents.tolls import NOT_HELD, WHOLE
from rashomon.incidents.voices import plain_name
from rashomon.incidents.words import WORD, Vocabulary, Words, content_words, people_in, vocabulary
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import COUNT_ROLES, Claim, Document, IncidentType, Place, Realis, ReportedIncident

SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
OPENING = 1000  # characters in which a report says what it is about

HAPPENED = frozenset({"occurred", "attempted", "reported_false"})
RADIUS_KM = {  # how far from its point a place of unknown radius may lie
    "site": 3.0,
    "town": 10.0,
    "near": 25.0,
    "district": 40.0,
    "sea": 150.0,
    "province": 150.0,
    "country": 600.0,
}

SURE = 0.5  # least score of a claim without a number that is compared; swept 0, 0.3-0.6 on gold dev
PLACES = 1 << 14  # places of which each is kept once


@dataclass(frozen=True, slots=True)
class Text:
    """A report's words, computed once for all its incidents."""

    doc: Document
    published: int | None  # day number
    words: Words  # weights of all words of title and text, as a vector
    names: frozenset[str]  # names in its title and first lines
    people: frozenset[str]  # full names in it, of which a part is rare


Kind = tuple[str, str, bool, bool, bool, bool]  # type, family, happened, aggregate, main, lead


class Spot(NamedTuple):
    """Where a reported incident is said to have been."""

    lat: float | None
    lon: float | None
    radius_km: float
    countries: frozenset[str]
    name: str | None


@dataclass(frozen=True, slots=True)
class Trace:
    """A reported incident ready to be compared with others."""

    incident: ReportedIncident
    key: tuple[str, str]  # document and id of the reported incident
    text: Text
    lead: bool  # the one that its report is about more than about any other
    main: bool
    type: IncidentType
    family: str
    kind: Kind  # all that says which kind of record it is
    realis: Realis
    happened: bool  # told as having happened, been tried or not been true, rather than planned or thought of
    aggregate: bool
    first: int | None  # first and last day on which it can have been, as day numbers
    last: int | None
    span: int  # days from first to last, 0 when unknown
    spot: Spot
    words: Words  # of the sentences that tell of it, as a vector
    names: frozenset[str]
    killed: tuple[int, int] | None
    injured: tuple[int, int] | None
    perpetrators: frozenset[str]
    targets: frozenset[str]
    weapons: frozenset[str]

    @property
    def vague(self) -> bool:
        """Is its date or its place not known?"""
        return self.first is None or self.spot.lat is None


def traces_of(incidents: Sequence[ReportedIncident], doc: Document) -> list[Trace]:
    """What linking needs of the incidents of one report."""
    reading = read(doc)
    main = [i for i in incidents if i.main]
    lead = min(main, key=lambda i: (-len(i.mentions), i.id), default=None)
    return [trace(i, reading, lead=i is lead) for i in incidents]


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's text, with its words sentence by sentence for as long as its incidents are traced."""

    text: Text
    vocabulary: Vocabulary
    starts: list[int]  # where sentences start
    words: list[list[str]]  # of each sentence, those that tell something


def read(doc: Document) -> Reading:
    """The words of a report."""
    starts = [0, *(m.end() for m in SENTENCE_END.finditer(doc.text))]
    told = [WORD.findall(doc.text, a, b) for a, b in pairwise((*starts, len(doc.text)))]
    title = WORD.findall(doc.title or "")
    known = vocabulary([*title, *chain.from_iterable(told)])
    titled, words = known.telling(title), [known.telling(words) for words in told]
    all_words = [*titled, *chain.from_iterable(words)]
    short = len(doc.text) <= OPENING
    opening = all_words if short else [*titled, *known.telling(WORD.findall(doc.text, 0, OPENING))]
    text = Text(
        doc=doc,
        published=day_number(doc.published),
        words=known.vector(all_words),
        names=known.names.intersection(opening),
        people=people_in(doc.text),
    )
    return Reading(text, known, starts, words)


def trace(incident: ReportedIncident, reading: Reading, *, lead: bool) -> Trace:
    """What linking needs of one incident of a report."""
    words, known = words_around(incident, reading), reading.vocabulary
    claims = [c for c in incident.claims if c.stance not in NOT_HELD and sure(c)]
    family, happened = families().get(incident.type, "other"), incident.realis in HAPPENED
    spot, first, last = (
        spot_of(incident.place),
        day_number(incident.date.start),
        day_number(incident.date.end),
    )
    return Trace(
        incident=incident,
        key=(incident.document, incident.id),
        text=reading.text,
        lead=lead,
        main=incident.main,
        type=incident.type,
        family=family,
        kind=(incident.type, family, happened, incident.aggregate, incident.main, lead),
        realis=incident.realis,
        happened=happened,
        aggregate=incident.aggregate,
        first=first,
        last=last,
        span=0 if first is None or last is None else last - first + 1,
        spot=spot,
        words=known.vector(words, without=[w.casefold() for w in WORD.findall(spot.name or "")]),
        names=known.names.intersection(words),
        killed=number(claims, "killed"),
        injured=number(claims, "injured"),
        perpetrators=entities(claims, "perpetrator"),
        targets=frozenset(
            w
            for c in claims
            if c.role in ("target", "victim")
            for w in content_words(c.value or c.original_value)
        ),
        weapons=frozenset([plain_name(c.value) for c in claims if c.role == "weapon" and c.value]),
    )


def spot_of(place: Place) -> Spot:
    """What linking needs of a place."""
    return one_spot(
        place.lat,
        place.lon,
        place.radius_km or RADIUS_KM[place.precision or "country"],
        frozenset([*place.countries, place.country] if place.country else place.countries),
        place.name,
    )


one_spot = lru_cache(maxsize=PLACES)(Spot)  # the same object for the same place: quickly told to be equal


def sure(claim: Claim) -> bool:
    """Is a claim likely enough to be compared? Numbers always are; damage, say, may be told far off and of another."""
    return claim.role in COUNT_ROLES or claim.score >= SURE


def words_around(incident: ReportedIncident, reading: Reading) -> list[str]:
    """Telling words of the sentences with the mentions and claims of an incident."""
    spans = {(m.start, m.end) for m in incident.mentions}
    spans |= {(c.evidence.start, c.evidence.end) for c in incident.claims if sure(c)}
    starts, chosen = reading.starts, set[int]()
    for start, end in spans:
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, max(start, end - 1)) - 1
        chosen.update(range(max(first, 0), max(last, 0) + 1))
    return [word for n in sorted(chosen) for word in reading.words[n]]


def number(claims: Iterable[Claim], role: str) -> tuple[int, int] | None:
    """Smallest and largest figure of the whole in a report; an open end is closed by the figure itself."""
    held = [c for c in claims if c.role == role and c.subset_of is None]
    whole = [c for c in held if c.of is None or c.of.casefold() in WHOLE] or held
    points = [n for c in whole for n in (c.low, c.high) if n is not None]
    return (min(points), max(points)) if points else None


def entities(claims: Iterable[Claim], role: str) -> frozenset[str]:
    """Who fills a role, by id where it is known, else by name; "gunmen" are nobody in particular."""
    return frozenset(
        [
            c.entity_id or plain_name(c.value)
            for c in claims
            if c.role == role and c.value and (c.entity_id or c.value[:1].isupper() or " " in c.value)
        ]
    )


@lru_cache(maxsize=1 << 12)
def day_number(stamp: str | None) -> int | None:
    """Number of an ISO day; None for what is not a full date."""
    try:
        return date.fromisoformat((stamp or "")[:10]).toordinal()
    except ValueError:
        return None


# Tables --------------------------------------------------------------------------------------------


class Families(BaseModel):
    """The file families.yaml."""

    families: dict[str, list[str]]
    compatible: list[tuple[str, str]]


@cache
def family_table() -> Families:
    """Families of types, and which go together."""
    return read_yaml(data_path("linking", "families.yaml"), Families)


@cache
def families() -> Mapping[str, str]:
    """Type of incident → its family."""
    return {type_: family for family, types in family_table().families.items() for type_ in types}


@cache
def compatible() -> frozenset[tuple[str, str]]:
    """Pairs of families that may be one incident told differently."""
    pairs = family_table().compatible
    return frozenset(pairs) | frozenset((b, a) for a, b in pairs)
