"""What decisions adds to documents: a proposal with its decision, and what was decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from koersvast.core.actors import Actor
from koersvast.core.display import NOTHING, display
from koersvast.core.documents import (
    Block,
    Chapter,
    ChapterMaker,
    Column,
    Fact,
    FactsMaker,
    Kind,
    Paragraph,
    Row,
    Scope,
    Subject,
    Table,
    Value,
    documents,
    field_table,
    heading,
    lines,
    paragraphs,
    runs,
)
from koersvast.decisions.document import Mark, embargo_of, header_of, openness_of, secrecy_of
from koersvast.decisions.models import Advice, Decision, Proposal
from koersvast.decisions.selectors.proposals import decisions_on, objections_of, sections_of
from koersvast.direction.models import Plan

PROPOSAL = "proposal"


def proposals_of(actor: Actor, plan: Plan) -> list[Subject]:
    """Return the proposals of a plan that the actor sees."""
    rows = Proposal.objects.visible_to(actor).filter(plan=plan).order_by("position", "code")
    return [Subject(each.code, each.title) for each in rows]


def proposal_of(scope: Scope) -> Proposal | None:
    """Return the proposal that a document is about; None when its reader may not see it."""
    if "proposal" not in scope.kept:
        rows = Proposal.objects.visible_to(scope.actor).filter(plan=scope.plan, code=scope.subject)
        relations = ("body", "moment", "drafting_role", "unit", "portfolio_role", "author")
        scope.kept["proposal"] = rows.select_related(*relations).first()
    found: Proposal | None = scope.kept["proposal"]
    if found is not None:
        scope.hold(found)
    return found


def header_chapter(scope: Scope) -> Chapter:
    """Return the header of the proposal, and for whom it is."""
    proposal = proposal_of(scope)
    if proposal is None:
        blocks: tuple[Block, ...] = (Paragraph(runs(_("There is no proposal to show.")), "note"),)
        return Chapter("proposal", _("Proposal"), blocks)
    rows: list[tuple[object, object]] = [(_("Title"), proposal.title)]
    rows += [(str(line.label).capitalize(), line.value) for line in header_of(proposal)]
    marks = (
        openness_of(proposal),
        secrecy_of(proposal, scope.today),
        embargo_of(proposal, scope.today),
    )
    rows += [(each.label.capitalize(), marked(each)) for each in marks]
    table = field_table(rows, labels=labels(), caption=_("Header of the proposal"))
    return Chapter("proposal", _("Proposal"), (table,))


def labels() -> tuple[str, str]:
    """Return the headings of a table of what is what."""
    return pgettext("document", "Item"), _("Content")


def marked(mark: Mark) -> str:
    """Return a mark in words."""
    return f"{mark.value}: {mark.text}" if mark.text else mark.value


def sections_chapter(scope: Scope) -> Chapter | None:
    """Return the fixed headings that have a text; None without any."""
    proposal = proposal_of(scope)
    sections = sections_of(scope.actor, proposal) if proposal else []
    blocks: list[Block] = []
    for each in sections:
        blocks += [heading(str(each.get_heading_display()).capitalize()), *paragraphs(each.text)]
    return Chapter("sections", _("Text of the proposal"), tuple(blocks)) if blocks else None


def advice_chapter(scope: Scope) -> Chapter | None:
    """Return the advice that was asked and the objections; None without any."""
    proposal = proposal_of(scope)
    if proposal is None:
        return None
    blocks: list[Block] = []
    asked = Advice.objects.visible_to(scope.actor).filter(proposal=proposal).select_related("body")
    for each in asked.order_by("position", "code"):
        rows: list[tuple[object, object]] = [
            (_("Asked of"), each.body),
            (_("Kind"), each.get_kind_display()),
            (_("Requested on"), display(each.requested_on)),
            (_("Given on"), display(each.given_on)),
            (_("Outcome"), each.get_outcome_display()),
        ]
        blocks += [heading(each.title), field_table(rows, labels=labels())]
        blocks += paragraphs(each.text)
    objections = objections_of(scope.actor, proposal)
    if objections:
        columns = (Column(_("Objection"), 6), Column(_("Raised by"), 3), Column(_("Answer"), 6))
        table = (
            Row((lines(o.reason), lines(o.role or NOTHING), lines(o.answer or NOTHING)))
            for o in objections
        )
        blocks += [heading(_("Objections")), Table(columns, tuple(table))]
    return Chapter("advice", _("Advice and objections"), tuple(blocks)) if blocks else None


def decision_chapter(scope: Scope) -> Chapter:
    """Return what was decided on the proposal."""
    proposal = proposal_of(scope)
    blocks: list[Block] = []
    for taken in decisions_on(scope.actor, proposal) if proposal else []:
        each = taken.decision
        rows: list[tuple[object, object]] = [
            (_("Decided by"), each.body),
            (_("Decided on"), display(each.decided_on)),
            (_("Outcome"), each.get_outcome_display()),
        ]
        rows += [(_("What was amended"), each.amendment)] if each.amendment else []
        rows += [(_("Explanation"), each.explanation)] if each.explanation else []
        rows += [(_("Changes"), ", ".join(taken.units))] if taken.units else []
        table = field_table(rows, labels=labels())
        blocks += [heading(each.title), table]
    if not blocks:
        blocks = [Paragraph(runs(_("Nothing was decided yet on this proposal.")), "note")]
    return Chapter("decision", _("Decision"), tuple(blocks))


def decision_facts(scope: Scope) -> Mapping[str, Fact]:
    """Return the decisions of a plan: when, and how they ended."""
    rows: Any = Decision.objects.visible_to(scope.actor).filter(plan=scope.plan)
    found = {}
    for each in rows.select_related("proposal").order_by("position", "code"):
        if each.proposal is not None:
            scope.hold(each.proposal)
        when = each.decided_on.encode() if each.decided_on else ""
        values = {
            "outcome": Value(each.outcome, str(each.get_outcome_display())),
            "decided": Value(when, display(each.decided_on)),
        }
        found[each.code] = Fact(each.title, values)
    return found


def register_documents() -> None:
    """Add the kind, its chapters, the facts, and what not everybody may see."""
    documents.add_holdable(Proposal)
    documents.add(
        Kind(
            PROPOSAL,
            gettext_lazy("Proposal with its decision"),
            gettext_lazy("A proposal to the college or another body, its advice and its decision."),
            proposals_of,
            order=40,
            pages=["proposal"],
            needs=gettext_lazy(
                "It is about a proposal, and this plan has none that may be shown. Add one under "
                "“Proposals” in the menu; or choose another plan."
            ),
        ),
        ChapterMaker("proposal", [PROPOSAL], header_chapter, order=10),
        ChapterMaker("sections", [PROPOSAL], sections_chapter, order=20),
        ChapterMaker("advice", [PROPOSAL], advice_chapter, order=30),
        ChapterMaker("decision", [PROPOSAL], decision_chapter, order=40),
        FactsMaker(
            "decisions",
            gettext_lazy("decisions"),
            {"outcome": gettext_lazy("outcome"), "decided": gettext_lazy("decided on")},
            decision_facts,
            order=40,
        ),
    )
