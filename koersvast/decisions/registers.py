"""The registers of decisions."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.kit.register import Register, registers
from koersvast.decisions.forms import ProposalForm
from koersvast.decisions.models import (
    Body,
    Decision,
    DecisionMoment,
    Membership,
    Objection,
    Proposal,
)


class Bodies(Register):
    """Who meets and decides."""

    model, name, section, order = Body, "bodies", "decisions", 20
    lead = _("Who meets and decides or advises: rhythm, decision rule, members and secretary.")
    columns = ("name", "code", "kind", "rule", "rhythm", "secretary_role")
    filters = ("kind", "rule", "illustrative")
    search = ("name", "code", "rhythm", "note", "source")
    fields = (
        "name", "code", "kind", "rule", "rhythm", "secretary_role", "note", "source",
        "illustrative",
    )  # fmt: skip
    shown_on = ("secretary_role",)

    def detail_url(self, record: Model) -> str:
        """Return the address of a body's own page."""
        return reverse("body", args=[record.pk])


class Memberships(Register):
    """Which roles are members of which body; reached from the page of a body."""

    model, name = Membership, "memberships"
    lead = _("Which roles are members of which body, from a day to a day.")
    columns = ("role", "body", "valid_from", "valid_to")
    filters = ("body", "role")
    fields = ("body", "role", "valid_from", "valid_to", "note", "source", "illustrative")
    shown_on = ("role",)


class Moments(Register):
    """When bodies decide."""

    model, name, section, order = DecisionMoment, "decision-moments", "decisions", 30
    lead = _("When a body decides: on a day, or as precisely as one knows.")
    columns = ("title", "code", "when", "body", "plan")
    filters = ("plan", "body", "illustrative")
    search = ("title", "code", "body__name", "note", "source")
    fields = (
        "plan", "code", "body", "title", "when", "position", "note", "source", "illustrative",
    )  # fmt: skip
    shown_on = ("plan",)


class Proposals(Register):
    """What is put to a body."""

    model, name, section, order = Proposal, "proposals", "decisions", 40
    lead = _("What is put to a body. What is not for everybody is shown to those concerned only.")
    columns = ("title", "code", "body", "moment", "portfolio_role", "openness", "plan")
    filters = ("plan", "body", "moment", "openness", "portfolio_role", "unit", "illustrative")
    search = (
        "title", "code", "case_number", "document_number", "body__name", "note", "source",
    )  # fmt: skip
    fields = (
        "plan", "code", "title", "body", "moment", "case_number", "document_number",
        "document_date", "drafting_role", "unit", "portfolio_role", "openness", "embargo_until",
        "note", "source", "illustrative", "position",
    )  # fmt: skip
    shown_on = ("plan", "moment", "portfolio_role", "drafting_role", "unit")
    form = ProposalForm

    def detail_url(self, record: Model) -> str:
        """Return the address of the document."""
        return reverse("proposal", args=[record.pk])


class Decisions(Register):
    """What was decided. One on a proposal is taken on the page of that proposal."""

    model, name, section, order = Decision, "decisions", "decisions", 50
    lead = _(
        "What bodies decided. A decision on a proposal is taken on the page of the proposal; here "
        "one adds a decision of which there is no proposal."
    )
    columns = ("title", "code", "body", "decided_on", "outcome", "proposal", "plan")
    filters = ("plan", "body", "outcome", "proposal", "illustrative")
    search = ("title", "code", "amendment", "explanation", "body__name", "note", "source")
    fields = (
        "plan", "code", "title", "body", "decided_on", "outcome", "amendment", "explanation",
        "notified_on", "deviation", "note", "source", "illustrative", "position",
    )  # fmt: skip
    shown_on = ("plan",)


class Objections(Register):
    """Reasoned objections; recorded and answered on the page of the proposal."""

    model, name, section, order = Objection, "objections", "decisions", 60
    lead = _("Reasoned objections under consent, with what was answered and when it was settled.")
    columns = ("reason", "proposal", "role", "raised_on", "settled_on")
    filters = ("proposal", "role")
    search = ("reason", "answer", "note", "source")


def register_registers() -> None:
    """Add them: pages, search, menu."""
    registers.add(Bodies, Memberships, Moments, Proposals, Decisions, Objections)
