"""The registers of advice and procedures."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.kit.register import Register, registers
from koersvast.core.registries import MenuItem, registries
from koersvast.decisions.advice_policy import register_advice_policies
from koersvast.decisions.models import Advice, Procedure, Step
from koersvast.decisions.selectors.procedures import late_count


class Advices(Register):
    """What is asked of a body before one decides. Asking and giving have pages of their own."""

    model, name, section, order = Advice, "advices", "decisions", 70
    lead = _(
        "Advice and consent on intended decisions: what was asked, discussed, agreed and given."
    )
    columns = ("title", "code", "kind", "body", "proposal", "requested_on", "given_on", "outcome")
    filters = ("plan", "body", "kind", "outcome", "proposal", "withdrawn", "illustrative")
    search = ("title", "code", "reasons", "text", "body__name", "note", "source")
    fields = (
        "plan", "code", "title", "body", "kind", "proposal", "reasons", "consequences",
        "measures", "not_asked_ground", "note", "source", "illustrative", "position",
    )  # fmt: skip
    shown_on = ("plan", "body", "proposal")

    def detail_url(self, record: models.Model) -> str:
        """Advice has a page of its own."""
        return reverse("advice-page", args=[record.pk])


class Procedures(Register):
    """Procedures; their page in the menu shows first what is blocked or late."""

    model, name = Procedure, "procedures"
    lead = _("Procedures with ordered steps. What is blocked or late stands on its own page.")
    columns = ("title", "code", "template", "plan")
    filters = ("plan", "illustrative")
    search = ("title", "code", "note", "source")
    fields = ("plan", "code", "title", "note", "source", "illustrative", "position")
    shown_on = ("plan",)

    def detail_url(self, record: models.Model) -> str:
        """A procedure has a page of its own."""
        return reverse("procedure-page", args=[record.pk])


class Steps(Register):
    """Steps of all procedures; not in the menu, for one comes here from a procedure."""

    model, name = Step, "steps"
    lead = _("The steps of all procedures: who, what comes out, by when.")
    columns = ("title", "code", "procedure", "kind", "body", "role", "due", "done", "done_on")
    filters = ("procedure", "kind", "body", "role", "done")
    search = ("title", "code", "output", "term", "procedure__title", "note")
    fields = (
        "procedure", "title", "kind", "body", "role", "output", "term", "due", "waits", "code",
        "note", "source", "illustrative",
    )  # fmt: skip
    shown_on = ("role", "body")

    def detail_url(self, record: models.Model) -> str:
        """A step stands on the page of its procedure."""
        step: Any = record
        return f"{reverse('procedure-page', args=[step.procedure_id])}#step-{step.pk}"


def register_advice() -> None:
    """Add them, with who may do what, and the page of what is blocked or late to the menu."""
    register_advice_policies()
    registers.add(Advices, Procedures, Steps)
    registries.add(
        MenuItem("decisions", _("Procedures"), "procedures", order=10, count=late_count),
    )
