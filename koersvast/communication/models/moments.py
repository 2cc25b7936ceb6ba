"""Who hears what, when, by which channel and from whom (D annex, M 10)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.days import validate_day
from koersvast.core.fields import PeriodField
from koersvast.core.models import Tracked
from koersvast.decisions.models import Decision, DecisionMoment, Proposal
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Role
from koersvast.work.models import Milestone, Work

WAITS_FOR = ("decision", "proposal", "decision_moment", "milestone")
"""The fields that say what a moment waits for; one of them at most is filled."""
ONE_AT_MOST = _("A message waits for one thing at most: choose one, and leave the others empty.")
LONGEST_POINT = 500


class Audience(PlanRecord):
    """Whom a message is for: employees, a body, residents."""

    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("audience")
        verbose_name_plural = _("audiences")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("audience_code_in_plan")]

    def __str__(self) -> str:
        return self.name


class Channel(PlanRecord):
    """By what means a message goes: newsletter, meeting, letter."""

    name = models.CharField(_("name"), max_length=300)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("channel_code_in_plan")]

    def __str__(self) -> str:
        return self.name


def waits_for_one() -> Q:
    """Return the condition that at most one of `WAITS_FOR` is filled."""
    allowed = Q()
    for name in WAITS_FOR:
        others = [each for each in WAITS_FOR if each != name]
        allowed |= Q(**{f"{each}__isnull": True for each in others})
    return allowed


def awaited(model: Any, label: Any) -> Any:
    """Return a field for what a moment waits for."""
    return models.ForeignKey(
        model,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communication_moments",
        verbose_name=label,
    )


class CommunicationMoment(PlanRecord):
    """A message: when, to whom, by what means, what about, and who sees to it.

    `when` is exact or as rough as the plan says it. `rhythm` is in the words of the plan
    ("weekly"); then `when` is the first time, or the stretch of time in which it recurs. "Done"
    without a day: it is told that it was done, but not on which day. Empty: nobody told whether
    it was done.
    """

    work = models.ForeignKey(
        Work,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communication_moments",
        verbose_name=_("work"),
    )
    title = models.CharField(_("title"), max_length=300, blank=True)
    when = PeriodField(
        _("when"),
        null=True,
        blank=True,
        help_text=_("A day, a week or a month: “16 juni 2021”, “week 24 2021”, “juni 2021”."),
    )
    rhythm = models.CharField(
        _("rhythm"),
        max_length=300,
        blank=True,
        help_text=_(
            "How often, for instance “wekelijks” or “elke twee weken”. “When” is then the first "
            "time, or the period in which it recurs."
        ),
    )
    text = models.TextField(_("text"), blank=True)
    done = models.BooleanField(_("done"), null=True, blank=True)
    done_on = models.DateField(_("done on"), validators=[validate_day], null=True, blank=True)
    cancelled_on = models.DateField(
        _("cancelled on"), validators=[validate_day], null=True, blank=True
    )
    decision = awaited(Decision, _("waits for the decision"))
    proposal = awaited(Proposal, _("waits for the decision on the proposal"))
    decision_moment = awaited(DecisionMoment, _("waits for the decision moment"))
    milestone = awaited(Milestone, _("waits for the milestone"))

    class Meta:
        verbose_name = _("communication moment")
        verbose_name_plural = _("communication moments")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("communication_moment_code_in_plan"),
            models.CheckConstraint(
                name="communication_moment_waits_for_one",
                condition=waits_for_one(),
                violation_error_message=ONE_AT_MOST,
            ),
            models.CheckConstraint(
                name="communication_moment_done_on_is_done",
                condition=Q(done_on__isnull=True) | Q(done=True),
                violation_error_message=_("What has a day on which it was done, is done."),
            ),
        ]
        indexes = [models.Index(fields=["when"], name="communication_when")]

    def __str__(self) -> str:
        return self.title or self.rhythm or self.code

    def clean(self) -> None:
        """Refuse to wait for two things; a day on which it was done makes it done."""
        super().clean()
        if self.done_on is not None:
            self.done = True
        filled = [name for name in WAITS_FOR if getattr(self, f"{name}_id")]
        if len(filled) > 1:
            raise ValidationError({filled[-1]: ONE_AT_MOST})


class Link(Tracked):
    """Something that hangs on a moment."""

    moment: models.ForeignKey[Any, Any]

    class Meta:
        abstract = True


class MomentAudience(Link):
    """An audience of a moment."""

    moment = models.ForeignKey(
        CommunicationMoment,
        models.CASCADE,
        related_name="audience_links",
        verbose_name=_("communication moment"),
    )
    audience = models.ForeignKey(
        Audience, models.PROTECT, related_name="moment_links", verbose_name=_("audience")
    )

    class Meta:
        verbose_name = _("audience of a moment")
        verbose_name_plural = _("audiences of moments")
        ordering = ["moment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "audience"], name="moment_audience_once")
        ]

    def __str__(self) -> str:
        return f"{self.moment} → {self.audience}"


class MomentChannel(Link):
    """A channel of a moment."""

    moment = models.ForeignKey(
        CommunicationMoment,
        models.CASCADE,
        related_name="channel_links",
        verbose_name=_("communication moment"),
    )
    channel = models.ForeignKey(
        Channel, models.PROTECT, related_name="moment_links", verbose_name=_("channel")
    )

    class Meta:
        verbose_name = _("channel of a moment")
        verbose_name_plural = _("channels of moments")
        ordering = ["moment", "id"]
        constraints = [
            models.UniqueConstraint(fields=["moment", "channel"], name="moment_channel_once")
        ]

    def __str__(self) -> str:
        return f"{self.moment} → {self.channel}"


class MomentRole(Link):
    """A role that sees to a moment."""

    moment = models.ForeignKey(
        CommunicationMoment,
        models.CASCADE,
        related_name="role_links",
        verbose_name=_("communication moment"),
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="communication_links", verbose_name=_("role")
    )

    class Meta:
        verbose_name = _("role of a moment")
        verbose_name_plural = _("roles of moments")
        ordering = ["moment", "id"]
        constraints = [models.UniqueConstraint(fields=["moment", "role"], name="moment_role_once")]

    def __str__(self) -> str:
        return f"{self.moment} → {self.role}"


class MomentPoint(Link):
    """Something that is told; in order."""

    moment = models.ForeignKey(
        CommunicationMoment,
        models.CASCADE,
        related_name="points",
        verbose_name=_("communication moment"),
    )
    position = models.PositiveIntegerField(_("position"), default=1)
    text = models.CharField(_("point"), max_length=LONGEST_POINT)

    class Meta:
        verbose_name = _("point of a moment")
        verbose_name_plural = _("points of moments")
        ordering = ["moment", "position"]
        constraints = [models.UniqueConstraint(fields=["moment", "text"], name="moment_point_once")]

    def __str__(self) -> str:
        return self.text
