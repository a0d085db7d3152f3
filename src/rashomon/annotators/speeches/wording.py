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
            span = extent(attribution, notes)
            if any(span.overlaps(other) and same_sentence(span, other, notes) for other in taken):
                continue
            act = self.act_of(attribution, notes.doc.text)
            if act is not None:
                found.append(Speech(span, attribution.source, act, None, None, None, attribution.source_kind))
        return found

    def act_of(self, attribution: Attribution, text: str) -> Act | None:
        """The act that the words said perform, if any."""
        said = " ".join(span.of(text) for span in attribution.content).lower()
        return next((act for act, pattern in self.patterns if pattern.search(said)), None)


def extent(attribution: Attribution, notes: Annotations) -> Span:
    """The first content of an attribution, cut at its sentence's end."""
    content = attribution.content[0]
    sentence = notes.parse.sentence_of(content.start)
    return Span(content.start, min(content.end, max(sentence.end, content.start + 1)))


def same_sentence(a: Span, b: Span, notes: Annotations) -> bool:
    """Do two spans start in one sentence?"""
    return notes.parse.sentence_index(a.start) == notes.parse.sentence_index(b.start)
