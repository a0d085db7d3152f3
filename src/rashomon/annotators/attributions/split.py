"""Joined sources taken apart: "police and militia sources" are two, each with the head noun they share."""

from __future__ import annotations

import itertools
from typing import Any

from rashomon.model import Annotations, Attribution, Span


def split_sources(notes: Annotations, attribution: Attribution) -> list[tuple[Span, str]]:
    """The sources of an attribution as (span, name), in the order of the text; one when nothing is joined.

    A modifier or a head noun that stands once is given to both: "Iraqi police sources and witnesses" →
    "Iraqi police sources", "witnesses"; "police and militia sources" → "police sources", "militia sources".
    """
    source = attribution.source
    if source is None:
        return []
    tokens = notes.parse.tokens(source)
    text = notes.doc.text
    if not len(tokens):
        return [(source, source.of(text))]
    head = tokens.root
    inside = range(tokens.start, tokens.end)
    shared = shared_modifiers(head, inside)
    if shared is not None:
        return shared
    nouns = joined(head, inside)
    if len(nouns) == 1:
        return [(source, source.of(text))]
    return [(span, span.of(text)) for span in part_spans(nouns, tokens)]


def joined(head: Any, inside: range) -> list[Any]:
    """Head noun and the nouns joined to it by "and", within the source."""
    found, queue = [head], [head]
    while queue:
        for child in queue.pop().children:
            if child.dep_ == "conj" and child.i in inside and child.pos_ in ("NOUN", "PROPN", "PRON", "ADJ"):
                found.append(child)
                queue.append(child)
    return sorted(found, key=lambda t: t.i)


def part_spans(nouns: list[Any], tokens: Any) -> list[Span]:
    """One span a noun: from the end of the part before (without "and" and commas) to the next noun's phrase."""
    doc = tokens.doc
    lefts = [tokens.start] + [
        max(noun.left_edge.i, before.i + 1) for before, noun in itertools.pairwise(nouns)
    ]
    spans = []
    for n, left in enumerate(lefts):
        last = (lefts[n + 1] if n + 1 < len(lefts) else tokens.end) - 1
        while last > left and (doc[last].dep_ == "cc" or doc[last].is_punct or doc[last].is_space):
            last -= 1
        while left < last and (doc[left].dep_ == "cc" or doc[left].is_punct):
            left += 1
        spans.append(Span(doc[left].idx, doc[last].idx + len(doc[last])))
    return spans


def shared_modifiers(head: Any, inside: range) -> list[tuple[Span, str]] | None:
    """ "police and militia sources": modifiers joined before one head noun, each taken with it."""
    if not head.tag_.endswith("S"):
        return None
    for child in head.children:
        if (
            child.dep_ in ("nmod", "compound", "amod")
            and child.i in inside
            and child.pos_ in ("NOUN", "PROPN", "ADJ")
        ):
            both = joined(child, inside)
            if len(both) > 1:
                doc, edge = head.doc, both[0].left_edge
                before = Span(edge.idx, both[0].idx + len(both[0]))
                found = [(before, f"{doc[edge.i : both[0].i + 1].text} {head.text}")]
                for noun in both[1:-1]:
                    found.append((Span(noun.idx, noun.idx + len(noun)), f"{noun.text} {head.text}"))
                last = Span(both[-1].idx, head.idx + len(head))
                return [*found, (last, doc[both[-1].i : head.i + 1].text)]
    return None
