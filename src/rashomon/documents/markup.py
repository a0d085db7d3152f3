"""A linear scan over HTML source: how deep it nests, how much text it holds, and a flatter copy if too deep.

Parsers built on libxml2 drop the rest of a page from 255 nested tags on, without a word. Where a page nests
deeper than `DEEPEST`, the tags beyond are left out of the copy that is parsed, so that their text survives;
the page is flagged.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from html import unescape

DEEPEST = 200  # levels kept; the parser's own limit is 255
SPARE = 40  # levels more for tags that matter: paragraphs, and those that could hide their text
FLAGGED = 250  # levels from which a page is flagged
TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9:-]{0,40})")
RAW = {"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"}  # hold text, not tags
VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "frame",
        "keygen",
        "basefont",
        "bgsound",
    ]
)
PARAGRAPHS = frozenset(["p", "li", "h1", "h2", "h3", "h4", "td", "blockquote"])
CLOSED_BY_ITS_LIKE = frozenset(["p", "li", "dt", "dd", "tr", "td", "th", "option"])


@dataclass(frozen=True, slots=True)
class Scan:
    """What the source holds: `text` counts its characters that are neither tags nor white space."""

    depth: int
    text: int
    html: str


def scan(html: str) -> Scan:
    """Scan a page; `html` is the source itself unless it nests too deeply."""
    scanner = _Scanner(html)
    scanner.run()
    return Scan(scanner.deepest, scanner.text, "".join(scanner.kept) if scanner.dropped else html)


class _Scanner:
    def __init__(self, html: str) -> None:
        self.html = html
        self.lower = (
            html.lower() if html.isascii() else "".join(c.lower() if c.isascii() else c for c in html)
        )
        self.kept: list[str] = []
        self.stack: list[tuple[str, bool]] = []  # (tag, was it kept?)
        self.open: Counter[str] = Counter()
        self.missing: dict[str, int] = {}  # closing marks that do not come any more
        self.deepest = self.text = 0
        self.dropped = False
        self.beyond = 0  # open tags that were kept beyond DEEPEST

    def run(self) -> None:
        html, at = self.html, 0
        while at < len(html):
            tag = html.find("<", at)
            if tag < 0:
                break
            self._text(at, tag)
            at = self._markup(tag)
        self._text(at, len(html))

    def _text(self, start: int, end: int) -> None:
        if start < end:
            piece = self.html[start:end]
            self.kept.append(piece)
            read = unescape(piece) if "&" in piece else piece
            self.text += sum(map(len, read.split()))

    def _markup(self, at: int) -> int:
        """Pass over the markup that starts here; returns where it ends."""
        html = self.html
        if html.startswith("<!--", at):
            return self._keep(at, self._find("-->", at + 4))
        if html.startswith(("<!", "<?"), at):
            return self._keep(at, self._find(">", at))
        match = TAG.match(html, at)
        if match is None:
            self._text(at, at + 1)
            return at + 1
        end = self._tag_end(match.end())
        name = match[2].lower()
        if match[1]:
            self._close(name, at, end)
        elif name in RAW:
            return self._keep(at, self._find(f"</{name}", end))
        elif name in VOID or html.startswith("/>", end - 2):
            self._keep(at, end)
        else:
            self._start(name, at, end)
        return end

    def _find(self, mark: str, at: int) -> int:
        """End of the first mark after a place, or of the page; a missing mark is not looked for twice."""
        if self.missing.get(mark, len(self.html)) <= at:
            return len(self.html)
        found = self.lower.find(mark, at)
        if found < 0:
            self.missing[mark] = at
            return len(self.html)
        return found + len(mark) if mark[-1] == ">" else found

    def _tag_end(self, at: int) -> int:
        """Where a tag ends; a > within quotes does not end it."""
        html = self.html
        for _ in range(200):
            close = html.find(">", at)
            if close < 0:
                return len(html)
            quotes = (html.find('"', at, close), html.find("'", at, close))
            quote = min((q for q in quotes if q >= 0), default=-1)
            if quote < 0:
                return close + 1
            end = self._find_quote(html[quote], quote + 1)
            if end < 0:
                return close + 1
            at = end + 1
        return at

    def _find_quote(self, quote: str, at: int) -> int:
        return self.html.find(quote, at, at + 20_000)

    def _keep(self, start: int, end: int) -> int:
        self.kept.append(self.html[start:end])
        return end

    def _start(self, name: str, start: int, end: int) -> None:
        if name in CLOSED_BY_ITS_LIKE and self.stack and self.stack[-1][0] == name:
            self._pop()
        matters = name in PARAGRAPHS or any(mark in self.lower[start:end] for mark in ("hidden", "style"))
        kept = len(self.stack) < DEEPEST or (matters and self.beyond < SPARE)
        self.beyond += kept and len(self.stack) >= DEEPEST
        self.dropped = self.dropped or not kept
        if kept:
            self._keep(start, end)
        else:
            self.kept.append(" ")
        self.stack.append((name, kept))
        self.open[name] += 1
        self.deepest = max(self.deepest, len(self.stack))

    def _close(self, name: str, start: int, end: int) -> None:
        if not self.open[name]:
            return
        while True:
            popped, kept = self._pop()
            if popped == name:
                if kept:
                    self._keep(start, end)
                return
            if kept and self.dropped:
                self.kept.append(f"</{popped}>")

    def _pop(self) -> tuple[str, bool]:
        top = self.stack.pop()
        self.open[top[0]] -= 1
        self.beyond -= top[1] and len(self.stack) >= DEEPEST
        return top
