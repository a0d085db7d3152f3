"""Every mention of an actor in a text, each read on its own; coref.py then ties them together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from rashomon.annotators.actors.lexicon import Entity, Folk, Head, Land
from rashomon.annotators.actors.persons import Name, find_names, read_office
from rashomon.annotators.actors.phrases import (
    DETERMINERS,
    Reading,
    Text,
    after_end,
    head_of,
    oriented,
    pick,
    read_phrase,
)
from rashomon.annotators.actors.words import PARTICLES
from rashomon.annotators.parse import Parse
from rashomon.model import Span

PLACE_PREPOSITIONS = frozenset("in near inside outside across throughout into around within from to at over through toward towards via beyond along off".split())
ACTOR_PREPOSITIONS = frozenset("by with against between".split())
TAIL = 12  # words after a phrase that may still tell of whom it is
NAMING = frozenset(("ORG",))
NOT_ACTORS = frozenset("DATE TIME MONEY QUANTITY PERCENT EVENT LAW LANGUAGE WORK_OF_ART GPE LOC FAC".split())


@dataclass(slots=True, eq=False)
class Mention:
    """A mention while it is being resolved. words[first:last] is all of it, [core:last] its name or head."""

    first: int
    last: int
    core: int
    span: Span
    reading: Reading
    form: str = "nominal"  # name, nominal, pronoun
    name: str = ""
    person: bool = False
    definite: bool = False
    weak: bool = False  # stands for an actor only if an earlier mention fits it ("the secretary")
    known: bool = True  # False: only the parser's statistics say that it is a name


def find_mentions(text: Text, parse: Parse, never: frozenset[str] = frozenset()) -> list[Mention]:
    """Mentions in the order of the text, longer before shorter at one place."""
    return Finder(text, parse, never).run()


class Finder:
    """One pass over the noun phrases of a text, then over what they left."""

    def __init__(self, text: Text, parse: Parse, never: frozenset[str]) -> None:
        self.text = text
        self.never = never
        self.parse = parse
        self.taken = bytearray(len(text.words) + 1)
        self.found: list[Mention] = []

    def run(self) -> list[Mention]:
        """Persons and noun phrases, names outside them, then what the parser calls an organisation."""
        names = find_names(self.text, self.parse)
        chunks = self._chunks()
        self._persons(names, chunks)
        for first, last, chunk in chunks:
            self._phrase(first, last, chunk.root)
        self._names_left()
        self._statistical()
        return sorted(self.found, key=lambda m: (m.span.start, -m.span.end))

    def _chunks(self) -> list[tuple[int, int, Any]]:
        """Base noun phrases as word ranges, without pronouns and trailing possessives."""
        ranges = []
        for chunk in self.parse.doc.noun_chunks:
            if chunk.root.pos_ == "PRON":
                continue
            first, last = self.text.range_of(chunk.start_char, chunk.end_char)
            while last > first and self.text.words[last - 1].folded == "s":
                last -= 1
            if last > first:
                ranges.append((first, last, chunk))
        return ranges

    # Persons ---------------------------------------------------------------------------------------------------

    def _persons(self, names: list[Name], chunks: list[tuple[int, int, Any]]) -> None:
        around = {}
        for first, last, _ in chunks:
            for at in range(first, last):
                around.setdefault(at, (first, last))
        for name in names:
            first, end = around.get(name.first, (name.first, name.last))
            limit = self._limit(name.last)
            start = self._title_start(first, name)
            reading = read_office(self.text, name, start, limit)
            if reading is None or (reading.body is None and (reading.kind is None or self._only_rank(reading))):
                reading = self._apposed_before(name.first) or reading
            if name.last < end and self._goes_on(name.last, end):
                continue  # "the Assad government", "President Putin's forces": the phrase is read as a whole
            self._person(name, start, reading)
        self._given_names(names)

    def _only_rank(self, reading: Reading) -> bool:
        return reading.head is not None and reading.head.rank is not None and not reading.head.state

    def _given_names(self, names: list[Name]) -> None:
        """Words of a full name that stand alone elsewhere ("Sadiq" after "Sadiq Maroof")."""
        parts: set[str] = set()
        for name in names:
            if name.last - name.first > 1:
                parts.update(w.raw for w in self.text.words[name.first : name.last] if len(w.raw) > 2 and w.upper)
        for at, word in enumerate(self.text.words):
            if word.raw not in parts or self.taken[at] or at in self.text.hits:
                continue
            beside = self.text.words[at - 1 : at] + self.text.words[at + 1 : at + 2]
            if any(w.upper and abs(w.start - word.end) <= 1 for w in beside[-1:]):
                continue
            self._person(Name(at, at + 1), at, None)

    def _title_start(self, first: int, name: Name) -> int:
        """Where the title before a name begins: the phrase, or the listed words that touch the name."""
        at = name.first
        while at > first:
            word = self.text.words[at - 1]
            if not self.text.words[at].joined:
                break
            if word.folded == "s" and at - 2 >= first:
                at -= 1
                continue
            at -= 1
        while at > 0 and self.text.words[at].joined:
            hit = self.text.ends.get(at)
            head = head_of(hit)
            if hit is None or head is None or not (head.rank or head.entity_kind == "person") or self.taken[hit.first]:
                break
            at = hit.first
        return at

    def _goes_on(self, last: int, end: int) -> bool:
        """Is the name only part of a longer phrase that names an actor itself?"""
        return any(at in self.text.ends and head_of(self.text.ends[at]) for at in range(last + 1, end + 1))

    def _person(self, name: Name, start: int, reading: Reading | None) -> None:
        words = self.text.words
        title = self._titled(start, name.first)
        first = start if title else name.first
        entity = name.entity
        found = reading or Reading()
        if entity is not None:
            found = Reading(
                entity.kind, entity.country or found.country, "person", entity, found.body, found.head
            )
        written = self.text.raw[words[name.first].start : words[name.last - 1].end]
        self._add(first, name.last, name.first, found, "name", " ".join(written.split()), person=True)

    def _titled(self, start: int, first: int) -> bool:
        """Do the words before the name belong to it: a title, an office, a country?"""
        return any(at in self.text.ends for at in range(start + 1, first + 1))

    def _apposed_before(self, at: int) -> Reading | None:
        """ "The army's spokesman, *Ahmed Taiwo*": the phrase that ends at the comma before a name."""
        words = self.text.words
        while at > 0 and words[at].joined:
            title = pick(self.text.ends.get(at), Head)
            if not isinstance(title, Head) or not (title.honorific or title.rank):
                break
            at = self.text.ends[at].first
        if at == 0 or words[at].joined or "," not in self.text.raw[words[at - 1].end : words[at].start]:
            return None
        hit = self.text.ends.get(at)
        first = at - 1
        while first > 0 and words[first].joined and at - first < 12 and words[first - 1].folded not in ("and", "said"):
            first -= 1
        if hit is None:  # "a spokesman for the army, X", "the head of the hospital in Dera, X"
            core = next((i for i in range(first + 1, at) if head_of(self.text.ends.get(i))), None)
            found = read_phrase(self.text, first, core, tail=at) if core else None
        else:
            found = read_phrase(self.text, first, at, tail=at)
            head = found.head if found else None
            if found is not None and not (head and (head.speaks or head.rank or head.entity_kind == "person")):
                core = next((i for i in range(first + 1, at) if head_of(self.text.ends.get(i))), None)
                found = read_phrase(self.text, first, core, tail=at) if core else None
        if found is None or found.head is None or found.head.plural:
            return None
        return found if found.head.speaks or found.head.rank or found.head.entity_kind == "person" else None

    # Noun phrases ----------------------------------------------------------------------------------------------

    def _phrase(self, first: int, last: int, root: Any) -> None:
        text = self.text
        if any(self.taken[first:last]):
            return
        definite = text.words[first].folded in ("the", "this", "that", "these", "those")
        while first < last - 1 and text.words[first].folded in DETERMINERS and first not in text.hits:
            first += 1
        tail = min(self._limit(last), last + TAIL)
        found = read_phrase(text, first, last, tail=tail)
        if found is None or (found.head is not None and found.head.voice):
            if found is None and self._unknown_subject(first, last, root):
                self._add(start := self._with_determiner(first), last, first, Reading(), "name", self._written(first, last), known=start < 0)
            return
        weak = not self._wanted(found, first, last)
        if weak and not (definite and found.head is not None and not found.head.plural):
            return
        if found.entity is not None and found.entity.sort == "country" and not found.head:
            if not self._acts(found.head_at[0], last):
                return
        start = self._with_determiner(first)
        end = last
        if found.head is not None and (found.head.speaks or found.head.generic or found.head.entity_kind == "organisation"):
            end = after_end(text, last, tail)
        name = found.entity.name if found.entity else text.raw[text.words[first].start : text.words[last - 1].end]
        form = "name" if found.entity else "nominal"
        self._add(start, end, found.head_at[0], found, form, " ".join(name.split()), definite=definite, weak=weak)

    def _unknown_subject(self, first: int, last: int, root: Any) -> bool:
        """A capitalised name that no list holds and that does something ("Vigil Africa said")."""
        if root.pos_ != "PROPN" or root.dep_ not in ("nsubj", "nsubjpass", "agent") or root.head.pos_ != "VERB":
            return False
        words = self.text.words[first:last]
        if not all(w.upper or w.folded in PARTICLES or w.folded in ("of", "for") for w in words):
            return False
        if any(self.text.place_country(w.start, w.end) for w in words) or root.ent_type_ in NOT_ACTORS:
            return False
        return words[-1].folded not in self.never

    def _written(self, first: int, last: int) -> str:
        return " ".join(self.text.raw[self.text.words[first].start : self.text.words[last - 1].end].split())

    def _with_determiner(self, first: int) -> int:
        before = self.text.words[first - 1] if first else None
        if before is not None and before.folded in DETERMINERS and self.text.words[first].joined:
            return first - 1
        return first

    def _wanted(self, found: Reading, first: int, last: int) -> bool:
        """Is this noun an actor here? Words of many meanings need something beside them."""
        head = found.head
        if head is None:
            return True
        if head.entity_kind is None and not found.backed and found.country is None:
            return bool(head.speaks or head.rank) and head.word not in ("general", "major", "private", "captain")
        alone = last - first == 1 and self._with_determiner(first) == first
        if head.ambiguous and (head.kind is None or (alone and not head.plural) or head.entity_kind == "armed_force"):
            return found.backed or found.country is not None and head.kind is not None
        return True

    # Names outside noun phrases ----------------------------------------------------------------------------------

    def _names_left(self) -> None:
        text = self.text
        for hit in text.hits.values():
            if any(self.taken[hit.first : hit.last]):
                continue
            entity, land, folk = pick(hit, Entity), pick(hit, Land), pick(hit, Folk)
            if isinstance(entity, Entity) and entity.sort != "people":
                found = Reading(entity.kind, entity.country, entity.entity_kind, entity)
                self._add(self._the(hit.first), hit.last, hit.first, found, "name", entity.name)
            elif isinstance(land, Land):
                if land.form in ("name", "capital") and not self._acts(hit.first, hit.last, land):
                    continue
                if oriented(text, hit) and land.form != "name":
                    pass
                people = land.form == "people"
                found = Reading("civilians" if people else "government", land.entity.country, "group" if people else "organisation", None if people else land.entity)
                name = land.entity.name if not people else text.raw[text.words[hit.first].start : text.words[hit.last - 1].end]
                self._add(hit.first, hit.last, hit.first, found, "name", name)
            elif isinstance(folk, Folk):
                found = Reading("civilians", folk.country, "group")
                self._add(hit.first, hit.last, hit.first, found, "name", folk.name)
            elif head_of(hit):
                self._stray(hit.first, hit.last)

    def _the(self, first: int) -> int:
        return first - 1 if first and self.text.words[first - 1].folded == "the" else first

    def _stray(self, first: int, last: int) -> None:
        """A listed noun that the parser put in no noun phrase of its own."""
        token = self.parse.token_at(self.text.words[last - 1].start)
        if token.pos_ not in ("NOUN", "PROPN") or token.dep_ in ("compound", "amod", "nmod", "npadvmod"):
            return
        if token.i + 1 < len(self.parse.doc) and token.dep_ != "poss" and token.head.i > token.i and token.head.pos_ in ("NOUN", "PROPN"):
            return
        start = first
        while start > 0 and self.text.words[start].joined and first - start < 5:
            before = self.text.ends.get(start)
            if before is None or not (pick(before, Land) or pick(before, Folk)):
                break
            start = before.first
        found = read_phrase(self.text, start, last, tail=min(self._limit(last), last + TAIL))
        if found is not None and found.head is not None and found.head.entity_kind and not found.head.ambiguous:
            name = self.text.raw[self.text.words[start].start : self.text.words[last - 1].end]
            self._add(start, last, first, found, "nominal", " ".join(name.split()))

    def _acts(self, first: int, last: int, land: Land | None = None) -> bool:
        """Does a country's name stand for its government here, and not for the place?"""
        hit = self.text.hits.get(first)
        named = land or pick(hit, Land)
        capital = isinstance(named, Land) and named.form == "capital"
        token = self.parse.tokens(self._span(first, last))
        root = token.root if len(token) else self.parse.token_at(self.text.words[first].start)
        for _ in range(4):
            if root.dep_ != "conj":
                break
            root = root.head
        if root.dep_ in ("pobj", "pcomp"):
            preposition = root.head.lower_
            return preposition in ACTOR_PREPOSITIONS if capital else preposition not in PLACE_PREPOSITIONS | {"of"}
        if capital:
            return root.dep_ == "nsubj" and root.head.pos_ in ("VERB", "AUX") and root.head.lemma_ not in ("be", "fall", "lie", "remain", "have")
        return root.dep_ not in ("appos", "npadvmod", "ROOT") or len(self.parse.doc) < 6

    def _statistical(self) -> None:
        """Organisations that only the parser's statistics know; their kind stays unknown."""
        text = self.text
        for entity in self.parse.doc.ents:
            if entity.label_ not in NAMING:
                continue
            first, last = text.range_of(entity.start_char, entity.end_char)
            while last > first and text.words[last - 1].folded == "s":
                last -= 1
            while first < last and text.words[first].folded == "the":
                first += 1
            if first >= last or any(self.taken[first:last]) or not text.words[first].raw[0].isupper():
                continue
            if text.words[last - 1].folded in self.never or text.words[first].folded.startswith("operation"):
                continue
            found = read_phrase(text, first, last) or Reading(None, None, "organisation")
            name = text.raw[text.words[first].start : text.words[last - 1].end]
            self._add(self._the(first), last, first, found, "name", " ".join(name.split()), known=False)

    # Bookkeeping -----------------------------------------------------------------------------------------------

    def _limit(self, at: int) -> int:
        """The word after the last of the sentence that holds words[at - 1]."""
        sentence = self.parse.sentence_of(self.text.words[at - 1].start)
        return self.text.range_of(sentence.start, sentence.end)[1]

    def _span(self, first: int, last: int) -> Span:
        return Span(self.text.words[first].start, self.text.words[last - 1].end)

    def _add(
        self,
        first: int,
        last: int,
        core: int,
        reading: Reading,
        form: str,
        name: str,
        *,
        person: bool = False,
        definite: bool = False,
        known: bool = True,
        weak: bool = False,
    ) -> None:
        for at in range(core if person else first, last):
            self.taken[at] = 1
        for at in range(first, core):
            self.taken[at] = 1
        self.found.append(
            Mention(first, last, core, self._span(first, last), reading, form, name, person, definite, weak, known)
        )


__all__ = ["Callable", "Mention", "find_mentions"]
