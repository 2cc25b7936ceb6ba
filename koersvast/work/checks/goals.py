"""Rules about goals, as far as work serves them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Lack, Place, Scope, Severity, gaps, rule
from koersvast.core.trees import line_up
from koersvast.direction.models import Goal
from koersvast.work.selectors.checking import serving_in, works_in


@rule(
    "DOEL-01",
    Severity.WARNING,
    title=_("Goal without work"),
    why=_("A goal that nobody works on is a wish."),
    mend=_("Let a work or a result serve the goal, or take the goal out."),
    source="M tabel 1",
)
def without_work(scope: Scope) -> Iterator[Finding]:
    """Look for goals that no work or result serves, nor any goal below them or above them."""
    goals = {row.pk: row for row in scope.rows(Goal).order_by("position", "code", "pk")}
    if not goals or not scope.once(works_in).works:
        return
    parents = {key: row.parent_id for key, row in goals.items()}
    serving = scope.once(serving_in)
    given = {goal for own in serving.goals_of_works.values() for goal in own}
    given |= {goal for own in serving.goals_of_results.values() for goal in own}
    served = {key for goal in given for key in line_up(parents, goal)}
    words = Lack(
        _("No work and no result serves %(name)s."),
        _("No work and no result serves %(count)d of the %(all)d goals of this plan: %(names)s."),
    )
    yield from gaps(
        scope,
        list(goals.values()),
        lambda row: row.pk not in served,
        words,
        field="",
        place=lambda row: Place(),
    )
