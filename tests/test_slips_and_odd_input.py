"""What slips of the hand and odd characters do: a sentence, never a page that fails for all."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from koersvast.checks.models import Acceptance
from koersvast.checks.selectors import judged
from koersvast.core.display import display
from koersvast.direction.models import Plan
from koersvast.exchange.selectors import plan_data, to_yaml
from koersvast.exchange.services import import_plan
from koersvast.work.models import Milestone, Result, StatusUpdate, Work
from tests.cast import Cast, SmallPlan

pytestmark = pytest.mark.django_db


def milestone(small: SmallPlan, **more: Any) -> dict[str, Any]:
    """Return the form of a milestone."""
    work = small.works["W"].pk
    form = {"plan": small.plan.pk, "work": work, "code": "z", "title": "z", "position": 1}
    return {**form, **more}


@pytest.mark.parametrize("day", ["0023-01-01", "0001-01-01", "9999-12-31"])
def test_a_year_that_cannot_be_meant_is_refused(cast: Cast, small: SmallPlan, day: str) -> None:
    client = cast.director.client
    form = milestone(small, when="Q1 2027", reached_on=day)
    assert client.post("/registers/milestones/new/", form).status_code == 422
    assert Milestone.objects.count() == 1
    report = {"date": day, "time": "on_course", "seen_on": day, "version": 0}
    answer = client.post(f"/work/results/{small.results['R1'].pk}/report/", report)
    assert answer.status_code == 422
    assert not StatusUpdate.objects.exists()


def test_a_plan_s_reference_date_is_in_a_year_that_periods_know(cast: Cast) -> None:
    form = {"title": "Plan", "code": "Q", "reference_date": "9999-12-31"}
    assert cast.secretary.client.post("/registers/plans/new/", form).status_code == 422
    assert not Plan.objects.filter(code="Q").exists()


def test_a_unit_ends_in_a_year_that_periods_know(cast: Cast) -> None:
    client = cast.secretary.client
    assert client.post("/organisation/units/1/end/", {"last_day": "9999-12-31"}).status_code != 500


def test_an_old_row_with_a_year_that_is_refused_by_now_still_shows(
    cast: Cast, small: SmallPlan
) -> None:
    assert display(date(23, 1, 1)) == "0023-01-01"
    StatusUpdate.objects.create(result=small.results["R1"], date=date(1, 1, 1), time="on_course")
    for address in ("/", f"/work/results/{small.results['R1'].pk}/", "/registers/status-updates/"):
        assert cast.reader.client.get(address).status_code == 200


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_a_character_that_no_spreadsheet_holds_does_not_stop_an_export(
    cast: Cast, small: SmallPlan, kind: str
) -> None:
    Result.objects.filter(pk=small.results["R1"].pk).update(title="x\ufffey")
    Work.objects.filter(pk=small.works["W"].pk).update(title="x\uffffy")
    for address in (f"/registers/results/export/{kind}/", f"/export/{kind}/"):
        assert cast.reader.client.get(address).status_code == 200


def test_a_record_stays_in_its_plan(cast: Cast, small: SmallPlan) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date=date(2023, 1, 1))
    work = small.works["T1"]
    form = {"plan": other.pk, "code": "T1", "kind": work.kind, "title": "T1", "position": 1}
    form |= {"parent": work.parent_id, "version": work.version}
    cast.secretary.client.post(f"/registers/works/{work.pk}/edit/", form)
    work.refresh_from_db()
    assert work.plan == small.plan


def test_who_answers_for_a_work_moves_it_only_below_his_own(cast: Cast, small: SmallPlan) -> None:
    work, foreign = small.works["T1"], small.works["X"]
    form = {"plan": small.plan.pk, "code": "T1", "kind": work.kind, "title": "T1", "position": 1}
    form |= {"version": work.version}
    address = f"/registers/works/{work.pk}/edit/"
    answer = cast.director.client.post(address, {**form, "parent": foreign.pk})
    assert answer.status_code == 403
    work.refresh_from_db()
    assert work.parent == small.works["W"]
    answer = cast.director.client.post(address, {**form, "parent": small.works["T2"].pk})
    assert answer.status_code == 302


def test_a_text_is_as_long_as_a_plan_file_holds(cast: Cast, small: SmallPlan) -> None:
    form = milestone(small, note="x" * 100_001)
    assert cast.secretary.client.post("/registers/milestones/new/", form).status_code == 422
    form = milestone(small, position=9_223_372_036_854_775_807)
    assert cast.secretary.client.post("/registers/milestones/new/", form).status_code == 422


def test_a_reason_that_was_pasted_does_not_keep_a_plan_out_of_its_own_file(
    cast: Cast, small: SmallPlan
) -> None:
    actor, plan = cast.secretary.actor, small.plan
    found = next(row.found for row in judged(actor, plan) if row.found.rule.code == "WERK-01")
    address = reverse("check-accept", args=[plan.pk, found.token])
    form = {"facts": found.digest, "reason": " \u200b\x07"}
    assert cast.secretary.client.post(address, form).status_code == 422
    form["reason"] = "Volgt\x0b\x1b uit\r\nhet besluit\ufffe"
    cast.secretary.client.post(address, form)
    assert Acceptance.objects.get().reason == "Volgt uit\nhet besluit"
    file = to_yaml(plan_data(plan, actor)).encode()
    assert import_plan(actor=actor, content=file, dry_run=True).problems == []
