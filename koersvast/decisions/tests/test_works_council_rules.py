"""What the works council's rights allow, by dates (rule 6 of the domain; WOR 25, 26, 27, 46d)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from koersvast.core.periods import Period, parse_period
from koersvast.decisions.rules import execution, requests, works_council
from koersvast.decisions.rules.requests import Decided, Request, Why

ASKED = Request(
    title="Advies",
    requested_on=parse_period("2023-02-01"),
    reasons="Te veel lagen.",
    consequences="Functies wijzigen.",
    measures="Sociaal statuut.",
    consultation_on=parse_period("2023-02-15"),
    agreed_term=date(2023, 3, 15),
)
GIVEN = replace(ASKED, given_on=parse_period("2023-03-01"), outcome="positive")
CONSENT = replace(GIVEN, kind="consent")
OPEN_REQUEST = replace(ASKED, requested_on=None)


def day(text: str) -> Period:
    """Return a period as a source writes it."""
    return parse_period(text)


def why(refusal: requests.Refusal | None) -> Why | None:
    """Return the ground of a refusal."""
    return refusal.why if refusal else None


def deciding(text: str, *asked: Request) -> Why | None:
    """Return why one may not decide on a day."""
    return why(works_council.refusal_to_decide(asked, day(text)))


@pytest.mark.parametrize(
    ("kind", "left_out", "expected"),
    [
        ("advice", "reasons", Why.NO_REASONS),
        ("advice", "consequences", Why.NO_CONSEQUENCES),
        ("advice", "measures", Why.NO_MEASURES),
        ("consent", "reasons", Why.NO_REASONS),
        ("consent", "consequences", Why.NO_CONSEQUENCES),
        ("consent", "measures", None),
        ("other", "reasons", None),
        ("other", "consequences", None),
        ("other", "measures", None),
    ],
)
def test_asking_needs_what_the_act_names(kind: str, left_out: str, expected: Why | None) -> None:
    request = replace(OPEN_REQUEST, kind=kind, **{left_out: "  "})
    assert why(works_council.refusal_to_ask(request, day("2023-02-01"))) is expected


def test_what_was_asked_or_withdrawn_is_not_asked_again() -> None:
    on = day("2023-02-01")
    assert why(works_council.refusal_to_ask(ASKED, on)) is Why.ALREADY_ASKED
    gone = replace(OPEN_REQUEST, withdrawn=True)
    assert why(works_council.refusal_to_ask(gone, on)) is Why.WITHDRAWN


@pytest.mark.parametrize(
    ("asked_on", "decided_on", "refused"),
    [
        ("2023-02-01", "2023-02-02", False),
        ("2023-02-01", "2023-02-01", True),
        ("2023-02-02", "2023-02-01", True),
        ("februari 2023", "2023-02-28", True),
        ("januari 2023", "2023-02-01", False),
        ("2023-02-01", "Q1 2023", True),
        ("2023-02-01", "Q2 2023", False),
        ("2023-02-01", "ooit", True),
        ("2023-02-01", None, True),
    ],
)
def test_advice_is_asked_in_time_to_matter(
    asked_on: str, decided_on: str | None, refused: bool
) -> None:
    decided = day(decided_on) if decided_on else None
    refusal = works_council.refusal_to_ask(OPEN_REQUEST, day(asked_on), decided, decided=True)
    assert why(refusal) is (Why.DECIDED_ALREADY if refused else None)


def test_as_long_as_nothing_is_decided_one_may_ask() -> None:
    assert works_council.refusal_to_ask(OPEN_REQUEST, day("2023-02-01")) is None


@pytest.mark.parametrize(
    ("changes", "given_on", "expected"),
    [
        ({}, "2023-03-01", None),
        ({}, "2023-02-15", None),
        ({}, "2023-02-14", Why.CONSULTED_LATER),
        ({}, "2023-01-31", Why.ASKED_LATER),
        ({}, "Q1 2023", Why.ASKED_LATER),
        ({}, "maart 2023", None),
        ({"consultation_on": None}, "2023-03-01", Why.NOT_CONSULTED),
        ({"consultation_on": parse_period("Q1 2023")}, "2023-03-01", Why.CONSULTED_LATER),
        ({"consultation_on": parse_period("Q1 2023")}, "2023-04-01", None),
        ({"consultation_on": parse_period("ooit")}, "2023-04-01", Why.CONSULTED_LATER),
        ({"requested_on": None}, "2023-03-01", Why.NOT_ASKED),
        ({"withdrawn": True}, "2023-03-01", Why.WITHDRAWN),
        ({"given_on": parse_period("2023-03-01")}, "2023-03-02", Why.ALREADY_GIVEN),
    ],
)
@pytest.mark.parametrize("kind", ["advice", "consent"])
def test_a_consultation_meeting_precedes_the_advice(
    changes: dict[str, object], given_on: str, expected: Why | None, kind: str
) -> None:
    request = replace(ASKED, kind=kind, **changes)  # type: ignore[arg-type]
    assert why(works_council.refusal_to_give(request, day(given_on))) is expected


def test_other_advice_needs_no_request_and_no_meeting_but_comes_after_its_request() -> None:
    other = Request(kind="other")
    assert works_council.refusal_to_give(other, day("2023-03-01")) is None
    asked = replace(other, requested_on=day("2023-03-02"))
    assert why(works_council.refusal_to_give(asked, day("2023-03-01"))) is Why.ASKED_LATER


@pytest.mark.parametrize("kind", ["advice", "other"])
@pytest.mark.parametrize(
    ("changes", "decided_on", "expected"),
    [
        ({"given_on": parse_period("2023-03-01")}, "2023-03-01", None),
        ({"given_on": parse_period("2023-03-01")}, "2023-02-28", Why.GIVEN_LATER),
        ({"given_on": parse_period("Q4 2022")}, "2022-12-30", Why.GIVEN_LATER),
        ({"given_on": parse_period("Q4 2022")}, "2022-12-31", None),
        ({"given_on": parse_period("Q4 2022")}, "Q4 2022", Why.GIVEN_LATER),
        ({"given_on": parse_period("Q4 2022")}, "januari 2023", None),
        ({"given_on": parse_period("ooit")}, "2023-03-01", Why.GIVEN_LATER),
        ({"requested_on": None}, "2023-04-01", Why.NOT_ASKED),
        ({"agreed_term": None}, "2023-04-01", Why.NO_TERM),
        ({}, "2023-03-15", Why.TERM_RUNS),
        ({}, "2023-03-16", None),
        ({}, "maart 2023", Why.TERM_RUNS),
        ({}, "april 2023", None),
        ({"requested_on": parse_period("Q1 2023")}, "2023-03-16", Why.ASKED_LATER),
        ({"requested_on": parse_period("Q1 2023")}, "2023-03-31", None),
    ],
)
def test_one_decides_after_the_advice_or_after_the_agreed_term(
    changes: dict[str, object], decided_on: str, expected: Why | None, kind: str
) -> None:
    assert deciding(decided_on, replace(ASKED, kind=kind, **changes)) is expected  # type: ignore[arg-type]


def test_the_refusal_names_the_request_and_the_last_day_of_the_term() -> None:
    refusal = works_council.refusal_to_decide([GIVEN, ASKED], day("2023-03-10"))
    assert refusal == requests.Refusal(Why.TERM_RUNS, "Advies", date(2023, 3, 15))


@pytest.mark.parametrize(
    ("changes", "decided_on", "expected"),
    [
        ({}, "2023-03-01", None),
        ({}, "2023-02-28", Why.GIVEN_LATER),
        ({"given_on": None}, "2024-01-01", Why.NO_CONSENT),
        ({"outcome": "negative"}, "2024-01-01", Why.CONSENT_REFUSED),
        ({"outcome": ""}, "2024-01-01", Why.NO_CONSENT),
        ({"outcome": "conditional"}, "2024-01-01", Why.CONSENT_CONDITIONAL),
        ({"outcome": "conditional", "followed": False}, "2024-01-01", Why.CONSENT_CONDITIONAL),
        ({"outcome": "conditional", "followed": True}, "2024-01-01", None),
        ({"outcome": "negative", "leave_on": date(2023, 6, 1)}, "2023-06-01", None),
        ({"outcome": "negative", "leave_on": date(2023, 6, 1)}, "2023-05-31", Why.CONSENT_REFUSED),
        ({"given_on": None, "leave_on": date(2023, 6, 1)}, "2023-06-02", None),
    ],
)
def test_no_decision_without_consent_or_the_leave_of_the_court(
    changes: dict[str, object], decided_on: str, expected: Why | None
) -> None:
    assert deciding(decided_on, replace(CONSENT, **changes)) is expected  # type: ignore[arg-type]


def test_a_term_that_passed_is_no_consent() -> None:
    assert deciding("2030-01-01", replace(ASKED, kind="consent")) is Why.NO_CONSENT


def test_a_withdrawn_request_blocks_nothing() -> None:
    assert deciding("2023-02-02", replace(ASKED, withdrawn=True)) is None
    assert deciding("2023-02-02", replace(CONSENT, given_on=None, withdrawn=True)) is None


def test_a_withdrawn_request_does_not_free_the_other_one() -> None:
    assert deciding("2023-03-02", replace(ASKED, withdrawn=True), ASKED) is Why.TERM_RUNS


def test_a_proposal_is_not_adopted_on_a_request_that_was_withdrawn() -> None:
    def adopting(*asked: Request) -> Why | None:
        return why(works_council.refusal_to_adopt(asked, day("2023-03-02")))

    gone = replace(ASKED, withdrawn=True)
    assert adopting() is None
    assert adopting(gone) is Why.ASKED_ANEW
    assert adopting(gone, CONSENT) is Why.ASKED_ANEW
    assert adopting(replace(gone, kind="other")) is None
    assert adopting(replace(gone, requested_on=None)) is None
    assert adopting(gone, Request(not_asked_ground="Art. 46d")) is None
    assert adopting(replace(gone, not_asked_ground="Art. 46d")) is None
    assert adopting(gone, ASKED) is Why.TERM_RUNS
    assert adopting(gone, GIVEN) is None


def test_a_decision_as_proposed_does_not_follow_negative_advice() -> None:
    negative = replace(GIVEN, outcome="negative", followed=True)
    decided = replace(taken(negative), outcome="as_proposed")
    assert why(execution.refusal_to_notify(decided, TOLD, True, "")) is Why.NOT_FOLLOWED
    assert execution.refusal_to_notify(decided, TOLD, False, "Te duur.") is None
    amended = replace(decided, outcome="amended")
    assert execution.refusal_to_notify(amended, TOLD, True, "") is None
    assert why(execution.refusal_to_execute(replace(decided, notified_on=None), TOLD)) in (
        Why.NOT_TOLD,
    )
    assert execution.refusal_to_execute(amended, TOLD) is None


def test_political_primacy_blocks_nothing_except_the_consequences_for_staff() -> None:
    primacy = Request(title="Taak naar de regio", not_asked_ground="Art. 46d")
    staff = replace(primacy, consequences="Twintig mensen gaan over.")
    assert deciding("2023-02-02", primacy) is None
    assert deciding("2023-02-02", staff) is Why.STAFF
    assert deciding("2023-03-01", replace(GIVEN, not_asked_ground="Art. 46d")) is None


def test_consequences_for_staff_may_be_asked_on_in_a_request_of_their_own() -> None:
    staff = Request(title="Taak", not_asked_ground="Art. 46d", consequences="Mensen gaan over.")
    assert deciding("2023-03-01", staff, GIVEN) is None
    assert deciding("2023-03-01", staff, ASKED) is Why.TERM_RUNS
    assert deciding("2023-03-01", staff, replace(GIVEN, withdrawn=True)) is Why.STAFF
    assert deciding("2023-03-01", staff, CONSENT) is Why.STAFF


def test_without_a_request_one_may_decide() -> None:
    assert deciding("2023-03-01") is None


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2023-01-31", "2023-02-28"),
        ("2024-01-31", "2024-02-29"),
        ("2023-01-28", "2023-02-28"),
        ("2023-02-28", "2023-03-28"),
        ("2023-03-31", "2023-04-30"),
        ("2023-12-01", "2024-01-01"),
        ("2023-12-31", "2024-01-31"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_the_month(start: str, expected: str) -> None:
    assert execution.month_after(date.fromisoformat(start)) == date.fromisoformat(expected)


def taken(*asked: Request, on: str | None = "2023-03-20", told: date | None = None) -> Decided:
    """Return a decision that was taken."""
    return Decided("Plan", True, day(on) if on else None, told, asked)


TOLD = date(2023, 3, 24)
DEVIATES = replace(GIVEN, followed=False)


@pytest.mark.parametrize(
    ("decided", "starts", "expected"),
    [
        (Decided("Plan"), None, Why.NOT_DECIDED),
        (taken(), date(2023, 3, 20), None),
        (taken(on="Q1 2023"), date(2023, 3, 31), None),
        (taken(on=None), date.min, None),
        (taken(replace(GIVEN, followed=True)), date(2023, 3, 20), None),
        (taken(DEVIATES), None, Why.NOT_TOLD),
        (taken(DEVIATES, told=TOLD), date(2023, 4, 24), None),
        (taken(GIVEN, told=TOLD), date(2023, 4, 24), None),
        (taken(ASKED, told=TOLD), date(2023, 4, 24), None),
        (taken(replace(ASKED, followed=True), told=TOLD), date(2023, 4, 24), None),
        (taken(DEVIATES, told=date(2023, 1, 31), on="2023-01-20"), date(2023, 2, 28), None),
        (taken(replace(DEVIATES, waived_on=date(2023, 4, 2)), told=TOLD), date(2023, 4, 2), None),
        (taken(replace(DEVIATES, waived_on=date(2023, 4, 2))), date(2023, 4, 2), None),
        (taken(replace(DEVIATES, waived_on=date(2023, 5, 2)), told=TOLD), date(2023, 4, 24), None),
        (taken(replace(DEVIATES, waived_on=date(2023, 3, 2)), told=TOLD), date(2023, 3, 20), None),
        (taken(replace(DEVIATES, withdrawn=True)), date(2023, 3, 20), None),
        (taken(Request(not_asked_ground="Art. 46d")), date(2023, 3, 20), None),
        (taken(CONSENT), date(2023, 3, 20), None),
        (taken(replace(GIVEN, kind="other")), date(2023, 3, 20), None),
        (taken(replace(GIVEN, followed=True), DEVIATES, told=TOLD), date(2023, 4, 24), None),
    ],
)
def test_execution_waits_a_month_unless_the_advice_is_followed_or_the_council_waives(
    decided: Decided, starts: date | None, expected: Why | None
) -> None:
    found = execution.execution_of(decided)
    assert found.starts == starts
    assert why(found.refusal) is expected


def test_execution_is_refused_until_its_first_day() -> None:
    decided = taken(DEVIATES, told=TOLD)
    refusal = execution.refusal_to_execute(decided, date(2023, 4, 23))
    assert refusal == requests.Refusal(Why.WAITS, "Plan", date(2023, 4, 24))
    assert execution.refusal_to_execute(decided, date(2023, 4, 24)) is None
    assert why(execution.refusal_to_execute(Decided(), TOLD)) is Why.NOT_DECIDED


@pytest.mark.parametrize(
    ("decided", "followed", "deviation", "expected"),
    [
        (taken(GIVEN), True, "", None),
        (taken(GIVEN), False, "Anders bedoeld.", None),
        (taken(GIVEN), False, " ", Why.NO_DEVIATION),
        (taken(GIVEN), None, "", Why.FOLLOWED_UNKNOWN),
        (taken(ASKED), None, "", None),
        (taken(CONSENT), None, "", None),
        (taken(GIVEN, on=None), True, "", None),
        (taken(GIVEN, on="2023-03-25"), True, "", Why.TOLD_EARLIER),
        (taken(GIVEN, on="Q1 2023"), True, "", None),
        (Decided("Plan"), True, "", Why.NOT_DECIDED),
    ],
)
def test_the_council_is_told_with_reasons_where_the_decision_deviates(
    decided: Decided, followed: bool | None, deviation: str, expected: Why | None
) -> None:
    assert why(execution.refusal_to_notify(decided, TOLD, followed, deviation)) is expected


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        (Request(), [*list(Why)[3:6], Why.NOT_ASKED, Why.NOT_CONSULTED, Why.NO_TERM]),
        (
            Request(kind="consent"),
            [Why.NO_REASONS, Why.NO_CONSEQUENCES, Why.NOT_ASKED, Why.NOT_CONSULTED],
        ),
        (Request(kind="other"), [Why.NOT_ASKED, Why.NO_TERM]),
        (Request(kind="other", given_on=parse_period("2023-03-01")), []),
        (GIVEN, []),
        (ASKED, []),
        (Request(withdrawn=True), []),
        (Request(not_asked_ground="Art. 46d"), []),
    ],
)
def test_what_is_missing_in_a_request_is_named(request_: Request, expected: list[Why]) -> None:
    assert works_council.missing_in(request_) == expected
