"""HTML → the article's text and what the page says about it.

The main text is trafilatura's. Before it reads a page, hidden passages are taken out and too deep nesting
is flattened; both are told in an issue. Dates, titles and names are read by `page`, with no clock and no
guess.
"""

from __future__ import annotations

import logging
from typing import Any

from rashomon.documents.markup import FLAGGED, scan
from rashomon.documents.page import declared_charset, page_metadata
from rashomon.documents.readers import Body
from rashomon.documents.text import decode, decoding_issues
from rashomon.documents.visibility import Hidden, take_out_hidden
from rashomon.model import Issue
from rashomon.sources import Found

KEPT_SHARE = 0.95  # of the source's characters that must reach the parsed page
BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "table",
        "tr",
        "blockquote",
        "pre",
        "section",
        "article",
        "header",
        "footer",
        "figure",
        "figcaption",
        "hr",
        "main",
        "aside",
        "address",
    ]
)
SHOWN = 80  # characters of a hidden passage that its issue quotes


def read_html(found: Found) -> Body:
    """The article of a page. A page without one gives an empty body and an issue."""
    decoded = decode(found.data, found.charset or declared_charset(found.data))
    issues = decoding_issues(decoded)
    if decoded.known_by == "declared":
        issues = [issue for issue in issues if decoded.replaced]
    scanned = scan(decoded.text)
    tree = parse(scanned.html)
    if tree is None:
        issues.append(Issue(None, "documents", "no_text", "the page holds no HTML that can be read"))
        return Body("", issues=tuple(issues))
    issues += lost(scanned.depth, scanned.text, tree)
    stated = tuple(page_metadata(tree))
    hidden = take_out_hidden(tree)
    text = main_text(tree)
    if scanned.depth > FLAGGED and len(text) < letters(tree) / 2:
        text = block_text(tree)
    issues += told(hidden)
    if not text:
        issues.append(Issue(None, "documents", "no_text", "the page holds no article that could be found"))
    return Body(text, stated, tuple(issues))


def read_fragment(found: Found) -> Body:
    """A piece of HTML that is the report itself, as feeds and e-mails carry it: all of its visible text."""
    decoded = decode(found.data, found.charset)
    scanned = scan(decoded.text)
    tree = parse(f"<div>{scanned.html}</div>")
    if tree is None:
        return Body("", issues=(Issue(None, "documents", "no_text", "there is no text in its HTML"),))
    issues = lost(scanned.depth, scanned.text, tree)
    hidden = take_out_hidden(tree)
    return Body(block_text(tree), issues=(*decoding_issues(decoded), *issues, *told(hidden)))


def block_text(tree: Any) -> str:
    """All text of a tree, block elements as paragraphs."""
    return _tidy(_walk(tree))


def _walk(tree: Any) -> str:
    pieces: list[str] = []
    work: list[Any] = [tree]
    while work:
        item = work.pop()
        if isinstance(item, str):
            pieces.append(item)
            continue
        if not isinstance(item.tag, str) or item.tag in ("script", "style", "head"):
            continue
        edge = "\n" if item.tag in BLOCKS else ""
        work.append(edge)
        for child in reversed(item):
            work.append(child.tail or "")
            work.append(child)
        work.append(edge + (item.text or ""))
    return "".join(pieces)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return "\n\n".join(line for line in lines if line)


def parse(html: str) -> Any:
    """A tree of lxml; None when there is nothing to parse. Nothing is loaded from outside."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    parser = HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True)
    try:
        return document_fromstring(clean(html).encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None


def clean(html: str) -> str:
    """HTML without the characters that XML cannot hold; they have no meaning for a reader either."""
    from rashomon.documents.text import CONTROL, SURROGATE

    return SURROGATE.sub("\ufffd", CONTROL.sub(" ", html))


def lost(depth: int, characters: int, tree: Any) -> list[Issue]:
    """Was text lost on the way into the tree, or could it have been?"""
    reached = letters(tree) - sum(letters(node) for node in tree.iter("script", "style"))
    if depth > FLAGGED:
        message = (
            f"tags nest {depth} deep; the page was flattened to be read, so its parts may be in disorder"
        )
    elif characters and reached < KEPT_SHARE * characters:
        message = f"of {characters} characters of the source only {reached} reached the parsed page"
    else:
        return []
    return [Issue(None, "documents", "extraction_incomplete", message)]


def letters(node: Any) -> int:
    """Characters of all text in a node, without white space."""
    return sum(len(word) for piece in node.itertext() for word in piece.split())


def told(hidden: list[Hidden]) -> list[Issue]:
    """One issue for all that a reader of the page does not see."""
    hidden = [h for h in hidden if any(c.isalpha() for c in h.text)]
    if not hidden:
        return []
    longest = max(hidden, key=lambda h: len(h.text))
    size = sum(len(h.text) for h in hidden)
    message = (
        f"{len(hidden)} passage(s) of {size} characters are not shown to readers and were not coded; "
        f"the longest ({longest.by}): {longest.text[:SHOWN]!r}"
    )
    return [Issue(None, "documents", "hidden_text", message)]


def main_text(tree: Any) -> str:
    """The article's paragraphs, a blank line between two."""
    from copy import deepcopy

    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it cannot read is said in our issues
    found = None
    for recall in (False, True):
        found = bare_extraction(
            deepcopy(tree),
            include_comments=False,
            include_tables=True,
            with_metadata=False,
            favor_recall=recall,
        )
        if found is not None and getattr(found, "text", None):
            break
    return _tidy(getattr(found, "text", None) or "")
