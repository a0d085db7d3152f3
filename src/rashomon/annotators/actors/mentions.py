"""Every mention of an actor in a text, each read on its own; coref.py then ties them together.

Persons come first, since their names hide in longer phrases; nouns.py finds the rest.
"""

from __future__ import annotations

from rashomon.annotators.actors.book import Book, Mention
from rashomon.annotators.actors.lexicon import Head
from rashomon.annotators.actors.nouns import add_nouns
from rashomon.annotators.actors.persons import NOT_NAMES, Name, find_names, read_office, tells_office
from rashomon.annotators.actors.phrases import Reading, Text, head_of, pick, read_phrase
from rashomon.annotators.parse import Parse

APPOSED = 12  # words that a phrase before the comma may have ("a spokesman for the …, X")


def find_mentions(text: Text, parse: Parse, never: frozenset[str] = frozenset()) -> list[Mention]:
    """Mentions in the order of the text, longer before shorter at one place."""
    book = Book(text, parse, never)
    names = find_names(text, parse)
    _add_persons(book, names)
    _add_given_names(book, names)
    add_nouns(book)
    return sorted(book.found, key=lambda m: (m.span.start, -m.span.end))


def _add_persons(book: Book, names: list[Name]) -> None:
    around = {at: chunk for chunk in book.chunks for at in range(chunk.first, chunk.last)}
    for name in names:
        chunk = around.get(name.first)
        if chunk is not None and name.last < chunk.last and _goes_on(book, name.last, chunk.last):
            continue  # "the Assad government", "President Putin's forces": read as a whole by nouns.py
        start = _title_start(book, chunk.first if chunk else name.first, name)
        _add_person(book, name, start, _office(book, name, start))


def _office(book: Book, name: Name, start: int) -> Reading | None:
    reading = read_office(book.text, name, start, book.limit(name.last))
    if reading is None or (reading.body is None and (reading.kind is None or _only_rank(reading))):
        return _apposed_before(book.text, name.first) or reading
    return reading


def _only_rank(reading: Reading) -> bool:
    return reading.head is not None and reading.head.rank is not None and not reading.head.state


def _goes_on(book: Book, last: int, end: int) -> bool:
    """Is the name only part of a longer phrase that names an actor itself?"""
    return any(head_of(book.text.ends.get(at)) for at in range(last + 1, end + 1))


def _title_start(book: Book, first: int, name: Name) -> int:
    """Where the title before a name begins: the phrase, or the listed words that touch the name."""
    words, at = book.text.words, name.first
    while at > first and words[at].joined and name.first - at < APPOSED:
        before = words[at - 1]
        if before.raw[0].isdigit() or (before.folded in NOT_NAMES and len(before.raw) > 3):
            break  # a date: "on 3 February President X"
        at -= 1
    while at > 0 and words[at].joined:
        hit = book.text.ends.get(at)
        head = head_of(hit)
        if hit is None or head is None or not (head.rank or head.entity_kind == "person"):
            break
        if book.taken[hit.first]:
            break
        at = hit.first
    return at


def _add_person(book: Book, name: Name, start: int, reading: Reading | None) -> None:
    titled = any(at in book.text.ends for at in range(start + 1, name.first + 1))
    found = reading or Reading()
    entity = name.entity
    if entity is not None:
        country = entity.country or found.country
        found = Reading(entity.kind, country, "person", entity, found.body, found.head)
    first = start if titled else name.first
    book.add(first, name.last, name.first, found, "name", book.written(name.first, name.last), person=True)


def _add_given_names(book: Book, names: list[Name]) -> None:
    """Words of a full name that stand alone elsewhere ("Sadiq" after "Sadiq Maroof")."""
    words = book.text.words
    parts = {
        word.raw
        for name in names
        if name.last - name.first > 1
        for word in words[name.first : name.last]
        if len(word.raw) > 2 and word.upper
    }
    for at, word in enumerate(words):
        if word.raw not in parts or book.taken[at] or (at in book.text.hits and not _is_name(book, at)):
            continue
        if at + 1 < len(words) and words[at + 1].upper and words[at + 1].start - word.end <= 1:
            continue
        _add_person(book, Name(at, at + 1), at, None)


def _is_name(book: Book, at: int) -> bool:
    """Does a noun that may be a surname ("Cook", "Bishop") stand without an article and a title's name?"""
    hit = book.text.hits[at]
    if hit.last - hit.first != 1 or not isinstance(pick(hit, Head), Head):
        return False
    words = book.text.words
    token = book.parse.token_at(words[at].start)
    if at + 1 < len(words) and words[at + 1].upper and words[at + 1].start - words[at].end <= 1:
        return False
    return token.tag_ in ("NN", "NNP") and not any(
        c.dep_ in ("det", "poss", "nummod") for c in token.children
    )


def _apposed_before(text: Text, at: int) -> Reading | None:
    """The phrase that ends at the comma before a name: "the army's spokesman, *Ahmed Taiwo*"."""
    words = text.words
    while at > 0 and words[at].joined:
        hit = text.ends.get(at)
        title = pick(hit, Head)
        if hit is None or not isinstance(title, Head) or not (title.honorific or title.rank):
            break
        at = hit.first
    if at == 0 or words[at].joined or "," not in text.raw[words[at - 1].end : words[at].start]:
        return None
    first = at - 1
    while first > 0 and words[first].joined and at - first < APPOSED:
        if words[first - 1].folded in ("and", "said"):
            break
        first -= 1
    found = read_phrase(text, first, at, tail=at)
    if found is None or not tells_office(found):  # "the head of the hospital in Dera, X"
        core = next((i for i in range(first + 1, at) if head_of(text.ends.get(i))), None)
        found = read_phrase(text, first, core, tail=at) if core else None
    if found is None or found.head is None or found.head.plural:
        return None
    return found if tells_office(found) else None
