"""Two people on one incident: the second is told what changed, and loses nothing that was typed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.web.served import Tab

REFUSED = ("412",)  # the browser notes the refused request on its console


def both(register: Path, sessions: Callable[..., Tab]) -> tuple[Tab, Tab, str]:
    """Two reviewers, each at a desk of their own, on the same incident."""
    ada = sessions(register, author="Ada", allow=REFUSED)
    grace = sessions(register, author="Grace")
    ada.page.locator("#incident-title").wait_for()
    id = ada.page.url.partition("/incidents/")[2].partition("?")[0]
    grace.go(f"/incidents/{id}", "#incident-title")
    return ada, grace, id


def retype(who: Tab, type: str, reason: str) -> None:
    """Give the incident another type."""
    who.press("e")
    dialog = who.page.locator("dialog[open]")
    dialog.get_by_label("Type").select_option(type)
    dialog.get_by_label("Reason").fill(reason)
    who.deciding(lambda: dialog.get_by_role("button", name="Save").click())


def test_the_second_sees_the_difference_and_loses_nothing(
    register: Path, sessions: Callable[..., Tab]
) -> None:
    ada, grace, id = both(register, sessions)
    ada.press("e")
    editing = ada.page.locator("dialog[open]").first
    editing.get_by_label("Place", exact=True).fill("Qaryat")
    editing.get_by_label("Reason").fill("as the map has it")
    retype(grace, "grenade", "it was thrown")
    ada.deciding(lambda: editing.get_by_role("button", name="Save").click())
    conflict = ada.page.locator("dialog[open]").last
    told = conflict.inner_text()
    assert "Grace" in told
    assert "it was thrown" in told
    assert "grenade" in told
    assert "as the map has it" in told
    conflict.get_by_role("button", name="Look at it again").click()
    assert editing.get_by_label("Place", exact=True).input_value() == "Qaryat"
    assert editing.get_by_label("Reason").input_value() == "as the map has it"
    ada.deciding(lambda: editing.get_by_role("button", name="Save").click())
    now = ada.get(f"/incidents/{id}")["incident"]
    assert (now["type"], now["place"]["name"]) == ("grenade", "Qaryat")


def test_who_has_read_it_can_decide_all_the_same(register: Path, sessions: Callable[..., Tab]) -> None:
    ada, grace, id = both(register, sessions)
    retype(grace, "grenade", "it was thrown")
    ada.deciding(lambda: ada.press("a"))
    conflict = ada.page.locator("dialog[open]")
    conflict.get_by_role("button", name="Do it all the same").wait_for()
    done = ada.deciding(lambda: conflict.get_by_role("button", name="Do it all the same").click())
    assert done["decision"]["kind"] == "accept"
    assert ada.get(f"/incidents/{id}")["sketch"]["state"] == "accepted"
    assert ada.get(f"/incidents/{id}")["incident"]["type"] == "grenade"


def test_two_claims_of_one_incident_conflict_too(register: Path, sessions: Callable[..., Tab]) -> None:
    ada, grace, id = both(register, sessions)
    claim = ada.get(f"/incidents/{id}")["incident"]["claims"][0]
    ada.go(f"/incidents/{id}?claim={claim['id']}&report={claim['document']}", ".claim-card")
    card = ada.page.locator(".claim-card")
    card.get_by_role("button", name="Reject this claim").click()
    card.get_by_label("Why is it wrong?").fill("an echo")
    grace.deciding(lambda: grace.press("a"))
    ada.deciding(lambda: card.get_by_role("button", name="Reject it").click())
    ada.page.locator("dialog[open]").get_by_role("button", name="Look at it again").click()
    assert card.get_by_label("Why is it wrong?").input_value() == "an echo"
    ada.page.wait_for_function("() => document.querySelector('.incident-head .state.accepted')")
    ada.deciding(lambda: card.get_by_role("button", name="Reject it").click())
    assert claim["id"] not in {c["id"] for c in ada.get(f"/incidents/{id}")["incident"]["claims"]}
