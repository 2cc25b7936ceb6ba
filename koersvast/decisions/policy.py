"""Who keeps what of decisions.

A proposal is kept by its author, the role that drafts it and programme secretaries; all of them
only as far as they see it. Its decision is recorded by the secretary of the body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koersvast.core.actors import SYSTEM, Access, Actor
from koersvast.core.policy import EditorsKeep, policies
from koersvast.decisions.closing import CLOSING, changed_into, closes
from koersvast.decisions.deciding_sentences import SENTENCES
from koersvast.decisions.models import (
    Body,
    Decision,
    DecisionMoment,
    DecisionUnit,
    Membership,
    Objection,
    Proposal,
    Reader,
    Section,
)
from koersvast.decisions.rules.deciding import ENDING, Why
from koersvast.decisions.seat_policy import register_seat_policies
from koersvast.decisions.services.council import refusal_to_put_back
from koersvast.organisation.selectors import holding_on

TAKEN = ("proposal", "body", "outcome", "decided_on")
"""What a decision on a proposal got when it was taken, and keeps."""
HOW_IT_ENDED = ("outcome", "decided_on")


def is_secretary(actor: Actor, body: Body | None) -> bool:
    """Tell whether the actor is secretary of a body."""
    return body is not None and body.secretary_role_id in actor.role_ids


def is_member(actor: Actor, body_id: int) -> bool:
    """Tell whether the actor holds, today, a role that is a member of the body."""
    held = Membership.objects.filter(body_id=body_id, role_id__in=actor.role_ids)
    return bool(actor.role_ids) and held.filter(holding_on(timezone.localdate())).exists()


def sees(actor: Actor, proposal: Proposal | None) -> bool:
    """Tell whether the actor sees a stored proposal; no proposal hides nothing."""
    return proposal is None or sees_key(actor, proposal.pk)


def sees_key(actor: Actor, key: int | None) -> bool:
    """Tell whether the actor sees the proposal with that key; nobody sees one that is gone."""
    return key is None or Proposal.objects.visible_to(actor).filter(pk=key).exists()


def is_concerned(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor is author, portfolio holder, or secretary or member of the body.

    Asks what the proposal says now, stored or not; not whether somebody named the actor.
    """
    if actor.person_id is not None and proposal.author_id == actor.person_id:
        return True
    return (
        proposal.portfolio_role_id in actor.role_ids
        or is_secretary(actor, proposal.body)
        or is_member(actor, proposal.body_id)
    )


def may_edit_proposal(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor writes a stored proposal: author, drafter or editor who sees it."""
    return writes_proposal(actor, proposal) and sees(actor, proposal)


def writes_proposal(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor writes a proposal, if he sees it: author, drafter or editor."""
    if actor.access < Access.EMPLOYEE:
        return False
    own = actor.person_id is not None and proposal.author_id == actor.person_id
    return own or actor.may_edit or proposal.drafting_role_id in actor.role_ids


def may_name_readers(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor says who else sees a closed proposal: those whom it concerns.

    A named reader names nobody, and a programme secretary only as one of those concerned.
    """
    return actor == SYSTEM or (actor.may_read and is_concerned(actor, proposal))


def may_keep_secrecy(actor: Actor, proposal: Proposal, body: Body | None) -> bool:
    """Tell whether the actor imposes or lifts the secrecy of `body` on a proposal."""
    own = actor.person_id is not None and proposal.author_id == actor.person_id
    keeps = own or actor.may_edit or is_secretary(actor, body)
    return actor.access >= Access.EMPLOYEE and keeps and sees(actor, proposal)


def may_decide(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor records what the body decided: its secretary, editors; who see it."""
    return _keeps_of_body(actor, proposal.body) and sees(actor, proposal)


def may_object(actor: Actor, proposal: Proposal) -> bool:
    """Tell whether the actor records a reasoned objection: members, the secretary, editors."""
    if actor.access < Access.EMPLOYEE:
        return False
    raises = _keeps_of_body(actor, proposal.body) or is_member(actor, proposal.body_id)
    return raises and sees(actor, proposal)


def may_settle(actor: Actor, objection: Objection) -> bool:
    """Tell whether the actor says that an objection is settled: who raised it, the secretary of
    the body, editors.
    """
    own = actor.access >= Access.EMPLOYEE and objection.role_id in actor.role_ids
    return (own and sees(actor, objection.proposal)) or may_decide(actor, objection.proposal)


def may_answer(actor: Actor, objection: Objection) -> bool:
    """Tell whether the actor answers an objection: who writes the proposal or may settle it."""
    return may_edit_proposal(actor, objection.proposal) or may_settle(actor, objection)


def _keeps_of_body(actor: Actor, body: Body) -> bool:
    return actor.access >= Access.EMPLOYEE and (actor.may_edit or is_secretary(actor, body))


def _serves_a_body(actor: Actor) -> bool:
    """Tell whether the actor records decisions of some body."""
    if actor.may_edit:
        return True
    served = Body.objects.filter(secretary_role_id__in=actor.role_ids)
    return actor.access >= Access.EMPLOYEE and bool(actor.role_ids) and served.exists()


class ProposalPolicy(EditorsKeep):
    """Employees add proposals; author, drafting role and editors change those they see."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Employees; what was deleted is put back by who could see and change it."""
        if actor.access < Access.EMPLOYEE:
            return False
        if not isinstance(record, Proposal) or record.pk is None or actor == SYSTEM:
            return True
        own = actor.person_id is not None and record.author_id == actor.person_id
        keeps = own or actor.may_edit or record.drafting_role_id in actor.role_ids
        return keeps and (not closes(record) or is_concerned(actor, record))

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Author, drafting role, editors."""
        return isinstance(record, Proposal) and may_edit_proposal(actor, record)

    def may_change_each(self, actor: Actor, records: Sequence[Any]) -> list[bool]:
        """The same of many proposals, in one query."""
        own = {row.pk for row in records if writes_proposal(actor, row)}
        seen = Proposal.objects.visible_to(actor).filter(pk__in=own).values_list("pk", flat=True)
        kept = set(seen) if own else set()
        return [row.pk in kept for row in records]

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """Who sees what is closed is said by those concerned, nobody closes a proposal for himself
        without knowing, and an objection that stands does not vanish with its proposal.
        """
        if changes is None and actor != SYSTEM and isinstance(record, Proposal):
            stands = record.objections.filter(settled_on__isnull=True).exists()
            return str(OBJECTION_STANDS) if stands else ""
        closing = {name: value for name, value in (changes or {}).items() if name in CLOSING}
        if not closing or not isinstance(record, Proposal) or actor == SYSTEM:
            return ""
        if closes(record):
            own = is_concerned(actor, record) or is_secretary(actor, record.secrecy_body)
            if not own:
                return str(READERS_BY_THOSE_CONCERNED)
        after = changed_into(record, closing)
        named = Reader.objects.filter(proposal=record, role_id__in=actor.role_ids).exists()
        if not closes(after) or named or is_concerned(actor, after):
            return ""
        return _(
            "After this you would not see the proposal yourself any more. Ask its author, "
            "portfolio holder or the secretary of the body to do it, or to name you as a reader."
        )


class SectionPolicy(EditorsKeep):
    """The headings are kept by who keeps the proposal."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Who keeps the proposal."""
        proposal = _proposal_of(record)
        return proposal is not None and may_edit_proposal(actor, proposal)

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """Who keeps the proposal."""
        return self.may_add(actor, record)


class ReaderPolicy(SectionPolicy):
    """Readers are named by those whom the proposal concerns."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Those concerned."""
        proposal = _proposal_of(record)
        return proposal is not None and may_name_readers(actor, proposal)

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """The same in a file."""
        proposal = values.get("proposal")
        if record is not None or proposal is None or may_name_readers(actor, proposal):
            return ""
        return str(READERS_BY_THOSE_CONCERNED)


OBJECTION_STANDS = gettext_lazy(
    "An objection to this proposal still stands, and would be deleted with it. Answer and settle "
    "it first."
)
READERS_BY_THOSE_CONCERNED = gettext_lazy(
    "Only its author, portfolio holder and the body itself say who else may read this."
)


class ObjectionPolicy(EditorsKeep):
    """Objections are recorded by members, the secretary of the body and editors."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """Members, the secretary, editors; without a row, who serves a body."""
        if record is None:
            return _serves_a_body(actor)
        proposal = _proposal_of(record)
        return proposal is not None and may_object(actor, proposal)

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Of many at once, in three queries."""
        if actor.access < Access.EMPLOYEE:
            return [False] * len(records)
        held = Membership.objects.filter(role_id__in=actor.role_ids)
        member_of = set(
            held.filter(holding_on(timezone.localdate())).values_list("body_id", flat=True)
        )
        seen = _seen_proposals(actor, records)
        rows: Sequence[Any] = records
        return [
            proposal is not None
            and (_keeps_of_body(actor, proposal.body) or proposal.body_id in member_of)
            for proposal in (seen.get(row.proposal_id) for row in rows)
        ]

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """The secretary of the body and editors."""
        proposal = _proposal_of(record)
        return proposal is not None and may_decide(actor, proposal)

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """An objection is settled, and does not vanish while it still stands."""
        if actor == SYSTEM or not isinstance(record, Objection) or record.settled_on is not None:
            return ""
        if changes is not None and "proposal" not in changes:
            return ""
        return _(
            "This objection still stands, so it is not taken away. Answer and settle it first."
        )


class DecisionPolicy(EditorsKeep):
    """Decisions are recorded by the secretary of the body and by editors, as far as they see."""

    def may_add(self, actor: Actor, record: models.Model | None = None) -> bool:
        """The secretary of the body, editors."""
        if record is None:
            return _serves_a_body(actor)
        decision = record.decision if isinstance(record, DecisionUnit) else record
        if not isinstance(decision, Decision) or not _keeps_of_body(actor, decision.body):
            return False
        return sees_key(actor, decision.proposal_id)

    def may_add_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Of many decisions at once, in three queries."""
        seen = _seen_proposals(actor, records)
        rows: Sequence[Any] = records
        bodies = Body.objects.in_bulk({row.body_id for row in rows})
        return [
            row.body_id in bodies
            and _keeps_of_body(actor, bodies[row.body_id])
            and (row.proposal_id is None or row.proposal_id in seen)
            for row in rows
        ]

    def may_change(self, actor: Actor, record: models.Model) -> bool:
        """The secretary of the body, editors."""
        return self.may_add(actor, record)

    def may_change_each(self, actor: Actor, records: Sequence[models.Model]) -> list[bool]:
        """Of many decisions at once, in three queries."""
        if all(isinstance(row, Decision) for row in records):
            return self.may_add_each(actor, records)
        return super().may_change_each(actor, records)

    def refuses_add(self, actor: Actor, record: models.Model) -> str:
        """Nothing was decided on a day that has yet to come."""
        if actor == SYSTEM or not isinstance(record, Decision):
            return ""
        return _of_a_day_to_come(record, {})

    def refuses_import(
        self, actor: Actor, record: models.Model | None, values: Mapping[str, Any]
    ) -> str:
        """The same of a new row in a file; what changes is refused as on screen."""
        return _of_a_day_to_come(None, values) if record is None else ""

    def refuses_restore(self, actor: Actor, record: models.Model) -> str:
        """Refuse to put back a decision when another one ended the proposal since, or when it
        would now come before what was asked on it.
        """
        if not isinstance(record, Decision) or record.outcome not in ENDING:
            return ""
        if actor != SYSTEM and (refusal := refusal_to_put_back(record)):
            return refusal
        taken = Decision.objects.select_for_update().filter(
            proposal=record.proposal_id, body=record.body_id, outcome__in=ENDING
        )
        if record.proposal_id is None or not taken.exists():
            return ""
        return _("Another decision on this proposal was recorded since.")

    def refuses(self, actor: Actor, record: models.Model, changes: Mapping[str, Any] | None) -> str:
        """How a decision on a proposal ended was decided on the page of the proposal; what rests
        on a decision elsewhere may forbid that it ends otherwise.
        """
        if not changes or not isinstance(record, Decision) or actor == SYSTEM:
            return ""
        if not {*TAKEN} & {*changes}:
            return ""
        if refusal := _of_a_day_to_come(record, changes):
            return refusal
        if record.proposal_id is None and changes.get("proposal") is None:
            return _by_its_step(record) or policies.guarded(record, changes)
        return _(
            "A decision on a proposal is taken on the page of that proposal. Was it recorded "
            "wrongly? Delete it here, and take it anew there."
        )


def _of_a_day_to_come(decision: Decision | None, values: Mapping[str, Any]) -> str:
    """Return why a decision has no outcome yet when its day is still to come; "" when it came.

    `values` are what is written of it; the rest is as it is stored.
    """
    outcome, on = (values.get(name, getattr(decision, name, None)) for name in HOW_IT_ENDED)
    if not outcome or on is None or on.first is None or on.first <= timezone.localdate():
        return ""
    return str(SENTENCES[Why.IN_FUTURE][1])


def _by_its_step(decision: Decision) -> str:
    """Return why the outcome and the day of a decision that stands in a procedure stay."""
    step = decision.steps.select_related("procedure").first()
    if step is None:
        return ""
    return _(
        "This decision stands in the step “%(step)s” of the procedure “%(procedure)s”, which looks "
        "at when it was taken. Take it out of that step first, and choose it there again."
    ) % {"step": step, "procedure": step.procedure}


def _seen_proposals(actor: Actor, records: Sequence[Any]) -> dict[int, Any]:
    """Return the proposals that rows hang on and the actor sees, by key."""
    keys = {row.proposal_id for row in records}
    rows = Proposal.objects.visible_to(actor).select_related("body").filter(pk__in=keys)
    return {row.pk: row for row in rows}


def _proposal_of(record: models.Model | None) -> Proposal | None:
    """Return the proposal that a row hangs on, also when the row was deleted; None when gone."""
    key = getattr(record, "proposal_id", None)
    return Proposal.objects.select_related("body").filter(pk=key).first() if key else None


def register_policies() -> None:
    """Bodies and moments by programme secretaries; a proposal by those whom it concerns."""
    decided: tuple[type[models.Model], ...] = (Decision, DecisionUnit)
    register_seat_policies()
    policies.add(DecisionMoment, EditorsKeep())
    policies.add(Proposal, ProposalPolicy())
    policies.add(Section, SectionPolicy())
    policies.add(Reader, ReaderPolicy())
    policies.add(Objection, ObjectionPolicy())
    for model in decided:
        policies.add(model, DecisionPolicy())
