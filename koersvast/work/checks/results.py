"""Rules about results: owner, ready-by, actions, goal, and how many come at once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from koersvast.core.checks import Finding, Lack, Norm, Scope, Severity, gaps, named, rule
from koersvast.core.quarters import Quarter
from koersvast.organisation.models import Role, RoleHolding
from koersvast.organisation.selectors import holding_on
from koersvast.work.models import Action, Result
from koersvast.work.rules import ReadyKind, readiness
from koersvast.work.selectors.checking import (
    moments_in,
    place_of_result,
    planned_in,
    reports_in,
    results_in,
    serving_in,
    works_in,
)

MOST_RESULTS = Norm(
    "results_per_quarter",
    _("results per role in one quarter"),
    _("So many results a role can bring to completion in one quarter; more is a finding."),
    unit=_("results"),
    default=8,
)
MOST_HOLDERS = 10
"""What stands under more results than this is a manner of speaking, not work that is done twice."""


def _done(scope: Scope) -> set[int]:
    return {key for key, report in scope.once(reports_in).items() if report.done}


@rule(
    "WERK-01",
    Severity.WARNING,
    title=_("Result without an owner"),
    why=_("What nobody owns, nobody brings to completion and nobody reports on."),
    mend=_("Name the role that owns the result."),
    source="M 4.4, M tabel 11",
)
def without_owner(scope: Scope) -> Iterator[Finding]:
    """Look for results that no role owns."""
    words = Lack(
        _("%(name)s has no owner."),
        _("%(count)d of the %(all)d results of this plan have no owner: %(names)s."),
        _("%(count)d of the %(all)d results of %(group)s have no owner: %(names)s."),
    )
    rows = list(scope.once(results_in).values())
    yield from gaps(
        scope,
        rows,
        lambda row: row.owner_role_id is None,
        words,
        field="owner_role",
        place=place_of_result(scope),
    )


@rule(
    "WERK-02",
    Severity.WARNING,
    title=_("Result without a ready-by moment"),
    why=_("Without a moment a result can be neither planned nor late."),
    mend=_(
        "Say when it is ready; or that it goes on continuously; or what it waits for, in words."
    ),
    source="D 3-8, M tabel 6",
)
def without_ready_by(scope: Scope) -> Iterator[Finding]:
    """Look for results that are not done and do not tell when they will be."""
    moments, done = scope.once(moments_in), _done(scope)
    rows = [row for key, row in scope.once(results_in).items() if key not in done]

    def lacks(row: Result) -> bool:
        found = readiness(moments.get(row.pk, ()), row.continuity, row.condition)
        return found.kind is ReadyKind.UNKNOWN

    words = Lack(
        _("It is not told when %(name)s is ready."),
        _("Of %(count)d of the %(all)d results of this plan it is not told when: %(names)s."),
        _("Of %(count)d of the %(all)d results of %(group)s it is not told when: %(names)s."),
    )
    yield from gaps(scope, rows, lacks, words, field="ready_by", place=place_of_result(scope))


@rule(
    "WERK-03",
    Severity.INFORMATION,
    title=_("Result without an action"),
    why=_("A result says what will be ready; only actions say what is done to get there."),
    mend=_("Add at least one action, with the role that does it."),
    source="D 3-8",
)
def without_action(scope: Scope) -> Iterator[Finding]:
    """Look for results that are not done and for which nothing is done."""
    acted = set(scope.rows(Action).order_by().values_list("result_id", flat=True).distinct())
    done = _done(scope)
    words = Lack(
        _("%(name)s has no action."),
        _("%(count)d of the %(all)d results of this plan have no action: %(names)s."),
        _("%(count)d of the %(all)d results of %(group)s have no action: %(names)s."),
    )
    yield from gaps(
        scope,
        [row for key, row in scope.once(results_in).items() if key not in done],
        lambda row: row.pk not in acted,
        words,
        field="actions",
        place=place_of_result(scope),
    )


@rule(
    "WERK-04",
    Severity.WARNING,
    title=_("Result that serves no goal"),
    why=_("Every euro and every hour is walked up to a goal; here the way ends."),
    mend=_("Choose the goal that the result or its work serves, or leave the result out."),
    source="M tabel 1",
)
def without_goal(scope: Scope) -> Iterator[Finding]:
    """Look for results that serve no goal, not through their work either."""
    serving = scope.once(serving_in)
    words = Lack(
        _("%(name)s serves no goal, not through its work either."),
        _("%(count)d of the %(all)d results of this plan serve no goal: %(names)s."),
        _("%(count)d of the %(all)d results of %(group)s serve no goal: %(names)s."),
    )
    yield from gaps(
        scope,
        list(scope.once(results_in).values()),
        lambda row: not serving.serves(row),
        words,
        field="goals",
        place=place_of_result(scope),
    )


@rule(
    "WERK-05",
    Severity.INFORMATION,
    title=_("Owner role that nobody holds"),
    why=_("A role without a person does not own: nobody can be asked how the result stands."),
    mend=_("Say who holds the role, or give its results to a role that is held."),
    source="M tabel 11",
)
def owner_without_holder(scope: Scope) -> Iterator[Finding]:
    """Look for roles that own results and that nobody holds on the reference date."""
    owned: dict[int, list[Result]] = defaultdict(list)
    for row in scope.once(results_in).values():
        if row.owner_role_id is not None:
            owned[row.owner_role_id].append(row)
    roles = Role.objects.visible_to(scope.actor).filter(pk__in=list(owned), illustrative=False)
    held = RoleHolding.objects.visible_to(scope.actor).filter(
        holding_on(scope.day), role__in=list(owned), person__illustrative=False
    )
    holding = set(held.values_list("role_id", flat=True))
    vacant = [role for role in roles.order_by("name", "code") if role.pk not in holding]
    works = {role.pk: tuple({row.work_id for row in owned[role.pk]}) for role in vacant}
    if len(vacant) > 1 and len(vacant) == len(owned):
        every = tuple(sorted({key for keys in works.values() for key in keys}))
        sentence = _("Of none of the %(count)d roles that own results is told who holds it.")
        yield Finding(scope.plan, sentence, {"count": len(vacant)}, works=every)
        return
    for role in vacant:
        sentence = _("Nobody holds %(role)s on %(day)s, while it owns %(names)s.")
        names = [row.code for row in owned[role.pk]]
        values = {"role": named(role), "day": scope.day, "names": names}
        yield Finding(role, sentence, values, works=works[role.pk])


@rule(
    "WERK-06",
    Severity.WARNING,
    title=_("Too many results of one role in one quarter"),
    why=_("Nobody completes so much at once: part of it will be late, and nobody knows which."),
    mend=_("Spread the results over more quarters, or over more roles; or adapt the norm."),
    source="M 7.2",
)
def too_many_in_a_quarter(scope: Scope) -> Iterator[Finding]:
    """Look for roles that have to complete more in a quarter than the norm."""
    most = scope.norms.number(MOST_RESULTS.name)
    if most is None:
        return
    due: dict[tuple[int, Quarter], list[Result]] = defaultdict(list)
    results, done = scope.once(results_in), _done(scope)
    for key, planned in scope.once(planned_in).items():
        row, quarters = results[key], planned.ready_by.quarters() if planned.ready_by else ()
        if row.owner_role_id and key not in done and len(quarters) == 1:
            due[row.owner_role_id, quarters[0]].append(row)
    many = {key: rows for key, rows in due.items() if len(rows) > most}
    roles = Role.objects.visible_to(scope.actor).in_bulk([role for role, _quarter in many])
    for (key, quarter), rows in sorted(many.items(), key=lambda pair: str(pair[0])):
        values = {
            "role": named(roles[key]),
            "count": len(rows),
            "quarter": quarter.label,
            "most": most,
            "names": [row.code for row in rows],
        }
        sentence = _(
            "%(role)s has to complete %(count)d results in %(quarter)s, and the norm is %(most)d: "
            "%(names)s."
        )
        works = tuple(sorted({row.work_id for row in rows}))
        yield Finding(roles[key], sentence, values, works=works, about=quarter.label)


@rule(
    "WERK-07",
    Severity.WARNING,
    title=_("The same actions under two results"),
    why=_(
        "Either the work is counted twice, or two people do the same; and when the moments differ "
        "nobody knows which of them holds."
    ),
    mend=_("Leave the actions under one result and let the other depend on it."),
    source="D 6, D 8",
)
def same_actions(scope: Scope) -> Iterator[Finding]:
    """Look for actions that stand under two results in the same words; each next one is told with
    the first that has it.
    """
    results, works = scope.once(results_in), scope.once(works_in).works
    holders: dict[str, set[int]] = defaultdict(set)
    for key, text in scope.rows(Action).order_by("pk").values_list("result_id", "text"):
        plain = " ".join(re.findall(r"\w+", text.casefold()))
        if plain and key in results:
            holders[plain].add(key)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    order = {key: number for number, key in enumerate(results)}
    for keys in holders.values():
        if len(keys) <= MOST_HOLDERS:
            first, *others = sorted(keys, key=order.__getitem__)
            for other in others:
                shared[first, other] += 1
    for (one, another), count in sorted(shared.items(), key=lambda each: order[each[0][1]]):
        earlier, later = results[one], results[another]
        sentence = ngettext_lazy(
            "%(second)s has the same action as %(first)s.",
            "%(second)s has the same %(count)d actions as %(first)s.",
            "count",
        )
        values = {"second": named(later), "first": named(earlier), "count": count}
        at = tuple({key for key in (earlier.work_id, later.work_id) if key in works})
        yield Finding(later, sentence, values, "actions", at, about=earlier.code)
