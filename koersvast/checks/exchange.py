"""Norms and accepted findings in a plan file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from koersvast.checks.models import Acceptance, NormSetting
from koersvast.checks.schemas import AcceptanceRow, NormRow
from koersvast.core.checks import norm_kinds
from koersvast.core.parts import Part, Scope, Values, parts, rows

Rows = Sequence[tuple[tuple[Any, ...], Values]]


def norm_problems(rows: Rows) -> list[tuple[int, str]]:
    """Return which norms no rule asks for, or lack their value: number of the row, sentence."""
    known = {norm.name: norm for norm in norm_kinds.all()}
    problems = []
    for number, (key, values) in enumerate(rows):
        norm = known.get(key[0])
        if norm is None:
            names = ", ".join(known)
            problems.append((number, _("no rule asks for this norm; choose from: %s") % names))
        elif norm.words and not values["words"].strip():
            problems.append((number, _("is a list of words; fill in “words”")))
        elif not norm.words and values["value"] is None:
            problems.append((number, _("is a number; fill in “value”")))
    return problems


def register_parts() -> None:
    """Add the norms of the municipality, and the accepted findings of a plan."""
    parts.add(
        Part(
            "checks",
            "norms",
            NormRow,
            rows(NormSetting, NormRow, check=norm_problems),
            Scope.MUNICIPALITY,
        ),
        Part(
            "checks",
            "accepted",
            AcceptanceRow,
            rows(Acceptance, AcceptanceRow, adder="accepted_by"),
        ),
    )
