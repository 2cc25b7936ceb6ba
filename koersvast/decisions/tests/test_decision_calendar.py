"""The calendar of decision moments: exact and rough ones, and where they lie from their plan."""

from __future__ import annotations

from datetime import date

import pytest

from koersvast.core.periods import parse_period
from koersvast.decisions.models import Body, DecisionMoment, Proposal
from koersvast.decisions.rules.calendar import Per, When, lies, stretch_of, stretches
from koersvast.decisions.templatetags.decisions import stretch
from tests.cast import Cast, SmallPlan

REFERENCE = date(2023, 3, 1)


@pytest.mark.parametrize(
    ("text", "per", "first", "last"),
    [
        ("22 november 2022", "quarter", "2022-10-01", "2022-12-31"),
        ("22 november 2022", "month", "2022-11-01", "2022-11-30"),
        ("Q4 2022", "quarter", "2022-10-01", "2022-12-31"),
        ("Q4 2022", "month", "2022-10-01", "2022-12-31"),
        ("september/oktober 2023", "quarter", "2023-09-01", "2023-10-31"),
        ("2023", "month", "2023-01-01", "2023-12-31"),
    ],
)
def test_a_moment_stands_in_the_stretch_that_holds_it_or_under_its_own_days(
    text: str, per: str, first: str, last: str
) -> None:
    days = stretch_of(parse_period(text), Per(per))
    assert days == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("text", ["na de zomer", "continu"])
def test_what_has_no_days_stands_in_no_stretch(text: str) -> None:
    assert stretch_of(parse_period(text), Per.MONTH) is None
    assert stretch_of(None, Per.MONTH) is None


def test_stretches_come_in_order_the_rough_after_the_exact_and_the_unknown_last() -> None:
    texts = {
        1: None,
        2: "Q4 2022",
        3: "2 december 2022",
        4: "1 oktober 2022",
        5: "31 december 2022",
    }
    moments = [(key, parse_period(text) if text else None) for key, text in texts.items()]
    found = stretches(moments, Per.MONTH)
    assert [each.keys for each in found] == [(4,), (3, 5), (2,), (1,)]
    assert [each.keys for each in stretches(moments, Per.QUARTER)] == [(4, 3, 2, 5), (1,)]


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("28 februari 2023", When.PAST),
        ("1 maart 2023", When.NOW),
        ("Q1 2023", When.NOW),
        ("2 maart 2023", When.AHEAD),
        ("na de zomer", When.UNKNOWN),
        ("continu", When.UNKNOWN),
    ],
)
def test_past_is_what_ended_before_the_day_the_plan_speaks_from(text: str, where: When) -> None:
    assert lies(parse_period(text), REFERENCE) == where
    assert lies(None, REFERENCE) == When.UNKNOWN


def test_a_stretch_is_called_as_one_says_it() -> None:
    quarter, month = (date(2022, 10, 1), date(2022, 12, 31)), (date(2023, 3, 1), date(2023, 3, 31))
    odd = (date(2023, 9, 1), date(2023, 10, 31))
    assert [stretch(days) for days in (quarter, month, odd, None)] == [
        "Q4 2022",
        "maart 2023",
        "sep – okt 2023",
        "–",
    ]


@pytest.fixture
def moments(small: SmallPlan) -> dict[str, DecisionMoment]:
    found = {}
    for code, when in (("B1", "22 november 2022"), ("B2", "Q4 2023"), ("B3", None)):
        body = Body.objects.create(code=code, name=f"Gremium {code}", kind="college")
        found[code] = DecisionMoment.objects.create(
            plan=small.plan,
            code=code,
            body=body,
            title=f"Moment {code}",
            when=when and parse_period(when),
        )
    return found


def test_the_calendar_shows_moments_with_what_is_planned_for_them(
    cast: Cast, small: SmallPlan, moments: dict[str, DecisionMoment]
) -> None:
    Proposal.objects.create(
        plan=small.plan, code="V1", title="Plan", body=moments["B2"].body, moment=moments["B2"]
    )
    page = cast.reader.client.get("/decisions/").content.decode()
    order = [
        page.index(text) for text in ("Q4 2022", "Moment B1", "Moment B2", "Plan", "Moment B3")
    ]
    assert order[:3] == sorted(order[:3])
    assert "verleden" in page
    assert "komt nog" in page


def test_the_calendar_is_narrowed_to_a_body_and_to_a_plan(
    cast: Cast, small: SmallPlan, moments: dict[str, DecisionMoment]
) -> None:
    client = cast.reader.client
    own = client.get(f"/decisions/?body={moments['B1'].body_id}&plan={small.plan.pk}&per=month")
    assert "Moment B1" in own.content.decode()
    assert "november 2022" in own.content.decode()
    assert "Moment B2" not in own.content.decode()
    assert client.get("/decisions/?body=999999").status_code == 404
    assert client.get("/decisions/?plan=x").status_code == 404


def test_an_empty_calendar_says_what_to_do(cast: Cast) -> None:
    page = cast.secretary.client.get("/decisions/").content.decode()
    assert "Voeg een beslismoment toe" in page
