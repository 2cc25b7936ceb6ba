"""Sprints in a plan file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from koersvast.core.parts import Clash, JointCheck, Part, Sides, Values, listed, parts, rows
from koersvast.work.models import Sprint, SprintNote
from koersvast.work.rules import stands_below
from koersvast.work.schemas import SprintNoteRow, SprintRow

WORKS, SPRINTS = "work.works", "work.sprints"


def strangers(sides: Mapping[str, Sides]) -> Iterable[Clash]:
    """Return the sprints with a note of a work that is no part of their programme. No query."""
    works = sides[WORKS].after
    parents = {code: values["parent"] for code, values in works.items()}
    for code, sprint in sides[SPRINTS].after.items():
        for note in sprint["notes"]:
            work = note["work"]
            # a code that is not there is refused as such
            if work in works and not stands_below(parents, work, sprint["work"]):
                words = {"work": work, "programme": sprint["work"]}
                sentence = _(
                    "has a note of work %(work)s, which is no part of %(programme)s; write a line "
                    "of that programme, or another sprint"
                )
                yield Clash(sentence % words, ((SPRINTS, code), (WORKS, work)))


def told_elsewhere(rows: Sequence[tuple[tuple[Any, ...], Values]]) -> Iterable[tuple[int, str]]:
    """Return the sprints that are told with one of another programme, or with one that is itself
    told elsewhere: number of the row, and a sentence. No query."""
    stored = {key[0]: values for key, values in rows}
    for number, (_key, values) in enumerate(rows):
        other = stored.get(values["told_with"])
        if other is not None and (other["work"] != values["work"] or other["told_with"]):
            yield (
                number,
                _(
                    "is told together with %(other)s, which is of another programme or is told "
                    "elsewhere itself; choose a sprint of this programme that has the notes"
                )
                % {"other": values["told_with"]},
            )


def register_sprints() -> None:
    """Add sprints with their notes to the plan file."""
    notes = rows(
        SprintNote, SprintNoteRow, link="sprint", identity=("work",), refs=listed(work=WORKS)
    )
    table = rows(
        Sprint,
        SprintRow,
        refs=listed(work=WORKS, told_with=SPRINTS),
        children={"notes": notes},
        tree="told_with",
        check=told_elsewhere,
    )
    parts.add(Part("work", "sprints", SprintRow, table))
    parts.check_together(JointCheck((WORKS, SPRINTS), strangers))
