"""The pages on which the organisation is changed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Access
from koersvast.core.policy import policies, require
from koersvast.organisation import services
from koersvast.organisation.forms import (
    AccessForm,
    AssignForm,
    EndHoldingForm,
    EndUnitForm,
    PlaceForm,
    RemoveForm,
)
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.organisation.pages import WritePage
from koersvast.organisation.policy import may_set_access


class UnitPage(WritePage):
    """What pages about a unit share."""

    model = Unit

    def back(self) -> str:
        """Return to the unit."""
        return reverse("unit", args=[self.record.pk])


class PlaceUnit(UnitPage):
    """Put a unit under another, from a day."""

    form_class = PlaceForm
    title = _("Place or move")
    lead = _("Where it stood before stays in the register with its days.")

    def allowed(self) -> bool:
        """Those who may add a placement."""
        placement = UnitPlacement(unit=self.record)
        return policies.of(placement).may_add(self.actor, placement)

    def write(self, **data: Any) -> None:
        """Place it."""
        services.place_unit(actor=self.actor, unit=self.record, **data)


class EndUnit(UnitPage):
    """Say until when a unit exists."""

    form_class = EndUnitForm
    title = _("End")
    lead = _("Its place ends with it; what points at it stays.")

    def write(self, **data: Any) -> None:
        """End it."""
        services.end_unit(actor=self.actor, unit=self.record, **data)


class RemovePlacement(WritePage):
    """Take away a placement that was a mistake."""

    model = UnitPlacement
    form_class = RemoveForm
    title = _("Remove this placement")
    lead = _("Only for a mistake: on these days the place of the unit becomes unknown.")
    button = _("Remove")

    def allowed(self) -> bool:
        """Those who may delete a placement."""
        return policies.of(self.record).may_delete(self.actor, self.record)

    def write(self, **data: Any) -> None:
        """Remove it."""
        services.remove_placement(actor=self.actor, placement=self.record, **data)

    def back(self) -> str:
        """Return to the unit."""
        return reverse("unit", args=[self.record.unit_id])


class AssignRole(WritePage):
    """Let a person hold a role."""

    model = Role
    form_class = AssignForm
    title = _("Assign")

    def allowed(self) -> bool:
        """Those who may add a holding."""
        holding = RoleHolding(role=self.record)
        return policies.of(holding).may_add(self.actor, holding)

    def write(self, **data: Any) -> None:
        """Assign it."""
        services.assign_role(actor=self.actor, role=self.record, **data)

    def back(self) -> str:
        """Return to the role."""
        return reverse("role", args=[self.record.pk])


class HoldingPage(WritePage):
    """What pages about a holding share."""

    model = RoleHolding

    def back(self) -> str:
        """Return to the role."""
        return reverse("role", args=[self.record.role_id])


class EndHolding(HoldingPage):
    """Say until when somebody holds a role."""

    form_class = EndHoldingForm
    title = _("End")

    def write(self, **data: Any) -> None:
        """End it."""
        services.end_holding(actor=self.actor, holding=self.record, **data)


class RemoveHolding(HoldingPage):
    """Take away a holding that was a mistake."""

    form_class = RemoveForm
    title = _("Remove this holding")
    lead = _("Only for a mistake: it is as if this person never held the role on these days.")
    button = _("Remove")

    def write(self, **data: Any) -> None:
        """Remove it."""
        services.remove_holding(actor=self.actor, holding=self.record, **data)


class SetAccess(WritePage):
    """Account and access of a person: administrators only, and nobody his own."""

    model = Person
    form_class = AccessForm
    title = _("Account and access")

    def allowed(self) -> bool:
        """Administrators; with a sentence for one who opens his own."""
        require(self.actor.is_administrator)
        require(may_set_access(self.actor, self.record), str(_("Nobody changes his own access.")))
        return True

    @transaction.atomic
    def write(self, **data: Any) -> None:
        """Set both, or neither."""
        reason = data["reason"]
        access = Access(data["access"])
        services.set_access(actor=self.actor, person=self.record, access=access, reason=reason)
        services.set_account(actor=self.actor, person=self.record, user=data["user"], reason=reason)

    def back(self) -> str:
        """Return to the person."""
        return reverse("person", args=[self.record.pk])
