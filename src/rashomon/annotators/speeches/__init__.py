"""Speech acts: who condemns, threatens, demands, denies … whom, over what.

Two ways to find one: by the verb that performs it ("Modi condemned the attack"), and by the wording of what
somebody is quoted
as saying ("said the raid was barbaric"). Lists are in data/speeches. Acts of responsibility that follow
from who blames
whom in the claims are added there (claims.statements), not here.

Misses: acts by gesture or by deed, irony, acts spread over several sentences.
"""

from __future__ import annotations

from rashomon.annotators import Annotator
from rashomon.annotators.speeches.verbs import VerbActs
from rashomon.annotators.speeches.wording import WordingActs
from rashomon.config import Config
from rashomon.model import Annotations, Event, Speech

SHORT = 3  # sentences: a text this short is read for speech acts even when it tells no incident


def build(config: Config) -> Annotator:
    """The annotator of speech acts."""
    verbs, wording = VerbActs(), WordingActs()

    def annotate(notes: Annotations) -> tuple[Speech, ...]:
        if not notes.events and len(notes.parse.sentences) > SHORT:
            return ()
        found = verbs(notes)
        taken = {(notes.parse.sentence_index(s.span.start), s.act) for s in found}
        for speech in wording(notes, [s.span for s in found]):
            if (notes.parse.sentence_index(speech.span.start), speech.act) not in taken:
                found.append(speech)
        ordered = sorted(found, key=lambda s: (s.span.start, s.span.end, s.act))
        return tuple(link(s, notes.events) for s in ordered)

    return annotate


def link(speech: Speech, events: tuple[Event, ...]) -> Speech:
    """Tie a speech act to the event its words touch, or to the last one told before it."""
    from dataclasses import replace

    touching = [e for e in events if speech.span.overlaps(e.clause) or speech.span.contains(e.trigger)]
    before = [e for e in events if e.trigger.end <= speech.span.start and not e.background]
    chosen = touching[0] if touching else before[-1] if before else None
    return replace(speech, event=chosen.id) if chosen is not None else speech
