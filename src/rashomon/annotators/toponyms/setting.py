"""What a text says about where it plays, beside its place names: demonyms, and where its publisher sits."""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import lru_cache

from rashomon.annotators.toponyms.cues import Cues, cues
from rashomon.annotators.toponyms.detect import Word
from rashomon.annotators.toponyms.resolve import Setting
from rashomon.gazetteer import Gazetteer, GazetteerPlace, iso_codes
from rashomon.model import Document

TOWN_OF_A_PUBLISHER = 10_000  # inhabitants; smaller towns' names are too often parts of other words
SHORTEST = 5  # letters of a place in a domain
_PARTS = re.compile(r"[a-z]+")


def setting_of(doc: Document, words: list[Word], gazetteer: Gazetteer, words_about: Cues) -> Setting:
    """The setting of a text."""
    counts: Counter[str] = Counter()
    for number, word in enumerate(words):
        if not word.capital:
            continue
        pair = f"{word.lower} {words[number + 1].lower}" if number + 1 < len(words) else ""
        for name in (pair, word.lower):
            if name in words_about.demonyms:
                for country in words_about.demonyms[name]:
                    counts[country] += 1
                break
    demonyms = {country: math.sqrt(n) for country, n in sorted(counts.items())}
    home, places = publisher_places(doc.publisher or "", doc.url or "", gazetteer)
    return Setting(demonyms, home, places)


def publisher_places(
    publisher: str, url: str, gazetteer: Gazetteer
) -> tuple[str | None, tuple[GazetteerPlace, ...]]:
    """Country and places that the name of a publisher or its site tells ("kansascity.com", "Irrawaddy.com.mm")."""
    host = re.sub(r"^(?:https?://)?(?:www\d*\.)?", "", url.lower()).split("/")[0]
    return _of_publisher(publisher.lower(), host, gazetteer)


@lru_cache(maxsize=4096)
def _of_publisher(
    publisher: str, host: str, gazetteer: Gazetteer
) -> tuple[str | None, tuple[GazetteerPlace, ...]]:
    ending = (host or publisher).rsplit(".", 1)[-1] if "." in (host or publisher) else ""
    code = {"uk": "GB"}.get(ending, ending.upper())
    country = iso_codes().get(code) if ending not in cues().generic_endings and len(ending) == 2 else None
    label = host or (publisher if "." in publisher and " " not in publisher else "")
    runs = _PARTS.findall(label.rsplit(".", 1)[0] if "." in label else label)
    if not label:
        runs = _PARTS.findall(publisher)
    found: list[GazetteerPlace] = []
    for run in runs:
        found += _in_run(run, country, gazetteer)
    return country, tuple(found[:16])


def _in_run(run: str, country: str | None, gazetteer: Gazetteer) -> list[GazetteerPlace]:
    """Places whose name a run of letters begins with, the longest name first ("kansascitystar" → Kansas City)."""
    starts = [0, *(len(prefix) for prefix in sorted(cues().publisher_prefixes) if run.startswith(prefix))]
    for start in starts:
        for end in range(len(run), start + SHORTEST - 1, -1):
            if not (
                run[end:] == ""
                or run[end:].startswith(tuple(cues().publisher_words))
                or end - start > SHORTEST + 2
            ):
                continue
            places = [
                p for name in _splits(run[start:end]) for p in gazetteer.lookup(name) if _is_seat(p, country)
            ]
            if places:
                english = [p for p in places if p.country in cues().english_press]
                return (english or places)[:12]
    return []


def _splits(run: str) -> list[str]:
    return [run, *(f"{run[:n]} {run[n:]}" for n in range(3, len(run) - 3))]


def _is_seat(place: GazetteerPlace, country: str | None) -> bool:
    if place.quality < 3 or (country and place.country != country):
        return False
    return place.group in ("admin1", "admin2") or (
        place.group == "town" and place.population >= TOWN_OF_A_PUBLISHER
    )
