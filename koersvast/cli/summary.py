"""A plan in a few lines, for the console."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from koersvast.cli.demo import PASSWORD
from koersvast.core.money import Total, format_amount
from koersvast.direction.models import Goal, Plan
from koersvast.funding.selectors import plan_totals
from koersvast.organisation.models import Person
from koersvast.work.models import Result, Work

WIDTH = 22


def plan_lines(plan: Plan) -> list[str]:
    """Return what a plan holds, costs and lacks."""
    counts = {
        _("works"): Work.objects.filter(plan=plan).count(),
        _("results"): Result.objects.filter(plan=plan).count(),
        _("goals"): Goal.objects.filter(plan=plan).count(),
    }
    totals = plan_totals(plan)
    years = [year for year in totals.years if year is not None]
    lines = ["", f"{plan.code}  {plan.title}", ""]
    lines.append("  " + ", ".join(f"{number} {label}" for label, number in counts.items()))
    lines.append("  " + " " * WIDTH + "".join(f"{year:>14}" for year in years))
    lines.append(_row(_("cost"), totals.cost, years))
    lines.append(_row(_("coverage"), totals.coverage, years))
    lines.append(_row(_("balance"), totals.balance, years))
    differing = sum(1 for each in totals.stated if each.differs)
    if differing:
        lines.append("  " + ngettext(
            "%(number)d stated total differs from its lines: koersvast plan totals %(code)s",
            "%(number)d stated totals differ from their lines: koersvast plan totals %(code)s",
            differing,
        ) % {"number": differing, "code": plan.code})
    return lines


def _row(label: str, amounts: Mapping[int | None, Total], years: list[int]) -> str:
    cells = (format_amount(amounts.get(year, Total()), get_language() or "nl") for year in years)
    return f"  {label:<{WIDTH}}" + "".join(f"{cell:>14}" for cell in cells)


def account_lines() -> list[str]:
    """Return the demonstration's accounts."""
    people = Person.objects.exclude(user=None).filter(illustrative=True).select_related("user")
    lines = ["", _("Sign in as (password “%s”):") % PASSWORD]
    for person in people.order_by("-access", "name"):
        user = person.user.get_username() if person.user else ""
        lines.append(f"  {user:<{WIDTH}}{person.get_access_display()}")
    return lines
