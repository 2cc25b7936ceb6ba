"""Reads of assignments: their versions, their parties, and who still has to agree."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Case, CharField, Exists, OuterRef, Q, Subquery, Value, When
from django.db.models.lookups import IsNull

from koersvast.core.actors import Access, Actor
from koersvast.work.models import Agreement, Assignment, AssignmentVersion
from koersvast.work.rules.assignments import (
    PARTIES,
    TEXTS,
    AssignmentState,
    Consent,
    Deal,
    state_of,
)


def latest_version(assignment: Assignment) -> AssignmentVersion | None:
    """Return the version with the highest number; None where the source tells of none."""
    versions = AssignmentVersion.objects.filter(assignment=assignment)
    return versions.select_related(*PARTIES).order_by("-number").first()


def roles_of(assignment: Assignment, version: AssignmentVersion | None = None) -> dict[str, Any]:
    """Return party -> its role (None: not told), as the version was offered or as it is now."""
    offered = version is not None and any(getattr(version, f"{party}_id") for party in PARTIES)
    holder: Any = version if offered else assignment
    return {party: getattr(holder, party) for party in PARTIES}


def deal_of(assignment: Assignment, version: AssignmentVersion | None = None) -> Deal:
    """Return who has to agree, with the keys of their roles; asks nothing."""
    offered = version is not None and any(getattr(version, f"{party}_id") for party in PARTIES)
    holder: Any = version if offered else assignment
    return Deal(assignment.kind, {party: getattr(holder, f"{party}_id") for party in PARTIES})


def consents_of(agreements: Iterable[Agreement]) -> list[Consent]:
    """Return agreements as the rules know them."""
    return [
        Consent(each.party, each.role_id, each.person_id, each.agreed_on) for each in agreements
    ]


def terms_of(assignment: Assignment, version: AssignmentVersion) -> dict[str, str]:
    """Return all that parties agree to, by field: the parties themselves, then the texts."""
    roles = roles_of(assignment, version)
    terms = {party: str(role or "") for party, role in roles.items()}
    return terms | {name: getattr(version, name) for name in TEXTS}


def state_now(assignment: Assignment, latest: AssignmentVersion | None) -> AssignmentState:
    """Return how far an assignment is."""
    return state_of(
        offered_on=latest.offered_on if latest else None,
        agreed_on=latest.agreed_on if latest else None,
        fulfilled_on=assignment.fulfilled_on,
        withdrawn_on=assignment.withdrawn_on,
    )


def state_expression() -> Case:
    """Return `rules.assignments.state_of` of each assignment, for the database."""
    latest = AssignmentVersion.objects.filter(assignment=OuterRef("pk")).order_by("-number")
    agreed, offered = (
        IsNull(Subquery(latest.values(name)[:1]), False) for name in ("agreed_on", "offered_on")
    )
    return Case(
        When(withdrawn_on__isnull=False, then=Value(AssignmentState.WITHDRAWN.value)),
        When(fulfilled_on__isnull=False, then=Value(AssignmentState.FULFILLED.value)),
        When(agreed, then=Value(AssignmentState.AGREED.value)),
        When(offered, then=Value(AssignmentState.OFFERED.value)),
        default=Value(AssignmentState.DRAFT.value),
        output_field=CharField(),
    )


def offered_versions(actor: Actor) -> Any:
    """Return the versions on which parties have to agree now."""
    newer = AssignmentVersion.objects.filter(
        assignment=OuterRef("assignment"), number__gt=OuterRef("number")
    )
    return AssignmentVersion.objects.visible_to(actor).filter(
        ~Exists(newer),
        offered_on__isnull=False,
        agreed_on=None,
        assignment__fulfilled_on=None,
        assignment__withdrawn_on=None,
    )


def party_to_be(
    actor: Actor, assignment: Assignment, version: AssignmentVersion, given: Iterable[Agreement]
) -> str:
    """Return as which party the actor still has to agree; "" when as none.

    Who agreed already as one party is not asked as another: one person agrees for one.
    """
    consents = consents_of(given)
    if actor.access < Access.EMPLOYEE or actor.person_id is None:
        return ""
    if any(consent.person == actor.person_id for consent in consents):
        return ""
    deal = deal_of(assignment, version)
    waits = deal.waits_for(consents)
    return next((party for party in waits if deal.parties[party] in actor.role_ids), "")


def waiting_for(actor: Actor) -> list[tuple[Assignment, str]]:
    """Return the offered assignments on which the actor has to agree, and as whom; two queries."""
    own = Q(pk=None)
    for party in PARTIES:
        own |= Q(**{f"{party}_id__in": actor.role_ids})
        own |= Q(**{f"assignment__{party}_id__in": actor.role_ids})
    versions = offered_versions(actor).filter(own).select_related("assignment__work")
    found = []
    for version in versions.order_by("offered_on", "pk").prefetch_related("agreements"):
        party = party_to_be(actor, version.assignment, version, version.agreements.all())
        if party:
            found.append((version.assignment, party))
    return found
