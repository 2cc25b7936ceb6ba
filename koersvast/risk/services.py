"""Judging risks, closing them, and what is done about them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked
from koersvast.core.periods import Period
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, change_record, sign
from koersvast.organisation.models import Role
from koersvast.risk.examples import EXAMPLE_SCALES
from koersvast.risk.models import Measure, Risk, ScaleLevel, Score
from koersvast.risk.policy import may_set_state

IMPACTS = ("money_low", "money_likely", "money_high", "money", "time", "quality", "image")
SAID = ("date", "moment", "probability", *IMPACTS, "note")


@transaction.atomic
def score_risk(*, actor: Actor, risk: Risk, on: date, probability: int, **said: Any) -> Score:
    """Judge a risk on a day that is not in the future; `said` are `moment`, impacts and a note.

    Once a day for each moment: another judgement of that day is refused, change that one instead.
    What a person judges is never illustrative. Raises PermissionDenied or ValidationError.
    """
    stored: Risk = locked(risk)
    score = Score(risk=stored, date=on, probability=probability, **said)
    require(policies.of(Score).may_add(actor, score))
    if stored.kind == Risk.Kind.PRECONDITION:
        raise ValidationError(_("A precondition for success has no score: it is met or not."))
    if stored.closed_on is not None:
        raise ValidationError(_("This risk is closed. Reopen it before you judge it again."))
    _refuse_empty({name: getattr(score, name) for name in IMPACTS})
    _refuse_future(on)
    _refuse_twice(score)
    _refuse_without_measures(score)
    add_record(actor=actor, record=score)
    return score


@transaction.atomic
def change_score(
    *, actor: Actor, score: Score, changes: dict[str, Any], version: int | None = None
) -> list[str]:
    """Change a judgement; return the fields that differ. Of a closed risk nothing changes.

    `version` is what the actor saw. Raises PermissionDenied, ValidationError or Conflict.
    """
    risk: Risk = locked(score.risk)
    require(policies.of(score).may_change(actor, score))
    if risk.closed_on is not None:
        raise ValidationError(_("This risk is closed. Reopen it before you change its scores."))
    stored: Score = locked(score)
    after = {name: changes.get(name, getattr(stored, name)) for name in SAID}
    _refuse_empty({name: after[name] for name in IMPACTS})
    _refuse_future(after["date"])
    new = Score(pk=stored.pk, risk=risk, date=after["date"], moment=after["moment"])
    _refuse_twice(new)
    _refuse_without_measures(new)
    own = {name: value for name, value in changes.items() if name in SAID}
    changed = {**own, "illustrative": False} if stored.illustrative else own
    return change_record(actor=actor, record=score, changes=changed, version=version)


def _refuse_empty(impacts: dict[str, Any]) -> None:
    if all(value is None for value in impacts.values()):
        raise ValidationError(
            _("Say what it costs or harms: fill in euros, or choose a level of one impact.")
        )


def _refuse_future(on: date) -> None:
    if on > timezone.localdate():
        raise ValidationError({"date": _("This day has not come yet. Choose today or earlier.")})


def _refuse_twice(score: Score) -> None:
    same = Score.objects.filter(risk=score.risk, date=score.date, moment=score.moment)
    if same.exclude(pk=score.pk).exists():
        raise ValidationError(
            {
                "date": _(
                    "This risk was already judged on this day (%(moment)s). Change that score, or "
                    "choose another day."
                )
                % {"moment": score.get_moment_display()}
            }
        )


def _refuse_without_measures(score: Score) -> None:
    if score.moment == Score.Moment.AFTER and not score.risk.measures.exists():
        raise ValidationError(
            {
                "moment": _(
                    "This risk has no measures yet, so nobody can judge it after measures. Add a "
                    "measure first, or judge it before measures."
                )
            }
        )


@transaction.atomic
def close_risk(*, actor: Actor, risk: Risk, on: date) -> bool:
    """Close a risk (a precondition: it is met) on a day that is not in the future.

    Return whether that is news. Raises PermissionDenied or ValidationError.
    """
    if on > timezone.localdate():
        raise ValidationError({"on": _("This day has not come yet. Choose today or earlier.")})
    return bool(change_record(actor=actor, record=risk, changes={"closed_on": on}))


@transaction.atomic
def reopen_risk(*, actor: Actor, risk: Risk) -> bool:
    """Open a risk again; return whether that is news. Raises PermissionDenied."""
    return bool(change_record(actor=actor, record=risk, changes={"closed_on": None}))


@transaction.atomic
def add_measure(
    *,
    actor: Actor,
    risk: Risk,
    text: str,
    role: Role | None = None,
    due: Period | None = None,
    state: str = "",
) -> Measure:
    """Add a measure to a risk, behind the others, with the next code of the risk.

    The same text for the same role is not added again while it is not done: who sends a form
    twice means it once. Raises PermissionDenied or ValidationError.
    """
    stored: Risk = locked(risk)
    taken = set(Measure.objects.filter(plan=stored.plan_id).values_list("code", flat=True))
    measures: list[Measure] = list(stored.measures.all())
    measure = Measure(
        plan_id=stored.plan_id,
        risk=stored,
        code=next_code(f"{stored.code}.", taken),
        position=max((each.position for each in measures), default=0) + 1,
        text=text.strip(),
        role=role,
        due=due,
        state=state,
    )
    for each in measures:
        same = (each.text, each.role_id) == (measure.text, measure.role_id)
        if same and each.state != Measure.State.DONE:
            return each
    add_record(actor=actor, record=measure)
    return measure


def next_code(start: str, taken: set[str]) -> str:
    """Return the first code that is free: `start` and a number."""
    number = 1
    while f"{start}{number}" in taken:
        number += 1
    return f"{start}{number}"


@transaction.atomic
def set_measure_state(*, actor: Actor, measure: Measure, state: str) -> bool:
    """Say how far a measure is; return whether that is news.

    Allowed to who is responsible for it, and to who keeps the risk. Raises PermissionDenied or
    ValidationError.
    """
    stored: Measure = locked(measure)
    require(may_set_state(actor, stored))
    if stored.state == state:
        return False
    stored.state = state
    stored.version += 1
    stored.full_clean()
    sign(stored, actor)
    stored.save()
    measure.__dict__.update(stored.__dict__)
    return True


@transaction.atomic
def add_example_scales(*, actor: Actor) -> int:
    """Fill in the example of scales; return how many levels. Only while there is none at all.

    They are marked as illustrative until the municipality makes them its own. Raises
    PermissionDenied or ValidationError.
    """
    require(policies.of(ScaleLevel).may_add(actor))
    if ScaleLevel.objects.exists():
        raise ValidationError(_("There are scales already. Change those one by one."))
    for example in EXAMPLE_SCALES:
        record = ScaleLevel(
            code=f"{example.scale}-{example.level}",
            scale=example.scale,
            level=example.level,
            label=str(example.label),
            upper=example.upper,
            percentage=example.percentage,
            illustrative=True,
        )
        add_record(actor=actor, record=record, reason=_("example set"))
    return len(EXAMPLE_SCALES)
