"""Who answers for works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from koersvast.core.actors import Actor
from koersvast.organisation.models import Role
from koersvast.work.models import Responsibility

CARRYING = (Responsibility.Kind.CONTRACTOR, Responsibility.Kind.LEAD)


def responsibilities_of(actor: Actor, work: int) -> list[tuple[str, list[Responsibility]]]:
    """Return who answers for a work: per kind (its name on screen) the rows; one query."""
    found: dict[str, list[Responsibility]] = defaultdict(list)
    rows = Responsibility.objects.visible_to(actor).filter(work_id=work).select_related("role")
    order = list(Responsibility.Kind.values)
    for row in sorted(rows, key=lambda each: (order.index(each.kind), each.pk)):
        found[row.get_kind_display()].append(row)
    return list(found.items())


def contractors_of(actor: Actor, works: Collection[int]) -> dict[int, list[Role]]:
    """Return per work the roles that carry it out: contractors, or where there is none who leads
    it; one query."""
    found: dict[str, dict[int, list[Role]]] = {kind: defaultdict(list) for kind in CARRYING}
    rows = Responsibility.objects.visible_to(actor).filter(work_id__in=works, kind__in=CARRYING)
    for row in rows.select_related("role").order_by("pk"):
        found[row.kind][row.work_id].append(row.role)
    contractors, leads = (found[kind] for kind in CARRYING)
    return {**leads, **contractors}
