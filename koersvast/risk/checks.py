"""What plan check looks at in risks: owner, measure, how they were judged and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

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
)
from koersvast.risk.models import Measure, Risk, Score
from koersvast.risk.rules import SERIOUS, Judgement, standing_of
from koersvast.risk.selectors import judgement_of, scale_set

REVIEW = Norm(
    "risk_review",
    _("months between two looks at a risk"),
    _("A risk is judged anew at least once in so many months."),
    unit=_("months"),
    default=6,
)
DAYS_IN_MONTH = 30.44


def risks_in(scope: Scope) -> list[Risk]:
    """Return the open risks of the plan, without preconditions; one query."""
    rows = scope.rows(Risk).filter(kind=Risk.Kind.RISK, closed_on__isnull=True)
    return list(rows.order_by("position", "code"))


def judged_in(scope: Scope) -> dict[int, list[Judgement]]:
    """Return risk -> how it was judged up to the reference date; one query."""
    found: dict[int, list[Judgement]] = {}
    for score in scope.rows(Score, "risk").filter(date__lte=scope.day).order_by("date", "pk"):
        found.setdefault(score.risk_id, []).append(judgement_of(score))
    return found


def last_looks_in(scope: Scope) -> dict[int, date]:
    """Return risk -> the day on which it was judged last, also after the reference date."""
    rows = scope.rows(Score, "risk").order_by("date")
    return dict(rows.values_list("risk_id", "date"))


def measured_in(scope: Scope) -> set[int]:
    """Return the risks with a measure; one query."""
    return set(scope.rows(Measure).order_by().values_list("risk_id", flat=True))


def high_in(scope: Scope) -> set[int]:
    """Return the risks that stand high or critical; two queries."""
    scales = scale_set(scope.actor).scales
    standings = {key: standing_of(own, scales) for key, own in scope.once(judged_in).items()}
    return {key for key, standing in standings.items() if standing.rating in SERIOUS}


def _place(row: Risk) -> Place:
    return Place()


@rule(
    "RISICO-01",
    Severity.WARNING,
    title=_("Plan without risks"),
    why=_("Every plan has risks; a plan that names none has not looked for them."),
    mend=_("Name what may go wrong, who owns it and what is done about it."),
    source="M tabel 14, D 10, H (risico's)",
)
def none_registered(scope: Scope) -> Iterator[Finding]:
    """Look whether the plan names any risk, also a closed one."""
    if not scope.rows(Risk).filter(kind=Risk.Kind.RISK).exists():
        yield Finding(scope.plan, _("This plan names no risk at all."))


@rule(
    "RISICO-02",
    Severity.WARNING,
    title=_("Risk without an owner"),
    why=_("Nobody watches a risk that nobody owns."),
    mend=_("Name the role at the level where the risk matters."),
    source="M tabel 14",
)
def without_owner(scope: Scope) -> Iterator[Finding]:
    """Look for open risks that no role owns."""
    words = Lack(
        _("Risk %(name)s has no owner."),
        _("%(count)d of the %(all)d risks of this plan have no owner: %(names)s."),
    )
    rows = scope.once(risks_in)
    yield from gaps(
        scope, rows, lambda row: row.owner_role_id is None, words, field="owner_role", place=_place
    )


@rule(
    "RISICO-03",
    Severity.WARNING,
    title=_("Risk without a measure"),
    why=_("A risk that is only named happens just as often."),
    mend=_("Say what is done about it, or that it is accepted, and by whom."),
    source="M tabel 14, D 10",
)
def without_measure(scope: Scope) -> Iterator[Finding]:
    """Look for open risks without a measure that are not known to be high."""
    measured, high = scope.once(measured_in), scope.once(high_in)
    words = Lack(
        _("There is no measure against risk %(name)s."),
        _("There is no measure against %(count)d of the %(all)d risks of this plan: %(names)s."),
    )
    rows = [row for row in scope.once(risks_in) if row.pk not in high]
    yield from gaps(
        scope, rows, lambda row: row.pk not in measured, words, field="measures", place=_place
    )


@rule(
    "RISICO-04",
    Severity.INFORMATION,
    title=_("Risk not looked at recently"),
    why=_("What a risk was half a year ago tells little of what it is now."),
    mend=_("Judge the risk anew."),
    source="J 1.2, M tabel 14",
)
def not_looked_at(scope: Scope) -> Iterator[Finding]:
    """Look for open risks that were not judged within the months of the norm."""
    months = scope.norms.number(REVIEW.name)
    if months is None:
        return
    looks, rows = scope.once(last_looks_in), scope.once(risks_in)
    words = Lack(
        _("Risk %(name)s was never judged."),
        _("%(count)d of the %(all)d risks of this plan were never judged: %(names)s."),
    )
    yield from gaps(
        scope, rows, lambda row: row.pk not in looks, words, field="scores", place=_place
    )
    since = scope.day - timedelta(days=months * DAYS_IN_MONTH)
    for row in rows:
        last = looks.get(row.pk)
        if last is not None and last < since:
            values = {"name": named(row), "last": last, "months": months}
            sentence = _(
                "Risk %(name)s was last judged on %(last)s; the norm is once in %(months)d months."
            )
            yield Finding(row, sentence, values, "scores", about="old")


@rule(
    "RISICO-05",
    Severity.ERROR,
    title=_("High risk without a measure"),
    why=_("It is likely and it is bad, and nothing is done about it."),
    mend=_("Take a measure now, or let who decides accept the risk in so many words."),
    source="M tabel 14",
)
def high_without_measure(scope: Scope) -> Iterator[Finding]:
    """Look for risks that stand high and have no measure."""
    measured, high = scope.once(measured_in), scope.once(high_in)
    scales = scale_set(scope.actor).scales
    for row in scope.once(risks_in):
        if row.pk in high and row.pk not in measured:
            place = standing_of(scope.once(judged_in)[row.pk], scales).now
            values = {
                "name": named(row),
                "probability": place.probability if place else 0,
                "impact": place.impact if place else 0,
            }
            sentence = _(
                "Risk %(name)s is high (probability %(probability)d, impact %(impact)d), and there "
                "is no measure against it."
            )
            yield Finding(row, sentence, values, "measures")


@rule(
    "DATUM-06",
    Severity.WARNING,
    title=_("Measure past its date and not done"),
    why=_("The risk is counted as if something is done about it, and nobody knows that it was."),
    mend=_("Say that the measure is done, or give it a new date."),
    source="M (signaallijsten), M tabel 14",
)
def measures_past(scope: Scope) -> Iterator[Finding]:
    """Look for measures of open risks whose date is past, told once for each risk."""
    late: dict[int, list[Measure]] = {}
    rows = scope.rows(Measure).filter(due__isnull=False).exclude(state=Measure.State.DONE)
    for row in rows.order_by("position", "code"):
        if row.due.last and row.due.last < scope.day:
            late.setdefault(row.risk_id, []).append(row)
    open_risks = scope.rows(Risk).filter(pk__in=list(late), closed_on__isnull=True)
    for risk in open_risks.order_by("position", "code"):
        found = late[risk.pk]
        values = {
            "name": named(risk),
            "count": len(found),
            "names": [row.code for row in found],
            "when": max(row.due for row in found if row.due),
        }
        sentence = ngettext_lazy(
            "A measure against risk %(name)s was to be done in %(when)s and is not done: "
            "%(names)s.",
            "%(count)d measures against risk %(name)s were to be done in %(when)s at the latest "
            "and are not done: %(names)s.",
            "count",
        )
        yield Finding(risk, sentence, values, "measures")


def register_checks() -> None:
    """Register the rules and the norm they ask for."""
    norm_kinds.add(REVIEW)
    checks.add(
        none_registered, without_owner, without_measure, not_looked_at, high_without_measure,
        measures_past,
    )  # fmt: skip
