"""What goes to paper: nothing that one reads is hidden there by the name of its class."""

from __future__ import annotations

import re
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "koersvast"
PRINT = PACKAGE / "core/static/koersvast/css/print.css"
HIDDEN = re.compile(r"([^{}]+)\{ display: none !important; \}")
OPENS = re.compile(r'<(table|dl|ol|tbody|thead)\b[^>]*class="([^"]*)"')


def hidden() -> set[str]:
    found = HIDDEN.findall(PRINT.read_text())
    return {name.strip().removeprefix(".") for names in found for name in names.split(",")}


def test_no_table_or_list_is_hidden_on_paper() -> None:
    gone = hidden()
    assert {"messages", "filters", "no-print"} <= gone
    wrong = [
        (path.name, classes)
        for path in sorted(PACKAGE.glob("*/templates/**/*.html"))
        for _tag, classes in OPENS.findall(path.read_text())
        if gone & ({*classes.split()} - {"no-print"})
    ]
    assert wrong == []
