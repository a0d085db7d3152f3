"""Syndicated copies: what is found, what is not, who is the original."""

from __future__ import annotations

import random

import pytest

from rashomon.incidents.copies import CopyIndex, credit
from rashomon.model import Document
from tests.incidents.build import doc
from tests.incidents.gold import DEV, gold_reports, rows

WORDS = "soldier road market north police said bridge river dawn attack convoy town people camp school border".split()  # noqa: SIM905


def story(seed: int, *, words: int = 150) -> str:
    dice = random.Random(seed)
    return " ".join(f"{dice.choice(WORDS)}{dice.randint(0, 40)}" for _ in range(words))


def copies_of(*docs: Document) -> dict[str, str]:
    index = CopyIndex()
    for document in docs:
        index.add(document)
    return index.originals()


def test_gold_copies_are_found_with_their_originals() -> None:
    truth = {
        r["id"]: r["copy_of"] for r in rows(DEV / "gold.jsonl") if r["record"] == "document" and r["copy_of"]
    }
    assert copies_of(*(r.doc for r in gold_reports())) == truth


def test_a_trimmed_copy_under_another_headline_is_a_copy() -> None:
    wire = story(1)
    trimmed = "Another headline altogether\n\n" + " ".join(wire.split()[:70])
    assert copies_of(doc("a", wire, published="2024-01-04"), doc("b", trimmed)) == {"b": "a"}


def test_the_original_is_the_earliest_then_the_longest_then_the_smallest_id() -> None:
    wire = story(1)
    short = " ".join(wire.split()[:100])
    assert copies_of(doc("a", wire), doc("b", short, published="2024-01-03")) == {"a": "b"}
    assert copies_of(doc("a", short), doc("b", wire)) == {"a": "b"}
    assert copies_of(doc("b", wire), doc("a", wire)) == {"b": "a"}


def test_a_digest_of_two_stories_does_not_make_them_one() -> None:
    one, two = story(1), story(2)
    found = copies_of(
        doc("a", one, published="2024-01-01"),
        doc("b", two, published="2024-01-01"),
        doc("c", f"{one}\n{two}"),
    )
    assert set(found) == {"c"}


def test_the_same_quoted_statement_does_not_make_copies() -> None:
    statement = f"“{story(3, words=45)}”"
    a, b = f"{story(4, words=60)} {statement}", f"{statement} {story(5, words=60)}"
    assert copies_of(doc("a", a), doc("b", b)) == {}


def test_short_texts_are_copies_of_nothing() -> None:
    assert copies_of(doc("a", "Two killed in Baghdad strike"), doc("b", "Two killed in Baghdad strike")) == {}


def test_the_order_of_adding_does_not_matter() -> None:
    wire = story(1)
    docs = [doc(str(n), edited(wire, n), published=f"2024-01-{1 + n % 9:02d}") for n in range(12)]
    docs += [doc(f"x{n}", story(100 + n)) for n in range(6)]
    expected = copies_of(*docs)
    for seed in range(10):
        shuffled = docs[:]
        random.Random(seed).shuffle(shuffled)
        assert copies_of(*shuffled) == expected


@pytest.mark.slow
def test_edited_copies_of_many_stories_make_as_many_groups() -> None:
    """TRUST.md row 46, a tenth of its size: groups == stories, no false merge."""
    index, home = CopyIndex(), {}
    for number in range(10):
        wire = story(number, words=220)
        for copy in range(100):
            document = doc(
                f"{number}-{copy}",
                wire if copy == 0 else edited(wire, copy),
                published=f"2024-01-{1 + copy // 20:02d}",
            )
            index.add(document)
            home[document.id] = number
    for number in range(1000):
        index.add(doc(f"independent-{number}", story(10_000 + number, words=200)))
        home[f"independent-{number}"] = 1000 + number
    groups = {id: index.original(id) for id in home}
    assert all(home[id] == home[original] for id, original in groups.items())
    assert len({groups[id] for id in home if home[id] < 1000}) == 10


def edited(wire: str, seed: int) -> str:
    """A copy that was cut, re-headlined, given boilerplate, with a few words changed."""
    dice = random.Random(seed)
    words = wire.split()[: dice.randint(len(wire.split()) // 2, len(wire.split()))]
    for _ in range(len(words) // 20):
        words[dice.randrange(len(words))] = "edited"
    return (
        f"{dice.choice(WORDS)} {dice.choice(WORDS)}\n\n{' '.join(words)}\n\nFollow us for more. Paper {seed}."
    )


@pytest.mark.parametrize(
    ("text", "publisher", "expected"),
    [
        ("ISTANBUL (Northgate Wire) - Warplanes struck.", "Straits Ledger", "Northgate Wire"),
        ("QUITO, Aug 9 (Reuters) - A candidate was shot.", "Harbour Post", "Reuters"),
        ("By John Smith, Associated Press\nA bomb went off.", None, "Associated Press"),
        ("A bomb went off in the market. (With inputs from PTI)", None, "Press Trust of India"),
        ("A bomb went off in the market.\n\nSource: Xinhua", None, "Xinhua"),
        ("OUAGADOUGOU (VPA) - Jihadists struck.", "Volta Press Agency", "Volta Press Agency"),
        ("Reuters reported that a bomb went off.", "Harbour Post", None),
    ],
)
def test_credit_lines(text: str, publisher: str | None, expected: str | None) -> None:
    assert credit(Document("d", text, "", publisher=publisher)) == expected
