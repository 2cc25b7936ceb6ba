"""The order of a file is the order of the register, and codes find their rows wherever they go."""

from __future__ import annotations

import pytest

from koersvast.core.upsert import Fate
from koersvast.direction.models import Goal
from koersvast.exchange.tests.plans import PLAN, changed, refused, stored
from koersvast.work.models import Action, Milestone, Result, Work

pytestmark = pytest.mark.django_db
A2 = "        - {code: A2, text: Leg het voor}\n"
GOALS = (
    "    - {code: D1, level: strategic, title: Basis op orde}\n"
    "    - {code: D2, level: tactical, title: Grip, parent: D1}\n"
)


def goals(*codes: str) -> str:
    rows = "".join(f"    - {{code: {c}, level: strategic, title: Doel {c}}}\n" for c in codes)
    return changed(GOALS, rows, changed("      goals: [D2]\n", ""))


def order() -> list[str]:
    return list(Goal.objects.order_by("position", "pk").values_list("code", flat=True))


def test_an_action_moves_to_another_result_by_its_code() -> None:
    stored()
    key = Action.objects.get(code="A2").pk
    text = changed(A2, "").replace(
        "      needs: [R1]\n", "      needs: [R1]\n      actions:\n" + A2
    )
    outcome = stored(text)
    (row,) = outcome.of(Fate.CHANGED)
    assert row.label == "A2"
    assert row.fields["result"] == ("R1", "R2")
    moved = Action.objects.get(code="A2")
    assert (moved.pk, moved.result.code) == (key, "R2")
    assert not outcome.of(Fate.MISSING)
    assert stored(text).rows == []


def test_an_action_without_a_code_gets_that_of_its_result_and_a_number() -> None:
    stored(PLAN.replace("code: A1, ", "").replace("code: A2, ", ""))
    assert list(Action.objects.values_list("code", flat=True)) == ["R1.1", "R1.2"]


def test_a_code_made_from_a_long_one_is_refused_when_it_is_too_long() -> None:
    text = PLAN.replace("code: A1, ", "").replace("R1", "R" * 59)
    problems = refused(text)
    assert len(problems) == 1
    assert "give it a code of its own" in problems[0]


def test_the_order_of_the_file_is_kept() -> None:
    stored(goals("C", "A", "B"))
    assert order() == ["C", "A", "B"]


@pytest.mark.parametrize("codes", ["BAC", "CBA", "ACB", "BCA", "ABNC", "NABC", "ABCN", "CNAB"])
def test_another_order_reorders(codes: str) -> None:
    stored(goals(*"ABC"))
    stored(goals(*codes))
    assert order() == list(codes)
    assert stored(goals(*codes)).rows == []


def test_leaving_a_row_out_moves_no_other() -> None:
    stored(goals(*"ABC"))
    outcome = stored(goals(*"AC"))
    assert not outcome.of(Fate.CHANGED)
    assert order() == list("ABC")


def test_a_position_that_is_written_holds() -> None:
    text = goals("A", "B").replace("code: A,", "code: A, position: 20,")
    stored(text)
    assert list(Goal.objects.values_list("code", "position").order_by("position")) == [
        ("A", 20),
        ("B", 21),
    ]
    assert stored(text).rows == []


def test_rows_change_places_in_a_tree() -> None:
    stored()
    text = changed("title: Basis op orde}", "title: Basis op orde, parent: D2}")
    stored(changed("title: Grip, parent: D1}", "title: Grip}", text))
    assert Goal.objects.get(code="D1").parent == Goal.objects.get(code="D2")


def test_a_stored_row_moves_under_a_new_one() -> None:
    stored()
    text = changed("title: Control, parent: W}", "title: Control, parent: N}")
    new = "    - {code: N, kind: programme, title: Nieuw, parent: W}\n  results:\n"
    stored(changed("  results:\n", new, text))
    assert Work.objects.get(code="T").parent == Work.objects.get(code="N")


def test_a_tree_is_written_in_any_order() -> None:
    text = changed("title: Basis op orde}", "title: Basis op orde, parent: D9}")
    last = "    - {code: D9, level: strategic, title: Top}\nwork:\n"
    stored(changed("work:\n  works", last + "  works", text))
    assert [goal.code for goal in Goal.objects.get(code="D2").ancestors()] == ["D9", "D1"]


def test_unique_numbers_change_places() -> None:
    stored()
    text = changed("number: 1,", "number: 7,")
    text = changed("number: 2,", "number: 1,", text)
    stored(changed("number: 7,", "number: 2,", text))
    assert dict(Milestone.objects.values_list("code", "number")) == {"M1": 2, "M2": 1}


def test_a_new_row_takes_the_number_that_a_stored_one_gives_up() -> None:
    stored()
    text = changed("number: 1,", "number: 3,")
    stored(
        changed("funding:\n", "    - {code: M0, work: W, number: 1, title: Nul}\nfunding:\n", text)
    )
    assert dict(Milestone.objects.values_list("code", "number")) == {"M0": 1, "M1": 3, "M2": 2}


def test_a_long_chain_is_stored() -> None:
    """Depth costs no recursion and no more than one walk."""
    above = ["D2", *(f"L{n}" for n in range(400))]
    rows = [
        f"    - {{code: L{n}, level: strategic, title: Trede, parent: {above[n]}}}\n"
        for n in reversed(range(400))
    ]
    stored(changed("work:\n  works", "".join(rows) + "work:\n  works"))
    assert Goal.objects.filter(code__startswith="L").count() == 400
    assert Result.objects.count() == 2
