"""The page of a funding source: who decided which draw, and what is left per year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from koersvast.core.periods import parse_period
from koersvast.decisions.models import Body, Decision, Proposal
from koersvast.funding.models import Allocation, FundingSource, SourceAmount
from koersvast.funding.selectors import SourceState, states_of
from koersvast.funding.source_page import DRAWN, drawn_of
from koersvast.funding.source_picture import LEFT, LONGEST, RIGHT, Step, waterfall
from koersvast.funding.tests.money import tab_of

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def made_source(small: Any, nature: str, amounts: dict[int | None, int]) -> FundingSource:
    source: FundingSource = FundingSource.objects.create(
        plan=small.plan, code="F", title="Budget", nature=nature, work=small.works["W"]
    )
    for year, amount in amounts.items():
        SourceAmount.objects.create(item=source, year=year, amount=amount)
    return source


def draw(source: FundingSource, code: str, amount: int, **more: Any) -> Allocation:
    fields = {"plan": source.plan, "funding_source": source, "title": f"Deel {code}"}
    found: Allocation = Allocation.objects.create(
        code=code, amount=Decimal(amount), **fields | more
    )
    return found


def state(player: Any, source: FundingSource) -> SourceState:
    return states_of(player.actor, FundingSource.objects.filter(pk=source.pk))[0]


def page(player: Any, source: FundingSource) -> str:
    found = player.client.get(reverse("funding-source", args=[source.pk]), headers=ENGLISH)
    assert found.status_code == 200
    return str(found.content.decode())


@pytest.fixture
def million(small: Any) -> FundingSource:
    """Return the structural million of H with its two draws, the later one first."""
    source = made_source(small, "structural", {2023: 1_000_000})
    college = Body.objects.create(code="college", name="College van B en W", kind="college")
    decision = Decision.objects.create(
        plan=small.plan, code="B", body=college, title="Tweede deel", outcome="as_proposed"
    )
    october = parse_period("okt '22")
    draw(source, "T2", 237_931, year=2023, decided_by=decision, decided_on=october)
    draw(source, "T1", 127_000, year=2023, decided_on=parse_period("juni '22"), decision="CMT")
    return source


def test_the_page_names_every_draw_with_who_decided_and_what_is_left(
    cast: Any, million: FundingSource
) -> None:
    text = page(cast.reader, million)
    for shown in ("College van B en W", "Tweede deel", "CMT", "€635,069"[1:], "From 2023"):
        assert shown in text
    assert "–237,931" in text and "<svg" in text


def test_the_table_adds_up_and_stands_in_order_of_decision(
    cast: Any, million: FundingSource
) -> None:
    with override("en"):
        drawn = drawn_of(state(cast.reader, million))
    assert [row.draw.code for row in drawn.rows] == ["T1", "T2"]
    assert (drawn.years, drawn.offered) == (["from 2023"], ["1,000,000"])
    assert [row.cells for row in drawn.rows] == [["–127,000"], ["–237,931"]]
    assert drawn.left[0].left.amount == 635_069
    assert drawn.borrowed == [] and drawn.rest == []
    assert [row.decided for row in drawn.rows] == [
        "CMT, June 2022",
        "College van B en W, October 2022",
    ]


def test_a_structural_draw_stands_in_its_year_and_those_after(cast: Any, small: Any) -> None:
    source = made_source(small, "structural", {2023: 100, 2025: 80})
    draw(source, "T1", 30, year=2024)
    with override("en"):
        drawn = drawn_of(state(cast.reader, source))
    assert drawn.years == ["2023", "2024", "from 2025"]
    assert drawn.rows[0].cells == ["", "–30", "–30"]
    assert [left.left.amount for left in drawn.left] == [100, 70, 50]
    assert [year for year, _picture in drawn.pictures] == drawn.years


def test_what_a_year_takes_from_what_has_no_year_is_a_line_of_its_own(
    cast: Any, small: Any
) -> None:
    source = made_source(small, "incidental", {2023: 100, None: 50})
    draw(source, "T1", 120, year=2023)
    with override("en"):
        drawn = drawn_of(state(cast.reader, source))
    assert drawn.borrowed == ["20", "–20"]
    assert [left.left.amount for left in drawn.left] == [0, 30]
    kinds = [[bar.step.kind for bar in picture.bars] for _year, picture in drawn.pictures]
    assert kinds == [["offered", "draw", "borrowed", "left"], ["offered", "borrowed", "left"]]


def test_a_draw_beyond_what_is_left_is_marked(cast: Any, small: Any) -> None:
    source = made_source(small, "incidental", {2023: 100})
    draw(source, "T1", 120, year=2023, beyond=True)
    text = page(cast.reader, source)
    assert "more than was left, by decision" in text and "allocated too much" in text
    assert 'class="fall-beyond"' in text and 'class="fall-over"' in text


def test_a_decision_that_one_does_not_see_is_nowhere_on_the_page_the_tab_or_the_lists(
    cast: Any, small: Any, million: FundingSource
) -> None:
    body = Body.objects.create(code="raad", name="Geheime raad", kind="council")
    proposal = Proposal.objects.create(
        plan=small.plan, code="V", title="Geheim", body=body, embargo_until=date(2100, 1, 1)
    )
    hidden = Decision.objects.create(
        plan=small.plan, code="BX", body=body, proposal=proposal, title="Geheim", outcome="amended"
    )
    secret = draw(million, "T3", 10, decided_by=hidden)
    million.decided_by = hidden
    million.save()
    for player in (cast.reader, cast.secretary, cast.administrator):
        assert "Geheim" not in page(player, million)
        shown = tab_of(player, small.works["W"])["sources"]
        assert all(row.decided_by is None for each in shown for row in each.draws if row == secret)
        for address in (
            "/registers/allocations/",
            "/registers/allocations/export/csv/",
            "/registers/funding-sources/",
            f"/registers/allocations/{secret.pk}/",
            f"/registers/allocations/{secret.pk}/history/",
        ):
            assert "Geheim" not in player.client.get(address).content.decode(), address
    form = cast.secretary.client.get(f"/registers/allocations/{secret.pk}/edit/").content.decode()
    assert "Geheim" not in form


def test_a_form_that_leaves_an_unseen_decision_empty_does_not_take_it_away(
    cast: Any, small: Any, million: FundingSource
) -> None:
    body = Body.objects.create(code="raad", name="Raad", kind="council")
    proposal = Proposal.objects.create(
        plan=small.plan, code="V", title="Geheim", body=body, embargo_until=date(2100, 1, 1)
    )
    hidden = Decision.objects.create(
        plan=small.plan, code="BX", body=body, proposal=proposal, title="Geheim", outcome="amended"
    )
    secret = draw(million, "T3", 10, decided_by=hidden, year=2023)
    data = {"plan": small.plan.pk, "funding_source": million.pk, "code": "T3", "title": "Beter"}
    data |= {"amount": "10", "year": "2023", "version": "1", "position": "0", "decided_by": ""}
    url = f"/registers/allocations/{secret.pk}/edit/"
    answer = cast.secretary.client.post(url, data)
    assert answer.status_code == 302
    secret.refresh_from_db()
    assert (secret.title, secret.decided_by) == ("Beter", hidden)


def test_many_draws_stand_together_in_the_picture_and_the_table(cast: Any, small: Any) -> None:
    source = made_source(small, "incidental", {2023: 1000})
    for number in range(DRAWN + 2):
        draw(source, f"T{number}", 1, year=2023)
    with override("en"):
        drawn = drawn_of(state(cast.reader, source))
    assert len(drawn.rows) == DRAWN and drawn.rest == ["–2"]
    ((_year, picture),) = drawn.pictures
    assert picture.bars[-2].step.amount == 2
    assert "The others together" in page(cast.reader, source)


def test_a_source_of_which_nothing_is_known_says_what_to_do(cast: Any, small: Any) -> None:
    source = made_source(small, "incidental", {})
    assert "Fill in what this source gives" in page(cast.reader, source)


def test_who_may_not_draw_sees_no_button(cast: Any, million: FundingSource) -> None:
    assert "?plan=" in page(cast.secretary, million)
    assert "funding_source=" not in page(cast.reader, million).partition("registers/allocations")[0]
    gone = reverse("funding-source", args=[999_999])
    assert cast.reader.client.get(gone).status_code == 404


def test_the_page_of_the_decision_lists_what_was_drawn_by_it(
    cast: Any, million: FundingSource
) -> None:
    decision = Decision.objects.get(code="B")
    text = cast.reader.client.get(f"/registers/decisions/{decision.pk}/").content.decode()
    assert "Deel T2" in text and "Deel T1" not in text


def test_the_page_costs_the_same_number_of_queries_with_more_draws(
    cast: Any, million: FundingSource
) -> None:
    page(cast.reader, million)
    with CaptureQueriesContext(connection) as few:
        page(cast.reader, million)
    decision = Decision.objects.get(code="B")
    for number in range(5):
        draw(million, f"X{number}", 1, year=2023, decided_by=decision)
    with CaptureQueriesContext(connection) as many:
        page(cast.reader, million)
    assert len(few) == len(many)


def test_the_waterfall_goes_down_from_what_is_offered_to_what_is_left() -> None:
    steps = [Step("een", Decimal(30)), Step("twee" * 30, Decimal(20))]
    fall = waterfall(
        Step("Biedt", Decimal(100), "offered"), steps, Step("Over", Decimal(50), "left")
    )
    offered, one, two, left = fall.bars
    assert (offered.x, offered.x + offered.width) == (LEFT, RIGHT)
    assert one.x + one.width == RIGHT and two.x + two.width == one.x
    assert (left.x, left.x + left.width) == (LEFT, two.x)
    assert len(two.label) == LONGEST and two.y > one.y


def test_an_overdrawn_waterfall_goes_below_nothing() -> None:
    over = Step("Over", Decimal(-20), "over")
    fall = waterfall(Step("Biedt", Decimal(100)), [Step("een", Decimal(120))], over)
    assert fall.zero > LEFT and fall.bars[-1].x == LEFT
    empty = waterfall(Step("Biedt", Decimal(0)), [], Step("Over", Decimal(0)))
    assert empty.zero == LEFT
