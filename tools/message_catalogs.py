"""Read and write the Dutch catalogs, and the plain lists from which they can be filled.

The files are stable: sorted by text, without line numbers, dates or names of tools, so that a
change of one text is a change of one place.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Set
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogMessage
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.message_sources import PACKAGE, ROOT, Message

LANGUAGE = "nl"
FOLDER = Path("locale") / LANGUAGE / "LC_MESSAGES"
CHANGING_HEADERS = (
    b'"POT-Creation-Date:',
    b'"PO-Revision-Date:',
    b'"Last-Translator:',
    b'"Language-Team:',
    b'"Generated-By:',
    b'"Report-Msgid-Bugs-To:',
)

Dutch = tuple[str, ...]
"""One text, or one per plural form."""

Translations = dict[tuple[str, str], Dutch]
"""Dutch per context and English text."""


class Unreadable(Exception):
    """A catalog or list that cannot be read, as a sentence with file and line."""


def catalog_path(app: str, root: Path = ROOT) -> Path:
    return root / PACKAGE / app / FOLDER / "django.po"


def apps_with_catalog(root: Path = ROOT) -> list[str]:
    found = (root / PACKAGE).glob(f"*/{FOLDER.as_posix()}/django.po")
    return sorted(path.relative_to(root / PACKAGE).parts[0] for path in found)


def load(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        try:
            return read_po(file, locale=LANGUAGE, abort_invalid=True)
        except Exception as error:
            raise Unreadable(f"{path}: {error}") from error


def dutch_of(catalog: Catalog) -> Translations:
    """Return what the catalog translates, fuzzy ones included, without what is no longer used."""
    return _dutch(list(catalog))


def unused_of(catalog: Catalog) -> Translations:
    """Return the translations that are kept as a comment because nothing says them any more."""
    return _dutch(list(catalog.obsolete.values()))


def fuzzy_of(catalog: Catalog) -> set[tuple[str, str]]:
    return {_key(message) for message in catalog if message.id and message.fuzzy}


def _key(message: CatalogMessage) -> tuple[str, str]:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return message.context or "", text


def _dutch(messages: list[CatalogMessage]) -> Translations:
    found: Translations = {}
    for message in messages:
        string = message.string or ""
        dutch = (string,) if isinstance(string, str) else tuple(string)
        if message.id and dutch and all(dutch):
            found[_key(message)] = dutch
    return found


def save(
    path: Path,
    used: Mapping[Message, Dutch | None],
    unused: Translations,
    fuzzy: Set[tuple[str, str]] = frozenset(),
) -> bool:
    """Write a catalog; return whether the file changed."""
    catalog = Catalog(
        locale=LANGUAGE, header_comment="# Dutch texts. Renew with `make fix`.", fuzzy=False
    )
    for message, dutch in used.items():
        identity = (message.text, message.plural) if message.plural else message.text
        empty: str | Dutch = ("", "") if message.plural else ""
        filled = None if dutch is None else dutch if message.plural else dutch[0]
        flags = ["fuzzy"] if dutch and message.key in fuzzy else []
        catalog.add(identity, filled or empty, flags=flags, context=message.context or None)
    scrap = Catalog(locale=LANGUAGE)
    for (context, text), dutch in sorted(unused.items()):
        identity = (text, text) if len(dutch) > 1 else text
        kept = scrap.add(identity, dutch if len(dutch) > 1 else dutch[0], context=context or None)
        catalog.obsolete[text if not context else (text, context)] = kept
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, sort_output=True)
    lines = buffer.getvalue().splitlines(keepends=True)
    content = b"".join(line for line in lines if not line.startswith(CHANGING_HEADERS))
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return True


def compile_catalog(path: Path) -> None:
    """Write the compiled catalog beside its source, in one stroke: a server may be reading it."""
    target = path.with_suffix(".mo")
    partial = target.with_suffix(f".{os.getpid()}.part")
    with partial.open("wb") as file:
        write_mo(file, load(path))
    partial.replace(target)


def list_files(root: Path = ROOT) -> list[Path]:
    """Return the plain lists `English = Dutch` that wait to be merged."""
    return sorted((root / PACKAGE).glob(f"*/{FOLDER.as_posix()}/*.txt"))


def read_list(path: Path) -> Iterator[tuple[str, str]]:
    r"""Yield English and Dutch of each line; `\n` stands for a new line, # starts a comment."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        english, equals, dutch = line.partition(" = ")
        if not equals or not english.strip() or not dutch.strip():
            raise Unreadable(f"{path}:{number}: write one line as `English = Dutch`, not {line!r}")
        yield english.strip().replace("\\n", "\n"), dutch.strip().replace("\\n", "\n")
