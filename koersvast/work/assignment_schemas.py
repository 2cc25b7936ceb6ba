"""Rows of assignments and escalations in a file."""

from __future__ import annotations

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from koersvast.core.schemas import (
    Code,
    Day,
    FilledText,
    Line,
    Place,
    PlanRow,
    Row,
    Text,
    not_a_truth,
)
from koersvast.work.rules.assignments import PARTIES, PARTY_LABELS, Consent, Deal, wrong_consents

VersionNumber = Annotated[int, Field(ge=1, le=9999), BeforeValidator(not_a_truth)]
Errand = Literal["assignment", "bestuursopdracht"]
Side = Literal["contractor", "administrative_principal", "political_principal"]


class AgreementRow(Row):
    """A party's agreement with a version; `person` where the source tells who."""

    party: Side
    role: Code
    person: Code | None = None
    agreed_on: Day


class VersionRow(Row):
    """A version of an assignment. `agreed_on` follows from the agreements and may be left out.

    The parties stand here only where they are others than those of the assignment.
    """

    number: VersionNumber
    result: Text = ""
    scope: Text = ""
    out_of_scope: Text = ""
    mandate: Text = ""
    money: Text = ""
    hours: Text = ""
    people: Text = ""
    lines: Text = ""
    reporting: Text = ""
    escalation: Text = ""
    offered_on: Day | None = None
    agreed_on: Day | None = None
    contractor: Code | None = None
    administrative_principal: Code | None = None
    political_principal: Code | None = None
    agreements: list[AgreementRow] = []
    note: Text = ""
    source: Place = ""
    illustrative: bool = False

    def consents(self) -> list[Consent]:
        """Return the agreements as the rules know them."""
        return [
            Consent(each.party, each.role, each.person, each.agreed_on) for each in self.agreements
        ]


class AssignmentRow(PlanRow):
    """An assignment; a bestuursopdracht has the political principal as third party."""

    work: Code
    kind: Errand = "assignment"
    contractor: Code | None = None
    administrative_principal: Code | None = None
    political_principal: Code | None = None
    fulfilled_on: Day | None = None
    withdrawn_on: Day | None = None
    versions: list[VersionRow] = []
    decisions: list[Code] = []

    @model_validator(mode="after")
    def _agreed_by_its_parties(self) -> AssignmentRow:
        """Refuse agreements that cannot be, and say of each version when it was agreed."""
        if self.fulfilled_on and self.withdrawn_on:
            raise PydanticCustomError("ends", _("is fulfilled and withdrawn; keep one of them"))
        deal = Deal(self.kind, {party: getattr(self, party) for party in PARTIES})
        latest = max((each.number for each in self.versions), default=0)
        told = [_told(deal, each, latest=each.number == latest) for each in self.versions]
        return self.model_copy(update={"versions": told})


def _told(deal: Deal, version: VersionRow, *, latest: bool) -> VersionRow:
    """Return a version with the day on which it was agreed."""
    consents = version.consents()
    own = _deal_of(deal, version)
    for sentence in wrong_consents(own, consents, latest=latest):
        raise _refused(version, sentence)
    if not latest:
        own = Deal(deal.kind, {consent.party: consent.role for consent in consents})
    agreed_on = own.agreed_on(consents)
    if version.agreed_on is None:
        return version.model_copy(update={"agreed_on": agreed_on})
    if latest and agreed_on is None:
        missing = ", ".join(str(PARTY_LABELS[party]) for party in own.waits_for(consents))
        raise _refused(
            version,
            _("“agreed_on” stands there, but there is no agreement of: %s") % missing,
        )
    return version


def _deal_of(deal: Deal, version: VersionRow) -> Deal:
    """Return who has to agree to a version: the parties it names, else those of the assignment."""
    parties = {party: getattr(version, party) for party in PARTIES}
    return Deal(deal.kind, parties) if any(parties.values()) else deal


def _refused(version: VersionRow, sentence: str) -> PydanticCustomError:
    text = _("version %(number)d: %(sentence)s") % {
        "number": version.number,
        "sentence": sentence,
    }
    return PydanticCustomError("agreement", "{sentence}", {"sentence": text})


class EscalationRow(PlanRow):
    """A dilemma between lines, raised on an assignment."""

    assignment: Code
    title: Line
    raised_by: Code
    raised_on: Day
    interests: FilledText
    tried_together: FilledText
    question: FilledText
    to_role: Code | None = None
    to_body: Code | None = None
    answer_by: Day | None = None
    decision: Code | None = None
    answer: Text = ""
    closed_on: Day | None = None
