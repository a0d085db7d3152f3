"""Zip files as folders of reports, and WACZ web archives. Members are read as streams, never written to disk.

A member's name only names it in messages: it is no path. Bombs, overlapping members and archives nested too
deeply are refused, each by name.
"""

from __future__ import annotations

import io
import json
import stat
import zipfile
from collections.abc import Iterator
from typing import IO

from rashomon.errors import InputError
from rashomon.model import Issue
from rashomon.sources.found import Found, Limits, Options, problem
from rashomon.sources.streams import Carrier, check_ratio
from rashomon.sources.walk import format_of

LOCAL_HEADER = 30  # bytes before a member's data, at least
MOST_PAGES = 64 << 20  # bytes of pages.jsonl


def read_zip(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """The reports among the members, by name."""
    from rashomon.sources import find_in

    if carrier.depth >= options.limits.depth:
        yield problem("refused", f"{carrier.name} is nested more than {options.limits.depth} archives deep")
        return
    with carrier.raw() as raw:
        archive = opened(carrier.name, raw, options.limits)
        total = 0
        for member in sorted(archive.infolist(), key=lambda m: (m.filename, m.header_offset)):
            name = f"{carrier.name}: {member.filename}"
            if member.is_dir() or format_of(member.filename) is None:
                continue
            if stat.S_ISLNK(member.external_attr >> 16):
                yield problem("refused", f"{name} is a link; only files are read")
                continue
            try:
                data = read_member(archive, member, name, options.limits)
            except InputError as error:
                yield problem("refused", str(error))
                continue
            total += len(data)
            if total > options.limits.archive_bytes:
                most = options.limits.archive_bytes >> 20
                yield problem("refused", f"{carrier.name} holds more than {most} MiB")
                return
            yield from find_in(Carrier(name, None, data, carrier.depth + 1), options)


def opened(name: str, raw: IO[bytes], limits: Limits) -> zipfile.ZipFile:
    """A zip file that passes the checks. Raises InputError."""
    stream = raw if raw.seekable() else io.BytesIO(raw.read(limits.file_bytes + 1))
    try:
        archive = zipfile.ZipFile(stream)
        members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RecursionError) as error:
        raise InputError(f"{name} is no zip file that can be read: {error}") from None
    if len(members) > limits.entries:
        raise InputError(f"{name} has {len(members)} members, more than {limits.entries}; it was not read")
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end:
            raise InputError(f"{name} has members that overlap, like a bomb; it was not read")
        end = member.header_offset + LOCAL_HEADER + member.compress_size
    return archive


def check_zip(name: str, data: bytes, limits: Limits) -> zipfile.ZipFile:
    """A zip file in memory whose members together stay within the limits. Raises InputError."""
    archive = opened(name, io.BytesIO(data), limits)
    inflated = sum(member.file_size for member in archive.infolist())
    if inflated > limits.file_bytes:
        raise InputError(f"{name} inflates to more than {limits.file_bytes >> 20} MiB; it was not read")
    check_ratio(name, len(data), inflated, limits)
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, limits: Limits) -> bytes:
    """A member's bytes, inflated under the limits. Raises InputError."""
    if member.flag_bits & 1:
        raise InputError(f"{name} is encrypted; unpack it first")
    pieces, size = [], 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(1 << 16):
                size += len(piece)
                if size > limits.file_bytes:
                    raise InputError(f"{name} is larger than {limits.file_bytes >> 20} MiB")
                check_ratio(name, member.compress_size, size, limits)
                pieces.append(piece)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise InputError(f"{name} cannot be unpacked: {error}") from None
    except Exception as error:  # zlib.error, lzma.LZMAError: each method has its own
        if type(error).__name__ not in ("error", "LZMAError"):
            raise
        raise InputError(f"{name} cannot be unpacked: {error}") from None
    return b"".join(pieces)


def read_wacz(carrier: Carrier, options: Options) -> Iterator[Found | Issue]:
    """The pages of a web archive: the records of its WARC files that its list of pages names, if any."""
    from rashomon.sources.warc import read_warc

    with carrier.raw() as raw:
        archive = opened(carrier.name, raw, options.limits)
        pages = dict(pages_of(archive, options.limits))
        warcs = [m for m in archive.infolist() if m.filename.startswith("archive/")]
        if not warcs:
            yield problem("no_reports", f"{carrier.name} holds no archive/*.warc.gz, as a WACZ must")
        for member in sorted(warcs, key=lambda m: m.filename):
            inner = Carrier(
                f"{carrier.name}: {member.filename}",
                None,
                depth=carrier.depth + 1,
                opener=lambda m=member: archive.open(m),  # type: ignore[misc]
            )
            yield from read_warc(inner, options, pages=pages)


def pages_of(archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, str]]:
    """(address, title) of the pages that a WACZ lists."""
    for member in archive.infolist():
        if not (member.filename.startswith("pages/") and member.filename.endswith(".jsonl")):
            continue
        if member.file_size > MOST_PAGES:
            continue
        for line in read_member(archive, member, member.filename, limits).splitlines():
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                continue
            if isinstance(row, dict) and isinstance(row.get("url"), str):
                title = row.get("title")
                yield row["url"], title if isinstance(title, str) else ""
