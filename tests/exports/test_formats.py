"""What each format writes, read by the field's own libraries where there is one."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from rashomon import api
from rashomon.exports import EXPORTERS, FORMATS, Loss, Selection, acled, cameo, ucdp
from rashomon.exports.base import COVERAGE
from rashomon.exports.jsonl import read_full, write_full
from rashomon.exports.text import read_csv
from rashomon.model import Coding
from tests.exports.made import NO_DATE, NO_DEATH, UNLOCATED, coding


def test_the_list_of_formats_is_one() -> None:
    assert api.FORMATS == FORMATS


@pytest.mark.parametrize("format", FORMATS)
def test_same_records_same_bytes(format: str) -> None:
    assert api.export(coding(), format) == api.export(coding(), format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("changes", [{"place": UNLOCATED}, {"date": NO_DATE}, {"killed": NO_DEATH}])
def test_what_is_unknown_is_no_error(format: str, changes: dict[str, object]) -> None:
    api.export(coding(**changes), format)


@pytest.mark.parametrize("format", FORMATS)
def test_an_empty_coding_is_no_error(format: str) -> None:
    api.export(Coding((), {}, (), (), (), ()), format)


def test_the_columns_are_as_many_as_the_field_has() -> None:
    assert (len(acled.COLUMNS), len(ucdp.COLUMNS), len(cameo.COLUMNS)) == (31, 49, 61)
    assert all(len(set(e.columns)) == len(e.columns) for e in EXPORTERS)


def test_acled_writes_the_lowest_toll_and_the_disagreement() -> None:
    (row,) = read_csv(api.export(coding(), "acled"))
    assert row["fatalities"] == "2"
    assert (row["inter1"], row["inter2"]) == ("External/Other forces", "Rebel group")
    assert row["interaction"] == "Rebel group-External/Other forces"
    assert (row["iso"], row["region"], row["country"]) == ("368", "Middle East", "Iraq")
    assert "4 (police)" in row["notes"]
    assert "2 (Pentagon)" in row["notes"]
    assert "contested" in row["notes"]


def test_acled_digits() -> None:
    from rashomon.exports import Settings

    (row,) = read_csv(api.export(coding(), "acled", settings=Settings(numeric=True)))
    assert (row["inter1"], row["inter2"], row["interaction"]) == ("8", "2", "28")


def test_acled_leaves_out_what_it_does_not_record() -> None:
    lost = Loss()
    assert read_csv(api.export(coding(date=NO_DATE), "acled", loss=lost)) == []
    assert lost.held == 0
    assert lost.found["incident", "date unknown or no finer than a year"] == [coding().incidents[0].id]


def test_violence_against_civilians_names_them() -> None:
    (row,) = read_csv(api.export(coding(type="attack", targets=()), "acled"))
    assert (row["actor2"], row["civilian_targeting"]) == ("Civilians (Iraq)", "Civilian targeting")


def test_ucdp_keeps_who_made_the_claim() -> None:
    (row,) = read_csv(api.export(coding(), "ucdp"))
    assert set(row["source_original"].split(";")) == {"Pentagon", "police"}
    assert (row["low"], row["best"], row["high"]) == ("2", "2", "4")
    assert sum(int(row[f"deaths_{c}"]) for c in ("a", "b", "civilians", "unknown")) == int(row["best"])
    assert (row["type_of_violence"], row["gwnoa"], row["country_id"]) == ("1", "2", "645")
    assert row["geom_wkt"] == "POINT (44.4 33.34)"


def test_ucdp_holds_deadly_events_only() -> None:
    harmless = coding()
    kept = tuple(c for c in harmless.incidents[0].claims if c.role != "killed")
    made = replace(harmless, incidents=(replace(harmless.incidents[0], claims=kept),))
    lost = Loss()
    assert read_csv(api.export(made, "ucdp", loss=lost)) == []
    assert "no death" in lost.summary("ucdp")


def test_plover_carries_attribution() -> None:
    row = json.loads(api.export(coding(), "plover").splitlines()[0])
    assert (row["event"], row["quad_code"], row["event_loc"]["resolution"]) == (["ASSAULT"], 4, 4)
    assert {a["source"] for a in row["attribution"]} == {"Pentagon", "police"}


def test_cameo_holds_statements() -> None:
    rows = read_csv(api.export(coding(), "cameo"), delimiter="\t")
    assert [r["EventCode"] for r in rows] == ["195", "016"]


def test_geojson_puts_longitude_first() -> None:
    (feature,) = json.loads(api.export(coding(), "geojson"))["features"]
    assert feature["geometry"]["coordinates"] == [44.4, 33.34]
    (feature,) = json.loads(api.export(coding(place=UNLOCATED), "geojson"))["features"]
    assert feature["geometry"] is None


def test_full_jsonl_comes_back_to_the_byte() -> None:
    from rashomon.exports import Settings

    data = api.export(coding(), "jsonl", settings=Settings(full=True))
    full = read_full(data)
    assert full.coding == coding()
    assert write_full(full) == data


def test_pandas_reads_the_tables() -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.read_csv(io.BytesIO(api.export(coding(), "csv")))
    assert frame["killed_high"].tolist() == [4]
    assert len(pandas.read_csv(io.BytesIO(api.export(coding(), "csv-long")))) == 4


def test_pyarrow_reads_parquet() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    table = parquet.read_table(io.BytesIO(api.export(coding(), "parquet")))
    assert table.column("date_start").to_pylist()[0].isoformat() == "2024-01-04"
    assert table.schema.metadata[b"coverage"].decode() == COVERAGE


def test_gdal_reads_the_geopackage(tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    path = tmp_path / "x.gpkg"
    path.write_bytes(api.export(coding(), "gpkg"))
    info = pyogrio.read_info(path, layer="incidents")
    assert (info["features"], info["crs"], info["geometry_type"]) == (1, "EPSG:4326", "Point")
    assert info["total_bounds"] == pytest.approx((44.4, 33.34, 44.4, 33.34))
    assert pyogrio.read_info(path, layer="claims")["features"] == 4


def test_gdal_reads_geojson(tmp_path: Path) -> None:
    pyogrio = pytest.importorskip("pyogrio")
    path = tmp_path / "x.geojson"
    path.write_bytes(api.export(coding(), "geojson"))
    info = pyogrio.read_info(path)
    assert (info["features"], info["geometry_type"]) == (1, "Point")
    assert {"killed_low", "accounts"} <= set(info["fields"])


def test_a_geopackage_is_a_sound_database(tmp_path: Path) -> None:
    path = tmp_path / "x.gpkg"
    path.write_bytes(api.export(coding(), "gpkg"))
    base = apsw.Connection(str(path))
    assert base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []
    assert base.execute("PRAGMA application_id").fetchall() == [(0x47504B47,)]


def test_openpyxl_reads_the_workbook() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(api.export(coding(), "xlsx")))
    assert book.sheetnames == ["incidents", "claims", "about"]
    assert book["claims"].max_row == 5
    assert not book.properties.creator


def test_frictionless_accepts_the_package_and_not_a_changed_one(tmp_path: Path) -> None:
    frictionless = pytest.importorskip("frictionless")
    with zipfile.ZipFile(io.BytesIO(api.export(coding(), "datapackage"))) as archive:
        archive.extractall(tmp_path)
    descriptor = str(tmp_path / "datapackage.json")
    report = frictionless.validate(descriptor)
    assert report.valid, report.flatten(["type", "note"])
    table = tmp_path / "data" / "incidents.csv"
    table.write_bytes(table.read_bytes().replace(b"Baghdad", b"Baghdat"))
    assert not frictionless.validate(descriptor).valid


def test_a_dossier_checks_itself(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(api.export(coding(), "dossier"))) as archive:
        archive.extractall(tmp_path)
    check = [sys.executable, "-I", str(tmp_path / "verify.py")]
    assert subprocess.run(check, capture_output=True, check=False).returncode == 0
    (text,) = tmp_path.glob("reports/*/text.txt")
    text.write_text(text.read_text().replace("four", "five"))
    result = subprocess.run(check, capture_output=True, check=False, text=True)
    assert result.returncode == 1
    assert "text.txt has changed" in result.stdout


@pytest.mark.parametrize("format", ["jsonl", "csv", "geojson", "html"])
def test_criminal_incidents_stay_out(format: str) -> None:
    lost = Loss()
    data = api.export(coding(scope="criminal"), format, selection=Selection(), loss=lost)
    assert coding().incidents[0].id.encode() not in data
    assert lost.held == 0
    assert "criminal" in lost.summary(format)
    everything = api.export(coding(scope="criminal"), format, selection=Selection(scope="all"))
    assert coding().incidents[0].id.encode() in everything


def test_a_sensitive_record_gives_its_province_only() -> None:
    made = coding()
    for format in ("csv", "geojson", "acled", "jsonl", "gpkg"):
        data = api.export(made, format, sensitive=(made.incidents[0].id,))
        assert b"33.34" not in data, format
    (row,) = read_csv(api.export(made, "csv", sensitive=(made.incidents[0].id,)))
    assert (row["place"], row["admin1"], row["geo_precision"]) == ("", "Baghdad", "province")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Selection(since="2024-01-04", until="2024-01-04"), 1),
        (Selection(since="2024-01-05"), 0),
        (Selection(country="IRQ", type="air_drone_strike", where={"source": "police"}), 1),
        (Selection(where={"perpetrator": "Nobody"}), 0),
    ],
)
def test_selection(wanted: Selection, found: int) -> None:
    assert len(read_csv(api.export(coding(), "csv", selection=wanted))) == found


def test_loss_counts_every_claim_that_has_no_place() -> None:
    lost = Loss()
    api.export(coding(), "ucdp", loss=lost)
    rows = {(r["what"], r["reason"]): r["count"] for r in lost.json("ucdp")["lost"]}
    assert rows["account", "no place for who says it and in which words"] == 4
    assert rows["disagreement", "several sources on killed, one value"] == 1
    assert rows["statement", "no place for speech acts"] == 1
