"""Proposals to a body, with the header and the headings of a college proposal (J)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from koersvast.core.days import validate_day
from koersvast.core.models import Tracked
from koersvast.decisions.models.bodies import Body, DecisionMoment
from koersvast.decisions.models.seeing import ProposalQuerySet, UnderProposalQuerySet
from koersvast.direction.models import PlanRecord, code_unique_in_plan
from koersvast.organisation.models import Person, Role, Unit


class Proposal(PlanRecord):
    """A proposal to a body.

    Openness, secrecy (geheimhouding, Gemeentewet) and embargo are three things. Who sees a
    proposal that is not for everybody is told in `ProposalQuerySet.visible_to`.
    """

    class Openness(models.TextChoices):
        """For whom a proposal is; empty: not told, which is for everybody with access."""

        NOT_TOLD = "", _("not told")
        PUBLIC = "public", _("public")
        CONFIDENTIAL = "confidential", _("confidential")

    body = models.ForeignKey(Body, models.PROTECT, related_name="proposals", verbose_name=_("body"))
    title = models.CharField(_("title"), max_length=300)
    moment = models.ForeignKey(
        DecisionMoment,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("decision moment"),
    )
    case_number = models.CharField(_("case number"), max_length=100, blank=True)
    document_number = models.CharField(_("document number"), max_length=100, blank=True)
    document_date = models.DateField(
        _("date of the document"), validators=[validate_day], null=True, blank=True
    )
    drafting_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafted_proposals",
        verbose_name=_("drafted by"),
    )
    unit = models.ForeignKey(
        Unit,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("department"),
    )
    portfolio_role = models.ForeignKey(
        Role,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portfolio_proposals",
        verbose_name=_("portfolio holder"),
    )
    author = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("author"),
        editable=False,
    )
    openness = models.CharField(
        _("openness"), max_length=20, choices=Openness, blank=True, default=""
    )
    embargo_until = models.DateField(
        _("embargo until"),
        validators=[validate_day],
        null=True,
        blank=True,
        help_text=_("Until and including this day only those concerned see it."),
    )
    secrecy_body = models.ForeignKey(
        Body,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imposed_secrecy",
        verbose_name=_("secrecy imposed by"),
    )
    secrecy_ground = models.CharField(_("ground of the secrecy"), max_length=300, blank=True)
    secrecy_decision = models.CharField(_("decision on the secrecy"), max_length=300, blank=True)
    secrecy_from = models.DateField(
        _("secret from"), validators=[validate_day], null=True, blank=True
    )
    secrecy_lifted_on = models.DateField(
        _("secrecy lifted on"), validators=[validate_day], null=True, blank=True
    )

    objects: ClassVar[Any] = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["plan", "position", "code"]
        constraints = [
            code_unique_in_plan("proposal_code_in_plan"),
            models.CheckConstraint(
                name="secrecy_lifted_after_imposed",
                condition=Q(secrecy_from__isnull=True)
                | Q(secrecy_lifted_on__isnull=True)
                | Q(secrecy_lifted_on__gte=F("secrecy_from")),
                violation_error_message=_("Secrecy cannot be lifted before it was imposed."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Section(Tracked):
    """A heading of a proposal with its text."""

    class Heading(models.TextChoices):
        """The fixed headings, in the order in which they are printed (J)."""

        ADVICE = "advice", _("advice")
        REASON = "reason", pgettext_lazy("heading", "reason")
        FRAMEWORKS = "frameworks", _("frameworks")
        INTENDED_EFFECT = "intended_effect", _("goal or intended effect")
        ARGUMENTS = "arguments", _("arguments")
        CAVEATS = "caveats", _("caveats")
        ALTERNATIVES = "alternatives", _("alternatives")
        FINANCES = "finances", _("finances")
        PARTICIPATION = "participation", _("participation")
        COMMUNICATION = "communication", _("communication")
        EXECUTION = "execution", _("execution and evaluation")
        SECRECY = "secrecy", _("secrecy")
        CO_ADVISED = "co_advised", _("co-advised by")
        ANNEXES = "annexes", _("annexes")

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="sections", verbose_name=_("proposal")
    )
    heading = models.CharField(_("heading"), max_length=20, choices=Heading)
    text = models.TextField(_("text"))

    objects: ClassVar[Any] = UnderProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["proposal", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "heading"], name="section_once")]

    def __str__(self) -> str:
        return self.get_heading_display()


class Reader(Tracked):
    """A role that may see a proposal that is not for everybody."""

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="readers", verbose_name=_("proposal")
    )
    role = models.ForeignKey(
        Role, models.CASCADE, related_name="readable_proposals", verbose_name=_("role")
    )

    objects: ClassVar[Any] = UnderProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("named reader")
        verbose_name_plural = _("named readers")
        ordering = ["proposal", "id"]
        constraints = [models.UniqueConstraint(fields=["proposal", "role"], name="reader_once")]

    def __str__(self) -> str:
        return str(self.role)
