"""`html`: one self-contained page with map, timeline, accounts side by side, and every cell clickable to
its words.

The page holds its data as JSON and builds everything as text nodes: nothing of a report is ever read as
markup. It asks for
nothing from anywhere.
"""

from __future__ import annotations

import json
from typing import Any

from rashomon.codebook import load_codebook
from rashomon.lexicon import data_path
from rashomon.model import Coding, as_json, coding_json
from rashomon.views import board_of, toll_series

POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'"
)


def write_html(coding: Coding, *, title: str = "Rashomon") -> str:
    """The page of a coding, as one HTML text."""
    parts = {
        name: data_path("html", name).read_text(encoding="utf-8")
        for name in ("page.html", "page.css", "page.js")
    }
    page = parts["page.html"]
    for mark, text in (
        ("{{policy}}", POLICY),
        ("{{title}}", escape(title)),
        ("{{css}}", parts["page.css"]),
        ("{{map}}", data_path("map", "countries.json").read_text(encoding="utf-8").strip()),
        ("{{data}}", embed(page_data(coding))),
        ("{{js}}", parts["page.js"]),
    ):
        page = page.replace(mark, text)
    return page


def page_data(coding: Coding) -> dict[str, Any]:
    """Everything that the page shows: the coding, the texts, and the boards and toll series computed from
    it.
    """
    documents = {d.id: d for d in coding.documents}
    data = coding_json(coding)
    data["types"] = {code: entry.code for code, entry in load_codebook().types.items()}
    for row, doc in zip(data["documents"], coding.documents, strict=True):
        row["text"] = doc.text
    for row, incident in zip(data["incidents"], coding.incidents, strict=True):
        row["board"] = as_json(board_of(incident, documents, coding.copies))
        row["tolls"] = as_json(toll_series(incident, documents))
    return data


def embed(data: dict[str, Any]) -> str:
    """JSON that is safe inside a script element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character, code in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(character, code)
    return text.encode("utf-8", "replace").decode("utf-8")


def escape(text: str) -> str:
    """Text for HTML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
