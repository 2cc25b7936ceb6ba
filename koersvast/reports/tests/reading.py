"""Reads back what was written: the structure of a PDF, and what an office makes of files."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
import pytest

OFFICE = shutil.which("soffice")
needs_office = pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)


@dataclass
class Tag:
    """An element of the tag tree of a PDF."""

    kind: str
    alt: str = ""
    children: list[Tag] = field(default_factory=list)

    def all(self) -> Iterator[Tag]:
        yield self
        for each in self.children:
            yield from each.all()

    def of(self, *kinds: str) -> list[Tag]:
        return [each for each in self.all() if each.kind in kinds]


def tags(content: bytes) -> Tag:
    """Return the tag tree of a PDF."""
    with pikepdf.open(BytesIO(content)) as pdf:
        root = pdf.Root.StructTreeRoot
        return Tag("Root", children=list(_children(root)))


def _children(node: Any) -> Iterator[Tag]:
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            alt = str(kid.get("/Alt", ""))
            yield Tag(str(kid.S).lstrip("/"), alt, list(_children(kid)))


def fonts(content: bytes) -> dict[str, bool]:
    """Return every font of a PDF, and whether it is embedded."""
    found: dict[str, bool] = {}
    with pikepdf.open(BytesIO(content)) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                files = {"/FontFile", "/FontFile2", "/FontFile3"}
                found[str(item.FontName)] = bool(files & set(item.keys()))
    return found


def pages(content: bytes) -> list[str]:
    """Return the text of each page of a PDF, by pdftotext."""
    done = subprocess.run(
        ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"],
        input=content,
        capture_output=True,
        check=True,
    )
    return done.stdout.decode().split("\f")[:-1]


def through_office(files: Mapping[str, bytes], folder: Path, to: str = "pdf") -> dict[str, bytes]:
    """Return files, by their names, as LibreOffice converts them; it is started once."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    subprocess.run(
        [
            OFFICE or "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder / "out"),
            *(str(folder / name) for name in files),
        ],
        check=True,
        capture_output=True,
        timeout=300,
        env={**os.environ, "HOME": str(folder)},
    )
    return {name: (folder / "out" / f"{Path(name).stem}.{to}").read_bytes() for name in files}


def pictures(content: bytes) -> int:
    """Return how many pictures stand on the pages of a PDF, by pdfimages."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "document.pdf"
        file.write_bytes(content)
        done = subprocess.run(["pdfimages", "-list", file], capture_output=True, check=True)
    return sum(line.split()[2] == "image" for line in done.stdout.decode().splitlines()[2:])
