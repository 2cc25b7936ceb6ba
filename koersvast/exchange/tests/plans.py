"""A small plan file and short ways to import, change and read it."""

from __future__ import annotations

from typing import Any

from koersvast.core.actors import SYSTEM
from koersvast.core.upsert import Fate, Outcome
from koersvast.direction.models import Plan
from koersvast.exchange.services import import_plan
from koersvast.exchange.writer import plan_data

HEAD = """\
koersvast: 1
plan: {code: P, title: Een plan, reference_date: 2023-02-28}
"""
PLAN = (
    HEAD
    + """\
organisation:
  units:
    - {code: concern, name: Gemeente, level: concern, placements: [{}]}
  roles:
    - {code: directeur, name: Directeur, unit: concern}
direction:
  goals:
    - {code: D1, level: strategic, title: Basis op orde}
    - {code: D2, level: tactical, title: Grip, parent: D1}
work:
  works:
    - {code: W, kind: programme, title: Bedrijfsvoering}
    - {code: T, kind: programme_line, title: Control, parent: W}
  results:
    - code: R1
      work: T
      title: Controleplan
      ready_by: [{when: Q3 2023, what: ingericht}, {when: Q4 2023}]
      goals: [D2]
      actions:
        - {code: A1, text: Beschrijf het proces}
        - {code: A2, text: Leg het voor}
    - code: R2
      work: T
      title: Toetsing
      needs: [R1]
  milestones:
    - {code: M1, work: W, number: 1, title: Start}
    - {code: M2, work: W, number: 2, title: Einde}
funding:
  cost_items:
    - {code: K1, work: T, title: Inhuur, nature: incidental, amounts: {2023: 100, 2024: pm}}
    - {code: K2, result: R2, title: Systeem, nature: structural}
"""
)


def bring(text: str | bytes, **options: Any) -> Outcome:
    """Import a text as the system."""
    content = text.encode() if isinstance(text, str) else text
    return import_plan(**{"actor": SYSTEM, **options}, content=content)


def stored(text: str = PLAN, **options: Any) -> Outcome:
    """Import a text that must be accepted."""
    outcome = bring(text, **options)
    assert [str(problem) for problem in outcome.problems] == []
    return outcome


def refused(text: str | bytes, **options: Any) -> list[str]:
    """Import a text that must be refused; return the problems as lines."""
    outcome = bring(text, **options)
    assert not outcome.stored
    return [str(problem) for problem in outcome.shown_problems()]


def changed(old: str, new: str, text: str = PLAN) -> str:
    """Return the plan with `old`, which must stand there once, as `new`."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def labels(outcome: Outcome, fate: Fate) -> list[str]:
    """Return the rows with that fate: table and label."""
    return [f"{row.table} {row.label}" for row in outcome.of(fate)]


def exported(code: str = "P") -> dict[str, Any]:
    """Return a stored plan as plain data."""
    return plan_data(Plan.objects.get(code=code), SYSTEM)
