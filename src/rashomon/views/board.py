"""The contradiction board of an incident: roles down, sources across, agreement told apart from
disagreement.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rashomon.codebook import load_codebook
from rashomon.incidents.tolls import NOT_HELD, counts_everybody
from rashomon.incidents.voices import plain_name
from rashomon.model import COUNT_ROLES, Claim, ClaimRole, Document, Incident, Kind

ROLE_ORDER: tuple[ClaimRole, ...] = (
    "occurrence", "type", "date", "place", "perpetrator", "target", "weapon", "killed", "injured", "captured",
    "displaced", "victim", "damage",
)  # fmt: skip
NAMED_ROLES = frozenset({"target", "weapon", "damage"})  # told as things: "the market in Kaya" is "a market"
# Whether it was, in words; a rejection of "it happened" says so by its stance.
WHETHER: Mapping[str, str] = {
    "occurred": "it happened",
    "reported_false": "it did not happen",
    "attempted": "it was tried",
    "planned": "it was planned",
    "threatened": "it was threatened",
    "hypothetical": "it was only supposed",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One account: a source, and the reports that carry it (copies of one wire text are one report)."""

    key: str
    name: str
    kind: Kind
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What one source says of one role; `claims` are ids of the incident's claims, each saying it once."""

    column: str
    text: str
    stance: str
    hedged: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One role (of one group of people, for counts): who says what.

    `disputed` when sources exclude each other.
    """

    role: ClaimRole
    of: str | None
    disputed: bool
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole board of one incident."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def board_of(incident: Incident, documents: Mapping[str, Document], copies: Mapping[str, str]) -> Board:
    """Lay an incident's claims out by role and source."""
    columns: dict[str, list[Claim]] = {}
    for claim in incident.claims:
        columns.setdefault(source_key(claim, documents, copies), []).append(claim)
    ordered = sorted(columns, key=lambda k: (-len({c.role for c in columns[k]}), -len(columns[k]), k))
    rows = [
        make_row(role, of, columns, ordered, place_names(incident))
        for role in ROLE_ORDER
        for of in groups_counted(role, incident.claims)
    ]
    return Board(
        tuple(make_column(key, columns[key], documents) for key in ordered), tuple(r for r in rows if r.cells)
    )


def source_key(claim: Claim, documents: Mapping[str, Document], copies: Mapping[str, str]) -> str:
    """Key of the account a claim belongs to: the actor behind the speaker, or the publisher for its own
    voice.
    """
    if claim.source.kind == "outlet":
        original = copies.get(claim.document, claim.document)
        doc = documents.get(original)
        return f"outlet:{(doc.publisher if doc and doc.publisher else original).casefold()}"
    name = claim.source.institution or claim.source.entity or claim.source.name.casefold()
    return f"{claim.source.kind}:{name}"


def make_column(key: str, claims: list[Claim], documents: Mapping[str, Document]) -> Column:
    """Name of an account: its longest name, or the publisher for a report's own voice."""
    first = claims[0]
    name = max((c.source.name for c in claims), key=lambda n: (len(n), n))
    if first.source.kind == "outlet":
        doc = documents.get(first.document)
        name = (doc.publisher if doc and doc.publisher else first.document) + " (own voice)"
    return Column(key, name, first.source.kind, tuple(dict.fromkeys(c.document for c in claims)))


def groups_counted(role: ClaimRole, claims: tuple[Claim, ...]) -> list[str | None]:
    """For counts, the groups of people counted (the whole first); one unnamed group for other roles."""
    if role not in COUNT_ROLES:
        return [None]
    groups = {group_of(c) for c in claims if c.role == role}
    return sorted(groups, key=lambda of: (of != "people", of))


def group_of(claim: Claim) -> str:
    """Whom a count counts: "people" for any word that leaves nobody out ("persons", "victims")."""
    return "people" if claim.of is None or counts_everybody(claim.of) else claim.of


def place_names(incident: Incident) -> frozenset[str]:
    """The names of where it was: a town, its province."""
    place = incident.place
    return frozenset(plain_name(name) for name in (place.name, place.admin1) if name)


def make_row(
    role: ClaimRole,
    of: str | None,
    columns: dict[str, list[Claim]],
    ordered: list[str],
    places: frozenset[str] = frozenset(),
) -> Row:
    """The cells of one role, in the order of the columns."""
    cells = []
    held = {
        key: [c for c in columns[key] if c.role == role and (of is None or group_of(c) == of)]
        for key in ordered
    }
    spelled = spellings((c for claims in held.values() for c in claims), places)
    for key in ordered:
        said: dict[tuple[str, str], list[Claim]] = {}
        for claim in held[key]:
            said.setdefault((spelled[value_text(claim)], claim.stance), []).append(claim)
        for (text, stance), claims in said.items():
            cells.append(Cell(key, text, stance, all(c.hedged for c in claims), tuple(c.id for c in claims)))
    return Row(role, of, is_disputed(role, cells), tuple(cells))


def spellings(claims: Iterable[Claim], places: frozenset[str] = frozenset()) -> dict[str, str]:
    """Each value of a row, and the spelling that stands for it: "gunmen" for "The gunmen" and "Gunmen" too."""
    written: dict[str, Counter[str]] = {}
    for claim in claims:
        text = value_text(claim)
        said = same_words(text, places) if claim.role in NAMED_ROLES else plain_name(text)
        written.setdefault(said or text, Counter())[text] += 1
    found = {}
    for texts in written.values():
        shown = min(texts, key=lambda text: (-texts[text], len(text), text.swapcase()))
        found.update(dict.fromkeys(texts, shown))
    return found


def same_words(text: str, places: frozenset[str]) -> str:
    """A thing's words without case, articles, and the place of the incident, which says nothing new of it.

    >>> same_words("The market of the town in Kaya", frozenset({"kaya"}))
    'market of town'
    """
    words = [w for w in plain_name(text).split() if w not in ("the", "a", "an")]
    said = " ".join(words)
    for place in sorted(places):
        for link in ("in", "at"):
            said = said.removesuffix(f" {link} {place}")
    return said


def is_disputed(role: ClaimRole, cells: list[Cell]) -> bool:
    """Do sources exclude each other: a denial or doubt, two different numbers or types, dates without a common day?

    Who denies an attack denies what it hit and who did it; that its day and place are denied with it is no dispute
    about the day or the place.
    """
    if role == "date":
        return dates_exclude([c.text for c in cells if c.stance not in NOT_HELD])
    if role == "place":
        return False
    if any(c.stance in NOT_HELD for c in cells):
        return True
    if role in (*COUNT_ROLES, "type", "occurrence"):
        return len({c.text.casefold() for c in cells}) > 1
    return (
        role == "perpetrator"
        and len({c.text.casefold() for c in cells if c.stance in ("claims", "accuses")}) > 1
    )


def dates_exclude(values: list[str]) -> bool:
    """Is there no day that all dates allow? A day and the month it lies in agree.

    >>> dates_exclude(["2019-07-02", "2019-07-02/2019-07-03"]), dates_exclude(["2019-07-02", "2019-07"])
    (False, False)
    >>> dates_exclude(["2019-07-02", "2019-07-04T09:00Z"]), dates_exclude(["2019-07-02", "at dawn"])
    (True, False)
    """
    days = [found for value in values if (found := day_span(value)) is not None]
    return bool(days) and max(first for first, _ in days) > min(last for _, last in days)


def day_span(value: str) -> tuple[str, str] | None:
    """First and last day of a date as claims write it (day, month, year, two of them); None for anything else."""
    ends = []
    for part in value.split("/"):
        day = part.strip().split("T")[0]
        if not re.fullmatch(r"\d{4}(-\d\d){0,2}", day):
            return None
        ends.append((day + "-01-01"[len(day) - 4 :], day + "-12-31"[len(day) - 4 :]))
    return ends[0][0], ends[-1][1]


def value_text(claim: Claim) -> str:
    """A claim's value for people: "4", "at least 4", "Air/drone strike", "it did not happen", or its words."""
    if claim.role in COUNT_ROLES and (claim.low is not None or claim.high is not None):
        return range_text(claim.low, claim.high)
    if claim.role == "type" and claim.value in load_codebook().types:
        name = load_codebook().types[claim.value].code
        other = claim.value == "other" and claim.original_value not in ("", claim.value)
        return f"{name} ({claim.original_value})" if other else name
    if claim.role == "occurrence":
        return WHETHER.get(claim.value or "", claim.value or claim.original_value)
    return claim.value or claim.original_value


def range_text(low: int | None, high: int | None) -> str:
    """A range of counts in words.

    >>> range_text(4, None), range_text(None, 32), range_text(2, 4), range_text(2, 2)
    ('at least 4', 'up to 32', '2 to 4', '2')
    """
    if low is None and high is None:
        return "unknown"
    if high is None:
        return f"at least {low}"
    if low is None:
        return f"up to {high}"
    return str(low) if low == high else f"{low} to {high}"
