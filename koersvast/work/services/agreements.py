"""Agreeing on an assignment: every party, to the same version (J 1.1).

The plan and then the assignment are locked first, so that two who agree at the same moment both
count, and who agrees while another changes it, on screen or by file, is shown what changed.
"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from koersvast.core.actors import Access, Actor
from koersvast.core.display import display
from koersvast.core.locking import locked_in_plan
from koersvast.core.policy import require
from koersvast.core.services import sign
from koersvast.organisation.models import Role
from koersvast.organisation.selectors import holding_on
from koersvast.work.models import Agreement, Assignment, AssignmentVersion, Party
from koersvast.work.rules.assignments import AssignmentState, Deal
from koersvast.work.selectors.assignments import consents_of, deal_of, state_now
from koersvast.work.services.versions import conflict, latest_of, require_open


@transaction.atomic
def agree(*, actor: Actor, assignment: Assignment, version_number: int, party: str) -> Agreement:
    """Agree to a version for a party; with the last party the version is agreed.

    The actor holds the role that is this party, today. Raises PermissionDenied when he does not;
    ConflictingVersion when another version is the latest by now; ValidationError when the version
    is not offered or has ended, when the party is none or agreed before, or when the actor agreed
    for another party: one person never agrees for two.
    """
    stored = locked_in_plan(assignment)
    latest = latest_of(stored)
    require_open(stored, latest)
    if latest.number != version_number:
        raise conflict(stored, version_number, latest)
    if state_now(stored, latest) is AssignmentState.DRAFT:
        raise ValidationError(_("Version %d has not been offered yet.") % latest.number)
    role = _role_to_agree(actor, stored, latest, party)
    given = list(latest.agreements.select_related("role", "person"))
    _require_first(actor, given, party)
    agreement = Agreement(
        version_of=latest,
        party=party,
        role=role,
        person_id=actor.person_id,
        agreed_on=timezone.localdate(),
    )
    _store(actor, agreement)
    _close(actor, latest, deal_of(stored, latest), [*given, agreement])
    return agreement


def _role_to_agree(actor: Actor, stored: Assignment, latest: AssignmentVersion, party: str) -> Role:
    """Return the role that is a party; refuse who does not hold it today."""
    deal = deal_of(stored, latest)
    key = deal.parties.get(party)
    if party not in deal.needed or key is None:
        label = dict(Party.choices).get(party, party)
        raise ValidationError(_("This assignment has no party “%s”.") % label)
    role: Role = getattr(latest, party) or getattr(stored, party)
    held = role.holdings.filter(holding_on(timezone.localdate()), person=actor.person_id)
    require(
        actor.access >= Access.EMPLOYEE and actor.person_id is not None and held.exists(),
        _(
            "Only who holds the role “%(role)s” today agrees as %(party)s. Ask that person to "
            "sign in and agree."
        )
        % {"role": role, "party": Party(party).label},
    )
    return role


def _require_first(actor: Actor, given: list[Agreement], party: str) -> None:
    """Refuse a party that agreed before, and a person who agreed for another party."""
    for each in given:
        day = display(each.agreed_on)
        if each.party == party:
            raise ValidationError(
                _("The %(party)s agreed to this version already, on %(day)s.")
                % {"party": each.get_party_display(), "day": day}
            )
        if each.person_id == actor.person_id:
            raise ValidationError(
                _(
                    "You agreed to this version as %(party)s, on %(day)s. One person never agrees "
                    "for two parties: let somebody else who holds the role agree."
                )
                % {"party": each.get_party_display(), "day": day}
            )


def _store(actor: Actor, agreement: Agreement) -> None:
    """Save an agreement; the database has the last word on one per party and per person."""
    agreement.full_clean()
    sign(agreement, actor)
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError as error:
        raise ValidationError(
            _("Somebody else stored the same at the same moment. Nothing was saved; try again.")
        ) from error


def _close(actor: Actor, latest: AssignmentVersion, deal: Deal, given: list[Agreement]) -> None:
    """Write down the day on which the last party agreed."""
    latest.agreed_on = deal.agreed_on(consents_of(given))
    if latest.agreed_on is None:
        return
    latest.version += 1
    latest.full_clean()
    sign(latest, actor)
    latest.save()
