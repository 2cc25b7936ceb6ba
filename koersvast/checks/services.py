"""Accepting findings, taking that back, and noting how a check came out."""

from __future__ import annotations

from datetime import date

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.checks.models import OWN, Acceptance, CheckCount, narrowed_models
from koersvast.checks.policy import may_accept
from koersvast.checks.selectors import EVERYBODY, Judged, Told, counts_of, judged, outcome_of
from koersvast.core.actors import Actor
from koersvast.core.checks import Severity
from koersvast.core.locking import locked
from koersvast.core.policy import require
from koersvast.core.services import delete_record, sign
from koersvast.direction.models import Plan


@transaction.atomic
def accept_finding(
    *,
    actor: Actor,
    plan: Plan,
    found: Told,
    reason: str,
    until: date | None = None,
    seen: str | None = None,
) -> Acceptance:
    """Accept a finding as its facts are now; one that was accepted before gets the new reason.

    `seen` is the mark of the facts that the actor looked at: others were not his to accept. Raises
    PermissionDenied, and ValidationError without a reason, with a term that is over, or when the
    facts have changed since.
    """
    require(may_accept(actor, found))
    if seen is not None and seen != found.digest:
        raise ValidationError(
            _("The facts have changed since you looked. Read the finding again, and then accept.")
        )
    today = timezone.localdate()
    if until is not None and until < today:
        raise ValidationError({"until": _("This day is past. Choose a later one, or none.")})
    locked(plan)
    rule, kind, row, about = found.key
    own = Acceptance.objects.filter(plan=plan, rule=rule, kind=kind, row=row, about=about)
    record: Acceptance = own.first() or Acceptance(
        plan=plan, rule=rule, kind=kind, row=row, about=about, code=_free_code(plan, rule)
    )
    record.digest, record.reason, record.until = _mark_of(plan, found), reason, until
    record.accepted_on, record.accepted_by_id = today, actor.person_id
    record.version += 0 if record._state.adding else 1
    record.full_clean()
    sign(record, actor)
    record.save()
    return record


def _mark_of(plan: Plan, found: Told) -> str:
    """Return the mark of the facts, as one's own when the row is for all and the finding is not."""
    if apps.get_model(found.kind) in narrowed_models():
        return found.digest
    same = ((each.key, each.digest) for each in outcome_of(EVERYBODY, plan))
    return found.digest if (found.key, found.digest) in same else f"{OWN}{found.digest}"


def _free_code(plan: Plan, rule: str) -> str:
    """Return a code that no acceptance of the plan has: the rule with a number."""
    taken = set(Acceptance.objects.filter(plan=plan, rule=rule).values_list("code", flat=True))
    number = len(taken) + 1
    while f"{rule}.{number}" in taken:
        number += 1
    return f"{rule}.{number}"


def withdraw_acceptance(*, actor: Actor, acceptance: Acceptance) -> str:
    """Let a finding count again; return the batch by which that is undone.

    Raises PermissionDenied, and Http404 when it is gone already.
    """
    return delete_record(actor=actor, record=acceptance)


def note_outcome(plan: Plan) -> None:
    """Keep how many findings of a plan everybody sees that ask for attention; for the menu."""
    note_counts(plan, judged(EVERYBODY, plan))


def note_counts(plan: Plan, rows: list[Judged]) -> None:
    """Keep how many findings a check left; for the menu. `rows` are what everybody sees."""
    counts = counts_of(rows)
    values = {
        "errors": counts[Severity.ERROR],
        "warnings": counts[Severity.WARNING],
        "informations": counts[Severity.INFORMATION],
        "accepted": sum(1 for row in rows if not row.is_open),
    }
    stored = CheckCount.objects.filter(plan=plan).first()
    if stored is None:
        CheckCount.objects.get_or_create(plan=plan, defaults=values)
    elif any(getattr(stored, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(stored, name, value)
        stored.save()
