"""Work of every kind, in a tree; who answers for it; which goals it serves."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from tree_queries.models import TreeNode, TreeNodeForeignKey

from koersvast.core.fields import PeriodField
from koersvast.core.models import Tracked
from koersvast.direction.models import Goal, PlanRecord, TreeVisibleManager, code_unique_in_plan
from koersvast.organisation.models import Role, Unit


class Work(TreeNode, PlanRecord):
    """Anything one can be commissioned to do: a programme, a project, a theme, a process."""

    class Kind(models.TextChoices):
        """Kinds of work (werksoorten; J 1.1, A 4)."""

        CHALLENGE = "challenge", _("challenge")
        PROGRAMME = "programme", _("programme")
        PROGRAMME_LINE = "programme_line", _("programme line")
        PROJECT = "project", _("project")
        POLICY_PROCESS = "policy_process", _("policy process")
        OPERATIONAL_PROCESS = "operational_process", _("operational process")
        NEIGHBOURHOOD_CHALLENGE = "neighbourhood_challenge", _("neighbourhood challenge")

    parent = TreeNodeForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    kind = models.CharField(_("kind of work"), max_length=30, choices=Kind)
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="works", verbose_name=_("unit")
    )
    period = PeriodField(_("period"), null=True, blank=True)

    objects: ClassVar[Any] = TreeVisibleManager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("work_code_in_plan")]

    def __str__(self) -> str:
        return self.title


class WorkGoal(Tracked):
    """A goal that a work serves."""

    work = models.ForeignKey(
        Work, models.CASCADE, related_name="goal_links", verbose_name=_("work")
    )
    goal = models.ForeignKey(
        Goal, models.CASCADE, related_name="work_links", verbose_name=_("goal")
    )

    class Meta:
        verbose_name = _("goal served by work")
        verbose_name_plural = _("goals served by work")
        ordering = ["work", "goal"]
        constraints = [models.UniqueConstraint(fields=["work", "goal"], name="work_goal_once")]

    def __str__(self) -> str:
        return f"{self.work} → {self.goal}"


class Responsibility(Tracked):
    """Which role answers for what part of a work (M tables 9-11)."""

    class Kind(models.TextChoices):
        """What somebody answers for; the process owners are those of M table 10."""

        POLITICAL_PRINCIPAL = "political_principal", _("political principal")
        ADMINISTRATIVE_PRINCIPAL = "administrative_principal", _("administrative principal")
        CONTRACTOR = "contractor", _("contractor")
        LEAD = "lead", _("lead")
        COORDINATION = "coordination", _("coordination")
        OWNER_TECHNIQUE = "owner_technique", _("process owner: technique")
        OWNER_IMPLEMENTATION = "owner_implementation", _("process owner: implementation")
        OWNER_MONITORING = "owner_monitoring", _("process owner: monitoring")
        OWNER_UPKEEP = "owner_upkeep", _("process owner: upkeep")

    work = models.ForeignKey(
        Work, models.CASCADE, related_name="responsibilities", verbose_name=_("work")
    )
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="responsibilities", verbose_name=_("role")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["work", "id"]
        constraints = [
            models.UniqueConstraint(fields=["work", "kind", "role"], name="responsibility_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.role}"
