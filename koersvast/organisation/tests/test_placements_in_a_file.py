"""What is wrong with the placements of a plan file, in sentences, before anything is stored."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from koersvast.core.actors import SYSTEM
from koersvast.core.parts import parts
from koersvast.core.upsert import Outcome, Written, bring_in
from koersvast.organisation.exchange import placement_problems
from koersvast.organisation.models import Unit
from koersvast.organisation.rules.facts import Span
from koersvast.organisation.sentences import days_in_words

JUNE, JULY = date(2023, 6, 30), date(2023, 7, 1)


def row(unit: str, parent: str | None, first: date | None = None, last: date | None = None) -> Any:
    values = {"parent": parent, "valid_from": first, "valid_to": last}
    return (unit, parent, first), values


def test_sound_placements_have_no_problems() -> None:
    rows = [row("a", None), row("b", "a", None, JUNE), row("b", None, JULY)]
    assert placement_problems(rows) == []


def test_two_places_at_once_are_told_at_the_later_row() -> None:
    with translation.override("en"):
        ((number, sentence),) = placement_problems([row("b", "a", JULY), row("b", None)])
    assert number == 0
    assert sentence.startswith("“b” would stand in two places from")
    assert "at the top and under “a”" in sentence


def test_every_row_of_a_circle_is_told() -> None:
    rows = [row("a", "b"), row("c", None), row("b", "a", JULY), row("b", "c", None, JUNE)]
    with translation.override("en"):
        found = placement_problems(rows)
    assert [number for number, _sentence in found] == [0, 2]
    assert "a › b › a" in found[0][1]


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (Span(), "at all times"),
        (Span(JULY, None), "from 1 jul"),
        (Span(None, JULY), "up to and including 1 jul"),
        (Span(JUNE, JULY), "up to and including 1 jul"),
        (Span(JULY, JULY), "on 1 jul"),
    ],
)
def test_days_are_told_in_words(span: Span, words: str) -> None:
    with translation.override("en"):
        assert words.lower() in days_in_words(span).lower()


def test_thousands_of_placements_are_looked_at_quickly() -> None:
    rows = [row("0", None), *(row(str(n), str(n // 10), JULY) for n in range(1, 5000))]
    assert placement_problems(rows) == []


def bring(*rows: dict[str, Any]) -> Outcome:
    part = parts.get("organisation.units")
    written = [(part.row.model_validate(row), lambda _path: 7) for row in rows]
    return bring_in(
        [Written(part, written)], actor=SYSTEM, plan=None, outcome=Outcome(), reason="import"
    )


def written_unit(code: str, *placements: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "name": code, "level": "team", "placements": list(placements)}


def test_a_file_with_units_under_each_other_is_refused_whole(db: None) -> None:
    outcome = bring(
        written_unit("a", {"parent": "b", "valid_from": "2023-07-01"}),
        written_unit("b", {"parent": "a"}),
        written_unit("c", {}),
    )
    assert len(outcome.problems) == 2
    assert all("a › b › a" in problem.message for problem in outcome.problems)
    assert not Unit.objects.exists()


def test_a_file_is_looked_at_together_with_what_is_stored(db: None) -> None:
    assert bring(written_unit("a", {}), written_unit("b", {"parent": "a"})).ok
    outcome = bring(written_unit("a", {"parent": "b", "valid_from": "2023-07-01"}))
    assert not outcome.ok
    assert Unit.objects.get(code="a").placements.count() == 1
