"""How it goes: points on the roadmap and status updates."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.days import validate_day
from koersvast.core.fields import PeriodField
from koersvast.core.models import Record
from koersvast.decisions.models import DecisionMoment
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.work.models.results import Result
from koersvast.work.models.works import Work


class Milestone(PlanRecord):
    """A point on the roadmap: a numbered milestone, or a dated moment (number empty)."""

    work = models.ForeignKey(
        Work, models.PROTECT, related_name="milestones", verbose_name=_("track")
    )
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    title = models.CharField(_("title"), max_length=300)
    when = PeriodField(_("when"), null=True, blank=True)
    decision_moment = models.ForeignKey(
        DecisionMoment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="milestones",
        verbose_name=_("needs the decision of"),
    )
    reached_on = models.DateField(_("reached on"), validators=[validate_day], null=True, blank=True)

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("milestone_code_in_plan"),
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="milestone_number_in_plan",
                violation_error_message=_("This number is already used in this plan."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


class Light(models.TextChoices):
    """A traffic light of a status update."""

    ON_COURSE = "on_course", _("on course")
    ATTENTION = "attention", _("attention")
    OFF_COURSE = "off_course", _("off course")


class StatusUpdate(Record):
    """How a result or a work stands on a day, as its reporter says."""

    result = models.ForeignKey(
        Result,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("result"),
    )
    work = models.ForeignKey(
        Work,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("work"),
    )
    date = models.DateField(_("date"), validators=[validate_day])
    time = models.CharField(_("time"), max_length=12, choices=Light, blank=True)
    money = models.CharField(_("money"), max_length=12, choices=Light, blank=True)
    quality = models.CharField(_("quality"), max_length=12, choices=Light, blank=True)
    capacity = models.CharField(_("capacity"), max_length=12, choices=Light, blank=True)
    done = models.BooleanField(_("done"), default=False)
    forecast = PeriodField(_("forecast of ready-by"), null=True, blank=True)
    words = models.TextField(_("in words"), blank=True)

    class Meta:
        verbose_name = _("status update")
        verbose_name_plural = _("status updates")
        ordering = ["-date", "-id"]
        constraints = [
            models.CheckConstraint(
                name="update_of_result_or_work",
                condition=Q(result__isnull=False, work__isnull=True)
                | Q(result__isnull=True, work__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["result", "date"],
                name="update_once_a_day_result",
                violation_error_message=_("There already is a status update on this day."),
            ),
            models.UniqueConstraint(
                fields=["work", "date"],
                name="update_once_a_day_work",
                violation_error_message=_("There already is a status update on this day."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result or self.work} {self.date}"

    def clean(self) -> None:
        """Refuse an update that says nothing: no light, not done, no words."""
        super().clean()
        if not (self.done or self.words or any(self.lights())):
            raise ValidationError(_("Choose at least one light, tick “done”, or write some words."))

    def lights(self) -> tuple[str, str, str, str]:
        """Return the lights for time, money, quality and capacity; empty where not given."""
        return (self.time, self.money, self.quality, self.capacity)
