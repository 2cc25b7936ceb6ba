"""Documents: seconds and peak memory in each format, beside the engine alone on the same text.

The engine alone is Typst on the very files that we give it, and for DOCX and ODT pandoc, on the
same text as HTML: the program that most people would take. Each is a process of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

from koersvast.reports.engine.arranging import arranged
from koersvast.reports.engine.bitmaps import bitmaps_of
from koersvast.reports.engine.cleaning import bounded, cleaned, storable
from koersvast.reports.engine.pdf import FONTS_ONLY, STANDARDS, Setting

FORMATS = ("pdf", "docx", "odt")
ROUNDS = 3
LIMIT = 1.5
TYPST = """
import json, sys, typst
asked = json.load(sys.stdin)
files = {name: text.encode() for name, text in asked["files"].items()}
options = {"format": "pdf", "pdf_standards": asked["standards"], **asked["fonts"]}
typst.compile(files, output=asked["to"], **options)
"""


def measure_documents(data: Mapping[str, Any], folder: Path) -> dict[str, Any]:
    """Return per format what we take and what the engine alone takes: the best of some rounds."""
    prepared = arranged(bounded(cleaned(data, storable)))
    setting = Setting(prepared)
    source = folder / "source.html"
    source.write_text(html_of(prepared, folder), encoding="utf-8")
    found: dict[str, Any] = {"pages": setting.layout.last}
    for name in FORMATS:
        asked = {"document": data, "formats": [name], "folder": str(folder)}
        ours = [sys.executable, "-m", "koersvast.reports.engine"]
        found[name] = {
            "ours": best(ours, json.dumps(asked)),
            "engine": best(*alone(name, setting, source, folder)),
        }
    return found


def alone(name: str, setting: Setting, source: Path, folder: Path) -> tuple[list[str], str]:
    """Return the command of the engine alone, and what it reads."""
    if name != "pdf":
        import pypandoc

        target = folder / f"alone.{name}"
        pandoc = pypandoc.get_pandoc_path()
        return [pandoc, "--toc", "--standalone", str(source), "-o", str(target)], ""
    files = {key: value.decode() for key, value in setting.files.items()}
    asked = {"files": files, "fonts": FONTS_ONLY, "standards": STANDARDS}
    return [sys.executable, "-c", TYPST], json.dumps({**asked, "to": str(folder / "alone.pdf")})


def best(command: list[str], given: str) -> dict[str, float]:
    """Return the least seconds, and the most memory, of some rounds of a command."""
    rounds = [once(command, given) for _round in range(ROUNDS)]
    return {"seconds": min(s for s, _mb in rounds), "mb": max(mb for _s, mb in rounds)}


def once(command: list[str], given: str) -> tuple[float, float]:
    """Run a command; return its seconds and its peak of memory."""
    start = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    assert process.stdin is not None
    process.stdin.write(given.encode())
    process.stdin.close()
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{command[0]} failed")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def html_of(data: Mapping[str, Any], folder: Path) -> str:
    """Return the same text as HTML."""
    pictures = iter(bitmaps_of(data))
    title = escape(data["title"])
    head = f"<html lang='{data['language']}'><head><title>{title}</title></head><body>"
    return "".join([head, *_parts(data, pictures, folder), "</body></html>"])


def _parts(data: Mapping[str, Any], pictures: Any, folder: Path) -> Iterator[str]:
    for chapter in data["chapters"]:
        yield f"<h1>{escape(chapter['title'])}</h1>"
        for number, block in enumerate(chapter["blocks"]):
            if block["is"] == "heading":
                yield f"<h{block['level']}>{escape(block['text'])}</h{block['level']}>"
            elif block["is"] == "paragraph":
                yield f"<p>{_text(block['text'])}</p>"
            elif block["is"] == "bullets":
                yield f"<ul>{''.join(f'<li>{_text(each)}</li>' for each in block['items'])}</ul>"
            elif block["is"] == "table":
                yield _table(block)
            else:
                file = folder / f"{chapter['key']}-{number}.png"
                file.write_bytes(next(pictures).png)
                yield f"<p><img src='{file}' alt='{escape(block['alt'])}'></p>"


def _table(block: Mapping[str, Any]) -> str:
    head = "".join(f"<th>{escape(each['label'])}</th>" for each in block["columns"])
    rows = "".join(
        f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row['cells'])}</tr>"
        for row in block["rows"]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _cell(cell: Mapping[str, Any]) -> str:
    if cell["bullets"]:
        return f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in cell['lines'])}</ul>"
    return "".join(f"<p>{_text(line)}</p>" for line in cell["lines"])


def _text(runs: Any) -> str:
    return "".join(escape(run["text"]) for run in runs)


def document_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Yield the figures for people."""
    yield ""
    yield f"a document of {found['pages']} pages from {found['results']} results"
    drafted = found["draft"]
    yield f"{'read from the register':<24}{drafted['seconds']:>8.1f} s{drafted['mb']:>12.0f} MB"
    for name in FORMATS:
        ours, engine = found[name]["ours"], found[name]["engine"]
        ratios = [ours[key] / engine[key] for key in ("seconds", "mb")]
        yield (
            f"{name:<24}{ours['seconds']:>8.2f} s{ours['mb']:>11.0f} MB"
            f"   alone {engine['seconds']:.2f} s {engine['mb']:.0f} MB"
            f"   ratio {ratios[0]:.2f} and {ratios[1]:.2f}"
        )


def broken_documents(found: Mapping[str, Any]) -> list[str]:
    """Return what takes more than it may beside the engine alone."""
    return [
        f"{name}: {ours[key] / engine[key]:.2f} times the {words} of the engine alone"
        for name in FORMATS
        for ours, engine in [(found[name]["ours"], found[name]["engine"])]
        for key, words in (("seconds", "time"), ("mb", "memory"))
        if ours[key] / engine[key] > LIMIT
    ]
