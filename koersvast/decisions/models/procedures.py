"""Procedures: ordered steps towards a decision and its execution (M 6)."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.core.fields import PeriodField
from koersvast.core.models import Record, code_validator
from koersvast.decisions.models.bodies import Body
from koersvast.decisions.models.decisions import Advice, Decision
from koersvast.decisions.models.proposals import Proposal
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Role


class Procedure(PlanRecord):
    """A procedure under way. `template` names the template it was made from."""

    title = models.CharField(_("title"), max_length=300)
    template = models.CharField(_("template"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("procedure")
        verbose_name_plural = _("procedures")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("procedure_code_in_plan")]

    def __str__(self) -> str:
        return self.title


class Step(Record):
    """A step of a procedure: who, what comes out, by when.

    `waits`: it cannot be done before the step above it is done. An intended decision is a
    `proposal` on which advice can still matter; a decision is what the body then decides.
    """

    class Kind(models.TextChoices):
        """What is done in a step."""

        STEP = "step", _("step")
        INTENTION = "intention", _("intended decision")
        DECISION = "decision", _("decision")
        ADVICE = "advice", _("advice")
        PLACEMENT = "placement", _("placement of staff")
        START = "start", _("start")

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="steps", verbose_name=_("procedure")
    )
    code = models.CharField(_("code"), max_length=60, validators=[code_validator])
    position = models.PositiveIntegerField(
        _("position"), default=1, validators=[MaxValueValidator(1_000_000)]
    )
    title = models.CharField(_("title"), max_length=300)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.STEP)
    body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("body"),
    )
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="procedure_steps",
        verbose_name=_("role"),
    )
    output = models.TextField(_("what comes out"), blank=True)
    term = models.CharField(_("term"), max_length=300, blank=True)
    due = PeriodField(_("due"), null=True, blank=True)
    done = models.BooleanField(_("done"), default=False)
    done_on = PeriodField(_("done on"), null=True, blank=True)
    waits = models.BooleanField(_("waits for the step before"), default=True)
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("proposal"),
    )
    advice = models.ForeignKey(
        Advice,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("advice"),
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="steps",
        verbose_name=_("decision"),
    )

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["procedure", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "code"], name="step_code_in_procedure")
        ]

    def __str__(self) -> str:
        return self.title
