"""Linking at scale: made-up reports with known truth.

    python benchmarks/linking.py [--mentions 100000] [--seed 1]

Makes a stream of news: incidents happen at a steady pace in many towns, each is told by one to thirty
reports of the following days, reports recall earlier incidents, a fifth of them are trimmed copies, and
dates, places and tolls are lost or wrong at the rates below. Every mention is one report's record of one
incident. Prints

    seconds for all mentions, peak memory, B-cubed against the truth, milliseconds per added report at the
    first thousand mentions and at the last, copies found.

Reach: 100,000 mentions in 60 s on one core and 2 GB; an added report costs less than 1.5 times as much at the end.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rashomon.claims import Report
from rashomon.config import Config
from rashomon.ids import content_id, text_sha256
from rashomon.incidents import Linker
from rashomon.model import (
    Claim,
    ClaimRole,
    DateRange,
    Document,
    Evidence,
    IncidentType,
    Mention,
    Place,
    ReportedIncident,
    Source,
)

COUNTRIES = 25
TOWNS = 40  # in each country
INCIDENTS_A_DAY = 12
LOST_DATE, WRONG_DATE, LOST_PLACE, COARSE_PLACE, LOST_TOLL, OTHER_TYPE = 0.10, 0.05, 0.10, 0.08, 0.3, 0.15
COPIES = 0.2
TYPES: tuple[IncidentType, ...] = (
    "attack",
    "armed_clash",
    "air_drone_strike",
    "shelling_artillery_missile",
    "remote_explosive_ied",
    "suicide_bomb",
)
SOUNDS = "b d f g h k l m n p r s t v z sh kh".split()  # noqa: SIM905
VOWELS = "a e i o u ai ou".split()  # noqa: SIM905
FILLER = """
    witnesses residents market road officials hospital convoy school bridge dawn evening mosque church
    station camp patrol crowd smoke windows vehicles relatives ambulance investigation curfew border
    river farmers traders elders workers drivers teachers nurses shops gates walls fields orchards
    pipelines warehouses barracks towers tents wells herds ferries rails depots mills quarries courts
    prisons clinics bakeries garages
""".split()  # noqa: SIM905


@dataclass(frozen=True, slots=True)
class Happening:
    """A made-up incident: the truth."""

    number: int
    day: date
    type: IncidentType
    town: tuple[str, str, float, float]  # name, country, latitude, longitude
    group: str
    person: str
    killed: int
    injured: int
    words: tuple[str, ...]


class World:
    """Towns, groups and people with made-up names, and the incidents among them."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.towns = [
            (
                self.name(3),
                f"{chr(65 + c)}{chr(65 + c)}X",
                -40 + c * 3.1 + self.dice.uniform(0, 3),
                self.dice.uniform(-90, 90),
            )
            for c in range(COUNTRIES)
            for _ in range(TOWNS)
        ]
        countries = sorted({country for _, country, _, _ in self.towns})
        self.groups = {
            c: [f"{self.name(3)} {kind}" for kind in ("Front", "Brigade", "Army")] for c in countries
        }

    def name(self, syllables: int) -> str:
        parts = (self.dice.choice(SOUNDS) + self.dice.choice(VOWELS) for _ in range(syllables))
        return "".join(parts).capitalize()

    def happenings(self) -> Iterator[Happening]:
        """Incidents without end, day by day."""
        dice, number, day = self.dice, 0, date(2015, 1, 1)
        while True:
            for _ in range(INCIDENTS_A_DAY):
                number += 1
                killed, town = int(dice.paretovariate(0.9)) - 1, dice.choice(self.towns)
                yield Happening(
                    number,
                    day,
                    dice.choice(TYPES),
                    town,
                    dice.choice(self.groups[town[1]]),
                    f"{self.name(3)} {self.name(3)}",
                    min(killed, 200),
                    min(killed * 2 + dice.randint(0, 3), 400),
                    tuple(dice.sample(FILLER, 8)),
                )
            day += timedelta(days=1)


def stream(world: World, mentions: int) -> Iterator[tuple[Report, dict[str, int], str | None]]:
    """(report, {reported incident: happening}, original of a copy), until there are enough mentions."""
    dice, made, recent = world.dice, 0, []
    for happening in world.happenings():
        originals: list[tuple[Document, list[Happening]]] = []
        for number in range(min(30, int(dice.paretovariate(1.1)))):
            published = happening.day + timedelta(days=min(int(dice.expovariate(0.7)), 20))
            copied = dice.choice(originals) if originals and dice.random() < COPIES else None
            recalled = (
                []
                if copied or not recent
                else [dice.choice(recent) for _ in range(dice.choice((0, 0, 1, 2)))]
            )
            told = copied[1] if copied else list({h.number: h for h in [happening, *recalled]}.values())
            text = trimmed(copied[0].text, told, dice) if copied else tell(told, dice)
            id = f"d{happening.number}-{number}"
            doc = Document(
                id, text, text_sha256(text), None, f"Paper {dice.randint(1, 400)}", published.isoformat()
            )
            if not copied:
                originals.append((doc, told))
            report, truth = code(doc, told, dice)
            made += len(truth)
            yield report, truth, copied[0].id if copied else None
            if made >= mentions:
                return
        recent = [*recent[-40:], happening]


def tell(told: list[Happening], dice: random.Random) -> str:
    """A report: a paragraph of some 80 words for each incident, its facts between words of no meaning."""
    lines = []
    for h in told:
        facts = [
            f"{h.killed} killed",
            f"{h.injured} wounded in {h.town[0]}",
            f"{h.group} blamed",
            f"{h.person} died",
        ]
        dice.shuffle(facts)
        parts = [f"{' '.join(dice.choices((*h.words, *FILLER), k=18))}, {fact}" for fact in facts]
        lines.append(f"{parts[0]}, {parts[1]}. {parts[2]}. {parts[3]}.")
    return "\n\n".join(lines)


def trimmed(text: str, told: list[Happening], dice: random.Random) -> str:
    """A copy under another headline, with a few words changed."""
    words = text.split(" ")
    for _ in range(max(1, len(words) // 25)):
        words[dice.randrange(len(words))] = dice.choice(FILLER)
    return f"{dice.choice(FILLER)} {dice.choice(FILLER)} (wire copy)\n\n" + " ".join(words)


def code(doc: Document, told: list[Happening], dice: random.Random) -> tuple[Report, dict[str, int]]:
    """The report as a coder that makes mistakes hands it on, and which record is of which incident."""
    incidents, truth, start = [], {}, 0
    for n, h in enumerate(told):
        end = doc.text.find("\n\n", start + 30)
        end = len(doc.text) if end < 0 else end
        span = (start, min(end, start + 120))
        incident = record(doc, h, span, n == 0, dice)
        start = min(end + 2, len(doc.text) - 2)
        incidents.append(incident)
        truth[incident.id] = h.number
    return Report(doc, tuple(incidents)), truth


def record(
    doc: Document, h: Happening, span: tuple[int, int], main: bool, dice: random.Random
) -> ReportedIncident:
    """One incident as the report has it."""
    quote = doc.text[span[0] : span[1]]
    id = content_id(doc.sha256, span[0], span[1], quote)
    day = (h.day + timedelta(days=1 if dice.random() < WRONG_DATE else 0)).isoformat()
    known = dice.random() >= LOST_DATE
    evidence = Evidence(span[0], span[1], quote)
    claims = [claim(doc, h, "killed", h.killed, evidence), claim(doc, h, "injured", h.injured, evidence)]
    claims = [c for c in claims if dice.random() >= LOST_TOLL]
    claims.append(claim(doc, h, "perpetrator", None, evidence))
    return ReportedIncident(
        id=id,
        document=doc.id,
        label=f"{h.type} {h.town[0]}",
        type=dice.choice(TYPES) if dice.random() < OTHER_TYPE else h.type,
        realis="occurred",
        aggregate=False,
        main=main,
        scope="political",
        date=DateRange(day, day, "day") if known else DateRange(),
        place=placed(h, dice.random()),
        mentions=(Mention(id, doc.id, span[0], span[1], quote),),
        claims=tuple(claims),
        score=0.9,
    )


def placed(h: Happening, chance: float) -> Place:
    """The place, or the country, or nothing."""
    name, country, lat, lon = h.town
    if chance < LOST_PLACE:
        return Place()
    if chance < LOST_PLACE + COARSE_PLACE:
        return Place(None, None, country, (country,), lat, lon, 600.0, None, "country")
    return Place(name, None, country, (country,), lat, lon, 8.0, None, "town")


def claim(doc: Document, h: Happening, role: ClaimRole, count: int | None, evidence: Evidence) -> Claim:
    """A claim of the police: a count, or who did it."""
    return Claim(
        id=content_id(doc.id, h.number, role),
        document=doc.id,
        role=role,
        value=h.group if count is None else None,
        original_value=h.group if count is None else str(count),
        source=Source("police", "police"),
        evidence=evidence,
        stance="accuses" if count is None else "asserts",
        low=count,
        best=count,
        high=count,
        of=None if count is None else "people",
        as_of=doc.published,
    )


def b_cubed(clusters: list[list[int]]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 of clusters, each given as the true incidents of its mentions."""
    sizes: dict[int, int] = defaultdict(int)
    for members in clusters:
        for truth in members:
            sizes[truth] += 1
    total = sum(sizes.values())
    precision = recall = 0.0
    for members in clusters:
        counts: dict[int, int] = defaultdict(int)
        for truth in members:
            counts[truth] += 1
        precision += sum(n * n / len(members) for n in counts.values())
        recall += sum(n * n / sizes[truth] for truth, n in counts.items())
    p, r = precision / total, recall / total
    return p, r, 2 * p * r / (p + r)


def main() -> None:
    """Make the stream, link it, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--mentions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    made = list(stream(World(options.seed), options.mentions))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    truth = {(report.doc.id, id): number for report, ids, _ in made for id, number in ids.items()}
    copies = sum(original is not None for _, _, original in made)
    linker, each = Linker(Config()), []
    start = time.process_time()
    for report, _, _ in made:
        began = time.process_time()
        linker.add(report)
        each.append(time.process_time() - began)
    added = time.process_time() - start
    coding = linker.coding()
    seconds = time.process_time() - start
    clusters = [[truth[key] for key in members] for members in linker.clusters()]
    p, r, f = b_cubed(clusters)
    groups: dict[str, str] = {report.doc.id: original or report.doc.id for report, _, original in made}
    right = sum(groups[a] == groups[b] for a, b in coding.copies.items())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    early, late = (1000 * sum(part) / len(part) for part in (each[200:800], each[-600:]))
    print(f"mentions={len(truth)} reports={len(made)} incidents={len(coding.incidents)}", end=" ")
    print(f"true={len(set(truth.values()))} b3_p={p:.3f} b3_r={r:.3f} b3_f1={f:.3f}", end=" ")
    print(f"copy_p={right / max(1, len(coding.copies)):.3f} copy_r={right / max(1, copies):.3f}")
    print(f"seconds={seconds:.1f} adding={added:.1f} peak_mb={peak / 1024:.0f} before_mb={before / 1024:.0f}")
    print(f"ms_per_report first={early:.3f} last={late:.3f} ratio={late / early:.2f}")


if __name__ == "__main__":
    main()
