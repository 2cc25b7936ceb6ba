"""The pages of money: what a figure is made of, the grid of amounts, the form of an allocation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.decorators.http import require_safe

from koersvast.core.actors import Actor
from koersvast.core.kit.forms import RecordForm
from koersvast.core.kit.views import AddPage, ChangePage
from koersvast.core.policy import policies, require
from koersvast.funding.addresses import add_item_url, grid_url, tab_url
from koersvast.funding.behind import behind
from koersvast.funding.figures import NO_AMOUNT, euros
from koersvast.funding.grid import Grid, grid_of
from koersvast.funding.models import FundingSource
from koersvast.funding.services import (
    AmountChange,
    GridRefused,
    Item,
    add_source,
    allocate,
    change_allocation,
    change_source,
    save_grid,
)
from koersvast.work.models import Work
from koersvast.work.policy import may_change_work

MOST_NAMED = 5
"""How many changes the message after saving names."""


def work_or_404(actor: Actor, pk: int) -> Work:
    """Return a work that the actor sees."""
    work: Work | None = Work.objects.visible_to(actor).filter(pk=pk).select_related("plan").first()
    if work is None:
        raise Http404
    return work


@require_safe
def rows(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the rows that a figure is made of: a part of the page, or a page of its own."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    work = work_or_404(actor, pk)
    found = behind(actor, work, request.GET)
    htmx: Any = getattr(request, "htmx", None)
    is_part = bool(htmx) and not htmx.history_restore_request
    template = "funding/rows_part.html" if is_part else "funding/rows.html"
    context = {"work": work, "found": found, "back": tab_url(work)}
    return render(request, template, context | {"may_change": may_change_work(actor, work.pk)})


class AmountsPage(View):
    """The grid in which the amounts of a work and all below it are changed."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the work; refuse who may change nothing in it."""
        super().setup(request, *args, **kwargs)
        self.actor: Actor = request.actor  # type: ignore[attr-defined]
        self.work = work_or_404(self.actor, kwargs["pk"])
        self.editable = {
            "cost": may_change_work(self.actor, self.work.pk),
            "source": policies.of(FundingSource).may_change(self.actor, FundingSource()),
        }
        require(any(self.editable.values()))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the grid."""
        return self._show(grid_of(self.actor, self.work, self.editable, request.GET))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Store everything, or nothing with a sentence per cell that is wrong."""
        grid = grid_of(self.actor, self.work, self.editable, request.POST, posted=True)
        if "add" in request.POST:
            return self._show(grid)
        changes = grid.form.changes()
        if grid.form.problems or grid.gone:
            return self._show(grid, status=422)
        try:
            changed = save_grid(actor=self.actor, rows=changes)
        except GridRefused as refused:
            grid.refuse(refused)
            return self._show(grid, status=422)
        messages.success(request, what_changed(changed))
        return redirect(grid.here)

    def _show(self, grid: Grid, status: int = 200) -> HttpResponse:
        context = {
            "work": self.work,
            "grid": grid,
            "back": tab_url(self.work),
            "here": grid_url(self.work.pk),
            "add_item": add_item_url(self.work),
        }
        return render(self.request, "funding/amounts.html", context, status=status)


def what_changed(changed: dict[Item, list[AmountChange]]) -> str:
    """Return what was saved, in a sentence: "2 amounts changed: Hire 2023: 100 → 120; …"."""
    found = [(item, change) for item, changes in changed.items() for change in changes]
    if not found:
        return _("Nothing changed.")

    def named(item: Item, change: AmountChange) -> str:
        year = _("in total") if change.year is None else str(change.year)
        old, new = (
            NO_AMOUNT if total is None else euros(total) for total in (change.old, change.new)
        )
        return f"{item} {year}: {old} → {new}"

    head = ngettext("%(count)d amount changed", "%(count)d amounts changed", len(found)) % {
        "count": len(found)
    }
    shown = "; ".join(named(item, change) for item, change in found[:MOST_NAMED])
    return f"{head}: {shown}{'; …' if len(found) > MOST_NAMED else '.'}"


class AllocatePage(AddPage):
    """A new draw on a funding source; refused when it is more than is left."""

    def add(self, form: RecordForm) -> None:
        """Store the draw."""
        allocate(actor=self.actor, allocation=form.instance)


class AddSourcePage(AddPage):
    """A new funding source."""

    def add(self, form: RecordForm) -> None:
        """Store the source."""
        add_source(actor=self.actor, source=form.instance)


class ChangeAllocationPage(ChangePage):
    """Change a draw; refused when it would take more than is left."""

    def change(self, form: RecordForm, record: Any) -> bool:
        """Store the changes of a draw."""
        version, changes = form.cleaned_data.get("version"), form.changes()
        return bool(
            change_allocation(actor=self.actor, allocation=record, changes=changes, version=version)
        )


class ChangeSourcePage(ChangePage):
    """Change a source; refused when it would no longer give what was drawn on it."""

    def change(self, form: RecordForm, record: Any) -> bool:
        """Store the changes of a source."""
        version, changes = form.cleaned_data.get("version"), form.changes()
        return bool(
            change_source(actor=self.actor, source=record, changes=changes, version=version)
        )
