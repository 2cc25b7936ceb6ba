"""The page on which lines tell what they did in a sprint."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.core.actors import Actor
from koersvast.core.policy import require
from koersvast.work.models import Sprint
from koersvast.work.policy import reportable
from koersvast.work.selectors import Board, board_of, visible_work
from koersvast.work.services import SprintRefused, report_sprint
from koersvast.work.sprint_forms import SprintForm


def find_sprint(actor: Actor, pk: int) -> tuple[Sprint, Board]:
    """Return a visible sprint with the board of its programme; Http404 otherwise."""
    sprint = Sprint.objects.visible_to(actor).filter(pk=pk).first()
    work = visible_work(actor, sprint.work_id) if sprint else None
    if sprint is None or work is None:
        raise Http404
    return sprint, board_of(actor, work)


def sprint_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the form for all lines that one reports on, and store it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    sprint, board = find_sprint(actor, pk)
    cells = {
        line.work.pk: cell for line in board.lines for cell in line.cells if cell.sprint == sprint
    }
    mine = reportable(actor, cells)
    require(bool(mine), _("You lead no line of this programme, so there is nothing to report."))
    notes = {key: cell.note for key, cell in cells.items() if cell.note is not None}
    works = [line.work for line in board.lines if line.work.pk in mine]
    form = SprintForm(works, notes, request.POST if request.method == "POST" else None)
    back = reverse("work-tab", args=[sprint.work_id, "sprints"])
    status = 200
    if request.method == "POST":
        if form.is_valid() and stored(request, sprint, form):
            return redirect(back)
        status = 422
    others = [line for line in board.lines if line.work.pk not in mine]
    context = {"sprint": sprint, "form": form, "back": back, "cells": cells, "others": others}
    return render(request, "work/sprint_report.html", context, status=status)


def stored(request: HttpRequest, sprint: Sprint, form: SprintForm) -> bool:
    """Store what was told, with a message; False when it cannot be, and the form says why."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        news = report_sprint(actor=actor, sprint=sprint, lines=form.reports())
    except SprintRefused as refused:
        form.refuse(refused.problems)
        return False
    text = ngettext("%(count)d line reported.", "%(count)d lines reported.", len(news))
    messages.success(request, text % {"count": len(news)} if news else _("Nothing changed."))
    return True
