"""What the organisation adds to the application: its registers."""

from koersvast.core.kit.register import Register, registers
from koersvast.organisation.models import Person, Role, Unit


class UnitRegister(Register):
    """Units."""

    model, name, section, order = Unit, "units", "people", 20
    columns = ("name", "code", "level", "valid_from", "valid_to")
    filters = ("level", "incomplete")
    search = ("name", "code", "note")
    fields = (
        "name",
        "code",
        "level",
        "valid_from",
        "valid_to",
        "incomplete",
        "note",
        "source",
        "illustrative",
    )


class RoleRegister(Register):
    """Roles."""

    model, name, section, order = Role, "roles", "people", 30
    columns = ("name", "code", "unit", "leads")
    filters = ("unit", "leads")
    search = ("name", "code", "description")
    fields = ("name", "code", "unit", "leads", "description", "note", "source", "illustrative")


class PersonRegister(Register):
    """People."""

    model, name, section, order = Person, "people", "people", 40
    columns = ("name", "code", "access")
    filters = ("access",)
    search = ("name", "code")
    fields = ("name", "code", "access", "note", "illustrative")


def register_panels() -> None:
    """Add the registers."""
    registers.add(UnitRegister, RoleRegister, PersonRegister)
