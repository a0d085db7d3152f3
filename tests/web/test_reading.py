"""Reading: the right words are marked whatever the script; every view has an address; map and timeline are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from rashomon.claims import Report
from rashomon.ids import content_id, text_sha256
from rashomon.model import Document, Evidence, Mention, Source
from tests.store.made import report
from tests.web.made import claim
from tests.web.served import Served, Tab, serving, tab

WIDE = "👩‍👩‍👧 🚀🚀 Police said 𝟒 people died.\nقال الجيش إن ١٢ شخصا قتلوا في الموصل.\nThe 🏥 clinic counted 7 dead."
QUOTES = {"𝟒 people": 4, "١٢ شخصا": 12, "7 dead": 7}


def awkward() -> Report:
    """A report in two scripts, with characters that take two UTF-16 units before every claim."""
    made = report("wide", text=WIDE)
    doc = Document("wide", WIDE, text_sha256(WIDE), "👩‍👩‍👧 ضربة", "Daily", "2024-01-05", language="ar")
    mention = Mention(content_id(doc.sha256, 0, 1), doc.id, 0, 1, WIDE[:1])
    claims = [
        replace(claim(doc, "killed", quote, None), low=n, best=n, high=n, of="people", source=Source(f"s{n}", "police"))
        for quote, n in QUOTES.items()
    ]  # fmt: skip
    told = replace(
        made.incidents[0], id=mention.id, document=doc.id, mentions=(mention,),
        claims=tuple(replace(c, value=None, original_value=c.evidence.quote) for c in claims),
    )  # fmt: skip
    return Report(doc, (told,))


@pytest.fixture(scope="module")
def served(example_register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The example reports and an awkward one."""
    path = tmp_path_factory.mktemp("reading") / "register.db"
    path.write_bytes(example_register.read_bytes())
    with serving(path) as running:
        running.desk.register.ingest([awkward()], version="test", components={})
        yield running


@pytest.fixture(scope="module")
def desk(chrome: Any, served: Served) -> Iterator[Tab]:
    with tab(chrome, served) as opened:
        yield opened


def test_the_words_of_a_claim_are_marked_whatever_stands_before_them(desk: Tab) -> None:
    page = desk.get("/documents/wide")
    for found in page["incidents"][0]["claims"]:
        desk.go(f"/reports/wide?claim={found['id']}", "[data-focus]")
        marked = desk.page.locator("[data-focus]").all_inner_texts()
        assert "".join(marked) == found["evidence"]["quote"]
        assert found["evidence"]["quote"] in QUOTES


def test_each_paragraph_runs_in_its_own_direction(desk: Tab) -> None:
    desk.go("/reports/wide", ".text p")
    lines = desk.page.locator(".text p").evaluate_all("all => all.map(p => getComputedStyle(p).unicodeBidi)")
    assert lines == ["plaintext"] * 3
    arabic = desk.page.locator(".text p").nth(1)
    box, first = arabic.bounding_box(), arabic.locator("span, mark").first.bounding_box()
    assert first["x"] + first["width"] > box["x"] + box["width"] * 0.9  # it begins at the right


def test_words_selected_after_wide_characters_are_those_added(desk: Tab) -> None:
    desk.go("/reports/wide", ".text p")
    desk.page.locator(".text p").nth(2).get_by_text("clinic").evaluate(
        """e => { const at = e.textContent.indexOf('clinic'); const r = document.createRange();
          r.setStart(e.firstChild, at); r.setEnd(e.firstChild, at + 6);
          getSelection().removeAllRanges(); getSelection().addRange(r); }"""
    )
    desk.page.get_by_role("button", name="Add as a claim").click()
    card = desk.page.locator(".claim-card")
    card.get_by_label("Role").select_option("target")
    card.get_by_label("Value").fill("a clinic")
    done = desk.deciding(lambda: card.get_by_role("button", name="Save").click())
    start = WIDE.index("clinic")
    told = done["decision"]["details"]
    assert (told["start"], told["end"]) == (start, start + 6)
    claims = desk.get("/documents/wide")["incidents"][0]["claims"]
    added = next(c for c in claims if c["origin"] == "person")
    assert added["evidence"] == {"start": start, "end": start + 6, "quote": "clinic"} == vars_of(added)
    desk.deciding(lambda: desk.press("u"))


def vars_of(claim: dict[str, Any]) -> dict[str, Any]:
    """The evidence as the text has it."""
    evidence = Evidence(**claim["evidence"])
    return {"start": evidence.start, "end": evidence.end, "quote": WIDE[evidence.start : evidence.end]}


def test_opening_a_claim_moves_the_report_and_nothing_else(desk: Tab) -> None:
    desk.go("/incidents", "#incident-title")
    for _ in range(4):
        desk.press("]")
        desk.page.locator("[data-focus]").first.wait_for()
        desk.page.wait_for_timeout(100)
        tops = desk.page.evaluate(
            "() => [document.querySelector('.top').getBoundingClientRect().top, scrollY]"
        )
        assert tops == [0, 0]
        panel = desk.page.locator("aside.report").bounding_box()
        words = desk.page.locator("[data-focus]").first.bounding_box()
        assert panel["y"] <= words["y"] <= panel["y"] + panel["height"]


def test_every_view_has_an_address(desk: Tab, chrome: Any, served: Served) -> None:
    desk.go("/incidents", "#incident-title")
    desk.page.get_by_role("button", name="Filter").click()
    desk.page.get_by_role("combobox", name="Country").select_option("IRQ")
    desk.page.get_by_label("disputed only").check()
    desk.page.get_by_role("searchbox").fill("Baghdad")
    desk.press("Enter")
    desk.page.wait_for_url("**words=Baghdad**")
    desk.page.locator(".list a").first.click()
    desk.page.locator("table.board button").first.click()
    desk.page.locator("[data-focus]").first.wait_for()
    address = desk.page.url.removeprefix(served.base)
    assert {"country", "contested", "words", "claim", "report"} <= set(parse_qs(urlsplit(address).query))
    shown = seen(desk)
    with tab(chrome, served) as other:
        other.go(address, "[data-focus]")
        assert seen(other) == shown


def seen(desk: Tab) -> list[str]:
    """The list, the incident and the words that are open."""
    parts = (".list .what", "#incident-title", "[data-focus]", ".given button")
    return [text for part in parts for text in desk.page.locator(part).all_inner_texts()]


def test_a_stretch_of_time_drawn_on_the_timeline_shows_on_the_map(desk: Tab) -> None:
    desk.go("/map", "canvas[data-drawn]")
    heading = desk.page.locator(".in-view h2")
    desk.page.wait_for_function(
        "() => /^[1-9]/.test(document.querySelector('.in-view h2')?.textContent ?? '')"
    )
    all_of_it = heading.inner_text()
    box = desk.page.locator(".timeline svg").bounding_box()
    desk.page.mouse.move(box["x"] + box["width"] * 0.5, box["y"] + 30)
    desk.page.mouse.down()
    desk.page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + 30, steps=4)
    desk.page.mouse.up()
    desk.page.wait_for_url("**since=**")
    asked = {name: value[0] for name, value in parse_qs(urlsplit(desk.page.url).query).items()}
    desk.page.wait_for_function(
        "was => document.querySelector('.in-view h2').textContent !== was", arg=all_of_it
    )
    listed = desk.get(f"/incidents?since={asked['since']}&until={asked['until']}&order=date&limit=1000")
    placed = [s for s in listed["results"] if s["lat"] is not None]
    assert heading.inner_text().startswith(f"{len(placed)} incident")
    assert desk.page.locator(".timeline [role=status]").inner_text().startswith(f"{listed['total']} incident")
    with_box = desk.page.locator("canvas")
    with_box.focus()
    desk.press("+")
    desk.page.wait_for_url("**box=**")
    desk.page.get_by_role("button", name="All of the time").click()
    desk.page.wait_for_function("() => !location.search.includes('since')")


def test_a_disc_on_the_map_opens_what_it_stands_for(desk: Tab) -> None:
    desk.go("/map?publisher=Daily", "canvas[data-drawn='1']")
    box = desk.page.locator("canvas").bounding_box()
    desk.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    desk.page.wait_for_url("**/incidents/**")
    assert desk.page.locator("#incident-title").inner_text() == "Air/drone strike, Baghdad, 2024-01-04"
