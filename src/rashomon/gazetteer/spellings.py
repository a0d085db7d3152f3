"""Which of GeoNames' many names of a place are names that an English text may use."""

from __future__ import annotations

import re

from rashomon.gazetteer.records import MAIN, OTHER, WEAK

LATIN = re.compile(r"[\u0000-\u024f\u0259\u02b0-\u036f\u1e00-\u1eff\u2010-\u201f\u2032]+")
ARTICLES = tuple(
    f"{article}{joint}"
    for article in ("Al", "El", "Ar", "As", "Ash", "Ad", "At", "An", "Az", "La", "Le", "The")
    for joint in " -"
)
DIVISION_WORDS = re.compile(
    r"^(?:(?:Province|Gouvernorat|Governorate|Provincia|Departamento|Département|Municipio|Estado|Région|Region|District|County|State|"
    r"Oblast|Powiat|Kreis|Landkreis|City)(?: of| de| du| d'| del| des| da| do)? |the )|"
    r" (?:Province|Governorate|Gouvernorat|Region|District|County|State|Oblast|Oblast'|Oblasť|Raion|Rayon|"
    r"Krai|Kray|Prefecture|Parish|"
    r"Department|Division|Municipality|Muhafazah|Wilaya|Woreda|Zone|Township|Tehsil|Shi|Sheng|Borough|Canton|Territory|Council|"
    r"Special Administrative Region|Autonomous Region|Republic|Community|Local Government Area|LGA|Cercle|"
    r"Commune|Agency)$"
)


def city_names(name: str, alternates: list[str]) -> tuple[tuple[str, int], ...]:
    """A town's own name and its other names in Latin letters, less codes and machine romanisations.

    GeoNames mixes airport codes ("IEV") and lower-case romanisations ("ba ge da") into alternate names.
    """
    names = {name: MAIN}
    words = set(name.split())
    for other in alternates:
        if (
            len(other) > 2
            and LATIN.fullmatch(other)
            and not other[0].islower()
            and not (other.isupper() and len(other) < 6)
        ):
            shortened = len(words) > 1 and not name.startswith(ARTICLES) and set(other.split()) < words
            names.setdefault(other, WEAK if shortened else OTHER)
    return tuple(names.items())


def division_names(name: str, others: list[str], short_quality: int) -> tuple[tuple[str, int], ...]:
    """A division's names, also without the word for its sort ("Nineveh Governorate" → Nineveh)."""
    names = {name: MAIN}
    for other in others:
        names.setdefault(other, OTHER)
    for full in (name, *others):
        short = DIVISION_WORDS.sub("", full).strip()
        if len(short) > 2 and not full.endswith(" State"):
            names.setdefault(short, short_quality)
    return tuple(names.items())


def english_name(name: str, others: list[str]) -> str:
    """The name that English papers use: "Nineveh" of "Nineveh Governorate", not "Nīnawá"."""
    if name.isascii() and not name.endswith(" oblast"):
        return name
    for other in sorted(others):
        short = re.sub(
            r" (?:Governorate|Province|Region|Oblast|State|District|Department|County|Prefecture)$", "", other
        )
        if short != other and short.isascii() and not short.startswith("Province"):
            return short
    return name
