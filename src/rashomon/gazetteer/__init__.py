"""Place names of the world, offline: look-up by name, id and nearness.

`open_gazetteer(config)` gives the one Gazetteer of the process; building and adding are plain functions with
callbacks, for the command line to show.
"""

from __future__ import annotations

from rashomon.gazetteer.cache import Added, add_file, ensure_base, info
from rashomon.gazetteer.names import fold, loosen
from rashomon.gazetteer.places import Gazetteer, distance_km, open_gazetteer
from rashomon.gazetteer.records import GazetteerPlace, feature_group
from rashomon.gazetteer.tables import Middle, demonyms, iso_codes, middles, neighbours

__all__ = [
    "Added",
    "Gazetteer",
    "GazetteerPlace",
    "Middle",
    "add_file",
    "demonyms",
    "distance_km",
    "ensure_base",
    "feature_group",
    "fold",
    "info",
    "iso_codes",
    "loosen",
    "middles",
    "neighbours",
    "open_gazetteer",
]  # fmt: skip
