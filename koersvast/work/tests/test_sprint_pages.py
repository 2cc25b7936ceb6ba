"""The tab with sprints of a programme and of a line, and the page to report on them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from koersvast.core.parts import parts
from koersvast.core.periods import parse_period
from koersvast.organisation.models import Person, Role, RoleHolding
from koersvast.work.models import Responsibility, Sprint, SprintNote, Work
from koersvast.work.selectors import board_of, line_of

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def sprints(small: Any) -> list[Sprint]:
    """Return three sprints of W, the last one first in the register; the employee leads T2."""
    employee = Role.objects.get(code="employee")
    Responsibility.objects.create(work=small.works["T2"], kind="lead", role=employee)
    periods = {
        "S3": "10 oktober 2022 - 11 november 2022",
        "S1": "18 juli 2022 - 26 augustus 2022",
        "S2": "29 augustus 2022 - 7 oktober 2022",
    }
    made = {
        code: Sprint.objects.create(
            plan=small.plan,
            code=code,
            work=small.works["W"],
            title=f"Sprint {code[1]}",
            period=parse_period(period),
            position=number,
        )
        for number, (code, period) in enumerate(periods.items(), start=1)
    }
    return [made[code] for code in sorted(made)]


def note(sprint: Sprint, work: Work, done: str, expected: str = "") -> SprintNote:
    when = parse_period(expected) if expected else None
    return SprintNote.objects.create(sprint=sprint, work=work, done=done, expected=when)


def tab(player: Any, work: Work) -> str:
    url = reverse("work-tab", args=[work.pk, "sprints"])
    page = player.client.get(url, headers=ENGLISH)
    assert page.status_code == 200
    return str(page.content.decode())


def report_url(sprint: Sprint) -> str:
    return reverse("sprint-report", args=[sprint.pk])


def test_the_board_sets_lines_against_sprints_in_order_of_time(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    first, second, _third = sprints
    note(first, small.works["T1"], "Begonnen", "Q1 2023")
    note(second, small.works["T1"], "Verder", "Q2 2023")
    board = board_of(cast.reader.actor, small.works["W"])
    assert board.sprints == sprints and board.overlaps == []
    assert [line.work.code for line in board.lines] == ["T1", "T2"]
    assert [cell.shift for cell in board.lines[0].cells] == ["first", "later", None]
    assert [cell.note for cell in board.lines[1].cells] == [None] * 3


def test_whatever_reports_further_down_is_a_line_too(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    deep = Work.objects.create(
        plan=small.plan, code="T1a", title="Diep", kind="project", parent=small.works["T1"]
    )
    note(sprints[0], deep, "Gegraven")
    note(sprints[0], small.works["W"], "Alles bij elkaar")
    board = board_of(cast.reader.actor, small.works["W"])
    assert {line.work.code for line in board.lines} == {"W", "T1", "T1a", "T2"}


def test_who_leads_a_work_further_down_finds_it_among_the_lines(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    deep = Work.objects.create(
        plan=small.plan, code="T1a", title="Diep", kind="project", parent=small.works["T1"]
    )
    role = Role.objects.get(code="employee")
    Responsibility.objects.create(work=deep, kind="lead", role=role)
    page = cast.employee.client.get(report_url(sprints[0])).content.decode()
    assert f"line-{deep.pk}-done" in page


def test_the_tab_says_what_was_done_what_moved_and_what_is_not_reported(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    first, second, third = sprints
    note(first, small.works["T1"], "Begonnen", "Q2 2023")
    note(second, small.works["T1"], "Verder", "Q1 2023")
    note(third, small.works["T1"], "Klaar")
    page = tab(cast.reader, small.works["W"])
    for text in ("Begonnen", "Verder", "earlier than told before", "no longer told", "Sprint 3"):
        assert text in page
    assert page.count("not reported yet") > 3  # three cells, and the picture
    assert "expected: Q1 2023" in page and "<svg" in page


def test_what_is_told_with_another_sprint_is_not_called_unreported(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    first, second, third = sprints
    first.told_with = third
    first.save()
    page = tab(cast.reader, small.works["W"])
    assert "told together with" not in page, "the other sprint tells nothing yet"
    note(third, small.works["T1"], "Drie sprints samen")
    row = board_of(cast.reader.actor, small.works["W"]).lines[0]
    assert [cell.elsewhere for cell in row.cells] == [third, None, None]
    assert row.told == {first.pk, third.pk}
    page = tab(cast.reader, small.works["W"])
    link = f'told together with <a href="/registers/sprints/{third.pk}/">Sprint 3</a>'
    assert page.count(link) == 1
    assert page.count("T1, Sprint 1: reported") + page.count("Control, Sprint 1: reported") == 1
    assert second.told_with is None


def test_a_sprint_is_told_with_another_one_of_its_programme(
    small: Any, sprints: list[Sprint]
) -> None:
    first, second, third = sprints
    other = Sprint.objects.create(
        plan=small.plan, code="SX", work=small.works["X"], title="Elders", period=first.period
    )
    second.told_with = third
    second.save()
    for wrong in (first, other, second):
        first.told_with = wrong
        with pytest.raises(ValidationError, match="zelfde programma"):
            first.full_clean()
    first.told_with = third
    first.full_clean()


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, []),
        ({"S1": "S3"}, []),
        ({"S1": "S3", "S2": "S3"}, []),
        ({"S1": "S2", "S2": "S3"}, [0]),
        ({"S1": "SX"}, [0]),
    ],
)
def test_a_file_tells_a_sprint_with_one_that_has_the_notes(
    told: dict[str, str], wrong: list[int]
) -> None:
    works = {"S1": "W", "S2": "W", "S3": "W", "SX": "X"}
    rows = [((code,), {"work": work, "told_with": told.get(code)}) for code, work in works.items()]
    check = parts.get("work.sprints").table.check
    assert check is not None
    assert [number for number, _sentence in check(rows)] == wrong


def test_sprints_that_share_days_are_told_of_and_not_refused(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    Sprint.objects.create(
        plan=small.plan, code="S4", work=small.works["W"], title="Extra", period=sprints[0].period
    )
    assert "Extra and Sprint 1 share days" in tab(cast.reader, small.works["W"])


def test_a_line_shows_its_own_reports_newest_first_and_its_change_of_lead(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    line = small.works["T1"]
    role = Role.objects.create(code="trekker", name="Trekker Control")
    Responsibility.objects.create(work=line, kind="lead", role=role)
    periods = {"Eerste": (None, date(2022, 10, 9)), "Tweede": (date(2022, 10, 10), None)}
    for name, (first, last) in periods.items():
        person = Person.objects.create(code=name, name=name, access=1)
        RoleHolding.objects.create(role=role, person=person, valid_from=first, valid_to=last)
    note(sprints[0], line, "Begonnen")
    note(sprints[2], line, "Klaar")
    found = line_of(cast.reader.actor, line)
    assert [cell.sprint for cell in found.reported] == [sprints[2], sprints[0]]
    page = tab(cast.reader, line)
    assert page.index("Klaar") < page.index("Begonnen")
    assert "Trekker Control" in page and "Tweede since 10 Oct 2022" in page
    assert "before that Eerste (up to and including 9 Oct 2022)" in page


def test_a_change_of_lead_without_days_is_told_as_such(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    role = Role.objects.get(code="employee")
    RoleHolding.objects.create(role=role, person=Person.objects.get(code="reader"))
    assert "not told since when each" in tab(cast.reader, small.works["T2"])


def test_a_line_without_a_report_says_so_and_its_lead_may_begin(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    page = tab(cast.employee, small.works["T2"])
    assert "has not reported on any sprint yet" in page and report_url(sprints[0]) in page
    assert report_url(sprints[0]) not in tab(cast.reader, small.works["T2"])
    assert "Nobody is named as lead" in tab(cast.reader, small.works["T1"])


def test_a_programme_without_sprints_asks_who_keeps_it_for_the_first(cast: Any, small: Any) -> None:
    assert "Add a sprint" in tab(cast.director, small.works["W"])
    url = reverse("work-tab", args=[small.works["W"].pk, "sprints"])
    assert cast.reader.client.get(url).status_code == 404
    lines = reverse("work-tab", args=[small.works["T1"].pk, "sprints"])
    assert cast.secretary.client.get(lines).status_code == 404


def test_sprints_of_a_work_without_lines_say_what_to_do(cast: Any, small: Any) -> None:
    Sprint.objects.create(
        plan=small.plan, code="S", work=small.works["X"], title="S", period=parse_period("ooit")
    )
    page = tab(cast.secretary, small.works["X"])
    assert "has no lines yet" in page and 'class="roadmap"' not in page


def fields(work: Work, **said: str) -> dict[str, str]:
    return {f"line-{work.pk}-{name}": value for name, value in said.items()}


def send(client: Client, sprint: Sprint, data: dict[str, str]) -> Any:
    return client.post(report_url(sprint), data, headers=ENGLISH)


def test_a_secretary_reports_for_all_lines_on_one_page(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    one, two = small.works["T1"], small.works["T2"]
    data = fields(one, done="Dit", expected="Q1 2023", version="0") | fields(two, done="Dat")
    assert send(cast.secretary.client, sprints[0], data).status_code == 302
    assert [each.done for each in SprintNote.objects.order_by("work__code")] == ["Dit", "Dat"]
    page = cast.secretary.client.get(report_url(sprints[0]), headers=ENGLISH).content.decode()
    assert "Dit" in page and 'value="Q1 2023"' in page


def test_a_lead_sees_only_the_fields_of_his_own_line_and_no_other_comes_through(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    one, two = small.works["T1"], small.works["T2"]
    note(sprints[0], one, "Van een ander")
    page = cast.employee.client.get(report_url(sprints[0]), headers=ENGLISH).content.decode()
    assert f"line-{two.pk}-done" in page and f"line-{one.pk}-done" not in page
    assert "Van een ander" in page
    data = fields(one, done="Gekaapt", version="1") | fields(two, done="Eigen werk")
    assert send(cast.employee.client, sprints[0], data).status_code == 302
    assert {each.work: each.done for each in SprintNote.objects.all()} == {
        one: "Van een ander",
        two: "Eigen werk",
    }


def test_what_cannot_be_read_is_told_at_its_line_and_nothing_is_stored(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    one, two = small.works["T1"], small.works["T2"]
    data = fields(one, done="Dit") | fields(two, done="Dat", expected="Q5 2023")
    page = send(cast.secretary.client, sprints[0], data)
    assert page.status_code == 422 and not SprintNote.objects.exists()
    ((link, sentence),) = page.context["form"].problems
    assert link == f"id_line-{two.pk}-expected" and sentence.startswith("Financiën")


def test_what_somebody_else_told_meanwhile_is_shown_and_saving_again_is_knowingly(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    line = small.works["T1"]
    note(sprints[0], line, "Van een ander")
    data = fields(line, done="Van mij", version="0")
    page = send(cast.secretary.client, sprints[0], data)
    assert page.status_code == 422 and "Van een ander" in page.content.decode()
    again = page.context["form"].lines[0]
    assert again["version"].value() == "1" and again["done"].value() == "Van mij"
    assert send(cast.secretary.client, sprints[0], fields(line, done="Van mij", version="1"))
    assert SprintNote.objects.get().done == "Van mij"


def test_a_report_that_was_deleted_meanwhile_can_be_sent_again(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    data = fields(small.works["T1"], done="Van mij", version="3")
    page = send(cast.secretary.client, sprints[0], data)
    assert page.status_code == 422
    assert page.context["form"].lines[0]["version"].value() == "0"


def test_nothing_new_is_said_to_be_nothing(cast: Any, small: Any, sprints: list[Sprint]) -> None:
    page = cast.secretary.client.post(report_url(sprints[0]), {}, headers=ENGLISH, follow=True)
    assert "Nothing changed." in page.content.decode()


def test_who_leads_nothing_is_told_so_and_what_is_not_there_is_not_found(
    cast: Any, small: Any, sprints: list[Sprint]
) -> None:
    assert cast.reader.client.get(report_url(sprints[0])).status_code == 403
    assert cast.secretary.client.get("/work/sprints/999999/report/").status_code == 404


def test_the_tab_costs_the_same_number_of_queries_with_more_lines_and_sprints(
    cast: Any, small: Any, sprints: list[Sprint], django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = reverse("work-tab", args=[small.works["W"].pk, "sprints"])
    cast.reader.client.get(url)
    with CaptureQueriesContext(connection) as few:
        cast.reader.client.get(url)
    for number in range(5):
        line = Work.objects.create(
            plan=small.plan,
            code=f"L{number}",
            title=f"Spoor {number}",
            kind="programme_line",
            parent=small.works["W"],
        )
        Responsibility.objects.create(
            work=line, kind="lead", role=Role.objects.get(code="director")
        )
        for sprint in sprints:
            note(sprint, line, "Gedaan", "Q1 2023")
    with django_assert_num_queries(len(few)):
        cast.reader.client.get(url)
