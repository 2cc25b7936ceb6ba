"""Pictures as they stand on screen, made to stand by themselves.

On screen a picture gets its colours from the style sheets, by its classes. Outside a page there are
none: here each shape gets its look as attributes of its own, and links, names and titles go. The
same SVG then serves the page, PDF, and the bitmaps of DOCX and ODT.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cssselect import GenericTranslator, SelectorError, parse
from django.template.loader import render_to_string
from lxml import etree

from koersvast.core.document_tree import Figure

STYLES = Path(__file__).parent.parent / "static" / "koersvast" / "css"
SVG = "http://www.w3.org/2000/svg"
LOOKS = {
    "fill",
    "fill-opacity",
    "font-size",
    "font-weight",
    "opacity",
    "stroke",
    "stroke-dasharray",
    "stroke-width",
    "text-anchor",
}
TEXT_FONTS = "Open Sans, Segoe UI, Noto Sans, DejaVu Sans, sans-serif"
HEAD_FONTS = "Libertinus Serif, Palatino Linotype, Georgia, serif"
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
MEDIA = re.compile(r"@[a-z-]+[^{;]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^;{]+;")
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
VAR = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*((?:[^()]|\([^()]*\))*))?\)")
FONT = re.compile(r"(?:(?P<weight>\d{3}|bold) )?(?P<size>[\d.]+)px (?P<family>.+)")
DROPPED = {"title", "desc"}
KEPT_ATTRIBUTES = {
    "cx", "cy", "d", "dx", "dy", "height", "points", "r", "rx", "ry", "text-anchor",
    "transform", "viewBox", "width", "x", "x1", "x2", "y", "y1", "y2", *LOOKS,
}  # fmt: skip


class PictureError(ValueError):
    """What a template drew is no picture."""


@dataclass(frozen=True)
class Rule:
    """What the style sheets say about the shapes that an XPath finds."""

    path: str
    weight: tuple[int, ...]
    looks: tuple[tuple[str, str], ...]


def picture_of(
    template: str, context: dict[str, Any], *, alt: str, caption: str, share: int = 100
) -> Figure:
    """Return the picture that a template draws on screen, standing by itself.

    Raises PictureError when the template draws none.
    """
    return Figure(standing_alone(render_to_string(template, context)), alt, caption, share)


def standing_alone(drawn: str) -> str:
    """Return the first SVG in a page without its page: looks as attributes, nothing to click."""
    start, end = drawn.find("<svg"), drawn.find("</svg>")
    if start < 0 or end < 0:
        raise PictureError("There is no picture in what was drawn.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(drawn[start : end + 6].encode(), parser)
    except etree.XMLSyntaxError as error:
        raise PictureError(str(error)) from error
    _strip(root)
    looks = _matched(root)
    _dress(root, looks, dict(tokens()))
    root.attrib.pop("width", None)
    root.attrib.pop("height", None)
    written: str = etree.tostring(_in_namespace(root), encoding="unicode")
    return written


def _strip(root: Any) -> None:
    """Take out what is only for the screen: titles for the mouse, and links round shapes."""
    for each in list(root.iter()):
        if each.tag in DROPPED and each.getparent() is not None:
            _remove(each)
        elif each.tag == "a":
            each.tag = "g"


def _remove(each: Any) -> None:
    """Remove an element, and keep the text behind it."""
    parent, before = each.getparent(), each.getprevious()
    if each.tail:
        if before is not None:
            before.tail = (before.tail or "") + each.tail
        else:
            parent.text = (parent.text or "") + each.tail
    parent.remove(each)


def _matched(root: Any) -> dict[Any, dict[str, str]]:
    """Return per element what the style sheets say, the weightiest last."""
    found: dict[Any, dict[str, str]] = {}
    for rule in rules():
        for each in root.xpath(rule.path):
            found.setdefault(each, {}).update(rule.looks)
    return found


def _dress(each: Any, looks: dict[Any, dict[str, str]], known: dict[str, str]) -> None:
    """Give an element and those inside it their looks; what is named is inherited."""
    own = looks.get(each, {})
    known = {**known, **{name: value for name, value in own.items() if name.startswith("--")}}
    attributes = {name: value for name, value in each.attrib.items() if name in KEPT_ATTRIBUTES}
    each.attrib.clear()
    for name, value in attributes.items():
        each.set(name, value)
    for name, value in own.items():
        if name == "font":
            _set_font(each, resolved(value, known))
        elif name in LOOKS:
            each.set(name, resolved(value, known).removesuffix("px"))
    for child in each:
        _dress(child, looks, known)


def _set_font(each: Any, value: str) -> None:
    match = FONT.fullmatch(value)
    if match is None:
        return
    each.set("font-size", match["size"])
    if match["weight"]:
        each.set("font-weight", match["weight"])
    serif = match["family"].endswith(", serif")
    each.set("font-family", HEAD_FONTS if serif else TEXT_FONTS)


def resolved(value: str, known: dict[str, str]) -> str:
    """Return a value with what it names filled in."""
    for _step in range(len(known) + 1):
        match = VAR.search(value)
        if match is None:
            break
        filled = known.get(match[1], match[2] or "")
        value = f"{value[: match.start()]}{filled}{value[match.end() :]}"
    return " ".join(value.split())


def _in_namespace(root: Any) -> Any:
    for each in root.iter():
        if not str(each.tag).startswith("{"):
            each.tag = f"{{{SVG}}}{each.tag}"
    fresh = etree.Element(f"{{{SVG}}}svg", attrib=dict(root.attrib), nsmap={None: SVG})
    fresh.extend(list(root))
    return fresh


@cache
def sheets() -> str:
    """Return all style sheets after each other, the tokens first, without what is for paper."""
    files = sorted(STYLES.glob("*.css"), key=lambda path: (path.name != "tokens.css", path.name))
    return MEDIA.sub("", COMMENT.sub("", "\n".join(path.read_text("utf-8") for path in files)))


@cache
def tokens() -> tuple[tuple[str, str], ...]:
    """Return the names and values that hold everywhere."""
    found = [body for selector, body in RULE.findall(sheets()) if selector.strip() == ":root"]
    return tuple(pair for body in found for pair in _declarations(body))


@cache
def rules() -> tuple[Rule, ...]:
    """Return what the style sheets say about shapes, lightest first."""
    found = []
    translator = GenericTranslator()
    for selectors, body in RULE.findall(sheets()):
        looks = tuple(
            (name, value)
            for name, value in _declarations(body)
            if name in LOOKS or name == "font" or name.startswith("--")
        )
        if looks and selectors.strip() != ":root":
            found.extend(_rules_of(translator, selectors, looks))
    return tuple(sorted(found, key=lambda each: each.weight))


def _rules_of(
    translator: GenericTranslator, selectors: str, looks: tuple[tuple[str, str], ...]
) -> list[Rule]:
    """Return a rule for each selector that a picture without a page can meet."""
    found = []
    for selector in selectors.split(","):
        if ":" in selector or "@" in selector:
            continue
        try:
            (parsed,) = parse(selector.strip())
        except SelectorError:
            continue
        path = translator.selector_to_xpath(parsed)
        found.append(Rule(path, parsed.specificity(), looks))
    return found


def _declarations(body: str) -> list[tuple[str, str]]:
    pairs = (part.partition(":") for part in body.split(";"))
    return [(name.strip(), value.strip()) for name, colon, value in pairs if colon]
