"""A list of incidents that turns into a data frame: one row an incident, the columns that analysts use."""

from __future__ import annotations

from typing import Any

from rashomon.errors import RashomonError
from rashomon.model import Incident

Row = dict[str, Any]


class Incidents(list[Incident]):
    """Incidents, in the order of the query."""

    def rows(self) -> list[Row]:
        """One flat row for each incident."""
        return [row_of(incident) for incident in self]

    def to_pandas(self) -> Any:
        """A pandas.DataFrame. Raises RashomonError when pandas is not installed."""
        try:
            import pandas
        except ImportError:
            raise RashomonError("to_pandas needs pandas; install it with `pip install pandas`") from None
        return pandas.DataFrame(self.rows(), columns=list(COLUMNS))

    def to_arrow(self) -> Any:
        """A pyarrow.Table. Raises RashomonError when pyarrow is not installed."""
        try:
            import pyarrow
        except ImportError:
            raise RashomonError(
                "to_arrow needs pyarrow; install it with `pip install 'rashomon[parquet]'`"
            ) from None
        kinds = {
            str: pyarrow.string(),
            int: pyarrow.int64(),
            float: pyarrow.float64(),
            bool: pyarrow.bool_(),
            list: pyarrow.list_(pyarrow.string()),
        }
        schema = pyarrow.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
        return pyarrow.Table.from_pylist(self.rows(), schema=schema)


COLUMNS: dict[str, type] = {
    "id": str, "label": str, "type": str, "type_contested": bool, "realis": str, "aggregate": bool, "main": bool,
    "scope": str, "score": float, "policy": str, "independent_sources": int, "date_start": str, "date_end": str,
    "date_precision": str, "place": str, "admin1": str, "country": str, "lat": float, "lon": float,
    "radius_km": float, "geonameid": int, "place_precision": str, "killed_low": int, "killed_best": int,
    "killed_high": int, "killed_contested": bool, "injured_low": int, "injured_best": int, "injured_high": int,
    "injured_contested": bool, "perpetrators": list, "targets": list, "weapons": list, "documents": list,
    "claims": int,
}  # fmt: skip


def row_of(incident: Incident) -> Row:
    """An incident as one flat row."""
    date, place = incident.date, incident.place
    row: Row = {name: getattr(incident, name) for name in COLUMNS if hasattr(incident, name)}
    row |= {"date_start": date.start, "date_end": date.end, "date_precision": date.precision}
    row |= {"place": place.name, "admin1": place.admin1, "country": place.country, "lat": place.lat}
    row |= {"lon": place.lon, "radius_km": place.radius_km, "geonameid": place.geonameid}
    row["place_precision"] = place.precision
    for role in ("killed", "injured"):
        toll = getattr(incident, role)
        row |= {f"{role}_{part}": getattr(toll, part) for part in ("low", "best", "high", "contested")}
    for name in ("perpetrators", "targets", "weapons"):
        row[name] = list(getattr(incident, name))
    row["documents"] = sorted({m.document for m in incident.mentions})
    row["claims"] = len(incident.claims)
    return {name: row[name] for name in COLUMNS}
