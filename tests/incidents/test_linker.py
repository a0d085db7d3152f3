"""Linking across reports, from single pairs to the gold corpus."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from itertools import permutations

import pytest

from rashomon.config import Config
from rashomon.errors import NotFoundError
from rashomon.ids import content_id
from rashomon.incidents import Linker, link_reports
from rashomon.incidents.judgements import Judgement
from rashomon.model import DateRange, Evidence, Statement, coding_json
from tests.incidents.build import BAGHDAD, MOSUL, claim, doc, incident, report
from tests.incidents.gold import DEV, gold_reports, reported, rows

STRIKE = "A drone strike on a Nujaba compound in eastern Baghdad killed Abu Taqwa, a militia commander, police said."
AGAIN = "Four people died when a drone hit the Baghdad compound of the Nujaba, among them its commander Abu Taqwa."
LINKED = Config()


def pair(*, text: str = AGAIN, **more: object) -> int:
    """How many incidents a report of the strike and another one make."""
    a, b = doc("d1", STRIKE), doc("d2", text)
    first = incident(a, claim("killed", 4))
    second = replace(incident(b, claim("killed", 4)), **more)  # type: ignore[arg-type]
    return len(link_reports([report(a, first), report(b, second)], LINKED).incidents)


def test_two_reports_of_one_strike_make_one_incident() -> None:
    assert pair() == 1


def test_a_date_one_day_off_is_one_incident() -> None:
    assert pair(date=DateRange("2024-01-05", "2024-01-05", "day")) == 1


@pytest.mark.parametrize(
    "more",
    [
        {"place": MOSUL, "text": "An air strike on a weapons depot in Mosul killed two guards."},
        {
            "date": DateRange("2024-02-20", "2024-02-20", "day"),
            "text": "A drone crashed into a bakery in Baghdad.",
        },
        {"realis": "planned", "place": MOSUL, "text": "The militia plans to hit a base near Mosul."},
        {"type": "peaceful_protest", "text": "Students marched through Baghdad for jobs."},
    ],
)
def test_other_incidents_stay_apart(more: dict[str, object]) -> None:
    assert pair(**more) == 2  # type: ignore[arg-type]


def test_two_bombs_on_one_day_in_one_city_stay_two_though_a_third_report_tells_of_both() -> None:
    market, mosque = (
        "A car bomb at the Shorja market killed twelve shoppers.",
        "A suicide bomber hit the Hussein mosque and killed thirty.",
    )
    a, b, both = doc("d1", market), doc("d2", mosque), doc("d3", f"{market} {mosque}")
    split = len(market)
    reports = [
        report(a, incident(a, claim("killed", 12), type="remote_explosive_ied")),
        report(b, incident(b, claim("killed", 30), type="suicide_bomb")),
        report(
            both,
            incident(both, claim("killed", 12), end=split, type="remote_explosive_ied"),
            incident(both, claim("killed", 30), start=split + 1, type="suicide_bomb"),
        ),
    ]
    coding = link_reports(reports, LINKED)
    assert sorted(i.killed.best or 0 for i in coding.incidents) == [12, 30]
    assert all(len(i.mentions) == 2 for i in coding.incidents)


def test_ids_aliases_statements_and_relations_name_the_incident() -> None:
    a, b = doc("d1", STRIKE), doc("d2", f"{AGAIN} It recalled an attack of 2019.")
    first, second = incident(a, claim("killed", 4)), incident(b, claim("killed", 4), end=len(AGAIN))
    old = incident(
        b,
        start=len(AGAIN) + 1,
        main=False,
        date=DateRange("2019-01-01", "2019-12-31", "year"),
        related=((second.id, "background_of"),),
    )
    spoken = Statement(
        content_id("s"), "d2", "Iraq", "government", "condemn", None, second.id, Evidence(0, 4, AGAIN[:4])
    )
    reports = [report(a, first), replace(report(b, second, old), statements=(spoken,))]
    coding = link_reports(reports, LINKED)
    strike = next(i for i in coding.incidents if i.main)
    recalled = next(i for i in coding.incidents if not i.main)
    assert [strike.id, *strike.aliases] == sorted([first.id, second.id])
    assert recalled.related == ((strike.id, "background_of"),)
    assert coding.statements[0].about == strike.id


def test_exact_reprints_are_one_incident_and_one_source() -> None:
    docs = [doc(f"d{n}", STRIKE) for n in range(3)]
    coding = link_reports(
        [report(d, incident(d, claim("killed", 4, source="outlet", kind="outlet"))) for d in docs], LINKED
    )
    assert len(coding.incidents) == 1
    assert coding.incidents[0].independent_sources == 1
    assert len(coding.incidents[0].mentions) == 3


def test_what_copies_tell_in_the_same_words_is_one_incident_whatever_its_day() -> None:
    texts = (STRIKE, STRIKE + " Z", STRIKE)
    docs = [doc(f"d{n}", text, published=None) for n, text in enumerate(texts)]
    days = ("2024-01-04", "2024-03-20", "2023-11-02")
    reports = [
        report(d, incident(d, end=len(STRIKE), date=DateRange(day, day, "day"), place=place))
        for d, day, place in zip(docs, days, (BAGHDAD, MOSUL, BAGHDAD), strict=True)
    ]
    for order in permutations(reports):
        linker = Linker(LINKED)
        for one in order:
            linker.add(one)
            linker.coding()
        assert len(linker.coding().incidents) == 1
        assert linker.coding().copies == {"d0": "d1", "d2": "d1"}
    apart = Judgement("different", reports[0].incidents[0].id, reports[1].incidents[0].id)
    assert len(link_reports(reports, LINKED, judgements=[apart]).incidents) == 2


def test_judgements_bind_and_can_be_undone() -> None:
    a, b = doc("d1", STRIKE), doc("d2", AGAIN)
    reports = [report(a, incident(a, claim("killed", 4))), report(b, incident(b, claim("killed", 4)))]
    ids = [r.incidents[0].id for r in reports]
    apart = Judgement("different", *ids, author="ada", time="2024-01-06", reason="another compound")
    undo = Judgement("undo", apart.id, author="ada", time="2024-01-07", reason="the same after all")
    plain = coding_json(link_reports(reports, LINKED))
    assert len(link_reports(reports, LINKED, judgements=[apart]).incidents) == 2
    assert coding_json(link_reports(reports, LINKED, judgements=[undo, apart])) == plain


def test_find_names_what_is_missing() -> None:
    with pytest.raises(NotFoundError, match="no incident or mention has the id 'x'"):
        Linker(LINKED).find("x")


def test_gold_incidents_are_found_again_and_traps_stay_apart() -> None:
    """The gold incidents split by report: B-cubed over mentions 0.95, and no two near incidents in one."""
    docs = {r.doc.id: r.doc for r in gold_reports()}
    truth: dict[str, str] = {}
    for row in (r for r in rows(DEV / "gold.jsonl") if r["record"] == "incident"):
        for document in {m["document"] for m in row["mentions"]}:
            truth |= {m.id: row["id"] for m in reported(row, docs[document]).mentions}
    incidents = link_reports(gold_reports(), LINKED).incidents
    assert b_cubed([[truth[m.id] for m in i.mentions] for i in incidents]) >= 0.95


def b_cubed(clusters: list[list[str]]) -> float:
    sizes: dict[str, int] = defaultdict(int)
    for one in (t for c in clusters for t in c):
        sizes[one] += 1
    pairs = [(c.count(t), len(c), sizes[t]) for c in clusters for t in set(c)]
    total = sum(sizes.values())
    p, r = (sum(n * n / size[k] for n, *size in pairs) / total for k in (0, 1))
    return 2 * p * r / (p + r)


def test_adding_one_by_one_in_any_order_gives_the_same_bytes() -> None:
    reports = gold_reports()
    expected = coding_json(link_reports(reports, LINKED))
    for seed in range(3):
        shuffled = reports[:]
        random.Random(seed).shuffle(shuffled)
        linker = Linker(LINKED)
        for n, one in enumerate(shuffled):
            linker.add(one)
            if n % 20 == 0:
                linker.incidents_of(one.doc.id)  # asking in between changes nothing
        assert coding_json(linker.coding()) == expected


def test_the_incidents_of_one_report_are_those_of_the_whole_coding() -> None:
    linker = Linker(LINKED)
    for one in gold_reports():
        linker.add(one)
    whole = {i.id: i for i in linker.coding().incidents}
    assert all(whole[i.id] == i for r in gold_reports()[:40] for i in linker.incidents_of(r.doc.id))
