"""A user's GeoNames dump, in GeoNames' own format, is indexed beside the packaged places and improves results."""

from __future__ import annotations

import os
import shutil
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.config import Config
from rashomon.errors import DataError, InputError
from rashomon.gazetteer import add_file, ensure_base, info, open_gazetteer
from rashomon.gazetteer.cache import base_path
from rashomon.model import Document

# Columns of download.geonames.org/export/dump: geonameid, name, asciiname, alternatenames, latitude, longitude, feature
# class, feature code, country code, cc2, admin1-4 codes, population, elevation, dem, timezone, modification date
VILLAGE = ("91000001", "Zarubynka", "Zarubynka", "Zarubinka,Зарубинка", "49.61", "37.31", "P", "PPL",
           "UA", "", "07", "", "", "", "212", "", "140", "Europe/Kyiv", "2024-01-05")  # fmt: skip
BASE_ROW = ("91000002", "Qastal Airfield", "Qastal Airfield", "", "35.5", "38.9", "S", "AIRB", "SY", "", "04", "", "",
            "", "0", "", "300", "Asia/Damascus", "2024-01-05")  # fmt: skip
ROAD = (
    "91000003",
    "H-20",
    "H-20",
    "",
    "49.0",
    "37.0",
    "R",
    "RD",
    "UA",
    "",
    "07",
    "",
    "",
    "",
    "0",
    "",
    "1",
    "Europe/Kyiv",
    "2024-01-05",
)
TEXT = "Shelling killed two people in the village of Zarubynka in Ukraine's Kharkiv region on Friday."


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder of the test's own, with the packaged index linked in."""
    base = ensure_base()
    monkeypatch.setenv("RASHOMON_CACHE", str(tmp_path / "cache"))
    base_path().parent.mkdir(parents=True)
    try:
        os.link(base, base_path())
    except OSError:
        shutil.copy(base, base_path())
    yield tmp_path
    from rashomon.gazetteer import places

    places._open.clear()


def dump(path: Path, *rows: tuple[str, ...]) -> Path:
    lines = "".join("\t".join(row) + "\n" for row in rows)
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("readme.txt", "see download.geonames.org")
            archive.writestr(path.with_suffix(".txt").name, lines)
    else:
        path.write_text(lines, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["UA.zip", "UA.txt"])
def test_an_added_village_is_found(own_cache: Path, name: str) -> None:
    assert not open_gazetteer(Config()).lookup("Zarubinka")
    entry = add_file(dump(own_cache / name, VILLAGE, BASE_ROW, ROAD))
    (place,) = open_gazetteer(Config(), fresh=True).lookup("Zarubinka")
    assert (entry.places, place.id, place.feature, place.country) == (2, 91000001, "PPL", "UKR")
    assert open_gazetteer(Config()).admin1_name(place) == "Kharkiv"
    assert [row["places"] for row in info()["added"]] == [2]


def test_adding_improves_a_report(own_cache: Path) -> None:
    doc = Document("d", TEXT, "0")
    before = AnnotatorChain(Config(), ("toponyms",))(doc).toponyms
    add_file(dump(own_cache / "UA.zip", VILLAGE))
    open_gazetteer(Config(), fresh=True)
    after = AnnotatorChain(Config(), ("toponyms",))(doc).toponyms
    name = next(t for t in before if t.span.of(TEXT) == "Zarubynka")
    assert (name.lat, name.geonameid) == (None, None)
    found = next(t for t in after if t.span.of(TEXT) == "Zarubynka")
    assert (found.geonameid, found.precision, found.country) == (91000001, "town", "UKR")


def test_adding_again_changes_nothing(own_cache: Path) -> None:
    path = dump(own_cache / "UA.zip", VILLAGE)
    assert add_file(path) == add_file(path)
    assert len(info()["added"]) == 1


def test_alternate_names_join_places_that_are_there(own_cache: Path) -> None:
    path = own_cache / "alternateNamesV2.txt"
    rows = (
        ("1", "703448", "en", "Kyivtown", "", "", "1", "", "", ""),
        ("2", "703448", "link", "https://example.org/Kyiv", "", "", "", "", "", ""),
        ("3", "91999999", "en", "Nowhereville", "", "", "", "", "", ""),
    )
    add_file(dump(path, *rows))
    gazetteer = open_gazetteer(Config(), fresh=True)
    assert [p.id for p in gazetteer.lookup("Kyivtown")] == [703448]
    assert not gazetteer.lookup("Nowhereville")


def test_a_dump_with_its_alternate_names(own_cache: Path) -> None:
    names = dump(
        own_cache / "alternateNamesV2.zip", ("9", "91000001", "en", "Zarubyntown", "1", "", "", "", "", "")
    )
    add_file(dump(own_cache / "UA.zip", VILLAGE), alternate_names=names)
    assert open_gazetteer(Config(), fresh=True).lookup("Zarubyntown")[0].quality == 3


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([("1", "two")], "line 1: 2 columns"),
        ([VILLAGE, (*VILLAGE[:4], "north", *VILLAGE[5:])], "line 2"),
        ([], "is empty"),
    ],
)
def test_another_format_is_refused_and_leaves_nothing(
    own_cache: Path, rows: list[tuple[str, ...]], message: str
) -> None:
    with pytest.raises(DataError, match=message):
        add_file(dump(own_cache / "UA.txt", *rows))
    assert info()["added"] == []
    assert not list((own_cache / "cache").rglob("*.part"))


def test_a_missing_file_is_named(own_cache: Path) -> None:
    with pytest.raises(InputError, match=r"no such file"):
        add_file(own_cache / "XX.zip")


def test_building_at_once_builds_once(own_cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from rashomon.gazetteer import cache, sources
    from rashomon.gazetteer.records import GazetteerPlace, NamedPlace

    built: list[int] = []

    def one_place() -> Iterator[NamedPlace]:
        built.append(1)
        yield NamedPlace(GazetteerPlace(5, "Here", 1.0, 2.0, "PPL", ("KEN",), "KE.1", "", 10), (("Here", 3),))

    monkeypatch.setattr(sources, "packaged_places", one_place)
    base_path().unlink()
    with ThreadPoolExecutor(4) as pool:
        paths = list(pool.map(lambda _: cache.ensure_base(), range(4)))
    assert len(set(paths)) == 1
    assert len(built) == 1
