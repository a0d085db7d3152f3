"""What linking keeps of a reported incident: its values ready to compare, and the words around its mentions.

How much a shared word tells is fixed beforehand (`data/linking/words.csv`), not counted over the reports
at hand. So the comparison of two incidents never depends on which other reports there are, and adding a
report changes no other pair.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from sys import intern

from pydantic import BaseModel

from rashomon.incidents.tolls import NOT_HELD, WHOLE
from rashomon.incidents.voices import plain_name
from rashomon.lexicon import data_path, read_csv, read_yaml
from rashomon.model import COUNT_ROLES, Claim, Document, IncidentType, Realis, ReportedIncident

WORD = re.compile(r"[^\W_]+(?:['’][^\W\d_]+)?")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n+")
FULL_NAME = re.compile(
    r"\b[A-Z][\w’'-]+(?: [A-Z]\.)?(?: (?:al|bin|de|del|van|von|el)[ -])?(?: [A-Z][\w’'-]+){1,2}"
)
COMMON = 2.0  # words that weigh no more than this say nothing: every seventh report has them
RARE = 5.5  # weight of a word in none of the table's texts that is not a name
NAME = 1.5  # a word written with a capital only says this much more
RARE_NAME = 5.0  # from this weight on, a word is a family name rather than a word of a body's name
TELLING = 3.5  # from this weight on, a word with a capital is a name worth looking up
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

FEW_WORDS = 150.0  # as much as four rare words: two sentences that share the only name they have prove little
SURE = 0.5  # least score of a claim without a number that is compared; swept 0, 0.3-0.6 on gold dev

Words = dict[str, float]


@dataclass(frozen=True, slots=True)
class Text:
    """A report's words, computed once for all its incidents."""

    doc: Document
    published: int | None  # day number
    sentences: tuple[int, ...]  # where sentences start
    words: Words  # weights of all words of title and text, as a vector
    names: frozenset[str]  # names in its title and first lines
    people: frozenset[str]  # full names in it, of which a part is rare


Kind = tuple[str, str, bool, bool, bool, bool]  # type, family, happened, aggregate, main, lead


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
    lat: float | None
    lon: float | None
    radius_km: float
    countries: frozenset[str]
    place_name: str | None
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
        return self.first is None or self.lat is None


def traces_of(incidents: Sequence[ReportedIncident], doc: Document) -> list[Trace]:
    """What linking needs of the incidents of one report."""
    words = WORD.findall(f"{doc.title or ''}\n{doc.text}")
    lower = frozenset(w for w in words if w[0].islower())
    text = Text(
        doc=doc,
        published=day_number(doc.published),
        sentences=(0, *(m.end() for m in SENTENCE_END.finditer(doc.text))),
        words=vector(words, lower),
        names=names_in(WORD.findall(f"{doc.title or ''}\n{doc.text[:OPENING]}"), lower),
        people=people_in(doc.text),
    )
    main = [i for i in incidents if i.main]
    lead = min(main, key=lambda i: (-len(i.mentions), i.id), default=None)
    return [trace(i, text, lower, lead=i is lead) for i in incidents]


def trace(incident: ReportedIncident, text: Text, lower: frozenset[str], *, lead: bool) -> Trace:
    """What linking needs of one incident of a report."""
    around = sentences_of(incident, text)
    words = WORD.findall(around)
    claims = [c for c in incident.claims if c.stance not in NOT_HELD and sure(c)]
    family, happened = families().get(incident.type, "other"), incident.realis in HAPPENED
    place, first, last = incident.place, day_number(incident.date.start), day_number(incident.date.end)
    return Trace(
        incident=incident,
        key=(incident.document, incident.id),
        text=text,
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
        lat=place.lat,
        lon=place.lon,
        radius_km=place.radius_km or RADIUS_KM[place.precision or "country"],
        countries=frozenset((*place.countries, *([place.country] if place.country else []))),
        place_name=place.name,
        words=vector(words, lower, without=frozenset(w.casefold() for w in WORD.findall(place.name or ""))),
        names=names_in(words, lower),
        killed=number(claims, "killed"),
        injured=number(claims, "injured"),
        perpetrators=entities(claims, "perpetrator"),
        targets=frozenset(
            w
            for c in claims
            if c.role in ("target", "victim")
            for w in content_words(c.value or c.original_value)
        ),
        weapons=frozenset(plain_name(c.value) for c in claims if c.role == "weapon" and c.value),
    )


def sure(claim: Claim) -> bool:
    """Is a claim likely enough to be compared? Numbers always are; damage, say, may be told far off and of another."""
    return claim.role in COUNT_ROLES or claim.score >= SURE


def sentences_of(incident: ReportedIncident, text: Text) -> str:
    """The sentences with the mentions and claims of an incident."""
    spans = [(m.start, m.end) for m in incident.mentions]
    spans += [(c.evidence.start, c.evidence.end) for c in incident.claims if sure(c)]
    chosen: set[int] = set()
    for start, end in spans:
        first, last = (
            bisect_right(text.sentences, start) - 1,
            bisect_right(text.sentences, max(start, end - 1)) - 1,
        )
        chosen.update(range(max(first, 0), max(last, 0) + 1))
    bounds = [*text.sentences, len(text.doc.text)]
    return "\n".join(text.doc.text[bounds[n] : bounds[n + 1]] for n in sorted(chosen))


def vector(words: Iterable[str], lower: frozenset[str], *, without: frozenset[str] = frozenset()) -> Words:
    """Weights of words as a vector of length 1, or less when there are few; names and repeated words weigh more."""
    listed = list(words)
    counts = Counter([word.casefold() for word in listed])
    raised = {word.casefold() for word in set(listed) if word[0].isupper()} - lower
    table, log = weights(), math.log
    found = {}
    for word, n in counts.items():
        weight = table.get(word, RARE)
        if weight > COMMON and word not in without:
            if word in raised:
                weight *= NAME
            found[word] = weight * (1.0 + log(n)) if n > 1 else weight
    length = math.sqrt(sum([v * v for v in found.values()]) + FEW_WORDS)
    return {intern(w): v / length for w, v in found.items()}


def names_in(words: Iterable[str], lower: frozenset[str]) -> frozenset[str]:
    """Words that the report only writes with a capital and that are not common: people, places, bodies."""
    table = weights()
    found = {w.casefold() for w in words if w[0].isupper() and len(w) > 2}
    return frozenset(intern(w) for w in found if w not in lower and table.get(w, RARE) >= TELLING)


def people_in(text: str) -> frozenset[str]:
    """Names of two or more words with a capital each, the last of which is rare ("Front" and "Party" are not)."""
    table = weights()
    found = (m.group().casefold() for m in FULL_NAME.finditer(text))
    return frozenset(n for n in found if table.get(WORD.findall(n)[-1], RARE) >= RARE_NAME)


def alike(a: Words, b: Words) -> float:
    """Cosine of two unit vectors."""
    return math.fsum([a[w] * b[w] for w in a.keys() & b.keys()])


def number(claims: Iterable[Claim], role: str) -> tuple[int, int] | None:
    """Smallest and largest figure of the whole in a report; an open end is closed by the figure itself."""
    held = [c for c in claims if c.role == role and c.subset_of is None]
    whole = [c for c in held if c.of is None or c.of.casefold() in WHOLE] or held
    points = [n for c in whole for n in (c.low, c.high) if n is not None]
    return (min(points), max(points)) if points else None


def entities(claims: Iterable[Claim], role: str) -> frozenset[str]:
    """Who fills a role, by id where it is known, else by name; "gunmen" are nobody in particular."""
    return frozenset(
        c.entity_id or plain_name(c.value)
        for c in claims
        if c.role == role and c.value and (c.entity_id or c.value[:1].isupper() or " " in c.value)
    )


def content_words(phrase: str) -> list[str]:
    """Words of a phrase that say something."""
    table = weights()
    return [
        w for w in (m.casefold() for m in WORD.findall(phrase)) if table.get(w, RARE) > 2.0 and len(w) > 2
    ]


def day_number(stamp: str | None) -> int | None:
    """Number of an ISO day; None for what is not a full date."""
    try:
        return date.fromisoformat((stamp or "")[:10]).toordinal()
    except ValueError:
        return None


# Tables --------------------------------------------------------------------------------------------


class WordRow(BaseModel):
    """A line of words.csv."""

    word: str
    weight: float


class Everyday(BaseModel):
    """The file everyday.yaml."""

    weight: float
    words: dict[str, list[str]]


@cache
def weights() -> Mapping[str, float]:
    """Word → how telling it is that two reports share it."""
    table = {row.word: row.weight for row in read_csv(data_path("linking", "words.csv"), WordRow)}
    everyday = read_yaml(data_path("linking", "everyday.yaml"), Everyday)
    return table | {w: everyday.weight for group in everyday.words.values() for w in group}


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
