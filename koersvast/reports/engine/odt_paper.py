"""The pages of an ODT, their feet, and the file in which all its styles stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from koersvast.reports.engine.markup import element, said
from koersvast.reports.engine.odt_look import (
    COUNTRIES,
    HEAD_FONT,
    INK,
    NAMES,
    PAGES,
    PAPERS,
    TEXT_FONT,
    letters,
    lists,
    paragraph_styles,
    room,
    style,
)

XML = '<?xml version="1.0" encoding="UTF-8"?>'


def page_layout(
    name: str, paper: str, *, landscape: bool, poster: bool = False, footer: bool
) -> str:
    """Return the form of a page."""
    width, height = PAPERS[paper]
    if landscape:
        width, height = height, width
    side, top, bottom = (14, 9, 9) if poster else (22, 22, 14)
    looks = {
        "fo:page-width": f"{width / 100}mm",
        "fo:page-height": f"{height / 100}mm",
        "style:print-orientation": "landscape" if landscape else "portrait",
        **{f"fo:margin-{edge}": f"{side}mm" for edge in ("left", "right")},
        "fo:margin-top": f"{top}mm",
        "fo:margin-bottom": f"{bottom}mm",
    }
    foot = element(
        "style:header-footer-properties", {"fo:min-height": "10mm", "fo:margin-top": "5mm"}
    )
    below = element("style:footer-style", None, foot) if footer else ""
    return element(
        "style:page-layout",
        {"style:name": f"Paper-{name}"},
        element("style:page-layout-properties", looks),
        element("style:header-style"),
        below,
    )


def master_page(name: str, footer: str, follows: str = "") -> str:
    """Return a page: its form, and its foot."""
    attributes = {"style:name": name, "style:page-layout-name": f"Paper-{name}"}
    if follows:
        attributes["style:next-style-name"] = follows
    return element(
        "style:master-page", attributes, element("style:footer", None, footer) if footer else ""
    )


def styles_of(data: Mapping[str, Any], size: float) -> str:
    """Return all styles of a file; `size` are the letters of a poster, in points."""
    points = size * 0.7 if data["poster"] else 10
    fonts = "".join(
        element("style:font-face", {"style:name": name, "svg:font-family": f"'{families}'"})
        for name, families in (("Body", TEXT_FONT), ("Head", HEAD_FONT))
    )
    language = {
        "fo:language": data["language"],
        "fo:country": COUNTRIES.get(data["language"], "none"),
    }
    default = element(
        "style:text-properties",
        {
            "style:font-name": "Body",
            "fo:color": INK,
            "fo:font-size": f"{points:g}pt",
            "style:font-size-complex": f"{points:g}pt",
            "fo:hyphenate": "true",
            "fo:hyphenation-remain-char-count": 3,
            "fo:hyphenation-push-char-count": 3,
            **language,
        },
    )
    base = element(
        "style:default-style", {"style:family": "paragraph"}, room(line_height="118%"), default
    )
    common = (
        base
        + style("Standard", "paragraph", room(line_height="118%"), **{"class": "text"})
        + "".join(paragraph_styles(data, points))
        + style("Index_20_Link", "text", letters(colour=INK), display_name="Index Link")
        + lists()
    )
    words = data["words"]
    number = element("text:page-number", {"text:select-page": "current"}, "1")
    pages = element("text:page-count", None, "1")
    counted = f"{said(words['page'])} {number} {said(words['of'])} {pages}"
    line = f"{said(data['foot'])}{element('text:tab')}{counted}"
    foot = element("text:p", {"text:style-name": "Footer"}, line)
    layouts = (
        page_layout("Cover", "a4", landscape=False, footer=False)
        + page_layout("Upright", "a4", landscape=False, footer=True)
        + page_layout("Landscape", "a4", landscape=True, footer=True)
        + page_layout("Poster", data["paper"], landscape=True, poster=True, footer=False)
    )
    masters = (
        master_page("Cover", "")
        + "".join(master_page(each, foot) for each in PAGES[1:3])
        + master_page("Poster", "")
    )
    return (
        f'{XML}<office:document-styles {NAMES} office:version="1.3">'
        + element("office:font-face-decls", None, fonts)
        + element("office:styles", None, common)
        + element("office:automatic-styles", None, layouts)
        + element("office:master-styles", None, masters)
        + "</office:document-styles>"
    )
