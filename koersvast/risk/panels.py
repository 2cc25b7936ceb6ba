"""What risk adds to the application: pages in the menu, and its registers."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.kit.register import Register, registers
from koersvast.core.registries import MenuItem, registries
from koersvast.risk.models import Measure, Risk, RiskClasses, ScaleLevel, Score


class RiskRegister(Register):
    """Risks and preconditions; in the menu stands the page with the heat map instead."""

    model, name, order = Risk, "risks", 30
    lead = _("What may go wrong, and what must be so for success.")
    columns = ("title", "code", "kind", "owner_role", "goal", "unit", "closed_on", "plan")
    filters = ("plan", "kind", "owner_role", "goal", "unit", "illustrative")
    search = ("title", "code", "cause", "event", "effect", "note")
    fields = (
        "plan", "code", "kind", "title", "cause", "event", "effect", "owner_role", "goal", "unit",
        "position", "note", "source", "illustrative",
    )  # fmt: skip
    shown_on = ("goal", "unit", "owner_role")

    def detail_url(self, record: models.Model) -> str:
        """Return the address of a risk's own page."""
        return reverse("risk-page", args=[record.pk])


class MeasureRegister(Register):
    """Measures of all risks."""

    model, name, section, order = Measure, "measures", "steering", 30
    lead = _("What is done about risks, and to meet preconditions.")
    columns = ("text", "code", "risk", "role", "due", "state")
    filters = ("plan", "state", "role")
    search = ("text", "code", "note", "risk__title")
    fields = (
        "plan", "risk", "code", "text", "role", "due", "state", "position", "note", "source",
        "illustrative",
    )  # fmt: skip
    shown_on = ("role",)


class ScoreRegister(Register):
    """Scores; not in the menu and without a form, for one judges on the page of a risk."""

    model, name = Score, "risk-scores"
    columns = ("risk", "date", "moment", "probability", "money", "time", "quality", "image")
    filters = ("moment", "illustrative")
    lead = _("How risks were judged through time.")


class ScaleRegister(Register):
    """Levels of the scales; in the menu stands the page that shows them side by side."""

    model, name = ScaleLevel, "risk-scales"
    columns = ("label", "code", "scale", "level", "upper", "percentage")
    filters = ("scale", "illustrative")
    search = ("label", "code")
    fields = ("code", "scale", "level", "label", "upper", "percentage", "note", "illustrative")
    lead = _("What the levels 1 to 5 mean in this municipality.")


class ClassesRegister(Register):
    """From which height a risk is medium, high, critical; reached from the page of the scales."""

    model, name = RiskClasses, "risk-classes"
    columns = ("medium_from", "high_from", "critical_from")
    fields = ("medium_from", "high_from", "critical_from", "note", "source", "illustrative")
    lead = _("From which height, probability × impact, a risk is medium, high or critical.")


def register_panels() -> None:
    """Add the registers and the pages of risks to the menu."""
    registers.add(RiskRegister, MeasureRegister, ScoreRegister, ScaleRegister, ClassesRegister)
    registries.add(
        MenuItem("steering", _("Risks"), "risks", order=10),
        MenuItem("steering", _("Preconditions for success"), "preconditions", order=20),
        MenuItem("steering", _("Risk scales"), "risk-scales", order=40),
    )
