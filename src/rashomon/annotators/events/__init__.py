"""Event mentions: what happened, of which type, whether it did, who took part, and which mentions tell the same."""

from __future__ import annotations

from rashomon.annotators import Annotator
from rashomon.annotators.events.assembly import events_of
from rashomon.annotators.events.lexicon import load_lexicon
from rashomon.config import Config
from rashomon.model import Annotations, Event


def build(config: Config) -> Annotator:
    """The annotator of this layer."""
    lexicon = load_lexicon()

    def annotate(notes: Annotations) -> tuple[Event, ...]:
        return events_of(notes, lexicon)

    return annotate
