"""The rhythm of a programme: sprints, and what each line did in them (H)."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.core.fields import PeriodField
from koersvast.core.models import Record
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.work.models.works import Work


class Sprint(PlanRecord):
    """A sprint of a programme.

    `told_with` is the sprint with which a source tells together what was done in this one; the
    notes stand there.
    """

    work = models.ForeignKey(Work, models.PROTECT, related_name="sprints", verbose_name=_("work"))
    title = models.CharField(_("title"), max_length=300)
    period = PeriodField(_("period"))
    told_with = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tells_of",
        verbose_name=_("told together with"),
        help_text=_("The sprint that also tells what was done in this one."),
    )

    class Meta:
        verbose_name = _("sprint")
        verbose_name_plural = _("sprints")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("sprint_code_in_plan")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Refuse another programme than that of what was reported, and of what tells of it."""
        super().clean()
        self._clean_told_with()
        if not self.pk or not self.work_id:
            return
        for note in self.notes.select_related("work"):
            if not is_part(note.work, self.work_id):
                message = _("%(work)s reported on this sprint, and is no part of that programme.")
                raise ValidationError({"work": message % {"work": note.work}})

    def _clean_told_with(self) -> None:
        other = self.told_with
        if other is None:
            return
        if other.pk == self.pk or other.work_id != self.work_id or other.told_with_id is not None:
            raise ValidationError(
                {
                    "told_with": _(
                        "Choose another sprint of the same programme, one that tells for itself "
                        "what was done."
                    )
                }
            )


def is_part(work: Work, programme: int) -> bool:
    """Tell whether a work is the programme, or stands below it; a query per step up."""
    at: Work | None = work
    while at is not None:
        if programme in (at.pk, at.parent_id):
            return True
        at = at.parent
    return False


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

    def clean(self) -> None:
        """Refuse a work that is no part of the programme whose sprint it is."""
        super().clean()
        if self.work_id and self.sprint_id and not is_part(self.work, self.sprint.work_id):
            words = {"work": self.work, "programme": self.sprint.work}
            raise ValidationError(
                {
                    "work": _(
                        "%(work)s is no part of %(programme)s. Choose a line of that programme."
                    )
                    % words
                }
            )
