"""`geojson`: a FeatureCollection (RFC 7946), a feature for each incident; unlocated ones have no geometry."""

from __future__ import annotations

import json

from rashomon.exports.base import COVERAGE, Export
from rashomon.exports.rows import incident_row
from rashomon.exports.text import utf8


def write(export: Export) -> bytes:
    """The features with the columns of `csv` as properties."""
    features = []
    for incident in export.incidents:
        row = incident_row(incident, export)
        lat, lon = row.pop("latitude"), row.pop("longitude")
        if lat is None or lon is None:
            export.loss.add("value", "no point on the map, the place is not located", incident.id)
        point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
        features.append({"type": "Feature", "id": row["id"], "geometry": point, "properties": row})
    data = {"type": "FeatureCollection", "description": COVERAGE, "features": features}
    return utf8(json.dumps(data, ensure_ascii=False, separators=(",", ":")) + "\n")
