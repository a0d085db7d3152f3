"""What a page says about itself: JSON-LD, meta tags, microdata, links, and the words around the article.

data/documents/page.yaml lists where each piece may stand and how far it can be trusted there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel

from rashomon.documents.dates import page_time
from rashomon.lexicon import data_path, read_yaml
from rashomon.model import Stated

MOST = 300  # characters of a value; a longer one is no title and no name
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})""", re.IGNORECASE)
LD_TYPES = re.compile(r"article|posting|webpage|report", re.IGNORECASE)
DATED = ("published", "updated")


class Reading(BaseModel):
    """Where a piece of metadata may stand. `kind`: how `name` is looked up."""

    field: str
    kind: Literal["json-ld", "meta", "itemprop", "xpath"]
    name: str
    score: float


@lru_cache(maxsize=1)
def readings() -> list[Reading]:
    """The table of places."""
    return read_yaml(data_path("documents", "page.yaml"), list[Reading])


def declared_charset(data: bytes) -> str | None:
    """The charset that a page declares in its first bytes."""
    match = CHARSET.search(data[:4096])
    return match[1].decode("ascii") if match else None


def page_metadata(tree: Any) -> Iterator[Stated]:
    """All readings, in the order of the table."""
    articles = list(json_ld(tree))
    for reading in readings():
        if reading.kind == "json-ld":
            values = [value for article in articles for value in ld_values(article, reading.name)]
        elif reading.kind == "meta":
            values = meta_values(tree, reading.name)
        elif reading.kind == "itemprop":
            values = itemprop_values(tree, reading.name)
        else:
            values = [text_of(node) for node in tree.xpath(reading.name)[:5]]
        good = dict.fromkeys(filter(None, (cleaned(reading.field, value) for value in values[:10])))
        if reading.field == "byline" and good:
            good = dict.fromkeys([", ".join(good)])
        for value in good:
            yield Stated(reading.field, value, source_of(reading), reading.score)


def source_of(reading: Reading) -> str:
    """How a reading is named to a person."""
    return (
        "page " + re.sub(r"\[.*?\]|[()]", "", reading.name)[:40]
        if reading.kind == "xpath"
        else (f"{reading.kind} {reading.name}")
    )


def cleaned(field: str, value: str) -> str | None:
    """A value without white space around it, dates as ISO; None when it cannot be what the field wants."""
    value = " ".join(value.split())
    if not value or len(value) > MOST:
        return None
    if field in DATED:
        return page_time(value) or value
    if field == "byline":
        value = re.sub(r"^(?:by|from)\s+", "", value, flags=re.IGNORECASE)
        return None if value.startswith(("http:", "https:", "@")) else value
    if field == "url":
        return value if value.startswith(("http://", "https://")) else None
    return value


def host_of(url: str) -> str | None:
    """The host of an address without "www.".

    >>> host_of("https://www.example.org/news/1")
    'example.org'
    """
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def meta_values(tree: Any, name: str) -> list[str]:
    """Contents of the meta tags of a name or property, whatever its case."""
    return [
        meta.get("content") or ""
        for meta in tree.iter("meta")
        if name in ((meta.get(key) or "").lower() for key in ("name", "property", "itemprop", "http-equiv"))
    ]


def itemprop_values(tree: Any, name: str) -> list[str]:
    """Values of microdata outside meta tags."""
    return [text_of(node) for node in tree.xpath("//*[@itemprop=$name][not(self::meta)]", name=name)[:5]]


def text_of(node: Any) -> str:
    """The value of a node: what a machine should read, before its text."""
    if isinstance(node, str):
        return node
    for key in ("datetime", "content"):
        if node.get(key):
            return str(node.get(key))
    return "".join(node.itertext())


def json_ld(tree: Any) -> Iterator[dict[str, Any]]:
    """The articles that the page describes in JSON-LD."""
    for script in tree.iter("script"):
        if (script.get("type") or "").strip().lower() != "application/ld+json" or not script.text:
            continue
        try:
            loaded = json.loads(script.text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _articles(loaded)


def _articles(loaded: Any) -> Iterator[dict[str, Any]]:
    work, steps = [loaded], 0
    while work and steps < 200:
        steps += 1
        item = work.pop(0)
        if isinstance(item, list):
            work.extend(item)
        elif isinstance(item, dict):
            kinds = item.get("@type")
            if any(LD_TYPES.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds])):
                yield item
            work.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item)


def ld_values(article: dict[str, Any], path: str) -> list[str]:
    """The texts at a path such as "publisher.name"; a list gives each of its members."""
    found: list[Any] = [article]
    for key in path.split("."):
        step: list[Any] = []
        for item in found:
            value = item.get(key) if isinstance(item, dict) else item if key == "name" else None
            step.extend(value if isinstance(value, list) else [value])
        found = step
    return [item for item in found if isinstance(item, str)]
