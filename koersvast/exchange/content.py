"""What a plan file holds, as rows; of a file with errors, all that can be read in spite of them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from koersvast.core.parts import Part, parts
from koersvast.core.schemas import Row
from koersvast.core.sentences import sentence_of
from koersvast.core.upsert import Outcome
from koersvast.core.upsert.outcome import PROBLEMS_SHOWN
from koersvast.exchange.markup import Map, Seq, line_at
from koersvast.exchange.planfile import MunicipalityRow, known_keys, plan_file_model

Path = tuple[str | int, ...]
ROUNDS = 3


@dataclass
class Content:
    """The rows of a plan file: its head, and part -> number in its list (from 0) and row.

    `lost` are the codes of rows that cannot be read: what points at them is not wrong itself.
    """

    municipality: MunicipalityRow | None = None
    plan: Any = None
    rows: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)
    lost: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def read_content(data: Map, outcome: Outcome) -> Content:
    """Return the rows of a plan file, with every error in `outcome`.

    With errors, the rest is returned all the same, so that what is wrong between rows (a code
    that does not exist) is told at once with what is wrong in them. It must not be stored then.
    """
    try:
        whole: Any = plan_file_model().model_validate(data)
    except ValidationError as error:
        _refuse(error, data, outcome)
        return _rest(data)
    content = Content(whole.municipality, whole.plan)
    for part in parts.all():
        listed = getattr(getattr(whole, part.section), part.key)
        content.rows[part.name] = list(enumerate(listed))
    return content


def _refuse(error: ValidationError, data: Map, outcome: Outcome) -> None:
    """Note the errors, in full those that will be shown."""
    found = []
    for each in error.errors(include_url=False):
        path = tuple(step for step in each["loc"] if step != "[key]")
        found.append((line_at(data, path), path, each))
    found.sort(key=lambda one: one[0])
    for number, (line, path, each) in enumerate(found):
        known: tuple[str, ...] = ()
        if number < PROBLEMS_SHOWN and each["type"] == "extra_forbidden":
            known = known_keys(plan_file_model(), path[:-1])
        outcome.refuse(line, where_of(data, path), sentence_of(each, known))


def where_of(data: Any, path: Path) -> str:
    """Return a path as a reader knows it: "work.results R1: phases.1.period"."""
    names = []
    row = None
    for step in path:
        in_list = isinstance(data, list)
        names.append(str(step + 1) if in_list and isinstance(step, int) else str(step))
        data = data[step] if _has(data, step) else None
        if in_list and len(names) == 3:
            row = data
    if row is None:
        return ".".join(names)
    code = row.get("code") if isinstance(row, Map) else None
    label = code if isinstance(code, str | int | Decimal) else _("row %s") % names[2]
    inner = ".".join(names[3:])
    return f"{names[0]}.{names[1]} {label}" + (f": {inner}" if inner else "")


def _has(data: Any, step: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, dict) and step in data


def _rest(data: Map) -> Content:
    """Return what can be read of a file with errors."""
    content = Content()
    content.municipality = _mended(MunicipalityRow, data.get("municipality"))
    content.plan = _mended(parts.head.row, data.get("plan"))
    for part in parts.all():
        section = data.get(part.section)
        listed = section.get(part.key) if isinstance(section, Map) else None
        content.rows[part.name] = []
        for index, raw in enumerate(listed if isinstance(listed, Seq) else ()):
            _take(part, index, raw, content)
    return content


def _take(part: Part, index: int, raw: Any, content: Content) -> None:
    row = _mended(part.row, raw)
    if row is not None:
        content.rows[part.name].append((index, row))
    elif isinstance(raw, Map) and raw.get("code") is not None:
        content.lost[part.name].add(str(raw["code"]))


def _mended(model: type[Any], raw: Any) -> Any:
    """Return a row without the values that are wrong in it; None when too little is left.

    A list in which an item is wrong beyond repair is left out whole: the others would move up,
    and with them their lines.
    """
    if not isinstance(raw, Map):
        return None
    data = _copy(raw)
    for _round in range(ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False):
                path = tuple(step for step in each["loc"] if step != "[key]")
                if not path or (len(path) == 1 and each["type"] == "missing"):
                    return None
                _take_out(data, path, whole=each["type"] == "missing")
    return None


def _take_out(data: dict[Any, Any], path: Path, *, whole: bool) -> None:
    inner: Any = data
    for step in path[:-1]:
        try:
            inner = inner[step]
        except (KeyError, IndexError, TypeError):
            break
    if whole or not isinstance(inner, dict) or path[-1] not in inner:
        data.pop(path[0], None)
    else:
        del inner[path[-1]]


def _copy(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {key: _copy(value) for key, value in raw.items()}
    return [_copy(item) for item in raw] if isinstance(raw, list) else raw
