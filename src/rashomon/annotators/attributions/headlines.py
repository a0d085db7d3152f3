"""Headlines and list items with a source beside a mark: "Bomb kills ten - police", "UN: 53 dead", "12 hurt (UN)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rashomon.annotators.actors import describe_source
from rashomon.annotators.attributions.drafts import Draft
from rashomon.annotators.attributions.words import words
from rashomon.annotators.parse import Parse, trim
from rashomon.model import Span

LONGEST = 200  # characters of a paragraph that may be a headline or an item
SOURCE_LONGEST = 60
TAIL = re.compile(r"\s(?P<cue>[-–—])\s+(?P<source>[^-–—:]{2,60})$|(?P<colon>[:])\s+(?P<after>[^-–—:]{2,60})$")
HEAD = re.compile(r"^(?:[-*•]\s*)?(?P<source>[^:.!?\"“”]{2,60})(?P<cue>:)\s+")
BRACKET = re.compile(r"\((?P<source>[^()]{2,60})\)[.;,]?$")


def headline_drafts(parse: Parse, text: str) -> Iterator[Draft]:
    """Attributions of paragraphs that are one short line."""
    for paragraph in parse.paragraphs:
        line = paragraph.of(text)
        if len(line) > LONGEST or "\n" in line:
            continue
        found = tail(line, paragraph.start) or head(line, paragraph.start)
        if found is not None:
            yield found


def tail(line: str, at: int) -> Draft | None:
    """The source at the end: "… - police", "…: SOHR", "… (ministry)"."""
    if line.endswith((".", "!", "?")):
        return None
    match = TAIL.search(line) or BRACKET.search(line)
    if match is None or ("cue" not in match.groupdict() and match["source"].isupper()):
        return None
    groups = match.groupdict()
    name = "source" if groups.get("source") else "after"
    cue = "cue" if groups.get("cue") else "colon" if groups.get("colon") else None
    start, end = trim(line, *match.span(name))
    if not speaks(line[start:end]):
        return None
    cue_span = Span(at + match.start(cue), at + match.end(cue)) if cue else None
    content = trim(line, 0, match.start(cue) if cue else match.start())
    if content[0] >= content[1]:
        return None
    return Draft(Span(at + start, at + end), cue_span, (Span(at + content[0], at + content[1]),), 0.7)


def head(line: str, at: int) -> Draft | None:
    """The source at the beginning: "Police: five killed"."""
    match = HEAD.match(line)
    if match is None:
        return None
    start, end = trim(line, *match.span("source"))
    content = trim(line, match.end(), len(line))
    if content[0] >= content[1] or not speaks(line[start:end]):
        return None
    cue = Span(at + match.start("cue"), at + match.end("cue"))
    return Draft(Span(at + start, at + end), cue, (Span(at + content[0], at + content[1]),), 0.7)


def speaks(name: str) -> bool:
    """Is it the name of somebody who can be a source, and nothing longer? A clock time or "Image source" is not."""
    if not any(c.isalpha() for c in name) or is_credit(name):
        return False
    return len(name.split()) <= 7 and describe_source(name).kind is not None


def is_credit(name: str) -> bool:
    """Do some words before a colon open the credit of a picture ("Image source: …")?"""
    return name.split()[0].casefold() in words().pictures
