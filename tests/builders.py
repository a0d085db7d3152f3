"""Small records built by hand, for tests of what reads them."""

from __future__ import annotations

from rashomon.ids import content_id, text_sha256
from rashomon.model import (
    Claim,
    Coding,
    DateRange,
    Document,
    Evidence,
    Incident,
    Mention,
    Place,
    Source,
    Toll,
)

TEXT = "The Pentagon said two were killed in Baghdad. Police said a drone killed four people."


def document(text: str = TEXT, **values: str | None) -> Document:
    """A document whose id is its text's."""
    sha = text_sha256(text)
    return Document(id=sha[:16], text=text, sha256=sha, **values)  # type: ignore[arg-type]


def claim(doc: Document, quote: str, **values: object) -> Claim:
    """A claim on the first place where a quote stands."""
    start = doc.text.index(quote)
    evidence = Evidence(start, start + len(quote), quote)
    values.setdefault("source", Source("outlet", "outlet"))
    values.setdefault("role", "killed")
    values.setdefault("value", None)
    id = content_id(doc.id, start, quote, str(sorted(values.items(), key=str)))
    return Claim(id=id, document=doc.id, original_value=quote, evidence=evidence, **values)  # type: ignore[arg-type]


def incident_coding(text: str = TEXT) -> Coding:
    """One strike with two accounts of the dead."""
    doc = document(text, publisher="The Daily", published="2024-01-05", title="Strike", language="en")
    word = text.split()[0]
    first = claim(doc, word, source=Source("Pentagon", "military"), low=2, best=2, high=2, of="people")
    second = claim(doc, word, source=Source("police", "police"), low=4, best=4, high=4, of="people")
    mention = Mention(content_id(doc.sha256, 0, 3), doc.id, 0, 3, text[:3])
    incident = Incident(
        id=mention.id, aliases=(), label="Air/drone strike, Baghdad, 2024-01-04", type="air_drone_strike",
        type_contested=False, realis="occurred", aggregate=False, main=True, scope="political", score=0.9,
        policy="range", independent_sources=2, related=(), date=DateRange("2024-01-04", "2024-01-04", "day"),
        place=Place("Baghdad", "Baghdad", "IRQ", ("IRQ",), 33.34, 44.4, 10.0, 98182, "town"),
        killed=Toll(2, 4, 4, True), injured=Toll(), perpetrators=(), targets=(), weapons=(), responsibility=(),
        mentions=(mention,), claims=(first, second),
    )  # fmt: skip
    return Coding((doc,), {}, (), (incident,), (), ())
