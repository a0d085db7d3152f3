"""What a file is, by its first bytes, when its name does not say."""

from __future__ import annotations

import json

MAGIC = (  # (first bytes, format)
    (b"%PDF-", "pdf"),
    (b"WARC/", "warc"),
    (b"PK\x03\x04", "zip"),
)
BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<article", b"<div", b"<p>", b"<p ")
FEED = (b"<rss", b"<feed", b"<rdf:rdf")


def sniff(head: bytes) -> str | None:
    """Format of a file by its first bytes; None when they are no text of any kind.

    >>> sniff(b'{"text": "Two people died."}')
    'jsonl'
    """
    for magic, format in MAGIC:
        if head.startswith(magic):
            return format
    start = head.removeprefix(BOMS[0]).lstrip()
    lower = start[:1000].lower()
    if lower.startswith(b"{"):
        return "jsonl" if _is_line(start) else "json"
    if lower.startswith(b"["):
        return "json" if lower[1:].lstrip().startswith((b"{", b"]")) else "text"
    if lower.startswith(b"<?xml"):
        return "feed" if any(tag in lower for tag in FEED) else "html"
    if lower.startswith(FEED):
        return "feed"
    if lower.startswith(HTML) or lower.startswith(b"<!--"):
        return "html"
    return None if looks_binary(head) else "text"


def _is_line(start: bytes) -> bool:
    """Is the first line a whole JSON object (or one that goes on beyond what was read)?"""
    line, newline, _ = start.partition(b"\n")
    if not newline:
        return True
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True


def looks_binary(data: bytes) -> bool:
    """No text in any encoding we know: many control bytes, and no UTF-16.

    A stray NUL does not make a text binary; it is kept and named later.
    """
    head = data[:65536]
    if head.startswith(BOMS) or utf16_without_mark(head):
        return False
    odd = sum(head.count(bytes([b])) for b in range(32) if b not in b"\t\n\r\x0b\x0c\x1b")
    return odd > max(2, len(head) // 50)


def utf16_without_mark(head: bytes) -> str | None:
    """UTF-16 without a byte order mark, by where the zero bytes of Latin letters stand."""
    if len(head) < 8:
        return None
    even = head[0::2].count(0) / ((len(head) + 1) // 2)
    odd = head[1::2].count(0) / (len(head) // 2)
    if odd > 0.5 and even < 0.1:
        return "utf-16-le"
    if even > 0.5 and odd < 0.1:
        return "utf-16-be"
    return None
