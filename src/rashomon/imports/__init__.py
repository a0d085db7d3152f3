"""Other teams' records as reports with claims, so that linking lays them beside what the press says."""

from __future__ import annotations

from rashomon.errors import ConfigError
from rashomon.exports.jsonl import read_full
from rashomon.imports.records import Imported, from_full
from rashomon.imports.tables import ACLED, UCDP, read_table

FORMATS = ("acled", "ucdp", "jsonl")


def read(data: bytes, format: str, *, name: str = "file") -> Imported:
    """The reports in a file. Raises InputError for a file that is not of the format."""
    if format == "acled":
        return read_table(data, ACLED, name)
    if format == "ucdp":
        return read_table(data, UCDP, name)
    if format == "jsonl":
        return from_full(read_full(data))
    raise ConfigError(f"unknown format {format!r}; known are {', '.join(FORMATS)}")


__all__ = ["FORMATS", "Imported", "read"]
