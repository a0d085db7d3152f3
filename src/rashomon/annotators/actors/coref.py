"""Which mentions of a text are one actor: short names, acronyms, "the group", "the commander", he and she."""

from __future__ import annotations

import re
from dataclasses import replace

from rashomon.annotators.actors.book import Mention
from rashomon.annotators.actors.chains import Chain, Countries
from rashomon.annotators.actors.grammar import words
from rashomon.annotators.actors.lexicon import Entity
from rashomon.annotators.actors.phrases import Reading, Text
from rashomon.annotators.actors.pronouns import SUBJECTS, add_pronouns
from rashomon.annotators.actors.words import PARTICLES, name_key
from rashomon.annotators.parse import Parse
from rashomon.model import Actor, Span

ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,9}(?:/[A-Z0-9-]{2,9})?")
BRACKET = re.compile(r"(?:[’']s?)?\s*\((?:the )?")
GROUP_WORDS = words("group_words")
BODY_WORDS = words("body_words")
NAMED_WORDS = words("named_words")
OBJECTS = ("dobj", "dative")
LATEST = 60  # mentions back that are looked at, however long a sentence is
REACH = 4  # sentences back in which "the group" finds its group


def resolve(mentions: list[Mention], text: Text, parse: Parse, countries: Countries) -> list[Actor]:
    """Tie the mentions into actors, and give each its id, name, kind and country."""
    chains = Resolver(text, parse).run(mentions)
    actors = [actor for chain in chains for actor in chain.actors(countries)]
    return sorted(actors, key=lambda a: (a.span.start, -a.span.end))


class Resolver:
    """Walks the mentions once, from the first to the last."""

    def __init__(self, text: Text, parse: Parse) -> None:
        self.text = text
        self.parse = parse
        self.chains: list[Chain] = []
        self.by_id: dict[str, Chain] = {}
        self.by_name: dict[str, Chain] = {}
        self.persons: dict[str, list[Chain]] = {}  # by each word of the name
        self.recent: list[tuple[int, Chain, Mention]] = []  # (sentence, chain, mention) in order

    def run(self, mentions: list[Mention]) -> list[Chain]:
        """The chains, in the order of their first mention."""
        full = [m for m in mentions if m.person]
        for mention in sorted(full, key=lambda m: (-len(name_key(m.name).split()), m.first)):
            self._person(mention)
        for mention in self._with_acronyms(mentions):
            chain = self.by_id.get(f"m{id(mention)}") or self._chain(mention)
            if chain is None:
                continue
            if not mention.person:
                chain.take(mention)
            self.recent.append((self.parse.sentence_index(mention.span.start), chain, mention))
        self._apposed()
        self._spokespersons()
        add_pronouns(self.recent, self.text, self.parse)
        return [c for c in self.chains if c.mentions]

    # Persons ------------------------------------------------------------------------------------------

    def _person(self, mention: Mention) -> None:
        """Longest names first, so that a surname finds its full name wherever that stands."""
        entity = mention.reading.entity
        key = name_key(mention.name)
        chain = self.by_id.get(entity.id) if entity else self.by_name.get(key)
        if chain is None and entity is None:
            chain = self._shorter(key)
        if chain is None:
            chain = self._new(key, entity)
            for word in key.split():
                if word not in PARTICLES:
                    self.persons.setdefault(word, []).append(chain)
        chain.take(mention)
        chain.entity_kind = "person"
        self.by_id[f"m{id(mention)}"] = chain

    def _shorter(self, key: str) -> Chain | None:
        """The one person whose name ends in (or holds) these words: "Ryder" → "Pat Ryder"."""
        words = [w for w in key.split() if w not in PARTICLES]
        if not words:
            return None
        fits = [c for c in self.persons.get(words[-1], []) if set(words) <= set(name_key(c.name).split())]
        last = [c for c in fits if name_key(c.name).split()[-1] == words[-1]]
        fits = last or fits
        return fits[0] if len(fits) == 1 else None

    # Everybody else -----------------------------------------------------------------------------------

    def _chain(self, mention: Mention) -> Chain | None:
        if mention.weak:
            return self._definite(mention)
        entity = mention.reading.entity
        if entity is not None:
            return self.by_id.get(entity.id) or self._new(name_key(entity.name), entity)
        if mention.form == "nominal" and mention.definite:
            found = self._definite(mention)
            if found is not None:
                return found
        key = name_key(mention.name) + ("" if mention.form == "name" else "|nominal")
        if key in self.by_name and (mention.form == "name" or mention.definite):
            return self.by_name[key]
        return self._new(key, None)

    def _definite(self, mention: Mention) -> Chain | None:
        """ "The group", "the ministry", "the commander": the last actor that the words fit."""
        head = mention.reading.head
        if (
            head is None
            or mention.reading.body is not None
            or mention.last - mention.core != mention.last - mention.first - 1
        ):
            return None
        now = self.parse.sentence_index(mention.span.start)
        word = head.word.split()[-1]
        for sentence, chain, earlier in reversed(self.recent[-LATEST:]):
            if now - sentence > REACH:
                return None
            if (
                chain.person
                and not head.plural
                and head.entity_kind in ("person", None)
                and word in chain.titles
            ):
                return chain
            if earlier.form != "name" or chain.person or head.plural:
                continue
            if word in ("country", "nation") and chain.entity is not None and chain.entity.sort == "country":
                return chain
            if self._beside(earlier, mention):
                continue
            if word in NAMED_WORDS and word not in name_key(chain.name).split():
                continue
            if word in GROUP_WORDS and chain.kind == "armed_group":
                return chain
            if word in BODY_WORDS and word in name_key(chain.name).split():
                return chain
            if word == "organisation" and chain.kind in ("monitor", "health"):
                return chain
        return None

    def _beside(self, one: Mention, two: Mention) -> bool:
        """Do two mentions hang on one verb, so that they cannot be the same: "X accused the group of …"?"""
        first, second = self.parse.head(one.span), self.parse.head(two.span)
        return bool(first.dep_ in SUBJECTS and second.dep_ in OBJECTS and first.head.i == second.head.i)

    def _with_acronyms(self, mentions: list[Mention]) -> list[Mention]:
        """Mentions, with "X (ABC)" making every ABC of the text a mention of X."""
        defined: dict[str, Mention] = {}
        at_end = {m.span.end: m for m in mentions if m.form == "name" and not m.person}
        covered = {m.span.start for m in mentions}
        for end, mention in at_end.items():
            match = BRACKET.match(self.text.raw, end)
            found = ACRONYM.match(self.text.raw, match.end()) if match else None
            if found and self.text.raw[found.end() : found.end() + 1] in (")", ",", ";", " "):
                defined.setdefault(found.group(), mention)
        if not defined:
            return mentions
        extra = []
        for word in self.text.words:
            meant = defined.get(word.raw) if word.raw.isupper() else None
            if meant is not None and word.start > meant.span.start:
                if word.start in covered or any(m.span.start <= word.start < m.span.end for m in mentions):
                    continue
                at = self.text.range_of(word.start, word.end)[0]
                extra.append(
                    Mention(at, at + 1, at, Span(word.start, word.end), meant.reading, "name", meant.name)
                )
        for mention in mentions:
            other = defined.get(
                self.text.raw[mention.span.start : mention.span.end].removeprefix("the ").removeprefix("The ")
            )
            if other is not None and other is not mention and self._yields(mention.reading, other):
                mention.reading, mention.name = other.reading, other.name
            elif other is None and mention.reading.body is not None:
                self._of_body(mention, defined)
        return sorted([*mentions, *extra], key=lambda m: (m.span.start, -m.span.end))

    def _yields(self, reading: Reading, spelled: Mention) -> bool:
        """Does what an acronym means in the lists give way to what the report spells out?"""
        listed = reading.entity
        return listed is None or (
            listed is not spelled.reading.entity and not _alike(listed.name, spelled.name)
        )

    def _of_body(self, mention: Mention, defined: dict[str, Mention]) -> None:
        """ "A CJTF spokesman" speaks for what the report calls the CJTF."""
        body = mention.reading.body
        for word in mention.span.of(self.text.raw).split():
            spelled = defined.get(word)
            if spelled is None or body is None or not self._yields(Reading(entity=body), spelled):
                continue
            meant = spelled.reading
            mention.reading = replace(
                mention.reading, kind=meant.kind, country=meant.country, body=meant.entity
            )

    def _new(self, key: str, entity: Entity | None) -> Chain:
        chain = Chain(entity=entity)
        if entity is not None:
            chain.name, chain.kind, chain.country = entity.name, entity.kind, entity.country
            chain.entity_kind = entity.entity_kind
            chain.person = entity.sort == "people"
            self.by_id[entity.id] = chain
        self.by_name.setdefault(key, chain)
        self.chains.append(chain)
        return chain

    def _apposed(self) -> None:
        """One actor, not two: "the commander, *Mushtaq al-Jawari*,", "the group, *Harakat al-Nujaba*,"."""
        for at in range(len(self.recent) - 1):
            sentence, chain, mention = self.recent[at]
            _, other, name = self.recent[at + 1]
            if chain is other or mention.form == name.form or mention.weak:
                continue
            if self.text.raw[mention.span.end : name.span.start] != ", ":
                continue
            noun, named = (mention, other) if mention.form == "nominal" else (name, chain)
            old = chain if mention.form == "nominal" else other
            if old.entity is not None or not self._agrees(noun, named):
                continue
            old.mentions.remove(noun)
            named.take(noun)
            self.recent[at] = (sentence, named, mention)
            self.recent[at + 1] = (self.recent[at + 1][0], named, name)

    def _agrees(self, noun: Mention, named: Chain) -> bool:
        head = noun.reading.head
        if head is None or head.plural:
            return False
        if named.person:
            return head.sort == "person"
        return noun.definite and head.word.split()[-1] in GROUP_WORDS | BODY_WORDS

    def _spokespersons(self) -> None:
        """Spokesmen of nobody named ("its spokesman, X") speak for the organisation told of just before."""
        for at, (sentence, chain, mention) in enumerate(self.recent):
            head = mention.reading.head
            if (
                not chain.person
                or chain.kind is not None
                or chain.body is not None
                or head is None
                or not head.speaks
            ):
                continue
            for earlier_sentence, other, earlier in reversed(self.recent[max(0, at - LATEST) : at]):
                if sentence - earlier_sentence > 1:
                    break
                named = earlier.form == "name" and not other.person and other.kind is not None
                if named and not (other.entity is not None and other.entity.sort in ("country", "media")):
                    chain.kind, chain.country, chain.body = (
                        other.kind,
                        chain.country or other.country,
                        other.entity,
                    )
                    break


def _alike(one: str, two: str) -> bool:
    """Is one name contained in the other, but for small words?"""
    first, second = ({w for w in name_key(name).split() if w not in PARTICLES} for name in (one, two))
    return first <= second or second <= first
