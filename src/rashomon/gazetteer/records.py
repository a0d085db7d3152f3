"""What the gazetteer holds: one place, and one name of it."""

from __future__ import annotations

from dataclasses import dataclass

MAIN, OTHER, WEAK = 3, 2, 1  # quality of a name: the place's own, another name of it, a shortening


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A place of the gazetteer.

    `id` is the GeoNames id; negative for a place of ours or the user's that has none. `countries` are ISO 3166-1
    alpha-3, the first one the place's own. `admin1` and `admin2` are codes such as "IQ.07".
    `quality` tells how well the name that was looked up names it (3 own name, 2 another,
    1 shortened, 0 only loosely alike).
    """

    id: int
    name: str
    lat: float
    lon: float
    feature: str
    countries: tuple[str, ...]
    admin1: str
    admin2: str
    population: int
    radius_km: float | None = None
    quality: int = MAIN

    @property
    def geonameid(self) -> int | None:
        """The GeoNames id, if the place has one."""
        return self.id if self.id > 0 else None

    @property
    def country(self) -> str | None:
        """The country that holds the place (its first, where several do)."""
        return self.countries[0] if self.countries else None

    @property
    def group(self) -> str:
        """What sort of place it is: country, admin1, admin2, town, quarter, water, region, site."""
        return feature_group(self.feature)


_REGIONS = (
    "RGN", "RGNE", "RGNH", "RGNL", "CONT", "PEN", "ISL", "ISLS", "DSRT", "MTS", "MT", "MTN", "VAL", "DLTA",
    "PRK", "RES", "FRST", "CST", "PLN", "PLAT", "AREA", "GLCR", "UPLD", "HLL", "HLLS", "PASS", "OAS",
    "DPR", "PK", "CAPE", "PT", "PLNX", "FLD", "RESV", "RESN", "RESF", "TRGD", "TRB",
)  # fmt: skip
_WATERS = (
    "SEA", "GULF", "STRT", "OCN", "BAY", "STM", "STMS", "LK", "LKS", "CNL", "CHN", "SD", "RF", "RSV",
    "SHOL", "BNK", "LGN", "FJD", "COVE", "INLT", "ESTY", "WAD", "WADI", "HBR",
)  # fmt: skip
_GROUPS = {
    "ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin2", "ADM4": "admin2", "ADMD": "admin2", "ADM5": "admin2",
    "PPLX": "quarter", "TERR": "admin1", "ADM1H": "admin1", "ADM2H": "admin2", "PRSH": "admin2", "LTER": "admin1",
    "ZN": "region", "ZNB": "region",
    **dict.fromkeys(_REGIONS, "region"),
    **dict.fromkeys(_WATERS, "water"),
}  # fmt: skip


def feature_group(feature: str) -> str:
    """The sort of place behind a GeoNames feature code; an unlisted one is a site.

    >>> feature_group("PPLC"), feature_group("ADM1"), feature_group("STM"), feature_group("AIRP")
    ('town', 'admin1', 'water', 'site')
    """
    if feature.startswith("PCL"):
        return "country"
    if feature in _GROUPS:
        return _GROUPS[feature]
    return "town" if feature.startswith("PPL") or feature == "STLMT" else "site"


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with all its names, on its way into an index."""

    place: GazetteerPlace
    names: tuple[tuple[str, int], ...]  # (name, quality)
    code: str = ""  # the code that members carry in admin1 or admin2, for divisions
