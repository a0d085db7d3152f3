"""Who stands behind a claim: the ultimate source, counted once however often it is printed.

A *voice* is the body whose account a claim is. A spokesman speaks for his institution, a report's own
voice is that of its wire agency when it credits one, and a syndicated copy has the voice of its original.
A voice is *shown* when the text says whose account it is; what is not shown to be independent never adds
a source (docs/linking.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rashomon.model import Claim, Document

ARTICLES = re.compile(r"^(?:the|a|an|one|some|several|two|three|many)\s+")
# Kinds whose names are nobody's: "officials", "a source", or the report itself.
HIDDEN_KINDS = frozenset({"unnamed", "outlet"})


@dataclass(frozen=True, slots=True, order=True)
class Voice:
    """The body whose account it is; `shown` = the text says who that is."""

    key: str
    shown: bool


@dataclass(frozen=True, slots=True)
class Origins:
    """Where each report's text comes from: the report that it copies, and whose own voice it has."""

    docs: Mapping[str, Document]
    original: Callable[[str], str]  # document → the one whose text it has; itself when it copies none
    outlets: Mapping[str, str]  # document → who wrote it: credited agency, else publisher, else its id

    def outlet(self, document: str) -> str:
        """Who wrote the text of a document."""
        origin = self.original(document)
        return self.outlets.get(origin, origin)

    def published(self, document: str) -> str:
        """ISO time of publication, empty when not known."""
        doc = self.docs.get(document)
        return (doc.published or "") if doc else ""


def voice(claim: Claim, origins: Origins) -> Voice:
    """Whose account a claim is.

    >>> from rashomon.model import Evidence, Source
    >>> said = Claim("c", "d", "killed", None, "four", Source("the police", "police"), Evidence(0, 4, "four"))
    >>> voice(said, Origins({}, str, {}))
    Voice(key='police', shown=True)
    """
    source = claim.source
    if source.kind == "outlet":
        return Voice("outlet:" + plain_name(origins.outlet(claim.document)), shown=False)
    behind = source.institution or source.entity
    if behind:
        return Voice("actor:" + behind, shown=source.kind != "media")
    if source.kind == "unnamed":
        return Voice(f"unnamed:{plain_name(source.name)}:{origins.original(claim.document)}", shown=False)
    name = plain_name(source.name)
    if source.kind == "media":  # whom another paper or channel relies on is not known
        return Voice("outlet:" + name, shown=False)
    if not re.search(
        r"[A-Z0-9]", source.name.removeprefix("The ")
    ):  # "police sources": all that is known is the kind
        return Voice(source.kind, shown=True)
    return Voice("name:" + name, shown=True)


def plain_name(name: str) -> str:
    """A name without case, articles and punctuation, to compare with others.

    >>> plain_name("The  Pentagon's")
    'pentagon'
    """
    name = re.sub(r"[’']s?\b", "", name.casefold())
    name = re.sub(r"[^\w]+", " ", name).strip()
    return ARTICLES.sub("", name)


def count_independent(claims: Iterable[Claim], origins: Origins) -> int:
    """Distinct ultimate sources; those not shown to be independent count as one if there is no other.

    A channel or paper that is cited, or reports that cite each other in a circle, add nothing: whom they
    rely on is not known.
    """
    claims = list(claims)
    shown = {v.key for v in (voice(c, origins) for c in claims) if v.shown}
    return len(shown) or (1 if claims else 0)
