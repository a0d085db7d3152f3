"""Files that hold many reports as records: JSON lines and JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Issue, Stated
from rashomon.sources.found import Found, Options, problem
from rashomon.sources.streams import Carrier

METADATA = ("title", "publisher", "published", "url", "language", "updated", "byline")
LISTS = (
    "documents",
    "articles",
    "reports",
    "items",
    "results",
    "data",
)  # keys that hold the records of a JSON file


def read_jsonl(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """A report a line. A line that cannot be read is named, and the next is read."""
    limit = options.limits.file_bytes
    with carrier.open(options.limits) as stream:
        number = 0
        empty = True
        while line := stream.readline(limit + 1):
            number += 1
            where = f"{carrier.name} line {number}"
            if len(line) > limit:
                while line and not line.endswith(b"\n"):
                    line = stream.readline(limit)
                yield problem("too_long", f"{where} is longer than {limit >> 20} MiB; it was not read")
                empty = False
            elif line.strip(b" \t\r\n\x0b\x0c\xef\xbb\xbf"):
                empty = False
                yield _line(where, line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line, options)
    if empty:
        yield problem("empty", f"{carrier.name} is empty")


def _line(where: str, line: bytes, options: Options) -> Found | Issue:
    try:
        decoded = line.decode("utf-8")
        wrong = None
    except UnicodeDecodeError as error:
        decoded = line.decode("utf-8", "replace")
        wrong = f"{where} is not UTF-8 (byte {line[error.start]:#04x} at {error.start}); save it as UTF-8"
    try:
        row = json.loads(decoded)
    except (ValueError, RecursionError) as error:
        return problem("broken_record", wrong or f"{where} is not valid JSON: {_short(error)}")
    found = record(where, row, options)
    if wrong is None or isinstance(found, Issue):
        return found
    return unreadable(where, found.id, "not_utf8", wrong)


def read_json(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """One report as an object, or a list of them, also under a key such as "articles"."""
    data = carrier.read(options.limits)
    if not data.strip():
        yield problem("empty", f"{carrier.name} is empty")
        return
    try:
        loaded = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        yield problem("not_utf8", f"{carrier.name} is not UTF-8 (at byte {error.start}); save it as UTF-8")
        return
    except (ValueError, RecursionError) as error:
        yield problem("broken_record", f"{carrier.name} is not valid JSON: {_short(error)}")
        return
    rows = _rows(loaded, options)
    if isinstance(loaded, dict) and rows is loaded:
        yield record(carrier.name, loaded, options)
        return
    for number, row in enumerate(rows, 1):
        yield record(f"{carrier.name} record {number}", row, options)


def _rows(loaded: Any, options: Options) -> Any:
    if isinstance(loaded, list):
        return loaded
    if isinstance(loaded, dict) and value_of(loaded, "text", options) is None:
        for key in LISTS:
            if isinstance(loaded.get(key), list):
                return loaded[key]
    return loaded if isinstance(loaded, dict) else [loaded]


def record(where: str, row: Any, options: Options, *, source: str = "record") -> Found | Issue:
    """A report from a record of named values. Its text is taken as it is, to the byte."""
    if not isinstance(row, dict):
        return problem("broken_record", f"{where} is {_kind(row)}, not an object with a text")
    text = value_of(row, "text", options)
    id = value_of(row, "id", options)
    if isinstance(id, (int, float)) and not isinstance(id, bool):
        id = str(id)
    id = id if isinstance(id, str) and id else None
    url = value_of(row, "url", options)
    if text is None and isinstance(url, str) and url.startswith(("http://", "https://")):
        if not options.fetch:
            message = f"{where} has an address and no text; add --fetch to have it fetched"
            return unreadable(where, id, "refused", message)
        stated, issues = _metadata(where, row, options, source, id)
        return Found(where, "address", url.encode(), id=id, stated=stated, issues=issues)
    if not isinstance(text, str):
        what = "no text" if text is None else f"{_kind(text)} as its text"
        return unreadable(where, id, "broken_record", f'{where} has {what}; "text" must be a string')
    stated, issues = _metadata(where, row, options, source, id)
    data = text.encode("utf-8", "surrogatepass")
    return Found(where, "record", data, text=text, id=id, stated=stated, issues=issues)


def _metadata(
    where: str, row: dict[str, Any], options: Options, source: str, id: str | None
) -> tuple[tuple[Stated, ...], tuple[Issue, ...]]:
    stated, issues = [], []
    for name in METADATA:
        value = value_of(row, name, options)
        if isinstance(value, str):
            if value.strip():
                stated.append(Stated(name, value, source, 1.0))
        elif value is not None:
            issues.append(
                problem("field_ignored", f"{where}: {name} is {_kind(value)}, not a string", document=id)
            )
    return tuple(stated), tuple(issues)


def value_of(row: dict[str, Any], name: str, options: Options) -> Any:
    """The value of one of our fields: from the column that the user names, from ours, or a usual one."""
    names = [options.columns[name]] if name in options.columns else [name, *synonyms().get(name, ())]
    value = next((row[other] for other in names if row.get(other) is not None), None)
    return value["name"] if isinstance(value, dict) and isinstance(value.get("name"), str) else value


@lru_cache(maxsize=1)
def synonyms() -> dict[str, list[str]]:
    """Column names that data sets commonly use for our fields."""
    return read_yaml(data_path("documents", "columns.yaml"), dict[str, list[str]])


def unreadable(where: str, id: str | None, code: str, message: str) -> Found | Issue:
    """A record without a usable text: listed under its id, when it has one, so that none goes missing."""
    if id is None:
        return problem(code, message)
    return Found(where, "record", b"", text="", id=id, issues=(problem(code, message, document=id),))


def _kind(value: Any) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
        str: "a string",
    }
    return "null" if value is None else names.get(type(value), type(value).__name__)


def _short(error: BaseException) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at character {error.pos}"
    return "nested too deeply" if isinstance(error, RecursionError) else str(error)
