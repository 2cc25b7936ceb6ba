"""Sprints of a programme with what its lines did, each in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from koersvast.core.actors import Actor
from koersvast.core.periods import Period
from koersvast.organisation.models import Role, RoleHolding
from koersvast.work.models import Responsibility, Sprint, SprintNote, Work
from koersvast.work.rules import Holding, LeadLine, Shift, in_time, lead_line, overlapping, shifts
from koersvast.work.selectors.facts import facts_of
from koersvast.work.selectors.shape import Shape


@dataclass(frozen=True)
class Cell:
    """What a line did in a sprint. Without a note nothing was reported yet, or it is told with that
    of another sprint: `elsewhere`."""

    sprint: Sprint
    note: SprintNote | None = None
    shift: Shift | None = None
    elsewhere: Sprint | None = None


@dataclass(frozen=True)
class Lead:
    """A role that leads a line, with the people who hold it through time."""

    role: Role
    line: LeadLine


@dataclass(frozen=True)
class BoardLine:
    """A line of the programme: who leads it, and a cell per sprint in order of time."""

    work: Work
    cells: list[Cell]
    leads: list[Lead] = field(default_factory=list)

    @property
    def latest(self) -> Period | None:
        """The expected completion that was told last."""
        told = [cell.note.expected for cell in self.cells if cell.note is not None]
        return told[-1] if told else None

    @property
    def told(self) -> frozenset[int]:
        """The keys of the sprints that it told of, be it with another sprint."""
        return frozenset(cell.sprint.pk for cell in self.cells if cell.note or cell.elsewhere)

    @property
    def reported(self) -> list[Cell]:
        """The cells with a report, the newest first."""
        return [cell for cell in reversed(self.cells) if cell.note is not None]


@dataclass(frozen=True)
class Board:
    """The sprints of a programme against its lines."""

    sprints: list[Sprint]
    lines: list[BoardLine]
    overlaps: list[tuple[Sprint, Sprint]]


def board_of(actor: Actor, work: Work) -> Board:
    """Return the sprints of a work and what its lines did in them; four queries on the facts.

    Lines are the works directly below, those that have a lead, and whatever else reported.
    """
    facts = facts_of(actor, work)
    sprints = sprints_of(actor, [work.pk])
    notes = _notes(actor, sprints)
    told = {work_id for work_id, _sprint in notes}
    leads = leads_of(actor, facts.keys, facts.seen_from)
    below = [
        key
        for key in facts.keys
        if facts.shape.parents[key] == work.pk or key in told or (key in leads and key != work.pk)
    ]
    lines = [
        BoardLine(facts.shape.works[key], _cells(sprints, notes, key), leads.get(key, []))
        for key in below
    ]
    return Board(sprints, lines, _overlaps(sprints))


def line_of(actor: Actor, work: Work) -> BoardLine:
    """Return what a work did in the sprints of the works above it, and who leads it."""
    facts = facts_of(actor, work)
    above = [each.pk for each in facts.shape.ancestors(work.pk)]
    sprints = sprints_of(actor, above)
    notes = _notes(actor, sprints, only=work.pk)
    leads = leads_of(actor, [work.pk], facts.seen_from)
    return BoardLine(work, _cells(sprints, notes, work.pk), leads.get(work.pk, []))


def sprints_of(actor: Actor, works: Collection[int]) -> list[Sprint]:
    """Return the sprints of works in order of time; one query."""
    rows = Sprint.objects.visible_to(actor).filter(work_id__in=[0, *works])
    found = {sprint.pk: sprint for sprint in rows.order_by("position", "code", "pk")}
    return [found[key] for key in in_time({key: each.period for key, each in found.items()})]


def _notes(
    actor: Actor, sprints: list[Sprint], only: int | None = None
) -> dict[tuple[int, int], SprintNote]:
    rows = SprintNote.objects.visible_to(actor).filter(
        sprint__in=[0, *(each.pk for each in sprints)]
    )
    if only is not None:
        rows = rows.filter(work_id=only)
    found = rows.select_related("sprint", "work")
    return {(note.work_id, note.sprint_id): note for note in found}


def _cells(
    sprints: list[Sprint], notes: dict[tuple[int, int], SprintNote], work: int
) -> list[Cell]:
    found = [notes.get((work, sprint.pk)) for sprint in sprints]
    moved = shifts([False if note is None else note.expected for note in found])
    told = {sprint.pk for sprint, note in zip(sprints, found, strict=True) if note is not None}
    by_key = {sprint.pk: sprint for sprint in sprints}
    return [
        Cell(
            sprint,
            note,
            shift,
            by_key.get(other) if (other := sprint.told_with_id) in told else None,
        )
        for sprint, note, shift in zip(sprints, found, moved, strict=True)
    ]


def _overlaps(sprints: list[Sprint]) -> list[tuple[Sprint, Sprint]]:
    by_key = {sprint.pk: sprint for sprint in sprints}
    pairs = overlapping({key: sprint.period for key, sprint in by_key.items()})
    return [(by_key[one], by_key[other]) for one, other in pairs]


def leads_of(actor: Actor, works: Collection[int], day: date) -> dict[int, list[Lead]]:
    """Return per work the roles that lead it, and who held them around a day; two queries."""
    rows = list(
        Responsibility.objects.visible_to(actor)
        .filter(work_id__in=[0, *works], kind=Responsibility.Kind.LEAD)
        .select_related("role")
        .order_by("pk")
    )
    held: dict[int, list[Holding]] = defaultdict(list)
    holdings = RoleHolding.objects.visible_to(actor).filter(
        role_id__in=[0, *(row.role_id for row in rows)]
    )
    for each in holdings.select_related("person").order_by("pk"):
        span = (each.valid_from, each.valid_to)
        held[each.role_id].append(Holding(str(each.person), *span, each.person_id))
    found: dict[int, list[Lead]] = defaultdict(list)
    for row in rows:
        found[row.work_id].append(Lead(row.role, lead_line(held[row.role_id], day)))
    return dict(found)


def programme_with_sprints(actor: Actor, shape: Shape, work: Work) -> Work | None:
    """Return the nearest work above that has sprints; one query."""
    above = shape.ancestors(work.pk)
    keys = set(
        Sprint.objects.visible_to(actor)
        .filter(work_id__in=[0, *(each.pk for each in above)])
        .order_by()
        .values_list("work_id", flat=True)
    )
    return next((each for each in reversed(above) if each.pk in keys), None)
