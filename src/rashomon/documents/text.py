"""Bytes → characters, and what is odd about the characters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from rashomon.model import Issue
from rashomon.sources.sniff import utf16_without_mark

MARKS = (  # (byte order mark, charset); UTF-32 before UTF-16, whose mark it starts with
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
NOT_OF_PAGES = ("utf-7", "punycode", "idna", "unicode-escape", "raw-unicode-escape", "undefined")
SURROGATE = re.compile("[\ud800-\udfff]")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, the charset it was read with, how that was known, and how many bytes had no meaning in it."""

    text: str
    charset: str
    known_by: str  # "byte order mark", "declared", "valid UTF-8", "guessed"
    replaced: int = 0


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """The characters of a report. UTF-8 whenever the bytes are valid UTF-8, whatever they declare.

    >>> decode("Deir ez-Zor, 4 août".encode("windows-1252")).charset
    'windows-1252'
    """
    for mark, charset in MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], charset, "byte order mark")
    wide = utf16_without_mark(data[:65536])
    if wide:
        return _decoded(data, wide, "guessed")
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "valid UTF-8")
    except UnicodeDecodeError:
        pass
    if declared and _known(declared):
        return _decoded(data, declared, "declared")
    return _decoded(data, _guess(data), "guessed")


def _known(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name not in NOT_OF_PAGES and b"x".decode(charset, "replace") == "x"
    except (LookupError, ValueError, TypeError):
        return False


def _decoded(data: bytes, charset: str, known_by: str) -> Decoded:
    if codecs.lookup(charset).name in ("iso8859-1", "ascii"):
        charset = "windows-1252"  # what browsers read under these names
    text = data.decode(charset, "replace")
    return Decoded(text, charset, known_by, text.count("\ufffd"))


def _guess(data: bytes) -> str:
    """Mostly UTF-8 with a few broken bytes stays UTF-8; else the detector's word, else windows-1252."""
    text = data.decode("utf-8", "replace")
    wide = sum(1 for c in text if ord(c) > 127 and c != "\ufffd")
    if wide > 3 * text.count("\ufffd"):
        return "utf-8"
    from resiliparse.parse.encoding import detect_encoding

    guess = detect_encoding(data[:65536]) or "windows-1252"
    return guess if guess not in ("utf-8", "ascii") and _known(guess) else "windows-1252"


def decoding_issues(decoded: Decoded) -> list[Issue]:
    """What a person should know about how the characters were read."""
    issues = []
    if decoded.replaced:
        what = f"{decoded.replaced} byte(s) have no meaning in {decoded.charset} and stand as U+FFFD"
        issues.append(Issue(None, "documents", "not_utf8", f"{what}; save the report as UTF-8"))
    elif decoded.known_by == "guessed":
        what = f"not UTF-8; read as {decoded.charset} ({decoded.known_by})"
        issues.append(Issue(None, "documents", "not_utf8", f"{what}; save the report as UTF-8 to be sure"))
    return issues


def text_issues(text: str, limit: int) -> list[Issue]:
    """Oddities of a text that is kept as it is, and the part that is too long to be coded."""
    issues = []
    for pattern, code, what in (
        (SURROGATE, "lone_surrogates", "half a character (a lone surrogate)"),
        (CONTROL, "control_characters", "a control character"),
    ):
        match = pattern.search(text)
        if match:
            more = sum(1 for _ in pattern.finditer(text)) - 1
            also = f" and {more} more" if more else ""
            message = f"{what} stands at {match.start()}{also}; kept, and read as a space"
            issues.append(Issue(None, "documents", code, message, match.start(), match.end()))
    if len(text) > limit:
        message = f"{len(text):,} characters; only the first {limit:,} were coded (max_characters)"
        issues.append(Issue(None, "documents", "truncated", message, limit, len(text)))
    return issues
