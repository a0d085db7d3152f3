"""The contradiction board."""

from dataclasses import replace

from rashomon.views import board_of, toll_series
from rashomon.views.board import dates_exclude, range_text, value_text
from tests.builders import incident_coding
from tests.incidents.build import claim


def board_and_incident():  # type: ignore[no-untyped-def]
    coding = incident_coding()
    documents = {d.id: d for d in coding.documents}
    return board_of(coding.incidents[0], documents, {}), coding.incidents[0], documents


def test_two_accounts_stand_side_by_side() -> None:
    board, _, _ = board_and_incident()
    assert {c.name for c in board.columns} == {"Pentagon", "police"}
    (row,) = board.rows
    assert (row.role, row.of, row.disputed) == ("killed", "people", True)
    assert {cell.text for cell in row.cells} == {"2", "4"}


def test_tolls_are_a_series_of_accounts() -> None:
    _, incident, documents = board_and_incident()
    assert {(p.source, p.best) for p in toll_series(incident, documents)} == {("Pentagon", 2), ("police", 4)}


def test_open_ranges_read_as_they_were_said() -> None:
    assert [range_text(*r) for r in ((7, None), (None, 3), (2, 4), (None, None))] == [
        "at least 7", "up to 3", "2 to 4", "unknown",
    ]  # fmt: skip


def test_dates_are_disputed_when_no_day_fits_all() -> None:
    assert not dates_exclude(["2019-07-02", "2019-07-02/2019-07-03", "2019-07", "2019", "at dawn"])
    assert dates_exclude(["2019-07-02", "2019-07-04T09:00Z"])
    assert dates_exclude(["2019-06", "2019-07-01"])


def test_spellings_of_one_value_are_one() -> None:
    coding = incident_coding()
    (claim, *_) = coding.incidents[0].claims
    said = [
        replace(claim, id=str(n), role="perpetrator", value=value, low=None, best=None, high=None)
        for n, value in enumerate(("Gunmen", "gunmen", "The gunmen", "gunmen"))
    ]
    incident = replace(coding.incidents[0], claims=tuple(said))
    (row,) = board_of(incident, {d.id: d for d in coding.documents}, {}).rows
    assert [cell.text for cell in row.cells] == ["gunmen"]
    assert not row.disputed


def test_a_target_is_one_with_and_without_its_place() -> None:
    coding = incident_coding()
    (first, *_) = coding.incidents[0].claims
    place = coding.incidents[0].place.name
    values = (
        "market",
        "the market",
        "Market",
        f"a market in {place}",
        f"The market in {place}",
        "old market",
    )
    said = [
        replace(first, id=str(n), role="target", value=value, low=None, best=None, high=None)
        for n, value in enumerate(values)
    ]
    incident = replace(coding.incidents[0], claims=tuple(said))
    (row,) = board_of(incident, {d.id: d for d in coding.documents}, {}).rows
    assert {cell.text: len(cell.claims) for cell in row.cells} == {"market": 5, "old market": 1}


def test_who_denies_an_attack_does_not_dispute_its_day() -> None:
    coding = incident_coding()
    claims = coding.incidents[0].claims
    days = [
        replace(c, role="date", value="2024-01-04", low=None, best=None, high=None, stance=stance)
        for c, stance in zip(claims, ("asserts", "denies"), strict=False)
    ]
    incident = replace(coding.incidents[0], claims=tuple(days))
    (row,) = board_of(incident, {d.id: d for d in coding.documents}, {}).rows
    assert not row.disputed


def test_what_it_was_and_whether_it_was_read_as_words() -> None:
    accident = replace(claim("type", value="other"), original_value="gas explosion")
    assert value_text(accident) == "Other (gas explosion)"
    assert value_text(claim("type", value="air_drone_strike")) == "Air/drone strike"
    assert value_text(claim("occurrence", value="reported_false")) == "it did not happen"
