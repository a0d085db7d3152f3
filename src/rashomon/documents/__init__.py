"""Bytes → documents: text, title, publisher, dates, language, each with where it was read.

`read` never stops at a report that it cannot read: that report becomes an issue, or a document that is
listed with its issues but not coded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rashomon.config import Config
from rashomon.documents.metadata import Options, settle
from rashomon.documents.readers import body_of
from rashomon.documents.text import text_issues
from rashomon.ids import LENGTH, sha256_of
from rashomon.model import Document, Issue
from rashomon.sources import Found


@dataclass
class Reading:
    """Iterates over the documents of what was found, once. `issues` then holds what gave no document.

    A report that stands twice is read once; another text under the same id is an issue that names both
    places.
    """

    found: Iterable[Found | Issue]
    options: Options = field(default_factory=Options)
    config: Config = field(default_factory=Config)
    issues: list[Issue] = field(default_factory=list)
    repeated: int = 0
    originals: dict[str, bytes] | None = None  # set to a dict to be given the original bytes, by document id
    _seen: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Document]:
        for item in self.found:
            if isinstance(item, Issue):
                self.issues.append(item)
                continue
            doc = document(item, options=self.options, config=self.config)
            if self._is_new(doc, item.where):
                if self.originals is not None:
                    self.originals[doc.id] = item.data
                yield doc

    def _is_new(self, doc: Document, where: str) -> bool:
        if doc.id not in self._seen:
            self._seen[doc.id] = doc.sha256, where
            return True
        sha, first = self._seen[doc.id]
        self.repeated += 1
        if sha != doc.sha256:
            message = (
                f"id {doc.id!r} stands at {first} and, with another text, at {where}; the second was not read"
            )
            self.issues.append(Issue(doc.id, "documents", "repeated_id", message))
        return False


def read(
    found: Iterable[Found | Issue], *, options: Options | None = None, config: Config | None = None
) -> Reading:
    """Documents of what was found, in the same order."""
    return Reading(found, options or Options(), config or Config())


def document(found: Found, *, options: Options | None = None, config: Config | None = None) -> Document:
    """The document that was found; with its issues, and `coded` False when no layer can run over it."""
    options, config = options or Options(), config or Config()
    body = body_of(found)
    sha = sha256_of(found.data)
    id = found.id or sha[:LENGTH]
    doc = Document(id, body.text, sha)
    doc, issues = settle(doc, found, body, options, config)
    issues = [*found.issues, *body.issues, *issues]
    if body.text:
        issues += text_issues(body.text, config.max_characters)
    elif not issues:
        issues.append(Issue(None, "documents", "empty", "the report has no text"))
    named = tuple(
        replace(issue, document=id, message=_naming(found.where, issue.message)) for issue in issues
    )
    return replace(doc, issues=named, coded=doc.coded and bool(body.text.strip()))


def _naming(where: str, message: str) -> str:
    return message if message.startswith(where) else f"{where}: {message}"


__all__ = ["Options", "Reading", "document", "read"]
