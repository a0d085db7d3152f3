"""Reports dropped in: pasted and uploaded, coded in a process of their own, and found again as incidents."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.served import Served, Tab, serving, tab

BLAST = (
    "A car bomb exploded outside a police station in Mosul on Sunday, killing nine people and wounding 20, "
    "police said. A doctor at the city's hospital put the dead at 14. No group claimed responsibility."
)
RAID = "Gunmen killed three farmers near Sokoto on Monday, a local official said. The army denied that it took part."
LONG = 300_000  # milliseconds: the models are loaded once, on a machine that may be busy


@pytest.fixture(scope="module")
def served(example_register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One desk for these tests, so that the models are loaded once."""
    path = tmp_path_factory.mktemp("adding") / "register.db"
    path.write_bytes(example_register.read_bytes())
    with serving(path) as running:
        yield running


@pytest.fixture(scope="module")
def desk(chrome: Any, served: Served) -> Iterator[Tab]:
    with tab(chrome, served, layers=("claims", "speakers", "times", "places", "actors", "weapons")) as opened:
        yield opened


def added(desk: Tab, press: Callable[[], None]) -> Any:
    """The part of the page that tells what became of the reports."""
    press()
    done = desk.page.locator(".job h2")
    done.wait_for(timeout=LONG)
    return desk.page.locator(".job")


def test_a_pasted_report_leads_to_its_incident(desk: Tab) -> None:
    desk.go("/incidents", "#incident-title")
    desk.press("g")
    desk.press("a")
    desk.page.get_by_label("Text of a report").fill(BLAST)
    desk.page.get_by_label("Title").fill("Mosul blast")
    desk.page.get_by_label("Publisher").fill("Nineveh Wire")
    desk.page.get_by_label("Published").fill("2016-07-18")
    button = desk.page.get_by_role("button", name="Add to the register")
    told = added(desk, button.click)
    assert "1 new report" in told.inner_text()
    told.locator(".list a").first.click()
    desk.page.locator("#incident-title").wait_for()
    id = desk.page.url.partition("/incidents/")[2].partition("?")[0]
    page = desk.get(f"/incidents/{id}")
    assert [d["publisher"] for d in page["documents"]] == ["Nineveh Wire"]
    assert page["incident"]["date"]["start"] == "2016-07-17"
    assert page["incident"]["killed"]["contested"]
    board = desk.page.locator("table.board").first.inner_text()
    assert "9" in board
    assert "14" in board


def test_the_layers_of_a_report_can_be_switched(desk: Tab) -> None:
    desk.go("/reports", ".rows a")
    desk.page.locator(".rows a").first.click()
    desk.page.locator(".mark-speakers").nth(1).wait_for(timeout=LONG)
    text = desk.page.locator(".text")
    assert text.locator(".mark-times").count()
    assert text.locator(".mark-content").count()
    desk.page.get_by_label("Times").uncheck()
    text.locator(".mark-times").first.wait_for(state="detached")
    assert text.locator(".mark-places").count()


def test_uploaded_files_are_added_and_told_of(desk: Tab, tmp_path: Path) -> None:
    plain, lines = tmp_path / "raid.txt", tmp_path / "reports.jsonl"
    plain.write_text(RAID, encoding="utf-8")
    lines.write_text(
        json.dumps({"id": "r1", "text": BLAST.replace("Mosul", "Kirkuk")}) + "\n", encoding="utf-8"
    )
    desk.go("/add", "#files")
    desk.page.locator("#files").set_input_files([str(plain), str(lines)])
    told = added(desk, desk.page.get_by_role("button", name="Add to the register").click)
    assert "2 new reports" in told.inner_text()
    told.locator(".list a").nth(1).wait_for()
    found = [d["id"] for d in desk.get("/documents?words=Sokoto")["results"]]
    assert len(found) == 1
    told.get_by_role("link", name="Gunmen killed three farmers").click()
    desk.page.locator(".text").get_by_text("three farmers").first.wait_for()


def test_the_same_report_twice_is_told_to_be_known(desk: Tab) -> None:
    desk.go("/add", "#files")
    desk.page.get_by_label("Text of a report").fill(RAID)
    told = added(desk, desk.page.get_by_role("button", name="Add to the register").click)
    assert "0 new reports" in told.inner_text()
    assert "stood in the register already" in told.inner_text()


def test_what_cannot_be_read_is_told_by_its_own_name(desk: Tab, tmp_path: Path) -> None:
    broken = tmp_path / "minutes of the meeting.pdf"
    broken.write_bytes(b"%PDF-1.7\nnothing more")
    desk.go("/add", "#files")
    desk.page.locator("#files").set_input_files(str(broken))
    told = added(desk, desk.page.get_by_role("button", name="Add to the register").click)
    assert "minutes of the meeting.pdf" in told.inner_text()
    assert "/tmp" not in told.inner_text()


def test_files_can_be_dropped_and_taken_out_again(desk: Tab) -> None:
    desk.go("/add", ".drop")
    data = desk.page.evaluate_handle(
        "() => { const d = new DataTransfer(); d.items.add(new File(['x'], 'a.txt')); return d; }"
    )
    desk.page.dispatch_event(".drop", "drop", {"dataTransfer": data})
    desk.page.locator(".drop li").get_by_text("a.txt").wait_for()
    desk.page.get_by_role("button", name="Take out a.txt").click()
    desk.page.locator(".drop li").wait_for(state="detached")


def test_pasted_records_are_so_many_reports(desk: Tab) -> None:
    lines = [
        json.dumps(
            {
                "id": f"p{n}",
                "title": f"Blast {n}",
                "published": "2016-07-18",
                "text": BLAST.replace("Mosul", town),
            }
        )
        for n, town in enumerate(("Tikrit", "Samarra"))
    ]
    desk.go("/add", "#files")
    desk.page.get_by_label("Text of a report").fill("\n".join(lines))
    told = added(desk, desk.page.get_by_role("button", name="Add to the register").click)
    assert "2 new reports" in told.inner_text()
    told.get_by_role("link", name="Blast 1").wait_for()


def test_a_pasted_text_is_parted_at_lines_of_dashes(desk: Tab) -> None:
    first, second = BLAST.replace("Mosul", "Baiji"), RAID.replace("Sokoto", "Katsina")
    text = f"Publisher: One\nDate: 2016-07-18\n\n{first}\n-----\nDate: 2016-07-18\n{second}\n"
    desk.go("/add", "#files")
    desk.page.get_by_label("Text of a report").fill(text)
    assert desk.page.get_by_label("These are 2 reports").is_checked()
    told = added(desk, desk.page.get_by_role("button", name="Add to the register").click)
    assert "2 new reports" in told.inner_text()
    (found,) = desk.get("/documents?words=Baiji")["results"]
    assert (found["publisher"], found["published"]) == ("One", "2016-07-18")
