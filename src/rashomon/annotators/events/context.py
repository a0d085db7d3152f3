"""What stands around a word: kinds of people, weapons and sites, token by token, and the other layers' annotations."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from rashomon.annotators.events.lexicon import Lexicon, cues
from rashomon.annotators.parse import Cells, Parse
from rashomon.model import Annotations, Span

KIND_CLASSES = {
    "military": "people:state", "police": "people:state", "government": "people:government",
    "armed_group": "people:nonstate", "civilians": "people:civilian", "media": "people:civilian",
    "relative": "people:civilian", "health": "people:civilian",
    "party": "people:civilian", "religious": "people:civilian", "international": "people:civilian",
    "local_official": "people:civilian", "witness": "people:civilian", "company": "people:civilian",
}  # fmt: skip
WEAPON_CLASSES = {
    "drone": "weapons:air", "aircraft": "weapons:air", "helicopter": "weapons:air", "bomb_air": "weapons:air",
    "barrel_bomb": "weapons:air", "missile": "weapons:shell", "rocket": "weapons:shell", "mortar": "weapons:shell",
    "artillery": "weapons:shell", "car_bomb": "weapons:bomb", "ied": "weapons:bomb", "mine": "weapons:bomb",
    "suicide_vest": "weapons:suicide", "grenade": "weapons:grenade", "small_arms": "weapons:gun",
    "blade": "weapons:blade", "fire": "weapons:arson", "chemical": "weapons:chemical",
}  # fmt: skip


LOOSE_CROWDS = cues("loose_crowds")
PROTESTS = cues("protest_verbs")


@dataclass(frozen=True, slots=True)
class Told:
    """What a mention's sentence tells, found once and compared with many others."""

    speaker: str | None  # a key of who tells it; None for the report itself
    names: frozenset[str]  # named in its sentence, other than places and who says it
    hit: frozenset[str]  # nouns of what was hit


class Places:
    """Where contents and sources of attributions and actors stand, by their numbers in the layer."""

    def __init__(self, notes: Annotations) -> None:
        self.contents, self.sources, self.actors = Cells(), Cells(), Cells()
        for n, attribution in enumerate(notes.attributions):
            for span in attribution.content:
                self.contents.add(n, span)
            if attribution.source is not None:
                self.sources.add(n, attribution.source)
        for n, actor in enumerate(notes.actors):
            self.actors.add(n, actor.span)


@dataclass(slots=True)
class Context:
    """One document as this layer reads it."""

    notes: Annotations
    parse: Parse
    lexicon: Lexicon
    lemmas: list[str]
    tags: list[set[str]]  # kinds per token
    sentence_of: list[int]
    crowded: bool = False  # is the report about protests?
    last_group: int = -1  # of the mention grouped last
    scenes: dict[int, bool] = field(default_factory=dict)  # toponym index → can something happen there?
    told: dict[int, Told] = field(
        default_factory=dict
    )  # where a mention starts → what its sentence tells of it
    layer_at: dict[str, dict[int, int]] = field(
        default_factory=dict
    )  # layer → token index → annotation index
    places: Places = field(init=False)

    def __post_init__(self) -> None:
        self.places = Places(self.notes)

    @property
    def doc(self) -> Any:
        """spaCy's Doc."""
        return self.parse.doc

    @property
    def text(self) -> str:
        """The document's text."""
        return self.notes.doc.text

    def kinds(self, tokens: list[Any]) -> frozenset[str]:
        """All kinds of a list of tokens."""
        return frozenset(kind for token in tokens for kind in self.tags[token.i])

    def kind_of(self, token: Any) -> frozenset[str]:
        """Kinds of a phrase by its head and the words that make its name ("security forces", "rebel fighters")."""
        found = set(self.tags[token.i])
        for child in token.children:
            if child.dep_ in ("compound", "nmod") or (
                child.dep_ == "amod" and child.lower_ in ("armed", "masked")
            ):
                found |= self.tags[child.i]
            if child.dep_ == "prep" and child.lower_ == "of" and not _is_name(token):
                for part in child.children:
                    found |= self.tags[part.i]
        if not any(kind.startswith("people:") for kind in found) and token.ent_type_ == "PERSON":
            found.add("people:civilian")
        return frozenset(found)

    def annotation(self, layer: str, token: Any) -> int | None:
        """Index of the layer's annotation that covers a token."""
        return self.layer_at[layer].get(token.i)


def _is_name(token: Any) -> bool:
    return bool(token.pos_ == "PROPN")


def read_context(notes: Annotations, lexicon: Lexicon) -> Context:
    """Tag every token once."""
    parse: Parse = notes.parse
    doc = parse.doc
    lemmas = [_lemma(token) for token in doc]
    lowers = [token.lower_ for token in doc]
    tags: list[set[str]] = [set() for _ in lemmas]
    begin = lexicon.classes_by_first
    for i, (lemma, lower) in enumerate(zip(lemmas, lowers, strict=True)):
        for name in {*begin.get(lemma, ()), *begin.get(lower, ())}:
            words = lexicon.classes[name]
            length = words.match(lemmas, i) or words.match(lowers, i)
            for k in range(i, i + length):
                tags[k].add(name)
    sentence_of = [parse.sentence_index(token.idx) for token in doc]
    context = Context(notes, parse, lexicon, lemmas, tags, sentence_of)
    _unambiguous(context)
    _add_layers(context)
    crowds = [i for i, kinds in enumerate(tags) if "people:crowd" in kinds and lemmas[i] not in LOOSE_CROWDS]
    marches = [i for i, lemma in enumerate(lemmas) if lemma in PROTESTS and doc[i].pos_ == "VERB"]
    context.crowded = len(crowds) + len(marches) >= 2
    return context


LEMMAS = {
    "raped": "rape",
    "raping": "rape",
    "slain": "slay",
    "shelled": "shell",
    "gassed": "gas",
    "mined": "mine",
}


def _lemma(token: Any) -> str:
    if token.lower_ in LEMMAS:
        return LEMMAS[token.lower_]
    lemma = token.lemma_.lower()
    if token.pos_ in ("PROPN", "NOUN") and lemma == token.lower_ and lemma.endswith("s") and len(lemma) > 4:
        return str(lemma[:-1]) if not lemma.endswith(("ss", "us", "is")) else str(lemma)
    return str(lemma)


def _unambiguous(context: Context) -> None:
    """Take back kinds that the words around contradict."""
    for token in context.doc:
        tags = context.tags[token.i]
        if "weapons:air" in tags and token.i > 1 and context.lemmas[token.i - 2] == "anti":
            tags.discard("weapons:air")
        if "weapons:shell" in tags and token.lower_ == "grad" and not token.is_title:
            tags.discard("weapons:shell")
        if (
            "weapons:gun" in tags
            and token.lower_ in ("fire", "shot", "shots")
            and token.pos_ not in ("NOUN", "PROPN")
        ):
            tags.discard("weapons:gun")
        if (
            "weapons:grenade" in tags
            and token.i > 1
            and context.lemmas[token.i - 1] in ("propel", "propelled", "stun")
        ):
            tags.discard("weapons:grenade")
        if (
            token.pos_ == "VERB"
            and tags
            and token.dep_ not in ("compound", "amod")
            and "weapons:chemical" not in tags
        ):
            tags.clear()


def _add_layers(context: Context) -> None:
    notes = context.notes
    for layer in ("times", "toponyms", "actors", "weapons", "quantities"):
        at: dict[int, int] = {}
        for index, item in enumerate(getattr(notes, layer)):
            for token in context.parse.tokens(item.span):
                at.setdefault(token.i, index)
        context.layer_at[layer] = at
    for actor in notes.actors:
        kind = KIND_CLASSES.get(actor.kind or "")
        if kind and actor.form != "pronoun":
            head = context.parse.head(actor.span)
            if not context.tags[head.i] & {
                "people:state",
                "people:nonstate",
                "people:crowd",
                "people:government",
            }:
                context.tags[head.i].add(kind)
                if kind != "people:civilian":
                    context.tags[head.i].discard("people:civilian")
    _spread_acronyms(context)
    for weapon in notes.weapons:
        name = WEAPON_CLASSES.get(weapon.kind)
        if name:
            for token in context.parse.tokens(weapon.span):
                context.tags[token.i].add(name)
    for toponym in notes.toponyms:
        for token in context.parse.tokens(toponym.span):
            context.tags[token.i].add("place")


def _spread_acronyms(context: Context) -> None:
    """What "a CRPF patrol" shows of the CRPF holds for "12 CRPF men" too."""
    kinds: dict[str, str] = {}
    for actor in context.notes.actors:
        kind = KIND_CLASSES.get(actor.kind or "")
        if kind in ("people:state", "people:nonstate"):
            for token in context.parse.tokens(actor.span):
                if token.is_upper and len(token) > 2:
                    kinds.setdefault(token.text, kind)
    for token in context.doc:
        if token.text in kinds and not context.tags[token.i] & {"people:state", "people:nonstate"}:
            context.tags[token.i].add(kinds[token.text])


def span_of(tokens: list[Any]) -> Span:
    """From the first to the last of some tokens."""
    first, last = min(tokens, key=lambda t: t.i), max(tokens, key=lambda t: t.i)
    return Span(first.idx, last.idx + len(last))
