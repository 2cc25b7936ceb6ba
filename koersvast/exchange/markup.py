"""YAML and JSON into plain data that knows its lines, within limits.

Only the data model of JSON: no tags, no dates or numbers by guess. Sizes are looked at before
anything is built.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import accumulate
from typing import Any

import yaml
from django.utils.translation import gettext as _

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 20
MAX_NODES = 5_000_000
MAX_ALIASES = 1_000

_INT = re.compile(r"-?(0|[1-9][0-9]{0,17})\Z")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}\Z")
_WORDS: dict[str, Any] = {
    "": None,
    "~": None,
    "null": None,
    "Null": None,
    "NULL": None,
    "true": True,
    "True": True,
    "TRUE": True,
    "false": False,
    "False": False,
    "FALSE": False,
}
_SURROGATES = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


_UNSEEN = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
"""What JSON may hold as it is and YAML may not, or takes for the end of a line."""
_FORBIDDEN = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ODD_END = re.compile("[\x85\u2028\u2029]")
_ANY_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


class MarkupError(Exception):
    """The file cannot be read as a whole: `line` (from 1) and what to do about it."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line, self.message = line, message


class Map(dict[Any, Any]):
    """A mapping that knows its own line and the lines of its keys."""

    __slots__ = ("line", "lines", "size")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}
        self.size = 1


class Seq(list[Any]):
    """A list that knows its own line and the lines of its items."""

    __slots__ = ("line", "lines", "size")

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []
        self.size = 1


def read_markup(content: bytes, *, json: bool = False) -> Any:
    """Return the data of a YAML or JSON file. Raises MarkupError."""
    if len(content) > MAX_BYTES:
        raise MarkupError(1, _("The file is larger than 64 MB; split the plan into parts."))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise MarkupError(line, _("This is not UTF-8 text; save the file as UTF-8.")) from error
    if json:
        text = _SURROGATES.sub(_pair, _UNSEEN.sub(_escape, text.replace("\t", " ")))
    _no_control_characters(text)
    lines = _Lines(text)
    try:
        return _Builder(lines).build(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise MarkupError(lines.of(mark) if mark else 1, _readable(error)) from error
    except yaml.YAMLError as error:
        raise MarkupError(1, _("This is not readable YAML: %s") % error) from error


def _no_control_characters(text: str) -> None:
    found = _FORBIDDEN.search(text)
    if found:
        line = text.count("\n", 0, found.start()) + 1
        code = f"U+{ord(found[0]):04X}"
        raise MarkupError(
            line,
            _("There is a character that does not belong in a text (%s); take it out.") % code,
        )


class _Lines:
    """Lines as an editor numbers them: YAML ends a line at some characters that show as nothing."""

    def __init__(self, text: str) -> None:
        self.before: list[int] | None = None
        if _ODD_END.search(text):
            ends = (found[0] for found in _ANY_END.finditer(text))
            self.before = [0, *accumulate(0 if _ODD_END.match(end) else 1 for end in ends)]

    def of(self, mark: Any) -> int:
        """Return the line (from 1) of a mark of the parser."""
        line: int = mark.line
        if self.before is not None:
            line = self.before[min(line, len(self.before) - 1)]
        return line + 1


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"


def _pair(found: re.Match[str]) -> str:
    """Turn the two halves with which JSON writes a character beyond the first plane into one."""
    high, low = (int(half, 16) for half in found.groups())
    return chr(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))


def _readable(error: yaml.MarkedYAMLError) -> str:
    detail = " ".join(str(part) for part in (error.context, error.problem) if part)
    return _("This is not readable YAML (%s); look at indentation, quotes and colons.") % detail


class _Builder:
    """Builds data from the events of the parser, counting as it goes."""

    def __init__(self, lines: _Lines) -> None:
        self.lines = lines
        self.stack: list[Any] = []
        self.keys: list[Any] = []
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.open_anchors: list[str | None] = []
        self.nodes = self.aliases = 0
        self.root: Any = None
        self.documents = 0

    def build(self, text: str) -> Any:
        """Return the one document in `text`; None when there is none."""
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            self._take(event)
        return self.root

    def _take(self, event: Any) -> None:
        line = self.lines.of(event.start_mark)
        match event:
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise MarkupError(
                        line, _("There is a second document here; one file, one plan.")
                    )
            case yaml.ScalarEvent():
                self._no_tag(event, line)
                value = self._scalar(event)
                self._remember(event.anchor, value, 1)
                self._add(value, line, 1)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._no_tag(event, line)
                self._open(
                    Map(line) if isinstance(event, yaml.MappingStartEvent) else Seq(line), event
                )
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._close()
            case yaml.AliasEvent():
                self._alias(event, line)

    def _no_tag(self, event: Any, line: int) -> None:
        if event.tag:
            raise MarkupError(
                line, _("YAML tags such as “%s” are not allowed; take it out.") % event.tag
            )

    def _scalar(self, event: Any) -> Any:
        text = event.value
        if not event.implicit[0]:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INT.match(text):
            return int(text)
        return Decimal(text) if _DECIMAL.match(text) else text

    def _open(self, container: Map | Seq, event: Any) -> None:
        if len(self.stack) >= MAX_DEPTH:
            raise MarkupError(
                container.line, _("Nested too deeply; a plan needs no more than 20 levels.")
            )
        if self.stack and isinstance(self.stack[-1], Map) and self.keys[-1] is _NONE:
            raise MarkupError(container.line, _("A key must be a single word or text."))
        self.stack.append(container)
        self.keys.append(_NONE)
        self.open_anchors.append(event.anchor)

    def _close(self) -> None:
        container = self.stack.pop()
        self.keys.pop()
        self._remember(self.open_anchors.pop(), container, container.size)
        self._add(container, container.line, container.size)

    def _alias(self, event: Any, line: int) -> None:
        self.aliases += 1
        if self.aliases > MAX_ALIASES:
            raise MarkupError(line, _("More than 1,000 aliases (*name); write the rows out."))
        if event.anchor not in self.anchors:
            raise MarkupError(line, _("The alias “*%s” points at nothing.") % event.anchor)
        value, size = self.anchors[event.anchor]
        self._add(value, line, size)

    def _remember(self, anchor: str | None, value: Any, size: int) -> None:
        if anchor:
            self.anchors[anchor] = (value, size)

    def _add(self, value: Any, line: int, size: int) -> None:
        """Put a finished value where it belongs; refuse what grows too large."""
        self.nodes += 1
        if not self.stack:
            self.root = value
            return
        parent = self.stack[-1]
        parent.size += size
        if self.nodes > MAX_NODES or parent.size > MAX_NODES:
            raise MarkupError(line, _("The file unfolds to more than five million values."))
        if isinstance(parent, Seq):
            parent.append(value)
            parent.lines.append(line)
        else:
            self._add_to_map(parent, value, line)

    def _add_to_map(self, parent: Map, value: Any, line: int) -> None:
        key = self.keys[-1]
        if key is not _NONE:
            parent[key] = value
            self.keys[-1] = _NONE
            return
        if isinstance(value, Map | Seq):
            raise MarkupError(line, _("A key must be a single word or text."))
        name = value if isinstance(value, int) and not isinstance(value, bool) else str(value)
        if name in parent:
            raise MarkupError(line, _("The key “%s” stands here twice; keep one.") % name)
        parent.lines[name] = line
        self.keys[-1] = name


_NONE = object()


def line_at(data: Any, path: tuple[str | int, ...]) -> int:
    """Return the line of the value at `path`; of the nearest thing above it where it has none."""
    line = getattr(data, "line", 1)
    for step in path:
        if isinstance(data, Map):
            key = step if step in data else _other(step)
            line = data.lines.get(key, line)
            data = data.get(key)
        elif isinstance(data, Seq) and isinstance(step, int) and step < len(data):
            line = data.lines[step]
            data = data[step]
        else:
            break
    return int(line)


def _other(key: str | int) -> str | int:
    """Return a number as text and the other way round: JSON has no numbers as keys."""
    if isinstance(key, int):
        return str(key)
    return int(key) if _INT.match(key) else key
