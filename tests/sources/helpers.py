"""Reading inputs in tests: what was found, and the codes of what was not."""

from __future__ import annotations

from pathlib import Path

from rashomon import documents
from rashomon.model import Document, Issue
from rashomon.sources import find

TEXT = "Two people were killed when a drone hit a market near Kaya on Friday, the army said in a statement."


def read(*paths: Path | str) -> tuple[list[Document], list[Issue]]:
    """All documents, and all issues: those of reading and those of the documents."""
    reading = documents.read(find([str(path) for path in paths]))
    docs = list(reading)
    return docs, [*reading.issues, *(issue for doc in docs for issue in doc.issues)]


def codes(issues: list[Issue]) -> list[str]:
    """Codes of issues, without the one that nearly every bare text has."""
    return sorted(issue.code for issue in issues if issue.code != "published_missing")


def page(number: int, text: str = TEXT) -> bytes:
    """An HTML page with an article."""
    return (
        f"<html lang=en><head><title>Report {number}</title>"
        "<meta property='article:published_time' content='2024-01-05T14:02:00Z'></head><body><article>"
        f"<h1>Report {number}</h1><p>{text} It was report number {number}.</p>"
        "<p>The governor called for an inquiry and said that the families would be helped.</p>"
        "</article></body></html>"
    ).encode()
