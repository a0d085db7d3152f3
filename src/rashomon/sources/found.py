"""What a source hands on: the original bytes of one report, and what the carrier says about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from rashomon.config import Config
from rashomon.model import Issue, Stated

Form = Literal["text", "markdown", "html", "fragment", "record", "email", "pdf", "docx", "address"]
MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Found:
    """One report as it was found. `where` names it in messages ("news.jsonl line 3").

    A `record` brings its text and its id ready; an `address` is a record without a text whose page is still to be
    fetched from `data`; every other form is still to be read out of `data`.
    """

    where: str
    form: Form
    data: bytes
    text: str | None = None
    id: str | None = None
    stated: tuple[Stated, ...] = ()
    charset: str | None = None  # as the carrier gives it, such as an HTTP header
    captured: str | None = None  # when the bytes were taken, if the carrier says so
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a source may ask of the machine. Whatever passes a limit is named and left out."""

    file_bytes: int = 256 * MIB  # a file that is read whole, and a line of JSONL
    record_bytes: int = 32 * MIB  # one page of an archive
    archive_bytes: int = 4096 * MIB  # all that an archive inflates to
    ratio: int = 200  # inflated to packed bytes, once `ratio_from` is passed
    ratio_from: int = MIB
    entries: int = 100_000  # of a zip file
    depth: int = 2  # archives within archives


@dataclass(frozen=True, slots=True)
class Options:
    """How to read. `columns` maps our names to those of the user's tables (text = "maintext")."""

    columns: dict[str, str] = field(default_factory=dict)
    limits: Limits = Limits()
    fetch: bool = False
    archive: str | None = None  # WARC file that keeps what is fetched
    languages: tuple[str, ...] = ("en",)  # that are coded
    all_pages: bool = False  # of archives; else those that cannot be of use are passed over (`prefilter`)


def options_of(config: Config, **more: Any) -> Options:
    """How to read, as a configuration says."""
    names = {"file_mib": "file_bytes", "record_mib": "record_bytes", "archive_mib": "archive_bytes"}
    limits = {
        names.get(name, name): value * MIB if name in names else value
        for name, value in config.limits.items()
    }
    return Options(columns=config.columns, limits=Limits(**limits), languages=config.languages, **more)


def problem(code: str, message: str, *, document: str | None = None) -> Issue:
    """An issue of the stage that finds reports."""
    return Issue(document, "sources", code, message)
