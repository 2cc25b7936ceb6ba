"""The page of a work: who sees what, its tabs, its planning, in a fixed number of queries."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from simple_history.utils import bulk_create_with_history

from koersvast.core.periods import parse_period
from koersvast.work.models import (
    Action,
    Milestone,
    Phase,
    ReadyBy,
    Result,
    StatusUpdate,
    Work,
    WorkGoal,
)
from koersvast.work.past import scopes_of_work
from koersvast.work.services import set_phases

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def page(work: Work, tab: str = "") -> str:
    return reverse("work-tab", args=[work.pk, tab]) if tab else reverse("work-page", args=[work.pk])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def add_results(small: Any, number: int, start: str = "B") -> None:
    """Add results with a phase, a moment and an update each, half on T1 and half on T2."""
    works = [small.works["T1"], small.works["T2"]]
    results = bulk_create_with_history(
        [
            Result(
                plan=small.plan,
                code=f"{start}{n}",
                work=works[n % 2],
                title=f"b{n}",
                position=n + 9,
            )
            for n in range(number)
        ],
        Result,
    )
    quarter = parse_period("Q3 2023")
    for model, rows in (
        (Phase, [Phase(result=r, kind="build", period=quarter) for r in results]),
        (ReadyBy, [ReadyBy(result=r, when=quarter) for r in results]),
        (
            StatusUpdate,
            [StatusUpdate(result=r, date=date(2023, 3, 1), time="on_course") for r in results],
        ),
    ):
        bulk_create_with_history(rows, model)


@pytest.mark.parametrize("tab", ["", "results", "goals", "history", "roadmap"])
def test_everybody_who_may_read_sees_a_work(cast: Any, small: Any, tab: str) -> None:
    for name, player in cast.all().items():
        response = player.client.get(page(small.works["W"], tab))
        assert response.status_code == (404 if name == "outsider" else 200), name


def test_only_who_keeps_a_work_is_offered_to_change_it(cast: Any, small: Any) -> None:
    for name, player in cast.all().items():
        for code in ("W", "T1", "X"):
            keeps = name in {"administrator", "secretary"} or (name == "director" and code != "X")
            shown = text_of(player.client.get(page(small.works[code])))
            work = small.works[code]
            assert (reverse("work-part", args=[work.pk, "report"]) in shown) is keeps
            assert (reverse("register-edit", args=["works", work.pk]) in shown) is keeps


def test_the_head_tells_who_answers_and_where_it_belongs(cast: Any, small: Any) -> None:
    shown = text_of(cast.reader.client.get(page(small.works["W"])))
    assert "Directeur" in shown
    assert page(small.works["T1"]) in shown
    shown = text_of(cast.reader.client.get(page(small.works["T1"])))
    assert f'<a href="{page(small.works["W"])}">Bedrijfsvoering</a>' in shown
    assert "Q1 2023" in shown


def test_an_unknown_work_or_tab_is_not_found(cast: Any, small: Any) -> None:
    client = cast.secretary.client
    assert client.get(reverse("work-page", args=[999])).status_code == 404
    assert client.get(page(small.works["W"], "dreams")).status_code == 404
    assert client.get(reverse("work-part", args=[small.works["W"].pk, "dreams"])).status_code == 404
    url = reverse("work-export", args=[small.works["W"].pk, "exe"])
    assert client.get(url).status_code == 404


def test_a_tab_without_content_is_not_there(cast: Any, small: Any) -> None:
    empty = Work.objects.create(plan=small.plan, code="E", kind="project", title="Leeg")
    client = cast.reader.client
    assert page(empty, "goals") not in text_of(client.get(page(empty)))
    assert client.get(page(empty, "goals")).status_code == 404
    assert client.get(page(empty, "roadmap")).status_code == 404
    WorkGoal.objects.create(work=empty, goal=small.goals["D1"])
    assert client.get(page(empty, "goals")).status_code == 200


def test_htmx_gets_the_tabs_only_and_the_whole_page_for_its_history(cast: Any, small: Any) -> None:
    client, url = cast.reader.client, page(small.works["W"], "goals")
    part = text_of(client.get(url, headers=HTMX))
    assert '<div id="tab">' in part and "<html" not in part
    again = client.get(url, headers={**HTMX, "HX-History-Restore-Request": "true"})
    assert "<html" in text_of(again)


def test_the_planning_shows_bars_and_today_and_nothing_green_without_a_report(
    cast: Any, small: Any
) -> None:
    shown = text_of(cast.reader.client.get(page(small.works["W"])))
    assert shown.count('class="build') >= 2
    assert 'class="impl first last"' in shown
    assert "now t6" in shown  # 1 March lies at six tenths of the first quarter
    assert 'class="pill ok"' not in shown
    assert shown.count('class="pill none"') == 3


def test_the_planning_is_filtered(cast: Any, small: Any) -> None:
    url = page(small.works["W"], "results")
    owner = small.results["R1"].owner_role_id
    for query, found in (
        ({"q": "begroting"}, {"R3"}),
        ({"owner": owner}, {"R1"}),
        ({"owner": "zzz"}, set()),
        ({"status": "none"}, {"R1", "R2", "R3"}),
        ({"status": "purple"}, set()),
        ({"q": "geen"}, set()),
    ):
        shown = text_of(cast.reader.client.get(url, query))
        codes = {c for c, r in small.results.items() if f'id="row-{r.pk}"' in shown}
        assert codes == found, query


def test_at_most_a_hundred_results_are_open_until_one_asks_for_all(cast: Any, small: Any) -> None:
    add_results(small, 300)
    client, url = cast.reader.client, page(small.works["W"], "results")
    shown = text_of(client.get(url))
    assert 0 < shown.count('<tr id="row-') <= 100
    theme = small.works["T2"].pk
    assert f"open={theme}" in shown
    opened = text_of(client.get(url, {"open": theme, "page": 2}))
    assert opened.count('<tr id="row-') == 51
    assert f'rel="prev" hx-boost="true" href="{url}?open={theme}&amp;page=1"' in opened
    assert text_of(client.get(url, {"all": 1})).count('<tr id="row-') == 303


@pytest.mark.parametrize("who", ["employee", "director", "secretary"])
@pytest.mark.parametrize("tab", ["results", "goals", "history", "roadmap"])
def test_a_tab_costs_the_same_number_of_queries_whatever_it_shows(
    cast: Any, small: Any, tab: str, who: str
) -> None:
    client, url = cast.all()[who].client, page(small.works["W"], tab)
    add_results(small, 10)
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        assert client.get(url).status_code == 200
    add_results(small, 300, start="C")
    with CaptureQueriesContext(connection) as many:
        assert client.get(url).status_code == 200
    assert len(few) == len(many)


def test_the_results_are_exported_as_they_are_filtered(cast: Any, small: Any) -> None:
    url = reverse("work-export", args=[small.works["W"].pk, "csv"])
    body = text_of(cast.reader.client.get(url))
    assert "R1" in body and "R3" in body and "R4" not in body
    body = text_of(cast.reader.client.get(url, {"q": "begroting"}))
    assert "R3" in body and "R1" not in body
    assert cast.outsider.client.get(url).status_code == 404


def test_the_goals_tab_shows_what_is_served_and_what_serves_nothing(cast: Any, small: Any) -> None:
    shown = text_of(cast.reader.client.get(page(small.works["W"], "goals")))
    assert "Basis op orde" in shown and "Grip" in shown and "Zonder werk" not in shown
    shown = text_of(cast.reader.client.get(page(small.works["X"], "goals")))
    assert "Los resultaat" in shown


def test_history_covers_all_that_hangs_on_a_work_also_what_was_removed(
    cast: Any, small: Any
) -> None:
    set_phases(actor=cast.director.actor, result=small.results["R1"], phases=[])
    small.results["R3"].delete()
    shown = text_of(cast.reader.client.get(page(small.works["W"], "history")))
    for words in ("Control ingericht", "Beschrijf het proces", "Eén begroting", "Director"):
        assert words in shown
    assert "Los resultaat" not in shown
    keys = {
        scope.model: scope.keys
        for scope in scopes_of_work(cast.reader.actor, [small.works["T1"].pk], 100)
    }
    assert len(keys[Phase]) == 2 and len(keys[Action]) == 1 and not keys[Milestone]


def test_who_keeps_a_work_reports_on_it(cast: Any, small: Any) -> None:
    work = small.works["W"]
    url = reverse("work-part", args=[work.pk, "report"])
    data = {"date": "2023-04-01", "time": "attention", "words": "Loopt.", "version": "0"}
    assert cast.director.client.get(url).status_code == 200
    for player in (cast.reader, cast.employee):
        assert player.client.get(url).status_code == 403
        assert player.client.post(url, data).status_code == 403
    assert cast.outsider.client.post(url, data).status_code == 404
    assert cast.director.client.post(url, data).headers["Location"] == page(work)
    assert cast.director.client.post(url, data).status_code == 302
    assert StatusUpdate.objects.get().work == work
    other = reverse("work-part", args=[small.works["X"].pk, "report"])
    assert cast.director.client.post(other, data).status_code == 403
    wrong = cast.director.client.post(url, {**data, "date": "32"})
    assert wrong.status_code == 422


def test_the_goals_of_a_work_are_ticked(cast: Any, small: Any) -> None:
    work, goals = small.works["T1"], small.goals
    url = reverse("work-part", args=[work.pk, "goals"])
    form = cast.director.client.get(url).context["form"]
    data = {"seen": form["seen"].value(), "goals": [goals["D1"].pk, goals["D2"].pk]}
    assert cast.director.client.post(url, data).status_code == 302
    assert {link.goal.code for link in work.goal_links.all()} == {"D1", "D2"}
    wrong = cast.director.client.post(url, {**data, "goals": [999]})
    assert wrong.status_code == 422
