"""Speech acts of a text → statements, tied to the incidents they are about.

Two origins: the speech acts that the text's verbs and words perform (the `speeches` layer), and the acts
that follow from
perpetrator claims: who takes responsibility, puts it on another or rejects it says so, whatever the verb.
"""

from __future__ import annotations

from rashomon.claims.voices import Voices
from rashomon.ids import content_id
from rashomon.model import Act, Annotations, Claim, Evidence, ReportedIncident, Stance, Statement

ACT_OF_STANCE: dict[Stance, Act] = {
    "claims": "claim_responsibility",
    "accuses": "accuse",
    "denies": "deny_responsibility",
}


def read_statements(
    notes: Annotations, voices: Voices, incidents: list[ReportedIncident], incident_of: dict[str, str]
) -> list[Statement]:
    """The statements of a document, in the order of the text, one per speaker, act and incident."""
    found = [
        statement_of_claim(claim, incident.id)
        for incident in incidents
        for claim in incident.claims
        if claim.role == "perpetrator" and claim.stance in ACT_OF_STANCE and claim.source.kind != "outlet"
    ]
    found += spoken(notes, voices, incident_of)
    kept: dict[tuple[str, str, str | None], Statement] = {}
    for statement in found:
        kept.setdefault((statement.speaker.lower(), statement.act, statement.about), statement)
    return sorted(kept.values(), key=lambda s: (s.evidence.start, s.evidence.end, s.act, s.id))


def statement_of_claim(claim: Claim, incident: str) -> Statement:
    """The act of responsibility that a perpetrator claim performs."""
    act = ACT_OF_STANCE[claim.stance]
    speaker = claim.source.name
    id = content_id(claim.id, act)
    addressee = claim.value if act == "accuse" else None
    return Statement(id, claim.document, speaker, claim.source.kind, act, addressee, incident, claim.evidence)


def spoken(notes: Annotations, voices: Voices, incident_of: dict[str, str]) -> list[Statement]:
    """Statements from the speech acts of the text."""
    statements = []
    for speech in notes.speeches:
        voice = voices.speaker(speech.speaker)
        speaker = speech.speaker_name or voice.source.name
        kind = voice.source.kind if voice.actor is not None else speech.speaker_kind or voice.source.kind
        addressee = speech.addressee.of(notes.doc.text) if speech.addressee else None
        about = incident_of.get(speech.event) if speech.event else None
        span = speech.span
        id = content_id(notes.doc.sha256, span.start, span.end, speech.act, speaker)
        quote = Evidence(span.start, span.end, span.of(notes.doc.text))
        statements.append(Statement(id, notes.doc.id, speaker, kind, speech.act, addressee, about, quote))
    return statements
