"""Drafting, offering and agreeing on an assignment (J 1.1, 3.1; A 4.4).

Every write locks the plan, as an import does, and then the assignment, so that what two people do
at once happens one after the other: the second sees what the first did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.locking import locked_in_plan
from koersvast.core.policy import policies, require
from koersvast.core.services import add_record, change_record
from koersvast.work.models import Assignment, AssignmentVersion
from koersvast.work.rules.assignments import PARTIES, TEXTS, AssignmentState, not_yet_to_offer
from koersvast.work.selectors.assignments import deal_of, latest_version, state_now
from koersvast.work.services.versions import conflict, latest_of, require_open


@dataclass(frozen=True)
class SeenVersion:
    """What a form saw: the number of the latest version, and how often that row had changed."""

    number: int
    row: int


@transaction.atomic
def draft_assignment(
    *, actor: Actor, assignment: Assignment, texts: Mapping[str, str]
) -> AssignmentVersion:
    """Store a new assignment with its first version; it gets a code when it has none.

    Raises PermissionDenied or ValidationError.
    """
    require(policies.of(assignment).may_add(actor, assignment))
    work = locked_in_plan(assignment.work)
    assignment.plan_id = work.plan_id
    if not assignment.code:
        assignment.code = _free_code(work.plan_id, work.code)
    add_record(actor=actor, record=assignment)
    version = AssignmentVersion(assignment=assignment, number=1, **_clean(texts))
    add_record(actor=actor, record=version)
    return version


def _free_code(plan_id: int, work_code: str) -> str:
    taken = set(Assignment.objects.filter(plan_id=plan_id).values_list("code", flat=True))
    start, number = work_code[:50], 1
    while f"{start}.O{number}" in taken:
        number += 1
    return f"{start}.O{number}"


def _clean(texts: Mapping[str, str]) -> dict[str, str]:
    return {name: texts[name].strip() for name in TEXTS if name in texts}


@transaction.atomic
def change_assignment(
    *,
    actor: Actor,
    assignment: Assignment,
    changes: Mapping[str, Any],
    seen: SeenVersion | None = None,
) -> AssignmentVersion:
    """Change what is to be agreed: texts (`TEXTS`), `kind`, and the roles that are party.

    A version that was not offered yet changes in place. An offered or agreed one never changes:
    the changes make the next version, that needs all parties again. Return the latest version.
    Raises PermissionDenied, ConflictingVersion when another version came since `seen`, or Conflict
    when somebody else changed the same words of the draft.
    """
    stored = locked_in_plan(assignment)
    require(policies.of(stored).may_change(actor, stored))
    latest = latest_version(stored) or _first_version(actor, stored)
    require_open(stored, latest)
    if seen is not None and seen.number != latest.number:
        raise conflict(stored, seen.number, latest)
    texts = _clean(changes)
    terms = {name: changes[name] for name in ("kind", *PARTIES) if name in changes}
    if state_now(stored, latest) is AssignmentState.DRAFT:
        row = seen.row if seen else None
        change_record(actor=actor, record=latest, changes=texts, version=row)
    elif _is_news(stored, latest, texts, terms):
        _keep_parties(actor, stored, latest)
        latest = _next_version(actor, latest, texts)
    change_record(actor=actor, record=stored, changes=terms)
    return latest


def _first_version(actor: Actor, stored: Assignment) -> AssignmentVersion:
    """Store the first version of an assignment of which the source gave no words."""
    version = AssignmentVersion(assignment=stored, number=1)
    add_record(actor=actor, record=version)
    return version


def _is_news(
    stored: Assignment, latest: AssignmentVersion, texts: Mapping[str, str], terms: dict[str, Any]
) -> bool:
    """Tell whether anything differs from the version that was offered."""
    deal = deal_of(stored, latest)
    present = {**deal.parties, "kind": deal.kind}
    asked = {name: getattr(value, "pk", value) for name, value in terms.items()}
    return any(getattr(latest, name) != text for name, text in texts.items()) or any(
        present[name] != value for name, value in asked.items()
    )


def _keep_parties(actor: Actor, stored: Assignment, latest: AssignmentVersion) -> None:
    """Write down to whom an imported version was offered, before its assignment gets others."""
    if not any(getattr(latest, f"{party}_id") for party in PARTIES):
        kept = {party: getattr(stored, party) for party in PARTIES}
        change_record(actor=actor, record=latest, changes=kept)


def _next_version(
    actor: Actor, latest: AssignmentVersion, texts: Mapping[str, str]
) -> AssignmentVersion:
    kept = {name: getattr(latest, name) for name in TEXTS}
    version = AssignmentVersion(
        assignment=latest.assignment, number=latest.number + 1, **{**kept, **texts}
    )
    add_record(actor=actor, record=version)
    return version


@transaction.atomic
def offer(
    *, actor: Actor, assignment: Assignment, version_number: int, on: date | None = None
) -> AssignmentVersion:
    """Offer the latest version to its parties: from now on they can agree, and it never changes.

    Raises PermissionDenied, ConflictingVersion, or ValidationError when it was offered before, or
    the result that is asked or a party is missing.
    """
    stored = locked_in_plan(assignment)
    require(policies.of(stored).may_change(actor, stored))
    latest = latest_of(stored)
    require_open(stored, latest)
    if latest.number != version_number:
        raise conflict(stored, version_number, latest)
    if state_now(stored, latest) is not AssignmentState.DRAFT:
        raise ValidationError(_("Version %d was offered before.") % latest.number)
    deal = deal_of(stored)
    if missing := not_yet_to_offer(deal, latest.result):
        raise ValidationError([*missing])
    offered = {party: getattr(stored, party) for party in deal.needed}
    day = on or timezone.localdate()
    change_record(actor=actor, record=latest, changes={**offered, "offered_on": day})
    return latest


@transaction.atomic
def fulfil(*, actor: Actor, assignment: Assignment, on: date) -> None:
    """Say that what was agreed is done. Raises PermissionDenied or ValidationError."""
    stored = locked_in_plan(assignment)
    require(policies.of(stored).may_change(actor, stored))
    latest = latest_of(stored)
    require_open(stored, latest)
    if state_now(stored, latest) is not AssignmentState.AGREED:
        raise ValidationError(
            _("Not every party agreed to version %d yet; only what was agreed can be fulfilled.")
            % latest.number
        )
    _end(actor, stored, "fulfilled_on", on)


@transaction.atomic
def withdraw(*, actor: Actor, assignment: Assignment, on: date, reason: str = "") -> None:
    """Withdraw an assignment, whatever its state; the history keeps why.

    Raises PermissionDenied or ValidationError.
    """
    stored = locked_in_plan(assignment)
    require(policies.of(stored).may_change(actor, stored))
    require_open(stored, latest_version(stored))
    _end(actor, stored, "withdrawn_on", on, reason)


def _end(actor: Actor, stored: Assignment, field: str, on: date, reason: str = "") -> None:
    if on > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Choose today or earlier."))
    change_record(actor=actor, record=stored, changes={field: on}, reason=reason)
