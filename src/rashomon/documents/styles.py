"""The few declarations of style sheets that decide whether a reader sees a text.

Read are inline styles and the sheets inside a page. It misses sheets that lie outside the page, rules for
certain screens, and scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

MOST_RULES = 4000
COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?|\\(.)")
NUMBER = re.compile(r"(-?\d*\.?\d+)(px|em|rem|%|vw|vh|pt|ch)?")
COLOURS = {"white": "ffffff", "black": "000000"}

SIMPLE = re.compile(r"[.#][\w-]+")

Style = dict[str, str]


def declarations(text: str) -> Iterator[tuple[str, str, bool]]:
    """(property, value, important) of a style attribute or of the inside of a rule."""
    for part in unescape(text).lower().split(";"):
        name, colon, value = part.partition(":")
        if colon:
            value, bang, _ = value.partition("!important")
            yield name.strip(), value.strip(), bool(bang)


def unescape(text: str) -> str:
    """CSS without comments and escapes: `displ\\61 y` is display.

    >>> unescape("displ\\\\61 y:none")
    'display:none'
    """
    text = COMMENT.sub(" ", text[:2_000_000])
    return ESCAPE.sub(lambda m: m[2] or (chr(int(m[1], 16)) if int(m[1], 16) < 0x110000 else ""), text)


def rules(sheet: str) -> Iterator[tuple[str, str]]:
    """(selectors, declarations) of a style sheet; of the @ rules, only those for screens or all media."""
    sheet = COMMENT.sub(" ", sheet[:2_000_000])
    at, outer = 0, len(sheet)
    given = 0
    while at < outer and given < MOST_RULES:
        opening = sheet.find("{", at)
        if opening < 0:
            return
        head = sheet[at:opening].rpartition(";")[2].strip(" \t\r\n}")
        if head.startswith("@"):
            if re.fullmatch(r"@(media\s+(screen|all)|layer[^{]*|supports[^{]*)", head, re.IGNORECASE):
                at = opening + 1  # read on inside; the closing brace is stripped from the next head
                continue
            at = _block_end(sheet, opening)
            continue
        closing = sheet.find("}", opening)
        if closing < 0:
            return
        given += 1
        yield head, sheet[opening + 1 : closing]
        at = closing + 1


def _block_end(sheet: str, opening: int) -> int:
    depth = 0
    for match in re.compile(r"[{}]").finditer(sheet, opening):
        depth += 1 if match.group() == "{" else -1
        if depth == 0:
            return match.end()
    return len(sheet)


WATCHED = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "font-size",
        "font",
        "clip",
        "clip-path",
        "position",
        "left",
        "top",
        "right",
        "bottom",
        "text-indent",
        "height",
        "width",
        "max-height",
        "max-width",
        "overflow",
        "overflow-x",
        "overflow-y",
        "transform",
        "color",
        "background",
        "background-color",
        "background-image",
        "margin-left",
        "margin-top",
        "content-visibility",
        "filter",
    ]
)


def cascade(tree: Any) -> dict[Any, Style]:
    """What the sheets inside a page and the inline styles say about each element, the strongest winning."""
    from cssselect import HTMLTranslator, SelectorError, parse

    found: dict[Any, dict[str, tuple[tuple[int, ...], str]]] = {}

    def put(element: Any, name: str, weight: tuple[int, ...], value: str) -> None:
        slot = found.setdefault(element, {})
        if name not in slot or slot[name][0] <= weight:
            slot[name] = (weight, value)

    translator = HTMLTranslator()
    named = _names(tree)
    for order, (heads, body) in enumerate(_sheet_rules(tree)):
        told = [d for d in declarations(body) if d[0] in WATCHED]
        if not told:
            continue
        try:
            selectors = parse(heads)
        except SelectorError:
            continue
        for selector in selectors:
            if selector.pseudo_element is not None or not _can_match(selector.canonical(), named):
                continue
            try:
                elements = tree.xpath(translator.selector_to_xpath(selector))
            except (SelectorError, ValueError, RecursionError):
                continue
            for element in elements:
                for name, value, important in told:
                    put(element, name, (int(important), 0, *selector.specificity(), order), value)
    for element in tree.iter():
        inline = element.get("style") if isinstance(element.tag, str) else None
        for name, value, important in declarations(inline) if inline else ():
            if name in WATCHED:
                put(element, name, (int(important), 1), value)
    return {element: {name: value for name, (_, value) in slot.items()} for element, slot in found.items()}


def _names(tree: Any) -> set[str]:
    """All classes (".x") and ids ("#x") of a page."""
    found: set[str] = set()
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        found.update(f".{name}" for name in (element.get("class") or "").split())
        if element.get("id"):
            found.add("#" + element.get("id"))
    return found


def _can_match(selector: str, named: set[str]) -> bool:
    """Does the page have the classes and ids that a selector asks of its element? Most rules fail here."""
    last = re.split(r"[\s>+~]+", selector.strip())[-1]
    return ":not" in last or all(name in named for name in SIMPLE.findall(last.partition("[")[0]))


def _sheet_rules(tree: Any) -> Iterator[tuple[str, str]]:
    given = 0
    for sheet in tree.iter("style"):
        media = (sheet.get("media") or "all").strip().lower()
        if media not in ("all", "screen", ""):
            continue
        for rule in rules(sheet.text or ""):
            given += 1
            if given > MOST_RULES:
                return
            yield rule


def number(value: str | None) -> tuple[float, str] | None:
    """(value, unit) of a length; None when it is none.

    >>> number("-9999px")
    (-9999.0, 'px')
    """
    match = NUMBER.fullmatch((value or "").strip())
    return (float(match[1]), match[2] or "") if match else None


def colour(value: str | None) -> str | None:
    """A colour as six hex digits or "transparent"; None when it is none that is read here."""
    value = (value or "").strip()
    if value in COLOURS:
        return COLOURS[value]
    if value == "transparent":
        return value
    if match := re.fullmatch(r"#([0-9a-f]{3,8})", value):
        digits = match[1]
        if len(digits) in (4, 8) and set(digits[len(digits) // 4 * 3 :]) == {"0"}:
            return "transparent"
        return digits[:6] if len(digits) >= 6 else "".join(d * 2 for d in digits[:3])
    if match := re.fullmatch(r"rgba?\(([^)]{1,60})\)", value):
        parts = [p for p in re.split(r"[\s,/]+", match[1]) if p]
        if len(parts) == 4 and number(parts[3]) and number(parts[3])[0] == 0:  # type: ignore[index]
            return "transparent"
        if len(parts) >= 3 and all(p.isdigit() for p in parts[:3]):
            return "".join(f"{min(int(p), 255):02x}" for p in parts[:3])
    return None
