"""Rows as ACLED and UCDP publish them: all their columns, linked to the incidents of the press."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon import imports
from rashomon.api import import_
from rashomon.errors import InputError
from rashomon.exports import acled, ucdp
from rashomon.exports.text import write_csv
from rashomon.model import ReportedIncident
from rashomon.store import Register
from tests.store.made import ingest, report

ACLED = dict(zip(acled.COLUMNS, (
    "IRQ32901", "2024-01-04", "2024", "1", "Political violence", "Explosions/Remote violence", "Air/drone strike",
    "Military Forces of the United States (2021-)", "", "External/Other forces", "HHN: Harakat Hezbollah al-Nujaba", "",
    "Political militia", "Political militia-External/Other forces", "", "368", "Middle East", "Iraq", "Baghdad", "", "",
    "Baghdad", "33.3406", "44.4009", "1", "Al Sumaria; AFP", "National-International",
    "On 4 January 2024, a US drone struck a headquarters in Baghdad. 2 fatalities.", "2", "", "1704844800",
), strict=True))  # fmt: skip
UCDP = dict.fromkeys(ucdp.COLUMNS, "") | {
    "id": "509931", "relid": "IRQ-2024-1-509-1", "year": "2024", "active_year": "1", "code_status": "Clear",
    "type_of_violence": "1", "conflict_name": "Iraq: Government", "dyad_name": "Government of Iraq - IS",
    "side_a": "Government of Iraq", "side_b": "IS", "number_of_sources": "2",
    "source_article": '"AFP,2024-01-05,Strike"', "source_headline": "Strike", "where_prec": "1",
    "where_coordinates": "Baghdad city", "adm_1": "Baghdad governorate",
    "latitude": "33.340582", "longitude": "44.400876",
    "geom_wkt": "POINT (44.400876 33.340582)", "country": "Iraq", "country_id": "645", "region": "Middle East",
    "event_clarity": "1", "date_prec": "1",
    "date_start": "2024-01-04 00:00:00.000", "date_end": "2024-01-04 00:00:00.000",
    "deaths_a": "0", "deaths_b": "4", "deaths_civilians": "0", "deaths_unknown": "0",
    "best": "4", "high": "6", "low": "3",
}  # fmt: skip


def one(format: str, row: dict[str, str]) -> ReportedIncident:
    """The incident of a table of one row."""
    found = imports.read(write_csv(tuple(row), [list(row.values())]), format)
    assert found.issues == ()
    return found.reports[0].incidents[0]


def test_a_row_of_acled() -> None:
    found = one("acled", ACLED)
    assert (found.type, found.date.start, found.place.country, found.place.name) == (
        "air_drone_strike", "2024-01-04", "IRQ", "Baghdad",
    )  # fmt: skip
    said = {c.role: c.value for c in found.claims}
    assert said["perpetrator"] == "Military Forces of the United States (2021-)"
    assert said["target"] == "HHN: Harakat Hezbollah al-Nujaba"
    assert next(c.best for c in found.claims if c.role == "killed") == 2


@pytest.mark.parametrize(
    ("day", "precision", "start", "end"),
    [
        ("04 January 2024", "1", "2024-01-04", "2024-01-04"),
        ("2024-01-04", "2", "2024-01-01", "2024-01-07"),
        ("2024-02-15", "3", "2024-02-01", "2024-02-29"),
    ],
)
def test_days_of_acled_are_middle_ones(day: str, precision: str, start: str, end: str) -> None:
    found = one("acled", ACLED | {"event_date": day, "time_precision": precision})
    assert (found.date.start, found.date.end) == (start, end)


def test_a_row_of_ucdp() -> None:
    found = one("ucdp", UCDP)
    toll = next(c for c in found.claims if c.role == "killed")
    assert (toll.low, toll.best, toll.high, found.type, found.place.country) == (
        3,
        4,
        6,
        "armed_clash",
        "IRQ",
    )
    assert {c.value for c in found.claims if c.role == "perpetrator"} == {"Government of Iraq", "IS"}
    one_sided = one(
        "ucdp", UCDP | {"type_of_violence": "3", "side_b": "Civilians", "where_prec": "4", "date_prec": "4"}
    )
    assert {c.value for c in one_sided.claims if c.role == "target"} == {"Civilians"}
    assert (one_sided.place.precision, one_sided.date.precision) == ("province", "month")


def test_data_sets_stand_beside_the_press_in_one_incident(tmp_path: Path) -> None:
    where = str(tmp_path / "r.db")
    with Register.open(where, create=True) as opened:
        ingest(opened, [report("a", killed=4), report("b", killed=6, source="army")])
    for format, row in (("acled", ACLED), ("ucdp", UCDP)):
        done, issues = import_(write_csv(tuple(row), [list(row.values())]), format, where)
        assert (len(done.documents), done.new, issues) == (1, (), [])
    with Register.open(where) as opened:
        (incident,) = opened.incidents()
        said = {c.source.name: c.best for c in incident.claims if c.role == "killed"}
        assert said == {"police": 4, "army": 6, "ACLED": 2, "UCDP GED": 4}
        assert incident.independent_sources == 2


def test_another_table_is_refused() -> None:
    with pytest.raises(InputError, match="no column 'event_id_cnty'"):
        imports.read(b"a,b\n1,2\n", "acled")
