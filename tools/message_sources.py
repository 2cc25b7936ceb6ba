"""Find the texts that the program says: in Python and in templates, per app.

A message is what gettext knows: a context, the English text and its plural, each perhaps empty.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "koersvast"
# What stands outside every app, such as the settings, is translated in the lowest one.
LOWEST_APP = "core"
NOT_SAID = {"migrations", "tests", "demo", "__pycache__"}

_ONE, _MANY, _CONTEXT = (1,), (1, 2), ((1, "c"), 2)
KEYWORDS = {
    "_": _ONE,
    "gettext": _ONE,
    "gettext_lazy": _ONE,
    "gettext_noop": _ONE,
    "ngettext": _MANY,
    "ngettext_lazy": _MANY,
    "pgettext": _CONTEXT,
    "pgettext_lazy": _CONTEXT,
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


class Message(NamedTuple):
    context: str
    text: str
    plural: str

    @property
    def key(self) -> tuple[str, str]:
        """What gettext looks up: the plural belongs to the answer, not to the question."""
        return self.context, self.text

    @property
    def forms(self) -> tuple[str, ...]:
        """The English texts that need a Dutch one each."""
        return (self.text, self.plural) if self.plural else (self.text,)

    def __str__(self) -> str:
        shown = f"{self.text!r} | {self.plural!r}" if self.plural else repr(self.text)
        return f"[{self.context}] {shown}" if self.context else shown


Uses = dict[Message, set[str]]
"""Per message the files that say it."""


def floors(root: Path = ROOT) -> list[str]:
    """Return the apps in the order of the import contract, lowest first."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings.get("tool", {}).get("importlinter", {}).get("contracts", [])
    layers = [layer for contract in contracts for layer in contract.get("layers", [])]
    return [app for layer in reversed(layers) for app in re.findall(r"\w+", layer)]


def app_of(path: Path) -> str:
    """Return the app that a file of the package belongs to; `path` starts at the package."""
    is_app = len(path.parts) > 1 and path.parts[0] != "config"
    return path.parts[0] if is_app else LOWEST_APP


def messages_of(path: Path) -> Iterator[Message]:
    """Yield the messages of one Python file or template."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What it makes is nearly Python: only the indentation of the page has to go.
        content = re.sub(r"(?m)^\s+", "", templatize(content, origin=str(path)))
    found = extract("python", BytesIO(content.encode("utf-8")), keywords=KEYWORDS)
    for _line, texts, _comments, context in found:
        text, plural = texts if isinstance(texts, tuple) else (texts, "")
        if text:
            yield Message(context or "", text, plural)


def source_files(root: Path = ROOT) -> list[Path]:
    package = root / PACKAGE
    return sorted(
        path
        for path in package.rglob("*")
        if path.suffix in {".py", ".html", ".txt", ".svg"}
        and (path.suffix == ".py" or "templates" in path.parts)
        and not NOT_SAID & set(path.relative_to(package).parts)
    )


def extract_all(root: Path = ROOT) -> dict[str, Uses]:
    """Return the messages per app, with the files that say them."""
    found: dict[str, Uses] = defaultdict(lambda: defaultdict(set))
    for path in source_files(root):
        app = app_of(path.relative_to(root / PACKAGE))
        for message in messages_of(path):
            found[app][message].add(str(path.relative_to(root)))
    return {app: dict(uses) for app, uses in found.items()}
