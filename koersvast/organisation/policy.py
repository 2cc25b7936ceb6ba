"""Who keeps the organisation."""

from koersvast.core.policy import AdministratorsKeep, EditorsKeep, policies
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement


def register_policies() -> None:
    """Secretaries keep units and roles; people and their access are the administrators' own."""
    for model in (Unit, UnitPlacement, Role, RoleHolding):
        policies.add(model, EditorsKeep())
    policies.add(Person, AdministratorsKeep())
