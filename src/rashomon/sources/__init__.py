"""Bytes and how they were obtained: files, folders, standard input, archives, feeds, addresses.

`find` yields reports as they were found, and an issue for whatever could not be read; it never stops at one.
What the bytes mean is for `documents`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import Any, cast

from rashomon.errors import InputError
from rashomon.model import Issue
from rashomon.sources.found import Form, Found, Limits, Options, options_of, problem
from rashomon.sources.records import unreadable
from rashomon.sources.sniff import looks_binary, sniff
from rashomon.sources.streams import Carrier
from rashomon.sources.walk import format_of, walk

DEFAULTS = Options()

Reader = Callable[[Carrier, Options], Iterator[Found | Issue]]

READERS = {  # formats that hold many reports; every other format is one report, read whole
    "json": "records:read_json",
    "jsonl": "records:read_jsonl",
    "csv": "tables:read_csv",
    "xlsx": "tables:read_xlsx",
    "feed": "feeds:read_feed",
    "warc": "warc:read_warc",
    "wacz": "archives:read_wacz",
    "zip": "archives:read_zip",
}
BINARY: frozenset[str] = frozenset({"pdf", "docx"})  # forms that are no text themselves


def find(inputs: Iterable[str], options: Options = DEFAULTS) -> Iterator[Found | Issue]:
    """The reports behind the inputs, in the order of the inputs and, within a folder, of the paths."""
    web = Web(options)
    for name in inputs:
        if name.startswith(("http://", "https://")):
            yield from web.page(name)
            continue
        for carrier in walk((name,)):
            if isinstance(carrier, Issue):
                yield carrier
                continue
            for found in find_in(carrier, options):
                if isinstance(found, Found) and found.form == "address":
                    yield from web.of_record(found)
                else:
                    yield found


class Web:
    """Pages from addresses, when the user asked for them; one fetcher for a whole run."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._fetcher: Any = None

    def page(self, url: str) -> Iterator[Found | Issue]:
        """What stands at an address."""
        from rashomon.sources import fetch

        if not self.options.fetch:
            yield problem("refused", f"{url} is an address; add --fetch to have it fetched")
            return
        if self._fetcher is None:
            archive = fetch.archiver(self.options.archive) if self.options.archive else None
            self._fetcher = fetch.Fetcher(self.options.limits, archive=archive)
        yield from fetch.fetch(url, self._fetcher)

    def of_record(self, record: Found) -> Iterator[Found | Issue]:
        """The page that a record names, with what the record says of it; the record under its id when there is none."""
        for found in self.page(record.data.decode()):
            if isinstance(found, Found):
                yield replace(
                    found, where=f"{record.where} ({found.where})", id=record.id,
                    stated=(*record.stated, *found.stated), issues=(*record.issues, *found.issues),
                )  # fmt: skip
            else:
                yield unreadable(record.where, record.id, found.code, f"{record.where}: {found.message}")


def find_in(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """The reports of one file. A file that breaks off is named, and what came before it stays."""
    try:
        format = format_of(carrier.name) or sniff(carrier.head(options.limits))
        if format is None:
            yield problem("binary", f"{carrier.name} is a binary file of a kind that holds no reports")
        elif format in READERS:
            yield from reader(format)(carrier, options)
        else:
            yield whole(carrier, cast(Form, format), options)
    except InputError as error:
        yield problem("unreadable", str(error))
    except OSError as error:
        yield problem("unreadable", f"{carrier.name} cannot be read: {error.strerror or error}")


def reader(format: str) -> Reader:
    """The function that reads a format; its module is loaded on first use."""
    module, name = READERS[format].split(":")
    return cast(Reader, getattr(import_module(f"rashomon.sources.{module}"), name))


def whole(carrier: Carrier, form: Form, options: Options) -> Found | Issue:
    """A file that is one report."""
    data = carrier.read(options.limits)
    if data.startswith(b"%PDF-"):
        form = "pdf"  # whatever its name says: read as text, it would be a report of nothing
    if not data.strip():
        return problem("empty", f"{carrier.name} is empty")
    if form not in BINARY and looks_binary(data):
        return problem("binary", f"{carrier.name} is a binary file, not a text")
    return Found(carrier.name, form, data)


__all__ = ["Form", "Found", "Limits", "Options", "find", "options_of"]
