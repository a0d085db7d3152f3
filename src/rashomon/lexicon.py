"""Reads the project's data files and the user's overlays: CSV and YAML, validated row by row.

Public data live in `rashomon/data` as plain tables that a person can read and correct; no list of words is
buried in
code. Every reader names the file and the line of what it refuses.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, TypeAdapter, ValidationError

from rashomon.errors import DataError

Row = TypeVar("Row", bound=BaseModel)
T = TypeVar("T")


def data_path(*parts: str) -> Path:
    """Path of a packaged data file: `data_path("actors", "groups.csv")`."""
    return Path(str(resources.files("rashomon").joinpath("data", *parts)))


def read_csv(path: Path, row_type: type[Row]) -> list[Row]:
    """Rows of a CSV file (UTF-8, header line) as validated records; empty cells are left to their defaults.

    Raises DataError that names the file, the line and the column of the first wrong cell.
    """
    return [row for _, row in numbered_rows(path, row_type)]


def numbered_rows(path: Path, row_type: type[Row]) -> Iterator[tuple[int, Row]]:
    """(line number, validated record) of a CSV file. Lines that start with # are comments."""
    try:
        with open(path, encoding="utf-8-sig", newline="") as source:
            lines = [(number, line) for number, line in enumerate(source, 1) if not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    reader = csv.DictReader(line for _, line in lines)
    known = set(row_type.model_fields)
    unknown = [name for name in reader.fieldnames or [] if name not in known]
    if unknown:
        raise DataError(f"{path}: unknown column {unknown[0]!r}; known are {', '.join(sorted(known))}")
    for row in reader:
        number = lines[min(reader.line_num, len(lines)) - 1][0]
        if None in row:
            raise DataError(f"{path} line {number}: more cells than the header has columns")
        try:
            yield number, row_type.model_validate({k: v for k, v in row.items() if v not in ("", None)})
        except ValidationError as error:
            raise DataError(f"{path} line {number}: {_first(error)}") from None


def read_yaml(path: Path, shape: type[T]) -> T:
    """A YAML file validated against a type (a pydantic model, or something like dict[str, list[str]]).

    Raises DataError that names the file and the entry that is wrong.
    """
    try:
        with open(path, encoding="utf-8") as source:
            loaded: Any = yaml.load(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DataError(f"{path} cannot be read: {error}") from None
    try:
        return TypeAdapter(shape).validate_python(loaded)
    except ValidationError as error:
        raise DataError(f"{path}: {_first(error)}") from None


def _first(error: ValidationError) -> str:
    problem = error.errors()[0]
    where = ".".join(str(part) for part in problem["loc"])
    return f"{where}: {problem['msg']} (found {problem.get('input')!r})"
