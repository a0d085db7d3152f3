"""Tables of reports: CSV and XLSX, a report a row."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from rashomon.errors import InputError
from rashomon.model import Issue
from rashomon.sources.found import Found, Options, problem
from rashomon.sources.records import record
from rashomon.sources.streams import Carrier

DELIMITERS = ",;\t|"


def read_csv(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """A report a row; the first row names the columns. The delimiter is the one that the header uses most."""
    csv.field_size_limit(options.limits.file_bytes)
    with carrier.open(options.limits) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        try:
            header = text.readline()
            if not header.strip():
                yield problem("empty", f"{carrier.name} is empty")
                return
            delimiter = max(DELIMITERS, key=header.count)
            names = next(csv.reader([header], delimiter=delimiter))
            yield from rows(carrier.name, names, csv.reader(text, delimiter=delimiter, strict=True), options)
        except UnicodeDecodeError:
            yield problem("not_utf8", f"{carrier.name} is not UTF-8; save the table as UTF-8")
        except csv.Error as error:
            yield problem("broken_record", f"{carrier.name} is broken: {error}; the rest was not read")
        finally:
            text.detach()


def rows(
    name: str, names: list[str], table: Iterable[list[Any]], options: Options
) -> Iterator[Found | Issue]:
    """The rows of a table as records; empty cells are left out, empty rows skipped."""
    names = [n.strip() if isinstance(n, str) else "" for n in names]
    for number, cells in enumerate(table, 2):
        row = {
            key: plain(cell)
            for key, cell in zip(names, cells, strict=False)
            if key and cell not in ("", None)
        }
        if row:
            yield record(f"{name} row {number}", row, options, source="table")


def plain(cell: Any) -> Any:
    """A cell as a record wants it: days and times as ISO text."""
    if isinstance(cell, datetime) and (cell.hour, cell.minute, cell.second) == (0, 0, 0):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, (date, datetime)) else cell


def read_xlsx(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """A report a row of each sheet; the first row names the columns."""
    try:
        from python_calamine import CalamineError, load_workbook
    except ImportError:
        yield problem("unreadable", f"{carrier.name}: XLSX needs `pip install rashomon[xlsx]`")
        return
    from rashomon.sources.archives import check_zip

    data = carrier.read(options.limits)
    try:
        check_zip(carrier.name, data, options.limits)
        book = load_workbook(io.BytesIO(data))
        for sheet in book.sheet_names:
            table = book.get_sheet_by_name(sheet).to_python()
            if table:
                yield from rows(
                    f"{carrier.name} sheet {sheet}", [str(c) for c in table[0]], table[1:], options
                )
    except CalamineError as error:
        raise InputError(f"{carrier.name} is no XLSX that can be read: {error}") from None
