"""Place names in single sentences: tests/cases/places.json says what each must mean, and where things happened."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.annotators.toponyms import place_for
from rashomon.annotators.toponyms.cues import cues
from rashomon.annotators.toponyms.setting import publisher_places
from rashomon.config import Config
from rashomon.gazetteer import open_gazetteer
from rashomon.model import Annotations, Document, Place, Span, Toponym

CASES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cases" / "places.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def chain() -> AnnotatorChain:
    return AnnotatorChain(Config(), ("toponyms",))


@lru_cache(maxsize=128)
def read(text: str) -> Annotations:
    return chain()(Document("d", text, "0"))


def by_words(notes: Annotations) -> dict[str, Toponym]:
    return {toponym.span.of(notes.doc.text): toponym for toponym in notes.toponyms}


def place_of_words(text: str, words: str) -> Place:
    start = text.index(words)
    return place_for(read(text), Span(start, start + len(words)))


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["text"][:40])
def test_means(case: dict[str, Any]) -> None:
    found = by_words(read(case["text"]))
    for words, geonameid, country, precision in case["places"]:
        toponym = found[words]
        assert (toponym.geonameid, toponym.country, toponym.precision) == (geonameid, country, precision)
    for words in case.get("not", []):
        assert words not in found


@pytest.mark.parametrize("case", CASES["happenings"], ids=lambda case: case["text"][:40])
def test_happened_at(case: dict[str, Any]) -> None:
    place = place_of_words(case["text"], case["of"])
    assert (place.name, place.country, place.precision) == (case["name"], case["country"], case["precision"])


def test_a_distance_and_a_direction_move_the_point() -> None:
    place = place_of_words(
        "Gunmen attacked a village 20 km south of Kandahar, the Afghan army said.", "attacked"
    )
    kandahar = next(p for p in open_gazetteer(Config()).lookup("Kandahar") if p.id == 1138336)
    assert place.lat == pytest.approx(kandahar.lat - 20 / 111.2, abs=0.01)
    assert place.geonameid is None


def test_an_unfound_village_lies_somewhere_in_its_province() -> None:
    text = "Shelling hit the village of Zarubynka in Ukraine's Kharkiv region."
    toponym = by_words(read(text))["Zarubynka"]
    assert (toponym.lat, toponym.lon, toponym.geonameid, toponym.country) == (None, None, None, None)
    place = place_of_words(text, "Shelling")
    assert (place.admin1, place.geonameid) == ("Kharkiv", None)
    assert place.radius_km is not None
    assert place.radius_km > 50


def test_a_small_homonym_abroad_stays_unfound() -> None:
    text = (
        "Nigerian troops freed hostages in Lare on Monday. Nigeria's army said Abuja had sent Nigerian jets."
    )
    toponym = by_words(read(text)).get("Lare")
    assert toponym is None or toponym.country in (None, "NGA")


def test_one_name_means_one_place_in_a_text() -> None:
    text = "A blast hit Springfield, Missouri. Residents of Springfield fled. Springfield's mayor spoke."
    assert {t.geonameid for t in read(text).toponyms if t.name == "Springfield"} == {4409896}


def test_candidates_are_kept() -> None:
    (toponym,) = read("Two people were shot dead in Tripoli.").toponyms
    assert len(toponym.candidates) > 1
    assert toponym.candidates[0] == toponym.geonameid


def test_sites_are_tied_to_their_town() -> None:
    text = "A market in Omdurman was shelled on Sunday."
    site = by_words(read(text))["Omdurman"].site
    assert site is not None
    assert site.of(text) == "market"
    assert place_of_words(text, "shelled").name == "market, Omdurman"


@pytest.mark.parametrize(
    ("url", "country", "town"),
    [
        ("https://www.kansascity.com/news/1", None, "Kansas City"),
        ("http://news.example.co.uk/x", "GBR", None),
    ],
)
def test_a_publisher_tells_where_it_sits(url: str, country: str | None, town: str | None) -> None:
    home, places = publisher_places("", url, open_gazetteer(Config()))
    assert home == country
    assert (town in {p.name for p in places}) == (town is not None)


def test_no_place_without_a_name() -> None:
    assert read("").toponyms == ()
    assert read("He said that nobody had been hurt.").toponyms == ()
    assert place_for(read("Nobody was hurt."), Span(0, 6)) == Place()


def test_spans_are_sorted_and_read_as_written() -> None:
    notes = read("RAMALLAH - Clashes in Nablus, Jenin and Hebron; two died in Al-Bireh.\nAl-Quds was calm.")
    starts = [t.span.start for t in notes.toponyms]
    assert starts == sorted(starts)
    assert len(set(starts)) == len(starts)


def test_word_lists_are_lower_case() -> None:
    words = cues()
    for name in ("ambiguous", "personal", "titles", "prepositions", "directions"):
        assert all(word == word.lower() for word in getattr(words, name))
