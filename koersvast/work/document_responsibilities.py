"""Who answers for what part of the work, as a chapter (M tables 9-11)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from koersvast.core.documents import Chapter, Column, Row, Run, Scope, Table, lines, runs
from koersvast.work.models import Responsibility
from koersvast.work.selectors import works_of


def responsibility_chapter(scope: Scope) -> Chapter | None:
    """Return per work who answers for what; None when nobody is named."""
    about = works_of(scope)
    named = roles_per_work(scope, about.keys)
    rows = tuple(
        Row(
            (
                lines(work.title),
                lines(
                    *(
                        _line(kind, named[work.pk][kind])
                        for kind in order()
                        if kind in named[work.pk]
                    )
                ),
            )
        )
        for work in about.works
        if work.pk in named
    )
    if not rows:
        return None
    columns = (Column(_("Work"), 5), Column(_("Who answers for what"), 9))
    return Chapter("responsibilities", _("Who does what"), (Table(columns, rows),))


def roles_per_work(scope: Scope, works: object) -> dict[int, dict[str, list[str]]]:
    """Return per work and kind of responsibility the roles that have it; one query."""
    found: dict[int, dict[str, list[str]]] = {}
    rows = Responsibility.objects.visible_to(scope.actor).filter(work_id__in=works)
    for each in rows.select_related("role").order_by("pk"):
        found.setdefault(each.work_id, {}).setdefault(each.kind, []).append(str(each.role))
    return found


def order() -> list[str]:
    """Return the kinds of responsibility, who asks before who does."""
    return list(Responsibility.Kind.values)


def _line(kind: str, roles: list[str]) -> tuple[Run, ...]:
    label = str(Responsibility.Kind(kind).label)
    return runs(Run(f"{label[:1].upper()}{label[1:]}: ", italic=True), ", ".join(roles))
