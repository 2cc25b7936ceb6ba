"""Who is party to an assignment, whether it is agreed, and what differs between versions."""

from __future__ import annotations

from datetime import date

import pytest

from koersvast.work.rules.assignments import (
    AssignmentState,
    Consent,
    Deal,
    Difference,
    differences,
    not_yet_to_offer,
    state_of,
    wrong_consents,
)

FIRST, LAST = date(2023, 3, 1), date(2023, 3, 9)
TWO = Deal("assignment", {"contractor": "pm", "administrative_principal": "directie"})
THREE = Deal("bestuursopdracht", {**TWO.parties, "political_principal": "wethouder"})
CONTRACTOR = Consent("contractor", "pm", "anna", FIRST)
PRINCIPAL = Consent("administrative_principal", "directie", "bert", LAST)


def test_the_political_principal_is_party_to_a_bestuursopdracht_only() -> None:
    assert TWO.needed == ("contractor", "administrative_principal")
    assert THREE.needed == ("contractor", "administrative_principal", "political_principal")


def test_a_version_waits_for_every_party_that_did_not_agree() -> None:
    assert TWO.waits_for([]) == ["contractor", "administrative_principal"]
    assert THREE.waits_for([CONTRACTOR, PRINCIPAL]) == ["political_principal"]
    assert TWO.waits_for([CONTRACTOR, PRINCIPAL]) == []


def test_a_party_without_a_role_cannot_have_agreed() -> None:
    assert Deal("assignment").waits_for([CONTRACTOR, PRINCIPAL]) == [*TWO.needed]


def test_who_agreed_as_another_role_did_not_agree_as_the_present_party() -> None:
    moved = Deal("assignment", {**TWO.parties, "contractor": "nieuwe-pm"})
    assert moved.waits_for([CONTRACTOR, PRINCIPAL]) == ["contractor"]


def test_it_is_agreed_on_the_day_of_the_last_party() -> None:
    assert TWO.agreed_on([PRINCIPAL, CONTRACTOR]) == LAST
    assert TWO.agreed_on([PRINCIPAL]) is None


@pytest.mark.parametrize(
    ("offered", "agreed", "fulfilled", "withdrawn", "expected"),
    [
        (None, None, None, None, "draft"),
        (FIRST, None, None, None, "offered"),
        (FIRST, LAST, None, None, "agreed"),
        (FIRST, LAST, LAST, None, "fulfilled"),
        (FIRST, None, None, LAST, "withdrawn"),
    ],
)
def test_the_state_follows_the_days(
    offered: date | None,
    agreed: date | None,
    fulfilled: date | None,
    withdrawn: date | None,
    expected: str,
) -> None:
    state = state_of(
        offered_on=offered, agreed_on=agreed, fulfilled_on=fulfilled, withdrawn_on=withdrawn
    )
    assert state == expected
    assert state.label and state.tone


def test_every_state_has_a_word_and_a_colour() -> None:
    assert all(str(state.label) and state.tone for state in AssignmentState)


def test_differences_are_told_per_field_old_and_new() -> None:
    old = {"result": "Tien pleinen", "money": "100", "hours": "8 "}
    new = {"result": "Tien pleinen", "money": "200", "hours": "8", "people": "Twee"}
    assert differences(old, new) == [
        Difference("money", "100", "200"),
        Difference("people", "", "Twee"),
    ]


def test_what_lacks_a_result_or_a_party_cannot_be_offered() -> None:
    found = not_yet_to_offer(Deal("assignment", {"contractor": "pm"}), " ")
    assert len(found) == 2
    assert not_yet_to_offer(TWO, "Tien pleinen") == []


def test_a_role_makes_no_agreement_with_itself() -> None:
    same = Deal("assignment", dict.fromkeys(TWO.needed, "pm"))
    assert len(not_yet_to_offer(same, "Tien pleinen")) == 1


def test_sound_agreements_are_not_complained_of() -> None:
    assert list(wrong_consents(TWO, [CONTRACTOR, PRINCIPAL], latest=True)) == []
    unknown = [Consent(each.party, each.role, None, FIRST) for each in (CONTRACTOR, PRINCIPAL)]
    assert list(wrong_consents(TWO, unknown, latest=True)) == []


def test_one_person_does_not_agree_for_two_parties() -> None:
    twice = [CONTRACTOR, Consent("administrative_principal", "directie", "anna", LAST)]
    (sentence,) = wrong_consents(TWO, twice, latest=False)
    assert "anna" in sentence


def test_a_party_that_is_none_does_not_agree() -> None:
    political = Consent("political_principal", "wethouder", None, LAST)
    assert len(list(wrong_consents(TWO, [political], latest=True))) == 1
    assert list(wrong_consents(TWO, [political], latest=False)) == []


def test_another_role_than_the_party_does_not_agree() -> None:
    other = Consent("contractor", "buurman", None, LAST)
    (sentence,) = wrong_consents(TWO, [other], latest=True)
    assert "buurman" in sentence
    assert list(wrong_consents(TWO, [other], latest=False)) == []
