"""Attributions in short texts; the cases are in tests/cases/attributions.json."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from rashomon.annotators import AnnotatorChain
from rashomon.annotators.attributions import attribution_of, chain_of, split_sources
from rashomon.config import Config
from rashomon.model import Annotations, Attribution, Span
from tests.builders import document

CASES = json.loads((Path(__file__).parents[2] / "cases" / "attributions.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def chain() -> AnnotatorChain:
    return AnnotatorChain(Config(), ("attributions",))


def read(text: str) -> Annotations:
    return chain()(document(text))


def words(notes: Annotations, a: Attribution) -> tuple[str | None, str | None, str, str]:
    """An attribution as the cases write it."""
    text = notes.doc.text
    by_id = {other.id: other for other in notes.attributions}
    marks = [a.stance] if a.stance != "asserts" else []
    marks += ["hedged"] if a.hedged else []
    outer = by_id[a.within].source if a.within else None
    marks += [f"in {outer.of(text)}"] if outer else []
    content = " … ".join(span.of(text) for span in a.content)
    return a.source and a.source.of(text), a.cue and a.cue.of(text), content, ", ".join(marks)


def check(case: dict[str, Any]) -> None:
    notes = read(case["text"])
    found = [words(notes, a) for a in notes.attributions]
    for wanted in case["expect"]:
        assert any(all(w in ("*", f) for w, f in zip(wanted, got, strict=True)) for got in found), (
            wanted,
            found,
        )


@pytest.mark.parametrize("case", CASES["synthetic"] + CASES["headlines"], ids=lambda c: c["text"][:50])
def test_attributions(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("case", CASES["known-failures"], ids=lambda c: c["text"][:50])
@pytest.mark.xfail(strict=True)
def test_known_failures(case: dict[str, Any]) -> None:
    check(case)


@pytest.mark.parametrize("text", CASES["silent"])
def test_texts_that_attribute_nothing(text: str) -> None:
    assert read(text).attributions == ()


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Police and militia sources said two died.", ["Police sources", "militia sources"]),
        ("Iraqi police sources and witnesses said a drone fell.", ["Iraqi police sources", "witnesses"]),
        ("The army and the governor said the road was open.", ["The army", "the governor"]),
        ("A police officer said the road was open.", ["A police officer"]),
    ],
)
def test_joined_sources_are_split(text: str, names: list[str]) -> None:
    notes = read(text)
    assert [name for _, name in split_sources(notes, notes.attributions[0])] == names


def test_the_innermost_source_speaks_for_a_passage() -> None:
    text = "State television quoted a commander as saying the army had fired on its own positions."
    notes = read(text)
    at = text.index("fired")
    innermost = attribution_of(notes, Span(at, at + 5))
    assert innermost is not None
    assert [a.source and a.source.of(text) for a in chain_of(notes, innermost)] == [
        "State television",
        "a commander",
    ]


def test_the_report_speaks_where_nobody_is_named() -> None:
    assert attribution_of(read("Two soldiers died on Monday."), Span(0, 12)) is None


@pytest.mark.parametrize(
    "text", ["", " ", "?", "said", "\n\n- \n", "“", "according to", "x" * 3000, "said " * 400]
)
def test_odd_texts_do_no_harm(text: str) -> None:
    read(text)


def test_the_same_text_gives_the_same_attributions() -> None:
    text = "Police said two died. " * 30
    assert read(text).attributions == AnnotatorChain(Config(), ("attributions",))(document(text)).attributions
