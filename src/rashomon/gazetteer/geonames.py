"""Reads GeoNames' own files as a stream: allCountries, a country file such as UA, and alternateNamesV2; zipped or not.

The formats are those of download.geonames.org's readme: tab-separated, UTF-8, no quoting.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from rashomon.errors import DataError
from rashomon.gazetteer.records import MAIN, OTHER, WEAK, GazetteerPlace, NamedPlace
from rashomon.gazetteer.spellings import LATIN, city_names, division_names
from rashomon.gazetteer.tables import iso_codes

PLACE_COLUMNS = 19
NAME_COLUMNS = (8, 10)  # alternateNamesV2; `from` and `to` came later
BESIDE = ("readme", "iso-languagecodes")  # members of the zips that hold no places
NOT_NAMES = frozenset(
    ["link", "wkdt", "post", "iata", "icao", "faac", "unlc", "tcid", "abbr", "phon", "piny"]
)
SKIPPED_CLASSES = frozenset("RU")  # roads, undersea


def is_names_file(path: Path) -> bool:
    """Does the file hold alternate names rather than places?"""
    with _text(path) as source:
        for line in source:
            if line.strip():
                return line.count("\t") + 1 in NAME_COLUMNS
    raise DataError(f"{path} is empty; give a GeoNames dump such as allCountries.zip or UA.zip")


def read_places(path: Path) -> Iterator[NamedPlace]:
    """Places of a dump. Raises DataError that names the line which does not have the format."""
    codes = iso_codes()
    with _text(path) as source:
        for number, line in enumerate(source, 1):
            row = line.rstrip("\n").split("\t")
            if len(row) != PLACE_COLUMNS:
                raise DataError(
                    f"{path} line {number}: {len(row)} columns, a GeoNames dump has {PLACE_COLUMNS}"
                )
            try:
                named = _place(row, codes)
            except ValueError as error:
                raise DataError(f"{path} line {number}: {error}") from None
            if named:
                yield named


def _place(row: list[str], codes: dict[str, str]) -> NamedPlace | None:
    geonameid, name, ascii_name, alternates, lat, lon, feature_class, feature, iso2, others = row[:10]
    if feature_class in SKIPPED_CLASSES or not name:
        return None
    countries = [codes[c] for c in (iso2, *others.split(",")) if c in codes]
    admin1 = f"{iso2}.{row[10]}" if row[10] and iso2 else ""
    admin2 = f"{admin1}.{row[11]}" if row[11] and admin1 else ""
    place = GazetteerPlace(
        int(geonameid), name, float(lat), float(lon), feature or feature_class, tuple(dict.fromkeys(countries)), admin1,
        admin2,
        int(row[14] or 0),
    )  # fmt: skip
    names = [ascii_name, *alternates.split(",")] if alternates else [ascii_name]
    if feature_class == "A":
        latin = [other for other in names if other and LATIN.fullmatch(other) and not other[0].islower()]
        code = {"ADM1": admin1, "ADM2": admin2}.get(feature, iso2 if feature.startswith("PCL") else "")
        return NamedPlace(place, division_names(name, latin, OTHER if feature == "ADM1" else WEAK), code)
    return NamedPlace(place, city_names(name, names))


def read_names(path: Path) -> Iterator[tuple[int, str, int]]:
    """(GeoNames id, name, quality) of alternateNamesV2; links, codes and historic names left out."""
    with _text(path) as source:
        for number, line in enumerate(source, 1):
            row = line.rstrip("\n").split("\t")
            if len(row) not in NAME_COLUMNS:
                raise DataError(f"{path} line {number}: {len(row)} columns, alternateNamesV2 has 8 or 10")
            _, geonameid, language, name, preferred = row[:5]
            if language in NOT_NAMES or not LATIN.fullmatch(name) or name[:1].islower():
                continue
            try:
                yield int(geonameid), name, MAIN if preferred == "1" and language == "en" else OTHER
            except ValueError as error:
                raise DataError(f"{path} line {number}: {error}") from None


@contextmanager
def _text(path: Path) -> Iterator[IO[str]]:
    """The lines of a dump, from the zip's one table or the text file itself."""
    try:
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                tables = [
                    n for n in archive.namelist() if n.endswith(".txt") and not n.lower().startswith(BESIDE)
                ]
                if len(tables) != 1:
                    raise DataError(
                        f"{path} holds {len(tables)} tables; a GeoNames zip has one .txt beside its readme"
                    )
                with archive.open(tables[0]) as member:
                    yield io.TextIOWrapper(member, encoding="utf-8", newline="\n")
        else:
            with open(path, encoding="utf-8", newline="\n") as source:
                yield source
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
