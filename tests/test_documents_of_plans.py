"""What the documents of the demonstrations hold, beside what their sources hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.translation import override

from koersvast.core.document_tree import (
    Chapter,
    Document,
    Figure,
    Heading,
    Paragraph,
    Table,
    plain,
)
from koersvast.core.documents import PUBLIC, Bullets, documents
from koersvast.core.periods import parse_period
from koersvast.direction.models import Plan
from koersvast.reports.selectors import draft
from koersvast.reports.tests.conftest import ON
from koersvast.work.models import Action, ExpertiseNeed, Responsibility, Result
from tests.demonstrations import loaded

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def drafted(code: str, name: str, period: str = "") -> Document:
    kind, plan = documents.kinds[name], Plan.objects.get(code=code)
    return draft(
        PUBLIC,
        kind=kind,
        plan=plan,
        subject=next(each.key for each in kind.subjects(PUBLIC, plan)),
        title=plan.title,
        today=ON,
        period=parse_period(period) if period else None,
    ).document


@pytest.fixture(scope="module")
def trees(django_db_setup: Any, django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    with loaded(django_db_blocker, "maastricht/plan-d", "maastricht/plan-m"), override("nl"):
        found: dict[str, Any] = {
            "D": drafted("D", "implementation-plan"),
            "M": drafted("M", "implementation-plan"),
            "D poster": drafted("D", "poster"),
            "M poster": drafted("M", "poster"),
            "actions": Action.objects.filter(plan__code="D").count(),
            "expertise": ExpertiseNeed.objects.filter(result__plan__code="M").count(),
            "results": Result.objects.filter(plan__code="M").count(),
            "responsibilities": [
                str(each.role) for each in Responsibility.objects.filter(work__plan__code="M")
            ],
        }
    return found


@pytest.fixture(scope="module")
def progress(django_db_setup: Any, django_db_blocker: Any) -> Document:
    with loaded(django_db_blocker, "huizen/plan-h"), override("nl"):
        return drafted("H", "progress-report", "2022")


def chapter(document: Document, key: str) -> Chapter:
    return next(each for each in document.chapters if each.key == key)


def tables(found: Chapter) -> list[Table]:
    return [each for each in found.blocks if isinstance(each, Table)]


def labels(table: Table) -> list[str]:
    return [each.label for each in table.columns]


def cells(table: Table) -> list[list[str]]:
    return [["\n".join(map(plain, cell.lines)) for cell in row.cells] for row in table.rows]


def test_the_plan_of_d_has_per_building_block_its_goal_and_what_how_cost_and_when(
    trees: dict[str, Any],
) -> None:
    blocks = chapter(trees["D"], "blocks")
    headings = [each.text for each in blocks.blocks if isinstance(each, Heading)]
    assert headings[0] == "Strategie" and len(headings) == 6
    found = tables(blocks)
    assert len(found) == 6
    for table in found:
        assert labels(table) == ["Wat willen we bereiken", "Hoe", "Kosten", "Wanneer"]
    actions = [line for table in found for row in table.rows for line in row.cells[1].lines]
    assert len(actions) == trees["actions"] == 94
    assert all(row.cells[0].lines[0][0].bold for table in found for row in table.rows)
    assert "Eerst nodig: " in str(cells(found[1]))
    goals = [str(each) for each in blocks.blocks if "Doel: " in str(each)]
    assert len(goals) == 6


def test_the_cost_items_of_d_stand_per_building_block_and_add_up(trees: dict[str, Any]) -> None:
    table = next(t for t in tables(chapter(trees["D"], "money")) if "Kenmerk" in labels(t))
    groups = [row for row in table.rows if row.kind == "group"]
    assert len(groups) == 7
    assert cells(table)[-1][1:] == ["Totale kosten", "", "2.621.000 +\u00a0pm"]
    items = [row for row in table.rows if row.kind == ""]
    assert len(items) == 17, "those of the source, and pm for what follows in phase 2"
    told = [str(each) for each in chapter(trees["D"], "money").blocks]
    assert any("19 kostenposten vallen binnen reguliere middelen" in each for each in told)


def test_the_cost_of_a_result_has_its_unit_and_the_mark_that_leads_to_the_cost_items(
    trees: dict[str, Any],
) -> None:
    costs = {row[0].split("\n")[0]: row[2] for t in blocks_of(trees["D"]) for row in cells(t)}
    assert "€\u00a0443.000\nkenmerk 4.3" in costs.values()
    assert "€\u00a05.000, naast reguliere middelen\nkenmerk 3.1" in costs.values()
    assert "binnen reguliere middelen" in costs.values() and "pm" in costs.values()
    marks = {mark for cost in costs.values() if "kenmerk" in cost for mark in cost.split()[-1:]}
    assert {"3.1", "3.2", "4.1", "4.2", "4.3"} <= marks


def blocks_of(document: Document) -> list[Table]:
    return tables(chapter(document, "blocks"))


def test_what_no_milestone_tells_has_no_column(trees: dict[str, Any]) -> None:
    (of_d,) = tables(chapter(trees["D"], "roadmap"))
    (of_m,) = tables(chapter(trees["M"], "roadmap"))
    assert labels(of_d) == ["Nr.", "Mijlpaal of moment", "Spoor"]
    assert labels(of_m) == ["Wanneer", "Mijlpaal of moment", "Spoor"]


def test_the_plan_of_m_tells_of_each_result_its_expertise_and_phases(trees: dict[str, Any]) -> None:
    found = tables(chapter(trees["M"], "blocks"))
    told = str([cells(table) for table in found])
    assert sum(len(table.rows) for table in found) == trees["results"] == 55
    assert told.count("Expertise: ") == 55
    assert trees["expertise"] > 55
    assert told.count("Fase niet vermeld: ") == 5
    assert all("Hoe" not in labels(table) for table in found)


def test_the_plan_of_m_tells_who_answers_for_what(trees: dict[str, Any]) -> None:
    (table,) = tables(chapter(trees["M"], "responsibilities"))
    told = str(cells(table))
    assert len(trees["responsibilities"]) == 44
    assert all(role in told for role in trees["responsibilities"])
    assert "Ambtelijk opdrachtgever: " in told


def test_the_money_of_m_stands_per_year_and_a_source_that_is_the_same_every_year_in_one_line(
    trees: dict[str, Any],
) -> None:
    _years, items, sources = tables(chapter(trees["M"], "money"))
    assert labels(items)[1:] == ["2023", "2024", "2025", "2026", "2027", "Totaal"]
    assert cells(items)[-1][0] == "Totale kosten" and cells(items)[-1][-1] == "15.531.000"
    assert cells(sources)[0][-1] == "1.000.000 per jaar\n2023–2027"
    assert cells(sources)[1][-1] == "2023: 2.143.000"
    assert cells(sources)[3][-1] == "pm per jaar\n2023–2027"


def test_a_poster_has_every_line_in_one_table_and_the_money_as_a_picture(
    trees: dict[str, Any],
) -> None:
    (table,) = tables(chapter(trees["M poster"], "lines"))
    assert sum(row.kind == "" for row in table.rows) == 55
    assert any(isinstance(each, Figure) for each in chapter(trees["M poster"], "money").blocks)
    (years,) = tables(chapter(trees["M poster"], "money"))
    assert labels(years)[1:] == ["Kosten", "Dekking", "Saldo"]
    assert cells(years)[1] == ["2024", "3.685.000", "1.784.000 +\u00a0pm", "–1.901.000 +\u00a0pm"]
    (milestones,) = chapter(trees["D poster"], "milestones").blocks
    assert isinstance(milestones, Bullets)
    assert milestones.numbered and len(milestones.items) == 13


def test_the_progress_report_has_the_fixed_headings_of_the_council(progress: Document) -> None:
    assert [each.title for each in progress.chapters] == [
        "Introductie",
        "Het oorspronkelijke doel",
        "De voortgang",
        "De huidige planning",
        "De risico’s",
        "De financiën",
        "De beslismomenten",
    ]
    assert ("Periode", "2022") in progress.facts


def test_the_progress_report_says_nothing_twice_and_nothing_that_was_not_told(
    progress: Document,
) -> None:
    blocks = chapter(progress, "progress").blocks
    said = [plain(each.text) for each in blocks if isinstance(each, Paragraph)]
    assert "Trekker Organisatieperspectief" in said
    assert not any("Trekker: Trekker" in each for each in said)
    status = [row[2] for t in tables(chapter(progress, "progress")) for row in cells(t)]
    assert "nog niet gemeld" not in status and "–" in status


def test_the_progress_report_tells_of_each_source_what_was_drawn_and_what_is_left(
    progress: Document,
) -> None:
    *_others, sources = tables(chapter(progress, "money"))
    found = cells(sources)
    assert ["Over", "", "635.069"] in found and ["Over", "", "157.000"] in found
    drawn = [row[2] for row in found if row[2].startswith(("-", "–", "\u2212"))]
    assert [each[1:] for each in drawn] == ["100.000", "243.000", "127.000", "237.931"]
    blocks = chapter(progress, "progress").blocks
    assert sum(isinstance(each, Heading) for each in blocks) == 6
