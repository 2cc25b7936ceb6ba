"""The roadmap on screen: as a page, as a tab of a work."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from koersvast.core.periods import parse_period
from koersvast.direction.models import Plan
from koersvast.work.models import Milestone, Work
from koersvast.work.roadmap_panels import has_milestones, tab_context
from tests.cast import Cast, Player, SmallPlan


def page(player: Player, query: str = "") -> str:
    response = player.client.get(f"{reverse('roadmap')}{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def order(shown: str, *titles: str) -> list[str]:
    """Return the titles in the order in which they stand in the table."""
    table = shown[shown.index("<tbody") :]
    return sorted(titles, key=table.index)


@pytest.fixture
def moments(small: SmallPlan) -> list[Milestone]:
    """Two moments beside the numbered milestone "Start": in a quarter, and at no readable day."""
    return [
        Milestone.objects.create(
            plan=small.plan, code=code, work=small.works[work], title=title,
            when=parse_period(when), reached_on=reached,
        )
        for code, work, title, when, reached in (
            ("M2", "T1", "Aanbesteding", "Q3 2023", None),
            ("M3", "T2", "Ergens", "na de zomer", None),
            ("M4", "T2", "Bereikt punt", "1 februari 2023", "2023-02-01"),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["administrator", "secretary", "director", "employee", "reader"])
def test_everybody_with_access_sees_the_roadmap(
    cast: Cast, small: SmallPlan, moments: list[Milestone], name: str
) -> None:
    shown = page(cast.all()[name])
    assert "<svg" in shown
    for text in ("1. Start", "Aanbesteding", "Q3 2023", "stand per 1 mrt 2023"):
        assert text in shown
    assert "bereikt op 1 feb 2023" in shown


def test_without_access_there_is_no_roadmap(cast: Cast, small: SmallPlan) -> None:
    assert cast.outsider.client.get(reverse("roadmap")).status_code == 404


def test_what_has_no_day_is_listed_under_the_picture(
    cast: Cast, small: SmallPlan, moments: list[Milestone]
) -> None:
    shown = page(cast.reader)
    undated = shown[shown.index('id="undated"') : shown.index('id="as-table"')]
    assert "Ergens" in undated
    assert "na de zomer" in undated
    assert "Ergens" not in shown[shown.index("<svg") : shown.index("</svg>")]


def test_with_nothing_dated_each_milestone_stands_once_in_a_list_per_track(
    cast: Cast, small: SmallPlan
) -> None:
    Milestone.objects.all().delete()
    for number, work, title, when in (
        (3, "T1", "Derde", None), (2, "T2", "Tweede", None), (1, "T1", "Eerste", "na de zomer"),
    ):  # fmt: skip
        Milestone.objects.create(
            plan=small.plan, code=f"L{number}", work=small.works[work], number=number,
            title=title, when=parse_period(when) if when else None,
        )  # fmt: skip
    for address in (reverse("roadmap"), reverse("work-tab", args=[small.works["W"].pk, "roadmap"])):
        shown = cast.reader.client.get(address).content.decode()
        assert "<table" not in shown and 'id="as-table"' not in shown
        lists = shown[shown.index('id="undated"') :]
        order = [lists.index(title) for title in ("1. Eerste", "3. Derde", "2. Tweede")]
        assert order == sorted(order) and lists.count("Derde") == 1
        assert f'id="track-{small.works["T1"].pk}"' in lists and "na de zomer" in lists
        assert "XLSX" in lists


def test_the_table_is_sorted_by_a_click(
    cast: Cast, small: SmallPlan, moments: list[Milestone]
) -> None:
    titles = ("Aanbesteding", "Ergens", "Start")
    assert order(page(cast.reader), *titles) == ["Start", "Aanbesteding", "Ergens"]
    assert order(page(cast.reader, "?sort=-when"), *titles)[0] == "Ergens"
    assert order(page(cast.reader, "?sort=title"), *titles) == sorted(titles)
    assert order(page(cast.reader, "?sort=-title"), *titles) == sorted(titles, reverse=True)
    assert order(page(cast.reader, "?sort=number"), *titles)[0] == "Start"
    assert order(page(cast.reader, "?sort=track"), *titles)[0] == "Start"
    assert 'aria-sort="descending"' in page(cast.reader, "?sort=-title")
    assert order(page(cast.reader, "?sort=nonsense"), *titles)[0] == "Start"


def test_plans_are_shown_together_or_one_at_a_time(cast: Cast, small: SmallPlan) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date="2022-06-01")
    work = Work.objects.create(plan=other, code="W", title="Ander werk", kind="project")
    Milestone.objects.create(
        plan=other, code="M", work=work, title="Elders", when=parse_period("juli 2022")
    )
    both, one = page(cast.reader), page(cast.reader, f"?plan={other.pk}")
    assert ("Elders" in both, "1. Start" in both) == (True, True)
    assert ("Elders" in one, "1. Start" in one) == (True, False)
    for wrong in ("999", "abc"):
        assert cast.reader.client.get(f"{reverse('roadmap')}?plan={wrong}").status_code == 404


def test_without_milestones_the_page_says_so(cast: Cast) -> None:
    assert "Nog geen mijlpalen" in page(cast.reader)


def test_the_tab_shows_the_work_with_all_below_it(
    cast: Cast, small: SmallPlan, moments: list[Milestone]
) -> None:
    request = RequestFactory().get("/")
    request.actor = cast.reader.actor  # type: ignore[attr-defined]
    titles = {row.title for row in tab_context(request, small.works["W"])["rows"]}
    assert titles == {"Start", "Aanbesteding", "Ergens", "Bereikt punt"}
    titles = {row.title for row in tab_context(request, small.works["T1"])["rows"]}
    assert titles == {"Aanbesteding"}
    opened = cast.reader.client.get(reverse("work-tab", args=[small.works["T1"].pk, "roadmap"]))
    assert "Aanbesteding" in opened.content.decode()


def test_a_work_without_milestones_has_no_such_tab(cast: Cast, small: SmallPlan) -> None:
    actor = cast.reader.actor
    assert has_milestones(actor, small.works["W"])
    assert not has_milestones(actor, small.works["X"])
    assert not has_milestones(cast.outsider.actor, Work.objects.get(code="W"))


def test_the_number_of_queries_does_not_grow(cast: Cast, small: SmallPlan) -> None:
    few = _queries(lambda: page(cast.reader))
    works = Work.objects.bulk_create(
        Work(plan=small.plan, code=f"W{n}", title="Werk", kind="project") for n in range(200)
    )
    Milestone.objects.bulk_create(
        Milestone(
            plan=small.plan, code=f"MM{n}", work=work, title="Moment", when=parse_period("Q2 2023")
        )
        for n, work in enumerate(works)
    )
    assert _queries(lambda: page(cast.reader)) == few


def _queries(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)
