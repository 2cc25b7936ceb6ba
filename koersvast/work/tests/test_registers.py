"""The registers of work, and what work shows on the pages of roles, units and goals."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from koersvast.core.kit.register import registers, url_of
from koersvast.organisation.models import Role, Unit
from koersvast.work.models import Dependency, Responsibility, ResultGoal, StatusUpdate, Work
from koersvast.work.policy import work_of

pytestmark = pytest.mark.django_db
NAMES = ("works", "results", "actions", "milestones", "status-updates", "dependencies")


@pytest.fixture
def filled(small: Any) -> Any:
    """Return the small plan with a row in every register."""
    StatusUpdate.objects.create(result=small.results["R1"], date=date(2023, 3, 1), done=True)
    Dependency.objects.create(result=small.results["R2"], needs=small.results["R1"])
    return small


@pytest.mark.parametrize("name", NAMES)
def test_every_register_is_listed_searched_and_exported(cast: Any, filled: Any, name: str) -> None:
    client = cast.reader.client
    url = reverse("register-list", args=[name])
    assert client.get(url, {"q": "control"}).status_code == 200
    assert client.get(reverse("register-export", args=[name, "csv"])).status_code == 200
    assert cast.outsider.client.get(url).status_code == 404
    for record in registers.get(name).rows(cast.reader.actor):
        assert client.get(url_of(record)).status_code == 200


@pytest.mark.parametrize("name", NAMES[:5])
def test_who_keeps_work_adds_and_changes_and_a_reader_does_not(
    cast: Any, filled: Any, name: str
) -> None:
    record = registers.get(name).rows(cast.secretary.actor).first()
    for url in (
        reverse("register-add", args=[name]),
        reverse("register-edit", args=[name, record.pk]),
    ):
        assert cast.secretary.client.get(url).status_code == 200
        assert cast.reader.client.get(url).status_code == 403
        assert cast.outsider.client.get(url).status_code == 404


def test_works_and_results_have_pages_of_their_own(filled: Any) -> None:
    assert url_of(filled.works["W"]) == reverse("work-page", args=[filled.works["W"].pk])
    assert url_of(filled.results["R1"]) == reverse("result-page", args=[filled.results["R1"].pk])


def test_a_role_shows_what_it_answers_for_owns_and_does(cast: Any, filled: Any) -> None:
    role = Role.objects.get(code="director")
    filled.results["R1"].actions.update(role=role)
    shown = cast.reader.client.get(url_of(role)).content.decode()
    assert url_of(filled.works["W"]) in shown
    assert "Beschrijf het proces" in shown
    owner = Role.objects.get(code="employee")
    assert url_of(filled.results["R1"]) in cast.reader.client.get(url_of(owner)).content.decode()


def test_a_goal_shows_what_serves_it(cast: Any, filled: Any) -> None:
    shown = cast.reader.client.get(url_of(filled.goals["D1"])).content.decode()
    assert url_of(filled.works["W"]) in shown
    ResultGoal.objects.create(result=filled.results["R3"], goal=filled.goals["D1"])
    shown = cast.reader.client.get(url_of(filled.goals["D1"])).content.decode()
    assert url_of(filled.results["R3"]) in shown


def test_a_unit_shows_its_works(cast: Any, filled: Any) -> None:
    unit = Unit.objects.get(code="concern")
    assert url_of(filled.works["X"]) in cast.reader.client.get(url_of(unit)).content.decode()


def test_who_answers_for_a_work_keeps_what_is_below_it(cast: Any, filled: Any) -> None:
    policy = registers.get("works").policy
    actor, works = cast.director.actor, filled.works
    assert policy.may_change(actor, works["W"]) and not policy.may_delete(actor, works["W"])
    assert policy.may_delete(actor, works["T1"])
    assert not policy.may_delete(actor, works["X"])
    child = Work(plan=filled.plan, parent=works["T1"], code="N", kind="project", title="n")
    loose = Work(plan=filled.plan, code="N", kind="project", title="n")
    assert policy.may_add(actor, child) and not policy.may_add(actor, loose)
    assert policy.may_add(actor) and not policy.may_add(cast.employee.actor)
    assert work_of(Responsibility(work=works["W"])) == works["W"].pk
    assert work_of(Role()) is None
    updates = registers.get("status-updates").policy
    assert updates.may_add(cast.employee.actor) and not updates.may_add(cast.reader.actor)


def test_names_of_rows_tell_what_they_are(filled: Any) -> None:
    result = filled.results["R1"]
    assert str(result.ready_by.get()) == "Q4 2023"
    assert "Q3 2023" in str(result.phases.get(kind="implement"))
    assert str(result.goal_links.get()) == "Control ingericht → Grip"
    assert str(filled.works["W"].goal_links.get()) == "Bedrijfsvoering → Basis op orde"
    assert "Directeur" in str(filled.works["W"].responsibilities.get())
    assert str(result.updates.get()) == "Control ingericht 2023-03-01"
    assert str(Dependency.objects.get()) == "Controleplan ← Control ingericht"
    assert str(result.expertise.create(text="Control")) == "Control"
