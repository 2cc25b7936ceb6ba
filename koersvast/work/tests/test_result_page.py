"""The page of a result, and its forms: with and without JavaScript, alone and in two tabs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from koersvast.core.periods import parse_period
from koersvast.work.models import Action, Dependency, Phase, Result, StatusUpdate

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
OWN = ("details", "ready-by", "phases", "expertise", "goals", "needs", "actions")


def today() -> str:
    return timezone.localdate().isoformat()


def page(result: Result) -> str:
    return reverse("result-page", args=[result.pk])


def part(result: Result, name: str) -> str:
    return reverse("result-part", args=[result.pk, name])


def filled(client: Any, url: str) -> dict[str, Any]:
    """Return what a browser would send when nothing is changed in a form."""
    form = client.get(url).context["form"]
    data = {}
    for bound in form:
        value = bound.field.widget.format_value(bound.value()) if bound.name else None
        if isinstance(bound.value(), bool):
            value = "on" if bound.value() else None
        elif isinstance(value, list) and len(value) == 1 and not isinstance(bound.value(), list):
            value = value[0]
        if value not in (None, ""):
            data[bound.html_name] = value
    return data


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_everybody_who_may_read_sees_a_result(cast: Any, small: Any) -> None:
    for name, player in cast.all().items():
        response = player.client.get(page(small.results["R1"]))
        assert response.status_code == (404 if name == "outsider" else 200), name
    assert cast.reader.client.get(reverse("result-page", args=[999])).status_code == 404


@pytest.mark.parametrize("name", OWN)
def test_only_who_keeps_the_work_changes_a_part(cast: Any, small: Any, name: str) -> None:
    for who, player in cast.all().items():
        for code in ("R1", "R4"):
            url = part(small.results[code], name)
            keeps = who in {"administrator", "secretary"} or (who == "director" and code == "R1")
            expected = 200 if keeps else 404 if who == "outsider" else 403
            assert player.client.get(url).status_code == expected, (who, code)
            expected = 422 if keeps else 404 if who == "outsider" else 403
            assert player.client.post(url).status_code == expected, (who, code)


def test_an_employee_reports_on_the_own_result_only(cast: Any, small: Any) -> None:
    data = {"date": "2023-04-01", "time": "attention", "version": "0"}
    own, other = part(small.results["R1"], "report"), part(small.results["R3"], "report")
    assert cast.employee.client.post(own, data).headers["Location"] == page(small.results["R1"])
    assert cast.employee.client.post(other, data).status_code == 403
    assert cast.reader.client.post(own, data).status_code == 403
    assert cast.outsider.client.post(own, data).status_code == 404
    assert StatusUpdate.objects.count() == 1
    shown = text_of(cast.employee.client.get(page(small.results["R1"])))
    assert part(small.results["R1"], "report") in shown
    assert part(small.results["R1"], "phases") not in shown


def test_the_same_report_sent_twice_is_stored_once(cast: Any, small: Any) -> None:
    url = part(small.results["R1"], "report")
    data = {"date": today(), "time": "off_course", "version": "0", "seen_on": today()}
    for _number in range(2):
        assert cast.employee.client.post(url, data).status_code == 302
    assert StatusUpdate.objects.get().history.count() == 1


def test_a_report_that_says_nothing_is_refused_with_a_sentence(cast: Any, small: Any) -> None:
    url = part(small.results["R1"], "report")
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    for data in (
        {"date": today()},
        {"date": tomorrow, "done": "on"},
        {"date": today(), "time": "x"},
    ):
        for headers in ({}, HTMX):
            response = cast.employee.client.post(url, data, headers=headers)
            assert response.status_code == 422
            assert 'class="form-errors"' in text_of(response)
    assert not StatusUpdate.objects.exists()


def test_two_tabs_that_report_do_not_undo_each_other(cast: Any, small: Any) -> None:
    """Who meets somebody else's change sees it, keeps what he typed, and may save knowingly."""
    client, url = cast.secretary.client, part(small.results["R1"], "report")
    mine = {**filled(client, url), "time": "attention"}
    theirs = {**filled(client, url), "time": "off_course"}
    assert client.post(url, theirs).status_code == 302
    refused = client.post(url, mine)
    assert refused.status_code == 422
    form = refused.context["form"]
    assert (form["time"].value(), form["version"].value()) == ("attention", "1")
    again = {**mine, "version": form["version"].value(), "seen_on": form["seen_on"].value()}
    assert client.post(url, again).status_code == 302
    assert StatusUpdate.objects.get().time == "attention"


def test_a_report_on_a_deleted_update_can_be_sent_again(cast: Any, small: Any) -> None:
    client, url = cast.secretary.client, part(small.results["R1"], "report")
    data = {"date": today(), "seen_on": today(), "version": "3", "time": "attention"}
    refused = client.post(url, data)
    assert (refused.status_code, refused.context["form"]["version"].value()) == (422, "0")
    assert client.post(url, {**data, "version": "0"}).status_code == 302


def test_todays_own_report_is_changed_and_yesterdays_forecast_is_offered(
    cast: Any, small: Any
) -> None:
    client, url, result = (
        cast.employee.client,
        part(small.results["R1"], "report"),
        small.results["R1"],
    )
    yesterday = timezone.localdate() - timedelta(days=1)
    StatusUpdate.objects.create(
        result=result, date=yesterday, time="on_course", forecast=parse_period("Q1 2024")
    )
    assert filled(client, url)["forecast"] == "Q1 2024"
    StatusUpdate.objects.create(
        result=result, date=timezone.localdate(), time="attention", words="w"
    )
    assert filled(client, url)["words"] == "w"


def test_phases_are_ticked_per_quarter(cast: Any, small: Any) -> None:
    client, result = cast.director.client, small.results["R1"]
    url = part(result, "phases")
    data = filled(client, url)
    assert client.post(url, data).status_code == 302
    assert Phase.history.count() == 2  # nothing changed
    data["build"], data["embed"] = ["2023-2"], ["2023-3", "2023-4"]
    assert client.post(url, data).status_code == 302
    assert sorted((phase.kind, str(phase.period)) for phase in result.phases.all()) == [
        ("build", "Q2 2023"),
        ("embed", str(parse_period("Q3 2023 - Q4 2023"))),
        ("implement", "Q3 2023"),
    ]


def test_two_tabs_that_plan_do_not_undo_each_other(cast: Any, small: Any) -> None:
    client, result = cast.director.client, small.results["R1"]
    url = part(result, "phases")
    mine = {**filled(client, url), "build": ["2023-3"]}
    assert client.post(url, {**filled(client, url), "build": ["2023-1"]}).status_code == 302
    refused = client.post(url, mine)
    assert refused.status_code == 422
    assert "Q1 2023" in text_of(refused)
    again = {**mine, "seen": refused.context["form"]["seen"].value()}
    assert client.post(url, again).status_code == 302
    assert str(result.phases.get(kind="build").period) == "Q3 2023"


def test_a_grid_that_is_no_grid_is_refused(cast: Any, small: Any) -> None:
    url = part(small.results["R1"], "phases")
    for data in ({"build": ["2023-9"], "seen": "x", "quarters": "2023-1"}, {"quarters": "x-1"}):
        assert cast.director.client.post(url, data).status_code == 422


def test_a_result_is_renamed_moved_and_given_an_owner(cast: Any, small: Any) -> None:
    client, result = cast.director.client, small.results["R2"]
    url = part(result, "details")
    data = {**filled(client, url), "title": "Anders", "work": small.works["T2"].pk}
    assert client.post(url, data).status_code == 302
    result.refresh_from_db()
    assert (result.title, result.work) == ("Anders", small.works["T2"])
    away = {**filled(client, url), "work": small.works["X"].pk}
    assert client.post(url, away).status_code == 403
    stale = {**data, "title": "Nog anders", "version": "1"}
    assert client.post(url, stale).status_code == 422


def test_ready_by_moments_are_filled_in_and_mended(cast: Any, small: Any) -> None:
    client, result = cast.director.client, small.results["R1"]
    url = part(result, "ready-by")
    data = filled(client, url)
    data |= {"when_1": "Q1 2024", "what_1": "in gebruik", "continuity": "afterwards"}
    assert client.post(url, data).status_code == 302
    result.refresh_from_db()
    assert [str(moment.when) for moment in result.ready_by.all()] == ["Q4 2023", "Q1 2024"]
    assert result.continuity == "afterwards"
    for wrong in ({"when_2": "ooit"}, {"what_2": "zonder wanneer", "when_2": ""}):
        assert client.post(url, {**filled(client, url), **wrong}).status_code == 422
    assert result.ready_by.count() == 2


def test_the_lists_of_a_result_are_changed(cast: Any, small: Any) -> None:
    client, result = cast.director.client, small.results["R1"]
    for name, data in (
        ("expertise", {"texts": "Control\r\nI&A\x07"}),
        ("needs", {"codes": "R2, R3"}),
        ("goals", {"goals": [small.goals["D1"].pk]}),
    ):
        url = part(result, name)
        assert client.post(url, {**filled(client, url), **data}).status_code == 302
    assert [row.text for row in result.expertise.all()] == ["Control", "I&A"]
    assert {link.needs.code for link in result.needs.all()} == {"R2", "R3"}
    assert [link.goal.code for link in result.goal_links.all()] == ["D1"]
    shown = text_of(client.get(page(small.results["R2"])))
    assert page(result) in shown  # needed by
    for wrong in ("R99", "R1"):
        url = part(small.results["R2"] if wrong == "R1" else result, "needs")
        assert client.post(url, {**filled(client, url), "codes": wrong}).status_code == 422
    assert Dependency.objects.count() == 2


def test_an_action_is_added_once_and_done_by_who_owns_the_result(cast: Any, small: Any) -> None:
    result = small.results["R1"]
    for _number in range(2):
        data = {"text": "Train", "due": "Q2 2023"}
        assert cast.director.client.post(part(result, "actions"), data).status_code == 302
    assert Action.objects.filter(text="Train").count() == 1
    action = Action.objects.get(code="R1.1")
    url = reverse("action-done", args=[action.pk])
    assert cast.reader.client.post(url, {"on": today()}).status_code == 403
    assert cast.outsider.client.post(url, {"on": today()}).status_code == 404
    assert cast.employee.client.get(url).status_code == 405
    cast.employee.client.post(url, {"on": today()})
    action.refresh_from_db()
    assert action.done_on == timezone.localdate()
    for wrong in ("2222-01-01", "32"):
        cast.employee.client.post(url, {"on": wrong})
    cast.employee.client.post(url, {"on": ""})
    action.refresh_from_db()
    assert action.done_on is None


def test_htmx_gets_the_form_the_changed_result_and_its_row(cast: Any, small: Any) -> None:
    client, result = cast.director.client, small.results["R1"]
    form = text_of(client.get(part(result, "expertise"), headers=HTMX))
    assert "<form" in form and "<html" not in form
    assert 'hx-target="this"' in form  # not that of the planning around it
    data = {**filled(client, part(result, "expertise")), "texts": "Control"}
    changed = client.post(part(result, "expertise"), data, headers=HTMX)
    assert changed.headers["HX-Trigger"] == f"result-{result.pk}-changed"
    assert changed.headers["HX-Retarget"] == f"#result-{result.pk}"
    body = text_of(changed)
    assert f'id="result-{result.pk}"' in body and "<html" not in body and "success" in body
    row = client.get(reverse("result-row", args=[result.pk]), {"quarters": "2023-1,2023-2"})
    assert text_of(row).count('<td class="q') == 2
    assert client.get(page(result), {"close": 1}, headers=HTMX).content == b""


def test_a_form_opened_at_its_own_address_is_sent_as_a_page(cast: Any, small: Any) -> None:
    """There is no result around it that htmx could show anew."""
    result = small.results["R1"]
    assert (
        "hx-" not in text_of(cast.secretary.client.get(part(result, "details"))).split("<form")[-1]
    )
    inside = text_of(cast.secretary.client.get(part(result, "details"), headers=HTMX))
    assert f'hx-target="#result-{result.pk}"' in inside
    assert "hx-post" in inside


def test_unknown_parts_and_quarters_do_no_harm(cast: Any, small: Any) -> None:
    result = small.results["R1"]
    assert cast.secretary.client.get(part(result, "dreams")).status_code == 404
    row = cast.reader.client.get(reverse("result-row", args=[result.pk]), {"quarters": "zz"})
    assert row.status_code == 200
    assert cast.secretary.client.post(reverse("action-done", args=[999])).status_code == 404


@pytest.mark.parametrize("who", ["employee", "director", "secretary"])
def test_a_result_costs_the_same_number_of_queries_whatever_hangs_on_it(
    cast: Any, small: Any, who: str
) -> None:
    client, result = cast.all()[who].client, small.results["R1"]
    client.get(page(result))
    StatusUpdate.objects.create(result=result, date=timezone.localdate(), time="on_course")
    result.expertise.create(text="Control")
    with CaptureQueriesContext(connection) as few:
        client.get(page(result))
    for number in range(30):
        day = timezone.localdate() - timedelta(days=number + 1)
        StatusUpdate.objects.create(result=result, date=day, time="on_course")
        Action.objects.create(plan=small.plan, code=f"Z{number}", result=result, text="x")
        result.expertise.create(text=f"x{number}", position=number + 2)
    with CaptureQueriesContext(connection) as many:
        client.get(page(result))
    assert len(few) == len(many)
