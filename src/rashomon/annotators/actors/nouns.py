"""Mentions but persons: noun phrases, listed names outside them, what statistics call an organisation."""

from __future__ import annotations

from rashomon.annotators.actors.book import Book, Chunk, Form
from rashomon.annotators.actors.grammar import words
from rashomon.annotators.actors.lexicon import Entity, Folk, Land, Thing
from rashomon.annotators.actors.persons import Name, read_office
from rashomon.annotators.actors.phrases import (
    DETERMINERS,
    Reading,
    after_end,
    head_of,
    pick,
    read_phrase,
)
from rashomon.annotators.actors.words import PARTICLES, Hit

PLACE_PREPOSITIONS = words("place_prepositions")
ACTOR_PREPOSITIONS = words("actor_prepositions")
PLACE_VERBS = words("place_verbs")
DEEDS = words("deeds")
DOERS = ("military", "police", "armed_group", "government", "international")
TAIL = 12  # words after a phrase that may still tell of whom it is
NOT_ACTORS = frozenset(
    (
        "DATE",
        "TIME",
        "MONEY",
        "QUANTITY",
        "PERCENT",
        "EVENT",
        "LAW",
        "LANGUAGE",
        "WORK_OF_ART",
        "GPE",
        "LOC",
        "FAC",
    )
)
RANKS_ALONE = frozenset(("general", "major", "private", "captain"))  # words that are more than ranks


def add_nouns(book: Book) -> None:
    """Enter the mentions that persons left, in the order of how much the text says of them."""
    _add_defined(book)
    for chunk in book.chunks:
        if not any(book.taken[chunk.first : chunk.last]):
            _add_phrase(book, chunk)
    for hit in book.text.hits.values():
        if not any(book.taken[hit.first : hit.last]):
            _add_listed(book, hit)
    _add_statistical(book)


def _add_defined(book: Book) -> None:
    """Names that the text itself shortens: "Front for Free Rivers (FFR)". The initials prove the name."""
    words = book.text.words
    for at in range(1, len(words)):
        short = words[at].raw
        if not short.isupper() or len(short) < 2 or words[at - 1].raw.isupper():
            continue
        if book.text.raw[words[at - 1].end : words[at].start].strip() != "(":
            continue
        first = _spelt_out(book, at, short)
        if first is None or any(book.taken[first:at]) or pick(book.text.ends.get(at), Entity):
            continue
        found = _read_body(book, first, at)
        book.add(book.with_article(first), at, first, found, "name", book.written(first, at))


def _read_body(book: Book, first: int, last: int) -> Reading:
    """What the name of a body says of it, at its end ("Interior Ministry") or before "of" ("Ministry of Works")."""
    found = read_phrase(book.text, first, last)
    if found is None:
        link = next((i for i in range(first + 1, last) if book.text.words[i].folded in ("of", "for")), None)
        found = read_phrase(book.text, first, link, tail=last) if link else None
    return found or Reading()


def _spelt_out(book: Book, at: int, short: str) -> int | None:
    """Where the name begins whose capitals, read backwards from words[at - 1], are the letters of an acronym."""
    letters = list(short)
    for first in range(at - 1, max(-1, at - 2 * len(short) - 2), -1):
        word = book.text.words[first]
        if word.raw[0].isupper():
            if word.raw[0] != letters.pop():
                return None
            if not letters:
                return first
        elif not word.joined or len(word.raw) > 3:
            return None
    return None


def _add_phrase(book: Book, chunk: Chunk) -> None:
    text, first, last = book.text, chunk.first, chunk.last
    definite = text.words[first].folded in ("the", "this", "that", "these", "those")
    while first < last - 1 and text.words[first].folded in DETERMINERS and first not in text.hits:
        first += 1
    tail = min(book.limit(last), last + TAIL)
    found = read_phrase(text, first, last, tail=tail)
    if found is None:
        _add_unknown_subject(book, first, chunk)
        return
    head = found.head
    if head is not None and head.voice:
        return
    weak = not _wanted(book, found, first, last)
    if weak and (head is None or head.plural or not definite):
        return
    if (
        found.entity is not None
        and found.entity.sort == "country"
        and not _acts(book, found.head_at[0], last)
    ):
        return
    end = last
    if head is not None and (head.speaks or head.generic or head.entity_kind == "organisation"):
        end = after_end(text, last, tail)
    name = found.entity.name if found.entity else book.written(first, last)
    form: Form = "name" if found.entity else "nominal"
    start = book.with_article(first)
    book.add(start, end, found.head_at[0], found, form, name, definite=definite, weak=weak)


def _wanted(book: Book, found: Reading, first: int, last: int) -> bool:
    """Is this noun an actor here? Words of many meanings need something beside them."""
    head = found.head
    if head is None:
        return True
    if head.entity_kind is None and not found.backed and found.country is None:
        return bool(head.speaks or head.rank) and head.word not in RANKS_ALONE
    alone = last - first == 1 and book.with_article(first) == first
    unsure = head.kind is None or (alone and not head.plural) or head.entity_kind == "armed_force"
    if head.ambiguous and unsure:
        return found.backed or (found.country is not None and head.kind is not None)
    return True


def _add_unknown_subject(book: Book, first: int, chunk: Chunk) -> None:
    """A capitalised name that no list holds and that does something ("Vigil Africa said")."""
    root, last = chunk.root, chunk.last
    if root.pos_ != "PROPN" or root.dep_ not in ("nsubj", "nsubjpass", "agent") or root.head.pos_ != "VERB":
        return
    named = book.text.words[first:last]
    if not all(w.upper or w.folded in PARTICLES or w.folded in ("of", "for") for w in named):
        return
    if book.is_place(first, last) or root.ent_type_ in NOT_ACTORS or named[-1].folded in book.never:
        return
    if not _add_apposed_person(book, first, last):
        book.add(book.with_article(first), last, first, Reading(), "name", book.written(first, last))


# Names outside noun phrases --------------------------------------------------------------------------


def _add_listed(book: Book, hit: Hit[Thing]) -> None:
    entity, land, folk = pick(hit, Entity), pick(hit, Land), pick(hit, Folk)
    if isinstance(entity, Entity) and entity.sort != "people":
        found = Reading(entity.kind, entity.country, entity.entity_kind, entity)
        book.add(book.with_article(hit.first), hit.last, hit.first, found, "name", entity.name)
    elif isinstance(land, Land):
        _add_land(book, hit, land)
    elif isinstance(folk, Folk):
        found = Reading("civilians", folk.country, "group")
        book.add(hit.first, hit.last, hit.first, found, "name", folk.name)
    elif head_of(hit):
        _add_stray(book, hit.first, hit.last)


def _add_land(book: Book, hit: Hit[Thing], land: Land) -> None:
    if land.form in ("name", "capital") and not _acts(book, hit.first, hit.last):
        return
    if land.form == "people":
        found = Reading("civilians", land.entity.country, "group")
        name = book.written(hit.first, hit.last)
    else:
        found = Reading("government", land.entity.country, "organisation", land.entity)
        name = land.entity.name
    book.add(hit.first, hit.last, hit.first, found, "name", name)


def _acts(book: Book, first: int, last: int) -> bool:
    """Does a country's name stand for its government here, and not for the place?"""
    land = pick(book.text.hits.get(first), Land)
    capital = isinstance(land, Land) and land.form == "capital"
    root = book.parse.head(book.span(first, last))
    for _ in range(4):
        if root.dep_ != "conj":
            break
        root = root.head
    if root.dep_ in ("pobj", "pcomp"):
        before = root.head.lower_
        return before in ACTOR_PREPOSITIONS if capital else before not in PLACE_PREPOSITIONS
    if capital:
        verb = root.head
        return root.dep_ == "nsubj" and verb.pos_ in ("VERB", "AUX") and verb.lemma_ not in PLACE_VERBS
    if root.dep_ == "appos":  # "Kabul, Afghanistan" is a place, "our ally Turkey" an actor
        return book.text.words[first].joined
    return root.dep_ not in ("npadvmod", "ROOT")


def _add_stray(book: Book, first: int, last: int) -> None:
    """A listed noun that the parser put in no noun phrase of its own."""
    text = book.text
    token = book.parse.token_at(text.words[last - 1].start)
    deed = token.dep_ in ("compound", "amod", "nmod") and token.head.lemma_.lower() in DEEDS
    if not deed:
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "amod", "nmod", "npadvmod"):
            return
        if token.dep_ != "poss" and token.head.i > token.i and token.head.pos_ in ("NOUN", "PROPN"):
            return
    start = first
    while start > 0 and text.words[start].joined:
        before = text.ends.get(start)
        if before is None or not (pick(before, Land) or pick(before, Folk)):
            break
        start = before.first
    found = read_phrase(text, start, last, tail=min(book.limit(last), last + TAIL))
    if found is None or found.head is None or not found.head.entity_kind or found.head.ambiguous:
        return
    if deed and found.kind not in DOERS:
        return
    book.add(book.with_article(start), last, first, found, "nominal", book.written(start, last))


# Statistics ------------------------------------------------------------------------------------------


def _add_statistical(book: Book) -> None:
    """Organisations that only the parser's statistics know; their kind stays unknown."""
    text = book.text
    for entity in book.parse.doc.ents:
        if entity.label_ != "ORG":
            continue
        first, last = book.unpossessed(*text.range_of(entity.start_char, entity.end_char))
        while first < last and text.words[first].folded == "the":
            first += 1
        if first >= last or any(book.taken[first:last]) or not text.words[first].raw[0].isupper():
            continue
        if text.words[last - 1].folded in book.never or text.words[first].folded.startswith("operation"):
            continue
        if book.is_place(first, last) or _add_apposed_person(book, first, last):
            continue
        found = _read_body(book, first, last)
        book.add(book.with_article(first), last, first, found, "name", book.written(first, last))


def _add_apposed_person(book: Book, first: int, last: int) -> bool:
    """What was taken for an organisation is a person, by the noun beside it: "Vikalp, spokesman of the …"."""
    if last - first > 3:
        return False
    found = read_office(book.text, Name(first, last), first, book.limit(last))
    if found is None or found.head is None or found.head.sort != "person":
        return False
    book.add(first, last, first, found, "name", book.written(first, last), person=True)
    return True
