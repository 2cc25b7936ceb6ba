"""The pages of procedures and advice: what they show first, what they offer, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone, translation

from koersvast.core.actors import SYSTEM
from koersvast.core.periods import Period, parse_period
from koersvast.core.services import change_record
from koersvast.decisions.models import Advice, Body, Procedure, Step
from koersvast.decisions.selectors.procedures import late_count
from koersvast.decisions.services.advice import give_advice, notify_council, withdraw_request
from koersvast.decisions.services.procedures import (
    add_step,
    complete_step,
    link_proposal,
    start_procedure,
)
from koersvast.decisions.tests.council import MARCH, Council, close, make_council
from tests.cast import Cast, Player, SmallPlan


@pytest.fixture(autouse=True)
def in_english(cast: Cast) -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    for player in cast.all().values():
        player.client.cookies["django_language"] = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def council(cast: Cast, small: SmallPlan) -> Council:
    return make_council(cast, small.plan)


@pytest.fixture
def course(council: Council) -> Procedure:
    return make_course(council, "PR1", "Reorganisatie")


def make_course(council: Council, code: str, title: str) -> Procedure:
    """Return a procedure: intended decision (done), advice, decision."""
    procedure = start_procedure(actor=SYSTEM, plan=council.plan, code=code, title=title)
    for kind in ("intention", "advice", "decision"):
        values = {"title": f"{code} {kind}", "kind": kind, "body": council.works_council}
        add_step(actor=SYSTEM, procedure=procedure, values=values)
    link_proposal(actor=SYSTEM, step=step(procedure, "intention"), proposal=council.proposal)
    complete_step(actor=SYSTEM, step=step(procedure, "intention"), on=MARCH)
    return procedure


def step(procedure: Procedure, kind: str) -> Step:
    found: Step = procedure.steps.get(kind=kind)
    return found


def page(player: Player, name: str, *arguments: Any, **query: str) -> str:
    response = player.client.get(reverse(name, args=arguments), query)
    assert response.status_code == 200
    text: str = response.content.decode()
    return text


def post(player: Player, name: str, *arguments: Any, **data: Any) -> Any:
    return player.client.post(reverse(name, args=arguments), data, follow=True)


def due(procedure: Procedure, kind: str, when: date) -> None:
    found = step(procedure, kind)
    found.due = Period.day(when)
    found.save()


def test_the_list_shows_first_what_is_late_the_longest(council: Council, course: Procedure) -> None:
    today = timezone.localdate()
    for number, days in enumerate((5, 50), start=2):
        late = make_course(council, f"PR{number}", f"Te laat {number}")
        due(late, "decision", today - timedelta(days=days))
    text = page(council.cast.reader, "procedures")
    assert text.index("Te laat 3") < text.index("Te laat 2") < text.index(">Reorganisatie<")
    assert "No advice was asked in this step yet" in text
    assert "1 of 3" in text
    assert late_count(council.cast.reader.actor) == 2


def test_what_is_to_be_done_now_stands_first_and_the_rest_is_not_its_turn(
    council: Council,
) -> None:
    procedure = start_procedure(actor=SYSTEM, plan=council.plan, code="PR9", title="Volgorde")
    for code, title, when in (
        ("1", "Plan schrijven", "28 februari 2023"),
        ("2", "Vaststellen", ""),
    ):
        values = {"code": code, "title": title, "due": parse_period(when) if when else None}
        add_step(actor=SYSTEM, procedure=procedure, values=values)
    text = page(council.cast.reader, "procedure-page", procedure.pk)
    box = text[text.index('id="next"') : text.index('id="steps"')]
    assert "To be done now" in box and "1 Plan schrijven" in box
    assert "Vaststellen" not in box
    assert "not its turn yet" in text and "> blocked<" not in text
    for number in (1, 2):
        complete_step(actor=SYSTEM, step=procedure.steps.get(position=number), on=MARCH)
    assert 'id="next"' not in page(council.cast.reader, "procedure-page", procedure.pk)


def test_a_step_whose_turn_it_is_and_that_something_blocks_is_stuck(
    council: Council, course: Procedure
) -> None:
    text = page(council.cast.reader, "procedure-page", course.pk)
    box = text[text.index('id="next"') : text.index('id="steps"')]
    assert "Nothing can be done now" in box and "PR1 advice" in box and "> blocked<" in box
    assert "No advice was asked in this step yet" in box and "PR1 decision" not in box


def test_the_list_is_searched_and_filtered(council: Council, course: Procedure) -> None:
    reader = council.cast.reader
    assert "Reorganisatie<" in page(reader, "procedures", q="pr1 reorg")
    assert "Nothing found" in page(reader, "procedures", q="bestaat niet")
    assert "Reorganisatie<" in page(reader, "procedures", plan=str(council.plan.pk))
    assert "Nothing found" in page(reader, "procedures", plan="x")


def test_an_empty_list_says_how_to_begin(council: Council) -> None:
    assert "Start one from a template" in page(council.cast.reader, "procedures")


def test_an_old_procedure_is_read_from_the_reference_date_of_its_plan(
    council: Council, course: Procedure
) -> None:
    due(course, "decision", date(2023, 7, 1))
    text = page(council.cast.reader, "procedure-page", course.pk)
    assert "as of 1 Mar 2023" in text
    assert "late since" not in text
    assert late_count(council.cast.reader.actor) == 0


def test_the_secretary_starts_the_reorganisation_from_its_template(council: Council) -> None:
    said = {"plan": council.plan.pk, "code": "PR1", "title": "Nieuw"}
    answer = post(council.cast.secretary, "procedure-start", start="template:reorganisatie", **said)
    procedure = Procedure.objects.get()
    assert procedure.steps.count() == 8
    assert procedure.steps.get(code="2.3").body == council.works_council
    assert "Adv" in answer.content.decode()
    again = post(council.cast.secretary, "procedure-start", start="", **said)
    assert again.status_code == 422
    copied = {**said, "code": "PR2", "start": f"copy:{procedure.pk}"}
    post(council.cast.secretary, "procedure-start", **copied)
    assert Procedure.objects.get(code="PR2").steps.count() == 8


def test_steps_of_ones_own_are_added_and_moved(council: Council) -> None:
    procedure = Procedure.objects.create(plan=council.plan, code="PR1", title="Eigen")
    for title in ("Eerst", "Dan"):
        post(council.cast.secretary, "step-add", procedure.pk, title=title, kind="step", waits="on")
    last = procedure.steps.get(title="Dan")
    post(council.cast.secretary, "step-move", last.pk, up="1")
    assert [each.title for each in procedure.steps.order_by("position")] == ["Dan", "Eerst"]


def test_advice_is_asked_given_and_told_on_the_pages(council: Council, course: Procedure) -> None:
    secretary, member = council.cast.secretary, council.cast.employee
    advising = step(course, "advice")
    form = page(secretary, "step-part", advising.pk, "ask")
    assert "Nieuwe structuur" in form
    said = {
        "title": "Advies",
        "kind": "advice",
        "body": council.works_council.pk,
        "proposal": council.proposal.pk,
        "on": "2023-03-02",
    }
    refused = post(secretary, "step-part", advising.pk, "ask", **said)
    assert refused.status_code == 422
    assert "without the reasons" in refused.content.decode()
    texts = {"reasons": "Lagen.", "consequences": "Functies.", "measures": "Statuut."}
    post(secretary, "step-part", advising.pk, "ask", **said, **texts)
    advice = Advice.objects.get()
    assert step(course, "advice").advice == advice
    text = page(member, "advice-page", advice.pk)
    assert "A consultation meeting" in text
    assert "no term was agreed" in text
    blocked = post(member, "advice-part", advice.pk, "give", on="2023-03-20", outcome="negative")
    assert "needs at least one consultation meeting" in blocked.content.decode()
    post(member, "advice-part", advice.pk, "arrange", consultation_on="10-3-2023")
    post(member, "advice-part", advice.pk, "give", on="2023-03-20", outcome="negative")
    assert Advice.objects.get().outcome == "negative"
    decision = council.decide(date(2023, 3, 25))
    told = post(secretary, "decision-told", decision.pk, on="2023-03-27", followed="no")
    assert "reasons why the decision deviates" in told.content.decode()
    said_told = {"on": "2023-03-27", "followed": "no", "deviation": "Te duur."}
    post(secretary, "decision-told", decision.pk, **said_told)
    text = page(member, "advice-page", advice.pk)
    assert "27 Apr 2023" in text
    assert "A month after the council was told." in text


def test_the_page_of_advice_follows_it_to_the_end(council: Council) -> None:
    reader, secretary = council.cast.reader, council.cast.secretary.actor
    advice = council.ask(consultation_on=parse_period("2023-03-05"))
    member = council.cast.employee.actor
    give_advice(actor=member, advice=advice, on=date(2023, 3, 20), outcome="positive")
    assert "A decision can be taken now." in page(reader, "advice-page", advice.pk)
    decision = council.decide(date(2023, 3, 25))
    assert "has not been told to the works council" in page(reader, "advice-page", advice.pk)
    notify_council(actor=secretary, decision=decision, on=date(2023, 3, 27), followed=True)
    assert "The decision follows the advice." in page(reader, "advice-page", advice.pk)


def test_advice_is_asked_from_the_page_of_a_proposal_until_it_is_decided(council: Council) -> None:
    secretary, key = council.cast.secretary, council.proposal.pk
    said = {"title": "Advies", "kind": "advice", "body": council.works_council.pk}
    texts = {"reasons": "Lagen.", "consequences": "Functies.", "measures": "Statuut."}
    assert reverse("advice-ask", args=[key]) in page(secretary, "proposal", key)
    assert reverse("advice-ask", args=[key]) not in page(council.cast.reader, "proposal", key)
    post(secretary, "advice-ask", key, on="2023-03-02", proposal=key, **said, **texts)
    advice = Advice.objects.get()
    assert advice.proposal == council.proposal
    assert reverse("advice-page", args=[advice.pk]) in page(secretary, "proposal", key)
    council.decide(date(2023, 3, 25))
    assert reverse("advice-ask", args=[key]) not in page(secretary, "proposal", key)


def test_the_only_works_council_is_chosen_before_one_chooses(council: Council) -> None:
    secretary, key = council.cast.secretary, council.proposal.pk
    chosen = f'<option value="{council.works_council.pk}" selected>'
    assert chosen in page(secretary, "advice-ask", key)
    Body.objects.create(code="or2", name="Tweede ondernemingsraad", kind="works_council")
    shown = page(secretary, "advice-ask", key)
    assert chosen not in shown
    names = (">Ondernemingsraad", ">Tweede ondernemingsraad", f">{council.college}")
    places = [shown.index(f"{name}</option>") for name in names]
    assert places == sorted(places)


def test_a_withdrawn_request_and_a_ground_for_not_asking_block_nothing(council: Council) -> None:
    advice = council.ask()
    withdraw_request(actor=council.cast.secretary.actor, advice=advice, on=None)
    assert "The request was withdrawn." in page(council.cast.reader, "advice-page", advice.pk)
    other = Advice.objects.create(
        plan=council.plan,
        code="AD9",
        body=council.works_council,
        title="Niet gevraagd",
        not_asked_ground="Politiek primaat.",
    )
    text = page(council.cast.reader, "advice-page", other.pk)
    assert "Blocks nothing" in text
    assert "Politiek primaat." in text


def test_consent_shows_the_leave_of_the_court(council: Council) -> None:
    consent = council.ask(kind="consent", title="Instemming")
    post(council.cast.secretary, "advice-part", consent.pk, "leave", on="2023-04-03")
    text = page(council.cast.reader, "advice-page", consent.pk)
    assert "Leave of the court" in text
    assert "3 Apr 2023" in text


def test_what_was_recorded_wrongly_is_corrected_in_order(council: Council) -> None:
    advice = council.ask(consultation_on=parse_period("2023-03-05"))
    member = council.cast.employee.actor
    give_advice(actor=member, advice=advice, on=date(2023, 3, 20), outcome="positive")
    advice.refresh_from_db()
    said = {
        "requested_on": "1-3-2023",
        "consultation_on": "21-3-2023",
        "given_on": "20-3-2023",
        "outcome": "positive",
        "version": advice.version,
    }
    refused = post(council.cast.secretary, "advice-part", advice.pk, "correct", **said)
    assert "not surely before" in refused.content.decode()
    post(
        council.cast.secretary,
        "advice-part",
        advice.pk,
        "correct",
        **{**said, "consultation_on": "6-3-2023"},
    )
    assert Advice.objects.get().consultation_on == parse_period("6-3-2023")


def test_the_form_of_the_register_does_not_go_round_the_order(council: Council) -> None:
    advice = council.ask()
    with pytest.raises(PermissionDenied, match="consultation meeting"):
        change_record(
            actor=council.cast.secretary.actor,
            record=advice,
            changes={"given_on": parse_period("2023-03-20")},
        )


def test_a_step_out_of_order_is_refused_with_a_sentence(
    council: Council, course: Procedure
) -> None:
    answer = post(council.cast.secretary, "step-done", step(course, "decision").pk, on="2023-03-02")
    assert "First comes the step “PR1 advice”" in answer.content.decode()
    wrong = post(council.cast.secretary, "step-done", step(course, "advice").pk, on="31-31")
    assert "not a day that exists" in wrong.content.decode()
    opened = post(council.cast.secretary, "step-done", step(course, "intention").pk, open="1")
    assert opened.status_code == 200
    assert not step(course, "intention").done


def test_a_closed_proposal_shows_on_no_page_of_a_procedure(
    council: Council, course: Procedure
) -> None:
    council.ask(step=step(course, "advice"), title="Geheim advies")
    seen = page(council.cast.reader, "procedure-page", course.pk)
    assert "Nieuwe structuur" in seen
    assert "Geheim advies" in seen
    close(council.proposal)
    advice = Advice.objects.get()
    for player in (council.cast.reader, council.cast.secretary, council.cast.administrator):
        texts = [
            page(player, "procedure-page", course.pk),
            page(player, "procedures"),
            page(player, "register-list", "advices"),
            page(player, "register-list", "steps"),
            page(player, "register-history", "steps", step(course, "advice").pk),
            page(player, "home"),
        ]
        for text in texts:
            assert "Nieuwe structuur" not in text
            assert "Geheim advies" not in text
        for name, arguments in (
            ("advice-page", [advice.pk]),
            ("advice-part", [advice.pk, "give"]),
            ("advice-ask", [council.proposal.pk]),
        ):
            assert player.client.get(reverse(name, args=arguments)).status_code == 404


def test_a_procedure_costs_as_many_queries_with_more_steps(
    council: Council, course: Procedure, django_assert_max_num_queries: Any
) -> None:
    for number in range(4, 24):
        values = {"title": f"Stap {number}", "proposal": council.proposal}
        add_step(actor=SYSTEM, procedure=course, values=values)
    with django_assert_max_num_queries(30):
        page(council.cast.secretary, "procedure-page", course.pk)
    for number in range(2, 12):
        make_course(council, f"PR{number}", "Nog een")
    with django_assert_max_num_queries(26):
        page(council.cast.secretary, "procedures")
