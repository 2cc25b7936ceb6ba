"""How an ODT looks: its styles, lists, paper, and the foot of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from koersvast.reports.engine.markup import element

TEXT_FONT = "Open Sans', 'Segoe UI', 'Liberation Sans"
HEAD_FONT = "Palatino Linotype', 'Libertinus Serif', 'Liberation Serif"
INK, MUTED, LINE = "#15233a", "#5b6576", "#d8d3c6"
ROW_FILLS = {"plain": "", "sum": "#f3f0e8", "gap": "#fbe5e2", "group": "#e9eef1"}
COUNTRIES = {"nl": "NL", "en": "GB"}
PAPERS = {"a4": (21000, 29700), "a3": (29700, 42000)}
"""Hundredths of a millimetre, upright."""
PAGES = ("Cover", "Upright", "Landscape", "Poster")
SPACES = ("office", "style", "text", "table", "meta")
NAMES = " ".join(
    [
        *(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in SPACES),
        'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
        'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
        'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
    ]
)


@dataclass(frozen=True)
class Frame:
    """The room between the margins, in hundredths of a millimetre."""

    width: int
    height: int
    gutter: int = 900

    def column(self) -> Frame:
        """Return one of three columns."""
        return replace(self, width=(self.width - 2 * self.gutter) // 3)


def frame_of(paper: str, *, landscape: bool = False, poster: bool = False) -> Frame:
    """Return the room on a page."""
    width, height = PAPERS[paper]
    if landscape:
        width, height = height, width
    side, ends = (1400, 1800) if poster else (2200, 4600)
    return Frame(width - 2 * side, height - ends)


def style(name: str, family: str, *inside: str, **attributes: str) -> str:
    """Return a style."""
    more = {f"style:{key.replace('_', '-')}": value for key, value in attributes.items()}
    return element("style:style", {"style:name": name, "style:family": family, **more}, *inside)


def letters(
    *, size: float = 0, colour: str = "", bold: bool = False, font: str = "", italic: bool = False
) -> str:
    """Return how letters look, for whatever script."""
    looks: dict[str, str | int] = {}
    for suffix, prefix in (("", "fo"), ("-asian", "style"), ("-complex", "style")):
        if size:
            looks[f"{prefix}:font-size{suffix}"] = f"{size:g}pt"
        if bold:
            looks[f"{prefix}:font-weight{suffix}"] = "bold"
        if italic:
            looks[f"{prefix}:font-style{suffix}"] = "italic"
    if colour:
        looks["fo:color"] = colour
    if font:
        looks["style:font-name"] = font
    return element("style:text-properties", looks)


def room(before: float = 0, after: float = 0, **more: Any) -> str:
    """Return the room round a paragraph, in millimetres."""
    looks = {f"fo:{key.replace('_', '-')}": value for key, value in more.items()}
    return element(
        "style:paragraph-properties",
        {"fo:margin-top": f"{before:g}mm", "fo:margin-bottom": f"{after:g}mm", **looks},
    )


STOP = '<style:tab-stops><style:tab-stop style:position="{0}mm"{1}/></style:tab-stops>'
DOTS = ' style:type="right" style:leader-style="dotted" style:leader-text="."'
KEEP: dict[str, Any] = {"keep_with_next": "always"}


def tabbed(position: int, kind: str = "", before: float = 0, below: float = 0.7) -> str:
    """Return the room round a paragraph with a tab in it, in millimetres."""
    margins = f'fo:margin-top="{before:g}mm" fo:margin-bottom="{below:g}mm"'
    name = "style:paragraph-properties"
    return f"<{name} {margins}>{STOP.format(position, kind)}</{name}>"


def own(name: str, *inside: str) -> str:
    """Return a style of paragraphs."""
    shown = name.replace("_20_", " ").replace("_", " ")
    return style(name, "paragraph", *inside, parent_style_name="Standard", display_name=shown)


def paragraph_styles(data: Mapping[str, Any], size: float) -> list[str]:
    """Return the styles of paragraphs; on a poster everything is closer together."""
    return [*text_styles(data, size), *page_styles(data, size)]


def text_styles(data: Mapping[str, Any], size: float) -> list[str]:
    """Return the styles of titles, headings, text and cells."""
    poster, brand = data["poster"], data["text_colour"]
    small = size - 0.5 if poster else size - 1
    head: dict[str, Any] = {"size": small, "colour": data["on_colour"], "bold": True}
    heads = (size + 2.5, size + 1, size, size) if poster else (20, 14, 11.5, 10)
    gaps = (
        ((2, 1), (2, 1), (1.5, 0.8), (1.5, 0.8))
        if poster
        else ((9, 3.5), (6, 2.5), (4.5, 2), (4, 1.5))
    )
    after = 1 if poster else 2.1
    return [
        own("Text_20_body", room(0, after)),
        own(
            "Title",
            room(0, 3, line_height="110%", **KEEP),
            letters(
                size=18 if poster else data["cover"]["size"], colour=brand, bold=True, font="Head"
            ),
        ),
        own(
            "Subtitle",
            room(0, 1.5 if poster else data["cover"]["room"]),
            letters(size=12 if poster else 14, colour=MUTED),
        ),
        *(
            style(
                f"Heading_20_{n}",
                "paragraph",
                room(*gap, line_height="115%", **KEEP),
                letters(size=points, colour=brand, bold=True, font="Head"),
                display_name=f"Heading {n}",
                parent_style_name="Standard",
                next_style_name="Text_20_body",
                default_outline_level=str(n),
            )
            for n, (points, gap) in enumerate(zip(heads, gaps, strict=True), start=1)
        ),
        own("KV_Lead", room(0, after + 0.7), letters(size=size + 1.5)),
        own("KV_Note", room(0, after), letters(size=small, colour=MUTED)),
        own("KV_Item", room(0, 0.7)),
        own("KV_Cell", room(0.1, 0.1, line_height="108%"), letters(size=small)),
        own("KV_Cell_end", room(0.2, 0.2, text_align="end"), letters(size=small)),
        own("KV_Head", room(0.2, 0.2, **KEEP), letters(**head)),
        own("KV_Head_end", room(0.2, 0.2, text_align="end", **KEEP), letters(**head)),
    ]


def page_styles(data: Mapping[str, Any], size: float) -> list[str]:
    """Return the styles of captions, of the cover, and of the foot of a page."""
    poster, brand = data["poster"], data["colour"]
    small = size - 0.5 if poster else size - 1
    band: dict[str, Any] = {"background_color": brand, "padding": "3mm"}
    tall = {} if poster else {"padding_top": "22mm", "padding_bottom": "8mm"}
    return [
        own("KV_Table_Caption", room(0.7, 1.2, **KEEP), letters(size=small, colour=MUTED)),
        own("KV_Picture", room(1, 0.5, **KEEP)),
        own("KV_Picture_Caption", room(0, 3), letters(size=small, colour=MUTED)),
        own("KV_Space", room(0, 0.5 if poster else 1.5), letters(size=4)),
        own(
            "KV_Contents",
            room(0, 4, **KEEP),
            letters(size=20, colour=data["text_colour"], bold=True, font="Head"),
        ),
        own("Contents_20_1", tabbed(166, DOTS, 2.2), letters(bold=True)),
        own("Contents_20_2", tabbed(166, DOTS)),
        own(
            "KV_Band",
            room(0, 2 if poster else 40, **band, **tall),
            letters(size=10 if poster else 15, colour=data["on_colour"], bold=not poster),
        ),
        own("KV_Kind", room(0, 1), letters(size=11, colour=MUTED)),
        own("KV_Fact", tabbed(50)),
        own("Footer", tabbed(166, ' style:type="right"'), letters(size=8, colour=MUTED)),
    ]


def table_styles(columns: Iterable[str], brand: str, padding: str) -> list[str]:
    """Return the styles of tables, their rows, cells and columns."""
    edge = f"0.5pt solid {LINE}"
    return [
        *(
            style(
                name,
                "table",
                element(
                    "style:table-properties",
                    {
                        "table:border-model": "collapsing",
                        "style:may-break-between-rows": breaks,
                        "table:align": "margins",
                    },
                ),
            )
            for name, breaks in (("Table", "true"), ("Table-whole", "false"))
        ),
        style(
            "Row-whole",
            "table-row",
            element("style:table-row-properties", {"fo:keep-together": "always"}),
        ),
        style(
            "Row-long",
            "table-row",
            element("style:table-row-properties", {"fo:keep-together": "auto"}),
        ),
        *(
            style(
                f"Cell-{kind}",
                "table-cell",
                element(
                    "style:table-cell-properties",
                    {
                        "fo:border-bottom": edge,
                        "fo:padding": padding,
                        **({"fo:background-color": fill} if fill else {}),
                    },
                ),
            )
            for kind, fill in ROW_FILLS.items()
        ),
        style(
            "Cell-head",
            "table-cell",
            element(
                "style:table-cell-properties",
                {
                    "fo:background-color": brand,
                    "fo:padding": padding,
                    "style:vertical-align": "bottom",
                },
            ),
        ),
        *(column_style(name) for name in columns),
    ]


def column_style(name: str) -> str:
    """Return the style of a column; its name tells its width in hundredths of a millimetre."""
    width = {"style:column-width": f"{int(name[1:]) / 100}mm"}
    return style(name, "table-column", element("style:table-column-properties", width))


def automatic(columns: Iterable[str], brand: str, *, poster: bool) -> str:
    """Return the styles that stand with the text: cells, columns, new pages, directions."""
    found = [
        *table_styles(columns, brand, "0.5mm" if poster else "1.1mm"),
        style("bold", "text", letters(bold=True)),
        style("italic", "text", letters(italic=True)),
        style("bold-italic", "text", letters(bold=True, italic=True)),
        style("Muted", "text", letters(colour=MUTED)),
        style(
            "Picture",
            "graphic",
            element(
                "style:graphic-properties",
                {"style:vertical-pos": "top", "style:vertical-rel": "baseline"},
            ),
        ),
        style(
            "Columns",
            "section",
            element(
                "style:section-properties",
                {"text:dont-balance-text-columns": "true"},
                element("style:columns", {"fo:column-count": 3, "fo:column-gap": "9mm"}),
            ),
        ),
    ]
    found += [_kept(name) for name in KEPT]
    found += [_turned(name) for name in (*TURNED, *(f"{name}-keep" for name in KEPT))]
    found += [_on_page(name, page) for name in STARTING for page in PAGES]
    found += [_on_page(f"{name}-rtl", page) for name in STARTING for page in PAGES]
    return "".join(found)


KEPT = ("Text_20_body", "KV_Lead", "KV_Note", "KV_Item")
STARTING = ("Heading_20_1", "KV_Band", "KV_Contents")
TURNED = (
    "Text_20_body",
    "Title",
    "Subtitle",
    *(f"Heading_20_{n}" for n in range(1, 5)),
    "KV_Lead",
    "KV_Note",
    "KV_Item",
    "KV_Cell",
    "KV_Cell_end",
    "KV_Head",
    "KV_Head_end",
    "KV_Table_Caption",
    "KV_Picture_Caption",
    "KV_Band",
    "KV_Kind",
    "KV_Contents",
    "KV_Space",
)


def _kept(name: str) -> str:
    inside = element("style:paragraph-properties", {"fo:keep-with-next": "always"})
    return style(f"{name}-keep", "paragraph", inside, parent_style_name=name)


def _turned(name: str) -> str:
    looks = {"style:writing-mode": "rl-tb", "fo:text-align": "right"}
    inside = element("style:paragraph-properties", looks)
    return style(f"{name}-rtl", "paragraph", inside, parent_style_name=name)


def _on_page(name: str, page: str) -> str:
    plain, turned = name.removesuffix("-rtl"), name.endswith("-rtl")
    looks = {"style:writing-mode": "rl-tb", "fo:text-align": "right"} if turned else {}
    inside = element("style:paragraph-properties", {"style:page-number": "auto", **looks})
    own = f"{plain}-{page}{'-rtl' if turned else ''}"
    return style(own, "paragraph", inside, parent_style_name=plain, master_page_name=page)


def lists() -> str:
    """Return the styles of lists."""
    bullet = {"text:level": 1, "text:bullet-char": "•"}
    number = {"text:level": 1, "style:num-format": "1", "style:num-suffix": "."}
    return element(
        "text:list-style",
        {"style:name": "Bullets"},
        element("text:list-level-style-bullet", bullet, _place(5)),
    ) + element(
        "text:list-style",
        {"style:name": "Numbers"},
        element("text:list-level-style-number", number, _place(8)),
    )


def _place(width: int) -> str:
    """Return where the text of a list begins, in millimetres, and its mark a little before."""
    return element(
        "style:list-level-properties",
        {"text:list-level-position-and-space-mode": "label-alignment"},
        element(
            "style:list-level-label-alignment",
            {
                "text:label-followed-by": "listtab",
                "text:list-tab-stop-position": f"{width}mm",
                "fo:text-indent": f"-{width - 1}mm",
                "fo:margin-left": f"{width}mm",
            },
        ),
    )
