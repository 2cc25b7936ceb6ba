"""What sprints add to the application: their registers, and a tab on works."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.kit.register import Register, registers
from koersvast.core.policy import policies
from koersvast.core.registries import Tab, registries
from koersvast.work.models import Sprint, SprintNote, Work
from koersvast.work.policy import reportable
from koersvast.work.selectors import (
    Board,
    BoardLine,
    board_of,
    facts_of,
    line_of,
    programme_with_sprints,
)
from koersvast.work.sprint_picture import Row, Stretch, picture_of

SPRINTS = "sprints"


class SprintRegister(Register):
    """Sprints."""

    model, name, section, order = Sprint, SPRINTS, "work", 60
    columns = ("title", "code", "work", "period", "plan")
    filters = ("plan", "work")
    search = ("title", "code", "note", "work__title")
    fields = (
        "plan", "work", "code", "title", "period", "told_with", "position", "note",
        "source", "illustrative",
    )  # fmt: skip
    lead = _("The stretches of time in which a programme works, and tells what was done.")


class SprintNoteRegister(Register):
    """Sprint notes; not in the menu, for one reads them on the tab of a programme."""

    model, name = SprintNote, "sprint-notes"
    columns = ("work", "sprint", "done", "expected")
    filters = ("sprint", "work")
    search = ("done", "work__title", "sprint__title", "note")
    fields = ("sprint", "work", "done", "expected", "note", "source", "illustrative")
    shown_on = ("sprint",)
    lead = _("What each line of a programme did in a sprint.")


def has_sprints(actor: Actor, work: Work) -> bool:
    """Tell whether the work has sprints or stands below one that has, or may get its first."""
    if work.kind == Work.Kind.PROGRAMME and _may_add(actor, work):
        return True
    facts = facts_of(actor, work)
    keys = [work.pk, *(each.pk for each in facts.shape.ancestors(work.pk))]
    return bool(Sprint.objects.visible_to(actor).filter(work_id__in=keys).exists())


def _may_add(actor: Actor, work: Work) -> bool:
    return policies.of(Sprint).may_add(actor, Sprint(work=work, plan_id=work.plan_id))


def sprints_tab(request: HttpRequest, work: Work) -> dict[str, Any]:
    """Return the board of a programme; of a line what it did in the sprints above it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    board = board_of(actor, work)
    above = programme_with_sprints(actor, facts_of(actor, work).shape, work)
    line = line_of(actor, work) if above is not None else None
    mine = reportable(actor, [each.work.pk for each in board.lines])
    query = {"plan": work.plan_id, "work": work.pk, "next": tab_url(work)}
    return {
        "board": board,
        "picture": picture_of_board(board),
        "programme": above,
        "programme_url": tab_url(above) if above else "",
        "line": line,
        "may_report": bool(mine),
        "may_report_line": line is not None and bool(reportable(actor, [work.pk])),
        "may_add": _may_add(actor, work),
        "add_url": f"{reverse('register-add', args=[SPRINTS])}?{urlencode(query)}",
    }


def tab_url(work: Work) -> str:
    """Return the address of the tab of a work."""
    return reverse("work-tab", args=[work.pk, SPRINTS])


def picture_of_board(board: Board) -> Any:
    """Return the sprints and lines of a board on a time axis; None without days."""
    stretches = [
        Stretch(each.pk, each.title, each.period.first, each.period.last)
        for each in board.sprints
        if each.period.first and each.period.last
    ]
    return picture_of(stretches, [_row(line) for line in board.lines])


def _row(line: BoardLine) -> Row:
    latest = line.latest
    ready = latest.last if latest else None
    return Row(line.work.pk, line.work.title, line.told, ready, str(latest) if latest else "")


def register_sprints() -> None:
    """Add the registers and the tab."""
    registers.add(SprintRegister, SprintNoteRegister)
    registries.add(
        Tab(
            model=Work,
            name=SPRINTS,
            label=_("Sprints"),
            template="work/sprints_tab.html",
            data=sprints_tab,
            order=25,
            shown=has_sprints,
        )
    )
