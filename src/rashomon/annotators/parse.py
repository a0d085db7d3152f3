"""Text → tokens, sentences and syntax, on which every other layer stands.

The text itself is never changed. What spaCy reads is a *reading copy* of exactly the same length: line
wraps become
spaces and passages in capitals are lowered where names allow it, so that every token's offset is an offset
of the text.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from itertools import pairwise
from types import ModuleType
from typing import Any

from rashomon.errors import ModelError
from rashomon.model import Span

CELL = 256  # characters; what is nearer than that is looked at one by one
MAX_BLOCK = 20_000  # characters that spaCy sees at once; its memory grows with the longest piece
# "BAGHDAD, Jan 5 (Agency) - ": a place in capitals, perhaps more, up to a dash, a colon or "[TEXT]". It is
# a piece of its own,
# or the parser takes the place for the subject of the first sentence.
DATELINE = re.compile(
    r"\s*[A-Z\u00C0-\u00DE][A-Z\u00C0-\u00DE.'’]+(?:[ ,/-]{1,2}[A-Z\u00C0-\u00DE][A-Z\u00C0-\u00DE.'’]+){0,4}"
    r"(?:,? [A-Za-z0-9\u00C0-\u024F.'’]+){0,6}(?: ?\([^()\n]{1,60}\))?(?: ?(?:--|[-–—:]) )(?:\[TEXT\] )?"
)
# "13:50 QILLA SAIFULLAH - A second blast": the entries of a live blog.
CLOCK = re.compile(
    r"\s*\d{1,2}[:.]\d\d(?: ?(?:[ap]\.?m\.?|GMT|UTC|h))?(?: ?[-–—|:])?\s+(?=[A-Z\u00C0-\u00DE\"“])"
)
# "…fled the town.Troops followed": a stop that lost its space, and a sentence that begins behind it.
GLUED = re.compile(r"(?<=[a-z][a-z])[.!?][\"”’]?(?=[\"“‘]?[A-Z][a-z’']|[\"“‘]?(?:A|I) [a-z])")
NO_SENTENCE = re.compile(  # what stands before such a stop without ending a sentence: titles, addresses
    r"(?i)(?:[./@:_\\]\S*|\b(?:gen|col|maj|sgt|capt|cpt|brig|adm|cmdr|gov|sen|rep|rev|hon|prof|pres|mrs|messrs|sheikh|atty|supt|insp"
    r"|cpl|pvt|lieut|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|inc|ltd|corp|www|vs|nos?|ft|mt|st|dr|mr|lt))$"
)
ADDRESS = re.compile(
    r"[/@_]|[a-z]\.[a-z]"
)  # in what follows the stop: no sentence but the rest of an address
WORD = 40  # characters looked at on either side of the stop
DATELINE_AT_MOST = 110  # characters
LINE_WRAPS_FROM = 55  # a line shorter than this was ended on purpose (a list, a table), not wrapped


@dataclass(frozen=True, slots=True)
class Parse:
    """A parsed text: spaCy's Doc (token offsets are the text's), sentences and paragraphs as spans."""

    doc: Any  # spacy.tokens.Doc
    sentences: tuple[Span, ...]
    paragraphs: tuple[Span, ...]
    starts: tuple[int, ...]  # of the tokens
    ends: tuple[int, ...]
    sentence_starts: tuple[int, ...]
    copy: str  # the reading copy; spaCy's own Doc.text joins all tokens anew at each call

    def sentence_index(self, offset: int) -> int:
        """Number of the sentence that holds an offset (the nearest before it, if none does)."""
        return max(0, bisect_right(self.sentence_starts, offset) - 1)

    def sentence_of(self, offset: int) -> Span:
        """The sentence that holds an offset."""
        return self.sentences[self.sentence_index(offset)]

    def paragraph_index(self, offset: int) -> int:
        """Number of the paragraph that holds an offset."""
        return max(0, bisect_right(self.paragraphs, offset, key=lambda s: s.start) - 1)

    def token_at(self, offset: int) -> Any:
        """The token that holds an offset, or the last one before it."""
        return self.doc[max(0, bisect_right(self.starts, offset) - 1)]

    def tokens(self, span: Span) -> Any:
        """spaCy Span of the tokens that a span touches."""
        first = max(0, bisect_right(self.starts, span.start) - 1)
        if first < len(self.ends) and self.ends[first] <= span.start:
            first += 1
        last = bisect_right(self.starts, span.end - 1)
        return self.doc[first : max(first, last)]

    def head(self, span: Span) -> Any:
        """Syntactic head token of a span."""
        tokens = self.tokens(span)
        return tokens.root if len(tokens) else self.token_at(span.start)


class Cells:
    """Numbered spans by where they stand, so that those at a place are found without looking at all."""

    def __init__(self) -> None:
        self._numbers: dict[int, list[int]] = {}

    def add(self, number: int, span: Span) -> None:
        """Enter a span; numbers are entered in rising order."""
        for cell in self._cells(span):
            here = self._numbers.setdefault(cell, [])
            if not here or here[-1] != number:
                here.append(number)

    def near(self, span: Span) -> list[int]:
        """In rising order, the numbers of all spans that may overlap this one."""
        return sorted({n for cell in self._cells(span) for n in self._numbers.get(cell, ())})

    @staticmethod
    def _cells(span: Span) -> range:
        return range(span.start // CELL, max(span.start, span.end - 1) // CELL + 1)


class Parser:
    """Parses texts with a spaCy pipeline; the model is loaded on first use."""

    def __init__(self, model: str) -> None:
        self.model = model

    def __call__(self, text: str) -> Parse:
        """Parse one text. Raises ModelError when the pipeline is not installed."""
        nlp = load_spacy(self.model)
        from spacy.tokens import Doc

        blocks = split_blocks(text)
        copy = reading_copy(text, blocks, self.model)
        pieces = [copy[start:end] for start, end in pieces_of(copy, blocks)]
        parsed = list(nlp.pipe(pieces, batch_size=32))
        doc = Doc.from_docs(parsed, ensure_whitespace=False) if parsed else nlp.make_doc("")
        assert doc is not None
        assert len(doc.text) == len(text)
        return finish(doc, text, blocks)


def finish(doc: Any, text: str, blocks: list[tuple[int, int]]) -> Parse:
    """Spans of sentences and paragraphs over a parsed reading copy."""
    sentences = []
    for sent in doc.sents:
        start, end = trim(text, sent.start_char, sent.end_char)
        if start < end:
            sentences.append(Span(start, end))
    if not sentences:
        sentences = [Span(0, len(text))]
    paragraphs = tuple(Span(*trim(text, start, end)) for start, end in blocks) or (Span(0, len(text)),)
    starts = tuple(token.idx for token in doc)
    ends = tuple(token.idx + len(token) for token in doc)
    firsts = tuple(s.start for s in sentences)
    return Parse(doc, tuple(sentences), paragraphs, starts, ends, firsts, doc.text)


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Offsets without the white space at both ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def spacy_alone() -> Any:
    """spaCy without its command line, which it imports with itself: a tenth of a cold start for nothing used here.

    Whoever imports `spacy.cli` afterwards gets it whole.
    """
    if "spacy" not in sys.modules:
        stubs = {name: ModuleType(name) for name in ("spacy.cli", "spacy.cli.info")}
        vars(stubs["spacy.cli.info"])["info"] = None
        sys.modules.update(stubs)
        try:
            import_module("spacy")
        finally:
            for name in stubs:
                sys.modules.pop(name, None)
    return sys.modules["spacy"]


@lru_cache(maxsize=2)
def load_spacy(model: str) -> Any:
    """A spaCy pipeline by package name or path."""
    spacy = spacy_alone()
    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise ModelError(f"spaCy pipeline {model!r} is not installed: {error}") from None
    nlp.max_length = 50_000_000
    return nlp


@lru_cache(maxsize=2)
def dictionary(model: str) -> frozenset[str]:
    """Lower-case English words that the pipeline's lemmatizer knows (WordNet's), and the commonest
    function words.
    """
    nlp = load_spacy(model)
    words: set[str] = set(nlp.Defaults.stop_words)
    if nlp.has_pipe("lemmatizer"):
        lookups = nlp.get_pipe("lemmatizer").lookups
        for table in ("lemma_index", "lemma_exc"):
            if lookups.has_table(table):
                for entries in lookups.get_table(table).values():
                    words.update(entries)
    return frozenset(words)


# Blocks and the reading copy --------------------------------------------------------------------------------


def split_blocks(text: str) -> list[tuple[int, int]]:
    """Offsets of paragraphs: cut at blank lines, and at line ends that are no mere wrapping.

    >>> split_blocks("One.\\nTwo.\\n\\nThree.")
    [(0, 5), (5, 11), (11, 17)]
    """
    cuts = [0]
    for match in re.finditer(r"(?:\r\n|\r|\n)\s*", text):
        lines = match.group().count("\n") + match.group().count("\r") - match.group().count("\r\n")
        if lines > 1 or not is_wrap(text, match.start(), match.end()):
            cuts.append(match.end())
    cuts = sorted({*cuts, *datelines(text, cuts), *glued(text), len(text)})
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def glued(text: str) -> list[int]:
    """Where a sentence begins right behind the stop of another, as in pages whose spaces were lost.

    >>> glued("They fled the town.Troops followed. See Booking.com, Gen.Ali")
    [23]
    """
    from spacy.lang.en.stop_words import STOP_WORDS

    ends = []
    for match in GLUED.finditer(text):
        before = text[max(0, match.start() - WORD) : match.start()].rsplit(None, 1)[-1]
        after = text[match.end() : match.end() + WORD].split(None, 1)[0]
        if NO_SENTENCE.search(before) or ADDRESS.search(after):
            continue
        if before[:1].isupper() and len(match.group()) == 1 and after.lower() not in STOP_WORDS:
            continue  # perhaps one name: "Jeune.Afrique"
        opens = (
            match.group()[-1] == '"'
            and text.count('"', text.rfind("\n", 0, match.start()) + 1, match.end()) % 2
        )
        ends.append(match.end() - (1 if opens else 0))
    return ends


def datelines(text: str, starts: list[int]) -> list[int]:
    """Where the dateline of a paragraph ends, for the first paragraphs of a text and the entries of a live
    blog.

    >>> datelines("BAGHDAD, Jan 5 (Agency) - A drone fell.", [0])
    [26]
    """
    ends = []
    for number, start in enumerate(starts):
        clock = CLOCK.match(text[start : start + 20])
        if clock is None and number >= 4:
            continue
        begin = start + (clock.end() if clock else 0)
        if clock is not None:
            ends.append(begin)
        match = DATELINE.match(text[begin : begin + DATELINE_AT_MOST])
        if match and match.end() < len(text) - begin:
            ends.append(begin + match.end())
    return ends


def is_wrap(text: str, start: int, end: int) -> bool:
    """Was the line broken only because it was full?"""
    line_start = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    line = text[line_start:start]
    following = text[end : end + 1]
    if len(line) < LINE_WRAPS_FROM or not following:
        return False
    if line.rstrip()[-1:] in ".!?:\"”’'" and (following.isupper() or following in "\"“‘'-*•0123456789"):
        return len(line) < 100 and line.rstrip()[-1:] not in ":"
    return following not in "-*•"


def reading_copy(text: str, blocks: list[tuple[int, int]], model: str) -> str:
    """What spaCy reads: the same length, line ends as spaces, passages in capitals lowered."""
    from rashomon.annotators.casing import lower_capitals

    copy = re.sub(r"[\x00-\x1f\x7f\u2028\u2029\u00a0\ud800-\udfff]", " ", text)
    copy = lower_capitals(copy, blocks, dictionary(model).__contains__)
    assert len(copy) == len(text)
    return copy


def pieces_of(copy: str, blocks: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Blocks, cut into pieces of at most MAX_BLOCK characters at a sentence end or a space."""
    for start, end in blocks:
        while end - start > MAX_BLOCK:
            window = copy[start : start + MAX_BLOCK]
            cut = max(window.rfind(". "), window.rfind("! "), window.rfind("? ")) + 2
            cut = cut if cut > MAX_BLOCK // 2 else window.rfind(" ") + 1
            cut = cut or MAX_BLOCK
            yield start, start + cut
            start += cut
        yield start, end
