"""What lower registers know about a work: risks, proposals and decisions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from koersvast.core.models import Tracked
from koersvast.decisions.models import Decision, Proposal
from koersvast.risk.models import Risk
from koersvast.work.models.works import Work


class WorkRisk(Tracked):
    """A risk of a work."""

    work = models.ForeignKey(
        Work, models.CASCADE, related_name="risk_links", verbose_name=_("work")
    )
    risk = models.ForeignKey(
        Risk, models.CASCADE, related_name="work_links", verbose_name=_("risk")
    )

    class Meta:
        verbose_name = _("risk of a work")
        verbose_name_plural = _("risks of works")
        ordering = ["work", "risk"]
        constraints = [models.UniqueConstraint(fields=["work", "risk"], name="work_risk_once")]

    def __str__(self) -> str:
        return f"{self.work} → {self.risk}"


class WorkProposal(Tracked):
    """A proposal about a work."""

    work = models.ForeignKey(
        Work, models.CASCADE, related_name="proposal_links", verbose_name=_("work")
    )
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, related_name="work_links", verbose_name=_("proposal")
    )

    class Meta:
        verbose_name = _("proposal about a work")
        verbose_name_plural = _("proposals about works")
        ordering = ["work", "id"]
        constraints = [
            models.UniqueConstraint(fields=["work", "proposal"], name="work_proposal_once")
        ]

    def __str__(self) -> str:
        return f"{self.proposal} → {self.work}"


class WorkDecision(Tracked):
    """A decision that changes a work."""

    work = models.ForeignKey(
        Work, models.CASCADE, related_name="decision_links", verbose_name=_("work")
    )
    decision = models.ForeignKey(
        Decision, models.CASCADE, related_name="work_links", verbose_name=_("decision")
    )

    class Meta:
        verbose_name = _("decision about a work")
        verbose_name_plural = _("decisions about works")
        ordering = ["work", "id"]
        constraints = [
            models.UniqueConstraint(fields=["work", "decision"], name="work_decision_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision} → {self.work}"
