"""One actor of a text with all its mentions, and what they say of it together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from rashomon.annotators.actors.book import Mention
from rashomon.annotators.actors.lexicon import Entity, Head, entity_id
from rashomon.annotators.actors.words import name_key
from rashomon.annotators.parse import Parse
from rashomon.ids import content_id
from rashomon.model import Actor, EntityKind, Kind


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

    def take(self, mention: Mention) -> None:
        """Add a mention; what is known is kept, what is not is filled in."""
        reading = mention.reading
        if not self.mentions and self.entity is None:
            self.entity_kind = reading.entity_kind
        self.mentions.append(mention)
        if not self.name or (mention.form == "name" and len(mention.name) > len(self.name)):
            self.name = mention.name
        self.entity = self.entity or reading.entity
        if self.kind is None or (self.kind in ("unnamed", "civilians") and mention.form == "name"):
            self.kind = reading.kind or self.kind
        self.country = self.country or reading.country
        self.body = self.body or reading.body
        if mention.person:
            self.person, self.entity_kind = True, "person"
        if reading.head is not None:
            self.titles.update(reading.head.word.split())

    def head(self) -> Head | None:
        """The first noun that tells what the actor is."""
        return next((m.reading.head for m in self.mentions if m.reading.head is not None), None)

    def actors(self, countries: Countries) -> Iterator[Actor]:
        """One annotation for each mention."""
        country = self.country
        if country is None and self._is_of_a_state():
            country = countries.at(self.mentions[0].span.start)
        name = self.entity.name if self.entity else self.name
        id = self._id(name, country)
        institution = self._institution(id)
        for mention in self.mentions:
            yield Actor(
                mention.span, id, name, self.kind, country, mention.form, self.entity_kind, institution
            )

    def _is_of_a_state(self) -> bool:
        """May the report's country be its own: "the army", "the president", "General X"?"""
        head = self.head()
        if self.entity is not None or head is None or not (head.state or (head.rank and self.person)):
            return False
        foreign = self.body is not None and self.body.kind in ("armed_group", "international")
        return self.kind != "armed_group" and not foreign

    def _id(self, name: str, country: str | None) -> str:
        if self.entity is not None:
            return self.entity.id
        if any(m.form == "name" for m in self.mentions):
            return entity_id(name, None)
        return content_id("actor", name_key(name), country, "nominal")

    def _institution(self, id: str) -> str | None:
        if self.entity is not None and self.entity.institution:
            return self.entity.institution
        body = self.body
        if body is None or body.sort == "country" or body.id == id:
            return None
        return body.institution if body.sort == "people" else body.id


@dataclass(frozen=True, slots=True)
class Countries:
    """The country that the sentence or the report gives to "the army" and "the president"."""

    by_sentence: dict[int, str | None]
    main: str | None
    parse: Parse

    def at(self, offset: int) -> str | None:
        """The only country of the sentence, else the report's."""
        return self.by_sentence.get(self.parse.sentence_index(offset)) or self.main
