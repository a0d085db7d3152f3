"""Markdown: the text as it is, with the front matter that many tools write taken off it."""

from __future__ import annotations

import re

from rashomon.documents.readers import Body
from rashomon.documents.text import decode, decoding_issues
from rashomon.model import Stated
from rashomon.sources import Found

FRONT = re.compile(r"---[ \t]*\r?\n((?:(?!---)[^\n]*\n){0,100})---[ \t]*(?:\r?\n|$)")
ENTRY = re.compile(r"([A-Za-z_]+):[ \t]*(.*?)[ \t]*\r?\n")
HEADING = re.compile(r"\s*#[ \t]+([^\n]{1,300})")
NAMES = {  # front matter key: our field
    "title": "title",
    "headline": "title",
    "publisher": "publisher",
    "source": "publisher",
    "site": "publisher",
    "published": "published",
    "date": "published",
    "updated": "updated",
    "url": "url",
    "link": "url",
    "author": "byline",
    "byline": "byline",
    "language": "language",
    "lang": "language",
}


def read_markdown(found: Found) -> Body:
    """The text below the front matter. The first heading is the title, when nothing else is."""
    decoded = decode(found.data, found.charset)
    text = decoded.text
    stated = []
    if front := FRONT.match(text):
        for key, value in ENTRY.findall(front[1]):
            name = NAMES.get(key.lower())
            value = value.strip("\"'")
            if name and value:
                stated.append(Stated(name, value, f"front matter {key}", 0.95))
        text = text[front.end() :]
    if heading := HEADING.match(text):
        stated.append(Stated("title", heading[1].strip().rstrip("#").strip(), "first heading", 0.8))
    return Body(text, tuple(stated), tuple(decoding_issues(decoded)))
