"""Adding and changing: errors in sentences, two people at once, only what one sees."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from koersvast.core.kit.forms import form_of
from koersvast.core.kit.register import registers
from koersvast.core.tests.walking import Goal, Plan, Unit, english, hidden, main, url
from tests.cast import Cast, SmallPlan


def unit_form(**values: Any) -> dict[str, Any]:
    return {"name": "Team Zuid", "code": "zuid", "level": "team", **values}


def goal_form(goal: Any, **values: Any) -> dict[str, Any]:
    """Return what the form of a goal sends when nothing is changed."""
    names = ("code", "level", "kind", "title", "description", "position", "note", "source")
    data = {name: getattr(goal, name) for name in names}
    return {
        **data,
        "plan": goal.plan_id,
        "parent": goal.parent_id or "",
        "version": goal.version,
        **values,
    }


@pytest.fixture
def secretary(cast: Cast) -> Client:
    return english(cast.secretary)


def test_adding_stores_says_so_and_signs_the_history(cast: Cast, secretary: Client) -> None:
    answer = secretary.post(url("add", "units"), unit_form(), follow=True)
    assert "Added: Team Zuid" in main(answer)
    unit = Unit.objects.get(code="zuid")
    assert unit.history.get().history_user == cast.secretary.user


def test_errors_are_sentences_and_what_was_typed_stays(secretary: Client) -> None:
    Unit.objects.create(code="zuid", name="Bestaat al", level="team")
    answer = secretary.post(url("add", "units"), unit_form())
    assert answer.status_code == 422
    assert "Unit with this Code already exists." in main(answer)
    assert 'value="Team Zuid"' in answer.content.decode()
    assert Unit.objects.filter(name="Team Zuid").count() == 0


def test_a_code_with_odd_characters_is_refused(secretary: Client) -> None:
    answer = secretary.post(url("add", "units"), unit_form(code="a b"))
    assert answer.status_code == 422
    assert "for example “R-12”" in main(answer)


def test_control_characters_are_dropped(secretary: Client) -> None:
    secretary.post(url("add", "units"), unit_form(note="een\x0btwee\nregel"))
    assert Unit.objects.get(code="zuid").note == "eentwee\nregel"


def test_a_null_character_is_refused_in_a_sentence(secretary: Client) -> None:
    answer = secretary.post(url("add", "units"), unit_form(name="een\x00twee"))
    assert answer.status_code == 422


def test_the_address_fills_in_fields_of_the_form_and_no_others(
    secretary: Client, small: SmallPlan
) -> None:
    page = secretary.get(
        url("add", "goals"), {"plan": small.plan.pk, "level": "tactical", "version": "9"}
    ).content.decode()
    assert '<option value="tactical" selected>' in page
    assert f'<option value="{small.plan.pk}" selected>' in page
    assert 'name="version" value="9"' not in page


def test_a_form_offers_rows_of_the_same_plan_only_and_not_itself(
    secretary: Client, small: SmallPlan
) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date="2023-01-01")
    theirs = Goal.objects.create(plan=other, code="D1", level="strategic", title="Van een ander")
    page = secretary.get(url("edit", "goals", small.goals["D1"].pk)).content.decode()
    offered = page.split('name="parent"', 1)[1].split("</select>", 1)[0]
    assert f'value="{theirs.pk}"' not in offered
    assert f'value="{small.goals["D1"].pk}"' not in offered
    assert f'value="{small.goals["D3"].pk}"' in offered


def test_a_row_of_another_plan_is_refused_when_adding(secretary: Client, small: SmallPlan) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date="2023-01-01")
    answer = secretary.post(
        url("add", "goals"),
        {
            "plan": other.pk,
            "code": "N1",
            "level": "strategic",
            "title": "Nieuw",
            "position": 1,
            "parent": small.goals["D1"].pk,
        },
    )
    assert answer.status_code == 422
    assert "“Basis op orde” belongs to another plan." in main(answer)


def test_a_circle_in_a_tree_is_refused(secretary: Client, small: SmallPlan) -> None:
    top, sub = small.goals["D1"], small.goals["D2"]
    answer = secretary.post(url("edit", "goals", top.pk), goal_form(top, parent=sub.pk))
    assert answer.status_code == 422
    top.refresh_from_db()
    assert top.parent_id is None


def test_changing_stores_only_what_differs(secretary: Client, small: SmallPlan) -> None:
    goal = small.goals["D1"]
    address = url("edit", "goals", goal.pk)
    assert "Nothing changed" in main(secretary.post(address, goal_form(goal), follow=True))
    assert goal.history.count() == 1
    answer = secretary.post(address, goal_form(goal, title="Nieuwe titel"), follow=True)
    assert "Saved: Nieuwe titel" in main(answer)
    goal.refresh_from_db()
    assert (goal.title, goal.version) == ("Nieuwe titel", 2)


def test_saving_goes_to_next_only_within_this_site(secretary: Client, small: SmallPlan) -> None:
    goal = small.goals["D1"]
    address = url("edit", "goals", goal.pk)
    for wanted, allowed in (
        ("/registers/units/", True),
        ("https://evil.example/", False),
        ("//evil.example/", False),
        ("javascript:alert(1)", False),
    ):
        answer = secretary.post(address, goal_form(goal, next=wanted))
        assert (answer["Location"] == wanted) is allowed


class TestTwoPeopleAtOnce:
    """The second saves what he saw before the first saved."""

    @pytest.fixture
    def goal(self, cast: Cast, small: SmallPlan) -> Any:
        """A goal that the administrator gave another title and level after the secretary saw it."""
        goal = small.goals["D1"]
        seen = goal_form(goal)
        english(cast.administrator).post(
            url("edit", "goals", goal.pk), {**seen, "title": "Van een ander", "level": "tactical"}
        )
        return goal

    def test_different_fields_do_not_undo_each_other(self, secretary: Client, goal: Any) -> None:
        answer = secretary.post(
            url("edit", "goals", goal.pk), goal_form(goal, note="Mijn notitie"), follow=True
        )
        assert "Saved" in main(answer)
        goal.refresh_from_db()
        assert (goal.title, goal.level, goal.note, goal.version) == (
            "Van een ander",
            "tactical",
            "Mijn notitie",
            3,
        )

    def test_the_same_field_is_refused_with_its_present_value_and_the_text_is_kept(
        self, secretary: Client, goal: Any
    ) -> None:
        answer = secretary.post(
            url("edit", "goals", goal.pk), goal_form(goal, title="Van mij", note="Notitie")
        )
        assert answer.status_code == 422
        assert "“title” is now: Van een ander" in main(answer)
        assert "is now: tactical" not in main(answer)
        assert 'value="Van mij"' in answer.content.decode()
        goal.refresh_from_db()
        assert (goal.title, goal.note) == ("Van een ander", "")

    def test_saving_again_stores_it_knowingly_and_leaves_the_rest_as_the_other_made_it(
        self, secretary: Client, goal: Any
    ) -> None:
        address = url("edit", "goals", goal.pk)
        refused = secretary.post(address, goal_form(goal, title="Van mij"))
        page = refused.content.decode()
        assert '<option value="tactical" selected>' in page
        version = hidden(refused, "version") if 'name="version" value' in page else "2"
        again = {**goal_form(goal, title="Van mij"), "level": "tactical", "version": version}
        assert "Saved" in main(secretary.post(address, again, follow=True))
        goal.refresh_from_db()
        assert (goal.title, goal.level) == ("Van mij", "tactical")

    def test_the_same_value_is_no_conflict(self, secretary: Client, goal: Any) -> None:
        answer = secretary.post(
            url("edit", "goals", goal.pk), goal_form(goal, title="Van een ander"), follow=True
        )
        assert "Nothing changed" in main(answer)


def test_who_may_look_but_not_change_is_told_so(cast: Cast, small: SmallPlan) -> None:
    reader = english(cast.reader)
    for address in (
        url("add", "goals"),
        url("edit", "goals", small.goals["D1"].pk),
        url("delete", "goals", small.goals["D3"].pk),
        url("import", "goals"),
        url("deleted", "goals"),
    ):
        assert reader.get(address).status_code == 403
        assert reader.post(address).status_code == 403
    assert Goal.objects.count() == 3


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028"])
def test_what_is_one_line_stays_one_and_a_long_text_keeps_its_lines(
    cast: Cast, small: SmallPlan, end: str
) -> None:
    goal = small.goals["D1"]
    made = form_of(registers.get("goals"))
    blank = made(instance=goal, actor=cast.secretary.actor)
    data = {each.html_name: each.value() for each in blank if each.value() is not None}
    data |= {"title": f"Twee{end}regels", "note": f"Twee{end}regels"}
    form = made(data, instance=goal, actor=cast.secretary.actor)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == "Twee regels"
    assert len(form.cleaned_data["note"].splitlines()) == 2
