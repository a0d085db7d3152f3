"""Which place of a name a text means: a table of weights over what the document says.

All mentions of one name in a text mean one place (one sense per document), unless the words around them say what sort
of place is meant ("Baghdad", "Baghdad province"). Names are judged together in rounds: what is settled about one (its
country, its whereabouts) is evidence for the others.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass, field, replace

from rashomon.annotators.toponyms.containment import holds
from rashomon.annotators.toponyms.detect import Found
from rashomon.gazetteer import Gazetteer, GazetteerPlace, distance_km, fold, neighbours
from rashomon.model import Span

ROUNDS = 3
PUBLISHER_MENTIONS = 4  # how many mentions of a town the publisher's own town is worth
SOFT = 10  # candidates of a name that are evidence for others, each by its share
MOST = 40  # candidates of one name that are judged, besides those in countries of the text

# Swept one by one on bench places dev (acc161_found); docs/layers/toponyms.md has the table.
WEIGHTS = {
    "population": 0.5,  # per power of ten
    "country": 2.6,
    "admin1": 0.3,
    "admin2": -0.8,
    "capital": 1.2,
    "curated": 0.6,
    "other_name": -1.6,
    "weak_name": -3.0,
    "loose_name": -2.5,
    "kind": 3.0,  # the words say that it is such a place
    "other_kind": -1.5,
    "named_like_country": -2.5,  # Mexico City, State of Mexico: "Mexico" is the country
    "town_namesake": -1.0,  # a division named like a town in it, when the words do not say that the division is meant
    "contained": 5.0,  # by the name after the comma
    "container": 3.0,
    "same_country": 3.0,  # times the root of the country's share of the text
    "neighbour": 1.0,
    "same_admin1": 2.0,
    "near": 3.0,  # other places of the text lie near
    "publisher_country": 2.0,
}  # fmt: skip
NEAR_KM, CLOSE_KM = 150.0, 30.0  # distances at which the two halves of nearness have fallen to a third
TEMPERATURE = 1.0
# A small place in a country that the text is silent about, while it speaks of another, is taken for a homonym of a
# place that the gazetteer lacks. Swept on bench places dev and gold dev.
STRANGER_PEOPLE = 150_000
HOME_SHARE = 0.4
LONELY = 0.05  # nearness below which nothing of the text lies near

KINDS = {
    "town": ("town", "quarter"),
    "admin1": ("admin1", "region"),
    "admin2": ("admin2", "admin1"),
    "quarter": ("quarter", "town"),
    "water": ("water",),
    "region": ("region", "water", "admin1"),
}
PSEUDO_POPULATION = {"region": 6.3, "water": 6.0, "site": 4.5, "quarter": 4.5, "admin1": 5.0}


@dataclass(slots=True)
class Name:
    """One name of a text with its mentions, its candidates, and the place chosen so far."""

    key: str
    kind: str
    mentions: list[Found] = field(default_factory=list)
    candidates: tuple[GazetteerPlace, ...] = ()
    scores: tuple[float, ...] = ()
    inside: list[Name] = field(default_factory=list)  # names that stand after its comma
    around: list[Name] = field(default_factory=list)  # names that stand before it and a comma
    fixed: bool = False
    stranger: bool = False  # the likeliest place is a small one, far from all that the text is about

    @property
    def choice(self) -> GazetteerPlace | None:
        """The likeliest place."""
        return self.candidates[0] if self.candidates and (self.fixed or not self.stranger) else None

    @property
    def weight(self) -> float:
        """How much the name says about the text."""
        return math.sqrt(len(self.mentions)) * (self.scores[0] if self.scores else 0.0)


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known of a text beside its place names: demonyms, and who published it where."""

    demonyms: dict[str, float]
    publisher_country: str | None = None
    publisher_places: tuple[GazetteerPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class _Evidence:
    countries: dict[str, float]
    beside: dict[str, float]
    divisions: dict[str, float]
    points: tuple[tuple[str, float, float, float], ...]


def resolve(found: list[Found], setting: Setting, gazetteer: Gazetteer) -> dict[int, Name]:
    """The name that each mention belongs to, by the number of the mention's first word."""
    names = _names(found, setting, gazetteer)
    if setting.publisher_places:
        names.append(_publisher(setting))
    for name in names:
        _rank(name, _Evidence({}, {}, {}, ()), setting, WEIGHTS)
    for _ in range(ROUNDS):
        evidence = [_evidence(names, name, setting) for name in names]
        for name, about in zip(names, evidence, strict=True):
            _rank(name, about, setting, WEIGHTS)
    return {mention.first: name for name in names for mention in name.mentions if mention.first >= 0}


def _publisher(setting: Setting) -> Name:
    """The publisher's own town, as one more name of the text: which Richmond it is tells where the text plays."""
    name = Name("@publisher", "", [Found(-1, 0, Span(0, 0), "", (), "")] * PUBLISHER_MENTIONS)
    name.candidates = setting.publisher_places
    return name


def _names(found: list[Found], setting: Setting, gazetteer: Gazetteer) -> list[Name]:
    names: dict[tuple[str, str], Name] = {}
    of: dict[int, Name] = {}
    for item in found:
        kind = item.kind if item.kind in ("admin1", "admin2", "water", "region") else ""
        if kind and not any(p.group in KINDS[kind] for p in item.places):
            kind = ""
        key = (fold(item.name) if not item.short else f".{item.places[0].id}", kind)
        name = names.setdefault(key, Name(key[0], kind))
        name.mentions.append(item)
        name.fixed = name.fixed or item.short
        of[item.first] = name
    likely = _likely_countries(found, setting)
    for name in names.values():
        name.candidates = _candidates(name, likely, gazetteer)
    for item in found:
        if item.outer is not None and item.outer.first in of:
            of[item.first].inside.append(of[item.outer.first])
            of[item.outer.first].around.append(of[item.first])
    return list(names.values())


def _likely_countries(found: list[Found], setting: Setting) -> set[str]:
    countries = set(setting.demonyms)
    for item in found:
        countries.update(p.country for p in item.places[:2] if p.group == "country" and p.country)
    if setting.publisher_country:
        countries.add(setting.publisher_country)
    return countries


def _candidates(name: Name, likely: set[str], gazetteer: Gazetteer) -> tuple[GazetteerPlace, ...]:
    places = name.mentions[0].places
    if not places and any(m.label in ("GPE", "LOC") or "kind" in m.cues for m in name.mentions):
        places = tuple(p for p in gazetteer.lookup(name.mentions[0].name, loose=True) if p.country in likely)
        places = tuple(replace(p, quality=0) for p in places)
    if len(places) > MOST:
        places = places[:MOST] + tuple(p for p in places[MOST:] if p.country in likely)[:MOST]
    return places


def _evidence(names: list[Name], but: Name, setting: Setting) -> _Evidence:
    """What the other names, and the demonyms, say about where the text is."""
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[str, float] = defaultdict(float)
    points = []
    for name in names:
        place = name.choice
        if place is None or name is but or name.key == but.key:
            continue
        if len(place.countries) == 1:
            countries[place.countries[0]] += name.weight
        if place.group in ("town", "admin2", "admin1", "quarter") and place.admin1:
            divisions[place.admin1] += name.weight
        for share, likely in zip(name.scores[:SOFT], name.candidates[:SOFT], strict=False):
            if likely.group in ("town", "admin2", "quarter", "site", "admin1") and share > 0.03:
                weight = math.sqrt(len(name.mentions) * share)
                points.append(
                    (name.key, likely.lat, likely.lon, weight / 2 if likely.group == "admin1" else weight)
                )
    for country, weight in setting.demonyms.items():
        countries[country] += 0.7 * weight
    total = sum(countries.values()) + 0.5
    shares = {country: weight / total for country, weight in sorted(countries.items())}
    beside: dict[str, float] = defaultdict(float)
    for country, share in shares.items():
        for other in neighbours().get(country, ()):
            beside[other] += share
    whole = sum(divisions.values()) + 0.5
    return _Evidence(shares, beside, {d: w / whole for d, w in divisions.items()}, tuple(points))


def _rank(name: Name, about: _Evidence, setting: Setting, weights: dict[str, float]) -> None:
    """Order a name's candidates by their scores; the scores become shares of one."""
    if not name.candidates:
        return
    scored = [(_score(place, name, about, setting, weights), place) for place in name.candidates]
    scored.sort(key=lambda pair: (-pair[0], -pair[1].population, pair[1].id))
    best = scored[0][0]
    powers = [math.exp((score - best) / TEMPERATURE) for score, _ in scored]
    total = sum(powers)
    name.candidates = tuple(place for _, place in scored)
    name.stranger = _is_stranger(name, about, setting)
    name.scores = tuple(power / total for power in powers)


def _is_stranger(name: Name, about: _Evidence, setting: Setting) -> bool:
    place = name.candidates[0]
    if (
        place.group not in ("town", "admin2", "quarter", "admin1")
        or place.population > STRANGER_PEOPLE
        or place.feature == "PPLC"
    ):
        return False
    if place.quality == 0 and _nearness(place, about.points) < LONELY:
        return True
    own = max(about.countries.get(place.country or "", 0.0), about.beside.get(place.country or "", 0.0) / 2)
    if own > 0.04 or place.country == setting.publisher_country:
        return False
    if any(holds(other, place) for inside in name.inside for other in inside.candidates[:5]):
        return False
    if all(mention.kind == "site" for mention in name.mentions) and _nearness(place, about.points) < LONELY:
        return bool(about.countries)  # "Moi Avenue" is no street of a town far from all
    return max(about.countries.values(), default=0.0) > HOME_SHARE


def _score(
    place: GazetteerPlace, name: Name, about: _Evidence, setting: Setting, weights: dict[str, float]
) -> float:
    return sum(weights[feature] * value for feature, value in features(place, name, about, setting))


def features(
    place: GazetteerPlace, name: Name, about: _Evidence, setting: Setting
) -> list[tuple[str, float]]:
    """What speaks for a place, and how much of it."""
    group = place.group
    found = [("population", max(PSEUDO_POPULATION.get(group, 0.0), math.log10(place.population + 10)))]
    if group in weights_of_group:
        found.append((weights_of_group[group], 1.0))
    if place.feature == "PPLC":
        found.append(("capital", 1.0))
    if place.quality < 3:
        found.append(
            ("other_name" if place.quality == 2 else "weak_name" if place.quality else "loose_name", 1.0)
        )
    kinds = [KINDS[m.kind] for m in name.mentions if m.kind in KINDS]
    if kinds and group != "country":
        fits = sum(group in groups for groups in kinds) / len(kinds)
        found += [("kind", fits), ("other_kind", 1 - fits)]
    if (
        group in ("admin1", "admin2")
        and not kinds
        and any(holds(place, p) and p.quality == 3 for p in name.candidates[:12])
    ):
        found.append(("town_namesake", 1.0))
    if group != "country" and any(
        p.group == "country" and p.country == place.country and p.quality == 3 for p in name.candidates
    ):
        found.append(("named_like_country", 1.0))
    if any(holds(other.choice, place) for other in name.inside if other.choice):
        found.append(("contained", 1.0))
    elif any(holds(outer, place) for other in name.inside for outer in other.candidates[:5]):
        found.append(("contained", 0.7))
    if any(holds(place, other.choice) for other in name.around if other.choice):
        found.append(("container", 1.0))
    if group != "country":
        found.append(
            (
                "same_country",
                math.sqrt(max((about.countries.get(c, 0.0) for c in place.countries), default=0.0)),
            )
        )
        found.append(("neighbour", about.beside.get(place.country or "", 0.0)))
        found.append(("same_admin1", math.sqrt(about.divisions.get(place.admin1, 0.0))))
        found.append(("near", _nearness(place, about.points)))
        found.append(("publisher_country", float(place.country == setting.publisher_country)))
    return found


weights_of_group = {
    "country": "country", "admin1": "admin1", "admin2": "admin2", "region": "curated", "water": "curated",
    "site": "curated",
}  # fmt: skip


def _nearness(place: GazetteerPlace, points: tuple[tuple[str, float, float, float], ...]) -> float:
    """0 when nothing of the text lies near, up to 1 when much does."""
    away = 1.0
    for _, lat, lon, weight in points:
        if abs(lat - place.lat) < 6:
            km = distance_km((lat, lon), (place.lat, place.lon))
            if km < 600:
                away *= 1 - min(0.6, 0.4 * weight) * (math.exp(-km / NEAR_KM) + math.exp(-km / CLOSE_KM)) / 2
    return 1 - away
