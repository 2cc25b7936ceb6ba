"""A plan in a few lines, for the console."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koersvast.cli.demo import PASSWORD
from koersvast.cli.reports import WIDTH, money_lines, totals_data
from koersvast.direction.models import Goal, Plan
from koersvast.funding.rules import Verdict
from koersvast.funding.selectors import plan_totals
from koersvast.organisation.models import Person
from koersvast.work.models import Result, Work


def plan_lines(plan: Plan) -> list[str]:
    """Return what a plan holds, costs and lacks."""
    counts = {
        _("works"): Work.objects.filter(plan=plan).count(),
        _("results"): Result.objects.filter(plan=plan).count(),
        _("goals"): Goal.objects.filter(plan=plan).count(),
    }
    totals = plan_totals(plan)
    lines = ["", f"{plan.code}  {plan.title}", ""]
    lines.append("  " + ", ".join(f"{number} {label}" for label, number in counts.items()))
    lines.extend(["", *money_lines(totals.ledger)])
    differing = sum(check.evaluation.verdict is Verdict.DIFFERS for check in totals.checks)
    if differing:
        sentence = ngettext(
            "%(number)d stated total differs from its lines: koersvast plan totals %(code)s",
            "%(number)d stated totals differ from their lines: koersvast plan totals %(code)s",
            differing,
        )
        lines.extend(["", "  " + sentence % {"number": differing, "code": plan.code}])
    return lines


def demo_data(fresh: bool) -> dict[str, Any]:
    """Return the demonstration as plain data: its plans with their money, its accounts."""
    people = Person.objects.exclude(user=None).filter(illustrative=True).order_by("code")
    return {
        "fresh": fresh,
        "plans": [totals_data(plan_totals(plan)) for plan in Plan.objects.all()],
        "accounts": list(people.values_list("user__username", flat=True)),
    }


def account_lines() -> list[str]:
    """Return the demonstration's accounts."""
    people = Person.objects.exclude(user=None).filter(illustrative=True).select_related("user")
    lines = ["", _("Sign in as (password “%s”):") % PASSWORD]
    for person in people.order_by("-access", "name"):
        user = person.user.get_username() if person.user else ""
        lines.append(f"  {user:<{WIDTH}}{person.get_access_display()}")
    return lines
