"""What work adds to the application: its registers, tiles, tabs and related lists."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import Actor
from koersvast.core.display import display
from koersvast.core.kit.register import Register, registers
from koersvast.core.registries import LastDays, Related, Tab, Tile, registries
from koersvast.direction.models import Goal
from koersvast.organisation.models import Role
from koersvast.work.assignment_panels import register_assignments
from koersvast.work.models import (
    Action,
    Dependency,
    Milestone,
    Responsibility,
    Result,
    StatusUpdate,
    Work,
)
from koersvast.work.risk_tab import register_risks
from koersvast.work.roadmap_panels import register_roadmap
from koersvast.work.selectors import facts_of, last_days, next_date_of
from koersvast.work.sprint_panels import register_sprints
from koersvast.work.tabs import goals_tab, has_goals, history_tab, results_tab

ORIGIN = ("position", "note", "source", "illustrative")


class WorkRegister(Register):
    """Works of every kind."""

    model, name, section, order = Work, "works", "work", 10
    columns = ("title", "code", "kind", "parent", "unit", "plan")
    filters = ("plan", "kind", "unit")
    search = ("title", "code", "description", "note")
    fields = ("plan", "code", "parent", "kind", "title", "description", "unit", "period", *ORIGIN)
    shown_on = ("unit",)
    lead = gettext_lazy("Everything one can be commissioned to do, from challenge to process.")

    def detail_url(self, record: models.Model) -> str:
        """A work has a page of its own."""
        return reverse("work-page", args=[record.pk])


class ResultRegister(Register):
    """Results."""

    model, name, section, order = Result, "results", "work", 20
    columns = ("title", "code", "work", "owner_role", "plan")
    filters = ("plan", "work", "owner_role", "continuity")
    search = ("title", "code", "description", "note")
    fields = (
        "plan",
        "code",
        "work",
        "title",
        "description",
        "owner_role",
        "continuity",
        "condition",
        *ORIGIN,
    )
    shown_on = ("owner_role",)
    lead = gettext_lazy("What is ready when the work is done.")

    def detail_url(self, record: models.Model) -> str:
        """A result has a page of its own."""
        return reverse("result-page", args=[record.pk])


class ActionRegister(Register):
    """Actions."""

    model, name, section, order = Action, "actions", "work", 30
    columns = ("text", "code", "result", "role", "due", "done_on")
    filters = ("plan", "role")
    search = ("text", "code", "result__title")
    fields = ("plan", "result", "code", "text", "role", "due", "done_on", *ORIGIN)
    shown_on = ("role",)
    lead = gettext_lazy("What is done to reach a result.")


class MilestoneRegister(Register):
    """Milestones and dated moments of the roadmap."""

    model, name, section, order = Milestone, "milestones", "work", 40
    columns = ("title", "number", "work", "when", "reached_on", "decision_moment", "plan")
    filters = ("plan", "work")
    search = ("title", "code")
    fields = (
        "plan", "work", "code", "number", "title", "when", "reached_on", "decision_moment", *ORIGIN,
    )  # fmt: skip
    lead = gettext_lazy("The points of the roadmap: numbered milestones and dated moments.")


class StatusUpdateRegister(Register):
    """Status updates."""

    model, name, section, order = StatusUpdate, "status-updates", "work", 50
    columns = ("date", "result", "work", "time", "money", "quality", "capacity", "done", "forecast")
    filters = ("time", "money", "quality", "capacity", "done")
    search = ("words", "result__title", "work__title")
    fields = (
        "result",
        "work",
        "date",
        "time",
        "money",
        "quality",
        "capacity",
        "done",
        "forecast",
        "words",
        "note",
        "source",
        "illustrative",
    )
    lead = gettext_lazy("How results and works stand, as reported.")


class DependencyRegister(Register):
    """Dependencies; not in the menu, for one sees them at the results."""

    model, name = Dependency, "dependencies"
    columns = ("result", "needs")
    search = ("result__title", "needs__title")


class ResponsibilityRegister(Register):
    """Responsibilities; not in the menu, for one comes here from the page of a work."""

    model, name = Responsibility, "responsibilities"
    columns = ("role", "kind", "work")
    filters = ("work", "kind", "role")
    search = ("work__title", "role__name", "note")
    fields = ("work", "kind", "role", "note")
    lead = gettext_lazy("Which role answers for what part of a work.")


def results_tile(request: HttpRequest, work: Work) -> dict[str, Any] | None:
    """Return the number of results and how they stand."""
    counts = facts_of(request.actor, work).counts_of(work.pk)  # type: ignore[attr-defined]
    if not counts.total:
        return None
    return {
        "label": _("Results"),
        "value": counts.total,
        "sub": counts.words(),
        "href": reverse("work-tab", args=[work.pk, "results"]),
        "counts": counts,
        "bars": counts.bars(),
        "counts_text": counts.words(),
    }


def next_date_tile(request: HttpRequest, work: Work) -> dict[str, Any] | None:
    """Return the first date ahead, seen from today or from the reference date of an old plan."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    facts = facts_of(actor, work)
    found = next_date_of(actor, facts.keys, facts.seen_from)
    if found is None:
        return None
    label = _("Next date")
    if facts.seen_from != timezone.localdate():
        label = _("Next date from %(day)s") % {"day": display(facts.seen_from)}
    register = registers.of(found.record)
    href = register.detail_url(found.record) if register else ""
    return {"label": label, "value": str(found.when), "sub": found.what, "href": href}


def works_of_role(actor: Actor, role: Role) -> QuerySet[Any]:
    """Return the works that a role answers for."""
    works: QuerySet[Any] = Work.objects.visible_to(actor)
    return works.filter(responsibilities__role=role).distinct()


def works_for_goal(actor: Actor, goal: Goal) -> QuerySet[Any]:
    """Return the works that serve a goal."""
    works: QuerySet[Any] = Work.objects.visible_to(actor)
    return works.filter(goal_links__goal=goal)


def results_for_goal(actor: Actor, goal: Goal) -> QuerySet[Any]:
    """Return the results that serve a goal."""
    results: QuerySet[Any] = Result.objects.visible_to(actor)
    return results.filter(goal_links__goal=goal)


def register_panels() -> None:
    """Add the registers, and what work shows on its own pages and those of lower apps."""
    registers.add(
        WorkRegister,
        ResultRegister,
        ActionRegister,
        MilestoneRegister,
        StatusUpdateRegister,
        DependencyRegister,
        ResponsibilityRegister,
    )
    registries.add(
        LastDays("work", last_days),
        Tile(Work, "results", results_tile, order=10),
        Tile(Work, "next-date", next_date_tile, order=40),
        Tab(Work, "results", gettext_lazy("Results"), "work/results_tab.html", results_tab, 10),
        Tab(Work, "goals", gettext_lazy("Goals"), "work/goals_tab.html", goals_tab, 60, has_goals),
        Tab(Work, "history", gettext_lazy("History"), "work/history_tab.html", history_tab, 90),
        Related(Role, "answers-for", gettext_lazy("answers for"), works_of_role, order=5),
        Related(Goal, "works", gettext_lazy("works that serve it"), works_for_goal, order=10),
        Related(Goal, "results", gettext_lazy("results that serve it"), results_for_goal, order=20),
    )
    register_roadmap()
    register_sprints()
    register_assignments()
    register_risks()
