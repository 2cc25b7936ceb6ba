"""The plan files of the demonstrations, and how a test looks at one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

import koersvast.demo
from koersvast.core.actors import SYSTEM
from koersvast.core.money import Total
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan
from koersvast.organisation.models import Unit, UnitPlacement

FOLDER = Path(koersvast.demo.__file__).parent
FILES = sorted(FOLDER.glob("*/plan-*.yaml"))


@contextmanager
def loaded(blocker: Any, *names: str) -> Iterator[list[Plan]]:
    """Load plan files ("huizen/plan-h") one after the other; afterwards they are gone."""
    with blocker.unblock(), transaction.atomic():
        for name in names:
            outcome = import_plan(actor=SYSTEM, content=(FOLDER / f"{name}.yaml").read_bytes())
            assert [str(problem) for problem in outcome.problems] == []
        yield list(Plan.objects.order_by("code"))
        transaction.set_rollback(True)


def changes_when_loaded_again(name: str) -> list[str]:
    """Return what a second import of a plan file would change: nothing, one hopes."""
    outcome = import_plan(actor=SYSTEM, content=(FOLDER / f"{name}.yaml").read_bytes())
    assert outcome.stored
    return [str(row) for row in outcome.rows]


def whole(amounts: Any) -> Total | None:
    """Return the one amount that is given in total, not per year."""
    totals = [each.total for each in amounts if each.year is None]
    assert len(totals) <= 1
    return totals[0] if totals else None


def euros(amount: int) -> Total:
    """Return whole euros as an amount."""
    return Total(Decimal(amount))


def depth(units: Iterable[Unit]) -> int:
    """Return how many levels of units stand above each other."""
    above = dict(UnitPlacement.objects.values_list("unit_id", "parent_id"))
    return max(_steps(unit.pk, above) for unit in units)


def _steps(key: int | None, above: dict[int, int | None]) -> int:
    return 0 if key is None else 1 + _steps(above.get(key), above)
