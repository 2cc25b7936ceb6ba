"""What the organisation adds to the application: its page in the menu, and its registers."""

from __future__ import annotations

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koersvast.core.kit.register import Register, registers
from koersvast.core.registries import MenuItem, registries
from koersvast.organisation.models import Person, Role, Unit


class UnitRegister(Register):
    """Units. When one ends is said on its page, for its place ends with it."""

    model, name, section, order = Unit, "units", "people", 20
    lead = _("The units of the old and the new structure, each with the days on which it exists.")
    columns = ("name", "code", "level", "valid_from", "valid_to", "incomplete")
    filters = ("level", "incomplete", "illustrative")
    search = ("name", "code", "note", "source")
    fields = (
        "name",
        "code",
        "level",
        "valid_from",
        "incomplete",
        "note",
        "source",
        "illustrative",
    )

    def detail_url(self, record: Model) -> str:
        """Return the address of a unit's own page."""
        return reverse("unit", args=[record.pk])


class RoleRegister(Register):
    """Roles."""

    model, name, section, order = Role, "roles", "people", 30
    lead = _("Named responsibilities. Plans name roles, never people.")
    columns = ("name", "code", "unit", "leads")
    filters = ("unit", "leads", "illustrative")
    search = ("name", "code", "description", "unit__name")
    fields = ("name", "code", "unit", "leads", "description", "note", "source", "illustrative")

    def detail_url(self, record: Model) -> str:
        """Return the address of a role's own page."""
        return reverse("role", args=[record.pk])


class PersonRegister(Register):
    """People. Access is not in the form: nobody may change his own."""

    model, name, section, order = Person, "people", "people", 40
    columns = ("name", "code", "access")
    filters = ("access", "illustrative")
    search = ("name", "code")
    fields = ("name", "code", "note", "source", "illustrative")

    def detail_url(self, record: Model) -> str:
        """Return the address of a person's own page."""
        return reverse("person", args=[record.pk])


def register_panels() -> None:
    """Add the menu item and the registers."""
    registries.add(
        MenuItem(section="people", label=_("Organisation"), url_name="organisation", order=10)
    )
    registers.add(UnitRegister, RoleRegister, PersonRegister)
