"""Facts that are taken down: what counts as a change from one report to the next, and which way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from koersvast.core.document_tree import plain
from koersvast.core.documents import PUBLIC, Heading, documents
from koersvast.core.periods import parse_period
from koersvast.decisions.models import Body, Decision
from koersvast.funding.models import CostAmount
from koersvast.reports.changes import changes_chapter
from koersvast.reports.rules import compared
from koersvast.reports.selectors import draft
from koersvast.reports.tests.conftest import ON
from koersvast.risk.models import Risk, Score
from koersvast.work.models import ReadyBy, WorkRisk


def drafted_now(small, *, kind="progress-report", language="nl"):
    with override(language):
        return draft(
            PUBLIC,
            kind=documents.kinds[kind],
            plan=small.plan,
            subject="",
            title="Voortgang",
            today=ON,
            period=parse_period("2023"),
        )


def facts_now(small, language="nl"):
    return drafted_now(small, language=language).facts


def moved(old, new):
    """Return topic -> what changed -> its (old, new, way)."""
    return {
        topic.name: {
            change.label: [(each.old, each.new, each.way) for each in change.moved]
            for change in topic.changes
        }
        for topic in compared(old, new)
    }


def scored(small, *, probability, impact, on):
    risk, _made = Risk.objects.get_or_create(
        plan=small.plan, code="X1", defaults={"title": "Te weinig mensen"}
    )
    WorkRisk.objects.get_or_create(work=small.works["W"], risk=risk)
    Score.objects.create(risk=risk, moment="before", probability=probability, time=impact, date=on)
    return risk


def test_the_same_facts_in_another_language_are_no_change(cast, small):
    scored(small, probability=3, impact=2, on=date(2023, 1, 1))
    body = Body.objects.create(code="college", name="College", kind=Body.Kind.COLLEGE)
    Decision.objects.create(
        plan=small.plan, code="B1", body=body, title="Besluit", decided_on=parse_period("mei 2023")
    )
    CostAmount.objects.create(item=small.costs["K2"], year=2024, amount=Decimal(1_200_000))
    assert moved(facts_now(small, "nl"), facts_now(small, "en")) == {}


def test_a_risk_that_went_up_is_told_as_risen_and_one_that_went_down_as_fallen(cast, small):
    scored(small, probability=2, impact=2, on=date(2023, 1, 1))
    low = facts_now(small)
    scored(small, probability=4, impact=4, on=date(2023, 2, 1))
    high = facts_now(small)
    ((old, new, way),) = moved(low, high)["risks"]["Te weinig mensen"]
    assert old.startswith("2 × 2") and new.startswith("4 × 4") and way == "gestegen"
    assert moved(high, low)["risks"]["Te weinig mensen"][0][2] == "gedaald"


@pytest.mark.parametrize("kind", ["implementation-plan", "progress-report", "poster"])
@pytest.mark.parametrize("level", range(1, 6))
def test_a_document_names_the_class_of_every_risk_there_can_be(cast, small, kind, level):
    scored(small, probability=level, impact=level, on=date(2023, 1, 1))
    drafted = drafted_now(small, kind=kind)
    place = drafted.facts["risks"]["rows"]["X1"]["values"]["place"][1]
    words = {1: "laag", 2: "laag", 3: "midden", 4: "hoog", 5: "kritiek"}
    assert place == f"{level} × {level} ({words[level]})"
    assert place in str(drafted.document)


def test_a_result_that_moved_is_told_as_later_also_when_only_its_first_moment_did(cast, small):
    result = small.results["R1"]
    result.ready_by.all().delete()
    first = ReadyBy.objects.create(
        result=result, when=parse_period("Q1 2023"), what="ontwerp", position=1
    )
    last = ReadyBy.objects.create(result=result, when=parse_period("Q4 2023"), position=2)
    before = facts_now(small)
    first.when = parse_period("Q2 2023")
    first.save()
    ((old, new, way),) = moved(before, facts_now(small))["results"][result.title]
    assert "Q1 2023: ontwerp" in old and "Q2 2023: ontwerp" in new and way == ""
    last.when = parse_period("Q1 2024")
    last.save()
    assert moved(before, facts_now(small))["results"][result.title][0][2] == "later"


def test_money_that_moved_to_another_year_is_told_though_the_sum_stayed(cast, small):
    item = small.costs["K1"]
    before = facts_now(small)
    for year, amount in ((2023, 50), (2024, 100)):
        CostAmount.objects.filter(item=item, year=year).update(amount=Decimal(amount))
    found = moved(before, facts_now(small))["money"]
    ((old, new, way),) = found[item.title]
    assert "2023: €\u00a0100" in old and "2024: €\u00a0100" in new and way == ""
    table = changes_chapter(compared(before, facts_now(small)), ON).blocks[-1]
    told = [plain(line) for row in table.rows for line in row.cells[3].lines]
    assert "2023: €\u00a050" in told


def test_money_that_grew_is_told_as_more(cast, small):
    before = facts_now(small)
    CostAmount.objects.filter(item=small.costs["K1"], year=2023).update(amount=Decimal(900))
    found = moved(before, facts_now(small))["money"]
    ((old, new, way),) = found[small.costs["K1"].title]
    assert old.startswith("€\u00a0150\n") and new.startswith("€\u00a0950\n") and way == "meer"


def test_a_line_of_which_nothing_was_reported_says_so(cast, small):
    drafted = drafted_now(small)
    chapter = next(each for each in drafted.document.chapters if each.key == "progress")
    heads = [each.key for each in chapter.blocks if isinstance(each, Heading)]
    promised = small.plan.works.filter(results__isnull=False).distinct()
    assert sorted(heads) == sorted(str(each.pk) for each in promised) and heads
    assert str(chapter).count("Over deze lijn is in deze periode niets gemeld.") == len(heads)
