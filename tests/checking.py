"""Checking a small clean plan in which a test changes one thing."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

from koersvast.checks.selectors import Judged, check_plan, norms_of
from koersvast.core.actors import SYSTEM
from koersvast.core.checks import Scope, checks
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan

Data = dict[str, Any]
CLEAN = Path(__file__).parent / "clean_plan.yaml"


def clean_plan() -> Data:
    """Return the clean plan as plain data, to change."""
    return yaml.safe_load(CLEAN.read_text(encoding="utf-8"))


def stored(change: Callable[[Data], object] | None = None) -> Plan:
    """Store the clean plan, changed, and return it."""
    data = clean_plan()
    if change is not None:
        change(data)
    content = json.dumps(data, default=str).encode()
    outcome = import_plan(actor=SYSTEM, content=content, json=True)
    assert outcome.ok, "\n".join(map(str, outcome.shown_problems()))
    return Plan.objects.get(code="S")


def found(change: Callable[[Data], object] | None = None) -> list[Judged]:
    """Return what plan check finds in the clean plan, changed."""
    return check_plan(stored(change))


def sentences(code: str, change: Callable[[Data], object]) -> list[str]:
    """Return the sentences of one rule about the clean plan, changed."""
    scope = Scope(stored(change), SYSTEM, norms_of(SYSTEM))
    return [each.finding.text for each in checks.run(scope, code)]


def row(data: Data, part: str, code: str) -> Data:
    """Return a row of a part ("work.results") by its code."""
    section, key = part.split(".")
    return next(each for each in data[section][key] if each["code"] == code)


Change = Callable[[Data], object]


def put(part: str, code: str, **values: Any) -> Change:
    """Return a change that sets keys of a row."""
    return lambda data: row(data, part, code).update(values)


def drop(part: str, code: str, *names: str) -> Change:
    """Return a change that takes keys out of a row."""
    return lambda data: [row(data, part, code).pop(name, None) for name in names]


def remove(part: str, code: str) -> Change:
    """Return a change that takes a row out."""
    section, key = part.split(".")
    return lambda data: data[section][key].remove(row(data, part, code))


def add(part: str, **values: Any) -> Change:
    """Return a change that adds a row."""
    section, key = part.split(".")
    return lambda data: data.setdefault(section, {}).setdefault(key, []).append(deepcopy(values))


def both(*changes: Change) -> Change:
    """Return a change that does all of these."""
    return lambda data: [change(data) for change in changes]


def empty(part: str) -> Change:
    """Return a change that takes all rows of a part out."""
    section, key = part.split(".")
    return lambda data: data[section].update({key: []})


def norm(code: str, **values: Any) -> Change:
    """Return a change that sets a norm."""
    return both(
        lambda data: data["checks"].update(
            norms=[each for each in data["checks"]["norms"] if each["code"] != code]
        ),
        add("checks.norms", code=code, **values),
    )
