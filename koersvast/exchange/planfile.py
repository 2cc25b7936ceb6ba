"""The plan file as a whole: its shape (from what apps registered), its version, its errors."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Annotated, Any, Literal, get_args

from django.utils.translation import gettext as _
from pydantic import BaseModel, Field, create_model

from koersvast.core.parts import parts
from koersvast.core.schemas import Name, OptionalLine, Row
from koersvast.core.upsert import Outcome
from koersvast.exchange.markup import Map, line_at

VERSION = 1
UPGRADES: dict[int, Callable[[Map], Map]] = {}
"""Version -> what makes it the next one. There is no older version than 1 yet."""


class MunicipalityRow(Row):
    """Whose plan it is."""

    name: Name
    cbs_code: Annotated[OptionalLine, Field(max_length=10)] = ""


@cache
def plan_file_model() -> type[Row]:
    """Return the model of a whole plan file; sections and lists come from the registry of parts."""
    sections: dict[str, dict[str, Any]] = {}
    for part in parts.all():
        rows: Any = list[part.row]  # type: ignore[name-defined]
        sections.setdefault(part.section, {})[part.key] = (rows, [])
    fields: dict[str, Any] = {
        "koersvast": (Literal[1], ...),
        "municipality": (MunicipalityRow | None, None),
        "plan": (parts.head.row, ...),
    }
    for name, keys in sections.items():
        section = create_model(f"{name.capitalize()}Section", __base__=Row, **keys)
        fields[name] = (Annotated[section, Field(default_factory=section)], ...)
    model: type[Row] = create_model("PlanFile", __base__=Row, **fields)
    return model


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the plan file."""
    schema = plan_file_model().model_json_schema(mode="validation")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": f"Koersvast plan file, version {VERSION}",
    }


def upgraded(raw: Any, outcome: Outcome) -> Map | None:
    """Return `raw` as the present version; note in `outcome` what makes that impossible."""
    if not isinstance(raw, Map):
        outcome.refuse(1, "", _("This is not a plan file: it should begin with “koersvast: 1”."))
        return None
    data: Map = raw
    version = data.get("koersvast")
    line = line_at(data, ("koersvast",))
    if isinstance(version, bool) or not isinstance(version, int):
        outcome.refuse(
            line, "koersvast", _("states no version; begin the file with “koersvast: 1”")
        )
        return None
    if version > VERSION:
        outcome.refuse(
            line,
            "koersvast",
            _("version %(found)d is newer than this Koersvast reads (%(known)d); upgrade Koersvast")
            % {"found": version, "known": VERSION},
        )
        return None
    while version < VERSION:
        if version not in UPGRADES:
            outcome.refuse(line, "koersvast", _("version %d does not exist; write 1") % version)
            return None
        data = UPGRADES[version](data)
        version += 1
    return data


def known_keys(model: type[BaseModel], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """Return the keys that are possible at `path`; () where that cannot be told."""
    for step in path:
        if isinstance(step, int):
            continue
        field = model.model_fields.get(step)
        inner = _model_in(field.annotation) if field else None
        if inner is None:
            return ()
        model = inner
    return tuple(model.model_fields)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for inner in get_args(annotation) if (m := _model_in(inner))), None)
