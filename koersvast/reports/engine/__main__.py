"""Writes a document to files: `python -m koersvast.reports.engine`.

On standard input comes `{"document": ..., "formats": [...], "folder": ...}`. Each file is written
to the folder as `document.<format>`; a line on standard output tells that it is there, as JSON.
What goes wrong is told in the last line, as `{"problem": ...}`, with exit code 1.

A process of its own, with limits: setting type takes memory that is not given back, and a fault in
it must not take the server along.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from koersvast.reports.engine.arranging import arranged
from koersvast.reports.engine.bitmaps import bitmaps_of
from koersvast.reports.engine.cleaning import bounded, cleaned, storable
from koersvast.reports.engine.pdf import TEXT_SIZE, Layout, Setting

UNKNOWN = Layout((), 0, TEXT_SIZE)
"""Without a PDF nobody counted the pages: word processors do that when they open the file."""
MEMORY = 4 * 1024 * 1024 * 1024
SECONDS = 300


def write(data: dict[str, Any], formats: list[str], folder: Path) -> None:
    """Write the files, and tell of each that it is there."""
    data = arranged(bounded(cleaned(data, storable)))
    setting = Setting(data) if "pdf" in formats or data["poster"] else None
    layout = setting.layout if setting and formats != ["pdf"] else UNKNOWN
    pictures = bitmaps_of(data) if {"docx", "odt"} & set(formats) else []
    for name in formats:
        if name == "pdf" and setting:
            content = setting.pdf()
        elif name == "docx":
            content = writer("docx").docx_of(data, pictures, layout)
        else:
            content = writer("odt").odt_of(data, pictures, layout)
        (folder / f"document.{name}").write_bytes(content)
        print(json.dumps({"ready": name}), flush=True)


def writer(name: str) -> Any:
    """Return the module that writes a format; each takes long to load."""
    return import_module(f"koersvast.reports.engine.{name}")


def limit() -> None:
    """Take a bounded amount of memory and time, where the system has limits."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def main() -> int:
    """Do what standard input asks."""
    limit()
    asked = json.load(sys.stdin)
    try:
        write(asked["document"], asked["formats"], Path(asked["folder"]))
    except BaseException as error:  # a panic of the setter of type is no Exception
        print(json.dumps({"problem": f"{type(error).__name__}: {error}"[:2000]}), flush=True)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
