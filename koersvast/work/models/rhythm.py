"""The rhythm of a programme: sprints, and what each line did in them (H)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.core.fields import PeriodField
from koersvast.core.models import Record
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.work.models.works import Work


class Sprint(PlanRecord):
    """A sprint of a programme."""

    work = models.ForeignKey(Work, models.PROTECT, related_name="sprints", verbose_name=_("work"))
    title = models.CharField(_("title"), max_length=300)
    period = PeriodField(_("period"))

    class Meta:
        verbose_name = _("sprint")
        verbose_name_plural = _("sprints")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("sprint_code_in_plan")]

    def __str__(self) -> str:
        return self.title


class SprintNote(Record):
    """What a line of the programme did in a sprint, and when it expects to be ready."""

    sprint = models.ForeignKey(
        Sprint, models.CASCADE, related_name="notes", verbose_name=_("sprint")
    )
    work = models.ForeignKey(
        Work, models.PROTECT, related_name="sprint_notes", verbose_name=_("programme line")
    )
    done = models.TextField(_("what was done"))
    expected = PeriodField(_("expected completion"), null=True, blank=True)

    class Meta:
        verbose_name = _("sprint note")
        verbose_name_plural = _("sprint notes")
        ordering = ["sprint", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sprint", "work"],
                name="sprint_note_once",
                violation_error_message=_("This line already told what it did in this sprint."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.sprint}: {self.work}"
