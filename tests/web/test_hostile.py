"""Texts that attack their reader: markup, addresses that run code, characters that hide (TRUST rows 10, 13, 20, 21)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from rashomon.ids import text_sha256
from rashomon.model import Document
from rashomon.web.coder import Job
from tests.store.made import report
from tests.web.made import PAYLOADS, SCHEMES, poisoned
from tests.web.served import Served, Tab, serving, tab

SOURCE = Path(__file__).parents[2] / "web" / "src"
SPARE = Path(__file__).parents[2] / "src" / "rashomon" / "web"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A register in which every field that somebody else can fill holds an attack, and decisions that do too."""
    with serving(tmp_path_factory.mktemp("hostile") / "register.db", author=PAYLOADS[1]) as running:
        reports = [poisoned(n, payload, SCHEMES[n % len(SCHEMES)]) for n, payload in enumerate(PAYLOADS)]
        running.desk.register.ingest(reports, version="test", components={})
        ids = [i.id for i in running.desk.register.incidents(state="any", limit=100)]
        assert len(ids) == len(PAYLOADS)
        for number, id in enumerate(ids):
            text = PAYLOADS[number]
            said = {"author": text, "reason": text}
            running.desk.register.decide("comment", id, author=text, details={"text": text})
            running.desk.register.assign(id, text, **said)
            running.desk.register.decide("correct", id, details={"label": f"Attack, {text}"}, **said)
        yield running


@pytest.fixture(scope="module")
def desk(chrome: Any, served: Served) -> Iterator[Tab]:
    with tab(chrome, served) as opened:
        yield opened


def unharmed(desk: Tab) -> None:
    """Nothing ran, nothing was framed, and every link leads into the app or to the web."""
    assert desk.page.evaluate("() => globalThis.hit") is None
    assert (
        desk.page.evaluate(
            "() => document.querySelectorAll('iframe, object, embed, base, #root script').length"
        )
        == 0
    )
    hrefs = desk.page.evaluate("() => [...document.querySelectorAll('[href]')].map(e => e.href)")
    assert [h for h in hrefs if not h.startswith((desk.served.base, "http://", "https://", "data:,"))] == []
    styles = "() => [...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames()).filter(n => /^on/.test(n))"
    assert desk.page.evaluate(styles) == []


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_nothing_runs_on_an_incident_or_its_report(desk: Tab, number: int) -> None:
    (sketch,) = [
        s for s in desk.get("/incidents?limit=100&order=date")["results"] if s["date_start"] == f"{2000 + number}-01-01"
    ]  # fmt: skip
    page = desk.get(f"/incidents/{sketch['id']}")
    claim, document = page["incident"]["claims"][0], page["documents"][0]["id"]
    desk.go(
        f"/incidents/{sketch['id']}?all=1&why=1&claim={claim['id']}&report={quote(document, safe='')}",
        ".text p",
    )
    desk.page.locator(".why").wait_for()
    unharmed(desk)
    desk.go(f"/reports/{quote(document, safe='')}", ".text p")
    expect(desk.page.locator(".text")).to_contain_text("said")
    unharmed(desk)


def test_nothing_runs_in_a_dialog(desk: Tab) -> None:
    desk.go("/incidents", "#incident-title")
    for key in ("m", "e", "s", "c", "n", "x"):
        desk.press(key)
        desk.page.locator("dialog[open]").wait_for()
        unharmed(desk)
        desk.press("Escape")
        desk.page.locator("dialog[open]").wait_for(state="detached")


@pytest.mark.parametrize(
    "path", ["/map", "/reports", "/log", "/log?show=changes", "/add", "/incidents?order=date"]
)
def test_nothing_runs_on_the_other_pages(desk: Tab, path: str) -> None:
    desk.go(path)
    desk.page.wait_for_load_state("networkidle")
    unharmed(desk)
    desk.press("Control+k")
    desk.page.keyboard.type("said")
    desk.page.locator("dialog[open] [role=option]").nth(2).wait_for()
    unharmed(desk)


def test_nothing_runs_out_of_an_address(desk: Tab) -> None:
    for payload in PAYLOADS[::4]:
        desk.go(f"/incidents?words={quote(payload)}&type={quote(payload)}", "#main")
        unharmed(desk)
        desk.go(f"/incidents/{quote(payload, safe='')}", ".failure")
        unharmed(desk)
    desk.wrong = [line for line in desk.wrong if "422" not in line and "404" not in line]


def test_nothing_runs_out_of_a_file_s_name_or_what_is_said_of_it(desk: Tab, tmp_path: Path) -> None:
    job = Job(
        "77", PAYLOADS[1], "done", issues=[{"code": PAYLOADS[0], "message": PAYLOADS[1]}], error=PAYLOADS[2]
    )
    desk.served.desk.coder.add = lambda given: job  # type: ignore[method-assign]
    desk.served.desk.coder.jobs["77"] = job
    desk.go("/add", "#files")
    names = [PAYLOADS[n].replace("/", "∕")[:80] for n in (0, 1, 2, 3)]
    files = [{"name": name, "mimeType": "text/html", "buffer": PAYLOADS[0].encode()} for name in names]
    desk.page.locator("#files").set_input_files(files)
    assert desk.page.locator(".drop li").count() == len(names)
    unharmed(desk)
    desk.page.get_by_role("button", name="Add to the register").click()
    desk.page.locator(".job").get_by_text(PAYLOADS[1]).wait_for()
    unharmed(desk)


def test_only_web_addresses_are_links(chrome: Any, tmp_path: Path) -> None:
    texts = [f"Report {n}: three people died." for n in range(len(SCHEMES))]
    with serving(tmp_path / "register.db") as running:
        made = [report(f"d{n}", text=text, day=f"{2000 + n}-02-01") for n, text in enumerate(texts)]
        docs = [
            Document(
                r.doc.id, r.doc.text, text_sha256(r.doc.text), "Strike", "Daily", r.doc.published, url=url
            )
            for r, url in zip(made, SCHEMES, strict=True)
        ]
        reports = [type(r)(doc, r.incidents) for r, doc in zip(made, docs, strict=True)]
        running.desk.register.ingest(reports, version="test", components={})
        with tab(chrome, running) as desk:
            for doc in docs:
                desk.go(f"/reports/{doc.id}", ".text p")
                unharmed(desk)
                links = desk.page.locator(".address a").count()
                assert links == (1 if doc.url and doc.url.startswith("http://x.test") else 0)


def test_characters_that_hide_are_shown_by_name(desk: Tab) -> None:
    (found,) = [d for d in desk.get("/documents?limit=100")["results"] if "\u202e" in (d["title"] or "")]
    desk.go(f"/reports/{quote(found['id'], safe='')}", ".text p")
    shown = desk.page.locator("body").inner_text()
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200e\u200f")
    assert "⟨RLO⟩" in shown


def test_no_part_of_the_front_end_makes_markup_out_of_text() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.ts*"))
    for way in ("dangerouslySetInnerHTML", ".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                "new Function", "srcDoc", "srcdoc", "createContextualFragment"):  # fmt: skip
        assert way not in source, way
    assert "HTMLResponse" not in "".join(p.read_text() for p in SPARE.glob("*.py") if p.name != "guard.py")
