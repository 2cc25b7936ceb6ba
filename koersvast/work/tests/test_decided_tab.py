"""What was and will be decided about a work: its tab, and choosing what is named there."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from koersvast.decisions.models import Body, Decision, DecisionMoment, Proposal
from koersvast.direction.models import Plan
from koersvast.work.models import (
    Milestone,
    WorkDecision,
    WorkProposal,
)
from koersvast.work.services import set_decided
from koersvast.work.tests.errands import (
    Parties,
    make_parties,
    offered,
)


@pytest.fixture
def parties(cast: Any) -> Parties:
    return make_parties()


def text(response: Any) -> str:
    return str(response.content.decode())


def get(who: Any, path: str, status: int = 200) -> str:
    response = who.client.get(path, headers={"accept-language": "en"})
    assert response.status_code == status, path
    return text(response)


def post(who: Any, path: str, status: int = 302, **data: Any) -> str:
    response = who.client.post(path, data, headers={"accept-language": "en"})
    assert response.status_code == status, text(response)[:2000]
    return text(response)


@pytest.fixture
def decided(small: Any) -> dict[str, Any]:
    body = Body.objects.create(code="college", name="College", kind="college")
    moment = DecisionMoment.objects.create(
        plan=small.plan, code="D1", body=body, title="Besluit vooraf"
    )
    kept = {"plan": small.plan, "body": body}
    secret = Proposal.objects.create(
        code="V1", title="Geheim plan", openness="confidential", **kept
    )
    known = Proposal.objects.create(code="V2", title="Open plan", moment=moment, **kept)
    return {
        "moment": moment,
        "secret": secret,
        "known": known,
        "hidden": Decision.objects.create(
            code="B1", title="Geheim besluit", proposal=secret, **kept
        ),
        "taken": Decision.objects.create(code="B2", title="Open besluit", **kept),
    }


def test_the_tab_of_decisions_shows_moments_first_and_nothing_that_one_may_not_see(
    cast: Any, small: Any, decided: dict[str, Any]
) -> None:
    work = small.works["T1"]
    for each in ("secret", "known"):
        WorkProposal.objects.create(work=work, proposal=decided[each])
    for each in ("hidden", "taken"):
        WorkDecision.objects.create(work=work, decision=decided[each])
    Milestone.objects.filter(code="M1").update(decision_moment=decided["moment"])
    page = get(cast.reader, f"/work/{small.works['W'].pk}/decided/")
    for seen in ("Besluit vooraf", "Open plan", "Open besluit", "Start"):
        assert seen in page
    assert "Geheim" not in page
    assert "Geheim" not in get(cast.administrator, f"/work/{work.pk}/history/")
    assert "Open plan" in get(cast.administrator, f"/work/{work.pk}/history/")


def test_a_work_without_decisions_has_no_such_tab_for_who_cannot_add_them(
    cast: Any, small: Any
) -> None:
    path = f"/work/{small.works['T1'].pk}/decided/"
    get(cast.reader, path, 404)
    assert "No decision is named yet" in get(cast.director, path)


def test_choosing_decisions_leaves_those_alone_that_one_does_not_see(
    cast: Any, small: Any, decided: dict[str, Any]
) -> None:
    work = small.works["T1"]
    WorkDecision.objects.create(work=work, decision=decided["hidden"])
    path = f"/work/{work.pk}/edit/decisions/"
    page = get(cast.director, path)
    assert "Geheim" not in page and "Open besluit" in page
    seen = page.split('name="seen" value="')[1].split('"')[0]
    post(cast.director, path, rows=[decided["taken"].pk], seen=seen)
    linked = WorkDecision.objects.filter(work=work).values_list("decision__code", flat=True)
    assert sorted(linked) == ["B1", "B2"]
    post(cast.director, path, 422, rows=[], seen=seen)
    post(cast.director, path, 422, rows=[decided["hidden"].pk], seen=seen)
    known = {"rows": [decided["known"].pk]}
    page = get(cast.director, f"/work/{work.pk}/edit/proposals/")
    seen = page.split('name="seen" value="')[1].split('"')[0]
    post(cast.director, f"/work/{work.pk}/edit/proposals/", seen=seen, **known)
    assert WorkProposal.objects.get().proposal == decided["known"]


def test_an_assignment_names_the_decisions_that_change_it(
    cast: Any, small: Any, parties: Parties, decided: dict[str, Any]
) -> None:
    errand = offered(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/decisions/"
    page = get(cast.director, path)
    get(cast.reader, path, 403)
    seen = page.split('name="seen" value="')[1].split('"')[0]
    post(cast.director, path, rows=[decided["taken"].pk], seen=seen)
    post(cast.director, path, 422, rows=[], seen=seen)
    assert "Open besluit" in get(cast.reader, f"/work/assignments/{errand.pk}/")
    decision = get(cast.reader, f"/registers/decisions/{decided['taken'].pk}/")
    assert "T1.O1" in decision


def test_only_rows_of_the_same_plan_are_linked_and_the_same_again_is_no_news(
    cast: Any, small: Any, decided: dict[str, Any]
) -> None:
    other = Plan.objects.create(code="Q", title="Ander", reference_date="2023-01-01")
    body = decided["taken"].body
    elsewhere = Decision.objects.create(plan=other, code="B9", body=body, title="Elders")
    actor, work = cast.secretary.actor, small.works["T1"]
    with pytest.raises(ValidationError):
        set_decided(actor=actor, record=work, model=Decision, rows=[elsewhere])
    assert set_decided(actor=actor, record=work, model=Decision, rows=[decided["taken"]]).added == 1
    assert not set_decided(actor=actor, record=work, model=Decision, rows=[decided["taken"]])
    assert set_decided(actor=actor, record=work, model=Decision, rows=[]).removed == 1
