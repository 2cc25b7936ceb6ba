"""The organisation in a plan file."""

from koersvast.core.parts import Part, Scope, listed, parts, rows
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.organisation.schemas import (
    HoldingRow,
    PersonRow,
    PlacementRow,
    RoleRow,
    UnitRow,
)

placements = rows(
    UnitPlacement,
    PlacementRow,
    link="unit",
    identity=("parent", "valid_from"),
    refs=listed(parent="organisation.units"),
)
holdings = rows(
    RoleHolding,
    HoldingRow,
    link="person",
    identity=("role", "valid_from"),
    refs=listed(role="organisation.roles"),
)


def register_parts() -> None:
    """Add units, roles and people to the plan file."""
    parts.add(
        Part(
            "organisation",
            "units",
            UnitRow,
            rows(Unit, UnitRow, children={"placements": placements}),
            Scope.MUNICIPALITY,
        ),
        Part(
            "organisation",
            "roles",
            RoleRow,
            rows(Role, RoleRow, refs=listed(unit="organisation.units")),
            Scope.MUNICIPALITY,
        ),
        Part(
            "organisation",
            "people",
            PersonRow,
            rows(Person, PersonRow, children={"holdings": holdings}),
            Scope.MUNICIPALITY,
        ),
    )
