"""An export of one strike with two accounts, and of what formats find hard."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rashomon.exports import Export, Settings
from rashomon.model import ActorRecord, Coding, DateRange, Evidence, Incident, Place, Source, Statement, Toll
from tests.builders import claim, incident_coding


def coding(**changes: Any) -> Coding:
    """A strike by an army abroad on rebels; `changes` are fields of the incident."""
    made = incident_coding()
    doc = made.documents[0]
    by = claim(doc, "Pentagon", role="perpetrator", value="United States", entity_id="usa",
               source=Source("police", "police"))  # fmt: skip
    hit = claim(doc, "people", role="target", value="rebels", source=Source("police", "police"))
    incident = made.incidents[0]
    values = {
        "perpetrators": ("United States",),
        "targets": ("rebels",),
        "claims": (*incident.claims, by, hit),
    }
    incident = replace(incident, **(values | changes))
    said = Statement("s1", doc.id, "Pentagon", "military", "deny_responsibility", None, incident.id,
                     Evidence(4, 12, "Pentagon"))  # fmt: skip
    usa = ActorRecord("usa", "United States", "military", "USA", None)
    return replace(made, incidents=(incident,), statements=(said,), actors=(usa,))


def export(made: Coding | None = None, **settings: Any) -> Export:
    """What a format is given."""
    return Export(made or coding(), Settings(**settings))


def incident(**changes: Any) -> Incident:
    """The strike alone."""
    return coding(**changes).incidents[0]


UNLOCATED = Place(country="IRQ", countries=("IRQ",), precision="country")
NO_DATE = DateRange()
NO_DEATH = Toll(0, 0, 0)
