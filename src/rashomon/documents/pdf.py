"""PDF files: their text, page after page. Needs `pip install rashomon[pdf]`.

It misses: scanned pages (there is no text in them, and the file is named), and the order of columns in some
layouts.
"""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from rashomon.documents.readers import Body
from rashomon.model import Issue, Stated
from rashomon.sources import Found

MOST_PAGES = 2000
HYPHENATED = re.compile(r"(\w)-\n(\w)")


def read_pdf(found: Found) -> Body:
    """The text of a PDF; pages are paragraphs apart."""
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError:
        return _failed("PDF needs `pip install rashomon[pdf]`")
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it cannot read is said in our issues
    try:
        reader = PdfReader(io.BytesIO(found.data))
        if reader.is_encrypted and not reader.decrypt(""):
            return _failed("the PDF is encrypted; save it without a password")
        pages = [page.extract_text() for page in reader.pages[:MOST_PAGES]]
        stated = _stated(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        return _failed(f"the PDF cannot be read: {error}")
    except (OSError, MemoryError, NotImplementedError, AssertionError) as error:
        return _failed(f"the PDF cannot be read: {error}")
    text = "\n\n".join(filter(None, (HYPHENATED.sub(r"\1\2", page).strip() for page in pages)))
    issues = []
    if len(reader.pages) > MOST_PAGES:
        message = f"of {len(reader.pages)} pages only the first {MOST_PAGES} were read"
        issues.append(Issue(None, "documents", "extraction_incomplete", message))
    if not text:
        issues.append(Issue(None, "documents", "no_text", "the PDF holds no text (scanned pages?)"))
    return Body(text, stated, tuple(issues))


def _stated(reader: Any) -> tuple[Stated, ...]:
    """Only the title: the dates of a PDF tell when the file was made."""
    title = reader.metadata.title if reader.metadata else None
    return (
        (Stated("title", title.strip(), "PDF title", 0.5),)
        if isinstance(title, str) and title.strip()
        else ()
    )


def _failed(message: str) -> Body:
    return Body("", issues=(Issue(None, "documents", "unreadable", message),))
