"""The organisation in a plan file."""

from collections.abc import Sequence

from koersvast.core.parts import Part, Scope, Values, listed, parts, rows
from koersvast.core.upsert.flat import Key
from koersvast.organisation.models import Person, Role, RoleHolding, Unit, UnitPlacement
from koersvast.organisation.rules.facts import PlacementFact, Span
from koersvast.organisation.rules.placements import circles, overlaps
from koersvast.organisation.schemas import (
    HoldingRow,
    PersonRow,
    PlacementRow,
    RoleRow,
    UnitRow,
)
from koersvast.organisation.sentences import circle_sentence, overlap_sentence


def placement_problems(rows: Sequence[tuple[Key, Values]]) -> list[tuple[int, str]]:
    """Return what is wrong with placements taken together: number of the row, and a sentence.

    `rows` are all placements there will be, written and stored: the key (unit, parent, from) and
    the values, units by code. A unit in two places at once and a unit under itself on any day are
    refused. One walk, whatever the number of rows; no query.
    """
    facts = [
        PlacementFact(
            key[0],
            values["parent"],
            Span(values["valid_from"], values["valid_to"]),
        )
        for key, values in rows
    ]
    names = {code: str(code) for each in facts for code in (each.unit, each.parent) if code}
    index: dict[PlacementFact, int] = {fact: number for number, fact in enumerate(facts)}
    problems = [(index[each.second], overlap_sentence(each, names)) for each in overlaps(facts)]
    for circle in circles(facts):
        sentence = circle_sentence(circle, names)
        problems += [
            (number, sentence)
            for number, fact in enumerate(facts)
            if fact.unit in circle.units
            and fact.parent in circle.units
            and fact.span.overlaps(circle.span)
        ]
    return problems


placements = rows(
    UnitPlacement,
    PlacementRow,
    link="unit",
    identity=("parent", "valid_from"),
    refs=listed(parent="organisation.units"),
    check=placement_problems,
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
