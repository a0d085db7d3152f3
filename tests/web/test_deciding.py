"""Merging, splitting, correcting and adding, from the browser."""

from __future__ import annotations

from typing import Any

from tests.web.served import Tab

COUNTS = ("killed", "injured", "captured", "displaced")


def widest(desk: Tab) -> dict[str, Any]:
    """The incident that most reports tell of, opened."""
    listed = desk.get("/incidents?limit=200&order=date")["results"]
    chosen = max(listed, key=lambda sketch: (sketch["reports"], sketch["id"]))
    return opened(desk, chosen["id"])


def opened(desk: Tab, id: str) -> dict[str, Any]:
    """An incident, opened."""
    desk.go(f"/incidents/{id}", "#incident-title")
    page: dict[str, Any] = desk.get(f"/incidents/{id}")
    return page


def reports_of(page: dict[str, Any]) -> set[str]:
    return {d["id"] for d in page["documents"]}


def count_claim(page: dict[str, Any]) -> dict[str, Any]:
    """A claim of a count with figures, from the incident."""
    claims = page["incident"]["claims"]
    found: dict[str, Any] = next(c for c in claims if c["role"] in COUNTS and c["low"] is not None)
    return found


def select(desk: Tab, start: int, length: int) -> None:
    """Select characters of the open report's text, by the element that says where it begins."""
    desk.page.evaluate(
        """([start, length]) => {
          const spans = [...document.querySelectorAll('.text [data-s]')].filter(e => !e.querySelector('[data-s]'));
          const at = spans.findLast(e => Number(e.dataset.s) <= start);
          const range = document.createRange();
          range.setStart(at.firstChild, start - Number(at.dataset.s));
          let rest = length, n = spans.indexOf(at), offset = start - Number(at.dataset.s);
          while (spans[n].textContent.length - offset < rest) {
            rest -= spans[n].textContent.length - offset; offset = 0; n += 1;
          }
          range.setEnd(spans[n].firstChild, offset + rest);
          getSelection().removeAllRanges();
          getSelection().addRange(range);
        }""",
        [start, length],
    )


def test_two_incidents_are_merged_and_parted_again_by_undo(desk: Tab) -> None:
    listed = desk.get("/incidents?limit=200&order=date")["results"]
    first, other = [s for s in listed if s["main"]][:2]
    before, beside = opened(desk, first["id"]), desk.get(f"/incidents/{other['id']}")
    desk.press("m")
    dialog = desk.page.locator("dialog[open]")
    search = dialog.get_by_role("combobox")
    search.fill(other["label"].split(", ")[1])
    option = dialog.locator(f"[id='merge-{other['id']}']")
    option.click()
    dialog.get_by_label("Reason").fill("one raid")
    done = desk.deciding(lambda: dialog.get_by_role("button", name="Merge the two").click())
    assert done["decision"]["reason"] == "one raid"
    dialog.wait_for(state="detached")
    merged = desk.get(f"/incidents/{first['id']}")
    assert reports_of(merged) == reports_of(before) | reports_of(beside)
    assert desk.get(f"/incidents/{other['id']}")["incident"]["id"] == merged["incident"]["id"]
    assert desk.page.locator("#incident-title").inner_text() == merged["incident"]["label"]
    desk.deciding(lambda: desk.press("u"))
    assert desk.get(f"/incidents/{first['id']}")["incident"] == before["incident"]
    assert desk.get(f"/incidents/{other['id']}")["incident"]["id"] == other["id"]


def test_the_linker_s_nearest_can_be_merged_by_enter_alone(desk: Tab) -> None:
    widest(desk)
    desk.press("m")
    desk.page.locator("dialog[open] [role=option]").first.wait_for()
    done = desk.deciding(lambda: desk.press("Enter"))
    assert done["decision"]["kind"] == "merge"
    assert len(done["decision"]["anchors"]) >= 2


def test_a_report_leaves_and_makes_an_incident_of_its_own(desk: Tab) -> None:
    before = widest(desk)
    desk.press("s")
    dialog = desk.page.locator("dialog[open]")
    dialog.get_by_role("checkbox").last.check()
    dialog.get_by_label("Reason").fill("another town")
    done = desk.deciding(lambda: dialog.get_by_role("button", name="Split", exact=True).click())
    told = {m["id"]: m["document"] for m in before["incident"]["mentions"]}
    leaving = {id for id, document in told.items() if document == before["documents"][-1]["id"]}
    assert len(done["new"]) == 1
    sides = [desk.get(f"/incidents/{id}")["incident"] for id in (done["new"][0], before["incident"]["id"])]
    parts = [told.keys() & {m["id"] for m in side["mentions"]} for side in sides]
    assert leaving in parts  # whatever else that report may now be joined with, nothing of this incident
    assert told.keys() - leaving in parts
    assert desk.page.locator(".toast").first.inner_text().startswith("Split 1 report off")
    desk.deciding(lambda: desk.press("u"))
    assert desk.get(f"/incidents/{before['incident']['id']}")["incident"] == before["incident"]


def test_an_incident_is_corrected(desk: Tab) -> None:
    page = widest(desk)
    desk.press("e")
    dialog = desk.page.locator("dialog[open]")
    dialog.get_by_label("Place", exact=True).fill("Qaryat")
    dialog.get_by_label("First day").fill("2019-07-01")
    dialog.get_by_label("Type").select_option("attack")
    dialog.get_by_label("Reason").fill("the later reports say so")
    desk.deciding(lambda: dialog.get_by_role("button", name="Save").click())
    now = desk.get(f"/incidents/{page['incident']['id']}")["incident"]
    assert (now["place"]["name"], now["date"]["start"], now["type"]) == ("Qaryat", "2019-07-01", "attack")
    assert "Qaryat" in desk.page.locator(".facts").inner_text()
    assert "corrected" in desk.page.locator(".history").inner_text()
    assert now["label"] == "Attack, Qaryat, 2019-07-01"


def test_a_place_is_chosen_from_the_gazetteer(desk: Tab) -> None:
    page = widest(desk)
    desk.press("e")
    dialog = desk.page.locator("dialog[open]")
    dialog.get_by_label("Place", exact=True).fill("Misrata")
    dialog.locator("button.spot").first.click()
    dialog.get_by_label("Reason").fill("the later reports say so")
    desk.deciding(lambda: dialog.get_by_role("button", name="Save").click())
    place = desk.get(f"/incidents/{page['incident']['id']}")["incident"]["place"]
    assert (place["country"], round(place["lat"]), round(place["lon"])) == ("LBY", 32, 15)
    assert place["geonameid"]


def test_a_claim_s_value_is_edited_in_place(desk: Tab) -> None:
    page = widest(desk)
    claim = count_claim(page)
    desk.go(
        f"/incidents/{page['incident']['id']}?claim={claim['id']}&report={claim['document']}", ".claim-card"
    )
    desk.press("e")
    card = desk.page.locator(".claim-card")
    for name in ("low", "best", "high"):
        card.get_by_label(name, exact=True).fill("61")
    desk.press("Escape")
    assert card.get_by_label("high", exact=True).input_value() == "61"
    card.get_by_label("Reason").fill("the text says sixty-one")
    desk.deciding(lambda: card.get_by_role("button", name="Save").click())
    now = desk.get(f"/incidents/{page['incident']['id']}")["incident"]["claims"]
    changed = next(c for c in now if c["id"] == claim["id"])
    assert (changed["low"], changed["best"], changed["high"]) == (61, 61, 61)
    assert changed["evidence"] == claim["evidence"]
    card.get_by_role("button", name="Edit").wait_for()
    assert "61" in card.inner_text()
    desk.deciding(lambda: desk.press("u"))
    now = desk.get(f"/incidents/{page['incident']['id']}")["incident"]["claims"]
    assert next(c for c in now if c["id"] == claim["id"]) == claim


def test_a_claim_s_evidence_becomes_the_words_selected(desk: Tab) -> None:
    page = widest(desk)
    claim = count_claim(page)
    desk.go(
        f"/incidents/{page['incident']['id']}?claim={claim['id']}&report={claim['document']}", ".claim-card"
    )
    desk.press("e")
    text = desk.get(f"/documents/{claim['document']}")["text"]
    start = text.index(" ", claim["evidence"]["end"]) + 1
    end = text.index(" ", start)
    select(desk, start, end - start)
    card = desk.page.locator(".claim-card")
    card.get_by_label("evidence is the selected words").check()
    card.get_by_label("Reason").fill("the figure stands later")
    desk.deciding(lambda: card.get_by_role("button", name="Save").click())
    claims = desk.get(f"/incidents/{page['incident']['id']}")["incident"]["claims"]
    moved = [c for c in claims if c["evidence"]["quote"] == text[start:end] and c["role"] == claim["role"]]
    assert [(c["evidence"]["start"], c["evidence"]["end"]) for c in moved] == [(start, end)]


def test_a_claim_is_rejected(desk: Tab) -> None:
    page = widest(desk)
    claim = count_claim(page)
    desk.go(
        f"/incidents/{page['incident']['id']}?claim={claim['id']}&report={claim['document']}", ".claim-card"
    )
    card = desk.page.locator(".claim-card")
    card.get_by_role("button", name="Reject this claim").click()
    card.get_by_label("Why is it wrong?").fill("a quotation")
    desk.deciding(lambda: card.get_by_role("button", name="Reject it").click())
    now = desk.get(f"/incidents/{page['incident']['id']}")["incident"]["claims"]
    assert claim["id"] not in {c["id"] for c in now}
    card.wait_for(state="detached")


def test_a_missed_claim_is_added_from_selected_words(desk: Tab) -> None:
    page = widest(desk)
    document = page["documents"][0]["id"]
    desk.go(f"/incidents/{page['incident']['id']}?report={document}", ".text p")
    text = desk.get(f"/documents/{document}")["text"]
    line = max(text.split("\n"), key=len)
    start = text.index(line) + line.index(" ") + 1
    end = text.index(" ", text.index(" ", start) + 1)
    select(desk, start, end - start)
    desk.page.get_by_role("button", name="Add as a claim").click()
    card = desk.page.locator(".claim-card")
    assert card.get_by_label("Words of the report").input_value() == text[start:end]
    card.get_by_label("Role").select_option("injured")
    card.get_by_label("low").fill("7")
    card.get_by_label("best").fill("7")
    card.get_by_label("Source", exact=True).fill("a nurse")
    card.get_by_label("Kind of source").select_option("health")
    desk.deciding(lambda: card.get_by_role("button", name="Save").click())
    claims = desk.get(f"/incidents/{page['incident']['id']}")["incident"]["claims"]
    added = [c for c in claims if c["origin"] == "person"]
    assert [(c["role"], c["low"], c["high"], c["source"]["name"], c["source"]["kind"]) for c in added] == [
        ("injured", 7, None, "a nurse", "health")
    ]
    assert added[0]["evidence"] == {"start": start, "end": end, "quote": text[start:end]}
    desk.page.locator(".claim-list").get_by_text("by a person").wait_for()


def test_comments_and_assignments_stand_on_the_incident(desk: Tab) -> None:
    page = widest(desk)
    desk.press("c")
    desk.page.locator("dialog[open] textarea").fill("Call the clinic.")
    desk.deciding(lambda: desk.press("Control+Enter"))
    desk.page.locator("dialog[open]").wait_for(state="detached")
    desk.press("n")
    desk.page.locator("dialog[open] input").fill("Grace")
    desk.deciding(lambda: desk.press("Enter"))
    desk.page.locator("dialog[open]").wait_for(state="detached")
    assert "Call the clinic." in desk.page.locator(".history").inner_text()
    desk.page.locator(".incident-head").get_by_text("for Grace").wait_for()
    assert [s["id"] for s in desk.get("/incidents?assigned=Grace")["results"]] == [page["incident"]["id"]]


def test_what_was_undone_can_be_done_again(desk: Tab) -> None:
    id = desk.page.url.partition("/incidents/")[2]
    desk.deciding(lambda: desk.press("a"))
    desk.deciding(lambda: desk.press("u"))
    desk.page.wait_for_function("id => location.pathname.endsWith(id)", arg=id)
    assert desk.get(f"/incidents/{id}")["sketch"]["state"] == "coded"
    desk.deciding(lambda: desk.press("Shift+U"))
    assert desk.get(f"/incidents/{id}")["sketch"]["state"] == "accepted"
