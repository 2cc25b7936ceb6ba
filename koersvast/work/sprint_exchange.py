"""Sprints in a plan file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from koersvast.core.parts import Clash, JointCheck, Part, Sides, listed, parts, rows
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


def register_sprints() -> None:
    """Add sprints with their notes to the plan file."""
    notes = rows(
        SprintNote, SprintNoteRow, link="sprint", identity=("work",), refs=listed(work=WORKS)
    )
    table = rows(Sprint, SprintRow, refs=listed(work=WORKS), children={"notes": notes})
    parts.add(Part("work", "sprints", SprintRow, table))
    parts.check_together(JointCheck((WORKS, SPRINTS), strangers))
