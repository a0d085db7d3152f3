"""What is counted, in the report's words: "police officers", "members of the security forces"."""

from __future__ import annotations

from rashomon.annotators.quantities.rules import Rules
from rashomon.annotators.quantities.view import View

ARTICLES = frozenset({"a", "an", "one"})
TAIL = 7  # tokens of the noun phrase behind "of"


def noun_wording(
    view: View, rules: Rules, tokens: tuple[int, ...], begin: int, after: int, skip: frozenset[str]
) -> tuple[str | None, int]:
    """The noun phrase behind a number, and its end; None where it names nobody ("others")."""
    noun = view.words[tokens[-1]]
    if noun in ("others", "more"):
        return None, after
    start = tokens[0]
    while start > begin and _describes(view, rules, start - 1, skip):
        start -= 1
    kept = [
        i
        for i in range(start, tokens[-1] + 1)
        if view.words[i] not in skip and view.words[i] not in rules.states
    ]
    words = _joined(view, kept)
    if noun in rules.partitive and after < len(view) and view.words[after] == "of":
        end = _tail_end(view, rules, after)
        if end > after:
            return f"{words} of {_joined(view, list(range(after + 1, end)))}", end
    return words, after


def _describes(view: View, rules: Rules, i: int, skip: frozenset[str]) -> bool:
    """An adjective, or the hyphen inside one ("pro-government")."""
    word = view.words[i]
    tight = word in "-‑" and i + 1 < len(view) and view.ends[i] == view.starts[i + 1]
    described = view.pos[i] in ("ADJ", "PROPN") or (
        i + 1 < len(view) and view.words[i + 1] in "-‑" and view.pos[i] != "NUM"
    )
    return (
        (tight or described)
        and word not in skip
        and word not in rules.states
        and word not in rules.vague_words
    )


def _joined(view: View, tokens: list[int]) -> str:
    """Words with the spaces of the text; names keep their capitals."""
    out = ""
    for n, i in enumerate(tokens):
        begins = i == view.first[i]
        keeps = (
            view.pos[i] == "PROPN"
            or view.shapes[i].isupper()
            or (view.shapes[i][:1].isupper() and not begins)
        )
        word = view.shapes[i] if keeps else view.words[i]
        glue = "" if n and view.ends[tokens[n - 1]] == view.starts[i] else " "
        out += (glue if n else "") + word
    return out


def _tail_end(view: View, rules: Rules, of: int) -> int:
    """The end of the noun phrase behind "of"; `of` itself when there is none."""
    at, nouns = of + 1, 0
    while at < min(view.last[of], of + TAIL):
        word, pos = view.words[at], view.pos[at]
        determiner = (
            pos in ("DET", "PRON") and word not in ("them", "whom", "us", "which")
        ) or word in ARTICLES
        if not determiner and (pos not in ("ADJ", "NOUN", "PROPN") or word in rules.times):
            break
        nouns += pos in ("NOUN", "PROPN")
        at += 1
    return at if nouns else of
