"""Writing proposals: who is the author, two people at once, readers, secrecy, objections."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone, translation

from koersvast.core.actors import SYSTEM
from koersvast.core.policy import policies
from koersvast.core.services import change_record, delete_record, restore_batch
from koersvast.decisions.models import Body, Decision, Membership, Proposal, Reader, Section
from koersvast.decisions.rules.texts import seen_of
from koersvast.decisions.selectors.proposals import objecting_roles
from koersvast.decisions.services.objections import answer_objection, raise_objection
from koersvast.decisions.services.proposals import (
    add_proposal,
    change_proposal,
    name_readers,
    texts_of,
)
from koersvast.decisions.services.secrecy import impose_secrecy, lift_secrecy
from koersvast.decisions.tests.bodies import MARCH, Circle, make_circle, refused, role
from tests.cast import Cast, SmallPlan

TODAY = timezone.localdate()
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The sentences are compared as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.fixture
def circle(cast: Cast, small: SmallPlan) -> Circle:
    return make_circle(cast, small.plan)


def test_who_adds_a_proposal_is_its_author(circle: Circle) -> None:
    assert circle.proposal.author == circle.author.person
    assert texts_of(circle.proposal) == {"advice": "Doen."}
    with pytest.raises(PermissionDenied):
        add_proposal(
            actor=circle.cast.reader.actor,
            proposal=Proposal(plan=circle.plan, code="V2", title="Ik lees", body=circle.body),
            texts={},
        )


def change(circle: Circle, actor: Any = None, **given: Any) -> bool:
    values = {"changes": {}, "texts": {}, **given}
    return change_proposal(actor=actor or circle.author.actor, proposal=circle.proposal, **values)


def test_headings_are_added_changed_and_taken_away_with_their_history(circle: Circle) -> None:
    assert change(circle, texts={"advice": "Anders.", "finances": "Gedekt."})
    assert texts_of(circle.proposal) == {"advice": "Anders.", "finances": "Gedekt."}
    assert change(circle, changes={"title": "Nieuw"}, texts={"advice": "Anders.", "finances": ""})
    assert texts_of(circle.proposal) == {"advice": "Anders."}
    assert not change(circle, changes={"title": "Nieuw"}, texts={"advice": "Anders."})
    kinds = list(Section.history.order_by("history_id").values_list("history_type", flat=True))
    assert kinds == ["+", "~", "+", "-"]


def test_what_two_people_wrote_under_the_same_heading_is_not_lost(circle: Circle) -> None:
    seen = seen_of(texts_of(circle.proposal))
    change(circle, texts={"advice": "Van de een."})
    told = refused(
        change,
        circle=circle,
        texts={"advice": "Van de ander.", "reason": "Ook."},
        seen=seen,
        changes={"title": "Half"},
    )
    assert told == "Somebody else changed this in the meantime. It now says: Van de een."
    circle.proposal.refresh_from_db()
    assert circle.proposal.title == "Anders werken"
    assert texts_of(circle.proposal) == {"advice": "Van de een."}
    change(circle, texts={"advice": ""})
    told = refused(change, circle=circle, texts={"advice": "Toch."}, seen=seen)
    assert told.endswith("It now says: nothing")


def test_what_two_people_wrote_under_other_headings_is_merged(circle: Circle) -> None:
    seen = seen_of(texts_of(circle.proposal))
    change(circle, texts={"advice": "Van de een."})
    assert change(circle, texts={"advice": "Doen.", "reason": "Van de ander."}, seen=seen)
    assert texts_of(circle.proposal) == {"advice": "Van de een.", "reason": "Van de ander."}


def test_only_who_keeps_a_proposal_changes_it(circle: Circle) -> None:
    for player in (circle.cast.reader, circle.cast.director, circle.holder):
        with pytest.raises(PermissionDenied):
            change(circle, actor=player.actor, changes={"title": "Nee"})
    Proposal.objects.update(drafting_role=role("director"))
    assert change(circle, actor=circle.cast.director.actor, changes={"title": "Opgesteld"})
    assert change(circle, actor=circle.cast.secretary.actor, changes={"title": "Bijgehouden"})
    circle.close()
    with pytest.raises(PermissionDenied):
        change(circle, actor=circle.cast.secretary.actor, changes={"title": "Blind"})


def test_nobody_closes_a_proposal_for_himself_without_knowing(circle: Circle) -> None:
    given: dict[str, Any] = {"record": circle.proposal, "changes": {"openness": "confidential"}}
    with pytest.raises(PermissionDenied, match="would not see the proposal yourself"):
        change_record(actor=circle.cast.secretary.actor, **given)
    Reader.objects.create(proposal=circle.proposal, role=role("director"))
    Proposal.objects.update(drafting_role=role("director"))
    assert change_record(actor=circle.cast.director.actor, **given) == ["openness"]
    back = {"record": circle.proposal, "changes": {"openness": "public"}}
    assert change_record(actor=circle.author.actor, **back) == ["openness"]
    assert change_record(actor=SYSTEM, **given) == ["openness"]


def test_readers_are_named_by_those_concerned_only(circle: Circle) -> None:
    roles = [role("director"), role("employee")]
    for player in (circle.author, circle.clerk, circle.member, circle.holder):
        assert name_readers(actor=player.actor, proposal=circle.proposal, roles=roles)
        assert not name_readers(actor=player.actor, proposal=circle.proposal, roles=roles)
        assert name_readers(actor=player.actor, proposal=circle.proposal, roles=[])
    name_readers(actor=circle.author.actor, proposal=circle.proposal, roles=roles)
    for player in (circle.cast.director, circle.cast.secretary, circle.cast.outsider):
        with pytest.raises(PermissionDenied):
            name_readers(actor=player.actor, proposal=circle.proposal, roles=[])
    assert Reader.objects.count() == 2
    assert name_readers(actor=SYSTEM, proposal=circle.proposal, roles=roles[:1])


def secret(circle: Circle, actor: Any = None, **given: Any) -> None:
    values = {"body": circle.body, "ground": "art. 87 Gemeentewet", "on": MARCH, **given}
    impose_secrecy(actor=actor or circle.clerk.actor, proposal=circle.proposal, **values)
    circle.proposal.refresh_from_db()


def test_the_secretary_of_the_body_imposes_and_lifts_secrecy(circle: Circle) -> None:
    secret(circle, decision="besluit 7")
    assert circle.proposal.secrecy_ground == "art. 87 Gemeentewet"
    assert circle.proposal.version == 2
    assert circle.proposal not in Proposal.objects.visible_to(circle.cast.reader.actor)
    assert "Lift that first" in refused(secret, circle=circle)
    lift: dict[str, Any] = {"actor": circle.clerk.actor, "proposal": circle.proposal}
    assert "before it was imposed" in refused(lift_secrecy, on=MARCH - DAY, **lift)
    lift_secrecy(on=TODAY, **lift)
    assert circle.proposal in Proposal.objects.visible_to(circle.cast.reader.actor)
    assert "No secrecy holds" in refused(lift_secrecy, on=TODAY, **lift)
    secret(circle)
    assert circle.proposal.secrecy_lifted_on is None


def test_secrecy_needs_a_ground_and_somebody_who_may_impose_it(circle: Circle) -> None:
    assert "Write on what ground" in refused(secret, circle=circle, ground=" ")
    for player in (circle.cast.reader, circle.cast.director, circle.holder):
        with pytest.raises(PermissionDenied):
            secret(circle, actor=player.actor)
    with pytest.raises(PermissionDenied, match="would not see"):
        secret(circle, actor=circle.cast.secretary.actor)
    secret(circle, actor=circle.author.actor)
    with pytest.raises(PermissionDenied):
        lift_secrecy(actor=circle.cast.secretary.actor, proposal=circle.proposal, on=TODAY)


def objects(circle: Circle, actor: Any = None, **given: Any) -> Any:
    values = {"role": role("member"), "reason": "Te krap.", "raised_on": MARCH, **given}
    return raise_objection(actor=actor or circle.member.actor, proposal=circle.proposal, **values)


def test_members_object_in_their_own_role_and_the_secretary_for_all(circle: Circle) -> None:
    objects(circle)
    other = role("other")
    Membership.objects.create(body=circle.body, role=other)
    assert "Choose the role" in refused(objects, circle=circle, role=other)
    assert "Choose the role" in refused(objects, circle=circle, role=None)
    objects(circle, actor=circle.clerk.actor, role=other)
    for player in (circle.cast.reader, circle.author, circle.holder):
        with pytest.raises(PermissionDenied):
            objects(circle, actor=player.actor)
    assert objecting_roles(circle.member.actor, circle.proposal) == [role("member")]
    assert {*objecting_roles(circle.clerk.actor, circle.proposal)} == {role("member"), other}


def test_an_objection_needs_a_reason_a_body_by_consent_and_an_open_proposal(
    circle: Circle,
) -> None:
    assert refused(objects, circle=circle, reason="")
    Body.objects.update(rule="majority")
    circle.proposal.refresh_from_db()
    assert "does not decide by consent" in refused(objects, circle=circle)
    Body.objects.update(rule="consent")
    Decision.objects.create(
        plan=circle.plan,
        code="B",
        body=circle.body,
        proposal=circle.proposal,
        title="B",
        outcome="rejected",
    )
    assert "already decided" in refused(objects, circle=circle)


def answer(objection: Any, player: Any, text: str, settled_on: date | None = None) -> bool:
    return answer_objection(
        actor=player.actor, objection=objection, answer=text, settled_on=settled_on
    )


def test_the_author_answers_and_who_objected_or_the_secretary_settles(circle: Circle) -> None:
    objection = objects(circle)
    assert answer(objection, circle.author, "Later dan.")
    assert not answer(objection, circle.author, "Later dan.")
    with pytest.raises(PermissionDenied, match="Only who raised"):
        answer(objection, circle.author, "Later dan.", MARCH)
    for player in (circle.cast.reader, circle.cast.director):
        with pytest.raises(PermissionDenied):
            answer(objection, player, "Nee.")
    assert answer(objection, circle.member, "Later dan.", MARCH)
    assert "Write what was answered" in refused(
        answer, objection=objection, player=circle.clerk, text=" ", settled_on=MARCH
    )
    assert answer(objection, circle.clerk, "Weer open.", None)


def test_a_proposal_is_not_deleted_while_an_objection_stands(circle: Circle) -> None:
    objection = objects(circle)
    given: dict[str, Any] = {"actor": circle.cast.secretary.actor, "record": circle.proposal}
    with pytest.raises(PermissionDenied, match="objection to this proposal still stands"):
        delete_record(**given)
    address = f"/registers/proposals/{circle.proposal.pk}/delete/"
    assert circle.cast.secretary.client.post(address).status_code == 403
    assert answer(objection, circle.member, "Later dan.", MARCH)
    assert restore_batch(actor=given["actor"], batch=delete_record(**given))
    answer(objection, circle.clerk, "Weer open.", None)
    assert delete_record(actor=SYSTEM, record=circle.proposal)


def test_what_is_gone_is_not_found(circle: Circle) -> None:
    gone = Proposal.objects.get()
    Proposal.objects.all().delete()
    with pytest.raises(Http404):
        change_proposal(actor=SYSTEM, proposal=gone, changes={}, texts={})


def test_what_was_deleted_is_put_back_by_who_could_see_and_change_it(circle: Circle) -> None:
    policy, cast = policies.of(Proposal), circle.cast
    stored = circle.proposal
    assert policy.may_add(cast.secretary.actor, stored)
    assert not policy.may_add(cast.director.actor, stored)
    assert not policy.may_add(cast.reader.actor, stored)
    stored.openness = "confidential"
    assert not policy.may_add(cast.secretary.actor, stored)
    assert policy.may_add(circle.author.actor, stored)
    assert policy.may_add(SYSTEM, stored)
