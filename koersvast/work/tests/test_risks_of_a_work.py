"""Risks of a work: adding, naming, taking off; the tab and the tile."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from koersvast.risk.models import Measure, Risk, Score
from koersvast.work.models import Work, WorkRisk
from koersvast.work.risk_services import add_risk, link_risk, unlink_risk
from tests.cast import Cast, SmallPlan

DAY = date(2023, 2, 1)


def risk(work: Work, code: str, probability: int = 0, impact: int = 0, **values: Any) -> Risk:
    """Store a risk of a work, judged when a probability is given."""
    made: Risk = Risk.objects.create(
        **{"plan": work.plan, "code": code, "title": f"Risico {code}", **values}
    )
    WorkRisk.objects.create(work=work, risk=made)
    if probability:
        Score.objects.create(risk=made, date=DAY, probability=probability, time=impact)
    return made


def tab(player: Any, work: Work, query: str = "") -> str:
    response = player.client.get(f"/work/{work.pk}/risks/{query}")
    assert response.status_code == 200
    return str(response.content.decode())


def codes(player: Any, work: Work, query: str = "") -> list[str]:
    response = player.client.get(f"/work/{work.pk}/risks/{query}")
    return [row.risk.code for row, _works in response.context["risks"]["works"]]


def test_who_answers_for_a_work_adds_a_risk_to_it(cast: Cast, small: SmallPlan) -> None:
    owner = Role.objects.get(code="employee")
    made = add_risk(
        actor=cast.director.actor,
        work=small.works["T1"],
        title=" Te weinig tijd ",
        kind="risk",
        cause="Drukte",
        owner_role=owner,
    )
    assert (made.code, made.title, made.cause, made.owner_role) == (
        "RI1", "Te weinig tijd", "Drukte", owner,
    )  # fmt: skip
    assert (made.plan, made.position) == (small.plan, 1)
    assert made.history.get().history_user == cast.director.user
    assert WorkRisk.objects.get().work == small.works["T1"]


def test_risks_and_preconditions_have_codes_of_their_own(cast: Cast, small: SmallPlan) -> None:
    actor, work = cast.secretary.actor, small.works["X"]
    add_risk(actor=actor, work=work, title="Een", kind="risk")
    two = add_risk(actor=actor, work=work, title="Twee", kind="risk")
    met = add_risk(actor=actor, work=work, title="Twee", kind="precondition")
    assert (two.code, two.position, met.code, met.position) == ("RI2", 2, "RV1", 3)


def test_who_sends_a_risk_twice_means_it_once(cast: Cast, small: SmallPlan) -> None:
    actor, work = cast.secretary.actor, small.works["X"]
    first = add_risk(actor=actor, work=work, title="Een", kind="risk")
    assert add_risk(actor=actor, work=work, title="Een ", kind="risk").pk == first.pk
    first.closed_on = DAY
    first.save()
    assert add_risk(actor=actor, work=work, title="Een", kind="risk").pk != first.pk


def test_a_risk_without_a_title_is_refused_as_a_whole(cast: Cast, small: SmallPlan) -> None:
    with pytest.raises(ValidationError):
        add_risk(actor=cast.secretary.actor, work=small.works["X"], title=" ", kind="risk")
    assert not Risk.objects.exists() and not WorkRisk.objects.exists()


@pytest.mark.parametrize("who", ["director", "employee", "reader", "outsider"])
def test_others_leave_the_risks_of_a_work_alone(cast: Cast, small: SmallPlan, who: str) -> None:
    actor, work = getattr(cast, who).actor, small.works["X"]
    made = risk(work, "RI1")
    for call in (
        lambda: add_risk(actor=actor, work=work, title="Een", kind="risk"),
        lambda: link_risk(actor=actor, work=work, risk=made),
        lambda: unlink_risk(actor=actor, work=work, risk=made),
    ):
        with pytest.raises(PermissionDenied):
            call()
    assert WorkRisk.objects.count() == 1


def test_a_risk_that_is_there_is_named_and_taken_off(cast: Cast, small: SmallPlan) -> None:
    made = risk(small.works["X"], "RI1")
    actor, work = cast.director.actor, small.works["T1"]
    assert link_risk(actor=actor, work=work, risk=made)
    assert not link_risk(actor=actor, work=work, risk=made)
    assert unlink_risk(actor=actor, work=work, risk=made)
    assert not unlink_risk(actor=actor, work=work, risk=made)
    assert Risk.objects.get() == made and WorkRisk.objects.get().work == small.works["X"]
    assert WorkRisk.history.filter(history_type="-").get().history_user == cast.director.user


def test_a_risk_of_another_plan_is_refused(cast: Cast, small: SmallPlan) -> None:
    other = Plan.objects.create(code="Q", title="Ander", reference_date=DAY)
    foreign = Risk.objects.create(plan=other, code="RI1", title="Vreemd")
    with pytest.raises(ValidationError):
        link_risk(actor=cast.secretary.actor, work=small.works["X"], risk=foreign)


def test_a_work_shows_its_risks_and_those_below_it_the_worst_first(
    cast: Cast, small: SmallPlan
) -> None:
    low = risk(small.works["W"], "RI1", 1, 2)
    risk(small.works["T1"], "RI2", 5, 4)
    risk(small.works["X"], "RI3", 5, 5)
    WorkRisk.objects.create(work=small.works["T2"], risk=low)
    assert codes(cast.reader, small.works["W"]) == ["RI2", "RI1"]
    assert codes(cast.reader, small.works["T1"]) == ["RI2"]
    assert codes(cast.reader, small.works["W"], "?rating=critical") == ["RI2"]
    assert codes(cast.reader, small.works["W"], "?cell=1-2") == ["RI1"]
    shown = tab(cast.reader, small.works["W"])
    assert f'/work/{small.works["T1"].pk}/risks/"' in shown
    assert "cell=5-4" in shown


def test_closed_risks_are_shown_when_asked_for(cast: Cast, small: SmallPlan) -> None:
    work = small.works["W"]
    risk(work, "RI1", 3, 3, closed_on=DAY)
    assert codes(cast.reader, work) == []
    assert codes(cast.reader, work, "?state=all") == ["RI1"]
    assert "Alle open risico" in tab(cast.reader, work, "?state=all")
    assert codes(cast.reader, work, "?state=all&rating=low&view=before") == []


def test_preconditions_stand_below_the_risks(cast: Cast, small: SmallPlan) -> None:
    work = small.works["T1"]
    made = risk(work, "RV1", kind="precondition", title="Rust in de tent")
    Measure.objects.create(plan=small.plan, risk=made, code="RV1.1", text="Niets nieuws")
    shown = tab(cast.reader, small.works["W"])
    assert "Rust in de tent" in shown and "Niets nieuws" in shown
    assert codes(cast.reader, work) == []


def test_the_tile_counts_high_risks_and_leads_to_them(cast: Cast, small: SmallPlan) -> None:
    work = small.works["W"]

    def tile() -> Any:
        response = cast.reader.client.get(f"/work/{work.pk}/")
        tiles = [each for each in response.context["tiles"] if "/risks/" in each.get("href", "")]
        return tiles[0] if tiles else None

    assert tile() is None
    risk(work, "RI1")
    assert (tile()["value"], tile().get("tone")) == (1, None)
    risk(small.works["T1"], "RI2", 2, 2)
    assert (tile()["value"], tile()["tone"]) == (0, "ok")
    risk(small.works["T2"], "RI3", 4, 4)
    assert (tile()["value"], tile()["tone"]) == (1, "off")
    assert tile()["href"].endswith("/risks/?rating=serious")
    assert codes(cast.reader, work, "?rating=high") == ["RI3"]


def test_the_tab_is_there_when_there_is_something_to_see_or_to_do(
    cast: Cast, small: SmallPlan
) -> None:
    address = f"/work/{small.works['X'].pk}/risks/"
    assert cast.reader.client.get(address).status_code == 404
    assert "Geen open risico" in tab(cast.secretary, small.works["X"])
    risk(small.works["X"], "RI1")
    assert cast.reader.client.get(address).status_code == 200


def test_a_contractor_adds_a_risk_by_the_form_and_owns_it(cast: Cast, small: SmallPlan) -> None:
    work = small.works["T1"]
    address = f"/work/{work.pk}/risks/new/"
    assert address in tab(cast.director, work)
    form = cast.director.client.get(address).context["form"]
    assert form["owner_role"].value() == Role.objects.get(code="director").pk
    sent = {"kind": "risk", "title": "Uitloop", "owner_role": Role.objects.get(code="director").pk}
    response = cast.director.client.post(address, sent)
    made = Risk.objects.get()
    assert response["Location"] == f"/risks/{made.pk}/"
    shown = cast.director.client.get(response["Location"]).content.decode()
    assert f"/risks/{made.pk}/score/" in shown and f"/work/{work.pk}/" in shown
    assert cast.director.client.post(address, {"kind": "risk", "title": " "}).status_code == 422
    assert cast.director.client.post(address, {**sent, "kind": "iets"}).status_code == 422


def test_a_precondition_is_added_by_the_same_form(cast: Cast, small: SmallPlan) -> None:
    address = f"/work/{small.works['T1'].pk}/risks/new/?kind=precondition"
    assert cast.secretary.client.get(address).context["form"]["kind"].value() == "precondition"
    assert cast.secretary.client.get(address).context["form"]["owner_role"].value() is None


def test_a_risk_is_named_and_taken_off_by_the_forms(cast: Cast, small: SmallPlan) -> None:
    made = risk(small.works["X"], "RI1", title="Elders")
    work = small.works["T1"]
    address = f"/work/{work.pk}/risks/link/"
    assert "RI1 Elders" in cast.director.client.get(address).content.decode()
    assert cast.director.client.post(address, {"risk": ""}).status_code == 422
    assert cast.director.client.post(address, {"risk": made.pk}).status_code == 302
    off = f"/work/{work.pk}/risks/{made.pk}/unlink/"
    assert off in tab(cast.director, work)
    assert off not in tab(cast.reader, work)
    response = cast.director.client.post(off, follow=True)
    assert "hoort niet meer bij dit werkpakket" in response.content.decode()
    assert cast.director.client.post(f"/work/{work.pk}/risks/999999/unlink/").status_code == 404
    for page in ("new", "link"):
        assert cast.employee.client.get(f"/work/{work.pk}/risks/{page}/").status_code == 403
        assert cast.outsider.client.get(f"/work/{work.pk}/risks/{page}/").status_code == 404


def test_the_history_of_a_work_tells_of_its_risks(cast: Cast, small: SmallPlan) -> None:
    add_risk(actor=cast.director.actor, work=small.works["T1"], title="Uitloop", kind="risk")
    shown = cast.reader.client.get(f"/work/{small.works['W'].pk}/history/").content.decode()
    assert "Uitloop" in shown


def test_the_tab_costs_as_many_queries_for_many_risks(cast: Cast, small: SmallPlan) -> None:
    work = small.works["W"]

    def fill(start: int) -> None:
        for number in range(start, start + 5):
            at = small.works[("W", "T1", "T2")[number % 3]]
            risk(at, f"RI{number}", 1 + number % 5, 3)
            risk(at, f"RV{number}", kind="precondition")

    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            tab(cast.secretary, work)
        return len(queries)

    fill(0)
    few = counted()
    fill(5)
    assert counted() == few
