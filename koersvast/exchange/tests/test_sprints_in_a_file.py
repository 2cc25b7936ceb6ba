"""Sprints in a plan file: they come back as they were, with notes of their own programme only."""

from __future__ import annotations

import pytest

from koersvast.exchange.tests.plans import PLAN, changed, refused, stored
from koersvast.work.models import Sprint, SprintNote

pytestmark = pytest.mark.django_db
SPRINT = """\
  sprints:
    - code: S1
      work: W
      title: Sprint 1
      period: van 18/7/2022 tot 26/8/2022
      notes:
        - {work: T, done: Begonnen., expected: Q1 '23, source: H}
funding:
"""
WITH_SPRINT = PLAN.replace("funding:\n", SPRINT)


def test_sprints_come_in_with_their_notes() -> None:
    stored(WITH_SPRINT)
    note = SprintNote.objects.get()
    assert (note.sprint.title, note.work.code, note.done) == ("Sprint 1", "T", "Begonnen.")
    assert str(note.expected) and note.source == "H"
    assert stored(WITH_SPRINT).ok and Sprint.objects.get().version == 1


def test_a_note_of_a_work_outside_the_programme_is_refused_at_its_sprint() -> None:
    (problem,) = refused(
        WITH_SPRINT.replace("work: W\n      title: S", "work: T\n      title: S").replace(
            "{work: T, done", "{work: W, done"
        )
    )
    assert "work.sprints S1" in problem and "work W" in problem


def test_a_line_that_moves_away_from_its_programme_is_refused_at_the_line() -> None:
    stored(WITH_SPRINT)
    (problem,) = refused(changed("title: Control, parent: W}", "title: Control}"))
    assert "work.works T" in problem


def test_without_sprints_of_a_stored_plan_nothing_is_asked() -> None:
    stored()
    assert stored(PLAN).ok and not Sprint.objects.exists()
