"""Training data of the attribution tagger: annotated articles as token ids, labels and links.

One label a token (no part, source, first and further tokens of a cue, content) and two links: from the first token of
a cue to the first token of its source (to token 0, [CLS], when no source is named), and from each content token to the
first token of its cue. The corpus is flat but for a fraction of its tokens; there cue goes before source, and source
before content.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from rashomon.models.windows import Window, windows

LABELS = ("O", "source", "cue", "cue_more", "content")
IGNORED = -100


@dataclass(frozen=True)
class Article:
    """Tokens of one article; `cue_of` and `source_of` hold token numbers, NONE_NAMED or IGNORED."""

    ids: np.ndarray
    labels: np.ndarray
    cue_of: np.ndarray
    source_of: np.ndarray
    segments: list[tuple[int, int]]


NONE_NAMED = -1


def read_articles(texts: Path, annotations: Path, tokenizer: Tokenizer) -> list[Article]:
    """Articles of a corpus: a file with texts and one with attributions, joined by id."""
    by_id = {line["id"]: line["text"] for line in _lines(texts)}
    found = []
    for line in _lines(annotations):
        name = line["id"] if "id" in line else line["document"]["id"]
        flat = [a for a in line["attributions"] if a.get("within") is None]
        found.append(article(by_id[name], flat, tokenizer))
    return found


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with open(path, encoding="utf-8") as source:
        for line in source:
            yield json.loads(line)


def article(text: str, attributions: list[dict[str, Any]], tokenizer: Tokenizer) -> Article:
    """Label the tokens of one text."""
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = encoding.offsets
    labels = np.zeros(len(offsets), np.int64)
    cue_of = np.full(len(offsets), IGNORED, np.int64)
    source_of = np.full(len(offsets), IGNORED, np.int64)
    starts = np.array([start for start, _ in offsets])
    ends = np.array([end for _, end in offsets])

    def tokens(spans: list[dict[str, int]]) -> np.ndarray:
        inside = np.zeros(len(offsets), bool)
        for span in spans or []:
            inside |= (starts < span["end"]) & (ends > span["start"])
        return np.flatnonzero(inside)

    parts = [tuple(tokens(a.get(part)) for part in ("source", "cue", "content")) for a in attributions]
    for _, cue, content in parts:
        if len(cue):
            labels[content] = LABELS.index("content")
            cue_of[content] = cue[0]
    for source, _, _ in parts:
        labels[source] = LABELS.index("source")
    for source, cue, _ in parts:
        if len(cue):
            labels[cue] = LABELS.index("cue_more")
            labels[cue[0]] = LABELS.index("cue")
            source_of[cue[0]] = source[0] if len(source) else NONE_NAMED
    cue_of[labels != LABELS.index("content")] = IGNORED
    return Article(np.array(encoding.ids), labels, cue_of, source_of, segments(text, starts))


def segments(text: str, starts: np.ndarray) -> list[tuple[int, int]]:
    """Token ranges of rough sentences: cut after end marks and at line ends."""
    cuts = (
        [0]
        + [m.end() for m in re.finditer(r"[.!?][\"”’')\]]*\s+(?=[A-Z\"“‘'(\[])|\n\s*", text)]
        + [len(text)]
    )
    at = np.searchsorted(starts, cuts)
    return [(int(a), int(b)) for a, b in itertools.pairwise(at) if a < b]


@dataclass(frozen=True)
class Batch:
    """Padded windows; links are positions within the window, 0 being [CLS]."""

    ids: np.ndarray
    mask: np.ndarray
    labels: np.ndarray
    cue_of: np.ndarray
    source_of: np.ndarray


def cut(article: Article, *, body: int, context: int, skip: int = 0) -> list[tuple[Article, Window]]:
    """Windows of an article; `skip` leaves out the first segments of the first window to vary the cuts."""
    head = article.segments[:skip]
    rest = article.segments[skip:]
    found = list(windows(head, body=body, context=context)) + list(windows(rest, body=body, context=context))
    if head and rest:  # `windows` starts each run at token 0: give the second its own start
        found = [*windows(head, body=body, context=context)]
        base = rest[0][0]
        shifted = [(a - base, b - base) for a, b in rest]
        for w in windows(shifted, body=body, context=context):
            start = w.start + base
            found.append(Window(max(0, start - context), start, w.end + base))
    return [(article, w) for w in found]


def batch(cuts: list[tuple[Article, Window]], *, cls: int, sep: int, pad: int) -> Batch:
    """Pad windows into arrays. Context tokens are read, and their labels trained as well."""
    longest = max(len(w) for _, w in cuts) + 2
    shape = (len(cuts), longest)
    ids, mask = np.full(shape, pad, np.int64), np.zeros(shape, np.int64)
    labels, cue_of, source_of = (np.full(shape, IGNORED, np.int64) for _ in range(3))
    for row, (a, w) in enumerate(cuts):
        n = len(w)
        ids[row, 0], ids[row, 1 : n + 1], ids[row, n + 1] = cls, a.ids[w.context : w.end], sep
        mask[row, : n + 2] = 1
        labels[row, 1 : n + 1] = a.labels[w.context : w.end]
        for links, target in ((a.cue_of, cue_of), (a.source_of, source_of)):
            link = links[w.context : w.end]
            inside = (link >= w.context) & (link < w.end)
            target[row, 1 : n + 1] = np.where(inside, link - w.context + 1, IGNORED)
        named = a.source_of[w.context : w.end]
        source_of[row, 1 : n + 1][named == NONE_NAMED] = 0
    return Batch(ids, mask, labels, cue_of, source_of)
