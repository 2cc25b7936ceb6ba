"""All that is wrong in a file is told at once, in order, and quickly."""

from __future__ import annotations

import pytest

from koersvast.exchange.tests.plans import HEAD, bring, changed, refused, stored

pytestmark = pytest.mark.django_db


def test_all_that_is_wrong_is_told_at_once() -> None:
    """In rows, between rows, in other sections: also what hangs on a row with an error."""
    text = changed("title: Grip, parent: D1", "title: Grip, parent: D8")
    text = changed("      title: Toetsing\n", "      titel: Toetsing\n", text)
    text = changed("2024: pm", "2024: 1.234", text)
    text = changed("      goals: [D2]\n", "      goals: [D2, D3]\n", text)
    text = changed("{when: Q4 2023}", "{when: Q5 2023}", text)
    text = changed("code: M2, work: W", "code: M2, work: X", text)
    problems = refused(text)
    assert [problem.split(":")[0] for problem in problems] == [
        "11", "20", "21", "25", "27", "31", "34",
    ]  # fmt: skip


def test_what_points_at_a_row_with_an_error_is_not_wrong_itself() -> None:
    problems = refused(changed("code: W, kind: programme,", "code: W, kind: program,"))
    assert len(problems) == 1
    assert "'programme'" in problems[0]


def test_another_municipality_and_a_wrong_head_do_not_hide_the_rest() -> None:
    stored("koersvast: 1\nmunicipality: {name: Hier}\n" + HEAD.split("\n", 1)[1])
    text = changed("reference_date: 2023-02-28", "reference_date: gisteren")
    text = changed("plan:", "municipality: {name: Daar}\nplan:", text)
    problems = refused(changed("title: Grip, parent: D1", "title: Grip, parent: D8", text))
    assert [problem.split(":")[0] for problem in problems] == ["2", "3", "12"]


def test_at_most_a_hundred_problems_are_shown_and_all_are_counted() -> None:
    rows = "".join(f"    - {{code: X{n}, work: T, titel: Nummer}}\n" for n in range(150))
    outcome = bring(changed("  milestones:\n", rows + "  milestones:\n"))
    assert len(outcome.problems) == 300
    shown = outcome.shown_problems()
    assert len(shown) == 100
    assert [problem.line for problem in shown] == sorted(problem.line for problem in shown)
    assert shown[0].line == 29


def test_many_problems_are_told_quickly() -> None:
    rows = "".join(f"    - {{code: X{n}, work: U, titel: Nummer}}\n" for n in range(5_000))
    outcome = bring(changed("  milestones:\n", rows + "  milestones:\n"))
    assert len(outcome.problems) >= 10_000


def test_lines_of_a_json_file_are_told_too() -> None:
    text = (
        '{"koersvast": 1,\n"plan": {"code": "P", "title": "P",\n "reference_date": "2023-01-01"},\n'
    )
    text += '"funding": {"cost_items": [{"code": "K", "title": "K", "nature": "incidental",\n'
    text += '  "amounts": {"2023": 1,\n   "2024": 1.234}}]}}'
    (problem,) = refused(text, json=True)
    assert problem.startswith("6: funding.cost_items K: amounts.2024")
