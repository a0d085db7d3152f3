from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from rashomon.errors import ModelError
from rashomon.lexicon import data_path
from rashomon.models.tagger import load_tagger

SHIPPED = data_path("models", "attribution")
READER = data_path("models", "reading")
TEXT = "Police said two people were killed. The army denied it."


def test_labels_are_spans_of_the_text() -> None:
    found = load_tagger(SHIPPED).label(TEXT, [(0, 35), (36, len(TEXT))])
    assert [(TEXT[x.start : x.end], x.label) for x in found][:3] == [
        ("Police", "source"), ("said", "cue"), ("two people were killed", "content"),
    ]  # fmt: skip


def test_the_same_text_gives_the_same_numbers() -> None:
    tagger = load_tagger(SHIPPED)
    runs = [
        np.concatenate([t.scores for t in tagger.tag(tagger.tokens(TEXT), [(0, len(TEXT))])]) for _ in "ab"
    ]
    assert (runs[0] == runs[1]).all()


def test_independent_labels_need_not_sum_to_one() -> None:
    tagger = load_tagger(READER)
    (tagged,) = tagger.tag(tagger.tokens(TEXT), [(0, len(TEXT))])
    chances = np.exp(tagged.scores)
    assert ((chances >= 0) & (chances <= 1)).all()
    assert chances.sum(1).min() < 0.5 < chances.max()


def test_no_file_is_larger_than_25_megabytes() -> None:
    assert all(path.stat().st_size <= 25e6 for folder in (SHIPPED, READER) for path in folder.iterdir())


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def test_changed_bytes_are_refused(copy: Path) -> None:
    with open(copy / "tokenizer.json", "ab") as out:
        out.write(b" ")
    with pytest.raises(ModelError, match="pinned"):
        load_tagger(copy)


@pytest.mark.parametrize("name", ["tagger.json", "network.onnx"])
def test_a_missing_file_is_named(copy: Path, name: str) -> None:
    (copy / name).unlink()
    with pytest.raises(ModelError, match=name):
        load_tagger(copy)
