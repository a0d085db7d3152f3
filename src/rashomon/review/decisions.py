"""A decision: what a person did, to what, and why. Nothing is ever taken out; an `undo` takes a decision
back.

| kind | about | details |
|---|---|---|
| accept, reject | an incident or a claim | |
| correct | an incident | fields: type, realis, label, main, aggregate, scope, date, place |
| correct | a claim | fields: value, low, best, high, of, stance, hedged, source …, or start and end of the
evidence |
| add | an incident | a claim that the machine missed: role, start, end, and its fields |
| same, merge | two or more incidents | |
| different | two incidents | |
| split | an incident and the mentions that are another one | |
| comment | an incident or a claim | text |
| assign | an incident | to (a person, or null) |
| sensitive | an incident | sensitive (true, false): exports coarsen its place |
| undo | a decision | |
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Literal, get_args

from rashomon.errors import RashomonError
from rashomon.ids import content_id
from rashomon.model import (
    Claim,
    ClaimRole,
    DatePrecision,
    Evidence,
    IncidentType,
    Kind,
    PlacePrecision,
    Realis,
    Scope,
    Source,
    Stance,
)

DecisionKind = Literal[
    "accept", "reject", "correct", "add", "same", "different", "merge", "split", "undo", "comment", "assign",
    "sensitive",
]  # fmt: skip
KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
NEED_REASON: frozenset[str] = frozenset({"reject", "correct", "merge", "split", "same", "different"})
COUNTS = ("low", "best", "high")
LONGEST_NAME = 200


class DecisionError(RashomonError):
    """A decision that cannot be: an unknown field, a missing reason, a value outside the codebook."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a decision is about, so that a later reading can be searched for it: words of a document.

    `id` is a mention's or a claim's; `role` and `source` are a claim's, None for a mention.
    """

    id: str
    sha256: str  # of the document's original bytes
    document: str
    start: int
    end: int
    quote: str
    role: ClaimRole | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """One entry of the record of decisions. `sequence` is its place in the audit log and gives the order."""

    id: str
    sequence: int
    kind: DecisionKind
    author: str
    time: str
    reason: str
    anchors: tuple[Anchor, ...]
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def about_claim(self) -> bool:
        """Is it about a claim rather than an incident?"""
        return any(a.role for a in self.anchors)


def in_force(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that nobody undid, oldest first. An undo can be undone in turn."""
    ordered = sorted(decisions, key=lambda d: d.sequence)
    gone: set[str] = set()
    for decision in reversed(ordered):  # an undo is younger than what it takes back
        if decision.kind == "undo" and decision.id not in gone:
            gone.add(decision.details["decision"])
    return tuple(d for d in ordered if d.kind != "undo" and d.id not in gone)


# Checking ----------------------------------------------------------------------------------------------------

WORDS: Mapping[str, tuple[str, ...]] = {
    "type": get_args(IncidentType),
    "realis": get_args(Realis),
    "scope": get_args(Scope),
    "stance": get_args(Stance),
    "role": get_args(ClaimRole),
}
INCIDENT_FIELDS = ("type", "realis", "label", "main", "aggregate", "scope", "date", "place")
CLAIM_FIELDS = (
    "value", "low", "best", "high", "of", "stance", "hedged", "as_of", "entity_kind", "entity_id", "subset_of",
    "source", "start", "end",
)  # fmt: skip


def check(kind: str, details: Mapping[str, Any], *, reason: str, about_claim: bool, text: str = "") -> None:
    """Raises DecisionError for a decision that cannot be. `text` is that of the claim's document."""
    if kind not in KINDS:
        raise DecisionError(f"{kind!r} is no decision; known are {', '.join(KINDS)}")
    if kind in NEED_REASON and not reason.strip():
        raise DecisionError(f"a decision to {kind} needs a reason; give one")
    if kind == "assign" and not _is_name(details.get("to")):
        raise DecisionError(f"give the name of a person of at most {LONGEST_NAME} characters, or nobody")
    if kind == "comment" and not str(details.get("text", "")).strip():
        raise DecisionError("a comment needs a text")
    if kind == "sensitive" and not (set(details) == {"sensitive"} and isinstance(details["sensitive"], bool)):
        raise DecisionError("a record is marked with sensitive = true or false")
    if kind in ("correct", "add"):
        known = CLAIM_FIELDS if about_claim or kind == "add" else INCIDENT_FIELDS
        _check_fields(details, (*known, "role") if kind == "add" else known)
        _check_counts(details)
        _check_span(details, text, needed=kind == "add")


def _is_name(value: object) -> bool:
    """A person's name, or nobody."""
    return value is None or (isinstance(value, str) and bool(value.strip()) and len(value) <= LONGEST_NAME)


def _check_fields(details: Mapping[str, Any], known: tuple[str, ...]) -> None:
    if not details:
        raise DecisionError(f"nothing to correct; give one of {', '.join(known)}")
    for name, value in details.items():
        if name not in known:
            raise DecisionError(f"{name!r} cannot be corrected; known are {', '.join(known)}")
        if name in WORDS and value not in WORDS[name]:
            raise DecisionError(f"{name} {value!r} is none of {', '.join(WORDS[name])}")
        if name in ("main", "aggregate", "hedged") and not isinstance(value, bool):
            raise DecisionError(f"{name} must be true or false")
    if "date" in details:
        _check_part("date", details["date"], ("start", "end", "precision"), get_args(DatePrecision))
        _check_days(details["date"])
    if "place" in details:
        fields = (
            "name", "admin1", "country", "countries", "lat", "lon", "radius_km", "geonameid", "precision",
        )  # fmt: skip
        _check_part("place", details["place"], fields, get_args(PlacePrecision))
    if "source" in details:
        source = details["source"]
        _check_part("source", source, ("name", "kind", "entity", "institution", "relayed_by", "chain"), None)
        if "kind" in source and source["kind"] not in get_args(Kind):
            raise DecisionError(f"source kind {source['kind']!r} is none of {', '.join(get_args(Kind))}")


def _check_part(name: str, value: Any, known: tuple[str, ...], words: tuple[str, ...] | None) -> None:
    if not isinstance(value, Mapping) or not value or not set(value) <= set(known):
        raise DecisionError(f"{name} must be an object with some of {', '.join(known)}")
    if words and value.get("precision") not in (None, *words):
        raise DecisionError(f"{name} precision {value['precision']!r} is none of {', '.join(words)}")


def _check_days(value: Mapping[str, Any]) -> None:
    from datetime import date

    days = [value.get("start"), value.get("end")]
    try:
        read = [date.fromisoformat(d) for d in days if d is not None]
    except (TypeError, ValueError):
        raise DecisionError(f"date {days} is not ISO days such as 2024-01-31") from None
    if len(read) == 2 and read[0] > read[1]:
        raise DecisionError(f"date starts ({days[0]}) after it ends ({days[1]})")


def _check_counts(details: Mapping[str, Any]) -> None:
    given = [details[c] for c in COUNTS if details.get(c) is not None]
    if any(type(n) is not int or n < 0 for n in given):
        raise DecisionError("counts must be whole numbers of 0 or more")
    if given != sorted(given):
        raise DecisionError(f"counts must rise from low to high, not {given}")


def _check_span(details: Mapping[str, Any], text: str, *, needed: bool) -> None:
    start, end = details.get("start"), details.get("end")
    if start is None and end is None and not needed:
        return
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= len(text):
        raise DecisionError(
            f"evidence {start}..{end} is no stretch of the document's {len(text)} characters; give start and end"
        )


def corrected_claim(claim: Claim, details: Mapping[str, Any], text: str) -> Claim:
    """A claim with a person's values."""

    values = {k: v for k, v in details.items() if k not in ("start", "end", "source", "role")}
    if "source" in details:
        given = dict(details["source"])
        if "chain" in given:
            given["chain"] = tuple(given["chain"])
        values["source"] = replace(claim.source, **given)
    if "start" in details:
        start, end = details["start"], details["end"]
        values["evidence"] = Evidence(start, end, text[start:end])
        values["original_value"] = text[start:end] if claim.origin == "person" else claim.original_value
    return replace(claim, **values, origin="person")


def added_claim(decision: Decision, document: str, text: str) -> Claim:
    """The claim that a person added."""
    details = decision.details
    start, end = details["start"], details["end"]
    blank = Claim(
        id=content_id("added", decision.id),
        document=document,
        role=details["role"],
        value=None,
        original_value=text[start:end],
        source=Source("outlet", "outlet"),
        evidence=Evidence(start, end, text[start:end]),
        origin="person",
    )
    return corrected_claim(blank, details, text)
