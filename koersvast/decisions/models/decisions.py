"""What a body decided, and the advice that comes before it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.core.days import validate_day
from koersvast.core.fields import PeriodField
from koersvast.core.models import Record, Tracked
from koersvast.decisions.models.bodies import Body
from koersvast.decisions.models.proposals import Proposal
from koersvast.decisions.models.seeing import UnderProposalQuerySet
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Role, Unit


class Decision(PlanRecord):
    """What a body decided: on a proposal, or (where the source gives none) by itself."""

    class Outcome(models.TextChoices):
        """How it ended; empty: not told."""

        NOT_TOLD = "", _("not told")
        AS_PROPOSED = "as_proposed", _("as proposed")
        AMENDED = "amended", _("amended")
        POSTPONED = "postponed", _("postponed")
        REJECTED = "rejected", _("rejected")
        WITHDRAWN = "withdrawn", _("withdrawn")
        NOTED = "noted", _("noted")

    ADOPTED = (Outcome.AS_PROPOSED, Outcome.AMENDED)

    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("proposal"),
    )
    body = models.ForeignKey(Body, models.PROTECT, related_name="decisions", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=300)
    decided_on = PeriodField(_("decided on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True, default="")
    amendment = models.TextField(_("what was amended"), blank=True)
    explanation = models.TextField(_("explanation"), blank=True)
    notified_on = models.DateField(
        _("told to the works council on"), validators=[validate_day], null=True, blank=True
    )
    deviation = models.TextField(_("why it deviates from the advice"), blank=True)

    objects: ClassVar[Any] = UnderProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("decision_code_in_plan")]

    def __str__(self) -> str:
        return self.title


class DecisionUnit(Tracked):
    """A unit that a decision changes."""

    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="unit_links", verbose_name=_("decision")
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, related_name="decision_links", verbose_name=_("unit")
    )

    class Meta:
        verbose_name = _("unit changed by a decision")
        verbose_name_plural = _("units changed by decisions")
        ordering = ["decision", "id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "unit"], name="decision_unit_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision} → {self.unit}"


class Objection(Record):
    """A reasoned objection to a proposal of a body that decides by consent (J 1.1)."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="objections", verbose_name=_("proposal")
    )
    role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="objections",
        verbose_name=_("raised by"),
    )
    raised_on = models.DateField(_("raised on"), validators=[validate_day], null=True, blank=True)
    reason = models.TextField(_("reason"))
    answer = models.TextField(_("answer"), blank=True)
    settled_on = models.DateField(_("settled on"), validators=[validate_day], null=True, blank=True)

    objects: ClassVar[Any] = UnderProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["proposal", "id"]

    def __str__(self) -> str:
        return self.reason if len(self.reason) <= 80 else f"{self.reason[:79]}…"


class Advice(PlanRecord):
    """Advice (WOR art. 25), consent (art. 27) or other advice on an intended decision.

    `agreed_term` is the last day that was agreed for it: the law gives no term.
    """

    class Kind(models.TextChoices):
        """What is asked."""

        ADVICE = "advice", _("advice (art. 25 WOR)")
        CONSENT = "consent", _("consent (art. 27 WOR)")
        OTHER = "other", _("other advice")

    class Outcome(models.TextChoices):
        """What came back; empty: nothing yet, or not told."""

        NONE = "", _("not told")
        POSITIVE = "positive", _("positive")
        CONDITIONAL = "conditional", _("positive under conditions")
        NEGATIVE = "negative", _("negative")

    body = models.ForeignKey(Body, models.PROTECT, related_name="advices", verbose_name=_("body"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.ADVICE)
    proposal = models.ForeignKey(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="advices",
        verbose_name=_("intended decision"),
    )
    title = models.CharField(_("title"), max_length=300)
    requested_on = PeriodField(_("requested on"), null=True, blank=True)
    reasons = models.TextField(_("reasons"), blank=True)
    consequences = models.TextField(_("consequences for staff"), blank=True)
    measures = models.TextField(_("measures"), blank=True)
    consultation_on = PeriodField(_("consultation meeting"), null=True, blank=True)
    agreed_term = models.DateField(
        _("agreed term"), validators=[validate_day], null=True, blank=True
    )
    given_on = PeriodField(_("given on"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome, blank=True, default="")
    text = models.TextField(_("text"), blank=True)
    followed = models.BooleanField(_("followed by the decision"), null=True, blank=True)
    waived_on = models.DateField(
        _("need not wait, said on"), validators=[validate_day], null=True, blank=True
    )
    leave_on = models.DateField(
        _("leave of the court on"), validators=[validate_day], null=True, blank=True
    )
    withdrawn = models.BooleanField(_("withdrawn"), default=False)
    withdrawn_on = PeriodField(_("withdrawn on"), null=True, blank=True)
    not_asked_ground = models.TextField(
        _("ground for not asking"),
        blank=True,
        help_text=_("For instance political primacy (art. 46d WOR)."),
    )

    objects: ClassVar[Any] = UnderProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("advice")
        verbose_name_plural = _("advices")
        ordering = ["plan", "position", "code"]
        constraints = [code_unique_in_plan("advice_code_in_plan")]

    def __str__(self) -> str:
        return self.title
