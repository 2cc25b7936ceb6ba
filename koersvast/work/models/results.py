"""Results with their ready-by moments, phases, expertise, goals, actions and dependencies."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.days import validate_day
from koersvast.core.fields import PeriodField
from koersvast.core.models import Tracked
from koersvast.direction.models import Goal, PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Role
from koersvast.work.models.works import Work


class Result(PlanRecord):
    """What is ready when the work is done.

    It has one owner role. When it is ready is told by its ready-by moments (the last dated one
    counts), or it is continuous, or it waits for a condition in words.
    """

    class Continuity(models.TextChoices):
        """Whether a result goes on."""

        NONE = "", _("ends when ready")
        AFTERWARDS = "afterwards", _("continuous afterwards")
        CONTINUOUS = "continuous", _("continuous")

    work = models.ForeignKey(Work, models.PROTECT, related_name="results", verbose_name=_("work"))
    title = models.CharField(_("title"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    owner_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_results",
        verbose_name=_("owner"),
    )
    continuity = models.CharField(
        _("continuity"), max_length=20, choices=Continuity, blank=True, default=""
    )
    condition = models.TextField(_("waits for"), blank=True)

    class Meta:
        verbose_name = _("result")
        verbose_name_plural = _("results")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("result_code_in_plan")]
        indexes = [models.Index(fields=["work", "position"], name="result_by_work")]

    def __str__(self) -> str:
        return self.title


class ReadyBy(Tracked):
    """When something of a result is ready, and what that is."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="ready_by", verbose_name=_("result")
    )
    position = models.PositiveIntegerField(_("position"), default=1)
    when = PeriodField(_("ready by"))
    what = models.CharField(_("what is ready"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("ready-by moment")
        verbose_name_plural = _("ready-by moments")
        ordering = ["result", "position"]
        constraints = [
            models.UniqueConstraint(fields=["result", "position"], name="ready_by_position_once")
        ]
        indexes = [models.Index(fields=["when"], name="ready_by_when")]

    def __str__(self) -> str:
        return str(self.when)


class Phase(Tracked):
    """A stretch of quarters in which a result is prepared, built, implemented or embedded.

    Of some stretches a source tells when they are and not which phase it is (M table 7).
    """

    class Kind(models.TextChoices):
        """The phases in the order in which they come (M table 6)."""

        PREPARE = "prepare", _("prepare")
        BUILD = "build", _("build")
        IMPLEMENT = "implement", _("implement")
        EMBED = "embed", _("embed")
        NOT_TOLD = "not_told", _("phase not told")

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="phases", verbose_name=_("result")
    )
    kind = models.CharField(_("phase"), max_length=20, choices=Kind)
    period = PeriodField(_("period"))

    class Meta:
        verbose_name = _("phase")
        verbose_name_plural = _("phases")
        ordering = ["result", "id"]
        constraints = [
            models.UniqueConstraint(fields=["result", "kind", "period"], name="phase_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.period}"


class ExpertiseNeed(Tracked):
    """Expertise that a result needs, in the words of the plan."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="expertise", verbose_name=_("result")
    )
    position = models.PositiveIntegerField(_("position"), default=1)
    text = models.CharField(_("expertise"), max_length=200, db_index=True)

    class Meta:
        verbose_name = _("expertise needed")
        verbose_name_plural = _("expertise needed")
        ordering = ["result", "position"]
        constraints = [models.UniqueConstraint(fields=["result", "text"], name="expertise_once")]

    def __str__(self) -> str:
        return self.text


class ResultGoal(Tracked):
    """A goal that a result serves."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="goal_links", verbose_name=_("result")
    )
    goal = models.ForeignKey(
        Goal, models.CASCADE, related_name="result_links", verbose_name=_("goal")
    )

    class Meta:
        verbose_name = _("goal served by a result")
        verbose_name_plural = _("goals served by results")
        ordering = ["result", "goal"]
        constraints = [models.UniqueConstraint(fields=["result", "goal"], name="result_goal_once")]

    def __str__(self) -> str:
        return f"{self.result} → {self.goal}"


class Action(PlanRecord):
    """What is done to reach a result."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="actions", verbose_name=_("result")
    )
    text = models.TextField(_("action"))
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=_("responsible"),
    )
    due = PeriodField(_("due"), null=True, blank=True)
    done_on = models.DateField(_("done on"), validators=[validate_day], null=True, blank=True)

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["plan", "result", "position", "code"]
        constraints = [code_unique_in_plan("action_code_in_plan")]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"


class Dependency(Tracked):
    """Result B (`result`) needs result A (`needs`) first."""

    result = models.ForeignKey(
        Result, models.CASCADE, related_name="needs", verbose_name=_("result")
    )
    needs = models.ForeignKey(
        Result, models.CASCADE, related_name="needed_by", verbose_name=_("needs")
    )

    class Meta:
        verbose_name = _("dependency")
        verbose_name_plural = _("dependencies")
        ordering = ["result", "needs"]
        constraints = [
            models.UniqueConstraint(fields=["result", "needs"], name="dependency_once"),
            models.CheckConstraint(
                name="dependency_not_on_itself", condition=~Q(result=F("needs"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} ← {self.needs}"
