"""The queue, worked through by keyboard."""

from __future__ import annotations

import json
from pathlib import Path

from rashomon import api
from rashomon.model import as_json
from tests.web.served import Tab


def exported(register: Path) -> str:
    """Everything that a register says about incidents and reports, as text."""
    with api.open(str(register)) as opened:
        rows = [as_json(i) for i in opened.incidents(state="any", limit=10_000)]
        states = {row["id"]: {**opened.standing(row["id"]), "version": None} for row in rows}
        return json.dumps([rows, states, as_json(opened.coding())], sort_keys=True)


def test_twenty_incidents_by_keyboard_and_all_of_it_undone(desk: Tab, register: Path) -> None:
    before = exported(register)
    waiting = desk.get("/incidents?limit=20")["results"]
    seen = []
    for number in range(20):
        seen.append(desk.page.url.partition("/incidents/")[2].partition("?")[0])
        if number % 4 == 3:
            desk.press("x")
            desk.page.locator("dialog[open]").wait_for()
            done = desk.deciding(lambda: desk.press("1"))
        else:
            done = desk.deciding(lambda: desk.press("a"))
        assert done["decision"]["anchors"]
        desk.page.wait_for_function("id => !location.pathname.endsWith(id)", arg=seen[-1])
        desk.page.locator("#incident-title").wait_for()
    assert seen == [sketch["id"] for sketch in waiting]
    assert desk.get("/counts?field=state&state=any")["counts"] == [
        ["coded", desk.get("/incidents?limit=1&order=queue")["total"]], ["accepted", 15], ["rejected", 5]
    ]  # fmt: skip
    assert exported(register) != before
    for _ in range(20):
        desk.deciding(lambda: desk.press("u"))
        desk.page.wait_for_function("() => document.querySelector('.toasts')?.textContent.includes('Undone')")
    assert exported(register) == before
