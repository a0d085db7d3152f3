"""Ids are content: the same words give the same id on every machine and in every run."""

import hashlib
import json

LENGTH = 16  # hex digits: 64 bits, enough for a billion mentions


def content_id(*parts: object) -> str:
    """First 16 hex digits of the sha256 of an unambiguous list of parts.

    >>> content_id("a", "bc") != content_id("ab", "c")
    True
    """
    listed = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(listed.encode("utf-8", "surrogatepass")).hexdigest()[:LENGTH]


def sha256_of(data: bytes) -> str:
    """sha256 of bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def text_sha256(text: str) -> str:
    """sha256 of a text's UTF-8 bytes (lone surrogates are kept as they are)."""
    return sha256_of(text.encode("utf-8", "surrogatepass"))
