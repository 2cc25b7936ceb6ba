"""What direction adds to documents: the statements and the goals of a plan."""

from __future__ import annotations

from itertools import groupby

from django.utils.translation import gettext as _

from koersvast.core.documents import (
    Block,
    Chapter,
    ChapterMaker,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Scope,
    Table,
    bullets,
    documents,
    lines,
    runs,
)
from koersvast.core.trees import depth_first
from koersvast.direction.models import Goal, Statement

PLAN = "implementation-plan"
INDENT = "\u2003"
"""A space as wide as a letter is high, per step down."""


def direction_chapter(scope: Scope) -> Chapter | None:
    """Return what the plan is for: its statements and its tree of goals; None without any."""
    blocks = [*statements(scope), *goals(scope)]
    return Chapter("direction", _("What it is for"), tuple(blocks)) if blocks else None


def statements(scope: Scope) -> list[Block]:
    """Return the statements per kind: one as a paragraph, more under a heading of their own."""
    rows = Statement.objects.visible_to(scope.actor).filter(plan=scope.plan)
    ordered = rows.order_by("position", "code")
    order = list(Statement.Kind.values)
    found: list[Block] = []
    for kind, group in groupby(
        sorted(ordered, key=lambda each: order.index(each.kind)), lambda each: each.kind
    ):
        label = str(Statement.Kind(kind).label).capitalize()
        texts = [each.text for each in group]
        if len(texts) == 1:
            found.append(Paragraph(runs(Run(f"{label}: ", bold=True), texts[0])))
        else:
            found += [Heading(label), bullets(texts)]
    return found


def goals(scope: Scope) -> list[Block]:
    """Return the tree of goals as a table; no block without goals."""
    rows = Goal.objects.visible_to(scope.actor).filter(plan=scope.plan).order_by("position", "code")
    known = {each.pk: each for each in rows}
    if not known:
        return []
    parents = {key: each.parent_id for key, each in known.items()}
    columns = (Column(_("Goal"), 12), Column(_("Level"), 3), Column(_("Kind"), 3))
    table = tuple(
        Row(
            (
                lines(titled(known[key].title, depth), known[key].description),
                lines(known[key].get_level_display()),
                lines(known[key].get_kind_display() if known[key].kind else ""),
            )
        )
        for key, depth in depth_first(parents)
    )
    return [Heading(_("Goals")), Table(columns, table)]


def titled(title: str, depth: int) -> tuple[Run, ...]:
    """Return the title of a goal, further in per step down."""
    return runs(Run(INDENT * depth + title, bold=depth == 0))


def register_documents() -> None:
    """Add the chapter."""
    documents.add(ChapterMaker("direction", [PLAN], direction_chapter, order=20))
