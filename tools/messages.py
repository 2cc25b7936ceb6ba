"""Translations without gettext on the machine: `python -m tools.messages VERB`.

extract  print the texts that each app says
update   bring the catalogs in line with the code; translations move along, none is lost
compile  write the .mo files that Django reads
check    fail when a text has no Dutch, is marked fuzzy or has other placeholders than the English

`update` also merges and then removes plain lists `koersvast/<app>/locale/nl/LC_MESSAGES/*.txt` with
lines `English = Dutch`. A plural is written `one | many = een | veel`, a context
`[context] English = Dutch`.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from tools.message_catalogs import (
    Dutch,
    Translations,
    Unreadable,
    apps_with_catalog,
    catalog_path,
    compile_catalog,
    dutch_of,
    fuzzy_of,
    list_files,
    load,
    read_list,
    save,
    unused_of,
)
from tools.message_sources import PACKAGE, ROOT, Message, Uses, extract_all, floors

Known = dict[tuple[str, str], Message]

PLACEHOLDER = re.compile(
    r"%%|%\((?P<named>\w+)\)[#0+-]*\d*(?:\.\d+)?[a-zA-Z]|%[#0+-]*\d*(?:\.\d+)?[diouxXeEfFgGcrs]"
    r"|\{(?P<braced>\w*)[^{}\s]*\}"
)


def placeholders(text: str) -> Counter[str]:
    """Count what will be filled in; a name may be repeated, a position may not."""
    found: Counter[str] = Counter()
    for match in PLACEHOLDER.finditer(text):
        if match.group() == "%%":
            continue
        if match.group("named") or match.group("braced"):
            found[match.group()] = 1
        else:
            found[match.group()] += 1
    return found


def placeholder_problem(message: Message, dutch: Dutch) -> str:
    """Return what is wrong with the placeholders, or an empty string."""
    expected = placeholders(message.plural or message.text)
    allowed = expected | placeholders(message.text)
    for number, text in enumerate(dutch):
        found = placeholders(text)
        # "one result" may leave the number out; what is said of many may not.
        may_omit = bool(message.plural) and number == 0
        if found - allowed or (expected - found and not may_omit):
            wanted = ", ".join(sorted(expected)) or "none"
            return f"has placeholders {', '.join(sorted(found)) or 'none'} where {wanted} belong"
    return ""


def owners(used: dict[str, Uses], root: Path) -> dict[tuple[str, str], str]:
    """Return per message the one app that translates it: the lowest that says it."""
    order = {app: number for number, app in enumerate(floors(root))}
    lowest_first = sorted(used, key=lambda app: (order.get(app, len(order)), app))
    found: dict[tuple[str, str], str] = {}
    for app in lowest_first:
        for message in used[app]:
            found.setdefault(message.key, app)
    return found


def read_forms(english: str, dutch: str, known: Known) -> tuple[tuple[str, str], Dutch]:
    """Return what one line of a plain list says: which message, and its Dutch."""
    key = ("", english)
    forms: Dutch = (dutch,)
    context = re.match(r"\[([^\]]+)\] (.+)", english, re.DOTALL)
    if key not in known and context:
        key = (context[1], context[2])
    one, bar, _many = key[1].partition(" | ")
    if key not in known and bar:
        key, forms = (key[0], one), tuple(dutch.split(" | "))
    return key, forms


def from_lists(known: Known, root: Path) -> tuple[Translations, dict[str, Translations]]:
    """Return the translations of the plain lists, and per app those that nothing says yet."""
    said: Translations = {}
    unsaid: dict[str, Translations] = defaultdict(dict)
    for path in list_files(root):
        for english, dutch in read_list(path):
            key, forms = read_forms(english, dutch, known)
            message = known.get(key)
            if message is None:
                unsaid[app_of_list(path)][key] = forms
            elif len(forms) == len(message.forms):
                said[key] = forms
            else:
                raise Unreadable(
                    f"{path}: {english!r}: give Dutch for one and for many, as `a | b`"
                )
    return said, unsaid


def app_of_list(path: Path) -> str:
    return path.parents[3].name


def known_messages(used: dict[str, Uses]) -> Known:
    """Return the messages by key; where one place asks for a plural, that form holds for all."""
    found: Known = {}
    for uses in used.values():
        for message in uses:
            if message.plural or message.key not in found:
                found[message.key] = message
    return found


def update(root: Path) -> int:
    used = extract_all(root)
    home, known = owners(used, root), known_messages(used)
    said, unsaid = from_lists(known, root)
    catalogs = {app: load(catalog_path(app, root)) for app in apps_with_catalog(root)}
    everywhere: Translations = {}
    for read in (unused_of, dutch_of):
        for catalog in catalogs.values():
            everywhere |= read(catalog)
    for app in sorted({*catalogs, *home.values(), *unsaid}):
        catalog = catalogs.get(app, load(catalog_path(app, root)))
        own = unused_of(catalog) | dutch_of(catalog)
        texts: dict[Message, Dutch | None] = {}
        for message in (known[key] for key, owner in home.items() if owner == app):
            dutch = said.get(message.key) or own.get(message.key) or everywhere.get(message.key)
            texts[message] = dutch if dutch and len(dutch) == len(message.forms) else None
        unused = {key: dutch for key, dutch in own.items() if key not in known}
        unused |= unsaid.get(app, {})
        if save(catalog_path(app, root), texts, unused, fuzzy_of(catalog) - said.keys()):
            empty = sum(dutch is None for dutch in texts.values())
            print(f"{app}: {len(texts)} texts, {empty} without Dutch")
        for (_context, text), dutch in sorted(unused.items()):
            print(f"{app}: said nowhere, kept as a comment: {text!r} = {' | '.join(dutch)!r}")
    for path in list_files(root):
        path.unlink()
    return 0


def problems_of(message: Message, answers: Translations, fuzzy: set[tuple[str, str]]) -> list[str]:
    """Return what is wrong with the Dutch of one message."""
    dutch = answers.get(message.key)
    if dutch is None:
        return ["has no Dutch"]
    if message.key in fuzzy:
        return ["is marked fuzzy: read its Dutch and remove the mark"]
    if len(dutch) < len(message.forms):
        return ["needs Dutch for one and for many"]
    problem = placeholder_problem(message, dutch)
    return [problem] if problem else []


def check(root: Path) -> int:
    answers: Translations = {}
    fuzzy: set[tuple[str, str]] = set()
    found: set[str] = set()
    for app in apps_with_catalog(root):
        catalog = load(catalog_path(app, root))
        fuzzy |= fuzzy_of(catalog)
        for key, dutch in dutch_of(catalog).items():
            if answers.setdefault(key, dutch) != dutch:
                found.add(
                    f"{app}: {key[1]!r} has other Dutch here than in another app: run `make fix`"
                )
    for uses in extract_all(root).values():
        for message, files in uses.items():
            for problem in problems_of(message, answers, fuzzy):
                found.add(f"{', '.join(sorted(files))}: {message} {problem}")
    for path in list_files(root):
        found.add(f"{path.relative_to(root)}: not merged yet: run `make fix`")
    for line in sorted(found):
        print(line)
    return 1 if found else 0


def compile_all(root: Path) -> int:
    for app in apps_with_catalog(root):
        compile_catalog(catalog_path(app, root))
    return 0


def show(root: Path) -> int:
    for app, uses in sorted(extract_all(root).items()):
        print(f"# {PACKAGE}/{app}: {len(uses)}")
        for message in sorted(uses):
            print(message)
    return 0


VERBS: dict[str, Callable[[Path], int]] = {
    "extract": show,
    "update": update,
    "compile": compile_all,
    "check": check,
}


def main(arguments: list[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tools.messages",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=VERBS)
    try:
        return VERBS[parser.parse_args(arguments).verb](root)
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    raise SystemExit(main())
