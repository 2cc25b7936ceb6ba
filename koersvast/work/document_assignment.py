"""An assignment as a document: the parties, what is asked, who agreed, and dilemmas."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koersvast.core.actors import Actor
from koersvast.core.display import NOTHING, display
from koersvast.core.documents import (
    Block,
    Chapter,
    Column,
    Paragraph,
    Row,
    Scope,
    Subject,
    Table,
    field_table,
    heading,
    lines,
    paragraphs,
    runs,
)
from koersvast.direction.models import Plan
from koersvast.work.models import Assignment, Escalation
from koersvast.work.selectors.errands import ShownAssignment, shown_of, with_versions
from koersvast.work.selectors.escalations import shown_escalations


def assignments_in(actor: Actor, plan: Plan) -> list[Subject]:
    """Return the assignments of a plan that the actor sees."""
    rows = Assignment.objects.visible_to(actor).filter(plan=plan).select_related("work")
    ordered = rows.order_by("position", "code")
    return [Subject(each.code, f"{each.work} ({each.code})") for each in ordered]


def assignment_of(scope: Scope) -> ShownAssignment | None:
    """Return the assignment that a document is about; read once."""
    if "assignment" not in scope.kept:
        rows = Assignment.objects.visible_to(scope.actor).filter(
            plan=scope.plan, code=scope.subject
        )
        found = with_versions(rows).first()
        scope.kept["assignment"] = shown_of(scope.actor, found) if found else None
    shown: ShownAssignment | None = scope.kept["assignment"]
    return shown


def parties_chapter(scope: Scope) -> Chapter:
    """Return what it is about and who are party, with when each agreed."""
    shown = assignment_of(scope)
    if shown is None:
        blocks: tuple[Block, ...] = (Paragraph(runs(_("There is no assignment to show.")), "note"),)
        return Chapter("parties", _("Assignment"), blocks)
    row = shown.assignment
    facts: list[tuple[object, object]] = [
        (_("Kind"), row.get_kind_display()),
        (_("Work"), row.work),
        (_("State"), shown.state.label),
    ]
    latest = shown.latest
    if latest is not None:
        facts.append((_("Version"), latest.version.number))
    table = field_table(
        facts, labels=(pgettext("document", "Item"), _("Content")), caption=_("The assignment")
    )
    columns = (Column(_("Party"), 4), Column(_("Role"), 5), Column(_("Agreed on"), 3))
    parties = (
        Row(
            (
                lines(str(each.label).capitalize()),
                lines(each.role or NOTHING),
                lines(display(each.agreement.agreed_on) if each.agreement else _("not yet")),
            )
        )
        for each in (latest.parties if latest else ())
    )
    return Chapter(
        "parties", _("Assignment"), (table, Table(columns, tuple(parties), _("The parties")))
    )


def terms_chapter(scope: Scope) -> Chapter:
    """Return what the parties agree to, under its headings; before they do it is what is asked."""
    shown = assignment_of(scope)
    agreed = shown is not None and shown.latest is not None and shown.latest.version.agreed_on
    blocks: list[Block] = []
    for label, text in shown.latest.headings if shown and shown.latest else ():
        blocks += [heading(str(label)[:1].upper() + str(label)[1:]), *paragraphs(text)]
    if not blocks:
        blocks = [Paragraph(runs(_("Nothing was written down yet of what is asked.")), "note")]
    title = _("What is agreed") if agreed else _("What is asked")
    return Chapter("terms", title, tuple(blocks))


def escalations_chapter(scope: Scope) -> Chapter | None:
    """Return the dilemmas that were raised; None without any."""
    shown = assignment_of(scope)
    if shown is None:
        return None
    rows = Escalation.objects.visible_to(scope.actor).filter(assignment=shown.assignment)
    columns = (Column(_("Dilemma"), 7), Column(_("Raised on"), 3), Column(_("Answer"), 7))
    found = []
    for each in shown_escalations(scope.actor, rows):
        row = each.escalation
        if row.decision is not None and row.decision.proposal is not None:
            scope.hold(row.decision.proposal)
        answer = row.answer or (row.decision.title if row.decision else NOTHING)
        found.append(Row((lines(row.title), lines(display(row.raised_on)), lines(answer))))
    if not found:
        return None
    return Chapter("escalations", _("Dilemmas"), (Table(columns, tuple(found)),))
