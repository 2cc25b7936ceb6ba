"""The forms of the organisation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from koersvast.core.actors import Actor
from koersvast.core.models import User
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement


def day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """Return a field for a day that may stay empty."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, help_text=help_text, widget=widget)


class ReasonForm(forms.Form):
    """The base: why something changes, for its history."""

    reason = forms.CharField(
        label=_("reason"),
        required=False,
        max_length=100,
        help_text=_("Kept in the history, for instance a decision."),
    )
    field_order: list[str] = []

    def __init__(self, *args: Any, actor: Actor, record: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([name for name in self.fields if name != "reason"])
        self.prepare(actor, record)

    def prepare(self, actor: Actor, record: Any) -> None:
        """Offer what the actor may choose for this record."""


class PlaceForm(ReasonForm):
    """Where a unit stands, and from which day."""

    parent = forms.ModelChoiceField(
        Unit.objects.none(),
        label=_("stands under"),
        required=False,
        empty_label=_("nothing: at the top"),
    )
    valid_from = day_field(
        _("from"), _("Where it stands now ends the day before. Empty: it always stood there.")
    )
    valid_to = day_field(_("to and including"), _("Empty: until further notice."))

    def prepare(self, actor: Actor, record: Unit) -> None:
        """Offer the other units."""
        field: Any = self.fields["parent"]
        field.queryset = Unit.objects.visible_to(actor).exclude(pk=record.pk)


class EndUnitForm(ReasonForm):
    """The last day of a unit."""

    last_day = day_field(_("last day"), _("Empty: it goes on existing."))

    def prepare(self, actor: Actor, record: Unit) -> None:
        """Show the end it has."""
        self.fields["last_day"].initial = record.valid_to


class AssignForm(ReasonForm):
    """Who holds a role, and from which day."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("person"))
    valid_from = day_field(_("from"), _("Empty: always held it."))
    valid_to = day_field(_("to and including"), _("Empty: until further notice."))

    def prepare(self, actor: Actor, record: Role) -> None:
        """Offer the people."""
        field: Any = self.fields["person"]
        field.queryset = Person.objects.visible_to(actor)


class EndHoldingForm(ReasonForm):
    """The last day on which somebody holds a role."""

    last_day = day_field(_("last day"), _("Empty: until further notice."))

    def prepare(self, actor: Actor, record: RoleHolding | UnitPlacement) -> None:
        """Show the end it has."""
        self.fields["last_day"].initial = record.valid_to


class RemoveForm(ReasonForm):
    """Nothing to fill in but why."""


class AccessForm(ReasonForm):
    """With which account somebody signs in, and how far his rights reach."""

    access = forms.TypedChoiceField(
        label=_("access"), choices=Person.AccessLevel.choices, coerce=int
    )
    user = forms.ModelChoiceField(
        User.objects.none(),
        label=_("account"),
        required=False,
        empty_label=_("none: cannot sign in"),
    )

    def prepare(self, actor: Actor, record: Person) -> None:
        """Offer accounts that are nobody's, and the person's own."""
        self.fields["access"].initial = record.access
        self.fields["user"].initial = record.user_id
        field: Any = self.fields["user"]
        free = Q(person=None) & ~Q(pk=actor.user_id)
        field.queryset = User.objects.filter(free | Q(person=record)).order_by("username")
