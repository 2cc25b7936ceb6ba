"""The organisation on course, for everybody of the cast."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from koersvast.core.periods import parse_period
from koersvast.direction.models import Plan
from koersvast.organisation.models import Role
from koersvast.work.models import (
    Milestone,
    ReadyBy,
    Responsibility,
    Result,
    Sprint,
    SprintNote,
    StatusUpdate,
    Work,
)
from tests.cast import Cast, SmallPlan

READERS = ["administrator", "secretary", "director", "employee", "reader"]


def page(player: Any, query: str = "") -> str:
    response = player.client.get(f"{reverse('home')}{query}")
    assert response.status_code == 200
    return str(response.content.decode())


@pytest.mark.parametrize("name", READERS)
def test_everybody_with_access_sees_the_work(cast: Cast, small: SmallPlan, name: str) -> None:
    shown = page(cast.all()[name])
    for title in ("Bedrijfsvoering", "Control", "Financiën", "Los project", "Directeur"):
        assert title in shown


def test_dates_ahead_are_ahead_of_the_latest_plan(cast: Cast, small: SmallPlan) -> None:
    old = Plan.objects.create(code="Q", title="Ander plan", reference_date="2021-06-01")
    work = Work.objects.create(plan=old, code="W", title="Ander werk", kind="project")
    Milestone.objects.create(
        plan=old, code="M", work=work, title="Allang voorbij", when=parse_period("juli 2021")
    )
    dates = 'aria-labelledby="home-dates"'
    together = page(cast.reader).partition(dates)[2]
    assert "Allang voorbij" not in together
    assert "vanaf 1 mrt 2023" in together
    alone = page(cast.reader, f"?plan={old.pk}").partition(dates)[2]
    assert "Allang voorbij" in alone
    assert "vanaf 1 jun 2021" in alone


def test_without_access_there_is_no_page(cast: Cast, small: SmallPlan) -> None:
    assert cast.outsider.client.get(reverse("home")).status_code == 404
    assert cast.outsider.client.get(reverse("home-export", args=["csv"])).status_code == 404


def test_an_empty_installation_says_what_to_do(cast: Cast) -> None:
    assert "koersvast plan import" in page(cast.reader)


def test_a_plan_without_work_says_so(cast: Cast) -> None:
    Plan.objects.create(code="L", title="Leeg plan", reference_date="2023-01-01")
    shown = page(cast.reader)
    assert "Leeg plan" in shown
    assert "<table" not in shown


def test_plans_are_shown_together_or_one_at_a_time(cast: Cast, small: SmallPlan) -> None:
    other = Plan.objects.create(code="Q", title="Ander plan", reference_date="2022-06-01")
    work = Work.objects.create(plan=other, code="W", title="Ander werk", kind="project")
    Milestone.objects.create(
        plan=other, code="M", work=work, title="Elders", when=parse_period("juli 2022")
    )
    both = page(cast.reader)
    assert "stand per 1 mrt 2023" in both
    assert "stand per 1 jun 2022" in both
    assert "Bedrijfsvoering" in both
    assert "Ander werk" in both
    one = page(cast.reader, f"?plan={other.pk}")
    assert "Ander werk" in one
    assert "stand per 1 mrt 2023" not in one
    assert f'id="work-{small.works["W"].pk}"' not in one


def test_a_branch_opens_and_closes_by_a_link(cast: Cast, small: SmallPlan) -> None:
    closed = page(cast.reader, "?open=")
    assert "Bedrijfsvoering" in closed
    assert f'id="work-{small.works["T1"].pk}"' not in closed
    opened = page(cast.reader, f"?open={small.works['W'].pk}")
    assert f'id="work-{small.works["T1"].pk}"' in opened
    assert f'id="work-{small.works["T1"].pk}"' in page(cast.reader, "?open=all")


@pytest.mark.parametrize(
    ("query", "kept", "left_out"),
    [
        ("?kind=project", "X", "T1"),
        ("?theme={T1}", "T1", "T2"),
        ("?theme={T1}&kind=project", "", "T1"),
        ("?unit=999", "T1", ""),
        ("?kind=nonsense&plan=abc", "T1", ""),
    ],
)
def test_filters_narrow_the_tree(
    cast: Cast, small: SmallPlan, query: str, kept: str, left_out: str
) -> None:
    keys = {code: work.pk for code, work in small.works.items()}
    shown = page(cast.reader, query.format(**keys))
    if kept:
        assert f'id="work-{keys[kept]}"' in shown
    if left_out:
        assert f'id="work-{keys[left_out]}"' not in shown


def test_what_comes_next_counts_from_the_reference_date(cast: Cast, small: SmallPlan) -> None:
    shown = page(cast.reader)
    dates = shown[shown.index("home-dates") :]
    assert "Control ingericht" in dates
    assert "1. Start" not in dates


def test_what_asks_for_attention_is_said_with_numbers(cast: Cast, small: SmallPlan) -> None:
    StatusUpdate.objects.create(result=small.results["R3"], date="2023-03-02", time="off_course")
    shown = page(cast.reader)
    found = shown[shown.index("home-attention") :]
    assert "Eén begroting" in found
    assert "Los project" in found
    assert "€ 20" in found
    assert "1 doel zonder werk" in found
    assert "1 resultaat dat geen doel dient" in found


def test_years_that_lack_the_same_are_one_sentence(cast: Cast, small: SmallPlan) -> None:
    amounts = small.costs["K1"].amounts
    amounts.filter(year=2024).delete()
    for year in (2024, 2025):
        amounts.create(year=year, amount=50)
    amounts.create(amount=7)
    found = page(cast.reader)
    assert "€ 50 per jaar is niet gedekt, 2024–2025" in found
    assert "€ 7 zonder jaar is niet gedekt" in found


def test_a_silent_branch_is_named_once(cast: Cast, small: SmallPlan) -> None:
    found = page(cast.reader)
    assert "2 werkpakketten waarover nog niets is gemeld" in found


def test_a_word_about_a_part_breaks_the_silence_of_the_whole(cast: Cast, small: SmallPlan) -> None:
    StatusUpdate.objects.create(work=small.works["T2"], date="2023-03-02", words="Gaat goed.")
    found = page(cast.reader)
    found = found[found.index("home-attention") :]
    assert "2 werkpakketten waarover nog niets is gemeld" in found
    assert "Bedrijfsvoering" not in found
    assert "Control" in found


def test_what_was_told_in_a_sprint_breaks_the_silence_too(cast: Cast, small: SmallPlan) -> None:
    work = small.works["T2"]
    sprint = Sprint.objects.create(
        plan=small.plan, code="S1", work=small.works["W"], title="S1", period=parse_period("2023")
    )
    SprintNote.objects.create(sprint=sprint, work=work, done="Begonnen")
    found = page(cast.reader).partition("home-attention")[2]
    assert "Bedrijfsvoering" not in found and "Control" in found


def test_who_leads_a_work_stands_where_nobody_is_its_contractor(
    cast: Cast, small: SmallPlan
) -> None:
    lead = Role.objects.create(code="trekker", name="Trekker van het spoor")
    for code in ("T2", "W"):
        Responsibility.objects.create(work=small.works[code], kind="lead", role=lead)
    rows = page(cast.reader).split("<tr id=")
    by_work = {row.split('"')[1]: row for row in rows[1:]}
    assert "Trekker van het spoor" in by_work[f"work-{small.works['T2'].pk}"]
    top = by_work[f"work-{small.works['W'].pk}"]
    assert "Directeur" in top and "Trekker van het spoor" not in top


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods"])
def test_the_tree_is_exported_as_it_is_filtered(cast: Cast, small: SmallPlan, kind: str) -> None:
    response = cast.reader.client.get(reverse("home-export", args=[kind]) + "?kind=project")
    assert response.status_code == 200
    assert f".{kind}" in response["Content-Disposition"]
    if kind == "csv":
        text = response.content.decode("utf-8-sig")
        assert "Los project" in text
        assert "<a" not in text
        assert "Bedrijfsvoering" not in text


def test_amounts_are_exported_as_numbers_without_their_links(cast: Cast, small: SmallPlan) -> None:
    text = cast.reader.client.get(reverse("home-export", args=["csv"])).content.decode("utf-8-sig")
    costs = {line.split(";")[1]: line.split(";")[-1] for line in text.splitlines()}
    assert costs["T1"] == "100"
    assert costs["T2"] == "pm"
    assert costs["W"] == "100 + pm"
    assert costs["X"] == ""


def test_an_unknown_kind_of_export_is_not_found(cast: Cast, small: SmallPlan) -> None:
    assert cast.reader.client.get(reverse("home-export", args=["pdf"])).status_code == 404


def test_the_number_of_queries_does_not_grow(
    cast: Cast, small: SmallPlan, count_queries: Any
) -> None:
    few = count_queries(lambda: page(cast.reader))
    _grow(small, 200)
    assert count_queries(lambda: page(cast.reader)) == few


def _grow(small: SmallPlan, count: int) -> None:
    """Add works, results, moments and milestones to the small plan."""
    plan, numbers = small.plan, range(count)
    works = Work.objects.bulk_create(
        Work(plan=plan, code=f"W{n}", title="Werk", kind="project", parent=small.works["W"])
        for n in numbers
    )
    results = Result.objects.bulk_create(
        Result(plan=plan, code=f"RR{n}", work=work, title="Resultaat")
        for n, work in enumerate(works)
    )
    when = parse_period("Q2 2023")
    ReadyBy.objects.bulk_create(ReadyBy(result=result, when=when) for result in results)
    StatusUpdate.objects.bulk_create(
        StatusUpdate(result=result, date="2023-03-02", time="off_course") for result in results
    )
    Milestone.objects.bulk_create(
        Milestone(plan=plan, code=f"MM{n}", work=work, title="Moment", when=when)
        for n, work in enumerate(works)
    )
