"""Speech acts by the wording of what somebody is quoted as saying."""

from __future__ import annotations

import re

from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Act, Annotations, Attribution, Span, Speech


class WordingActs:
    """Reads the content of attributions against wording.yaml."""

    def __init__(self) -> None:
        table = read_yaml(data_path("speeches", "wording.yaml"), dict[Act, list[str]])
        self.patterns = [
            (act, re.compile(r"\b(?:" + "|".join(map(re.escape, words)) + r")\b"))
            for act, words in table.items()
        ]

    def __call__(self, notes: Annotations, taken: list[Span]) -> list[Speech]:
        found = []
        for attribution in notes.attributions:
            if attribution.source is None or not attribution.content:
                continue
            acts: set[Act] = set()
            for piece in pieces(attribution, notes):
                if any(piece.overlaps(other) and same_sentence(piece, other, notes) for other in taken):
                    continue
                act = self.act_of(piece.of(notes.doc.text))
                if act is not None and act not in acts:
                    acts.add(act)
                    source = attribution.source
                    found.append(Speech(piece, source, act, None, None, None, attribution.source_kind))
        return found

    def act_of(self, words: str) -> Act | None:
        """The act that some words perform, if any."""
        said = words.lower()
        return next((act for act, pattern in self.patterns if pattern.search(said)), None)


def pieces(attribution: Attribution, notes: Annotations) -> list[Span]:
    """The content of an attribution sentence by sentence."""
    found = []
    for content in attribution.content:
        start = content.start
        while start < content.end:
            end = min(content.end, max(notes.parse.sentence_of(start).end, start + 1))
            found.append(Span(start, end))
            start = end
    return found


def same_sentence(a: Span, b: Span, notes: Annotations) -> bool:
    """Do two spans start in one sentence?"""
    return bool(notes.parse.sentence_index(a.start) == notes.parse.sentence_index(b.start))
