"""What HTTP wraps around a page: headers, chunks, packing; unwrapped under limits."""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from typing import NamedTuple

from rashomon.errors import InputError
from rashomon.model import Issue
from rashomon.sources.found import Limits, problem
from rashomon.sources.streams import check_ratio

PAGES = {  # media type: form
    "text/html": "html",
    "application/xhtml+xml": "html",
    "text/plain": "text",
    "application/pdf": "pdf",
}
CHARSET = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)


def media_type(headers: Mapping[str, str]) -> str:
    """The media type without its parameters, in small letters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()


def charset_of(headers: Mapping[str, str]) -> str | None:
    """The charset that the content type declares."""
    match = CHARSET.search(headers.get("content-type", ""))
    return match[1] if match else None


class Body(NamedTuple):
    """A body without what wrapped it; `whole` is False when it broke off or was damaged."""

    data: bytes
    whole: bool = True


def unpacked(name: str, headers: Mapping[str, str], body: bytes, limits: Limits) -> Body:
    """A body without chunks and packing. Raises InputError for a bomb or an unknown packing."""
    whole = True
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body, whole = unchunked(body)
    codings = [c.strip() for c in headers.get("content-encoding", "").lower().split(",") if c.strip()]
    for coding in reversed(codings):
        if coding in ("gzip", "x-gzip", "deflate"):
            body, complete = inflated(name, body, limits)
            whole = whole and complete
        elif coding == "br":
            body, complete = _brotli(name, body, limits)
            whole = whole and complete
        elif coding not in ("identity", "utf-8", "none"):
            raise InputError(f"{name} is packed as {coding!r}, which is not read")
    return Body(body, whole)


def inflated(name: str, body: bytes, limits: Limits) -> Body:
    """gzip or deflate, undone; a body that is not packed after all is left as it is."""
    window = 31 if body[:2] == b"\x1f\x8b" else 15 if body[:1] == b"\x78" else -15
    unpacker = zlib.decompressobj(window)
    pieces, size, rest = [], 0, body
    try:
        while rest and not unpacker.eof:
            piece = unpacker.decompress(rest, 1 << 16)
            rest = unpacker.unconsumed_tail
            size += len(piece)
            if size > limits.record_bytes:
                raise InputError(
                    f"{name} inflates to more than {limits.record_bytes >> 20} MiB; it was not read"
                )
            check_ratio(name, len(body), size, limits)
            pieces.append(piece)
    except zlib.error:
        return Body(b"".join(pieces), False) if pieces else Body(body)
    return Body(b"".join(pieces), unpacker.eof or not body)


def _brotli(name: str, body: bytes, limits: Limits) -> Body:
    try:
        import brotli
    except ImportError:
        raise InputError(f"{name} is packed with Brotli; `pip install brotli` to read it") from None
    unpacker = brotli.Decompressor()
    pieces, size = [], 0
    try:
        for at in range(0, len(body), 256):  # small bites: what one can inflate to is bounded
            piece = unpacker.process(body[at : at + 256])
            size += len(piece)
            if size > limits.record_bytes:
                raise InputError(
                    f"{name} inflates to more than {limits.record_bytes >> 20} MiB; it was not read"
                )
            check_ratio(name, at + 256, size, limits)
            pieces.append(piece)
    except brotli.error:
        return Body(b"".join(pieces), False) if any(pieces) else Body(body)
    return Body(b"".join(pieces), unpacker.is_finished() or not body)


def unchunked(body: bytes) -> Body:
    """A chunked body put together; one that is not chunked after all is left as it is."""
    pieces: list[bytes] = []
    at = 0
    while at < len(body):
        end = body.find(b"\r\n", at, at + 64)
        if end < 0:
            break
        try:
            size = int(body[at:end].partition(b";")[0], 16)
        except ValueError:
            break
        if size <= 0:
            return Body(b"".join(pieces))
        pieces.append(body[end + 2 : end + 2 + size])
        at = end + 2 + size + 2
    return Body(b"".join(pieces), False) if pieces else Body(body)


def incomplete(where: str, broken: str | None) -> tuple[Issue, ...]:
    """The issue of a page of which a part may be missing."""
    if broken is None:
        return ()
    return (problem("extraction_incomplete", f"{where} {broken}; text may be lost"),)
