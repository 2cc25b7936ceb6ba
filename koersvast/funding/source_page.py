"""The page of a funding source: who decided which draw, and what is left per year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.kit.register import registers, url_of
from koersvast.core.money import Total
from koersvast.core.policy import policies
from koersvast.funding import rules
from koersvast.funding.figures import euros
from koersvast.funding.models import Allocation, FundingSource
from koersvast.funding.selectors import SourceState, states_of
from koersvast.funding.sentences import when_in_words
from koersvast.funding.source_picture import Step, Waterfall, waterfall

PICTURES = 6
"""Years that are drawn; the table has them all."""
DRAWN = 40
"""Draws in one picture, and rows of the table; the rest stands together in one."""
Year = int | None


@dataclass(frozen=True)
class DrawRow:
    """A draw in the table: what it takes per year ("" where nothing)."""

    draw: Allocation
    decided: str
    cells: list[str]


@dataclass(frozen=True)
class Drawn:
    """A source as the page shows it: a picture per year, and the table that adds up."""

    years: list[str]
    offered: list[str]
    rows: list[DrawRow]
    rest: list[str]
    borrowed: list[str]
    left: list[rules.Left]
    pictures: list[tuple[str, Waterfall]]


def decided_in_words(row: Allocation | FundingSource) -> str:
    """Return who decided, on what day: "College, okt 2022"; "" when neither is told.

    A decision that the reader does not see is None by now.
    """
    who = str(row.decided_by.body) if row.decided_by else row.decision
    day = row.decided_on or (row.decided_by.decided_on if row.decided_by else None)
    return ", ".join(part for part in (who, display(day) if day else "") if part)


def drawn_of(state: SourceState) -> Drawn:
    """Return the pictures and the table of a source. No query."""
    purse, spread = state.purse, state.per_year
    columns = list(spread)
    draws = sorted(state.draws, key=_moment)
    shown, others = draws[:DRAWN], draws[DRAWN:]
    borrowed = [rules.borrowed_in(purse, year, left) for year, left in spread.items()]
    return Drawn(
        years=[_name(purse, year, columns) for year in columns],
        offered=[euros(left.offered) for left in spread.values()],
        rows=[DrawRow(row, decided_in_words(row), _cells(purse, [row], columns)) for row in shown],
        rest=_cells(purse, others, columns) if others else [],
        borrowed=[euros(Total(each)) if each else "" for each in borrowed] if any(borrowed) else [],
        left=list(spread.values()),
        pictures=[
            (_name(purse, year, columns), _picture(state, year, draws))
            for year in columns[-PICTURES:]
        ],
    )


def _moment(row: Allocation) -> tuple[bool, Any, int, int]:
    """The draws in order of when they were decided; what has no moment comes last."""
    return (row.decided_on is None, row.decided_on or 0, row.position or 0, row.pk)


def _name(purse: rules.Purse, year: Year, columns: list[Year]) -> str:
    return when_in_words(year, onward=purse.structural and year == columns[-1])


def _amount(purse: rules.Purse, row: Allocation, year: Year) -> Decimal | None:
    return rules.amount_in(purse, rules.Draw(row.amount, row.year), year)


def _cells(purse: rules.Purse, rows: list[Allocation], columns: list[Year]) -> list[str]:
    found = []
    for year in columns:
        amounts = [_amount(purse, row, year) for row in rows]
        known = [amount for amount in amounts if amount is not None]
        found.append(euros(Total(-sum(known, Decimal(0)))) if known else "")
    return found


def _picture(state: SourceState, year: Year, draws: list[Allocation]) -> Waterfall:
    left = state.per_year[year]
    steps: list[Step] = []
    rest = Decimal(0)
    for row in draws:
        amount = _amount(state.purse, row, year)
        if amount is None:
            continue
        if len(steps) == DRAWN:
            rest += amount
            continue
        kind = "beyond" if row.beyond else "draw"
        decided = decided_in_words(row) or _("not told who decided, and when")
        text = euros(Total(-amount))
        steps.append(Step(row.title, amount, kind, decided, text, url_of(row)))
    if rest:
        steps.append(Step(_("The others together"), rest, text=euros(Total(-rest))))
    if borrowed := rules.borrowed_in(state.purse, year, left):
        text = euros(Total(borrowed))
        label = _("From what has no year") if year is not None else _("To years that lack")
        steps.append(Step(label, -borrowed, "borrowed", text=text))
    tone = "over" if left.is_overdrawn else "left"
    return waterfall(
        Step(_("Offered"), left.offered.amount, "offered", text=euros(left.offered)),
        steps,
        Step(_("Left"), left.left.amount, tone, text=euros(left.left)),
    )


@require_safe
def source_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a funding source with the draws on it."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    rows = FundingSource.objects.visible_to(actor).filter(pk=pk).select_related("work", "plan")
    state = next(iter(states_of(actor, rows)), None)
    if state is None:
        raise Http404
    source, register = state.source, registers.get("funding-sources")
    may = register.policy
    query = {"plan": source.plan_id, "funding_source": source.pk, "next": request.path}
    context = {
        "state": state,
        "source": source,
        "drawn": drawn_of(state),
        "decided": decided_in_words(source),
        "may_change": may.may_change(actor, source),
        "may_draw": policies.of(Allocation).may_add(actor),
        "edit_url": register.url("edit", pk),
        "history_url": register.url("history", pk),
        "delete_url": register.url("delete", pk),
        "allocate_url": f"{reverse('allocate')}?{urlencode(query)}",
        "list_url": f"{registers.get('allocations').list_url}?funding_source={source.pk}",
        "back": register.list_url,
    }
    return render(request, "funding/source.html", context)
