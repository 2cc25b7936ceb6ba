"""Files of a document, written by a process of its own (`reports.engine`)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from threading import Event, Timer

from django.utils.translation import gettext as _

from koersvast.core.document_tree import Document, as_data

FORMATS = ("pdf", "docx", "odt")
ENGINE = ["-m", "koersvast.reports.engine"]
PATIENCE = 300
"""Seconds within which all files of a document are there; then the engine is ended."""


class NotMade(Exception):
    """A file could not be made; the message is for the reader, the cause is for who mends it."""


def written(
    document: Document,
    formats: Sequence[str] = FORMATS,
    *,
    told: Callable[[str], None] = lambda _format: None,
) -> dict[str, bytes]:
    """Return a document as files, by format; `told` hears of each that is there.

    Raises NotMade; then nothing is left.
    """
    with TemporaryDirectory(prefix="koersvast-") as name:
        folder = Path(name)
        asked = {"document": as_data(document), "formats": list(formats), "folder": name}
        _run(json.dumps(asked), told)
        try:
            return {each: (folder / f"document.{each}").read_bytes() for each in formats}
        except FileNotFoundError as error:
            raise NotMade(_("The files did not get ready.")) from error


def _run(asked: str, told: Callable[[str], None]) -> None:
    """Run the engine; raise NotMade with what it says is wrong, or when it takes too long."""
    late = Event()
    with TemporaryFile() as given:  # without a name: whatever ends this process, nothing stays
        given.write(asked.encode())
        given.seek(0)
        process = subprocess.Popen(  # noqa: S603 - our own program, text comes in as data
            [sys.executable, *ENGINE],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a pipe that nobody empties would stop the engine
        )
        clock = Timer(PATIENCE, _end, [process, late])
        clock.start()
        try:
            problem = _listen(process, told)
        finally:
            clock.cancel()
            process.kill()
            process.communicate()
    if late.is_set():
        raise NotMade(_("Making the files took too long. Try again, or make a smaller report."))
    if process.returncode != 0:
        raise NotMade(problem or _("The program that sets the type stopped."))


def _end(process: subprocess.Popen[bytes], late: Event) -> None:
    """End an engine that is not ready in time, whatever it is doing."""
    late.set()
    process.kill()


def _listen(process: subprocess.Popen[bytes], told: Callable[[str], None]) -> str:
    """Hear what the engine tells until it ends; return what it says is wrong."""
    problem = ""
    for line in process.stdout or ():
        said = json.loads(line)
        if "ready" in said:
            told(said["ready"])
        problem = said.get("problem", problem)
    process.wait()
    return problem
