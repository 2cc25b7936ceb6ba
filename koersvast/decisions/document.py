"""A proposal set as a document: header, marks, headings, objections and decisions."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from koersvast.core.actors import Actor
from koersvast.core.display import display, field_display
from koersvast.core.kit.register import url_of
from koersvast.core.registries import Label
from koersvast.decisions.closing import closing_of
from koersvast.decisions.models import Body, Objection, Proposal, Section
from koersvast.decisions.policy import may_answer
from koersvast.decisions.proposal_parts import ProposalPart, parts_for
from koersvast.decisions.rules.closed import is_closed, under_embargo, under_secrecy
from koersvast.decisions.selectors.proposals import (
    Taken,
    decisions_on,
    has_ended,
    objections_of,
    readers_of,
    sections_of,
)
from koersvast.organisation.models import Role

HEADER = (
    "body",
    "moment",
    "case_number",
    "document_number",
    "document_date",
    "drafting_role",
    "unit",
    "portfolio_role",
    "author",
)
"""The fields of the header, in the order of J."""


@dataclass(frozen=True)
class Line:
    """A line of the header; `url` is the page of what it names."""

    label: Label
    value: str
    url: str = ""


@dataclass(frozen=True)
class Mark:
    """One of the three marks that say for whom a proposal is. `closes`: it holds today."""

    name: str
    label: str
    value: str
    text: str
    closes: bool


@dataclass(frozen=True)
class Standing:
    """An objection, and whether the actor answers it."""

    objection: Objection
    may_answer: bool


@dataclass(frozen=True)
class Document:
    """All that the page of a proposal shows."""

    header: list[Line]
    marks: list[Mark]
    sections: list[Section]
    objections: list[Standing]
    by_consent: bool
    decisions: list[Taken]
    readers: list[Role]
    is_closed: bool
    parts: list[ProposalPart] = field(default_factory=list)


def document_of(actor: Actor, proposal: Proposal, today: date) -> Document:
    """Return a proposal as a document, as far as the actor sees what hangs on it."""
    decisions = decisions_on(actor, proposal)
    ended = has_ended(decisions, proposal)
    objections = [
        Standing(each, not ended and may_answer(actor, each))
        for each in objections_of(actor, proposal)
    ]
    return Document(
        header=header_of(proposal),
        marks=[openness_of(proposal), secrecy_of(proposal, today), embargo_of(proposal, today)],
        sections=sections_of(actor, proposal),
        objections=objections,
        by_consent=proposal.body.rule == Body.Rule.CONSENT,
        decisions=decisions,
        readers=readers_of(actor, proposal),
        is_closed=is_closed(closing_of(proposal), today),
        parts=parts_for(actor, proposal),
    )


def header_of(proposal: Proposal) -> list[Line]:
    """Return the lines of the header that are filled in."""
    found = []
    for name in HEADER:
        each: Any = Proposal._meta.get_field(name)
        value: Any = getattr(proposal, name)
        if value in (None, ""):
            continue
        url = url_of(value) if isinstance(value, models.Model) else ""
        text = field_display(proposal, each)
        if name == "moment" and value.when is not None:
            text = f"{text} ({display(value.when)})"
        found.append(Line(each.verbose_name, text, url))
    return found


def openness_of(proposal: Proposal) -> Mark:
    """Return for whom the proposal is by itself."""
    label = str(Proposal._meta.get_field("openness").verbose_name)
    closes = proposal.openness == Proposal.Openness.CONFIDENTIAL
    text = _("Only those concerned see it.") if closes else ""
    if proposal.openness == Proposal.Openness.NOT_TOLD:
        text = _("Everybody with access sees it.")
    return Mark("openness", label, str(proposal.get_openness_display()), text, closes)


def secrecy_of(proposal: Proposal, today: date) -> Mark:
    """Return whether secrecy holds, imposed by whom, on what ground, and when it was lifted."""
    closing = closing_of(proposal)
    if not closing.secret:
        return Mark("secrecy", _("secrecy"), _("none"), "", False)
    holds = under_secrecy(closing, today)
    parts = [
        _("imposed by %s") % proposal.secrecy_body if proposal.secrecy_body else "",
        proposal.secrecy_ground,
        proposal.secrecy_decision,
        _("from %s") % display(proposal.secrecy_from) if proposal.secrecy_from else "",
        _("lifted on %s") % display(proposal.secrecy_lifted_on)
        if proposal.secrecy_lifted_on
        else "",
    ]
    text = "; ".join(part for part in parts if part)
    return Mark("secrecy", _("secrecy"), _("in force") if holds else _("lifted"), text, holds)


def embargo_of(proposal: Proposal, today: date) -> Mark:
    """Return until when an embargo holds."""
    if proposal.embargo_until is None:
        return Mark("embargo", _("embargo"), _("none"), "", False)
    holds = under_embargo(closing_of(proposal), today)
    text = _("up to and including %s") % display(proposal.embargo_until)
    return Mark("embargo", _("embargo"), _("in force") if holds else _("over"), text, holds)
