"""Rules about who commissions a work and who carries it out, and on what terms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from koersvast.core.checks import Finding, Lack, Place, Scope, Severity, gaps, named, rule
from koersvast.work.models import Assignment, AssignmentVersion, Responsibility, Work
from koersvast.work.selectors.checking import (
    COMMISSIONED,
    planned_in,
    responsible_in,
    results_in,
    serving_in,
    works_in,
)

Kind = Responsibility.Kind
PRINCIPALS = (Kind.POLITICAL_PRINCIPAL, Kind.ADMINISTRATIVE_PRINCIPAL)


def commissioned(scope: Scope) -> list[Work]:
    """Return the works that somebody commissions."""
    return [each for each in scope.once(works_in).works.values() if each.kind in COMMISSIONED]


def _own(work: Work) -> Place:
    return Place((work.pk,))


@rule(
    "WERK-08",
    Severity.WARNING,
    title=_("Work without a goal"),
    why=_("Who does not know what a work is for, cannot tell whether it helps, nor when to stop."),
    mend=_("Choose the goals that the work serves; works below it then serve them too."),
    source="M tabel 1, D 2",
)
def without_goal(scope: Scope) -> Iterator[Finding]:
    """Look for works that serve no goal, not through a work above or below them either."""
    tree, serving = scope.once(works_in), scope.once(serving_in)
    given = {*serving.goals_of_works, *(_works_of_results(scope))}
    upward = {key for own in given for key in tree.line(own)}
    bare = [key for key in tree.works if key not in serving.works and key not in upward]
    words = Lack(
        _("%(name)s serves no goal."),
        _("%(count)d of the %(all)d works of this plan serve no goal: %(names)s."),
    )
    highest = tree.highest(bare)
    if len(bare) == len(tree.works):
        highest = list(tree.works.values())
    rows = [*highest, *(work for key, work in tree.works.items() if key not in set(bare))]
    lacking = {work.pk for work in highest}
    yield from gaps(scope, rows, lambda row: row.pk in lacking, words, field="goals", place=_own)


def _works_of_results(scope: Scope) -> set[int]:
    results = scope.once(results_in)
    served = scope.once(serving_in).goals_of_results
    return {row.work_id for key, row in results.items() if served.get(key)}


@rule(
    "OPDR-01",
    Severity.INFORMATION,
    title=_("Work without an assignment"),
    why=_("Without an assignment nobody agreed on what is asked, with what means and by when."),
    mend=_("Draw up an assignment for the work, or for the work it is part of."),
    source="J 1.1, A 4.4",
)
def without_assignment(scope: Scope) -> Iterator[Finding]:
    """Look for commissioned works that no assignment is about, not above them either."""
    tree = scope.once(works_in)
    given = scope.rows(Assignment).filter(withdrawn_on__isnull=True)
    assigned = tree.served(given.values_list("work_id", flat=True))
    words = Lack(
        _("%(name)s has no assignment."),
        _("%(count)d of the %(all)d programmes and projects have no assignment: %(names)s."),
    )
    rows = commissioned(scope)
    yield from gaps(
        scope, rows, lambda row: row.pk not in assigned, words, field="assignments", place=_own
    )


def _unanswered(scope: Scope, kinds: tuple[str, ...]) -> set[int]:
    """Return the works for which no role has one of these responsibilities, nor above them."""
    found = scope.once(responsible_in)
    tree = scope.once(works_in)
    return set(tree.works) - tree.served(key for kind in kinds for key in found.get(kind, {}))


@rule(
    "WERK-09",
    Severity.WARNING,
    title=_("Work without a principal"),
    why=_("Without a principal nobody decides on what is asked, on more money or on stopping."),
    mend=_("Name the administrative or the political principal of the work."),
    source="A 4.4, J 1.1",
)
def without_principal(scope: Scope) -> Iterator[Finding]:
    """Look for commissioned works without a principal, not above them either."""
    bare = _unanswered(scope, PRINCIPALS)
    words = Lack(
        _("%(name)s has neither an administrative nor a political principal."),
        _("%(count)d of the %(all)d programmes and projects have no principal: %(names)s."),
    )
    rows = commissioned(scope)
    yield from gaps(
        scope, rows, lambda row: row.pk in bare, words, field="responsibilities", place=_own
    )


@rule(
    "WERK-10",
    Severity.WARNING,
    title=_("Work without a contractor"),
    why=_("Without a contractor nobody answers for carrying the work out."),
    mend=_("Name the role that carries the work out; a programme line may have its lead."),
    source="J 1.1, A 4.2",
)
def without_contractor(scope: Scope) -> Iterator[Finding]:
    """Look for commissioned works that nobody carries out, not above them either."""
    bare = _unanswered(scope, (Kind.CONTRACTOR, Kind.LEAD))
    words = Lack(
        _("%(name)s has no contractor."),
        _("%(count)d of the %(all)d programmes and projects have no contractor: %(names)s."),
    )
    rows = commissioned(scope)
    yield from gaps(
        scope, rows, lambda row: row.pk in bare, words, field="responsibilities", place=_own
    )


@rule(
    "WERK-11",
    Severity.WARNING,
    title=_("Principal and contractor in one hand"),
    why=_("Who gives himself an assignment, is asked by nobody whether it was carried out."),
    mend=_("Give one of the two to another role."),
    source="A 4.4, J 1.1",
)
def both_in_one_hand(scope: Scope) -> Iterator[Finding]:
    """Look for works of which one role is principal and contractor."""
    found = scope.once(responsible_in)
    for key, work in scope.once(works_in).works.items():
        doing = {role.pk for role in found.get(Kind.CONTRACTOR, {}).get(key, ())}
        asking = {role.pk: role for kind in PRINCIPALS for role in found.get(kind, {}).get(key, ())}
        for role in (role for pk, role in asking.items() if pk in doing):
            values = {"work": named(work), "role": named(role)}
            sentence = _("%(role)s is both principal and contractor of %(work)s.")
            yield Finding(work, sentence, values, "responsibilities", (key,), about=role.code)


@rule(
    "OPDR-02",
    Severity.ERROR,
    title=_("Assignment changed after it was agreed"),
    why=_("An assignment holds when all parties agreed to the same version; now they read two."),
    mend=_("Offer the new version to all parties, or withdraw it."),
    source="J 1.1",
)
def changed_after_agreement(scope: Scope) -> Iterator[Finding]:
    """Look for assignments with a version that is newer than the one agreed."""
    agreed: dict[int, AssignmentVersion] = {}
    newest: dict[int, AssignmentVersion] = {}
    versions = scope.rows(AssignmentVersion, "assignment").order_by("number")
    for version in versions.select_related("assignment"):
        newest[version.assignment_id] = version
        if version.agreed_on is not None:
            agreed[version.assignment_id] = version
    for key, version in agreed.items():
        last, assignment = newest[key], version.assignment
        if last.number > version.number and not (
            assignment.fulfilled_on or assignment.withdrawn_on
        ):
            values = {
                "name": named(assignment),
                "new": last.number,
                "old": version.number,
                "day": version.agreed_on,
            }
            sentence = _(
                "%(name)s was changed (version %(new)d) after version %(old)d was agreed on "
                "%(day)s; not all parties agreed to the new version."
            )
            yield Finding(assignment, sentence, values, "versions", (assignment.work_id,))


@rule(
    "OPDR-03",
    Severity.WARNING,
    title=_("Assignment of which a party is not told"),
    why=_("An assignment holds by agreement of every party; of an unnamed one nobody can tell."),
    mend=_("Name the contractor and the principals of the assignment."),
    source="J 1.1, J 3.1",
)
def without_parties(scope: Scope) -> Iterator[Finding]:
    """Look for assignments without a contractor or without a principal that they need."""
    for each in scope.rows(Assignment).order_by("position", "code"):
        needed = ["contractor", "administrative_principal"]
        if each.kind == Assignment.Kind.BESTUURSOPDRACHT:
            needed.append("political_principal")
        missing = [name for name in needed if getattr(each, f"{name}_id") is None]
        if missing and each.withdrawn_on is None:
            model: Any = Assignment
            labels = [model._meta.get_field(name).verbose_name for name in missing]
            values = {"name": named(each), "parties": labels}
            sentence = _("%(name)s does not tell who is party: %(parties)s.")
            yield Finding(
                each, sentence, values, missing[0], (each.work_id,), facts=[each.code, *missing]
            )


@rule(
    "ORG-04",
    Severity.WARNING,
    title=_("Work of a unit that has ended by then"),
    why=_("When the unit is gone, so are the people and the budget that the work counts on."),
    mend=_("Give the work to the unit that takes over, or correct the end of the old one."),
    source="M 5.4, M 6",
)
def unit_ended(scope: Scope) -> Iterator[Finding]:
    """Look for works that go on after the last day of their unit."""
    tree = scope.once(works_in)
    last: dict[int, date] = {}
    for key, planned in scope.once(planned_in).items():
        ends = max([day for day in (planned.ends, *(p.last for _k, p in planned.phases)) if day],
                   default=None)  # fmt: skip
        if ends:
            at = scope.once(results_in)[key].work_id
            last[at] = max(last.get(at, ends), ends)
    for key, work in tree.works.items():
        unit = work.unit
        if unit is None or unit.illustrative or unit.valid_to is None:
            continue
        until = max(
            [day for day in (work.period.last if work.period else None, last.get(key)) if day],
            default=scope.day,
        )
        if until > unit.valid_to:
            values = {
                "work": named(work), "unit": named(unit), "end": unit.valid_to, "until": until,
            }  # fmt: skip
            sentence = _("%(work)s goes on until %(until)s, but its unit %(unit)s ends on %(end)s.")
            yield Finding(work, sentence, values, "unit", (key,))
