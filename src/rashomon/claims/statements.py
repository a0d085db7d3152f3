"""Speech acts of a text → statements, tied to the incidents they are about.

Three origins: the speech acts that the text's verbs and words perform (the `speeches` layer); the wording of
a text that is itself the statement of an institution; and the acts that follow from perpetrator claims: who
takes responsibility, puts it on another or rejects it says so, whatever the verb. Speakers are named as the
text writes them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rashomon.annotators.speeches.wording import WordingActs
from rashomon.claims.voices import OURSELVES, UNNAMED, Voice, Voices
from rashomon.ids import content_id
from rashomon.model import (
    Act,
    Annotations,
    Claim,
    Evidence,
    Kind,
    ReportedIncident,
    Source,
    Span,
    Speech,
    Stance,
    Statement,
)

ACT_OF_STANCE: dict[Stance, Act] = {
    "claims": "claim_responsibility",
    "accuses": "accuse",
    "denies": "deny_responsibility",
}
# Words that name nobody when nothing resolves them.
NAMELESS = frozenset({"it", "they", "this", "that", "which", "who"})
# A person's name after an office: two to four capitalised words.
APPOSED = re.compile(r",?[ ]((?:al-|el-)?[A-Z][\w’'-]+(?:[ ](?:al-|el-|bin[ ])?[A-Z][\w’'-]+){1,3})")
LIKELY = 0.5  # least score of a perpetrator claim that makes a statement
# Who can take responsibility: residents and reporters cannot.
FORCES = frozenset({"armed_group", "military", "police", "government"})
# Acts of which one clause holds one: where a claim of responsibility says it more precisely, the verb's is dropped.
RIVALS: dict[Act, frozenset[Act]] = {"deny_responsibility": frozenset({"reject"})}


def read_statements(
    notes: Annotations,
    voices: Voices,
    incidents: list[ReportedIncident],
    incident_of: dict[str, str],
    blamed: list[tuple[Claim, str]],
) -> list[Statement]:
    """The statements of a document, in the order of the text, one per speaker, act and sentence.

    `blamed`: claims of the outright words of responsibility, with the incident each is about.
    """
    found = spoken(notes, voices, incident_of)
    found += own_words(notes, voices, incident_of)
    told = [(claim, i.id) for i in incidents for claim in i.claims if claim.score >= LIKELY]
    found += [
        statement_of_claim(claim, incident, notes) for claim, incident in [*blamed, *told] if performs(claim)
    ]
    kept: dict[tuple[str, str, int], Statement] = {}
    for statement in found:
        sentence = notes.parse.sentence_index(statement.evidence.start)
        kept.setdefault((statement.speaker.lower(), statement.act, sentence), statement)
    precise = [s for s in kept.values() if s.act in RIVALS]
    chosen = [s for s in kept.values() if not outdone(s, precise, notes)]
    return sorted(chosen, key=lambda s: (s.evidence.start, s.evidence.end, s.act, s.id))


def performs(claim: Claim) -> bool:
    """Is a perpetrator claim an act of its source?"""
    if claim.role != "perpetrator" or claim.stance not in ACT_OF_STANCE or claim.source.kind == "outlet":
        return False
    if claim.source.name == UNNAMED:
        return False
    return claim.stance != "claims" or claim.source.kind in FORCES


def outdone(statement: Statement, others: list[Statement], notes: Annotations) -> bool:
    """Does the same speaker say it more precisely in the same sentence?"""
    here = notes.parse.sentence_index(statement.evidence.start)
    return any(
        statement.act in RIVALS.get(o.act, ())
        and o.speaker.lower() == statement.speaker.lower()
        and notes.parse.sentence_index(o.evidence.start) == here
        for o in others
    )


def as_written(source: Source, at: int, notes: Annotations) -> str:
    """A speaker's name as the text writes it: a person's longest, a body's nearest to a place in the text."""
    named = [
        a
        for a in notes.actors
        if a.id == source.entity and a.form == "name" and notes.parse.head(a.span).pos_ != "ADJ"
    ]
    if not named:
        return apposed_name(source, notes) or source.name
    if named[0].entity_kind == "person":
        best = max(named, key=lambda a: (a.span.end - a.span.start, -a.span.start))
    else:
        best = min(named, key=lambda a: (abs(a.span.start - at), a.span.start))
    name = " ".join(best.span.of(notes.doc.text).split())
    return spelt_out(name, [" ".join(a.span.of(notes.doc.text).split()) for a in named])


def apposed_name(source: Source, notes: Annotations) -> str | None:
    """The name that stands right after a person's office: "LNA spokesman Ahmed al-Mesmari"."""
    for actor in notes.actors:
        if actor.id == source.entity and actor.entity_kind == "person" and actor.form == "nominal":
            match = APPOSED.match(notes.doc.text, actor.span.end)
            if match is not None:
                return match.group(1)
    return None


def spelt_out(name: str, names: list[str]) -> str:
    """For an abbreviation, the name that the text gives in full.

    >>> spelt_out("GNA", ["GNA", "the Government of National Accord"])
    'the Government of National Accord'
    """
    letters = name.removeprefix("the ").removeprefix("The ")
    if not letters.isupper():
        return name
    full = [n for n in names if "".join(w[0] for w in n.split() if w[0].isupper()).endswith(letters)]
    return max(full, key=len, default=name)


def statement_of_claim(claim: Claim, incident: str, notes: Annotations) -> Statement:
    """The act of responsibility that a perpetrator claim performs."""
    act = ACT_OF_STANCE[claim.stance]
    speaker = as_written(claim.source, claim.evidence.start, notes)
    id = content_id(claim.id, act)
    addressee = claim.value if act == "accuse" else None
    return Statement(id, claim.document, speaker, claim.source.kind, act, addressee, incident, claim.evidence)


def spoken(notes: Annotations, voices: Voices, incident_of: dict[str, str]) -> list[Statement]:
    """Statements from the speech acts of the text."""
    statements = []
    for speech in notes.speeches:
        voice = speaker_of(speech, notes, voices)
        if voice.source.kind == "outlet" or voice.source.name.casefold() in NAMELESS:
            continue
        place = speech.speaker.start if speech.speaker is not None else speech.span.start
        speaker = speech.speaker_name or as_written(voice.source, place, notes)
        kind = voice.source.kind if voice.actor is not None else speech.speaker_kind or voice.source.kind
        addressee = speech.addressee.of(notes.doc.text) if speech.addressee else None
        about = incident_of.get(speech.event) if speech.event else None
        statements.append(statement(notes, speech.span, speech.act, speaker, kind, addressee, about))
    return statements


def speaker_of(speech: Speech, notes: Annotations, voices: Voices) -> Voice:
    """Whoever performs an act; "we" is whoever is quoted there, or whose statement the text is."""
    if speech.speaker is not None and speech.speaker.of(notes.doc.text).casefold() in OURSELVES:
        return voices.of(speech.speaker)[0]
    return voices.speaker(speech.speaker)


def own_words(notes: Annotations, voices: Voices, incident_of: dict[str, str]) -> Iterator[Statement]:
    """Acts by wording in the sentences of an institution's own statement that quote nobody else."""
    own = voices.own.source
    if own.kind == "outlet":
        return
    for span in notes.parse.sentences:
        inside = [s for s in notes.speeches if span.overlaps(s.span)]
        if inside or voices.of(span)[0].source != own:
            continue
        act = wording().act_of(span.of(notes.doc.text))
        if act is None:
            continue
        before = [e for e in notes.events if e.trigger.start < span.end and not e.background]
        about = incident_of.get(before[-1].id) if before else None
        yield statement(notes, Span(span.start, span.end), act, own.name, own.kind, None, about)


@lru_cache(maxsize=1)
def wording() -> WordingActs:
    """The wording lists, read once."""
    return WordingActs()


def statement(
    notes: Annotations,
    span: Span,
    act: Act,
    speaker: str,
    kind: Kind,
    addressee: str | None,
    about: str | None,
) -> Statement:
    """One statement with its words."""
    id = content_id(notes.doc.sha256, span.start, span.end, act, speaker)
    quote = Evidence(span.start, span.end, span.of(notes.doc.text))
    return Statement(id, notes.doc.id, speaker, kind, act, addressee, about, quote)
