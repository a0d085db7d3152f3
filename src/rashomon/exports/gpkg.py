"""`gpkg`: a GeoPackage (OGC 12-128r18) with a layer of incidents and a table of claims; SQLite alone writes it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import Any

import apsw

from rashomon.exports.base import COVERAGE, Export
from rashomon.exports.rows import CLAIM_FIELDS, INCIDENT_FIELDS, claim_rows, incident_rows

TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "DOUBLE", "boolean": "BOOLEAN", "date": "DATE"}
CHANGED = "2000-01-01T00:00:00.000Z"  # the time of writing is nobody's business: same records, same bytes
WGS84 = (
    'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],'
    'AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,'
    'AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]'
)
CORE = """
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER, CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
"""
SYSTEMS = (
    ("WGS 84 geodetic", 4326, "EPSG", 4326, WGS84, "longitude/latitude in decimal degrees"),
    ("Undefined cartesian SRS", -1, "NONE", -1, "undefined", "undefined cartesian"),
    ("Undefined geographic SRS", 0, "NONE", 0, "undefined", "undefined geographic"),
)


def write(export: Export) -> bytes:
    """The bytes of the database."""
    base = apsw.Connection(":memory:")
    base.execute(CORE)
    for system in SYSTEMS:
        base.execute("INSERT INTO gpkg_spatial_ref_sys VALUES (?,?,?,?,?,?)", system)
    spots = [i.place for i in export.incidents]
    lons = [p.lon for p in spots if p.lon is not None]
    lats = [p.lat for p in spots if p.lat is not None]
    box = (min(lons), min(lats), max(lons), max(lats)) if lons and lats else (None,) * 4
    contents = "INSERT INTO gpkg_contents VALUES (?,?,?,?,?,?,?,?,?,?)"
    base.execute(contents, ("incidents", "features", "incidents", COVERAGE, CHANGED, *box, 4326))
    base.execute(
        contents, ("claims", "attributes", "claims", COVERAGE, CHANGED, None, None, None, None, None)
    )
    base.execute("INSERT INTO gpkg_geometry_columns VALUES ('incidents','geom','POINT',4326,0,0)")
    located = (
        (point(row["longitude"], row["latitude"]), *cells(row, INCIDENT_FIELDS))
        for row in incident_rows(export)
    )
    fill(base, "incidents", INCIDENT_FIELDS, located, geometry=True)
    fill(base, "claims", CLAIM_FIELDS, (cells(row, CLAIM_FIELDS) for row in claim_rows(export)))
    data = base.serialize("main")
    base.close()
    return bytes(data)


def fill(
    base: apsw.Connection, table: str, fields: tuple[tuple[str, str, str], ...],
    rows: Iterable[tuple[Any, ...]], *, geometry: bool = False,
) -> None:  # fmt: skip
    """Make a table of our columns and fill it. Names come from our own lists, never from data."""
    columns = ", ".join(f'"{name}" {TYPES[kind]}' for name, kind, _ in fields)
    geom = "geom BLOB, " if geometry else ""
    base.execute(f"CREATE TABLE {table} (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {geom}{columns})")
    marks = ",".join("?" * (len(fields) + geometry))
    base.executemany(f"INSERT INTO {table} VALUES (NULL,{marks})", rows)  # noqa: S608


def cells(row: dict[str, Any], fields: tuple[tuple[str, str, str], ...]) -> tuple[Any, ...]:
    """The values as SQLite takes them."""
    values = (row[name] for name, _, _ in fields)
    return tuple(v.encode("utf-8", "replace").decode() if isinstance(v, str) else v for v in values)


def point(lon: float | None, lat: float | None) -> bytes | None:
    """A point as GeoPackage binary: header without envelope, then WKB."""
    if lon is None or lat is None:
        return None
    return b"GP\x00\x01" + struct.pack("<i", 4326) + struct.pack("<BIdd", 1, 1, lon, lat)
