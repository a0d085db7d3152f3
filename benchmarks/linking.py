"""Linking at scale: made-up reports with known truth.

    python benchmarks/linking.py [--mentions 100000] [--seed 1]

Makes a stream of news: incidents happen at a steady pace in many towns, each is told by one to thirty reports
of the following days, reports recall earlier incidents, a fifth of them are trimmed copies, and dates, places
and tolls are lost or wrong at the rates below. A record is what one report says of one incident; it
has two mentions on average (the coder finds three). Prints the processor seconds for all mentions, peak memory,
B-cubed against the truth, copies found, and milliseconds per added report among the first and among the last.

Reach: 100,000 mentions in 60 s on one core and in 2 GB; the last reports cost less than 1.5 times the first.
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
WORDS = 3000  # made-up words of no meaning that all reports share


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
        self.filler = [self.name(3).lower() for _ in range(WORDS)]
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
                    tuple(dice.sample(self.filler, 8)),
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
            text = trimmed(copied[0].text, world) if copied else tell(told, world)
            id = f"d{happening.number}-{number}"
            doc = Document(
                id, text, text_sha256(text), None, f"Paper {dice.randint(1, 400)}", published.isoformat()
            )
            if not copied:
                originals.append((doc, told))
            report, truth = code(doc, told, dice)
            made += sum(len(i.mentions) for i in report.incidents)
            yield report, truth, copied[0].id if copied else None
            if made >= mentions:
                return
        recent = [*recent[-40:], happening]


def tell(told: list[Happening], world: World) -> str:
    """A report: a paragraph of some 80 words for each incident, its facts between words of no meaning."""
    lines, dice = [], world.dice
    for h in told:
        facts = [
            f"{h.killed} killed",
            f"{h.injured} wounded in {h.town[0]}",
            f"{h.group} blamed",
            f"{h.person} died",
        ]
        dice.shuffle(facts)
        parts = [f"{' '.join(dice.choices((*h.words, *world.filler), k=18))}, {fact}" for fact in facts]
        lines.append(f"{parts[0]}, {parts[1]}. {parts[2]}. {parts[3]}.")
    return "\n\n".join(lines)


def trimmed(text: str, world: World) -> str:
    """A copy under another headline, with a few words changed."""
    words, dice = text.split(" "), world.dice
    for _ in range(max(1, len(words) // 25)):
        words[dice.randrange(len(words))] = dice.choice(world.filler)
    return f"{dice.choice(world.filler)} {dice.choice(world.filler)} (wire copy)\n\n" + " ".join(words)


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
    step = -(-(span[1] - span[0]) // dice.choice((1, 2, 2, 3)))
    mentions = tuple(mention(doc, n, min(n + step, span[1])) for n in range(span[0], span[1], step))
    id = min(m.id for m in mentions)
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
        mentions=mentions,
        claims=tuple(claims),
        score=0.9,
    )


def mention(doc: Document, start: int, end: int) -> Mention:
    """Words of a report that tell of an incident."""
    quote = doc.text[start:end]
    return Mention(content_id(doc.sha256, start, end, quote), doc.id, start, end, quote)


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
    mentions = sum(len(i.mentions) for i in coding.incidents)
    print(f"mentions={mentions} records={len(truth)} reports={len(made)}", end=" ")
    print(f"incidents={len(coding.incidents)}", end=" ")
    print(f"true={len(set(truth.values()))} b3_p={p:.3f} b3_r={r:.3f} b3_f1={f:.3f}", end=" ")
    print(f"copy_p={right / max(1, len(coding.copies)):.3f} copy_r={right / max(1, copies):.3f}")
    print(f"seconds={seconds:.1f} adding={added:.1f} peak_mb={peak / 1024:.0f} before_mb={before / 1024:.0f}")
    print(f"ms_per_report first={early:.3f} last={late:.3f} ratio={late / early:.2f}")


if __name__ == "__main__":
    main()
