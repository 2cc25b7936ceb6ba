"""The risks of a work as a chapter: heat map, risks with their measures, and preconditions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from koersvast.core.display import NOTHING
from koersvast.core.documents import (
    Block,
    Cell,
    Chapter,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Scope,
    Table,
    lines,
    picture_of,
    runs,
)
from koersvast.risk.models import Measure, Risk
from koersvast.risk.rules import Classes, Rating
from koersvast.risk.selectors import RiskRow, map_of, risk_rows, scale_set
from koersvast.work.document_blocks import PROGRESS, marked, nothing
from koersvast.work.risk_tab import risks_of
from koersvast.work.selectors import works_of

MAP_SHARE = 66


def risk_chapter(scope: Scope) -> Chapter:
    """Return the open risks of what a document is about, the worst first."""
    every = risks_of(scope.actor, works_of(scope).keys).filter(closed_on__isnull=True)
    scales = scale_set(scope.actor)
    rows = risk_rows(scope.actor, every.filter(kind=Risk.Kind.RISK), scales, scope.today)
    wanted = risk_rows(scope.actor, every.filter(kind=Risk.Kind.PRECONDITION), scales, scope.today)
    measures = measures_of(scope, [row.risk.pk for row in (*rows, *wanted)])
    blocks: list[Block] = []
    if rows:
        blocks += heat_map(rows, scales.scales.classes)
        blocks.append(risk_table(rows, measures))
    if wanted:
        blocks.append(Heading(_("Preconditions for success")))
        blocks.append(precondition_table(wanted, measures))
    fixed = pgettext("heading of large projects", "The risks")
    title = fixed if scope.kind == PROGRESS else _("Risks")
    return Chapter("risks", title, tuple(blocks or nothing(_("No risks are registered yet."))))


def measures_of(scope: Scope, keys: Sequence[int]) -> dict[int, list[Measure]]:
    """Return what is done per risk; one query."""
    found: dict[int, list[Measure]] = defaultdict(list)
    rows = Measure.objects.visible_to(scope.actor).filter(risk_id__in=keys).select_related("role")
    for each in rows.order_by("position", "code"):
        found[each.risk_id].append(each)
    return found


def heat_map(rows: Sequence[RiskRow], classes: Classes) -> list[Block]:
    """Return the heat map, when a risk has a place on it, and how many have none."""
    placed = [row for row in rows if row.standing.now is not None]
    blocks: list[Block] = []
    if placed:
        alt = _(
            "Heat map of risks: impact from left to right, probability from bottom to top, each 1 "
            "to 5. The table below gives the place of every risk."
        )
        context = {"map": map_of(placed, "now", classes)}
        picture = picture_of(
            "risk/heatmap.html", context, alt=alt, caption=_("Heat map of risks"), share=MAP_SHARE
        )
        blocks.append(picture)
    loose = len(rows) - len(placed)
    if loose:
        text = ngettext(
            "%(number)d risk was not judged yet.", "%(number)d risks were not judged yet.", loose
        )
        blocks.append(Paragraph(runs(text % {"number": loose}), "note"))
    return blocks


def risk_table(rows: Sequence[RiskRow], measures: dict[int, list[Measure]]) -> Table:
    """Return the risks with their place and what is done."""
    columns = (
        Column(_("Risk"), 11),
        Column(_("Probability × impact"), 5),
        Column(_("Owner"), 5),
        Column(_("Measures"), 11),
    )
    found = (
        Row(
            (
                what_of(row.risk),
                lines(place_of(row)),
                lines(row.risk.owner_role or NOTHING),
                todo_of(measures[row.risk.pk]),
            )
        )
        for row in rows
    )
    return Table(columns, tuple(found), _("Risks, the highest first"))


def precondition_table(rows: Sequence[RiskRow], measures: dict[int, list[Measure]]) -> Table:
    """Return what must be so, with what is done for it."""
    columns = (Column(_("Precondition"), 13), Column(_("Owner"), 4), Column(_("Measures"), 13))
    ordered = sorted(rows, key=lambda row: (row.risk.position, row.risk.code))
    found = (
        Row(
            (
                what_of(row.risk),
                lines(row.risk.owner_role or NOTHING),
                todo_of(measures[row.risk.pk]),
            )
        )
        for row in ordered
    )
    return Table(columns, tuple(found))


def what_of(risk: Risk) -> Cell:
    """Return a risk: its title, and its cause, event and effect."""
    labels = ((_("Cause"), risk.cause), (_("Event"), risk.event), (_("Effect"), risk.effect))
    parts = [runs(Run(f"{label}: ", italic=True), text) for label, text in labels if text]
    return lines(marked(risk.title, risk, bold=True), *parts)


def place_of(row: RiskRow) -> str:
    """Return the place of a risk and its class in words."""
    place, rating = row.standing.now, row.standing.rating
    if place is None or rating is None:
        return NOTHING
    return f"{place.probability} × {place.impact} ({rating_word(rating)})"


def rating_word(rating: Rating) -> str:
    """Return a class in a word."""
    return {
        Rating.CRITICAL: pgettext("risk", "critical"),
        Rating.HIGH: pgettext("risk", "high"),
        Rating.MEDIUM: pgettext("risk", "medium"),
        Rating.LOW: pgettext("risk", "low"),
    }[rating]


def todo_of(measures: Sequence[Measure]) -> Cell:
    """Return measures with who does them, by when, and how far they are."""
    found = []
    for each in measures:
        told = [str(each.role)] if each.role else []
        told += [str(each.due)] if each.due else []
        told += [str(each.get_state_display())] if each.state else []
        text = f"{each.text} ({', '.join(told)})" if told else each.text
        found.append(marked(text, each))
    return lines(*found, bullets=True) if found else lines(NOTHING)
