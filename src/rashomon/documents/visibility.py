"""Text that a page holds but does not show its readers: found, counted, and taken out before coding.

Anyone can put a death toll into a page with `display: none`. What a reader cannot see is not what was
reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rashomon.documents.styles import Style, cascade, colour, number

NOT_SHOWN = frozenset(
    [
        "template",
        "noscript",
        "datalist",
        "object",
        "canvas",
        "audio",
        "video",
        "iframe",
        "frame",
        "noframes",
        "noembed",
        "select",
        "textarea",
        "map",
        "applet",
        "svg",
        "rp",
    ]
)
FOR_MACHINES = frozenset(
    ["script", "style", "head", "title", "meta", "link", "base"]
)  # no text for readers, and no trick
SCREEN_READERS = frozenset(["sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text"])
FAR = 500.0  # pixels off the page
TINY = 2.0  # pixels of a font that nobody reads
FAINT = 0.05  # opacity


@dataclass(frozen=True, slots=True)
class Hidden:
    """A hidden passage and what hides it."""

    text: str
    by: str


@dataclass(frozen=True, slots=True)
class Seen:
    """What an element passes on to what it holds."""

    visible: bool = True
    font: bool = True
    ink: str | None = None  # colour of the text
    paper: str | None = None  # colour behind it; None = not told
    told: bool = False  # did anything tell what is behind it?


def take_out_hidden(tree: Any) -> list[Hidden]:
    """Remove hidden passages from a tree of lxml; returns those that held text, in page order."""
    styles = cascade(tree)
    alone = not any("stylesheet" in (link.get("rel") or "").lower() for link in tree.iter("link"))
    taken: list[Hidden] = []
    work: list[tuple[Any, Seen]] = [(tree, Seen())]
    while work:
        element, seen = work.pop()
        if not isinstance(element.tag, str):  # a comment
            _drop(element)
            continue
        tag = element.tag.lower()
        style = styles.get(element, {})
        why = None if tag in FOR_MACHINES else _hides(element, tag, style)
        if why:
            _take(element, why, taken)
            continue
        now = _inherit(seen, style)
        unseen = _unseen(now, alone)
        if unseen and tag not in FOR_MACHINES:
            _take_own_text(element, unseen, taken)
        if tag == "details" and "open" not in element.attrib:
            for child in list(element):
                if child.tag != "summary":
                    _take(child, "closed details", taken)
        work.extend((child, now) for child in reversed(list(element)))
    return taken


def _hides(element: Any, tag: str, style: Style) -> str | None:
    """Why an element with all that it holds is not shown."""
    if tag in NOT_SHOWN:
        return f"<{tag}>"
    if element.get("hidden") is not None and style.get("display", "none") == "none":
        return "hidden"
    if tag == "dialog" and element.get("open") is None:
        return "closed dialog"
    if element.get("popover") is not None:
        return "closed popover"
    classes = (element.get("class") or "").split()
    if SCREEN_READERS.intersection(classes):
        return "for screen readers only"
    return next(_hiding(style), None)


def _hiding(style: Style) -> Iterator[str]:
    get = style.get
    if get("display") == "none":
        yield "display: none"
    if get("content-visibility") == "hidden":
        yield "content-visibility: hidden"
    opacity = number(get("opacity"))
    if opacity and opacity[0] / (100 if opacity[1] == "%" else 1) <= FAINT:
        yield "opacity: 0"
    if re.fullmatch(r"opacity\(\s*0(\.0*)?%?\s*\)", get("filter", "")):
        yield "filter: opacity(0)"
    yield from _clipped(style)
    yield from _off_page(style)


def _clipped(style: Style) -> Iterator[str]:
    clip = style.get("clip", "").replace(" ", "").replace(",", "")
    if re.fullmatch(r"rect\((0(px)?|1px){4}\)", clip):
        yield "clip"
    path = style.get("clip-path", "").replace(" ", "")
    if re.fullmatch(r"inset\((50|100)%\)|circle\(0(px|%)?\)|polygon\((0(px)?0?(px)?,?)+\)", path):
        yield "clip-path"
    cut = any(style.get(n, "") in ("hidden", "clip") for n in ("overflow", "overflow-x", "overflow-y"))
    for name in ("height", "width", "max-height", "max-width"):
        size = number(style.get(name))
        if cut and size and size[1] in ("", "px") and size[0] <= 1:
            yield f"{name}: 0"
    if re.search(r"scale[xy]?\(\s*0(\.0*)?\s*[,)]", style.get("transform", "")):
        yield "transform: scale(0)"


def _off_page(style: Style) -> Iterator[str]:
    if style.get("position") in ("absolute", "fixed"):
        for name in ("left", "top", "right", "bottom"):
            if _far(style.get(name)):
                yield f"{name}: far off the page"
    for name in ("text-indent", "margin-left", "margin-top"):
        if _far(style.get(name)):
            yield f"{name}: far off the page"
    moved = re.search(r"translate[xy]?\(([^,)]{1,20})", style.get("transform", ""))
    if moved and _far(moved[1]):
        yield "transform: far off the page"


def _far(value: str | None) -> bool:
    length = number(value)
    if length is None:
        return False
    pixels = length[0] * {"em": 16, "rem": 16, "ch": 8, "vw": 12, "vh": 8, "%": 12}.get(length[1], 1)
    return pixels <= -FAR or pixels >= 20 * FAR


def _inherit(seen: Seen, style: Style) -> Seen:
    visible, font, ink, paper, told = seen.visible, seen.font, seen.ink, seen.paper, seen.told
    if "visibility" in style:
        visible = style["visibility"] not in ("hidden", "collapse")
    size = number(style.get("font-size") or next(iter(style.get("font", "").split()), None))
    if size:
        relative = size[1] in ("em", "%") and size[0] > 0
        font = font if relative else not (size[1] in ("", "px", "pt", "em", "rem", "%") and size[0] <= TINY)
        if size[1] in ("rem", "vw", "vh") and size[0] > 0:
            font = True
    ink = colour(style.get("color")) or ink
    behind = style.get("background-color") or style.get("background")
    if behind or style.get("background-image"):
        told = True
        paper = colour((behind or "").split(" ")[0] if behind and not behind.startswith("rgb") else behind)
    return Seen(visible, font, ink, paper, told)


def _unseen(now: Seen, alone: bool) -> str | None:
    """Why the text right inside an element is not shown. Without any sheet or background, paper is white."""
    if not now.visible:
        return "visibility: hidden"
    if not now.font:
        return "font-size: 0"
    if now.ink == "transparent":
        return "color: transparent"
    paper = now.paper or ("ffffff" if alone and not now.told else None)
    if now.ink and paper and _alike(now.ink, paper):
        return "text in the colour of the page"
    return None


def _alike(ink: str, paper: str) -> bool:
    if "transparent" in (ink, paper) or len(ink) != 6 or len(paper) != 6:
        return False
    return all(abs(int(ink[i : i + 2], 16) - int(paper[i : i + 2], 16)) <= 8 for i in (0, 2, 4))


def _take(element: Any, why: str, taken: list[Hidden]) -> None:
    text = " ".join("".join(element.itertext(tag=None)).split()) if element.tag != "iframe" else ""
    if text:
        taken.append(Hidden(text, why))
    _drop(element)


def _take_own_text(element: Any, why: str, taken: list[Hidden]) -> None:
    pieces = [element.text or "", *(child.tail or "" for child in element)]
    text = " ".join(" ".join(pieces).split())
    element.text = None
    for child in element:
        child.tail = " "
    if text:
        taken.append(Hidden(text, why))


def _drop(element: Any) -> None:
    """Remove an element, keeping the text that follows it."""
    parent = element.getparent()
    if parent is None:
        element.clear()
        return
    tail = element.tail or ""
    before = element.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    parent.remove(element)
