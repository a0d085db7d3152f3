"""The body of a report out of its bytes, one function a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from rashomon.documents.text import decode, decoding_issues
from rashomon.model import Issue, Stated
from rashomon.sources import Found


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a report, and what its own bytes say about it. `language` is what the page declares."""

    text: str
    stated: tuple[Stated, ...] = ()
    issues: tuple[Issue, ...] = ()


READERS = {
    "text": "readers:read_text",
    "record": "readers:read_record",
    "markdown": "markdown:read_markdown",
    "html": "html:read_html",
    "fragment": "html:read_fragment",
    "email": "email:read_email",
    "pdf": "pdf:read_pdf",
    "docx": "docx:read_docx",
}


def body_of(found: Found) -> Body:
    """The body of what was found. The module for its form is loaded on first use."""
    module, name = READERS[found.form].split(":")
    read = cast(Callable[[Found], Body], getattr(import_module(f"rashomon.documents.{module}"), name))
    return read(found)


def read_text(found: Found) -> Body:
    """Plain text, kept to the character (a byte order mark is none)."""
    decoded = decode(found.data, found.charset)
    return Body(decoded.text, issues=tuple(decoding_issues(decoded)))


def read_record(found: Found) -> Body:
    """A record brings its text with it."""
    return Body(found.text or "")
