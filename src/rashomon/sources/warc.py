"""WARC archives, such as those of CC-NEWS: the pages among their responses.

A record that is damaged, too large or a bomb is named; reading goes on with the next. The date of a record is
when it was fetched, not when the page was published.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import IO, Any, cast

from rashomon.errors import InputError
from rashomon.model import Issue, Stated
from rashomon.sources.found import Form, Found, Options, problem
from rashomon.sources.http import PAGES, charset_of, incomplete, media_type, unpacked
from rashomon.sources.prefilter import Passed, passed_over
from rashomon.sources.streams import Carrier

TEXTS = ("html", "text")  # forms whose bytes can be looked at
STARTS = (b"\x1f\x8b\x08", b"WARC/1.")  # of a record, packed or not
STEP = 1 << 20
RESTARTS = 1000  # damaged places in one archive


def read_warc(
    carrier: Carrier, options: Options, *, pages: Mapping[str, str] | None = None
) -> Iterator[Found | Issue]:
    """The HTML pages of an archive, in its order; with `pages` (address: title) only those.

    Pages that can be of no use are passed over unread and counted, unless all are asked for or `pages` lists them.
    """
    limits, passed, looks = options.limits, Passed(), not (options.all_pages or pages)
    total = number = 0
    with carrier.raw() as raw:
        for record in _records(carrier.name, raw):
            if isinstance(record, Issue):
                yield record
                continue
            number += 1
            total += record.content_length
            if total > limits.archive_bytes:
                yield problem(
                    "refused", f"{carrier.name} inflates to more than {limits.archive_bytes >> 20} MiB"
                )
                return
            found = _page(f"{carrier.name} record {number}", record, options, pages or {})
            if isinstance(found, Found) and looks and found.form in TEXTS:
                found = None if passed.add(passed_over(found.data, options.languages)) else found
            if found is not None:
                yield found
    said = passed.issue(carrier.name)
    if said is not None:
        yield said
    if number == 0:
        yield problem("no_reports", f"{carrier.name} holds no WARC records")


def _records(name: str, raw: IO[bytes]) -> Iterator[Any]:
    """Records; after a damaged place, those from the next place that looks like a start."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    kinds = WarcRecordType.response | WarcRecordType.resource
    start, last, told = 0, -1, -2
    for _ in range(RESTARTS):
        try:
            for record in ArchiveIterator(raw, record_types=kinds, parse_http=True, quirks_mode=True):
                last = start + record.stream_pos
                yield record
            if not _is_whole(raw, max(last, start)):
                yield problem("broken_record", f"{name} breaks off after byte {max(last, start)}")
            return
        except (OSError, ValueError, EOFError, RuntimeError) as error:
            if last > told:  # not again for each false start within one damaged record
                yield problem("broken_record", f"{name} is damaged after byte {max(last, start)}: {error}")
            told = last
        if not raw.seekable():
            return
        start = _next_start(raw, max(last, start) + 1)
        if start < 0:
            return
        raw.seek(start)


def _is_whole(raw: IO[bytes], at: int) -> bool:
    """Does the last packed record end as it should? The reader passes over one that is cut off."""
    if not raw.seekable():
        return True
    raw.seek(at)
    rest = raw.read(STEP)
    while rest.startswith(STARTS[0]):
        unpacker = zlib.decompressobj(31)
        while rest and not unpacker.eof:
            try:
                unpacker.decompress(rest, STEP)
            except zlib.error:
                return False
            rest = unpacker.unconsumed_tail or unpacker.unused_data or raw.read(STEP)
        if not unpacker.eof:
            return False
        rest = rest or raw.read(STEP)
    return True


def _next_start(raw: IO[bytes], at: int) -> int:
    """Offset of the next start of a record; -1 when there is none."""
    raw.seek(at)
    kept = b""
    while piece := raw.read(STEP):
        window = kept + piece
        found = min((i for i in (window.find(mark) for mark in STARTS) if i >= 0), default=-1)
        if found >= 0:
            return at - len(kept) + found
        kept = window[-8:]
        at += len(piece)
    return -1


def _page(where: str, record: Any, options: Options, pages: Mapping[str, str]) -> Found | Issue | None:
    limits = options.limits
    url = record.headers.get("WARC-Target-URI") or ""
    http = record.http_headers
    headers = {k.lower(): v for k, v in http.items()} if http is not None else {}
    if http is None:
        headers["content-type"] = record.headers.get("Content-Type") or ""
    form = PAGES.get(media_type(headers))
    if form is None or (http is not None and http.status_code not in (200, None)):
        return None
    if pages and url not in pages:
        return None
    where = f"{where} ({url})"
    try:
        body = record.reader.read(limits.record_bytes + 1)
        if len(body) > limits.record_bytes:
            return problem("refused", f"{where} is larger than {limits.record_bytes >> 20} MiB")
        body, whole = unpacked(where, headers, body, limits)
    except InputError as error:
        return problem("refused", str(error))
    if not body.strip():
        return problem("empty", f"{where} is empty")
    stated = [Stated("url", url, "WARC-Target-URI", 0.95)] if url else []
    if pages.get(url):
        stated.append(Stated("title", pages[url], "list of pages", 0.6))
    cut = record.headers.get("WARC-Truncated")
    broken = "was cut off when it was kept" if cut else None if whole else "breaks off or is damaged inside"
    return Found(
        where, cast(Form, form), body, stated=tuple(stated), charset=charset_of(headers),
        captured=record.headers.get("WARC-Date"), issues=incomplete(where, broken),
    )  # fmt: skip
