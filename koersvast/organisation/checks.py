"""What plan check looks at in the organisation, as far as the plan uses it."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import (
    Finding,
    Lack,
    Norm,
    Place,
    Scope,
    Severity,
    checks,
    gaps,
    named,
    norm_kinds,
    rule,
    used_rows,
)
from koersvast.organisation.models import Role, Unit
from koersvast.organisation.rules.forest import Forest, forest_on
from koersvast.organisation.selectors import structure

LAYERS = Norm(
    "management_layers",
    _("management layers"),
    _("So many layers the organisation has at most, from the top down to the team."),
    unit=_("layers"),
    example=4,
    source="A 5.1",
)


def units_in(scope: Scope) -> dict[int, Unit]:
    """Return the units that the plan uses; one query."""
    keys = scope.once(used_rows)["organisation.units"]
    rows = Unit.objects.visible_to(scope.actor).filter(pk__in=keys, illustrative=False)
    return {unit.pk: unit for unit in rows.order_by("name", "code")}


def roles_in(scope: Scope) -> list[Role]:
    """Return the roles that the plan uses; one query."""
    keys = scope.once(used_rows)["organisation.roles"]
    rows = Role.objects.visible_to(scope.actor).filter(pk__in=keys, illustrative=False)
    return list(rows.select_related("unit").order_by("name", "code"))


def forest_in(scope: Scope) -> Forest:
    """Return the tree of the units that the plan uses, on the reference date; two queries."""
    units, whole = scope.once(units_in), structure(scope.actor)
    facts = [each for each in whole.units if each.key in units]
    return forest_on(facts, whole.placements, scope.day)


@rule(
    "ORG-01",
    Severity.WARNING,
    title=_("More management layers than the norm"),
    why=_("Each layer lengthens the way between who decides and who does the work."),
    mend=_("Place the deepest units higher, or adapt the norm."),
    source="A 5.1",
)
def too_many_layers(scope: Scope) -> Iterator[Finding]:
    """Count the layers of the units that the plan uses; those without a place do not count."""
    most, forest = scope.norms.number(LAYERS.name), scope.once(forest_in)
    if most is None or forest.layers <= most:
        return
    units = scope.once(units_in)
    deepest = [place for place in forest.places if not place.beside and place.depth >= most]
    first = units[int(deepest[0].unit.key)]
    values = {
        "layers": forest.layers,
        "most": most,
        "names": [place.unit.name for place in deepest],
    }
    sentence = _(
        "There are %(layers)d management layers and the norm is %(most)d; too deep: %(names)s."
    )
    yield Finding(first, sentence, values, "placements")


@rule(
    "ORG-02",
    Severity.INFORMATION,
    title=_("Unit without a lead"),
    why=_("Nobody answers for a unit without a lead, nor for the work that hangs on it."),
    mend=_("Mark the role that leads the unit, or add it."),
    source="J 1.1, A 8.1",
)
def without_lead(scope: Scope) -> Iterator[Finding]:
    """Look for units that exist on the reference date and that no role leads."""
    units = {key: each for key, each in scope.once(units_in).items() if each.holds_on(scope.day)}
    roles = Role.objects.visible_to(scope.actor).filter(leads=True, illustrative=False)
    led = set(roles.filter(unit__in=list(units)).values_list("unit_id", flat=True))
    words = Lack(
        _("No role leads %(name)s."),
        _("No role leads %(count)d of the %(all)d units that this plan uses: %(names)s."),
    )
    yield from gaps(
        scope,
        list(units.values()),
        lambda row: row.pk not in led,
        words,
        field="",
        place=lambda row: Place(),
    )


@rule(
    "ORG-03",
    Severity.WARNING,
    title=_("Role of a unit that has ended"),
    why=_("The plan counts on a role whose unit is gone: who holds it stands elsewhere by now."),
    mend=_("Give the role to the unit that took over, or correct the end of the old one."),
    source="M 6, A 6",
)
def role_of_ended_unit(scope: Scope) -> Iterator[Finding]:
    """Look for roles that the plan uses and whose unit ended before the reference date."""
    for role in scope.once(roles_in):
        unit = role.unit
        if unit is not None and unit.valid_to is not None and unit.valid_to < scope.day:
            values = {"role": named(role), "unit": named(unit), "end": unit.valid_to}
            sentence = _("%(role)s is used in this plan, but its unit %(unit)s ended on %(end)s.")
            yield Finding(role, sentence, values, "unit")


def register_checks() -> None:
    """Register the rules and the norm they ask for."""
    norm_kinds.add(LAYERS)
    checks.add(too_many_layers, without_lead, role_of_ended_unit)
