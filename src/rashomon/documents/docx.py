"""DOCX files: their paragraphs, read straight from the XML inside, with entities refused."""

from __future__ import annotations

from typing import Any

from rashomon.documents.readers import Body
from rashomon.errors import InputError
from rashomon.model import Issue, Stated
from rashomon.sources import Found, Limits
from rashomon.sources.archives import check_zip, read_member

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TITLE = "{http://purl.org/dc/elements/1.1/}title"


def read_docx(found: Found) -> Body:
    """The text of a document, a blank line between paragraphs; hidden and deleted text is left out."""
    limits = Limits()
    try:
        archive = check_zip(found.where, found.data, limits)
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            raise InputError("the file is no DOCX: it lacks word/document.xml")
        body = xml(read_member(archive, archive.getinfo("word/document.xml"), found.where, limits))
        stated: tuple[Stated, ...] = ()
        if "docProps/core.xml" in names:
            core = xml(read_member(archive, archive.getinfo("docProps/core.xml"), found.where, limits))
            title = (core.findtext(TITLE) or "").strip()
            stated = (Stated("title", title, "DOCX title", 0.6),) if title else ()
    except InputError as error:
        return Body("", issues=(Issue(None, "documents", "unreadable", str(error)),))
    paragraphs = (paragraph(node) for node in body.iter(WORD + "p"))
    text = "\n\n".join(p for p in paragraphs if p)
    issues = () if text else (Issue(None, "documents", "no_text", "the DOCX holds no text"),)
    return Body(text, stated, issues)


def xml(data: bytes) -> Any:
    """A parsed part. Raises InputError when it declares entities or is broken."""
    from lxml import etree

    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise InputError("the DOCX declares XML entities, which are not read")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"the DOCX holds broken XML: {error}") from None


def paragraph(node: Any) -> str:
    """The text of a paragraph's runs; runs marked as hidden are no text."""
    pieces = []
    for run in node.iter(WORD + "r"):
        properties = run.find(WORD + "rPr")
        if properties is not None and properties.find(WORD + "vanish") is not None:
            continue
        for part in run:
            if part.tag == WORD + "t":
                pieces.append(part.text or "")
            elif part.tag in (WORD + "tab", WORD + "br"):
                pieces.append(" ")
    return " ".join("".join(pieces).split())
