"""Actors in phrases and sentences, by tests/cases/actors.json; coreference, ids and a user's own groups."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.annotators.actors import actor_at, describe_source
from rashomon.annotators.actors.lexicon import NamedRow, load_lexicon
from rashomon.annotators.actors.words import Trie, words_of
from rashomon.config import Config
from rashomon.errors import DataError
from rashomon.lexicon import data_path, read_csv
from rashomon.model import Actor, Annotations, Document, Span

CASES: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cases" / "actors.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def chain() -> AnnotatorChain:
    return AnnotatorChain(Config(), ("actors",))


def annotate(text: str) -> Annotations:
    return chain()(Document("d", text, "0"))


def named(text: str, words: str) -> Actor:
    return next(a for a in annotate(text).actors if a.span.of(text) == words)


@pytest.mark.parametrize("case", CASES["phrases"], ids=lambda case: case["text"])
def test_phrases(case: dict[str, str]) -> None:
    found = describe_source(case["text"])
    assert f"{found.kind} | {found.country}" == case["says"]


@pytest.mark.parametrize("case", CASES["mentions"], ids=lambda case: case["text"][:50])
def test_mentions(case: dict[str, Any]) -> None:
    text = case["text"]
    found = [f"{a.span.of(text)} | {a.name} | {a.kind} | {a.country}" for a in annotate(text).actors]
    assert found == case["actors"]


@pytest.mark.parametrize("text", CASES["negative"])
def test_nobody_acts(text: str) -> None:
    assert annotate(text).actors == ()


def test_a_spokesman_speaks_for_an_institution() -> None:
    text = "Pentagon spokesman Anna Bell denied it. The Pentagon is in Virginia."
    assert named(text, "Pentagon spokesman Anna Bell").institution == named(text, "The Pentagon").id


def test_a_known_actor_has_one_id_in_every_document() -> None:
    assert named("Hizbollah denied it.", "Hizbollah").id == named("Then Hezbollah fired.", "Hezbollah").id


def test_an_army_takes_the_country_of_the_report() -> None:
    assert (
        named("KABUL, Afghanistan - The army killed ten fighters near Kandahar.", "The army").country == "AFG"
    )
    assert named("The army killed ten fighters.", "The army").country is None


def test_who_stands_at_a_span() -> None:
    text = "Gunmen killed two soldiers of the Malian army."
    notes = annotate(text)
    start = text.index("two soldiers")
    found = actor_at(notes, Span(start, start + len("two soldiers")))
    assert found is not None
    assert (found.kind, found.country) == ("military", "MLI")
    assert actor_at(notes, Span(7, 13)) is None


def test_lists_are_large_and_whole() -> None:
    lexicon = load_lexicon()
    assert len(lexicon.countries) > 180
    known = {text: describe_source(text).kind for text in ("M23", "Los Choneros", "ELN", "Arakan Army")}
    assert set(known.values()) == {"armed_group"}


def test_most_groups_can_be_checked() -> None:
    groups = read_csv(data_path("actors", "groups.csv"), NamedRow)
    assert all((row.reference is not None) == row.verified for row in groups)
    assert sum(row.verified for row in groups) >= 300
    assert all(row.country is not None for row in groups if row.name != "al-Qaeda")
    assert all((row.active_from or 0) <= (row.active_to or 9999) for row in groups)


def test_a_group_is_listed_once() -> None:
    names = [row.name.casefold() for row in read_csv(data_path("actors", "groups.csv"), NamedRow)]
    assert len(names) == len(set(names))


def test_an_acronym_keeps_its_case() -> None:
    trie: Trie[str] = Trie(frozenset(["is"]))
    trie.add("IS", "Islamic State")
    trie.add("FARC", "FARC")
    assert [h.found for h in trie.scan(words_of("it is so"))] == []
    assert [h.found for h in trie.scan(words_of("IS and the Farc"))] == [("Islamic State",), ("FARC",)]


def test_a_team_adds_its_own_groups(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(
        "name,country,kind,aliases\nRiver Guards,SSD,armed_group,Guards of the River|RGX\n", "utf-8"
    )
    own = AnnotatorChain(Config(overlays={"actors": (path,)}), ("actors",))
    found = own(Document("d", "The RGX burned a village.", "0")).actors[0]
    assert (found.name, found.kind, found.country) == ("River Guards", "armed_group", "SSD")


def test_a_wrong_row_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ours.csv"
    path.write_text("name,kind\nRiver Guards,gang\n", "utf-8")
    with pytest.raises(DataError, match=r"ours\.csv line 2: kind"):
        load_lexicon((path,))


@pytest.mark.parametrize("reference", ["", "http://example.org/list", "a list"])
def test_verified_needs_an_address(tmp_path: Path, reference: str) -> None:
    path = tmp_path / "ours.csv"
    path.write_text(f"name,kind,reference,verified\nRiver Guards,armed_group,{reference},yes\n", "utf-8")
    with pytest.raises(DataError, match=r"ours\.csv line 2: verified: .*https"):
        load_lexicon((path,))


def test_same_text_same_actors() -> None:
    text = "Rebels of the M23 said they took Rubaya; the army denied it, and a UN source confirmed it."
    assert annotate(text).actors == annotate(text).actors
