"""The pages on which a proposal is read, written, objected to and decided on."""

from __future__ import annotations

from typing import Any

import pytest

from koersvast.core.periods import parse_period
from koersvast.decisions.models import (
    Body,
    Decision,
    DecisionMoment,
    Objection,
    Proposal,
    Section,
)
from koersvast.decisions.services.proposals import texts_of
from koersvast.decisions.tests.bodies import Circle, make_circle, role
from koersvast.direction.models import Plan
from koersvast.organisation.models import Unit
from tests.cast import Cast, Player, SmallPlan


@pytest.fixture
def circle(cast: Cast, small: SmallPlan) -> Circle:
    found = make_circle(cast, small.plan)
    for player in cast.all().values():
        player.client.cookies["django_language"] = "en"
    for player in (found.clerk, found.member, found.holder):
        player.client.cookies["django_language"] = "en"
    return found


def page(player: Player, address: str) -> str:
    answer = player.client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def here(circle: Circle, part: str = "") -> str:
    return f"/decisions/proposals/{circle.proposal.pk}/{part}"


def test_the_headings_stand_in_their_fixed_order_and_empty_ones_are_left_out(
    circle: Circle,
) -> None:
    for heading in ("annexes", "finances", "reason"):
        Section.objects.create(proposal=circle.proposal, heading=heading, text=f"Over {heading}")
    shown = page(circle.cast.reader, here(circle))
    order = [
        shown.index(text) for text in ("Doen.", "Over reason", "Over finances", "Over annexes")
    ]
    assert order == sorted(order)
    assert "Caveats" not in shown
    form = page(circle.author, f"/registers/proposals/{circle.proposal.pk}/edit/")
    assert all(f'name="text_{heading}"' in form for heading in Section.Heading.values)


def test_the_header_shows_what_is_filled_in_and_the_moment_with_its_day(circle: Circle) -> None:
    moment = DecisionMoment.objects.create(
        plan=circle.plan, code="M1", body=circle.body, title="Najaar", when=parse_period("Q4 2023")
    )
    Proposal.objects.update(
        moment=moment, case_number="Z.12", unit=Unit.objects.get(code="concern")
    )
    shown = page(circle.cast.reader, here(circle))
    for text in ("Najaar (Q4 2023)", "Z.12", "Gemeente Voorbeeldstad", "Holder", "Employee"):
        assert text in shown
    assert "Document number" not in shown


@pytest.mark.parametrize(
    ("state", "texts"),
    [
        ({}, ["not told", "Everybody with access sees it."]),
        (
            {"openness": "public", "embargo_until": "2020-01-31"},
            ["to and including 31 Jan 2020", "over"],
        ),
        ({"openness": "confidential"}, ["Only those concerned see it.", "closes"]),
        (
            {"secrecy_ground": "art. 87", "secrecy_decision": "besluit 7"},
            ["in force", "art. 87; besluit 7"],
        ),
        (
            {"secrecy_from": "2020-01-01", "secrecy_lifted_on": "2020-02-01"},
            ["lifted", "from 1 Jan 2020; lifted on 1 Feb 2020"],
        ),
        ({"embargo_until": "2090-01-01"}, ["in force", "up to and including 1 Jan 2090"]),
    ],
)
def test_openness_secrecy_and_embargo_are_three_marks(
    circle: Circle, state: dict[str, Any], texts: list[str]
) -> None:
    Proposal.objects.update(**state)
    if "secrecy_ground" in state:
        Proposal.objects.update(secrecy_body=circle.body)
        texts = [*texts, "imposed by Kring"]
    shown = page(circle.author, here(circle))
    assert shown.count('<li class="mark') == 3
    for text in texts:
        assert text in shown


def data_of(circle: Circle, **changes: str) -> dict[str, str]:
    """Return what the form of the proposal holds, changed."""
    form = circle.author.client.get(f"/registers/proposals/{circle.proposal.pk}/edit/").context[
        "form"
    ]
    held = {each.html_name: each.value() for each in form}
    return {name: str(value) for name, value in {**held, **changes}.items() if value is not None}


def test_an_employee_makes_a_proposal_and_is_its_author(circle: Circle) -> None:
    client = circle.cast.director.client
    start = client.get("/registers/proposals/new/").context["form"]
    assert start["plan"].value() == Plan.objects.get().pk
    answer = client.post(
        "/registers/proposals/new/",
        {
            "plan": circle.plan.pk,
            "code": start["code"].value(),
            "title": "Een nieuw idee",
            "body": circle.body.pk,
            "openness": "confidential",
            "position": 1,
            "text_advice": "Eerst.\r\n\r\nDan.",
        },
    )
    made = Proposal.objects.get(title="Een nieuw idee")
    assert answer.status_code == 302
    assert answer["Location"] == f"/decisions/proposals/{made.pk}/"
    assert made.author == circle.cast.director.person
    assert texts_of(made) == {"advice": "Eerst.\n\nDan."}
    assert circle.cast.secretary.client.get(answer["Location"]).status_code == 404


def test_who_writes_what_somebody_else_wrote_sees_it_first(circle: Circle) -> None:
    address = f"/registers/proposals/{circle.proposal.pk}/edit/"
    mine = data_of(circle, text_advice="Van mij.", text_reason="Ook van mij.")
    theirs = data_of(circle, text_advice="Van hen.", text_finances="Geld.", title="Anders genoemd")
    assert circle.author.client.post(address, theirs).status_code == 302
    refused = circle.author.client.post(address, mine)
    assert refused.status_code == 422
    assert "It now says: Van hen." in refused.content.decode()
    form = refused.context["form"]
    assert form["text_advice"].value() == "Van mij."
    assert form["text_finances"].value() == "Geld."
    again = {each.html_name: each.value() for each in form if each.value() is not None}
    assert circle.author.client.post(address, again).status_code == 302
    assert texts_of(circle.proposal) == {
        "advice": "Van mij.",
        "reason": "Ook van mij.",
        "finances": "Geld.",
    }
    circle.proposal.refresh_from_db()
    assert circle.proposal.title == "Anders genoemd"


def test_a_title_that_both_changed_is_shown_and_the_texts_stay_as_typed(circle: Circle) -> None:
    address = f"/registers/proposals/{circle.proposal.pk}/edit/"
    mine = data_of(circle, title="Mijn titel", text_reason="Van mij.")
    circle.author.client.post(address, data_of(circle, title="Hun titel"))
    refused = circle.author.client.post(address, mine)
    assert refused.status_code == 422
    assert "Hun titel" in refused.content.decode()
    form = refused.context["form"]
    assert (form["title"].value(), form["text_reason"].value()) == ("Mijn titel", "Van mij.")
    again = {each.html_name: each.value() for each in form if each.value() is not None}
    assert circle.author.client.post(address, again).status_code == 302
    circle.proposal.refresh_from_db()
    assert circle.proposal.title == "Mijn titel"


def test_the_secretary_records_the_decision_and_everybody_reads_it(circle: Circle) -> None:
    assert "Record the decision" in page(circle.clerk, here(circle))
    answer = circle.clerk.client.post(
        here(circle, "decide/"),
        {
            "decided_on": "2023-03-01",
            "outcome": "amended",
            "amendment": "Een kwartaal later.",
            "explanation": "Na overleg.",
            "units": [Unit.objects.get(code="concern").pk],
        },
    )
    assert answer.status_code == 302
    shown = page(circle.cast.reader, here(circle))
    for text in ("amended", "Een kwartaal later.", "Na overleg.", "Gemeente Voorbeeldstad"):
        assert text in shown
    assert "Record the decision" not in page(circle.clerk, here(circle))
    again = circle.clerk.client.post(here(circle, "decide/"), {"decided_on": "2023-03-02"})
    assert again.status_code == 422
    assert Decision.objects.count() == 1


def test_what_is_wrong_with_a_decision_stands_at_its_field(circle: Circle) -> None:
    answer = circle.clerk.client.post(
        here(circle, "decide/"), {"decided_on": "2023-03-01", "outcome": "amended"}
    )
    assert answer.context["form"].errors["amendment"] == ["Write what was amended."]
    assert circle.clerk.client.get(here(circle, "nothing/")).status_code == 404


def test_an_objection_is_recorded_answered_settled_and_then_it_is_adopted(circle: Circle) -> None:
    assert "Nobody objected" in page(circle.cast.reader, here(circle))
    circle.member.client.post(
        here(circle, "object/"),
        {"role": role("member").pk, "reason": "Te krap.", "raised_on": "2023-02-01"},
    )
    objection = Objection.objects.get()
    adopt = {"decided_on": "2023-03-01", "outcome": "as_proposed"}
    refused = circle.clerk.client.post(here(circle, "decide/"), adopt)
    assert "objection still stands" in str(refused.context["form"].errors)
    assert "still stands" in page(circle.cast.reader, here(circle))
    place = f"/decisions/objections/{objection.pk}/answer/"
    assert place in page(circle.author, here(circle))
    assert place not in page(circle.cast.reader, here(circle))
    wrong = circle.clerk.client.post(place, {"settled_on": "2023-02-08"})
    assert wrong.status_code == 422
    circle.author.client.post(place, {"answer": "Later dan."})
    circle.member.client.post(place, {"answer": "Later dan.", "settled_on": "2023-02-08"})
    assert "settled on 8 Feb 2023" in page(circle.cast.reader, here(circle))
    assert circle.clerk.client.post(here(circle, "decide/"), adopt).status_code == 302
    assert place not in page(circle.author, here(circle))


def test_readers_are_named_and_secrecy_imposed_and_lifted_on_the_page(circle: Circle) -> None:
    assert "Name readers" not in page(circle.cast.secretary, here(circle))
    director = role("director")
    assert circle.holder.client.post(here(circle, "readers/"), {"roles": [director.pk]})
    circle.clerk.client.post(
        here(circle, "secrecy/"),
        {"body": circle.body.pk, "ground": "art. 87", "on": "2023-01-01"},
    )
    shown = page(circle.cast.director, here(circle))
    assert "in force" in shown
    assert "Directeur" in shown
    assert circle.cast.reader.client.get(here(circle)).status_code == 404
    assert "Lift secrecy" in page(circle.clerk, here(circle))
    circle.clerk.client.post(here(circle, "lift/"), {"on": "2023-02-01"})
    assert "lifted on 1 Feb 2023" in page(circle.cast.reader, here(circle))


def test_the_history_is_that_of_all_that_hangs_on_it(circle: Circle) -> None:
    circle.author.client.post(
        f"/registers/proposals/{circle.proposal.pk}/edit/",
        data_of(circle, title="Nieuwe titel", text_advice="Heel anders."),
    )
    shown = page(circle.cast.reader, f"/registers/proposals/{circle.proposal.pk}/history/")
    for text in ("Anders werken", "Nieuwe titel", "Heel anders."):
        assert text in shown


def test_the_page_of_a_body_shows_what_lies_before_it_and_what_it_decided(circle: Circle) -> None:
    DecisionMoment.objects.create(
        plan=circle.plan, code="M1", body=circle.body, title="Najaar", when=parse_period("Q4 2023")
    )
    Decision.objects.create(plan=circle.plan, code="B1", body=circle.body, title="Zonder dag")
    Decision.objects.create(
        plan=circle.plan,
        code="B2",
        body=circle.body,
        title="Met dag",
        decided_on=parse_period("2023-01-01"),
        outcome="rejected",
    )
    address = f"/decisions/bodies/{circle.body.pk}/"
    shown = page(circle.cast.reader, address)
    for text in ("Member", "Clerk", "Najaar", "Anders werken", "rejected"):
        assert text in shown
    assert shown.index("Met dag") < shown.index("Zonder dag")
    circle.clerk.client.post(
        here(circle, "decide/"), {"decided_on": "2023-03-01", "outcome": "rejected"}
    )
    assert "No proposal waits for this body." in page(circle.cast.reader, address)
    empty = Body.objects.create(code="leeg", name="Leeg", kind="council")
    shown = page(circle.cast.secretary, f"/decisions/bodies/{empty.pk}/")
    assert "No role is a member today." in shown
    assert "Add a member" in shown
