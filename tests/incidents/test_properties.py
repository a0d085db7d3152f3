"""What holds for any reports: order, repetition, conservation, independence (TRUST.md 4.3)."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rashomon.claims import Report
from rashomon.config import POLICIES, Config
from rashomon.incidents import Linker, link_reports
from rashomon.incidents.judgements import Judgement
from rashomon.model import Claim, Coding, DateRange, coding_json
from tests.incidents.build import BAGHDAD, MOSUL, claim, doc, incident, report

SENTENCES = (
    "A drone strike killed Abu Taqwa in Baghdad.",
    "Gunmen shot a judge in Mosul, the governor Najim said.",
    "A blast hit the Shorja market at noon and shops burned.",
    "Four died when a drone hit the Nujaba compound.",
)
TYPES = ("air_drone_strike", "attack", "remote_explosive_ied", "armed_clash")
DAYS = ("2024-01-03", "2024-01-04", "2024-01-05", None)
claims = st.builds(
    lambda role, n, who, kind, stance: claim(role, n, source=who, kind=kind, stance=stance),
    st.sampled_from(["killed", "injured"]),
    st.integers(0, 30),
    st.sampled_from(["police", "Pentagon", "Ministry of Health", "outlet"]),
    st.sampled_from(["police", "military", "health", "outlet"]),
    st.sampled_from(["asserts", "denies", "doubts"]),
)

accounts = st.builds(
    lambda said, who, kind, stance: claim(
        said[0], value=said[1], of=None, source=who, kind=kind, stance=stance
    ),
    st.sampled_from(
        [
            ("type", "air_drone_strike"),
            ("type", "other"),
            ("occurrence", "occurred"),
            ("occurrence", "reported_false"),
        ]
    ),
    st.sampled_from(["police", "Pentagon", "outlet"]),
    st.sampled_from(["police", "military", "outlet"]),
    st.sampled_from(["asserts", "denies", "doubts"]),
)


@st.composite
def reports_made(draw: st.DrawFn) -> list[Report]:
    """Two to six reports of one or two incidents each, some with the same sentences."""
    made = []
    for n in range(draw(st.integers(2, 6))):
        told = draw(st.lists(st.sampled_from(range(4)), min_size=1, max_size=2, unique=True))
        text = " ".join(SENTENCES[t] for t in told) + f" Report {n}." * draw(st.integers(0, 1))
        document, start, incidents = doc(f"d{n}", text, published=f"2024-01-{5 + n % 3:02d}"), 0, []
        for t in told:
            day = draw(st.sampled_from(DAYS))
            incidents.append(
                incident(
                    document,
                    *draw(st.lists(claims | accounts, max_size=3)),
                    start=start,
                    end=start + len(SENTENCES[t]),
                    type=TYPES[t],
                    date=DateRange(day, day, "day") if day else DateRange(),
                    place=draw(st.sampled_from([BAGHDAD, MOSUL])),
                    main=t == told[0],
                )
            )
            start += len(SENTENCES[t]) + 1
        made.append(report(document, *incidents))
    return made


def all_claims(coding: Coding) -> Counter[Claim]:
    return Counter(c for i in coding.incidents for c in i.claims)


def all_mentions(coding: Coding) -> Counter[object]:
    return Counter(m for i in coding.incidents for m in i.mentions)


@settings(max_examples=60, deadline=None)
@given(reports_made(), st.randoms(use_true_random=False))
def test_order_does_not_matter(reports: list[Report], dice: object) -> None:
    shuffled = reports[:]
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert coding_json(link_reports(shuffled, Config())) == coding_json(link_reports(reports, Config()))


@settings(max_examples=60, deadline=None)
@given(reports_made(), st.sampled_from(POLICIES))
def test_no_claim_or_mention_is_lost_or_made_under_any_policy(reports: list[Report], policy: str) -> None:
    coding = link_reports(reports, Config(policy=policy))
    assert all_claims(coding) == Counter(c for r in reports for i in r.incidents for c in i.claims)
    assert all_mentions(coding) == Counter(m for r in reports for i in r.incidents for m in i.mentions)


@settings(max_examples=60, deadline=None)
@given(reports_made(), st.data())
def test_merging_splitting_and_undoing_conserves_claims_and_returns(
    reports: list[Report], data: st.DataObject
) -> None:
    ids = sorted({i.id for r in reports for i in r.incidents})
    log = [
        Judgement(
            data.draw(st.sampled_from(["same", "different", "unsure"])),
            *data.draw(st.permutations(ids))[:2],
            time=str(n),
        )
        for n in range(data.draw(st.integers(1, 4)))
        if len(ids) > 1
    ]
    linker = Linker(Config(), judgements=log)
    for one in reports:
        linker.add(one)
    judged, plain = linker.coding(), link_reports(reports, Config())
    assert all_claims(judged) == all_claims(plain)
    undone = [*log, *(Judgement("undo", j.id, time="9") for j in log)]
    linker.judge(data.draw(st.permutations(undone)))
    assert coding_json(linker.coding()) == coding_json(plain)


@settings(max_examples=60, deadline=None)
@given(reports_made())
def test_a_copy_never_raises_independence_and_never_moves_the_toll(reports: list[Report]) -> None:
    before = {i.id: i for i in link_reports(reports, Config()).incidents}
    copies = [reprinted(r) for r in reports]
    for after in link_reports([*reports, *copies], Config()).incidents:
        same = before.get(after.id)
        if same is not None and {m.id for m in same.mentions} == {m.id for m in after.mentions}:
            assert after.independent_sources <= same.independent_sources


def reprinted(one: Report) -> Report:
    """The same words from another publisher, a day later."""
    document = replace(one.doc, id=f"copy of {one.doc.id}", publisher="Reprints", published="2024-01-09")
    return report(
        document,
        *(
            replace(
                i,
                document=document.id,
                mentions=tuple(replace(m, document=document.id) for m in i.mentions),
                claims=tuple(replace(c, document=document.id) for c in i.claims),
            )
            for i in one.incidents
        ),
    )


@settings(max_examples=60, deadline=None)
@given(reports_made(), claims)
def test_a_conflicting_account_never_removes_another(reports: list[Report], conflicting: Claim) -> None:
    first = reports[0]
    told = replace(
        first.incidents[0], claims=(*first.incidents[0].claims, replace(conflicting, document=first.doc.id))
    )
    more = [replace(first, incidents=(told, *first.incidents[1:])), *reports[1:]]
    before, after = all_claims(link_reports(reports, Config())), all_claims(link_reports(more, Config()))
    assert not before - after
    assert sum((after - before).values()) == 1
