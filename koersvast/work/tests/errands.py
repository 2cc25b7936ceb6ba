"""What tests of assignments make: parties with people, and an assignment that can be offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from koersvast.core.actors import Access
from koersvast.organisation.models import Role
from koersvast.work.models import Assignment, AssignmentVersion
from koersvast.work.services import agree, draft_assignment, offer
from tests.cast import Player, make_player

TEXTS = {"result": "Tien groene schoolpleinen", "money": "400.000 euro", "mandate": "Afspraken"}


def player(name: str, *roles: Role, access: Access = Access.EMPLOYEE) -> Player:
    """Return somebody new who holds these roles."""
    return make_player(name, access, *roles)


@dataclass(frozen=True)
class Parties:
    """Three people, each with the role that is a party."""

    contractor: Player
    administrative: Player
    political: Player
    roles: dict[str, Role]


def make_parties() -> Parties:
    """Create the roles "manager", "directie" and "wethouder", each held by one person."""
    names = {
        "contractor": ("manager", "Programmamanager"),
        "administrative_principal": ("directie", "Directie"),
        "political_principal": ("wethouder", "Wethouder"),
    }
    roles = {
        party: Role.objects.create(code=code, name=name) for party, (code, name) in names.items()
    }
    held = [player(f"{party}-person".replace("_", "-"), role) for party, role in roles.items()]
    return Parties(*held, roles)


def drafted(cast: Any, small: Any, parties: Parties, **more: Any) -> Assignment:
    """Draft a bestuursopdracht for T1 with three parties."""
    fields = {"work": small.works["T1"], "kind": "bestuursopdracht", **parties.roles, **more}
    assignment = Assignment(**fields)
    draft_assignment(actor=cast.secretary.actor, assignment=assignment, texts=TEXTS)
    return assignment


def offered(cast: Any, small: Any, parties: Parties, **more: Any) -> Assignment:
    """Draft an assignment and offer its first version."""
    assignment = drafted(cast, small, parties, **more)
    offer(actor=cast.secretary.actor, assignment=assignment, version_number=1)
    return assignment


def agreed(cast: Any, small: Any, parties: Parties, **more: Any) -> Assignment:
    """Let every party agree to the first version."""
    assignment = offered(cast, small, parties, **more)
    for party, who in zip(
        parties.roles, (parties.contractor, parties.administrative, parties.political), strict=True
    ):
        agree(actor=who.actor, assignment=assignment, version_number=1, party=party)
    return assignment


def version(assignment: Assignment, number: int) -> AssignmentVersion:
    """Return a stored version."""
    return AssignmentVersion.objects.get(assignment=assignment, number=number)
