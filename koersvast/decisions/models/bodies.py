"""Who meets and decides, and when."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.fields import PeriodField
from koersvast.core.models import Record, code_validator
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Dated, Role, period_in_order


class Body(Record):
    """A body that meets and decides or advises (J 1.1)."""

    class Kind(models.TextChoices):
        """What a body is."""

        COUNCIL = "council", _("council")
        COLLEGE = "college", _("college of mayor and aldermen")
        MANAGEMENT_TEAM = "management_team", _("management team")
        WORKS_COUNCIL = "works_council", _("works council")
        UNION_CONSULTATION = "union_consultation", _("local union consultation")
        STEERING_GROUP = "steering_group", _("steering group")
        CONSULTATION = "consultation", _("consultation")

    class Rule(models.TextChoices):
        """How a body comes to a decision; empty: not told."""

        NOT_TOLD = "", _("not told")
        MAJORITY = "majority", _("majority")
        CONSENT = "consent", _("consent")
        ADVICE = "advice", _("advice")

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[code_validator])
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    rule = models.CharField(_("decision rule"), max_length=20, choices=Rule, blank=True, default="")
    rhythm = models.CharField(_("rhythm"), max_length=300, blank=True)
    secretary_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="secretary_of",
        verbose_name=_("secretary"),
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["name", "code"]

    def __str__(self) -> str:
        return self.name


class Membership(Dated, Record):
    """A role that is a member of a body, from a day to a day."""

    body = models.ForeignKey(
        Body, models.CASCADE, related_name="memberships", verbose_name=_("body")
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="memberships", verbose_name=_("role")
    )

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["body", "id"]
        constraints = [
            period_in_order("membership_period_in_order"),
            models.UniqueConstraint(
                fields=["body", "role", "valid_from"],
                name="membership_once",
                violation_error_message=_("This role already is a member from that day."),
            ),
            models.UniqueConstraint(
                fields=["body", "role"],
                condition=Q(valid_from__isnull=True),
                name="membership_without_start_once",
                violation_error_message=_("This role already is a member."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.body}"


class DecisionMoment(PlanRecord):
    """A moment at which a body decides: exact, or as precise as one knows ("Q4 2022")."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="moments", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=300)
    when = PeriodField(_("when"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision moment")
        verbose_name_plural = _("decision moments")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("decision_moment_code_in_plan")]

    def __str__(self) -> str:
        return self.title
