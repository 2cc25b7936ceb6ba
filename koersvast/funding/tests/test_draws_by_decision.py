"""Draws on a source by a decision of the register: who decided, and what a decision allows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from koersvast.core.actors import SYSTEM, Actor
from koersvast.core.money import Total
from koersvast.core.services import CannotRestore, change_record, delete_record, restore_batch
from koersvast.decisions.models import Body, Decision, Proposal
from koersvast.funding.models import Allocation, FundingSource, SourceAmount
from koersvast.funding.services import (
    add_source,
    allocate,
    change_allocation,
    change_source,
    set_amounts,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def decided(small: Any) -> Any:
    """Return what makes a decision of the college with an outcome."""
    college = Body.objects.create(code="college", name="College", kind="college")

    def make(outcome: str, code: str = "B1", **more: Any) -> Decision:
        fields = {"plan": small.plan, "code": code, "body": college, "title": f"Besluit {code}"}
        made: Decision = Decision.objects.create(**fields | more, outcome=outcome)
        return made

    return make


@pytest.fixture
def closed(small: Any, decided: Any) -> Decision:
    """Return an adopted decision on a proposal that nobody of the cast sees."""
    body = Body.objects.create(code="raad", name="Raad", kind="council")
    proposal = Proposal.objects.create(
        plan=small.plan, code="V1", title="Geheim", body=body, embargo_until=date(2100, 1, 1)
    )
    made: Decision = decided("as_proposed", "B9", body=body, proposal=proposal)
    return made


def draw(small: Any, amount: int, code: str = "A1", **more: Any) -> Allocation:
    fields = {"plan": small.plan, "funding_source": small.sources["B1"], "work": small.works["T1"]}
    return Allocation(code=code, title="Start", amount=Decimal(amount), **fields | more)


def refusal(error: pytest.ExceptionInfo[ValidationError], field: str) -> str:
    return " ".join(error.value.message_dict[field])


@pytest.mark.parametrize("outcome", ["as_proposed", "amended"])
def test_a_draw_names_a_decision_that_was_adopted(
    cast: Any, small: Any, decided: Any, outcome: str
) -> None:
    allocate(actor=cast.secretary.actor, allocation=draw(small, 50, decided_by=decided(outcome)))
    assert Allocation.objects.get().decided_by.outcome == outcome


@pytest.mark.parametrize("outcome", ["", "postponed", "rejected", "withdrawn", "noted"])
def test_a_decision_that_was_not_adopted_gives_no_money(
    cast: Any, small: Any, decided: Any, outcome: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        allocation = draw(small, 50, decided_by=decided(outcome))
        allocate(actor=cast.secretary.actor, allocation=allocation)
    assert refusal(refused, "decided_by")
    assert not Allocation.objects.exists()


def test_a_decision_that_one_does_not_see_does_not_exist(
    cast: Any, small: Any, closed: Decision
) -> None:
    for player in (cast.secretary, cast.administrator):
        with pytest.raises(ValidationError) as refused:
            allocate(actor=player.actor, allocation=draw(small, 50, decided_by=closed))
        assert str(closed) not in refusal(refused, "decided_by")


def test_a_decision_may_allow_more_than_is_left(cast: Any, small: Any, decided: Any) -> None:
    actor = cast.secretary.actor
    allocate(actor=actor, allocation=draw(small, 80))
    more = {"decided_by": decided("as_proposed")}
    with pytest.raises(ValidationError):
        allocate(actor=actor, allocation=draw(small, 30, "A2", **more))
    allocate(actor=actor, allocation=draw(small, 30, "A2", beyond=True, **more))
    with pytest.raises(ValidationError):
        allocate(actor=actor, allocation=draw(small, 1, "A3"))
    assert Allocation.objects.count() == 2


def drawn_beyond(small: Any, actor: Actor, decision: Decision) -> Allocation:
    """Draw more than is left, as a decision allows."""
    allocation = draw(small, 100, beyond=True, decided_by=decision)
    allocate(actor=actor, allocation=allocation)
    return allocation


def test_words_alone_never_allow_more_than_is_left(cast: Any, small: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        allocation = draw(small, 81, beyond=True, decision="College")
        allocate(actor=cast.secretary.actor, allocation=allocation)
    assert refusal(refused, "decided_by")


def test_an_allowed_draw_does_not_lose_its_decision_nor_its_tick(
    cast: Any, small: Any, decided: Any
) -> None:
    actor, decision = cast.secretary.actor, decided("amended")
    allocation = drawn_beyond(small, actor, decision)
    for changes in (
        {"decided_by": None},
        {"beyond": False},
        {"decided_by": decided("noted", "B2")},
    ):
        with pytest.raises(ValidationError):
            change_allocation(actor=actor, allocation=allocation, changes=changes)
    change_allocation(actor=actor, allocation=allocation, changes={"amount": Decimal(120)})
    change_allocation(
        actor=actor, allocation=allocation, changes={"amount": Decimal(80), "beyond": False}
    )
    assert Allocation.objects.get().beyond is False


def test_a_draw_on_a_decision_that_was_withdrawn_since_grows_no_more(
    cast: Any, small: Any, decided: Any
) -> None:
    actor, decision = cast.secretary.actor, decided("as_proposed")
    allocation = drawn_beyond(small, actor, decision)
    decision.outcome = "withdrawn"
    decision.save()
    with pytest.raises(ValidationError):
        change_allocation(actor=actor, allocation=allocation, changes={"amount": Decimal(120)})
    assert change_allocation(actor=actor, allocation=allocation, changes={"title": "Vervolg"})


@pytest.mark.parametrize("outcome", ["", "rejected", "noted"])
def test_a_decision_stays_adopted_while_it_allows_more_than_is_left(
    cast: Any, small: Any, decided: Any, outcome: str
) -> None:
    actor, decision = cast.secretary.actor, decided("as_proposed")
    allocation = drawn_beyond(small, actor, decision)
    given: dict[str, Any] = {"actor": actor, "record": decision}
    with pytest.raises(PermissionDenied, match=r"“Start” \(A1\).* toewijzing"):
        change_record(**given, changes={"outcome": outcome})
    assert change_record(**given, changes={"outcome": "amended"})
    assert change_record(**given, changes={"title": "Anders"})
    changes = {"amount": Decimal(80), "beyond": False}
    change_allocation(actor=actor, allocation=allocation, changes=changes)
    assert change_record(**given, changes={"outcome": outcome})


def test_a_draw_is_not_put_back_when_its_decision_no_longer_allows_it(
    cast: Any, small: Any, decided: Any
) -> None:
    actor, decision = cast.secretary.actor, decided("as_proposed")
    allocation = drawn_beyond(small, actor, decision)
    batch = delete_record(actor=actor, record=allocation)
    change_record(actor=actor, record=decision, changes={"outcome": "rejected"})
    with pytest.raises(CannotRestore, match="niet aangenomen"):
        restore_batch(actor=actor, batch=batch)
    change_record(actor=actor, record=decision, changes={"outcome": "amended"})
    assert restore_batch(actor=actor, batch=batch) == [allocation]


def test_who_does_not_see_the_decision_still_describes_the_draw_better(
    cast: Any, small: Any, closed: Decision
) -> None:
    allocation = draw(small, 50, decided_by=closed)
    allocation.save()
    changes = {"title": "Vervolg", "amount": Decimal(60)}
    assert change_allocation(actor=cast.secretary.actor, allocation=allocation, changes=changes)
    assert Allocation.objects.get().decided_by == closed


def test_a_source_is_not_lowered_below_what_is_drawn(cast: Any, small: Any) -> None:
    actor, source = cast.secretary.actor, small.sources["B1"]
    allocate(actor=actor, allocation=draw(small, 60))
    with pytest.raises(ValidationError) as refused:
        set_amounts(actor=actor, item=source, amounts={2023: Total(Decimal(59))})
    assert "60" in " ".join(refused.value.messages)
    for removed in ({2023: None}, {2023: Total(pm=True)}, {2024: Total(Decimal(10))}):
        with pytest.raises(ValidationError):
            set_amounts(actor=actor, item=source, amounts=removed)
    assert source.amounts.get().total == Total(Decimal(80))
    assert set_amounts(actor=actor, item=source, amounts={2023: Total(Decimal(60))})


def test_a_source_keeps_a_nature_that_gives_what_was_drawn(cast: Any, small: Any) -> None:
    actor, source = cast.secretary.actor, small.sources["B1"]
    allocate(actor=actor, allocation=draw(small, 60, year=2024))
    with pytest.raises(ValidationError):
        change_source(actor=actor, source=source, changes={"nature": "incidental"})
    assert FundingSource.objects.get(pk=source.pk).nature == "structural"
    assert change_source(actor=actor, source=source, changes={"title": "Begroting"}) == ["title"]


def test_a_source_names_a_decision_that_was_adopted_and_that_one_sees(
    cast: Any, small: Any, decided: Any, closed: Decision
) -> None:
    actor, source = cast.secretary.actor, small.sources["B1"]
    for decision in (decided("rejected", "B2"), closed):
        with pytest.raises(ValidationError):
            change_source(actor=actor, source=source, changes={"decided_by": decision})
        with pytest.raises(ValidationError):
            new = FundingSource(
                plan=small.plan, code="B3", title="Bron", nature="incidental", decided_by=decision
            )
            add_source(actor=actor, source=new)
    adopted = decided("as_proposed", "B5")
    assert change_source(actor=actor, source=source, changes={"decided_by": adopted})
    new = FundingSource(
        plan=small.plan, code="B3", title="Bron", nature="incidental", decided_by=adopted
    )
    add_source(actor=actor, source=new)
    assert FundingSource.objects.filter(decided_by=adopted).count() == 2


def test_only_editors_keep_sources(cast: Any, small: Any) -> None:
    source = small.sources["B1"]
    with pytest.raises(PermissionDenied):
        change_source(actor=cast.director.actor, source=source, changes={"title": "x"})
    with pytest.raises(PermissionDenied):
        add_source(actor=cast.director.actor, source=FundingSource(plan=small.plan))


def test_a_draw_moves_to_a_source_with_room_and_a_gift_stays_where_it_is_needed(
    cast: Any, small: Any
) -> None:
    actor = cast.secretary.actor
    other = FundingSource.objects.create(
        plan=small.plan, code="B2", title="Berap", nature="incidental"
    )
    SourceAmount.objects.create(item=other, year=2023, amount=10)
    gift = draw(small, -20)
    allocate(actor=actor, allocation=gift)
    allocate(actor=actor, allocation=draw(small, 100, "A2"))
    with pytest.raises(ValidationError):
        change_allocation(actor=actor, allocation=gift, changes={"funding_source": other})
    small_draw = draw(small, 0, "A3")
    allocate(actor=actor, allocation=small_draw)
    changes = {"funding_source": other, "amount": Decimal(10), "year": 2023}
    assert change_allocation(actor=actor, allocation=small_draw, changes=changes)


def test_a_draw_on_a_source_that_is_gone_is_refused_by_its_own_check(cast: Any, small: Any) -> None:
    gone = FundingSource.objects.create(
        plan=small.plan, code="B2", title="Berap", nature="incidental"
    )
    allocation = draw(small, 5, funding_source=FundingSource.objects.get(pk=gone.pk))
    gone.delete()
    with pytest.raises(ValidationError):
        allocate(actor=cast.secretary.actor, allocation=allocation)


def test_a_draw_that_is_gone_is_not_found(cast: Any, small: Any) -> None:
    with pytest.raises(Http404):
        change_allocation(actor=cast.secretary.actor, allocation=draw(small, 5), changes={})


def test_undo_does_not_draw_what_somebody_else_drew_since(cast: Any, small: Any) -> None:
    actor = cast.secretary.actor
    first = draw(small, 80)
    allocate(actor=actor, allocation=first)
    batch = delete_record(actor=actor, record=first)
    assert restore_batch(actor=actor, batch=batch) == [first]
    batch = delete_record(actor=actor, record=Allocation.objects.get(code="A1"))
    allocate(actor=actor, allocation=draw(small, 80, "A2"))
    with pytest.raises(CannotRestore, match="nog heeft"):
        restore_batch(actor=actor, batch=batch)
    assert not Allocation.objects.filter(code="A1").exists()


def test_a_gift_that_was_drawn_since_is_not_deleted(cast: Any, small: Any) -> None:
    actor = cast.secretary.actor
    gift = draw(small, -50, "A2")
    allocate(actor=actor, allocation=draw(small, 80))
    allocate(actor=actor, allocation=gift)
    allocate(actor=actor, allocation=draw(small, 50, "A3"))
    with pytest.raises(PermissionDenied, match="uit deze bron"):
        delete_record(actor=actor, record=gift)
    assert Allocation.objects.filter(code="A2").exists()
    assert delete_record(actor=SYSTEM, record=gift)


def test_a_draw_on_a_source_that_is_gone_is_not_put_back(cast: Any, small: Any) -> None:
    actor = cast.secretary.actor
    source = FundingSource.objects.create(
        plan=small.plan, code="B2", title="Berap", nature="incidental"
    )
    allocation = draw(small, 0, funding_source=source)
    allocate(actor=actor, allocation=allocation)
    batch = delete_record(actor=actor, record=allocation)
    source.delete()
    with pytest.raises(CannotRestore):
        restore_batch(actor=actor, batch=batch)
