"""The pages of assignments and dilemmas, as each of those concerned sees them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from koersvast.organisation.models import RoleHolding
from koersvast.work.models import (
    Agreement,
    Assignment,
    AssignmentVersion,
)
from koersvast.work.services import agree, change_assignment, offer
from koersvast.work.tests.errands import (
    TEXTS,
    Parties,
    agreed,
    drafted,
    make_parties,
    offered,
    version,
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


def words(errand: Assignment, **more: Any) -> dict[str, Any]:
    """Return what the form sends of an assignment as it is, with changes."""
    latest = AssignmentVersion.objects.filter(assignment=errand).order_by("-number")[0]
    parties = ("contractor", "administrative_principal", "political_principal")
    data = {name: getattr(errand, f"{name}_id") or "" for name in parties}
    sent = {**data, **TEXTS, "kind": errand.kind, "number": latest.number, "row": latest.version}
    return {**sent, **more}


def test_the_tab_says_what_to_do_when_there_is_none(cast: Any, small: Any) -> None:
    path = f"/work/{small.works['T1'].pk}/assignment/"
    assert "Draft an assignment" in get(cast.director, path)
    get(cast.reader, path, 404)


def test_a_draft_is_made_on_the_page_of_a_work_and_names_who_answers_for_it(
    cast: Any, small: Any, parties: Parties
) -> None:
    path = f"/work/{small.works['W'].pk}/assignments/new/"
    assert '<option value="' in get(cast.secretary, path)
    page = get(cast.secretary, path)
    director = small.works["W"].responsibilities.get().role_id
    assert f'<option value="{director}" selected' in page
    post(cast.secretary, path, kind="assignment", result="Af")
    errand = Assignment.objects.get()
    assert version(errand, 1).result == "Af"
    post(cast.secretary, path, 422, kind="iets")
    get(cast.reader, path, 403)


def test_a_draft_tells_its_keeper_what_it_lacks_and_then_to_offer_it(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = drafted(cast, small, parties, political_principal=None)
    path = f"/work/assignments/{errand.pk}/"
    assert "Before it can be offered" in get(cast.secretary, path)
    assert "Before it can be offered" not in get(cast.reader, path)
    post(cast.secretary, f"{path}offer/", 422, version=1)
    mended = words(errand, political_principal=parties.roles["political_principal"].pk)
    post(cast.secretary, f"{path}edit/", **mended)
    assert "This draft is complete" in get(cast.secretary, path)
    assert "Offer version 1" in get(cast.secretary, f"{path}offer/")
    post(cast.secretary, f"{path}offer/", version=1)
    assert version(errand, 1).offered_on == timezone.localdate()


def test_who_offers_is_told_of_a_party_whose_role_nobody_holds(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = drafted(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/offer/"
    assert "Nobody can agree yet" not in get(cast.secretary, path)
    RoleHolding.objects.filter(role=parties.roles["contractor"]).delete()
    assert "nobody holds the role" in get(cast.secretary, path)


def test_a_role_that_need_not_agree_is_shown_as_such(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = drafted(cast, small, parties, kind="assignment")
    page = get(cast.secretary, f"/work/assignments/{errand.pk}/offer/")
    assert page.count("does not have to agree to this kind") == 1


def test_a_party_reads_what_it_agrees_to_and_agrees(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/"
    assert "This waits for you" in get(parties.contractor, path)
    assert "This waits for you" not in get(cast.secretary, path)
    page = get(parties.contractor, f"{path}agree/")
    assert TEXTS["result"] in page and "I agree to version 1" in page
    get(cast.secretary, f"{path}agree/", 403)
    post(parties.contractor, f"{path}agree/", version=1, party="contractor")
    assert Agreement.objects.get().person == parties.contractor.person
    get(parties.contractor, f"{path}agree/", 403)
    assert "has not agreed yet" in get(cast.reader, path)


def test_agreeing_from_an_old_page_shows_what_changed_and_stores_nothing(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/agree/"
    get(parties.contractor, path)
    change_assignment(actor=cast.secretary.actor, assignment=errand, changes={"money": "1 euro"})
    page = post(parties.contractor, path, 422, version=1, party="contractor")
    assert "<del>400.000 euro</del>" in page and "<ins>1 euro</ins>" in page
    assert "I agree to version" not in page
    assert not Agreement.objects.exists()


def test_agreeing_as_somebody_else_is_refused_with_a_sentence(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/agree/"
    page = post(parties.contractor, path, 403, version=1, party="political_principal")
    assert "Wethouder" in page
    post(parties.contractor, path, 422)
    assert not Agreement.objects.exists()


def test_the_page_shows_all_versions_side_by_side(cast: Any, small: Any, parties: Parties) -> None:
    errand = agreed(cast, small, parties)
    change_assignment(actor=cast.secretary.actor, assignment=errand, changes={"money": "1 euro"})
    page = get(cast.reader, f"/work/assignments/{errand.pk}/")
    assert "<del>400.000 euro</del>" in page and "<ins>1 euro</ins>" in page
    assert "Version 1 holds until every party agreed to version 2" in page
    assert "agreed on" in page


def test_a_change_of_what_was_offered_makes_the_next_version(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/edit/"
    assert "Make a new version" in get(cast.secretary, path)
    post(cast.secretary, path, **words(errand, hours="8 uur"))
    assert version(errand, 2).hours == "8 uur"
    get(cast.reader, path, 403)
    post(cast.secretary, path, 422, **words(errand, kind="iets"))


def test_an_old_form_is_refused_with_the_difference_and_can_then_be_saved_knowingly(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/edit/"
    old = words(errand, mandate="Alles")
    change_assignment(actor=cast.director.actor, assignment=errand, changes={"hours": "8"})
    page = post(cast.secretary, path, 422, **old)
    assert "<ins>8</ins>" in page
    assert 'name="number" value="2"' in page
    row = version(errand, 2).version
    post(cast.secretary, path, **old | {"number": 2, "row": row, "hours": "8"})
    assert version(errand, 2).mandate == "Alles"


def test_two_keepers_of_one_draft_are_told_of_each_other(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = drafted(cast, small, parties)
    path = f"/work/assignments/{errand.pk}/edit/"
    old = words(errand, money="2 euro")
    change_assignment(actor=cast.director.actor, assignment=errand, changes={"money": "1 euro"})
    page = post(cast.secretary, path, 422, **old)
    assert "1 euro" in page and "2 euro" in page


def test_an_assignment_is_fulfilled_or_withdrawn_by_who_keeps_the_work(
    cast: Any, small: Any, parties: Parties
) -> None:
    done, gone = agreed(cast, small, parties), offered(cast, small, parties)
    later = timezone.localdate() + timedelta(days=1)
    path = f"/work/assignments/{done.pk}/end/fulfil/"
    get(cast.director, path)
    get(cast.reader, path, 403)
    get(cast.director, f"/work/assignments/{done.pk}/end/iets/", 404)
    post(cast.director, path, 422, on=later)
    post(cast.director, path, on=timezone.localdate())
    withdrawing = f"/work/assignments/{gone.pk}/end/withdraw/"
    post(cast.director, withdrawing, on=timezone.localdate(), reason="Geen geld")
    shown = get(cast.reader, f"/work/{small.works['T1'].pk}/assignment/")
    assert "Fulfilled" in shown and "Withdrawn" in shown


def test_the_list_is_filtered_by_state_kind_and_party(
    cast: Any, small: Any, parties: Parties
) -> None:
    drafted(cast, small, parties, code="O1")
    agreed(cast, small, parties, code="O2")
    path = "/registers/assignments/"
    assert "2 found" in get(cast.reader, path)
    for query, code in (
        ("state=agreed", "O2"),
        ("state=draft", "O1"),
        ("sort=-state", "O1"),
        (f"state=agreed&contractor={parties.roles['contractor'].pk}", "O2"),
    ):
        assert code in get(cast.reader, f"{path}?{query}"), query
    assert "Nothing found" in get(cast.reader, f"{path}?state=fulfilled")
    assert "O1" in get(cast.reader, f"{path}export/csv/")


def test_what_waits_for_somebody_stands_on_the_first_page(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = offered(cast, small, parties)
    assert f"/work/assignments/{errand.pk}/agree/" in get(parties.contractor, "/")
    assert "Waits for you" not in get(cast.secretary, "/")


def test_the_page_of_a_role_names_what_it_is_party_to(
    cast: Any, small: Any, parties: Parties
) -> None:
    offered(cast, small, parties)
    role = parties.roles["political_principal"]
    assert "T1.O1" in get(cast.reader, f"/organisation/roles/{role.pk}/")


def test_an_imported_assignment_without_parties_shows_the_gap(cast: Any, small: Any) -> None:
    errand = Assignment.objects.create(
        plan=small.plan, code="O", work=small.works["T1"], kind="bestuursopdracht"
    )
    AssignmentVersion.objects.create(assignment=errand, number=1, scope="Pleinen")
    page = get(cast.reader, f"/work/assignments/{errand.pk}/")
    assert page.count("not told") >= 3
    empty = Assignment.objects.create(plan=small.plan, code="P", work=small.works["T1"])
    get(cast.reader, f"/work/assignments/{empty.pk}/")
    post(cast.director, f"/work/assignments/{empty.pk}/offer/", 422, version=1)


def test_an_assignment_that_is_agreed_shows_when_and_by_whom(
    cast: Any, small: Any, parties: Parties
) -> None:
    errand = agreed(cast, small, parties)
    page = get(cast.reader, f"/work/assignments/{errand.pk}/")
    for who in (parties.contractor, parties.administrative, parties.political):
        assert str(who.person) in page
    change_assignment(actor=cast.secretary.actor, assignment=errand, changes={"hours": "1"})
    offer(actor=cast.secretary.actor, assignment=errand, version_number=2)
    agree(actor=parties.contractor.actor, assignment=errand, version_number=2, party="contractor")
    assert "has not agreed yet" in get(cast.reader, f"/work/{small.works['T1'].pk}/assignment/")


def test_days_of_the_source_are_days_on_screen(cast: Any, small: Any, parties: Parties) -> None:
    errand = offered(cast, small, parties)
    AssignmentVersion.objects.update(offered_on=date(2018, 3, 12))
    assert "2018" in get(cast.reader, f"/work/assignments/{errand.pk}/")
