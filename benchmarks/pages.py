"""Which pages are measured, and who looks at them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from koersvast.core.actors import Access
from koersvast.core.models import User
from koersvast.funding.models import CostItem
from koersvast.organisation.models import Person
from koersvast.work.models import Result, Work


def reader() -> Any:
    """Return a programme secretary with an account."""
    user, new = User.objects.get_or_create(username="meter")
    if new:
        Person.objects.create(code="meter", name="Meter", access=Access.EDITOR, user=user)
    return user


def addresses() -> dict[str, str]:
    """Return the addresses of the pages by the names under which they are reported."""
    plan, theme = Work.objects.get(code="W"), Work.objects.get(code="T0")
    result, cost = Result.objects.get(code="R0"), CostItem.objects.get(code="K0")
    return {
        "plan page": reverse("work-page", args=[plan.pk]),
        "plan page, one theme": reverse("work-page", args=[theme.pk]),
        "plan page, money": reverse("work-tab", args=[plan.pk, "money"]),
        "plan page, goals": reverse("work-tab", args=[plan.pk, "goals"]),
        "plan page, history": reverse("work-tab", args=[plan.pk, "history"]),
        "result": reverse("result-page", args=[result.pk]),
        "overview": reverse("home"),
        "roadmap": reverse("roadmap"),
        "golden thread": reverse("thread"),
        "golden thread from a cost item": reverse("thread-cost", args=[cost.pk]),
        "list of results": reverse("register-list", args=["results"]),
        "list of actions": reverse("register-list", args=["actions"]),
        "search": reverse("search") + "?q=onderwerp+42",
        "organisation": reverse("organisation"),
    }
