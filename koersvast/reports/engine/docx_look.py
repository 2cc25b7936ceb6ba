"""How a DOCX looks: its styles, lists, paper, and the foot of its pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from koersvast.reports.engine.cleaning import cut
from koersvast.reports.engine.docx_paper import TWIPS
from koersvast.reports.engine.markup import element, said

TEXT_FONT, HEAD_FONT = "Open Sans", "Palatino Linotype"
CELL, CELL_BULLET, LEAD, NOTE = "KV Cell", "KV Cell Bullet", "KV Lead", "KV Note"
INK, MUTED, LINE = "15233A", "5B6576", "D8D3C6"
ROW_FILLS = {"": "", "sum": "F3F0E8", "gap": "FBE5E2", "group": "E9EEF1"}
PROPERTY = 255
"""Characters that a property of a file may have."""
LANGUAGES = {"nl": "nl-NL", "en": "en-GB"}


class Lists:
    """The numbered lists of a file; each counts from one."""

    def __init__(self, numbering: Any) -> None:
        self.numbering = numbering
        self.last = max((int(each.numId) for each in numbering.num_lst), default=0)
        self.abstract = self._add_abstract()

    def _add_abstract(self) -> int:
        taken = [
            int(each.get(_w("abstractNumId"))) for each in self.numbering.xpath("w:abstractNum")
        ]
        number = max(taken, default=0) + 1
        level = element(
            "w:lvl",
            {"w:ilvl": 0},
            element("w:start", {"w:val": 1}),
            element("w:numFmt", {"w:val": "decimal"}),
            element("w:lvlText", {"w:val": "%1."}),
            element("w:lvlJc", {"w:val": "left"}),
            element("w:pPr", None, element("w:ind", {"w:left": 360, "w:hanging": 360})),
        )
        xml = f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{level}</w:abstractNum>'
        first = self.numbering.xpath("w:num")[0]
        first.addprevious(parse_xml(xml))
        return number

    def fresh(self) -> int:
        """Return the number of a list that begins anew."""
        self.last += 1
        override = element("w:lvlOverride", {"w:ilvl": 0}, element("w:startOverride", {"w:val": 1}))
        abstract = element("w:abstractNumId", {"w:val": self.abstract})
        xml = f'<w:num {nsdecls("w")} w:numId="{self.last}">{abstract}{override}</w:num>'
        self.numbering.append(parse_xml(xml))
        return self.last


def prepare(file: Any, data: Mapping[str, Any], size: float) -> tuple[Lists, str]:
    """Give an empty file its styles, its properties and its foot.

    Returns its lists, and the name of the foot. `size` are the letters of a poster, in points.
    """
    points = size * 0.78 if data["poster"] else 10
    set_properties(file, data)
    set_styles(file, data, round(points * 2))
    set_compatibility(file)
    return Lists(file.part.numbering_part.element), add_footer(file, data)


def set_properties(file: Any, data: Mapping[str, Any]) -> None:
    """Say what the file is: title, maker, language."""
    own = file.core_properties
    own.title, own.author = cut(data["title"], PROPERTY), cut(data["owner"], PROPERTY)
    own.subject, own.category = cut(data["subtitle"], PROPERTY), cut(data["kind"], PROPERTY)
    own.language, own.comments = LANGUAGES.get(data["language"], data["language"]), ""


def set_compatibility(file: Any) -> None:
    """Say that the file is of today, so that Word opens it without its mode for old files."""
    settings = file.settings.element
    hyphenation = element("w:autoHyphenation")
    first = settings.find(_w("defaultTabStop"))
    if first is not None:
        first.addprevious(parse_xml(hyphenation.replace("/>", f" {nsdecls('w')}/>")))
    compat = settings.find(_w("compat"))
    address = "http://schemas.microsoft.com/office/word"
    setting = (
        f'<w:compatSetting {nsdecls("w")} w:name="compatibilityMode" w:uri="{address}" w:val="15"/>'
    )
    if compat is not None:
        for each in list(compat):
            compat.remove(each)
        compat.append(parse_xml(setting))


def add_footer(file: Any, data: Mapping[str, Any]) -> str:
    """Add the foot of every page but the cover; return its name in the file."""
    section = file.sections[0]
    section.footer.is_linked_to_previous = False
    (reference,) = section._sectPr.xpath("w:footerReference")
    name: str = reference.get(f"{{{reference.nsmap['r']}}}id")
    words = data["words"]
    inside = (
        _run(data["foot"])
        + element("w:r", None, element("w:tab"))
        + _run(f"{words['page']} ")
        + _field("PAGE")
        + _run(f" {words['of']} ")
        + _field("NUMPAGES")
    )
    style = element("w:pPr", None, element("w:pStyle", {"w:val": "KVFoot"}))
    footer = section.footer._element
    for each in list(footer):
        footer.remove(each)
    footer.append(parse_xml(f"<w:p {nsdecls('w')}>{style}{inside}</w:p>"))
    return name


def _run(text: str) -> str:
    return element("w:r", None, element("w:t", {"xml:space": "preserve"}, said(text)))


def _field(name: str) -> str:
    parts = [element("w:fldChar", {"w:fldCharType": kind}) for kind in ("begin", "separate", "end")]
    begin, separate, end = (element("w:r", None, each) for each in parts)
    asked = element("w:r", None, element("w:instrText", None, name))
    return begin + asked + separate + _run("1") + end


def set_styles(file: Any, data: Mapping[str, Any], size: int) -> None:
    """Replace the styles of the template by our own; `size` in half points."""
    styles = file.styles.element
    language = LANGUAGES.get(data["language"], data["language"])
    defaults = styles.find(_w("docDefaults"))
    defaults.getparent().replace(defaults, parse_xml(_defaults(size, language)))
    for xml in _styles(data, size):
        fresh = parse_xml(xml)
        own = fresh.get(_w("styleId"))
        for old in styles.xpath(f'w:style[@w:styleId="{own}"]'):
            styles.remove(old)
        styles.append(fresh)


def _w(name: str) -> str:
    return f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{name}"


def _fonts(name: str) -> str:
    names = {f"w:{each}": name for each in ("ascii", "hAnsi", "cs", "eastAsia")}
    return element("w:rFonts", names)


def _defaults(size: int, language: str) -> str:
    looks = element(
        "w:rPr",
        None,
        _fonts(TEXT_FONT),
        element("w:color", {"w:val": INK}),
        element("w:sz", {"w:val": size}),
        element("w:szCs", {"w:val": size}),
        element("w:lang", {"w:val": language, "w:eastAsia": language, "w:bidi": "ar-SA"}),
    )
    spacing = element("w:spacing", {"w:after": 120, "w:line": 264, "w:lineRule": "auto"})
    paragraphs = element("w:pPrDefault", None, element("w:pPr", None, spacing))
    inside = element("w:rPrDefault", None, looks) + paragraphs
    return f"<w:docDefaults {nsdecls('w')}>{inside}</w:docDefaults>"


def _style(
    name: str,
    *,
    based: str = "Normal",
    size: int = 0,
    colour: str = "",
    bold: bool = False,
    head: bool = False,
    before: int = 0,
    after: int = 0,
    keep: bool = False,
    level: int = 0,
    more: str = "",
    follows: str = "",
    paint: str = "",
    line: int = 0,
) -> str:
    """Return a style of paragraphs. The order of its parts is that of the standard."""
    spacing: dict[str, str | int] = {"w:before": before, "w:after": after}
    if line:
        spacing |= {"w:line": line, "w:lineRule": "auto"}
    paragraph = [
        *([element("w:keepNext"), element("w:keepLines")] if keep else []),
        more if more.startswith("<w:numPr") else "",
        more if more.startswith("<w:pBdr") else "",
        paint,
        more if more.startswith("<w:tabs") else "",
        element("w:spacing", spacing),
        more if more.startswith("<w:ind") else "",
        *([element("w:outlineLvl", {"w:val": level - 1})] if level else []),
    ]
    looks = [
        *([_fonts(HEAD_FONT)] if head else []),
        *([element("w:b"), element("w:bCs")] if bold else []),
        *([element("w:color", {"w:val": colour})] if colour else []),
        *([element("w:sz", {"w:val": size}), element("w:szCs", {"w:val": size})] if size else []),
    ]
    inside = [
        element("w:name", {"w:val": name}),
        *([element("w:basedOn", {"w:val": based})] if name != "Normal" else []),
        *([element("w:next", {"w:val": follows})] if follows else []),
        element("w:qFormat"),
        element("w:pPr", None, *paragraph),
        *([element("w:rPr", None, *looks)] if looks else []),
    ]
    head_of = {"w:type": "paragraph", "w:styleId": name.replace(" ", "")}
    if name == "Normal":
        head_of["w:default"] = "1"
    pairs = " ".join(f'{key}="{value}"' for key, value in head_of.items())
    return f"<w:style {nsdecls('w')} {pairs}>{''.join(inside)}</w:style>"


def _styles(data: Mapping[str, Any], size: int) -> list[str]:
    """Return all styles; on a poster everything is closer together."""
    poster = data["poster"]
    brand, on_brand, head = (
        data[name].lstrip("#").upper() for name in ("colour", "on_colour", "text_colour")
    )
    return [
        *_heading_styles(data["cover"], head, size, poster=poster),
        *_text_styles(size, poster=poster),
        *_page_styles(brand, on_brand, head, poster=poster),
        _table_style(18 if poster else 40),
    ]


def _heading_styles(cover: Mapping[str, Any], brand: str, size: int, *, poster: bool) -> list[str]:
    """Return the ordinary style, and those of titles and headings."""
    gap = 60 if poster else 120
    heads = (size + 5, size + 2, size) if poster else (40, 28, 23)
    below = 80 if poster else round(cover["room"] * TWIPS)
    return [
        _style("Normal", after=gap),
        _style(
            "Title",
            size=36 if poster else cover["size"] * 2,
            colour=brand,
            head=True,
            bold=True,
            before=0 if poster else 60,
            after=120,
            keep=True,
            line=240,
        ),
        _style(
            "Subtitle",
            size=24,
            colour=MUTED,
            after=below,
        ),
        *(
            _style(
                f"Heading {level}",
                size=own,
                colour=brand,
                head=True,
                bold=True,
                keep=True,
                level=level,
                follows="Normal",
                before=(140, 120, 100)[level - 1] if poster else (480, 320, 240)[level - 1],
                after=60 if poster else (200, 140, 110)[level - 1],
                line=240,
            )
            for level, own in enumerate(heads, start=1)
        ),
        _style(
            "Heading 4",
            size=size,
            colour=brand,
            bold=True,
            keep=True,
            level=4,
            follows="Normal",
            before=200,
            after=80,
        ),
    ]


def _text_styles(size: int, *, poster: bool) -> list[str]:
    """Return the styles of captions, notes, cells, pictures and what stands between them."""
    small = size - 2 if not poster else size - 1
    gap = 60 if poster else 120
    hang = element("w:ind", {"w:left": 200, "w:hanging": 200})
    return [
        _style("Caption", size=small, colour=MUTED, before=40, after=100),
        _style(LEAD, size=size + 3, after=gap + 40),
        _style(NOTE, size=small, colour=MUTED, after=gap),
        _style(CELL, size=small, before=10, after=10, line=240),
        _style(
            CELL_BULLET, based="ListBullet", size=small, before=0, after=10, line=240, more=hang
        ),
        _style("KV Picture", after=40, keep=True),
        _style("KV Space", size=8, after=gap),
    ]


def _page_styles(brand: str, on_brand: str, head: str, *, poster: bool) -> list[str]:
    """Return the styles of the cover, the list of contents and the foot of a page."""
    paint = element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": brand})
    edges = "".join(
        element(
            f"w:{side}",
            {"w:val": "single", "w:sz": 48, "w:space": 1 if poster else 14, "w:color": brand},
        )
        for side in ("top", "left", "bottom", "right")
    )
    tab = element("w:tabs", None, element("w:tab", {"w:val": "left", "w:pos": 2835}))
    foot = element("w:tabs", None, element("w:tab", {"w:val": "right", "w:pos": 9400}))
    dots = {"w:val": "right", "w:leader": "dot", "w:pos": 9400}
    contents = element("w:tabs", None, element("w:tab", dots))
    return [
        _style("KV Contents", size=40, colour=head, head=True, bold=True, after=200, keep=True),
        _style("TOC 1", bold=True, before=120, after=40, more=contents),
        _style("TOC 2", after=20, more=contents),
        _style(
            "KV Band",
            size=20 if poster else 30,
            colour=on_brand,
            bold=not poster,
            before=0 if poster else 1200,
            after=120 if poster else 2400,
            paint=paint,
            more=element("w:pBdr", None, edges),
        ),
        _style("KV Kind", size=22, colour=MUTED, after=40),
        _style("KV Fact", after=40, more=tab),
        _style("KV Foot", size=16, colour=MUTED, more=foot),
    ]


def _table_style(room: int) -> str:
    lines = "".join(
        element(f"w:{side}", {"w:val": "single", "w:sz": 4, "w:space": 0, "w:color": LINE})
        for side in ("top", "bottom", "insideH")
    )
    margins = "".join(
        element(f"w:{side}", {"w:w": width, "w:type": "dxa"})
        for side, width in (("top", room), ("left", 90), ("bottom", room), ("right", 90))
    )
    inside = (
        element("w:name", {"w:val": "KV Table"})
        + element("w:basedOn", {"w:val": "TableNormal"})
        + element(
            "w:tblPr",
            None,
            element("w:tblBorders", None, lines),
            element("w:tblCellMar", None, margins),
        )
    )
    name = 'w:type="table" w:customStyle="1" w:styleId="KVTable"'
    return f"<w:style {nsdecls('w')} {name}>{inside}</w:style>"
