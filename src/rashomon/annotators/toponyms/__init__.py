"""Place names of a text, on the map.

`detect` finds the names, `evidence` judges them, `resolve` says which places they mean, `extent` how exactly they tell
where. `place_for` gives the place of any stretch of the text, for layers that need to know where something happened.
"""

from __future__ import annotations

from dataclasses import replace

from rashomon.annotators import Annotator
from rashomon.annotators.toponyms.cues import cues
from rashomon.annotators.toponyms.detect import Found, possible_names, words_of
from rashomon.annotators.toponyms.evidence import accepted, gather
from rashomon.annotators.toponyms.extent import borders, toponym
from rashomon.annotators.toponyms.happening import place_for, place_of, scene_of, toponym_for
from rashomon.annotators.toponyms.resolve import Name, Setting, resolve
from rashomon.annotators.toponyms.setting import setting_of
from rashomon.config import Config
from rashomon.gazetteer import Gazetteer, distance_km, open_gazetteer
from rashomon.model import Annotations, Toponym

__all__ = ["build", "place_for", "place_of", "scene_of", "toponym_for", "toponyms"]

NEAR_HERE_KM = 80.0
SURE_STRANGER = 1.0  # score below which a name is no place at all when only places far from the text bear it
SETTLED = 0.6  # share from which a resolved name vouches for the names around it


def build(config: Config) -> Annotator:
    """The annotator of this layer; the gazetteer opens with the first text."""
    held: list[Gazetteer] = []

    def annotate(notes: Annotations) -> tuple[Toponym, ...]:
        if not held:
            held.append(open_gazetteer(config))
        return toponyms(notes, held[0])

    return annotate


def toponyms(notes: Annotations, gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The place names of a text, resolved where the gazetteer allows it."""
    text, words_about = notes.doc.text, cues()
    words = words_of(notes.parse, text)
    names = possible_names(notes.parse, words, text, gazetteer, words_about)
    gather(names, notes.parse, words, words_about)
    setting = setting_of(notes.doc, words, gazetteer, words_about)
    found = accepted(names)
    meant = resolve(found, setting, gazetteer)
    if _look_near(names, meant, setting):
        found = accepted(names)
        meant = resolve(found, setting, gazetteer)
    found = [item for item in found if not (meant[item.first].stranger and item.score < SURE_STRANGER)]
    read = [toponym(item, meant[item.first], words, notes.parse, gazetteer, words_about) for item in found]
    read += borders(words, words_about, read)
    read = [_with_own_site(item, read) for item in read]
    return tuple(sorted(read, key=lambda item: item.span.start))


def _with_own_site(item: Toponym, others: list[Toponym]) -> Toponym:
    """A town keeps the site that is tied to it unless the site is a toponym itself ("Mitiga airport in Tripoli")."""
    site = item.site
    if site is not None and any(other is not item and other.span.overlaps(site) for other in others):
        return replace(item, site=None)
    return item


def _look_near(names: list[Found], meant: dict[int, Name], setting: Setting) -> bool:
    """Note, for names that were not accepted, that they lie near places that are settled; was there any?"""
    settled = [p for name in meant.values() if (p := name.choice) and name.scores[0] >= SETTLED]
    points = {
        (p.lat, p.lon)
        for p in (*settled, *setting.publisher_places)
        if p.group in ("town", "admin2", "quarter", "site")
    }
    noted = False
    for item in names:
        if item.first in meant or not item.places or item.score < -4:
            continue
        own = item.places[:30]
        if any(
            _close(p.lat, p.lon, point)
            for p in own
            if p.group in ("town", "admin2", "quarter", "site")
            for point in points
        ):
            item.cues["near_here"] = 1
            noted = True
    return noted


def _close(lat: float, lon: float, point: tuple[float, float]) -> bool:
    return abs(lat - point[0]) < 1 and distance_km((lat, lon), point) < NEAR_HERE_KM
