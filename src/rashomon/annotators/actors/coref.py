"""Which mentions of a text are one actor: names and their short forms, acronyms, "the group", "the commander", he and she."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from rashomon.annotators.actors.lexicon import Entity, Lexicon, entity_id
from rashomon.annotators.actors.mentions import Mention
from rashomon.annotators.actors.phrases import Reading, Text
from rashomon.annotators.actors.words import PARTICLES, name_key
from rashomon.annotators.parse import Parse
from rashomon.ids import content_id
from rashomon.model import Actor, EntityKind, Kind, Span

ACRONYM = re.compile(r"[A-Z][A-Z0-9-]{1,9}(?:/[A-Z0-9-]{2,9})?")
BRACKET = re.compile(r"(?:[’']s?)?\s*\((?:the )?")
GROUP_WORDS = frozenset("group movement organisation organization militia outfit cartel gang network army front party faction rebels insurgents militants fighters".split())
BODY_WORDS = frozenset("ministry agency council commission court department observatory monitor watchdog company mission committee union coalition alliance".split())
REACH = 4  # sentences back in which "the group" finds its group


@dataclass(slots=True, eq=False)
class Chain:
    """One actor of the text with all of its mentions."""

    mentions: list[Mention] = field(default_factory=list)
    entity: Entity | None = None
    name: str = ""
    kind: Kind | None = None
    country: str | None = None
    entity_kind: EntityKind = "organisation"
    body: Entity | None = None
    titles: set[str] = field(default_factory=set)
    person: bool = False
    group: bool = False

    def take(self, mention: Mention) -> None:
        """Add a mention; what is known is kept, what is not is filled in."""
        self.mentions.append(mention)
        reading = mention.reading
        if mention.form == "name" and len(mention.name) > len(self.name) or not self.name:
            self.name = mention.name
        self.entity = self.entity or reading.entity
        if self.kind is None or (self.kind in ("unnamed", "civilians") and mention.form == "name"):
            self.kind = reading.kind or self.kind
        self.country = self.country or reading.country
        self.body = self.body or reading.body
        self.person = self.person or mention.person
        if reading.head is not None:
            self.titles.update(reading.head.word.split())


def resolve(mentions: list[Mention], text: Text, parse: Parse, lexicon: Lexicon, country: Countries) -> list[Actor]:
    """Tie the mentions into actors, and give each its id, name, kind and country."""
    chains = Resolver(text, parse, lexicon).run(mentions)
    actors = [actor for chain in chains for actor in _actors(chain, country, text)]
    return sorted(actors, key=lambda a: (a.span.start, -a.span.end))


class Resolver:
    """Walks the mentions once, from the first to the last."""

    def __init__(self, text: Text, parse: Parse, lexicon: Lexicon) -> None:
        self.text = text
        self.parse = parse
        self.lexicon = lexicon
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
        self._spokespersons()
        self._pronouns()
        return [c for c in self.chains if c.mentions]

    # Persons ---------------------------------------------------------------------------------------------------

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

    # Everybody else --------------------------------------------------------------------------------------------

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
        if head is None or mention.reading.body is not None or mention.last - mention.core != mention.last - mention.first - 1:
            return None
        now = self.parse.sentence_index(mention.span.start)
        word = head.word.split()[-1]
        for sentence, chain, earlier in reversed(self.recent):
            if now - sentence > REACH:
                return None
            if chain.person and not head.plural and head.entity_kind in ("person", None) and word in chain.titles:
                return chain
            if earlier.form != "name" or chain.person or head.plural:
                continue
            if word in ("country", "nation") and chain.entity is not None and chain.entity.sort == "country":
                return chain
            if word in GROUP_WORDS and chain.kind == "armed_group":
                return chain
            if word in BODY_WORDS and word in name_key(chain.name).split():
                return chain
            if word == "organisation" and chain.kind in ("monitor", "health"):
                return chain
        return None

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
            mention = defined.get(word.raw) if word.raw.isupper() else None
            if mention is not None and word.start > mention.span.start:
                if word.start in covered or any(m.span.start <= word.start < m.span.end for m in mentions):
                    continue
                at = self.text.range_of(word.start, word.end)[0]
                extra.append(
                    Mention(at, at + 1, at, Span(word.start, word.end), mention.reading, "name", mention.name)
                )
        for mention in mentions:
            other = defined.get(self.text.raw[mention.span.start : mention.span.end].removeprefix("the "))
            if other is not None and mention.reading.entity is None and other is not mention:
                mention.reading, mention.name = other.reading, other.name
        return sorted([*mentions, *extra], key=lambda m: (m.span.start, -m.span.end))

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

    def _spokespersons(self) -> None:
        """ "Its spokesman, X" and "spokesman X" speak for the organisation that the sentence, or the one before, tells of."""
        for at, (sentence, chain, mention) in enumerate(self.recent):
            head = mention.reading.head
            if not chain.person or chain.kind is not None or chain.body is not None or head is None or not head.speaks:
                continue
            for earlier_sentence, other, earlier in reversed(self.recent[:at]):
                if sentence - earlier_sentence > 1:
                    break
                named = earlier.form == "name" and not other.person and other.kind is not None
                if named and not (other.entity is not None and other.entity.sort in ("country", "media")):
                    chain.kind, chain.country, chain.body = other.kind, chain.country or other.country, other.entity
                    break

    # Pronouns --------------------------------------------------------------------------------------------------

    def _pronouns(self) -> None:
        """He and she, when one person alone was named in the sentence before or earlier in this one."""
        by_sentence: dict[int, list[tuple[Chain, Mention]]] = {}
        for sentence, chain, mention in self.recent:
            if chain.entity_kind == "person" and not (mention.reading.head and mention.reading.head.plural):
                if mention.form == "name" or (mention.reading.head and mention.reading.head.entity_kind == "person"):
                    by_sentence.setdefault(sentence, []).append((chain, mention))
        for token in self.parse.doc:
            if token.lower_ not in ("he", "she") or token.pos_ != "PRON":
                continue
            sentence = self.parse.sentence_index(token.idx)
            chain = self._antecedent(by_sentence, sentence, token.idx)
            if chain is None:
                continue
            at = self.text.range_of(token.idx, token.idx + len(token))[0]
            span = Span(token.idx, token.idx + len(token))
            mention = Mention(at, at + 1, at, span, Reading(entity_kind="person"), "pronoun", chain.name)
            chain.mentions.append(mention)
            by_sentence.setdefault(sentence, []).append((chain, mention))

    def _antecedent(self, by_sentence: dict[int, list[tuple[Chain, Mention]]], sentence: int, at: int) -> Chain | None:
        for back in range(3):
            here = [(c, m) for c, m in by_sentence.get(sentence - back, []) if m.span.end <= at]
            chains = {id(c): c for c, _ in here}
            if len(chains) == 1:
                return here[0][0]
            if chains:
                subjects = {id(c): c for c, m in here if self.parse.head(m.span).dep_ in ("nsubj", "nsubjpass")}
                return next(iter(subjects.values())) if len(subjects) == 1 else None
        return None


# Attributes ----------------------------------------------------------------------------------------------------


class Countries:
    """The country that the sentence or the report gives to "the army" and "the president"."""

    def __init__(self, by_sentence: dict[int, str | None], main: str | None, parse: Parse) -> None:
        self.by_sentence = by_sentence
        self.main = main
        self.parse = parse

    def at(self, offset: int) -> str | None:
        """The only country of the sentence, else the report's."""
        return self.by_sentence.get(self.parse.sentence_index(offset)) or self.main


def _actors(chain: Chain, countries: Countries, text: Text) -> Iterable[Actor]:
    kind, country = chain.kind, chain.country
    head = next((m.reading.head for m in chain.mentions if m.reading.head is not None), None)
    if country is None and head is not None and chain.entity is None and (head.state or (head.rank and chain.person)):
        if not (head.kind == "armed_group" or (chain.body is not None and chain.body.kind in ("armed_group", "international"))):
            country = countries.at(chain.mentions[0].span.start)
    entity_kind = chain.entity_kind
    if chain.entity is None and not chain.person:
        entity_kind = chain.mentions[0].reading.entity_kind
    name = chain.entity.name if chain.entity else chain.name
    if chain.entity is not None:
        id = chain.entity.id
    elif chain.mentions[0].form == "name":
        id = entity_id(name, None)
    else:
        id = content_id("actor", name_key(name), country, "nominal")
    institution = chain.entity.institution if chain.entity and chain.entity.institution else None
    if institution is None and chain.body is not None and chain.body.sort not in ("country",) and chain.body.id != id:
        institution = chain.body.institution if chain.body.sort == "people" else chain.body.id
    for mention in chain.mentions:
        yield Actor(
            mention.span,
            id,
            name if mention.form != "nominal" or chain.entity or chain.person else name,
            kind,
            country,
            mention.form,  # type: ignore[arg-type]
            entity_kind,
            institution,
        )
