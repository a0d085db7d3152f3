"""Every page for everybody: axe finds nothing, light and dark; nothing is cut at 1,000 pixels; keys can be changed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.served import Served, Tab, serving, tab

PAGES = (
    "/incidents", "/incidents?order=date&contested=true", "{incident}?all=1&why=1",
    "{incident}?report={report}&claim={claim}", "/reports/{report}?claim={claim}", "/reports/{report}?adding=1", "/map",
    "/reports", "/log", "/log?show=changes", "/add", "/incidents?words=nothingholdsthis", "/incidents/nothing",
    "/elsewhere", "/map?words=nothingholdsthis",
)  # fmt: skip
DIALOGS = ("m", "s", "e", "c", "n", "x", "?", "Control+k")
RULES: dict[str, dict[str, Any]] = {
    "light": {"resultTypes": ["violations"]},
    "dark": {
        "resultTypes": ["violations"],
        "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    },
}  # what a page is made of does not depend on its colours


@pytest.fixture(scope="module")
def served(example_register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """One desk for these tests, with decisions in its log."""
    path = tmp_path_factory.mktemp("accessible") / "register.db"
    path.write_bytes(example_register.read_bytes())
    with serving(path) as running:
        ids = [i.id for i in running.desk.register.incidents(state="any", limit=4)]
        running.desk.register.accept(ids[0], author="Ada")
        running.desk.register.reject(ids[1], author="Ada", reason="a drill")
        undone = running.desk.register.assign(ids[2], "Grace", author="Ada")
        running.desk.register.undo(undone.decision.id, author="Ada")
        running.desk.register.comment(ids[2], "Who is the doctor?", author="Ada")
        yield running


@pytest.fixture
def desk(chrome: Any, served: Served) -> Iterator[Tab]:
    with tab(chrome, served, allow=("404",)) as opened:
        yield opened


@pytest.fixture
def pages(desk: Tab) -> list[str]:
    """The addresses of all kinds of pages."""
    listed = desk.get("/incidents?limit=200&order=date&contested=true")["results"]
    id = max(listed, key=lambda sketch: (sketch["reports"], sketch["id"]))["id"]
    claim = desk.get(f"/incidents/{id}")["incident"]["claims"][0]
    known = {"incident": f"/incidents/{id}", "report": claim["document"], "claim": claim["id"]}
    return [page.format(**known) for page in PAGES]


def settled(desk: Tab, page: str) -> None:
    desk.page.goto(desk.served.base + page)
    desk.page.wait_for_load_state("networkidle")
    desk.page.locator("#main").wait_for()


def violations(desk: Tab, scheme: str, where: Any = None) -> list[str]:
    """What axe finds, with the elements."""
    found = Axe().run(desk.page, context=where, options=RULES[scheme]).response["violations"]
    return [f"{v['id']}: {[node['html'][:120] for node in v['nodes'][:3]]}" for v in found]


def cut(desk: Tab) -> Any:
    """What sticks out of the window, or out of a box that does not scroll."""
    return desk.page.evaluate(
        """() => [...document.querySelectorAll('#root *')].filter(e => {
          const box = e.getBoundingClientRect();
          if (!box.width || e.closest('.unseen, .skip, .scroll, svg, canvas, dialog:not([open])')) return false;
          return box.right > innerWidth + 1 || box.left < -1;
        }).map(e => e.outerHTML.slice(0, 120)).concat(
          document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [])"""
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(desk: Tab, pages: list[str], scheme: str) -> None:
    desk.page.emulate_media(color_scheme=scheme)
    found = {}
    for page in pages:
        settled(desk, page)
        found[page] = violations(desk, scheme, None if page == pages[0] else {"exclude": [[".side"]]})
    settled(desk, "/incidents")
    desk.page.locator("#incident-title").wait_for()
    for key in DIALOGS:
        desk.press(key)
        desk.page.locator("dialog[open]").wait_for()
        found[key] = violations(desk, scheme, "dialog[open]")
        desk.press("Escape")
        desk.page.locator("dialog[open]").wait_for(state="detached")
    assert {page: some for page, some in found.items() if some} == {}


def test_nothing_is_cut_at_1000_pixels(desk: Tab, pages: list[str]) -> None:
    desk.page.set_viewport_size({"width": 1000, "height": 700})
    found = {}
    for page in pages:
        settled(desk, page)
        found[page] = cut(desk)
    settled(desk, "/incidents")
    for key in DIALOGS:
        desk.press(key)
        desk.page.locator("dialog[open]").wait_for()
        found[key] = cut(desk)
        desk.press("Escape")
    assert {page: some for page, some in found.items() if some} == {}


def test_keys_can_be_changed_and_switched_off(desk: Tab) -> None:
    desk.page.locator("#incident-title").wait_for()
    desk.press("?")
    dialog = desk.page.locator("dialog[open]")
    dialog.get_by_role("button", name="Comment: c; change it").click()
    desk.press("q")
    desk.press("Escape")
    desk.press("c")
    assert desk.page.locator("dialog[open]").count() == 0
    desk.press("q")
    desk.page.locator("dialog[open]").get_by_role("heading", name="Comment").wait_for()
    desk.press("Escape")
    desk.press("?")
    dialog.get_by_label("Keys do something").uncheck()
    desk.press("Escape")
    desk.press("q")
    assert desk.page.locator("dialog[open]").count() == 0


def test_focus_comes_back_to_where_it_was(desk: Tab) -> None:
    button = desk.page.get_by_role("toolbar").get_by_role("button", name="Comment")
    button.click()
    assert desk.page.evaluate("() => document.activeElement.tagName") == "TEXTAREA"
    desk.press("Escape")
    assert button.evaluate("e => e === document.activeElement")
