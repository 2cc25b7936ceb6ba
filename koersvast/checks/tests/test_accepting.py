"""Accepting findings: by whom, with what reason, until when; and when they come back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.utils import timezone

from koersvast.checks.models import Acceptance, CheckCount, NormSetting
from koersvast.checks.policy import may_accept
from koersvast.checks.selectors import (
    EVERYBODY,
    Judged,
    State,
    judged,
    norms_of,
    sees_as_everybody,
    waiting_count,
)
from koersvast.checks.services import accept_finding, note_counts, withdraw_acceptance
from koersvast.core.actors import ANONYMOUS, SYSTEM
from koersvast.core.periods import parse_period
from koersvast.core.services import restore_batch
from koersvast.decisions.models import Body, Decision, DecisionMoment, Proposal, Reader
from koersvast.funding.models import Allocation, CostItem
from koersvast.organisation.models import Role
from koersvast.work.models import WorkProposal

pytestmark = pytest.mark.django_db
RULE = "GELD-09"


@pytest.fixture
def bare(small: Any) -> CostItem:
    """Return a cost item of T1 without an amount: that is a finding."""
    return CostItem.objects.create(
        plan=small.plan, code="K9", work=small.works["T1"], title="Inhuur", nature="incidental"
    )


def finding(plan: Any, actor: Any = SYSTEM, rule: str = RULE) -> Judged:
    return next(row for row in judged(actor, plan) if row.found.rule.code == rule)


def test_an_accepted_finding_counts_no_longer(cast: Any, small: Any, bare: CostItem) -> None:
    row = finding(small.plan)
    kept = accept_finding(
        actor=cast.secretary.actor,
        plan=small.plan,
        found=row.found,
        reason="Volgt uit de begroting.",
    )
    again = finding(small.plan)
    assert (again.state, again.is_open, again.acceptance) == (State.ACCEPTED, False, kept)
    assert kept.accepted_by == cast.secretary.person
    assert kept.history.get().history_user == cast.secretary.user


def test_it_comes_back_when_its_facts_change(cast: Any, small: Any, bare: CostItem) -> None:
    found = finding(small.plan).found
    accept_finding(actor=cast.secretary.actor, plan=small.plan, found=found, reason="Goed zo")
    bare.title = "Inhuur van twee mensen"
    bare.save()
    again = finding(small.plan)
    assert (again.state, again.is_open) == (State.CHANGED, True)
    accept_finding(actor=cast.secretary.actor, plan=small.plan, found=again.found, reason="Nog zo")
    kept = Acceptance.objects.get()
    assert (kept.reason, kept.version, finding(small.plan).state) == ("Nog zo", 2, State.ACCEPTED)


def test_it_comes_back_after_its_term(cast: Any, small: Any, bare: CostItem) -> None:
    today = timezone.localdate()
    accept_finding(
        actor=cast.secretary.actor, plan=small.plan, found=finding(small.plan).found,
        reason="Tot de begroting", until=today,
    )  # fmt: skip
    assert finding(small.plan).state is State.ACCEPTED
    later = judged(SYSTEM, small.plan, today=today + timedelta(days=1))
    assert {row.state for row in later if row.found.rule.code == RULE} == {State.EXPIRED}


def test_a_reason_and_a_term_that_is_not_over_are_asked_for(
    cast: Any, small: Any, bare: CostItem
) -> None:
    found = finding(small.plan).found
    with pytest.raises(ValidationError):
        accept_finding(actor=cast.secretary.actor, plan=small.plan, found=found, reason="")
    with pytest.raises(ValidationError, match="voorbij"):
        accept_finding(
            actor=cast.secretary.actor, plan=small.plan, found=found, reason="x",
            until=date(2020, 1, 1),
        )  # fmt: skip
    assert not Acceptance.objects.exists()


def test_who_may_change_the_row_accepts_what_is_found_on_it(
    cast: Any, small: Any, bare: CostItem
) -> None:
    found = finding(small.plan).found
    assert may_accept(cast.director.actor, found)
    assert not may_accept(ANONYMOUS, found)
    for player in (cast.employee, cast.reader):
        with pytest.raises(PermissionDenied):
            accept_finding(actor=player.actor, plan=small.plan, found=found, reason="Mag dit?")
    of_plan = next(row for row in judged(SYSTEM, small.plan) if row.found.rule.code == "RISICO-01")
    assert not may_accept(cast.director.actor, of_plan.found)


def test_codes_of_acceptances_do_not_clash(cast: Any, small: Any, bare: CostItem) -> None:
    Acceptance.objects.create(
        plan=small.plan, code=f"{RULE}.2", rule=RULE, kind="x", row="x", digest="x", reason="x"
    )
    kept = accept_finding(
        actor=cast.secretary.actor, plan=small.plan, found=finding(small.plan).found, reason="Goed"
    )
    assert kept.code == f"{RULE}.3"


def test_taking_it_back_lets_the_finding_count_again_and_can_be_undone(
    cast: Any, small: Any, bare: CostItem
) -> None:
    actor = cast.secretary.actor
    found = finding(small.plan).found
    kept = accept_finding(actor=actor, plan=small.plan, found=found, reason="Goed")
    batch = withdraw_acceptance(actor=actor, acceptance=kept)
    assert finding(small.plan).state is State.OPEN
    restore_batch(actor=actor, batch=batch)
    assert finding(small.plan).state is State.ACCEPTED
    gone = Acceptance.objects.get()
    gone.delete()
    with pytest.raises((Http404, PermissionDenied)):
        withdraw_acceptance(actor=actor, acceptance=kept)


def test_the_menu_counts_errors_and_warnings_of_the_last_check(
    cast: Any, small: Any, bare: CostItem
) -> None:
    assert waiting_count(cast.reader.actor) is None
    rows = judged(EVERYBODY, small.plan)
    note_counts(small.plan, rows)
    count = CheckCount.objects.get()
    assert waiting_count(cast.reader.actor) == count.errors + count.warnings > 0
    seen = count.checked_at
    note_counts(small.plan, rows)
    assert CheckCount.objects.get().checked_at == seen, "nothing changed, so nothing is written"
    note_counts(small.plan, [])
    assert waiting_count(cast.reader.actor) == 0
    assert waiting_count(cast.outsider.actor) is None


def close(small: Any, cast: Any) -> Proposal:
    """Return a confidential proposal about T1, of the secretary."""
    body = Body.objects.create(code="college", name="College", kind="college")
    proposal = Proposal.objects.create(
        plan=small.plan, code="V9", title="Geheim ding volgt", body=body, openness="confidential",
        author=cast.secretary.person,
    )  # fmt: skip
    WorkProposal.objects.create(work=small.works["T1"], proposal=proposal)
    return proposal


def test_what_one_may_not_see_is_in_no_finding_count_or_acceptance(cast: Any, small: Any) -> None:
    proposal = close(small, cast)
    own, other = cast.secretary.actor, cast.director.actor
    row = finding(small.plan, own, "TEKST-01")
    assert (row.found.kind, row.found.row) == ("decisions.proposal", proposal.pk)
    assert not [each for each in judged(other, small.plan) if "Geheim" in each.found.text]
    assert sees_as_everybody(other) and not sees_as_everybody(own)
    accept_finding(actor=own, plan=small.plan, found=row.found, reason="Nog even")
    assert Acceptance.objects.visible_to(own).count() == 1
    assert Acceptance.objects.visible_to(other).count() == 0
    assert Acceptance.objects.visible_to(SYSTEM).count() == 1
    page = cast.director.client.get(f"/checks/?plan={small.plan.pk}&state=all").content.decode()
    assert "Geheim" not in page and "V9" not in page
    assert "Geheim" in cast.secretary.client.get("/checks/?state=all").content.decode()
    noted = CheckCount.objects.get()
    assert noted.accepted == 0, "the menu counts what everybody sees"
    export = cast.director.client.get("/registers/accepted-findings/export/csv/")
    assert "V9" not in export.content.decode()


def test_what_is_accepted_of_something_closed_on_an_open_row_is_not_told(
    cast: Any, small: Any
) -> None:
    proposal = close(small, cast)
    proposal.moment = DecisionMoment.objects.create(
        plan=small.plan, code="M9", title="Zomer", body=proposal.body, when=parse_period("Q3 2023")
    )
    proposal.save()
    secretary, administrator = cast.secretary, cast.administrator
    row = finding(small.plan, secretary.actor, "BESL-01")
    assert (row.found.kind, row.found.code) == ("work.work", "T1")
    kept = accept_finding(
        actor=secretary.actor, plan=small.plan, found=row.found, reason="Het ding komt later"
    )
    places = (
        "/registers/accepted-findings/", "/registers/accepted-findings/export/csv/",
        f"/registers/accepted-findings/{kept.pk}/", f"/checks/?plan={small.plan.pk}&state=all",
        "/checks/export/csv/?state=all", "/registers/accepted-findings/deleted/",
    )  # fmt: skip

    def telling(player: Any) -> list[str]:
        told = (player.client.get(each).content.decode() for each in places)
        words = ("BESL-01", kept.reason)
        return [
            each
            for each, page in zip(places, told, strict=True)
            if any(word in page for word in words)
        ]

    away = f"/checks/accepted/{kept.pk}/withdraw/"
    assert telling(administrator) == [] and telling(cast.reader) == []
    assert administrator.client.post(away).status_code == 404
    assert telling(secretary) == list(places[:5])
    assert finding(small.plan, secretary.actor, "BESL-01").state is State.ACCEPTED
    Reader.objects.create(proposal=proposal, role=Role.objects.get(code="director"))
    assert finding(small.plan, cast.director.actor, "BESL-01").acceptance == kept
    assert cast.director.client.post(away).status_code == 403, "he meets it, and did not accept it"
    proposal.title = "Iets anders"
    proposal.save()
    assert finding(small.plan, secretary.actor, "BESL-01").state is State.OPEN
    secretary.client.post(away)
    assert telling(administrator) == []
    assert 'name="batch"' not in administrator.client.get(places[5]).content.decode()
    assert 'name="batch"' in secretary.client.get(places[5]).content.decode()


def test_what_was_taken_back_of_a_closed_row_is_put_back_by_who_sees_it(
    cast: Any, small: Any
) -> None:
    close(small, cast)
    own, place = cast.secretary.actor, "/registers/accepted-findings/deleted/"
    row = finding(small.plan, own, "TEKST-01")
    kept = accept_finding(actor=own, plan=small.plan, found=row.found, reason="Nog even")
    batch = withdraw_acceptance(actor=own, acceptance=kept)
    assert batch not in cast.administrator.client.get(place).content.decode()
    assert cast.administrator.client.post(place, {"batch": batch}).status_code == 409
    with pytest.raises(PermissionDenied):
        restore_batch(actor=cast.administrator.actor, batch=batch)
    assert batch in cast.secretary.client.get(place).content.decode()
    assert cast.secretary.client.post(place, {"batch": batch}).status_code == 302
    assert Acceptance.objects.get().row == "V9"


def test_a_norm_is_one_that_a_rule_asks_for_and_of_its_kind() -> None:
    for values, wrong in (
        ({"code": "onbekend", "value": 3}, "code"),
        ({"code": "contingency"}, "value"),
        ({"code": "abbreviations"}, "words"),
    ):
        with pytest.raises(ValidationError) as refused:
            NormSetting(**values).full_clean()
        assert wrong in refused.value.message_dict
    NormSetting(code="contingency", value=10).full_clean()


def test_a_norm_that_is_made_up_is_no_norm(db: None) -> None:
    NormSetting.objects.create(code="contingency", value=10, illustrative=True)
    assert norms_of(SYSTEM).number("contingency") is None
    NormSetting.objects.create(code="results_per_quarter", value=3)
    assert norms_of(SYSTEM).number("results_per_quarter") == 3


def test_what_is_made_up_is_absent(cast: Any, small: Any, bare: CostItem) -> None:
    bare.illustrative = True
    bare.save()
    assert not [row for row in judged(SYSTEM, small.plan) if row.found.rule.code == RULE]


def test_a_hidden_decision_behind_a_draw_is_none(cast: Any, small: Any) -> None:
    proposal = close(small, cast)
    decision = Decision.objects.create(
        plan=small.plan, code="B9", title="Toegekend", body=proposal.body, proposal=proposal
    )
    Allocation.objects.create(
        plan=small.plan, code="T9", title="Toekenning", funding_source=small.sources["B1"],
        work=small.works["W"], amount=10, year=2023, decided_by=decision,
    )  # fmt: skip

    def told(actor: Any) -> list[str]:
        rows = judged(actor, small.plan)
        return [row.found.key[2] for row in rows if row.found.rule.code == "GELD-15"]

    assert told(cast.secretary.actor) == []
    assert told(cast.director.actor) == ["T9"], "what he cannot see is not there"
