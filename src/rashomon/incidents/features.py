"""What is compared between two reported incidents: a table one can read aloud.

Each feature looks at one thing, gives 0 when it says nothing (also when a value is unknown) and at most
1. Its weight in `data/linking/weights.yaml` says how much it moves the log-odds that the two are one
incident. `wanted` is the direction that makes sense; the fit may not turn it round, so that the table
stays true when read aloud.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from rashomon.incidents.traces import Trace, compatible
from rashomon.incidents.words import RARE, REPORTS, SENTENCES, alike, covered, weights

EARTH_KM = 6371.0
COARSE_KM = 100.0  # from this uncertainty on, a place is a region
SHORT_DAYS = 4  # spans up to this long say when, longer ones say in which period


class Pair:
    """Two traces, and what several features need of them.

    Some features depend on one thing alone (`Feature.by`): when, where, which kind, how many dead and hurt. It
    is an attribute of the pair, so that what these features add is found once for all pairs that are alike in it.
    """

    __slots__ = ("a", "b", "dead", "hurt", "kind", "when", "where")

    def __init__(self, a: Trace, b: Trace) -> None:
        self.a, self.b = a, b
        self.when = times(a, b)
        self.where = a.spot, b.spot
        self.kind = a.kind, b.kind
        self.dead = a.killed, b.killed
        self.hurt = a.injured, b.injured

    @property
    def excess_km(self) -> float | None:
        """Kilometres between both places beyond what their precision allows; None when one is not on the map."""
        a, b = self.where
        if a.lat is None or b.lat is None or a.lon is None or b.lon is None:
            return None
        return max(0.0, kilometres(a.lat, a.lon, b.lat, b.lon) - (a.radius_km + b.radius_km))

    @property
    def region_km(self) -> float:
        """How large the larger of both places is."""
        return max(self.where[0].radius_km, self.where[1].radius_km)


class Times(NamedTuple):
    """What the days of two reported incidents, and of their reports, have to do with each other."""

    gap: (
        int | None
    )  # days from the end of one to the start of the other; 0 when they meet, None when one is unknown
    period: int  # days of the longer one, where one is dated to more than a few; else 0
    before: bool  # one was published before the other can have happened
    published: int | None  # days between the reports


def times(a: Trace, b: Trace) -> Times:
    """Compares the days of two traces."""
    x, y = a.text.published, b.text.published
    before = (x is not None and b.first is not None and x < b.first - 1) or (
        y is not None and a.first is not None and y < a.first - 1
    )
    span = a.span if a.span > b.span else b.span
    if a.first is None or b.first is None or a.last is None or b.last is None:
        gap = None
    else:
        gap = max(0, b.first - a.last, a.first - b.last)
    return Times(
        gap,
        span if span > SHORT_DAYS else 0,
        before and a.realis == b.realis,
        None if x is None or y is None else abs(x - y),
    )


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance."""
    if lat1 == lat2 and lon1 == lon2:
        return 0.0
    p, q = math.radians(lat1), math.radians(lat2)
    east = math.sin(math.radians(lon2 - lon1) / 2) ** 2
    half = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * east
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


# Time -------------------------------------------------------------------------------------------------


def same_day(pair: Pair) -> float:
    """Both are dated to a few days, and the days meet."""
    return 1.0 if pair.when.gap == 0 and not pair.when.period else 0.0


def next_day(pair: Pair) -> float:
    """One day lies between: another time zone, or a late report."""
    return 1.0 if pair.when.gap == 1 and not pair.when.period else 0.0


def same_period(pair: Pair) -> float:
    """One is dated to a longer span that holds the other; the longer the span, the less it says."""
    if pair.when.gap != 0 or not pair.when.period:
        return 0.0
    return 1.0 / (1.0 + math.log(pair.when.period / SHORT_DAYS))


def days_apart(pair: Pair) -> float:
    """Two or more days lie between, on a logarithmic scale up to two months."""
    gap = pair.when.gap
    return min(1.0, 0.4 + 0.6 * math.log(gap / 2) / math.log(30)) if gap is not None and gap >= 2 else 0.0


def date_unknown(pair: Pair) -> float:
    """The date of one is not known."""
    return 1.0 if pair.when.gap is None else 0.0


def told_before(pair: Pair) -> float:
    """One was published before the other can have happened."""
    return 1.0 if pair.when.before else 0.0


def published_apart(pair: Pair) -> float:
    """The reports came out more than two days apart, on a logarithmic scale up to a year."""
    days = pair.when.published
    return min(1.0, math.log(days / 2) / math.log(180)) if days is not None and days > 2 else 0.0


# Place ------------------------------------------------------------------------------------------------


def same_spot(pair: Pair) -> float:
    """Both are placed to a town or better, and the places meet."""
    return 1.0 if pair.excess_km == 0 and pair.region_km < COARSE_KM else 0.0


def same_region(pair: Pair) -> float:
    """One is placed in a region that the other touches; the larger the region, the less it says."""
    large = pair.region_km
    return min(1.0, COARSE_KM / large) if pair.excess_km == 0 and large >= COARSE_KM else 0.0


def far_apart(pair: Pair) -> float:
    """Kilometres beyond what the precision allows, on a logarithmic scale up to a thousand."""
    beyond = pair.excess_km
    return min(1.0, math.log1p(beyond / 10) / math.log(100)) if beyond else 0.0


def place_unknown(pair: Pair) -> float:
    """The place of one is not known, or only as a large region around the other."""
    if pair.excess_km == 0 and pair.region_km >= COARSE_KM:
        return 1.0 - same_region(pair)
    return 1.0 if pair.excess_km is None and not _names_meet(pair) else 0.0


def place_named_alike(pair: Pair) -> float:
    """Not both are on the map, but the names of the places share a word."""
    return 1.0 if pair.excess_km is None and _names_meet(pair) else 0.0


def _names_meet(pair: Pair) -> bool:
    a, b = pair.where[0].name, pair.where[1].name
    return bool(a and b and set(a.casefold().split()) & set(b.casefold().split()))


def other_country(pair: Pair) -> float:
    """The countries are known, and differ."""
    a, b = pair.where[0].countries, pair.where[1].countries
    return 1.0 if a and b and a.isdisjoint(b) else 0.0


# Kind -------------------------------------------------------------------------------------------------


def same_type(pair: Pair) -> float:
    """Both are coded as the same type; "other" is no type."""
    return 1.0 if pair.a.type == pair.b.type != "other" else 0.0


def same_family(pair: Pair) -> float:
    """The types differ, but are easily taken for each other."""
    return 1.0 if pair.a.type != pair.b.type and pair.a.family == pair.b.family else 0.0


def unlike_kind(pair: Pair) -> float:
    """The types cannot well be the same happening."""
    a, b = pair.a.family, pair.b.family
    return 1.0 if a != b and (a, b) not in compatible() else 0.0


def realis_differs(pair: Pair) -> float:
    """One is told as having happened, the other as planned, threatened or only thought of."""
    return 1.0 if pair.a.happened != pair.b.happened else 0.0


def one_is_sum(pair: Pair) -> float:
    """One sums up many happenings, the other is a single one."""
    return 1.0 if pair.a.aggregate != pair.b.aggregate else 0.0


def both_sums(pair: Pair) -> float:
    """Both sum up many happenings: seldom the same ones."""
    return 1.0 if pair.a.aggregate and pair.b.aggregate else 0.0


def both_main(pair: Pair) -> float:
    """Both are what their reports are about."""
    return 1.0 if pair.a.main and pair.b.main else 0.0


def one_main(pair: Pair) -> float:
    """One is what its report is about, the other is recalled."""
    return 1.0 if pair.a.main != pair.b.main else 0.0


# Tolls ------------------------------------------------------------------------------------------------


def killed_agree(pair: Pair) -> float:
    """The numbers of killed meet; high numbers say more."""
    return _agree(pair.a.killed, pair.b.killed)


def killed_differ(pair: Pair) -> float:
    """The numbers of killed differ, by their ratio."""
    return _differ(pair.a.killed, pair.b.killed)


def injured_agree(pair: Pair) -> float:
    """The numbers of injured meet; high numbers say more."""
    return _agree(pair.a.injured, pair.b.injured)


def injured_differ(pair: Pair) -> float:
    """The numbers of injured differ, by their ratio."""
    return _differ(pair.a.injured, pair.b.injured)


def _agree(a: tuple[int, int] | None, b: tuple[int, int] | None) -> float:
    if a is None or b is None or a[0] > b[1] or b[0] > a[1]:
        return 0.0
    return math.sqrt(min(1.0, (1 + min(a[1], b[1])) / 10))


def _differ(a: tuple[int, int] | None, b: tuple[int, int] | None) -> float:
    if a is None or b is None or (a[0] <= b[1] and b[0] <= a[1]):
        return 0.0
    low, high = (a, b) if a[1] < b[0] else (b, a)
    return min(1.0, math.log((high[0] + 1) / (low[1] + 1)) / math.log(10))


# Who and with what ------------------------------------------------------------------------------------


def same_perpetrator(pair: Pair) -> float:
    """The same actor is said to have done it."""
    return 0.0 if pair.a.perpetrators.isdisjoint(pair.b.perpetrators) else 1.0


def other_perpetrator(pair: Pair) -> float:
    """Different actors are said to have done it; which does not rule out one contested incident."""
    a, b = pair.a.perpetrators, pair.b.perpetrators
    return 1.0 if a and b and a.isdisjoint(b) else 0.0


def same_target(pair: Pair) -> float:
    """Share of the words for targets and victims that both use."""
    a, b = pair.a.targets, pair.b.targets
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def same_weapon(pair: Pair) -> float:
    """The same weapon is named."""
    return 0.0 if pair.a.weapons.isdisjoint(pair.b.weapons) else 1.0


# Words ------------------------------------------------------------------------------------------------


def words_alike(pair: Pair) -> float:
    """Likeness of the sentences that tell of the two; 0.4 is as much as retold sentences reach."""
    return min(1.0, alike(pair.a.words, pair.b.words, SENTENCES) / 0.4)


def both_lead(pair: Pair) -> float:
    """Each is what its report is about more than about any other."""
    return 1.0 if pair.a.lead and pair.b.lead else 0.0


def reports_alike(pair: Pair) -> float:
    """Likeness of the two whole reports, when each is about its incident above all.

    Unrelated reports of one kind of violence reach 0.1, independent reports of one incident 0.2 to 0.6.
    """
    if not (pair.a.lead and pair.b.lead):
        return 0.0
    return max(0.0, min(1.0, (alike(pair.a.text.words, pair.b.text.words, REPORTS) - 0.05) / 0.4))


def found_in_report(pair: Pair) -> float:
    """How much of the words that tell of one stand in the other's report, unless both are its subject."""
    if pair.a.lead and pair.b.lead:
        return 0.0
    a, b = pair.a, pair.b
    return max(covered(a.words, b.text.words), covered(b.words, a.text.words))


def names_shared(pair: Pair) -> float:
    """Rare names in the sentences of both, by how telling they are."""
    shared = pair.a.names & pair.b.names
    if not shared:
        return 0.0
    table = weights()
    told = math.fsum([table.get(w, RARE) - 3.0 for w in shared])
    return 1.0 - math.exp(-told / 5.0)


def names_not_shared(pair: Pair) -> float:
    """Both tell of it with names, and have none in common."""
    a, b = pair.a.names, pair.b.names
    return 1.0 if len(a) > 1 and len(b) > 1 and a.isdisjoint(b) else 0.0


# The table --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Feature:
    """One line of the table: what is compared, in which direction it may move, and how it is said."""

    name: str
    value: Callable[[Pair], float]
    wanted: Literal["for", "against", "either"]
    words: str  # how an explanation says it
    of_words: bool = False  # is it found by comparing words, which takes longest?
    by: Literal["when", "where", "kind", "dead", "hurt"] | None = (
        None  # what of a pair decides it alone, if one thing does
    )


FEATURES: tuple[Feature, ...] = (
    Feature("same_day", same_day, "for", "the same day", by="when"),
    Feature("next_day", next_day, "either", "one day apart", by="when"),
    Feature("same_period", same_period, "for", "one date lies in the other's period", by="when"),
    Feature("days_apart", days_apart, "against", "days apart", by="when"),
    Feature("date_unknown", date_unknown, "either", "a date is unknown", by="when"),
    Feature(
        "told_before", told_before, "against", "one report is older than the other's incident", by="when"
    ),
    Feature(
        "published_apart", published_apart, "against", "the reports came out at different times", by="when"
    ),
    Feature("same_spot", same_spot, "for", "the same place", by="where"),
    Feature("same_region", same_region, "for", "one place lies in the other's region", by="where"),
    Feature("far_apart", far_apart, "against", "places far apart", by="where"),
    Feature("place_unknown", place_unknown, "either", "a place is unknown", by="where"),
    Feature("place_named_alike", place_named_alike, "for", "places of like names", by="where"),
    Feature("other_country", other_country, "against", "different countries", by="where"),
    Feature("same_type", same_type, "for", "the same type", by="kind"),
    Feature("same_family", same_family, "either", "types that are easily confused", by="kind"),
    Feature("unlike_kind", unlike_kind, "against", "types that do not go together", by="kind"),
    Feature("realis_differs", realis_differs, "against", "one happened, the other did not", by="kind"),
    Feature("one_is_sum", one_is_sum, "against", "one sums up many happenings", by="kind"),
    Feature("both_sums", both_sums, "against", "both sum up many happenings", by="kind"),
    Feature("both_main", both_main, "for", "both reports are about it", by="kind"),
    Feature("both_lead", both_lead, "for", "both reports are about it above all", by="kind"),
    Feature("one_main", one_main, "either", "one report is about it, the other recalls it", by="kind"),
    Feature("killed_agree", killed_agree, "for", "numbers of killed agree", by="dead"),
    Feature("killed_differ", killed_differ, "against", "numbers of killed differ", by="dead"),
    Feature("injured_agree", injured_agree, "for", "numbers of injured agree", by="hurt"),
    Feature("injured_differ", injured_differ, "against", "numbers of injured differ", by="hurt"),
    Feature("same_perpetrator", same_perpetrator, "for", "the same perpetrator"),
    Feature("other_perpetrator", other_perpetrator, "against", "other perpetrators"),
    Feature("same_target", same_target, "for", "the same target or victims"),
    Feature("same_weapon", same_weapon, "for", "the same weapon"),
    Feature("words_alike", words_alike, "for", "the sentences share words", of_words=True),
    Feature("reports_alike", reports_alike, "for", "the reports share words", of_words=True),
    Feature(
        "found_in_report",
        found_in_report,
        "for",
        "the other report has the words that tell of it",
        of_words=True,
    ),
    Feature("names_shared", names_shared, "for", "rare names in both", of_words=True),
    Feature("names_not_shared", names_not_shared, "against", "no name in common", of_words=True),
)


def values(pair: Pair) -> list[float]:
    """Values of all features, in the order of the table."""
    return [feature.value(pair) for feature in FEATURES]
