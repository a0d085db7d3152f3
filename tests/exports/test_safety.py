"""Formulas, hidden names and overclaims: what must not leave."""

from __future__ import annotations

import getpass
import io
import os
import platform
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon import api
from rashomon.exports import FORMATS, exporter
from rashomon.exports.base import COVERAGE
from rashomon.exports.text import guard, read_csv, unguard, write_csv
from rashomon.model import Coding
from tests.exports.made import coding

STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "'=",
    "''+",
    "\x00=",
    "\ufeff=",
    "|",
    "%",
)
BODIES = (
    "1+1", "cmd|'/C calc'!A0", 'HYPERLINK("http://x.example/","y")', "SUM(A1:A9)", "WEBSERVICE(\"http://x.example\")",
    "IMPORTXML(CONCAT(\"http://x.example\"),\"//a\")", "DDE(\"a\";\"b\";\"c\")", "A1", "2+5+cmd|' /C calc'!A0",
    "rundll32|'URL.dll,OpenURL calc.exe'!A", "1", "-1", "@SUM(1,1)", "10+20",
)  # fmt: skip
PAYLOADS = tuple(start + body for start in STARTS for body in BODIES)


def hostile(text: str) -> Coding:
    """A coding whose texts are a payload."""
    made = coding()
    incident = made.incidents[0]
    incident = replace(
        incident, label=text, perpetrators=(text,), place=replace(incident.place, name=text),
        claims=tuple(replace(c, original_value=text, of=text) for c in incident.claims),
    )  # fmt: skip
    return replace(
        made, incidents=(incident,), documents=(replace(made.documents[0], title=text, publisher=text),)
    )


def test_every_payload_is_guarded_and_comes_back() -> None:
    data = write_csv(("x",), ([p] for p in PAYLOADS))
    assert [row["x"] for row in read_csv(data)] == list(PAYLOADS)
    assert all(guard(p).startswith("'") for p in PAYLOADS)


@given(
    st.text(
        alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("'=+-@\t\r\n ")),
        max_size=12,
    )
)
def test_any_text_comes_back(text: str) -> None:
    assert unguard(guard(text)) == text
    assert read_csv(write_csv(("x", "y"), [(text, "z")]))[0]["x"] == text


@pytest.mark.parametrize("format", ["csv", "csv-long", "acled", "ucdp", "cameo"])
def test_no_cell_of_a_table_begins_a_formula(format: str) -> None:
    import csv

    for payload in PAYLOADS[::7]:
        text = api.export(hostile(payload), format).decode()
        delimiter = "\t" if format == "cameo" else ","
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            bad = [c for c in row if c[:1] in "=+@\t\r\n＝＋－＠" and c]
            assert not bad
            assert all(c.replace(".", "").lstrip("-").isdigit() for c in row if c[:1] == "-")


def test_a_workbook_holds_texts_only() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    for payload in PAYLOADS[::25]:
        book = openpyxl.load_workbook(io.BytesIO(api.export(hostile(payload), "xlsx")))
        cells = [c for sheet in book for row in sheet.iter_rows() for c in row]
        assert not [c.coordinate for c in cells if c.data_type == "f" or c.hyperlink]


LINK = '=HYPERLINK("http://x.example/","y")'
TABLES = ("csv", "csv-long", "acled", "ucdp", "xlsx")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What LibreOffice makes of hostile tables, as flat XML by name; `bare` is one whose texts were not guarded."""
    if not shutil.which("soffice"):
        pytest.skip(
            "LibreOffice is not installed: apt-get install --no-install-recommends libreoffice-calc-nogui"
        )
    folder = tmp_path_factory.mktemp("office")
    files = {"bare.csv": b'x\r\n"=1+1"\r\n', "guarded.csv": write_csv(("x",), ([p] for p in PAYLOADS))}
    files |= {f"{f}.{exporter(f).suffix}": api.export(hostile(LINK), f) for f in TABLES}
    for name, data in files.items():
        (folder / name).write_bytes(data)
    convert = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "fods",
               "--outdir", str(folder)]  # fmt: skip
    as_utf8 = "--infilter=CSV:44,34,76,1"
    for options, suffix in (([as_utf8], ".csv"), ([], ".xlsx")):
        paths = [str(folder / name) for name in files if name.endswith(suffix)]
        subprocess.run([*convert, *options, *paths], check=True, capture_output=True, timeout=300)
    return {made.stem: made.read_text(encoding="utf-8") for made in folder.glob("*.fods")}


def formulas(made: str) -> set[str]:
    """The formulas of a sheet. LibreOffice keeps the truth values of a workbook as TRUE() and FALSE()."""
    return set(re.findall(r'table:formula="([^"]*)"', made)) - {"of:=TRUE()", "of:=FALSE()"}


def cells_of(made: str) -> list[str]:
    """The texts of the cells of a flat ODF spreadsheet."""
    import xml.etree.ElementTree as ET

    names = {"t": "urn:oasis:names:tc:opendocument:xmlns:table:1.0"}
    return [
        "".join(cell.itertext()).strip() for cell in ET.fromstring(made).iterfind(".//t:table-cell", names)
    ]


@pytest.mark.slow
def test_libreoffice_makes_no_formula_of_any_payload(office: dict[str, str]) -> None:
    assert formulas(office["bare"])  # it would, of texts as they are
    made = office["guarded"]
    assert not formulas(made)
    assert "xlink:href" not in made
    one_line = {p for p in PAYLOADS if p.isprintable() and p == p.strip()}
    assert one_line <= {unguard(c) for c in cells_of(made)}


@pytest.mark.slow
@pytest.mark.parametrize("format", TABLES)
def test_libreoffice_makes_no_formula_of_an_export(format: str, office: dict[str, str]) -> None:
    made = office[format]
    assert not formulas(made)
    assert "xlink:href" not in made
    assert any(LINK in cell for cell in cells_of(made))


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_about_this_machine_leaves(format: str) -> None:
    data = api.export(coding(), format)
    parts = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
            assert {i.date_time[0] for i in archive.infolist()} <= {1980}
    words = {platform.node(), os.getcwd(), str(Path.home()) + "/", "/home/"}
    user = getpass.getuser()
    words |= {user} if len(user) > 4 else set()
    for word in words - {""}:
        assert not any(word.encode() in part for part in parts), word


@pytest.mark.parametrize("format", ["xlsx", "datapackage", "dossier", "geojson", "parquet", "gpkg"])
def test_the_caveat_on_coverage_goes_along(format: str) -> None:
    data = api.export(coding(), format)
    parts = [data]
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
    assert any(COVERAGE[:40].encode() in part for part in parts)


def test_a_hostile_report_id_names_no_file() -> None:
    made = coding()
    doc = replace(made.documents[0], id="../../etc/passwd")
    incident = made.incidents[0]
    incident = replace(incident, mentions=tuple(replace(m, document=doc.id) for m in incident.mentions),
                       claims=tuple(replace(c, document=doc.id) for c in incident.claims))  # fmt: skip
    data = api.export(replace(made, documents=(doc,), incidents=(incident,)), "dossier")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [n for n in archive.namelist() if ".." in n or n.startswith("/")]
