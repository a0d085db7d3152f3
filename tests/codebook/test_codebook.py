"""The codebook covers the model's vocabularies, and the documentation holds all of it."""

from pathlib import Path
from typing import get_args

import pytest

from rashomon import model
from rashomon.codebook import as_markdown, load_codebook
from rashomon.config import Config
from rashomon.errors import DataError

DOCS = Path(__file__).parents[2] / "docs" / "codebook.md"


def test_every_type_has_an_entry_in_the_models_order():
    assert tuple(load_codebook().types) == get_args(model.IncidentType)


VOCABULARIES = {
    "realis": model.Realis,
    "role": model.ClaimRole,
    "entity_kind": model.EntityKind,
    "stance": model.Stance,
    "kind": model.Kind,
    "weapon_kind": model.WeaponKind,
    "act": model.Act,
    "scope": model.Scope,
    "relation": model.Relation,
    "date_precision": model.DatePrecision,
    "place_precision": model.PlacePrecision,
}


@pytest.mark.parametrize("name", VOCABULARIES)
def test_word_lists_hold_the_models_words(name):
    assert set(load_codebook().vocabularies[name]) == set(get_args(VOCABULARIES[name]))


def test_documentation_holds_the_codebook():
    assert as_markdown(load_codebook()) in DOCS.read_text(encoding="utf-8")


def test_an_overlay_adds_examples_and_rewords(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text(
        "grenade:\n  definition: Thrown by hand.\n  examples: [A grenade rolled under the stall.]\n"
    )
    entry = load_codebook(Config(overlays={"codebook": (path,)})).types["grenade"]
    assert entry.definition == "Thrown by hand."
    assert entry.examples[-1] == "A grenade rolled under the stall."
    assert entry.code == "Grenade"


def test_an_overlay_cannot_add_types(tmp_path):
    path = tmp_path / "ours.yaml"
    path.write_text("cyberattack:\n  definition: Something else.\n")
    with pytest.raises(DataError, match=r"ours\.yaml"):
        load_codebook(Config(overlays={"codebook": (path,)}))
